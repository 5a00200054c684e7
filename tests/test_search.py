"""The search index: Pagefind's own, the same bytes every time, nothing left behind."""

from __future__ import annotations

import gzip
import json
import subprocess
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from random import Random

import cbor2
import pagefind_bin
import pytest

from generator import search, volumes
from generator.errors import UserError
from generator.search import SearchDocument, contents, index_volume, runtime
from generator.volumes import Volume
from tests.conftest import TemporaryArchive, published


def document(number: int, text: str) -> SearchDocument:
    return SearchDocument(
        url=f"/2021/{number}/",
        title=f"Bài số {number}",
        text=text,
        date="02/12/2021",
        year=2021,
        section=("Kinh tế", "Văn hóa", "Đời sống")[number % 3],
        people=(f"Tác giả {number % 7}",),
        tags=(f"thẻ {number % 5}", "đèo Gió"),
    )


def index(documents: list[SearchDocument], head: str = "head") -> dict[str, bytes]:
    """Return all files of a volume's index."""
    made = index_volume(documents, "vi", head, {document.url for document in documents})
    return {**made.files, **dict(made.fragments.values())}


def unpacked(data: bytes) -> bytes:
    return gzip.decompress(data).removeprefix(b"pagefind_dcd")


def words(files: dict[str, bytes]) -> dict[str, list[str]]:
    """Return the words of an index, each with its spellings, by chunk in their order."""
    [_, _, chunks, *_] = cbor2.loads(unpacked(files["pagefind.head.pf_meta"]))
    found: dict[str, list[str]] = {}
    for first, last, name in chunks:
        [group] = cbor2.loads(unpacked(files[f"index/{name}.pf_index"]))
        assert (first, last) == (group[0][0], group[-1][0])
        found |= {word[0]: [spelling for spelling, _ in word[2]] for word in group}
    return found


def test_the_same_articles_give_the_same_bytes() -> None:
    documents = [document(number, f"đèo gió sông suối {number} " * 30) for number in range(1, 25)]
    first = index(documents)
    for _ in range(3):
        assert index(documents) == first


def test_fragments_are_made_of_those_articles_that_miss_theirs() -> None:
    documents = [document(number, "đèo gió") for number in range(1, 9)]
    whole = index_volume(documents, "vi", "head", {document.url for document in documents})
    other = index_volume(documents, "vi", "head", {"/2021/3/"})
    assert other.files == whole.files
    assert other.fragments == {"/2021/3/": whole.fragments["/2021/3/"]}


ODD = """đèo Gió UỶ covid19 covid-19 x_y 1.200 đồng/kg km² H₂O ½ e\u0323\u0301x ma\u0301y ΟΔΟΣ
    स्कृति ไทย 한글 日本語 𝐀𝐁 ﬁn İstanbul Straße Łódź running runs runner’s iPhone A1B2c3 Ǆ ǅ"""


@pytest.mark.parametrize("language", ["vi", "en", "el"])
def test_an_index_says_what_pagefind_would_say_of_the_articles(
    language: str, tmp_path: Path
) -> None:
    draw = Random(0)  # noqa: S311 - a corpus, not a secret

    def text(most: int) -> str:
        return " ".join([*draw.choices(ODD.split(), k=draw.randrange(most)), "hết"])

    documents = [
        replace(
            document(number, text(90)),
            title=text(8),
            people=(text(3), text(2)),
            tags=(text(3),),
            topics=(text(3),),
        )
        for number in range(100, 200)
    ]
    (tmp_path / "site").mkdir()
    for item in documents:
        name = item.url.strip("/").replace("/", "-")
        (tmp_path / f"site/{name}.html").write_text(as_page(item, language), encoding="utf-8")
    program = Path(pagefind_bin.__file__).parent / "pagefind"
    command = [str(program), "--site", "site", "--output-path", "index", "--silent"]
    subprocess.run(command, cwd=tmp_path, check=True)
    theirs = {
        path.relative_to(tmp_path / "index").as_posix(): path.read_bytes()
        for path in (tmp_path / "index").rglob("*.pf_*")
    }
    made = index_volume(documents, language, "head", {document.url for document in documents})
    ours = {**made.files, **dict(made.fragments.values())}
    assert said(ours) == said(theirs)


def as_page(document: SearchDocument, language: str) -> str:
    """Return the page from which Pagefind would index an article's shadow."""

    def shadow(*texts: str) -> str:
        return " ".join(search.words_of(" ".join(texts)))

    fields = {
        "person": shadow(*document.people),
        "section": shadow(document.section or ""),
        "tag": shadow(*document.tags),
        "topic": shadow(*document.topics),
        "year": str(document.year),
    }
    meta = "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="{value}">'
        for name, value in fields.items()
    )
    return (
        f'<!doctype html><html lang="{language}"><head>{meta}</head><body data-pagefind-body>'
        f"<h1>{shadow(document.title)}</h1><p>{shadow(document.text)}</p></body></html>"
    )


Said = dict[str, dict[str | None, dict[str, tuple[list[int], list[int]]]]]


