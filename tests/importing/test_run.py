"""An import as a whole: what goes where, what is never overwritten, and what is told."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.dates import UNKNOWN
from generator.errors import UserError
from generator.frontmatter import read
from generator.importing import ImportReport, import_sources, report_json
from generator.importing.records import CleanArticle, Paragraph, PictureBlock, RawRecord
from generator.importing.write import content_text
from generator.markup import render_markdown
from generator.model import Figure
from tests.conftest import PIXEL, TemporaryArchive

RAW = """\
Trang chủ

Nước sông Trầm rút, chợ Bến Nứa họp lại
Thứ Năm, 02/12/2021 17:33 GMT+7

VSĐT - Sáng nay, chợ Bến Nứa họp phiên đầu tiên sau lũ, hơn ba trăm gian hàng mở lại từ lúc gà gáy.

cho-ben-nua.png
Gian hàng đầu tiên mở lại.

Bà con quét bùn suốt hai ngày, nước giếng đã trong, đèn đường đã sáng. Phà ngang chạy lại từ chiều.

Lê Mai

Từ khóa: chợ Bến Nứa, sông Trầm

Tin liên quan

Thời tiết
Đang online 471 Tổng lượt truy cập 91167005
"""
CONTENT = "content/2021/12/nuoc-song-tram-rut-cho-ben-nua-hop-lai.md"


@pytest.fixture
def scraped(archive: TemporaryArchive) -> TemporaryArchive:
    """Return an archive with one raw article and its picture."""
    archive.write("raw/kinh-te/001.txt", RAW)
    archive.write("raw/kinh-te/images/cho-ben-nua.png", PIXEL)
    return archive


def run(archive: TemporaryArchive, *, dry_run: bool = False) -> ImportReport:
    return import_sources([archive.root / "raw"], archive.config, dry_run=dry_run)


def actions(report: ImportReport) -> list[str]:
    return [entry.action for entry in report.entries]


def test_a_raw_article_becomes_a_content_file(scraped: TemporaryArchive) -> None:
    run(scraped)
    assert (scraped.root / CONTENT).read_text("utf-8") == (
        "---\n"
        "title: Nước sông Trầm rút, chợ Bến Nứa họp lại\n"
        "date: 2021-12-02T17:33+07:00\n"
        "date_basis: stated\n"
        "authors: [Lê Mai]\n"
        "agency: VSĐT\n"
        "section: Kinh tế\n"
        "tags: [chợ Bến Nứa, sông Trầm]\n"
        "source:\n"
        "  file: raw/kinh-te/001.txt\n"
        f'  sha256: "{sha256(RAW.encode()).hexdigest()}"\n'
        "  importer: backissue 0.1.0\n"
        "---\n"
        "\n"
        "Sáng nay, chợ Bến Nứa họp phiên đầu tiên sau lũ, hơn ba trăm gian hàng mở lại từ lúc gà "
        "gáy.\n"
        "\n"
        "![Gian hàng đầu tiên mở lại.](cho-ben-nua.png)\n"
        "\n"
        "Bà con quét bùn suốt hai ngày, nước giếng đã trong, đèn đường đã sáng. Phà ngang chạy lại "
        "từ chiều.\n"
    )


def test_pictures_beside_the_source_come_along(scraped: TemporaryArchive) -> None:
    run(scraped)
    assert (scraped.root / "content/2021/12/cho-ben-nua.png").read_bytes() == PIXEL


def test_two_pictures_of_one_name_stay_apart(scraped: TemporaryArchive) -> None:
    scraped.write("content/2021/12/cho-ben-nua.png", b"quite another picture")
    run(scraped)
    name = "nuoc-song-tram-rut-cho-ben-nua-hop-lai-cho-ben-nua.png"
    assert (scraped.root / "content/2021/12" / name).read_bytes() == PIXEL
    assert f"({name})" in (scraped.root / CONTENT).read_text("utf-8")


def test_the_report_shows_each_line_that_was_left_out(scraped: TemporaryArchive) -> None:
    text = report_json(run(scraped))
    [article] = json.loads(text)["articles"]
    assert article["content"] == CONTENT
    assert article["date_evidence"] == "“Thứ Năm, 02/12/2021 17:33 GMT+7”"
    assert [(line["line"], line["rule"]) for line in article["dropped"]] == [
        (1, "navigation"),
        (4, "date line"),
        (13, "byline"),
        (15, "keywords"),
        (17, "related articles"),
        (19, "service box"),
        (20, "visitor counter"),
    ]
    assert report_json(run(scraped)).replace("unchanged", "written") == text


def test_importing_again_changes_nothing(scraped: TemporaryArchive) -> None:
    assert actions(run(scraped)) == ["written"]
    assert actions(run(scraped)) == ["unchanged"]


def test_a_dry_run_writes_nothing(scraped: TemporaryArchive) -> None:
    assert actions(run(scraped, dry_run=True)) == ["written"]
    assert not (scraped.root / "content").exists()
    assert not (scraped.root / "imports.json").exists()


def test_an_edited_article_is_kept(scraped: TemporaryArchive) -> None:
    run(scraped)
    edited = (scraped.root / CONTENT).read_text("utf-8").replace("hai ngày", "ba ngày")
    scraped.write(CONTENT, edited.encode())
    assert actions(run(scraped)) == ["kept"]
    assert (scraped.root / CONTENT).read_text("utf-8") == edited


def test_a_new_scrape_of_an_edited_article_lies_beside_it(scraped: TemporaryArchive) -> None:
    run(scraped)
    edited = (scraped.root / CONTENT).read_text("utf-8").replace("hai ngày", "ba ngày")
    scraped.write(CONTENT, edited.encode())
    scraped.write("raw/kinh-te/001.txt", RAW.replace("ba trăm", "bốn trăm"))
    [entry] = run(scraped).entries
    assert entry.action == "conflict"
    assert entry.conflict is not None
    assert "bốn trăm" in (scraped.root / entry.conflict).read_text("utf-8")
    assert (scraped.root / CONTENT).read_text("utf-8") == edited
    assert scraped.build().articles == 1


def test_a_new_scrape_of_an_untouched_article_replaces_it(scraped: TemporaryArchive) -> None:
    run(scraped)
    scraped.write("raw/kinh-te/001.txt", RAW.replace("ba trăm", "bốn trăm"))
    assert actions(run(scraped)) == ["written"]
    assert "bốn trăm" in (scraped.root / CONTENT).read_text("utf-8")


def test_a_deleted_article_does_not_come_back(scraped: TemporaryArchive) -> None:
    run(scraped)
    (scraped.root / CONTENT).unlink()
    assert actions(run(scraped)) == ["kept"]
    assert not (scraped.root / CONTENT).exists()


def test_an_article_that_a_person_wrote_is_never_replaced(scraped: TemporaryArchive) -> None:
    scraped.write(CONTENT, "---\ntitle: Bài của tòa soạn\n---\nMột đoạn.\n")
    [entry] = run(scraped).entries
    assert entry.content == CONTENT.replace(".md", "-2.md")
    assert "Bài của tòa soạn" in (scraped.root / CONTENT).read_text("utf-8")


def test_two_articles_of_one_title_get_two_files(scraped: TemporaryArchive) -> None:
    scraped.write("raw/kinh-te/002.txt", RAW + "Một dòng khác.\n")
    contents = [entry.content for entry in run(scraped).entries]
    assert contents == [CONTENT, CONTENT.replace(".md", "-2.md")]
    assert [entry.content for entry in run(scraped).entries] == contents


def test_a_lost_ledger_does_not_double_the_archive(scraped: TemporaryArchive) -> None:
    run(scraped)
    (scraped.root / "imports.json").unlink()
    assert actions(run(scraped)) == ["unchanged"]
    assert len(list((scraped.root / "content").rglob("*.md"))) == 1


def test_a_damaged_ledger_is_told(scraped: TemporaryArchive) -> None:
    scraped.write("imports.json", "{")
    with pytest.raises(UserError, match="damaged"):
        run(scraped)


def test_one_bad_file_does_not_stop_the_others(scraped: TemporaryArchive) -> None:
    scraped.write("raw/000.txt", b"")
    scraped.write("raw/zzz.txt", b"\x00\x01\x02\x03" * 100)
    report = run(scraped)
    assert actions(report) == ["failed", "written", "failed"]
    assert [problem.location.file for problem in report.problems] == ["raw/000.txt", "raw/zzz.txt"]


def test_a_path_outside_of_the_archive_is_not_published(
    archive: TemporaryArchive, tmp_path: Path
) -> None:
    outside = tmp_path / "elsewhere" / "scraped"
    outside.mkdir(parents=True)
    (outside / "001.txt").write_text(RAW, encoding="utf-8")
    [entry] = import_sources([outside], archive.config).entries
    assert entry.source == "scraped/001.txt"
    assert str(tmp_path) not in (archive.root / CONTENT).read_text("utf-8")


def article_of(*blocks: Paragraph | PictureBlock) -> CleanArticle:
    return CleanArticle(
        record=RawRecord(file="a.txt", sha256="0", text=""),
        title="Tiêu đề",
        blocks=blocks,
        date=UNKNOWN,
        date_basis=None,
        date_evidence="",
    )


LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp", "Cs"])
    | st.sampled_from(" *_#>-+1.)([]!`<&|~:\\\"'{}%="),
    min_size=1,
    max_size=60,
).map(lambda text: " ".join(text.split()))


@given(st.lists(LINES.filter(bool), min_size=1, max_size=4))
def test_a_text_means_itself_whatever_markdown_it_looks_like(texts: list[str]) -> None:
    written = content_text(article_of(*(Paragraph(text=text) for text in texts)))
    assert render_markdown(read(written, "a.md").body).text.split("\n") == texts


@given(LINES.filter(bool))
def test_a_caption_means_itself(caption: str) -> None:
    picture = PictureBlock(files=("a.jpg",), caption=caption)
    [figure] = render_markdown(read(content_text(article_of(picture)), "a.md").body).blocks
    assert isinstance(figure, Figure)
    assert (figure.sources, figure.caption) == (("a.jpg",), caption)
