"""Names in a text: runs of capitalised syllables, whole, without titles and forms of address.

Vietnamese capitalises every syllable of a person's or a place's name, but only the first of
each word in the name of an organisation ("Bộ Ngoại giao"), and of course the first of each
sentence; so which small syllables belong to a name, and which capitals to none, is concluded
from words that are known and from how the text writes a syllable elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from generator.importing.tagwords import (
    COMPOUNDS,
    ENDINGS,
    FEATURES,
    LINKS,
    OPENERS,
    ORDINARY,
    ORGANISATIONS,
    PERSON_BEFORE,
    PLACES,
    ROUTES,
    SURNAMES,
    TITLES,
    VERBS,
    WHOLE,
)
from generator.importing.wording import kind_of, words_in
from generator.vietnamese import fold

__all__ = ["Name", "find_names"]

_LONGEST = 10
_LOOK_BACK = 4
_FOREIGN_LETTERS = 4
"""Letters that a name of one syllable needs; it must be no Vietnamese syllable."""

_WHOLE = re.compile(
    r"\b(" + "|".join(map(re.escape, sorted(WHOLE, key=len, reverse=True))) + r")\b"
)
_WHOLE_BEGINNING = re.compile(rf"(?:{'|'.join(sorted({name.split()[0] for name in WHOLE}))})\b")
"""Is found much quicker than a whole name, and hardly any text has one."""
_CAPITAL = re.compile("[AX]")
_SENTENCE_END = re.compile(r"\.(?=[^.])")
"""In the kinds of words."""
_KINDS = FEATURES | PLACES
_WORDS = COMPOUNDS | TITLES
_HEADS = ORGANISATIONS | TITLES | SURNAMES | PLACES
_ORGANISATION_BEGINNINGS = frozenset(
    phrase[: match.end()] for phrase in ORGANISATIONS for match in re.finditer(r"\w+", phrase)
)
_SYLLABLE = re.compile(
    "(?:ngh?|[cgknpt]h|gi|qu|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|n[gh]|[cmnpt])?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name as it is written, and whether it is a person's."""

    words: tuple[str, ...]
    is_person: bool = False


def find_names(texts: Sequence[str]) -> Iterator[Name]:
    """Yield the names in these texts, each as often as it occurs."""
    found = [read for read in map(_read, texts) if not read.is_shouted]
    ordinary = _ordinary(found)
    for text in found:
        yield from _Reader(ordinary=ordinary).names(text)


class _Token(NamedTuple):
    """A word or a mark, and its kind (see ``wording.kind_of``)."""

    word: str
    lower: str
    is_word: bool
    is_big: bool


@dataclass(frozen=True, slots=True)
class _Text:
    """The words and marks of a text, and their kinds in a string, in which capitals are found."""

    pieces: Sequence[str]
    kinds: str

    @property
    def is_shouted(self) -> bool:
        """Return whether the text is in capitals, which tell of no names then."""
        small, shouted, titled = map(self.kinds.count, "aXA")
        size, capitals = small + shouted + titled, shouted + titled
        return size > 2 and (shouted > size / 2 or (size > 4 and capitals == size))

    def token(self, place: int) -> _Token | None:
        """Return what stands at a place, or None behind the end."""
        if place >= len(self.pieces):
            return None
        word, kind = self.pieces[place], self.kinds[place]
        return _Token(word, word.casefold(), kind not in ".,", kind in "AX")

    def next_capital(self, place: int) -> int:
        """Return the place of the first capital from a place on, or of the end of the text."""
        found = _CAPITAL.search(self.kinds, place)
        return len(self.pieces) if found is None else found.start()

    def capitals(self) -> Sequence[str]:
        """Return the words that begin with a capital."""
        return [self.pieces[found.start()] for found in _CAPITAL.finditer(self.kinds)]

    def openings(self) -> Sequence[str]:
        """Return the words and marks that begin a sentence."""
        behind = (found.end() for found in _SENTENCE_END.finditer(self.kinds))
        return [*self.pieces[:1], *(self.pieces[place] for place in behind)]

    def words_before(self, place: int, since: int) -> Sequence[str]:
        """Return the words between two places, after the last mark."""
        marks = (self.kinds.rfind(mark, since, place) for mark in ".,")
        start = max(since, *(mark + 1 for mark in marks))
        return [word.casefold() for word in self.pieces[start:place]]