def said(files: dict[str, bytes]) -> Said:
    """Return of each word and spelling where it stands, in the text and the fields, by article."""
    [meta] = [data for path, data in files.items() if path.endswith(".pf_meta")]
    version, pages, chunks, *_, fields = cbor2.loads(unpacked(meta))
    assert fields == ["person", "section", "tag", "title", "topic", "year"]
    articles = [
        json.loads(unpacked(files[f"fragment/{name}.pf_fragment"]))["url"]
        .removesuffix(".html")
        .replace("-", "/")
        .strip("/")
        for name, _ in pages
    ]

    def of(pages: list[tuple[int, list[int], list[int]]]) -> dict[str, tuple[list[int], list[int]]]:
        numbers = accumulate(step for step, _, _ in pages)
        return {
            articles[number]: (places, in_fields)
            for number, (_, places, in_fields) in zip(numbers, pages, strict=True)
        }

    found: Said = {
        word: {None: of(plain)} | {form: of(pages) for form, pages in others}
        for *_, name in chunks
        for word, plain, others in cbor2.loads(unpacked(files[f"index/{name}.pf_index"]))[0]
    }
    lengths: dict[str, tuple[list[int], list[int]]] = {
        url: ([words], []) for url, (_, words) in zip(articles, pages, strict=True)
    }
    return {version: {None: lengths}, **found}


def test_what_is_indexed_are_the_words_alone_in_one_spelling() -> None:
    text = "UỶ BAN: “Đèo Gió”, COVID-19 & x_y,\n1.200 đồng/kg; đèo.\n<b>{{ toà }}</b> Ma\u0301y"
    found = words(index([document(1, text)]))
    assert found["uy"] == ["ủy"]
    assert found["deo"] == ["ḏèo"]  # stays apart from d, and folds to it
    assert found["toa"] == ["tòa"]
    assert found["may"] == ["máy"]
    assert {"covid", "19", "x", "y", "1", "200", "kg", "b"} <= found.keys()
    assert not {word for word in found if "đ" in word or not word.isalnum()}


def test_the_reader_is_shown_the_article_as_it_was_written() -> None:
    text = "UỶ BAN: “Đèo Gió” & <b>x</b>.\nHoà."
    files = index([document(1, text)])
    [fragment] = [data for path, data in files.items() if path.startswith("fragment/")]
    assert json.loads(unpacked(fragment)) == {
        "url": "/2021/1/",
        "title": "Bài số 1",
        "date": "02/12/2021",
        "section": "Văn hóa",
        "people": ["Tác giả 1"],
        "text": text,
    }
    # The letter that stands for đ is in the index and nowhere else.
    for path, data in files.items():
        if not path.startswith("index/"):
            assert "ḏ" not in unpacked(data).decode(errors="replace")


def test_the_cards_say_by_what_each_article_can_be_narrowed() -> None:
    undated = SearchDocument(
        url="/2/", title="Hai", text="", date="", year=None, section=None, people=(), tags=()
    )
    files = index([document(1, "một"), undated])
    cards = json.loads(unpacked(files["cards.head.pf_cards"]))
    labels = cards["labels"]
    [first, second] = cards["articles"]
    assert {f"fragment/{first[0]}.pf_fragment", f"fragment/{second[0]}.pf_fragment"} < files.keys()
    assert [first[1], labels[first[2]]] == [2021, "Văn hóa"]
    assert [[labels[n] for n in numbers] for numbers in first[3:]] == [
        ["Tác giả 1"],
        ["thẻ 1", "đèo Gió"],
    ]
    assert second[1:] == [None, None, [], []]


def test_words_are_cut_into_small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(f"{a}{b}n" for a in "bcdghklmnt" for b in "aeiou") + " cơm" * 300
    documents = [document(number, text) for number in range(1, 20)]
    whole = index(documents)
    monkeypatch.setattr(search, "CHUNK", 500)
    cut = index(documents)
    assert words(cut) == words(whole)
    sizes = [len(unpacked(data)) for path, data in cut.items() if path.startswith("index/")]
    assert len(sizes) > 10
    assert sorted(sizes)[-2] <= 510  # only a word that is larger alone has a larger chunk


def test_the_words_for_spelling_are_counted_by_article() -> None:
    files = index([document(1, "chợ chợ"), document(2, "cho chợ nổi")])
    counted = json.loads(unpacked(files["words.head.pf_words"]))
    assert (counted["cho"], counted["noi"]) == (3, 1)  # each spelling counts for itself


def test_another_content_has_files_of_other_names() -> None:
    one = index([document(1, "một")], "one")
    two = index([document(1, "hai")], "two")
    same = one.keys() & two.keys()
    assert all(one[path] == two[path] for path in same)


