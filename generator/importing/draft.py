"""An article as it is being put together from labelled lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generator.importing.bylines import glued_byline, read_agency, read_byline
from generator.importing.dating import Dated
from generator.importing.keys import key_of
from generator.importing.lines import Line, picture_files
from generator.importing.page import Page
from generator.importing.records import (
    CleanArticle,
    Declared,
    Dropped,
    Heading,
    Link,
    Paragraph,
    PictureBlock,
    RawRecord,
)
from generator.importing.rules import strip_inline
from generator.importing.stamps import is_stamp_line
from generator.importing.weights import Label
from generator.model import ArchiveDate
from generator.vietnamese import slug

__all__ = ["Draft"]

_LONGEST_TITLE = 300
_MOST_KEYWORDS = 12
_DATED = re.compile(r"\s*[(\[](?P<stamp>[^()\[\]]{8,40})[)\]]$")
_NAMED = re.compile(r"^(?P<title>.{10,}?)\s+[-–—|]\s+(?P<site>[^-–—|]{4,60})$")
"""A headline as browsers show it, with the name of the site behind it."""
_SAYS_WHEN = re.compile(
    r"\W*(?:ngày (?:đăng|cập nhật|xuất bản)|đăng (?:ngày|lúc|tin)|cập nhật|xuất bản|published|"
    r"posted|updated|publié|veröffentlicht|publicado|actualizado)",
    re.IGNORECASE,
)
_KEYWORDS = re.compile(r"(?:từ khóa|tags?|keywords?)\s*:?\s*(?P<list>.*)", re.IGNORECASE)
_AGENCY_CREDIT = re.compile(r"\(?(?:Theo|Nguồn|Source)\s*:?\s*(?P<agency>[A-ZĐ]{2,8})\)?")
_CREDIT_LINE = re.compile(
    r"\(?(?:ảnh|photo|foto|image)\s*(?:minh họa\s*)?(?:[:(]|by\s).{1,60}", re.IGNORECASE
)


@dataclass(slots=True)
class Draft:
    """The article as it is being put together, line by line."""

    page: Page
    confidence: list[float]
    title: str | None = None
    kicker: str | None = None
    agency: str | None = None
    summary: str | None = None
    blocks: list[Paragraph | Heading | PictureBlock] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    stamps: list[tuple[int, str]] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    unknown: bool = False
    listing_keywords: bool = False

    def take(self, index: int, label: Label) -> None:
        """Add a line to the article, or to what is left out of it."""
        line = self.page.lines[index]
        if label == "picture":
            self._picture(line)
            return
        if label == "caption":
            self._caption(line)
            return
        self._close_picture()
        if label == "title":
            self.title = self._headline(line)
        elif label == "kicker":
            self.kicker = line.text
        elif label in {"body", "lede"}:
            self._paragraph(line)
        elif label == "heading":
            self.blocks.append(Heading(text=line.text))
        elif label == "stamp":
            self.stamps.append((abs(index - (self.page.title or 0)), line.text))
            self._byline(line.text)
            self._drop(line, "date line")
        elif label in {"byline", "signature"}:
            signed = self._byline(line.text, placed=True)
            if not signed and self.agency is None:
                credit = _AGENCY_CREDIT.fullmatch(line.text)
                self.agency = credit["agency"] if credit else None
            self._drop(line, "byline" if signed else "source credit")
        else:
            self._furniture(index, label)

    def _headline(self, line: Line) -> str:
        """Return the headline without the date or the site's name that is printed behind it."""
        dated = _DATED.search(line.text)
        if dated is not None and is_stamp_line(dated["stamp"]):
            self.stamps.append((0, dated["stamp"]))
            return line.text[: dated.start()]
        named = _NAMED.search(line.text)
        keys = {other.key for other in self.page.lines if other is not line}
        if named is not None and (key_of(named["site"]) in keys or key_of(named["title"]) in keys):
            return named["title"]
        return line.text

    def _picture(self, line: Line) -> None:
        files = picture_files(line.text)
        if not files:
            self._close_picture()
            self.unknown = True
            self._drop(line, "picture placeholder")
        self.waiting.extend(files)

    def _caption(self, line: Line) -> None:
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, PictureBlock) and last.caption == line.text and not self.waiting:
            self._drop(line, "caption printed twice")
        elif self.waiting or self.unknown:
            self.blocks.append(PictureBlock(files=tuple(self.waiting), caption=line.text))
            self.waiting, self.unknown = [], False
        elif (
            _CREDIT_LINE.fullmatch(line.text)
            and self.blocks
            and isinstance(self.blocks[-1], PictureBlock)
        ):
            last = self.blocks[-1]
            self.blocks[-1] = replace(last, caption=f"{last.caption} {line.text}".strip())
        else:
            self.blocks.append(PictureBlock(files=(), caption=line.text))
            self.doubts.append(f"line {line.number} was taken for the caption of a lost picture")

    def _close_picture(self) -> None:
        if self.waiting:
            self.blocks.append(PictureBlock(files=tuple(self.waiting), caption=""))
        self.waiting, self.unknown = [], False

    def _paragraph(self, line: Line) -> None:
        text, rule = strip_inline(line.text)
        front = len(text)
        if rule is not None:
            self.dropped.append(
                Dropped(line=line.number, text=line.text[len(text) :].strip(), rule=rule)
            )
        if self.agency is None and sum(isinstance(block, Paragraph) for block in self.blocks) < 2:
            found = read_agency(text)
            if found is not None:
                self.agency, text = found
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, Paragraph) and last.text == text:
            self._drop(line, "paragraph printed twice")
            return
        links = _shifted(line.links, front - len(text), len(text))
        is_item = "html: item" in line.marks
        self.blocks.append(Paragraph(text=text, links=links, is_item=is_item))

    def _byline(self, text: str, *, placed: bool = False) -> bool:
        found = read_byline(text, placed=placed)
        if found is None:
            return False
        initials = {"".join(word[0] for word in name.split()) for name in self.authors}
        for name in found.names:
            if name not in self.authors and name.replace(".", "") not in initials:
                self.authors.append(name)
        return True

    def _furniture(self, index: int, label: Label) -> None:
        line, rule = self.page.lines[index], self.page.rules[index]
        if rule is not None:
            # Keywords stand behind their heading or, one a line, below it.
            match = _KEYWORDS.match(line.text) if rule.name == "keywords" else None
            self.listing_keywords = match is not None and not match["list"]
            if match is not None:
                self.keywords.extend(_split_keywords(match["list"]))
        elif self.listing_keywords and len(self.keywords) < _MOST_KEYWORDS:
            # "Nguồn: …": something else begins.
            self.listing_keywords = ":" not in line.text
            if self.listing_keywords:
                self.keywords.extend(_split_keywords(line.text))
        if _SAYS_WHEN.match(line.text) and is_stamp_line(line.text):
            self.apart.append(line.text)
        self._drop(line, self._reason(index, label), self.confidence[index])

    def _reason(self, index: int, label: Label) -> str:
        line, rule = self.page.lines[index], self.page.rules[index]
        if rule is not None:
            return rule.name
        if line.key == self.page.title_key:
            return "the headline again"
        if self.page.corpus.is_repeated(line.key):
            return "repeated in other records"
        if self.page.corpus.is_other_title(line.key, self.page.title_key):
            return "headline of another record"
        return {"head": "above the article", "inset": "amid the article"}.get(
            label, "below the article"
        )

    def _drop(self, line: Line, rule: str, confidence: float = 1.0) -> None:
        self.dropped.append(
            Dropped(line=line.number, text=line.text, rule=rule, confidence=confidence)
        )

    def finish(self, labels: Sequence[Label], declared: Declared) -> None:
        """Settle what depends on the whole: last byline, lede, a missing headline."""
        self._close_picture()
        self.authors = list(declared.authors) or self.authors
        paragraphs = [i for i, block in enumerate(self.blocks) if isinstance(block, Paragraph)]
        if not self.authors and paragraphs:
            last = self.blocks[paragraphs[-1]]
            glued = glued_byline(last.text) if isinstance(last, Paragraph) else None
            if isinstance(last, Paragraph) and glued is not None:
                text, byline = glued
                self.blocks[paragraphs[-1]] = replace(last, text=text)
                self.authors.extend(byline.names)
        if "lede" in labels and paragraphs:
            first = self.blocks[paragraphs[0]]
            follows = labels[labels.index("lede") + 1 :][:1]
            if (
                isinstance(first, Paragraph)
                and follows
                and follows[0] in {"stamp", "byline", "inset"}
            ):
                self.summary = first.text
        self.title = self.title or declared.title
        if self.title is None:
            self.title = self._title_from_text()
            self.doubts.append("no headline was found; it was made from the first sentence")
        if not paragraphs:
            self.doubts.append("no text was found")

    def stamp_apart(self) -> list[str]:
        """Return the only line that says when something was published, far from the article."""
        found = list(dict.fromkeys(self.apart))
        if len(found) != 1:
            return []
        self.doubts.append(f"“{found[0]}” stands apart from the article")
        return found

    def _title_from_text(self) -> str:
        for block in self.blocks:
            text = _text_of(block)
            if text:
                sentence = re.split(r"(?<=[.!?…])\s", text, maxsplit=1)[0].rstrip(".")
                if len(sentence) <= 120:
                    return sentence
                return sentence[:120].rsplit(" ", 1)[0] + "…"
        return "?"

    def texts(self) -> list[str]:
        """Return the headline, paragraphs and captions: what the article itself says."""
        return [self.title or "", *(_text_of(block) for block in self.blocks)]

    def article(
        self,
        record: RawRecord,
        dated: Dated,
        updated: ArchiveDate | None,
        tags: tuple[str, ...],
    ) -> CleanArticle:
        """Return the finished article."""
        is_later = updated is not None and updated.sort_key > dated.date.sort_key
        return CleanArticle(
            record=record,
            title=(self.title or "?")[:_LONGEST_TITLE],
            blocks=tuple(self.blocks),
            date=dated.date,
            date_basis=dated.basis,
            date_evidence=dated.evidence,
            updated=updated if is_later else None,
            kicker=self.kicker,
            # Where nothing but the text is given, its lede is declared beside it.
            summary=self.summary or (record.declared.summary if record.is_body else None),
            agency=self.agency,
            authors=tuple(filter(slug, self.authors)),  # what has no letter is no name
            section=record.section,
            tags=tags,
            dropped=tuple(self.dropped),
            doubts=(*self.doubts, *dated.doubts),
        )


def _shifted(links: Sequence[Link], by: int, size: int) -> tuple[Link, ...]:
    """Return the links of a text whose first ``by`` characters were taken off."""
    moved = [replace(link, start=link.start - by, end=link.end - by) for link in links]
    return tuple(link for link in moved if link.start >= 0 and link.end <= size)


def _text_of(block: Paragraph | Heading | PictureBlock) -> str:
    return block.caption if isinstance(block, PictureBlock) else block.text


def _split_keywords(text: str) -> list[str]:
    found = [part.strip(" .#") for part in re.split(r"[,;|#]", text)]
    return [part for part in found if part and len(part) <= 60]