def _read(text: str) -> _Text:
    pieces: list[str] = []
    kinds = ""
    for place, part in enumerate(_WHOLE.split(text) if _WHOLE_BEGINNING.search(text) else [text]):
        if place % 2:
            pieces.append(part)
            kinds += kind_of(part)
        else:
            words = words_in(part)
            pieces += chain.from_iterable([word.pieces for word in words])
            kinds += "".join([word.kinds for word in words])
    return _Text(pieces, kinds)


def _ordinary(texts: Sequence[_Text]) -> frozenset[str]:
    """Return the syllables that these texts capitalise at the beginning of sentences only.

    Elsewhere they have them in small letters more often.
    """
    openings = [word for text in texts for word in text.openings()]
    capital_openings = [word.casefold() for word in openings if word[0].isupper()]
    doubtful = frozenset(capital_openings)
    everywhere = chain.from_iterable(text.pieces for text in texts)
    small = Counter(filter(doubtful.__contains__, everywhere))
    small.subtract(openings)
    small.subtract(word.casefold() for text in texts for word in text.capitals())
    small.update(capital_openings)
    return frozenset(word for word in doubtful if small[word] > 0)


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Reads the names of one text, a token at a time.

    ``run`` is the name so far, ``pending`` small syllables that belong to it if a capital
    follows, ``before`` the small syllables in front of it; ``opens`` says that it may owe its
    capital to the sentence that it begins.
    """

    ordinary: frozenset[str]
    opens: bool = False
    run: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    before: Sequence[str] = field(default_factory=list)

    def names(self, text: _Text) -> Iterator[Name]:
        place = -1
        since = 0  # where the words in front of a name may begin
        while token := text.token(place := place + 1 if self.run else text.next_capital(place + 1)):
            follower = text.token(place + 1)
            starts = not place or text.kinds[place - 1] == "."
            if not token.is_word and self._is_route(token, follower):
                self.run.append(token.word)
            elif not token.is_word:
                yield from self._finished()
            elif token.is_big and (self.run or self._begins(token, follower, starts=starts)):
                if not self.run:
                    self.opens = starts
                    self.before = text.words_before(place, max(since, place - _LOOK_BACK))
                self.run += [*self.pending, token.word]
                self.pending = []
            elif self.run and not self._continues(token, follower):
                yield from self._finished()
                since = place
        yield from self._finished()

    def _begins(self, token: _Token, follower: _Token | None, *, starts: bool) -> bool:
        """Return whether a capital begins a name, not only a sentence."""
        if not starts:
            return True
        if token.lower in OPENERS and token.lower not in TITLES:
            return False
        if follower is None or not follower.is_word:
            return False
        if not follower.is_big:
            pair = f"{token.lower} {follower.lower}"
            return pair in _WORDS or pair in ORGANISATIONS
        return token.lower in _HEADS or token.lower not in self.ordinary

    def _is_route(self, token: _Token, follower: _Token | None) -> bool:
        """Return whether this is the dash between the two ends of a route."""
        is_dash = bool(self.run) and not self.pending and token.word in {"-", "–", "—"}
        goes_on = follower is not None and follower.is_big
        return is_dash and goes_on and " ".join(self.before[-2:]) in ROUTES

    def _continues(self, token: _Token, follower: _Token | None) -> bool:
        """Take a small syllable that belongs to the name, or may belong to it."""
        pair = f"{self.run[-1].casefold()} {token.lower}"
        head = " ".join([*map(str.casefold, _untitled(self.run)), token.lower])
        if not self.pending and (pair in _WORDS or head in _ORGANISATION_BEGINNINGS):
            self.run.append(token.word)
            return True
        is_over = follower is not None and f"{token.lower} {follower.lower}" in VERBS
        if not self.pending and not is_over and self._is_half_a_word(token):
            self.run.append(token.word)
            return True
        waiting = " ".join([*self.pending, token.word])
        may_follow = any(ending.startswith(waiting) for ending in ENDINGS) or token.lower in LINKS
        if may_follow and (self._is_organisation() or token.lower in LINKS):
            self.pending.append(token.word)
            return True
        return False

    def _is_half_a_word(self, token: _Token) -> bool:
        """Return whether the last capital of an organisation's name needs a second syllable."""
        last = self.run[-1]
        lone = len(self.run) > 1 and last[0].isupper() and last.casefold() not in ORGANISATIONS
        before = self.run[-2] if lone else ""
        return (
            lone
            and len(last) > 1
            and not last.isupper()
            and " " not in last
            and (before[0].islower() or before.casefold() in ORGANISATIONS)
            and before.casefold() not in PLACES
            and self._is_organisation()
            and token.lower not in ORDINARY
            and not any(ending.startswith(token.lower) for ending in ENDINGS)
        )

    def _is_organisation(self) -> bool:
        return _head(_untitled(self.run), ORGANISATIONS) > 0

    def _finished(self) -> Iterator[Name]:
        """Yield the name that ends here, if it is one, and forget it."""
        run, pending, before = self.run, self.pending, self.before
        self.run, self.pending, self.before = [], [], []
        if not run:
            return
        if " ".join(pending) in ENDINGS and run[0].casefold() != "sở":
            run = [*run, *pending]
        addressed = bool(before) and before[-1] in PERSON_BEFORE
        while size := _head(run, TITLES):
            office, run, before, addressed = run[size - 1].casefold(), run[size:], [], True
            if run and office in ORGANISATIONS and run[0].casefold() not in SURNAMES:
                run = [office.capitalize(), *run]  # the head of a board is not its name
        while run and run[-1].islower() and run[-1].casefold() in ORDINARY:
            run = run[:-1]
        if self.opens and sum(word[0].isupper() for word in run) < 2:
            return
        name = _with_kind(run, before)
        if name is not None:
            yield Name(words=name, is_person=_is_person(name, addressed=addressed))