def test_the_list_of_volumes_says_what_to_read_first() -> None:
    listed = contents([Volume(name="2021", first=2021, last=2021, entries=())], {"2021": "abc"})
    assert json.loads(listed) == {
        "volumes": [{"name": "2021", "first": 2021, "last": 2021, "count": 0, "head": "abc"}]
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_browser_gets_the_program_and_its_class(language: str) -> None:
    files = runtime(language)
    assert files.keys() == {"pagefind.js", "wasm.search.pagefind"}
    assert files["pagefind.js"].endswith(b"export{PagefindInstance};\n")


def words_of(index: dict[str, bytes]) -> bytes:
    """Return all that an index holds, unpacked."""
    return b"\n".join(
        gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data for data in index.values()
    )


def test_the_index_holds_no_more_than_it_must(newspaper: TemporaryArchive) -> None:
    newspaper.article("2021/mat.md", "Bài bí mật", body="Chuyện Zyzzogeton.", date="2021")
    newspaper.build(search=True)
    assert b"zyzzogeton" in words_of(published(newspaper.output)).lower()
    newspaper.article("2021/mat.md", "Bài", body="Đã rút.", status="withdrawn", reason="Sai")
    newspaper.build(search=True)
    held = words_of(published(newspaper.output)).lower()
    assert b"zyzzogeton" not in held
    assert "bản nháp".encode() not in held


def test_a_deleted_article_is_gone_from_the_index(newspaper: TemporaryArchive) -> None:
    newspaper.article("2021/mat.md", "Bài bí mật", body="Chuyện Zyzzogeton.", date="2021")
    newspaper.build(search=True)
    (newspaper.config.content / "2021/mat.md").unlink()
    newspaper.build(search=True)
    assert b"zyzzogeton" not in words_of(published(newspaper.output)).lower()


def test_an_edit_changes_the_files_of_one_volume_only(
    newspaper: TemporaryArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volumes, "ARTICLES", 5)
    for number in range(30):
        body = f"Chuyện thứ {number} ở bến sông, " + "mây mưa gió núi " * 40
        newspaper.article(f"{number}.md", f"Bài {number}", body=body, date=f"{1990 + number}")
    newspaper.build(search=True)
    before = published(newspaper.output)
    newspaper.article("7.md", "Bài 7", body="Chuyện khác hẳn ở chợ.", date="1997")
    newspaper.build(search=True)
    after = published(newspaper.output)
    changed = {
        path
        for path in before.keys() | after.keys()
        if path.startswith("pagefind/") and before.get(path) != after.get(path)
    }
    assert {path.split("/")[1] for path in changed} == {"volumes.json", "1996-1999"}
    assert len([path for path in changed if "/fragment/" in path]) == 2  # the old, the new
    assert b"Chuy\xe1\xbb\x87n th\xe1\xbb\xa9 7 " not in words_of(after)


def test_a_fragment_that_was_lost_is_made_again_and_no_other(newspaper: TemporaryArchive) -> None:
    newspaper.build(search=True)
    before = published(newspaper.output)
    [lost, *_] = sorted(newspaper.output.glob("pagefind/*/fragment/*"))
    lost.unlink()
    report = newspaper.build(search=True)
    assert published(newspaper.output) == before
    assert (report.rendered, report.written) == (1, 1)


def test_a_name_that_is_now_mostly_spelt_otherwise_changes_no_other_volume(
    newspaper: TemporaryArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volumes, "ARTICLES", 5)
    for number in range(20):
        tag = "Chợ Phiên" if number < 11 else "chợ phiên"
        newspaper.article(f"{number}.md", f"Bài {number}", date=f"{1990 + number}", tags=f"[{tag}]")
    newspaper.build(search=True)
    before = published(newspaper.output)
    for name in ("a", "b", "c"):  # now the other spelling has the majority
        newspaper.article(f"them-{name}.md", "Thêm", date="2009", tags="[chợ phiên]")
    newspaper.build(search=True)
    after = published(newspaper.output)
    kept = {path for path in before if path.startswith("pagefind/199")}
    assert kept
    assert all(after.get(path) == before[path] for path in kept)


def test_an_unchanged_article_leaves_the_index_alone(newspaper: TemporaryArchive) -> None:
    newspaper.build(search=True)
    before = published(newspaper.output)
    newspaper.article("khac/nhap.md", "Bản nháp khác", status="draft")
    newspaper.build(search=True)
    assert published(newspaper.output) == before


def test_leaving_search_out_takes_the_index_away(newspaper: TemporaryArchive) -> None:
    newspaper.build(search=True)
    assert any(path.startswith("pagefind/") for path in published(newspaper.output))
    newspaper.build(search=False)
    assert not any(path.startswith("pagefind/") for path in published(newspaper.output))


def test_a_failing_indexer_is_told_and_the_old_site_stays(
    newspaper: TemporaryArchive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    newspaper.build(search=True)
    before = published(newspaper.output)
    program = tmp_path / "broken" / "pagefind"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'no space left' >&2\nexit 3\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr("pagefind_bin.__file__", str(program.parent / "__init__.py"))
    newspaper.article("2021/moi.md", "Bài mới")
    with pytest.raises(UserError, match="code 3: no space left") as caught:
        newspaper.build(search=True)
    assert "--no-search" in str(caught.value)
    assert published(newspaper.output) == before
