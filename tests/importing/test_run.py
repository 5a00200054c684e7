"""An import as a whole: what goes where, what is never overwritten, and what is told."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from hashlib import sha256
from pathlib import Path

import pytest

from generator.errors import UserError
from generator.importing import import_sources
from tests.conftest import PIXEL, TemporaryArchive
from tests.importing.running import Imported, run_import

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


def run(archive: TemporaryArchive, *, dry_run: bool = False) -> Imported:
    return run_import([archive.root / "raw"], archive.config, dry_run=dry_run)


def actions(report: Imported) -> list[str]:
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


def test_a_third_picture_of_one_name_stays_apart(scraped: TemporaryArchive) -> None:
    name = "nuoc-song-tram-rut-cho-ben-nua-hop-lai-cho-ben-nua.png"
    scraped.write("content/2021/12/cho-ben-nua.png", b"quite another picture")
    scraped.write(f"content/2021/12/{name}", b"one more")
    run(scraped)
    [copied] = [p for p in (scraped.root / "content").rglob("*.png") if p.read_bytes() == PIXEL]
    assert f"({copied.name})" in (scraped.root / CONTENT).read_text("utf-8")


def test_pictures_that_differ_in_capitals_stay_apart(scraped: TemporaryArchive) -> None:
    scraped.write("content/2021/12/Cho-Ben-Nua.PNG", PIXEL + b"\0")
    run(scraped)
    scraped.build()
    assert "-lai-cho-ben-nua.png)" in (scraped.root / CONTENT).read_text("utf-8")


def test_a_picture_that_arrives_later_is_copied(archive: TemporaryArchive) -> None:
    archive.write("raw/kinh-te/001.txt", RAW)
    run(archive)
    archive.write("raw/kinh-te/cho-ben-nua.png", PIXEL)
    assert actions(run(archive)) == ["unchanged"]
    assert (archive.root / "content/2021/12/cho-ben-nua.png").read_bytes() == PIXEL


@pytest.mark.parametrize("uploads", ["uploads", "wp-content/uploads"])
def test_an_uploaded_picture_is_found_in_its_month(archive: TemporaryArchive, uploads: str) -> None:
    archive.write("raw/001.txt", RAW)
    archive.write(f"raw/{uploads}/2021/12/cho-ben-nua.png", PIXEL)
    run(archive)
    assert (archive.root / "content/2021/12/cho-ben-nua.png").read_bytes() == PIXEL


def test_of_two_uploaded_pictures_of_one_name_none_is_guessed(archive: TemporaryArchive) -> None:
    archive.write("raw/001.txt", RAW)
    for month in ("11", "12"):
        archive.write(f"raw/uploads/2021/{month}/cho-ben-nua.png", PIXEL)
    run(archive)
    assert not list((archive.root / "content").rglob("*.png"))


def test_no_picture_comes_from_outside_of_the_source_s_folder(
    archive: TemporaryArchive, tmp_path: Path
) -> None:
    (tmp_path / "secret.png").write_bytes(PIXEL)
    archive.write("raw/001.txt", RAW)
    (archive.root / "raw/cho-ben-nua.png").symlink_to(tmp_path / "secret.png")
    (archive.root / "raw/images").symlink_to(tmp_path)
    (archive.root / "raw/uploads").symlink_to(tmp_path)
    (tmp_path / "cho-ben-nua.png").write_bytes(PIXEL)
    run(archive)
    assert not list((archive.root / "content").rglob("*.png"))


def test_nothing_is_written_outside_of_the_archive(
    scraped: TemporaryArchive, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (scraped.root / "content").mkdir()
    (scraped.root / "content/2021").symlink_to(elsewhere)
    with pytest.raises(UserError, match="leads out of the archive"):
        run(scraped)
    assert not list(elsewhere.iterdir())


def test_the_report_tells_each_guess_with_its_evidence(archive: TemporaryArchive) -> None:
    archive.write("raw/001.txt", RAW.encode("utf-16"))
    [article] = json.loads(run(archive).json)["articles"]
    assert [
        (guess["field"], guess["value"], guess["evidence"]) for guess in article["guesses"]
    ] == [
        ("date", "2021-12-02T17:33+07:00", "“Thứ Năm, 02/12/2021 17:33 GMT+7”"),
        ("authors", "Lê Mai", "line 13: “Lê Mai”"),
        ("encoding", "utf-16", "a byte order mark, or every other byte is zero"),
    ]
    assert all(0.5 <= line["confidence"] <= 1 for line in article["dropped"])


def test_the_report_shows_each_line_that_was_left_out(scraped: TemporaryArchive) -> None:
    text = run(scraped).json
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
    assert run(scraped).json.replace("unchanged", "written") == text


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


def conflicted(archive: TemporaryArchive) -> Path:
    """Return the conflict file of an article that was edited and scraped again."""
    run(archive)
    edited = (archive.root / CONTENT).read_text("utf-8").replace("hai ngày", "ba ngày")
    archive.write(CONTENT, edited.encode())
    archive.write("raw/kinh-te/001.txt", RAW.replace("ba trăm", "bốn trăm"))
    [entry] = run(archive).entries
    assert entry.conflict is not None
    return archive.root / entry.conflict


def test_a_conflict_is_told_until_its_file_is_deleted(scraped: TemporaryArchive) -> None:
    conflict = conflicted(scraped)
    assert actions(run(scraped)) == ["conflict"]
    conflict.unlink()
    assert actions(run(scraped)) == ["kept"]
    assert not conflict.exists()


def test_a_conflict_ends_when_the_new_version_is_taken(scraped: TemporaryArchive) -> None:
    conflict = conflicted(scraped)
    scraped.write(CONTENT, conflict.read_bytes())
    assert actions(run(scraped)) == ["unchanged"]
    assert not conflict.exists()


def test_a_newer_scrape_replaces_the_older_one_beside_an_edit(scraped: TemporaryArchive) -> None:
    conflict = conflicted(scraped)
    scraped.write("raw/kinh-te/001.txt", RAW.replace("ba trăm", "năm trăm"))
    assert actions(run(scraped)) == ["conflict"]
    assert "năm trăm" in conflict.read_text("utf-8")
    assert len(list(conflict.parent.glob("*conflict*"))) == 1


def test_what_a_person_wrote_into_a_conflict_file_stays(scraped: TemporaryArchive) -> None:
    conflict = conflicted(scraped)
    notes = conflict.read_text("utf-8") + "Hỏi lại tác giả.\n"
    conflict.write_text(notes, encoding="utf-8")
    assert actions(run(scraped)) == ["conflict"]
    scraped.write("raw/kinh-te/001.txt", RAW.replace("ba trăm", "năm trăm"))
    [entry] = run(scraped).entries
    assert conflict.read_text("utf-8") == notes
    assert entry.conflict == CONTENT.removesuffix(".md") + ".import-conflict-2.md.txt"
    scraped.write(CONTENT, (scraped.root / entry.conflict).read_bytes())
    run(scraped)
    assert conflict.read_text("utf-8") == notes
    assert not (scraped.root / entry.conflict).exists()


def test_line_ends_and_the_importer_s_version_are_no_edit(
    scraped: TemporaryArchive,
) -> None:
    run(scraped)
    data = (scraped.root / CONTENT).read_bytes()
    changed = data.replace(b"backissue 0.1.0", b"backissue 0.0.9").replace(b"\n", b"\r\n")
    scraped.write(CONTENT, changed)
    assert actions(run(scraped)) == ["unchanged"]
    scraped.write("raw/kinh-te/001.txt", RAW.replace("ba trăm", "bốn trăm"))
    assert actions(run(scraped)) == ["written"]


def test_a_new_scrape_of_an_untouched_article_replaces_it(scraped: TemporaryArchive) -> None:
    run(scraped)
    scraped.write("raw/kinh-te/001.txt", RAW.replace("ba trăm", "bốn trăm"))
    assert actions(run(scraped)) == ["written"]
    assert "bốn trăm" in (scraped.root / CONTENT).read_text("utf-8")


def test_a_deleted_article_does_not_come_back(scraped: TemporaryArchive) -> None:
    run(scraped)
    (scraped.root / CONTENT).unlink()
    assert actions(run(scraped)) == ["kept"]
    scraped.write("raw/kinh-te/001.txt", RAW.replace("ba trăm", "bốn trăm"))
    assert actions(run(scraped)) == ["kept"]
    assert not (scraped.root / CONTENT).exists()


def test_an_article_that_a_person_wrote_is_never_replaced(scraped: TemporaryArchive) -> None:
    scraped.write(CONTENT, "---\ntitle: Bài của tòa soạn\n---\nMột đoạn.\n")
    [entry] = run(scraped).entries
    assert entry.content == CONTENT.replace(".md", "-2.md")
    assert "Bài của tòa soạn" in (scraped.root / CONTENT).read_text("utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "Nuoc-Song-Tram-Rut-Cho-Ben-Nua-Hop-Lai",
        "Nước sông Trầm rút, chợ Bến Nứa họp lại",
        unicodedata.normalize("NFD", "nước-sông-trầm-rút-chợ-bến-nứa-họp-lại"),
    ],
)
def test_two_files_of_one_address_are_avoided(scraped: TemporaryArchive, name: str) -> None:
    scraped.write(f"content/2021/12/{name}.md", "---\ntitle: Bài của tòa soạn\n---\nMột đoạn.\n")
    [entry] = run(scraped).entries
    assert entry.content == CONTENT.replace(".md", "-2.md")
    assert scraped.build().articles == 2


@pytest.mark.parametrize("title", ["Index", "12", "???"])
def test_a_headline_that_is_no_name_for_a_file_gets_one(
    archive: TemporaryArchive, title: str
) -> None:
    archive.write("raw/001.txt", RAW.replace("Nước sông Trầm rút, chợ Bến Nứa họp lại", title))
    archive.article("2021/12/khac.md", "Bài khác", date="2021-12-01")
    run(archive)
    assert archive.build().articles == 2


def test_a_source_that_moved_keeps_its_article(scraped: TemporaryArchive) -> None:
    run(scraped)
    scraped.write("raw/2021/kinh-te/001.txt", RAW)
    scraped.write("raw/2021/kinh-te/images/cho-ben-nua.png", PIXEL)
    (scraped.root / "raw/kinh-te/001.txt").unlink()
    [entry] = run(scraped).entries
    assert (entry.action, entry.content) == ("written", CONTENT)
    assert "file: raw/2021/kinh-te/001.txt" in (scraped.root / CONTENT).read_text("utf-8")
    assert [guess.evidence for guess in entry.guesses if guess.field == "source"] == [
        "the same bytes as raw/kinh-te/001.txt, which is gone"
    ]
    assert actions(run(scraped)) == ["unchanged"]


def test_the_same_bytes_in_two_files_are_two_articles(scraped: TemporaryArchive) -> None:
    run(scraped)
    scraped.write("raw/kinh-te/002.txt", RAW)
    contents = [entry.content for entry in run(scraped).entries]
    assert contents == [CONTENT, CONTENT.replace(".md", "-2.md")]


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


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"content/a.md": {}}', '{"content/a.md": 1}', "<<<<<<< main\n{}\n"],
)
def test_a_damaged_ledger_is_told(scraped: TemporaryArchive, text: str) -> None:
    scraped.write("imports.json", text)
    with pytest.raises(UserError, match="damaged"):
        run(scraped)


def test_one_bad_file_does_not_stop_the_others(scraped: TemporaryArchive) -> None:
    scraped.write("raw/000.txt", b"")
    scraped.write("raw/zzz.txt", b"\x00\x01\x02\x03" * 100)
    report = run(scraped)
    assert actions(report) == ["failed", "written", "failed"]
    assert [problem.location.file for problem in report.problems] == ["raw/000.txt", "raw/zzz.txt"]


def test_a_folder_may_mix_formats(scraped: TemporaryArchive) -> None:
    body = "Sáng nay, bến phà Trầm mở lại sau ba tuần sửa chữa, xe tải nhẹ đã qua được."
    scraped.write("raw/a.csv", f'title,body,date\nBến phà mở lại,"{body}",2021-12-05\nx\n')
    scraped.write("raw/b.jsonl", f'{{"title": "Phà chạy đêm", "body": "{body}"}}\n')
    report = run(scraped)
    assert [(entry.source, entry.action) for entry in report.entries] == [
        ("raw/a.csv#1", "written"),
        ("raw/a.csv", "failed"),
        ("raw/b.jsonl#1", "written"),
        ("raw/kinh-te/001.txt", "written"),
    ]
    assert [str(problem.location) for problem in report.problems] == ["raw/a.csv:3"]
    assert (scraped.root / "content/2021/12/ben-pha-mo-lai.md").exists()
    assert actions(run(scraped)) == ["unchanged", "failed", "unchanged", "unchanged"]


def test_progress_is_told_by_stage(scraped: TemporaryArchive) -> None:
    told: list[tuple[str, int, int | None]] = []

    def progress(stage: str, done: int, total: int | None) -> None:
        told.append((stage, done, total))

    import_sources([scraped.root / "raw"], scraped.config, progress=progress)
    assert told == [("reading", 1, 1), ("cleaning", 1, 1)]


def test_a_path_outside_of_the_archive_is_not_published(
    archive: TemporaryArchive, tmp_path: Path
) -> None:
    outside = tmp_path / "elsewhere" / "scraped"
    outside.mkdir(parents=True)
    (outside / "001.txt").write_text(RAW, encoding="utf-8")
    [entry] = run_import([outside], archive.config).entries
    assert entry.source == "scraped/001.txt"
    assert str(tmp_path) not in (archive.root / CONTENT).read_text("utf-8")


def test_the_lede_that_a_table_declares_reaches_the_content_file(archive: TemporaryArchive) -> None:
    body = "Bà con quét bùn suốt hai ngày, nước giếng đã trong, đèn đường đã sáng trở lại."
    archive.write("raw/bai.csv", f'title,summary,body\nChợ họp lại,Nước đã rút.,"{body}"\n')
    [entry] = run(archive).entries
    assert entry.content is not None
    assert "summary: Nước đã rút.\n" in (archive.root / entry.content).read_text("utf-8")


def test_a_ledger_in_another_layout_is_read_and_put_right(scraped: TemporaryArchive) -> None:
    run(scraped)
    ledger = scraped.root / "imports.json"
    written = ledger.read_text("utf-8")
    ledger.write_text(json.dumps(json.loads(written), indent=4), "utf-8")
    assert actions(run(scraped)) == ["unchanged"]
    assert ledger.read_text("utf-8") == written


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_a_file_whose_name_is_no_text_is_told_and_stops_no_other(scraped: TemporaryArchive) -> None:
    name = os.fsencode(scraped.root / "raw") + b"/b\xe0i.txt"
    with open(name, "wb") as file:  # noqa: PTH123 - a path is text
        file.write(RAW.encode())
    report = run(scraped)
    assert sorted(actions(report)) == ["failed", "written"]
    [problem] = report.problems
    assert str(problem) == (
        "raw/b\\xe0i.txt: the name of this file is not in UTF-8\n  Give it another name."
    )