def _untitled(run: Sequence[str]) -> Sequence[str]:
    while size := _head(run, TITLES):
        run = run[size:]
    return run


def _head(run: Sequence[str], phrases: frozenset[str]) -> int:
    """Return how many syllables at the beginning of a run are one of these phrases."""
    lower = [word.casefold() for word in run[:6]]
    sizes = range(len(lower), 0, -1)
    return next((size for size in sizes if " ".join(lower[:size]) in phrases), 0)


def _with_kind(run: Sequence[str], before: Sequence[str]) -> tuple[str, ...] | None:
    """Return a whole name: with what a feature is called, without what a unit is called.

    ``sông Trầm`` is a river and ``chợ Bến Nứa`` a market, but ``huyện Bình Lộc`` is Bình Lộc,
    unless a single syllable or a number would be left.
    """
    if (size := _head(run, PLACES)) and not _head(run, ORGANISATIONS):
        rest = run[size:]
        if sum(word[0].isupper() for word in rest) > 1:
            return tuple(rest)
        return (*map(str.casefold, run[:size]), *rest) if rest else None
    kind = next((n for n in (4, 3, 2, 1) if " ".join(before[-n:]) in _KINDS), 0)
    noun = tuple(before[-kind:]) if kind else ()
    if noun and (" ".join(noun) in FEATURES or sum(word[0].isupper() for word in run) == 1):
        return (*noun, *run)
    return tuple(run) if _is_telling(run) else None


def _is_telling(run: Sequence[str]) -> bool:
    """Return whether a run is more than a word in capitals, or a kind of organisation."""
    if len(run) > 1:
        shouts = all(map(str.isupper, run))
        return not shouts and _head(run, ORGANISATIONS) < len(run) <= _LONGEST
    [alone] = run or [""]
    is_foreign = len(alone) >= _FOREIGN_LETTERS and not _SYLLABLE.fullmatch(fold(alone))
    return is_foreign or (alone.isupper() and 2 < len(alone) <= 8) or " " in alone


def _is_person(name: Sequence[str], *, addressed: bool) -> bool:
    return (
        2 <= len(name) <= 4
        and all(word[0].isupper() and (len(word) == 1 or not word.isupper()) for word in name)
        and not _head(name, ORGANISATIONS)
        and (addressed or (len(name) > 2 and name[0].casefold() in SURNAMES))
    )
