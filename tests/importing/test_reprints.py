"""Reprints: what says the same is told and linked, what only sounds alike is not."""

from __future__ import annotations

import json
from array import array
from pathlib import Path

import pytest

from generator.errors import UserError
from generator.importing.reprints import Reprint, Reprints, signature, similarity
from tests.conftest import TemporaryArchive
from tests.importing.running import Imported, run_import

WORDS = """
sông nước chợ phiên bản làng thuyền bến đò gạo nếp chè rừng suối cầu đường trường lớp thầy cô
học trò mùa gặt ruộng nương trâu bò gà vịt nhà sàn bếp lửa khói sương nắng mưa gió bão lũ đê
kè cống mương máy cày xe tải hàng quán khách du lịch lễ hội trống chiêng khèn sáo múa hát áo
khăn vải thêu dệt gốm sứ mây tre đan cói giấy dó tranh khắc in sách báo đài xã huyện tỉnh dân
""".split()


def story(number: int, length: int = 240) -> list[str]:
    """Return the paragraphs of an article; another number gives quite another article."""
    words = [WORDS[(i * (number + 3) + i * i * (number + 1)) % len(WORDS)] for i in range(length)]
    sentences = [" ".join(words[i : i + 20]).capitalize() + "." for i in range(0, length, 20)]
    return [" ".join(sentences[i : i + 2]) for i in range(0, len(sentences), 2)]


def raw(title: str, paragraphs: list[str], day: int = 2) -> str:
    return "\n\n".join([f"{title}\n{day:02}/12/2021 08:00", *paragraphs]) + "\n"


def alike(first: str, second: str) -> float:
    one, other = signature(first), signature(second)
    assert one is not None
    assert other is not None
    return similarity(one, other)


def test_a_signature_is_the_same_on_every_machine() -> None:
    found = signature("\n\n".join(story(1)))
    assert found is not None
    assert list(array("I", found)[:3]) == [1232335876, 1099797236, 98214426]


def test_spelling_captions_and_addresses_do_not_count() -> None:
    plain = "\n\n".join(story(1))
    dressed = plain.upper().replace("SÔNG", "[SÔNG](https://example.org/a)", 1)
    dressed += "\n\n![Một chú thích dài \\] về con sông](anh.jpg) ![Ảnh nữa](<a b (1).jpg>)"
    assert alike(plain, dressed) == 1


def test_a_notice_is_too_short_to_be_a_reprint() -> None:
    assert signature("Tòa soạn nghỉ lễ từ ngày mai, xin hẹn gặp lại bạn đọc.") is None


FORECAST = (
    "Dự báo thời tiết ngày {0} tháng 12: vùng núi có mây, đêm và sáng có sương mù, nhiệt độ thấp "
    "nhất {1} độ, cao nhất {2} độ. Vùng ven sông gió cấp {3}, nhiệt độ thấp nhất {4} độ, cao nhất "
    "{5} độ, độ ẩm {6} phần trăm. Khu vực thành phố ít mây, trưa chiều hửng nắng, nhiệt độ thấp "
    "nhất {7} độ, cao nhất {8} độ. Bà con chú ý giữ ấm cho trâu bò và che chắn cho mạ non."
)
MATCH = (
    "Chiều qua, trên sân {0}, đội {1} thắng đội {2} với tỷ số {3}. Bàn thắng của {4} ở phút {5} mở "
    "tỷ số, sau đó {6} nâng lên hai bàn ở phút {7}. Với ba điểm có được, đội {1} đứng thứ {8} trên "
    "bảng xếp hạng. Ở lượt trận tới, đội {1} làm khách trên sân {9}, còn đội {2} tiếp {10}."
)


@pytest.mark.parametrize(
    ("template", "first", "second"),
    [
        (FORECAST, (3, 12, 21, 2, 15, 24, 80, 16, 25), (4, 11, 20, 3, 14, 23, 85, 15, 26)),
        (
            MATCH,
            ("Vân Đài", "Sông Trầm", "Khe Lim", "2-0", "Lò Văn A", 12, "Bạc B", 60, 3, "Pá", "Na"),
            ("Mường", "Đèo Gió", "Bến Nứa", "3-1", "Hà C", 30, "Lý D", 88, 5, "Khe", "Đông Văn"),
        ),
    ],
)
def test_one_template_is_no_reprint(
    template: str, first: tuple[object, ...], second: tuple[object, ...]
) -> None:
    assert alike(template.format(*first), template.format(*second)) < 0.6


def test_the_most_similar_original_counts_and_of_equals_the_first(tmp_path: Path) -> None:
    text = story(1)
    texts = {
        "a.md": text,
        "b.md": [*text[:-1], *story(2)[:2]],
        "c.md": [*text[:-1], *story(2)[:2], "Hết."],
    }
    reprints = Reprints(tmp_path)
    found = {
        path: reprints.place(path, signature("\n".join(lines)), None, look=True)
        for path, lines in texts.items()
    }
    assert found["a.md"] is None
    assert found["b.md"] is None
    assert found["c.md"] is not None
    assert found["c.md"].path == "b.md"
    again = reprints.place("d.md", signature("\n".join(text)), None, look=True)
    assert again == Reprint(path="a.md", similarity=1)


def run(archive: TemporaryArchive, folder: str = "raw", *, dry_run: bool = False) -> Imported:
    return run_import([archive.root / folder], archive.config, dry_run=dry_run)


def links(report: Imported) -> dict[str, str]:
    """Return the original of each reprint, by the source file."""
    return {entry.source: entry.reprint.path for entry in report.entries if entry.reprint}


def actions(report: Imported) -> list[str]:
    return [entry.action for entry in report.entries]


@pytest.fixture
def twice(archive: TemporaryArchive) -> TemporaryArchive:
    """Return an archive with an article, its reprint a day later, and another article."""
    archive.write("raw/a/1.txt", raw("Mùa lúa ở Khe Lim", story(1)))
    archive.write("raw/b/1.txt", raw("Khe Lim vào vụ lúa mới", [*story(1), "Theo báo bạn."], 3))
    archive.write("raw/b/2.txt", raw("Chợ phiên Bến Nứa", story(2), 4))
    return archive


ORIGINAL = "2021/12/mua-lua-o-khe-lim.md"
REPRINT = "2021/12/khe-lim-vao-vu-lua-moi.md"


def front_matter(archive: TemporaryArchive, path: str) -> str:
    return (archive.root / "content" / path).read_text("utf-8").split("---")[1]


def test_a_reprint_is_written_reported_and_linked(twice: TemporaryArchive) -> None:
    report = run(twice)
    assert links(report) == {"raw/b/1.txt": ORIGINAL}
    assert actions(report) == ["written"] * 3
    assert f'reprint_of: "{ORIGINAL}"\n' in front_matter(twice, REPRINT)
    data = json.loads(report.json)
    assert data["reprints"] == 1
    [told] = [article for article in data["articles"] if "reprint_of" in article]
    assert (told["reprint_of"], told["similarity"] > 0.9) == (ORIGINAL, True)


def test_importing_again_keeps_the_links(twice: TemporaryArchive) -> None:
    first = run(twice)
    again = run(twice)
    assert actions(again) == ["unchanged"] * 3
    assert again.json.replace("unchanged", "written") == first.json


def test_a_part_imported_again_keeps_its_links(twice: TemporaryArchive) -> None:
    run(twice)
    again = run(twice, "raw/b")
    assert actions(again) == ["unchanged"] * 2
    assert links(again) == {"raw/b/1.txt": ORIGINAL}


def test_what_was_imported_first_stays_the_original(twice: TemporaryArchive) -> None:
    run(twice, "raw/b")
    assert links(run(twice, "raw/a")) == {"raw/a/1.txt": REPRINT}
    again = run(twice)
    assert links(again) == {"raw/a/1.txt": REPRINT}
    assert actions(again) == ["unchanged"] * 3


def test_a_lost_ledger_changes_no_link(twice: TemporaryArchive) -> None:
    run(twice, "raw/b")
    run(twice, "raw/a")
    (twice.root / "imports.json").unlink()
    assert actions(run(twice)) == ["unchanged"] * 3


def test_an_article_that_a_person_wrote_is_an_original_too(twice: TemporaryArchive) -> None:
    twice.article("2020/01/cua-toa-soan.md", "Bài của tòa soạn", "\n\n".join(story(2)))
    assert links(run(twice))["raw/b/2.txt"] == "2020/01/cua-toa-soan.md"


def test_a_deleted_original_is_no_longer_linked(twice: TemporaryArchive) -> None:
    run(twice)
    (twice.root / "content" / ORIGINAL).unlink()
    assert links(run(twice)) == {}
    assert "reprint_of" not in front_matter(twice, REPRINT)
    assert twice.build().articles == 2


def test_a_rescraped_article_that_is_another_now_loses_its_link(twice: TemporaryArchive) -> None:
    run(twice)
    twice.write("raw/b/1.txt", raw("Khe Lim vào vụ lúa mới", story(5), 3))
    assert links(run(twice)) == {}


def test_all_reprints_lead_to_the_first_article(twice: TemporaryArchive) -> None:
    twice.write("raw/c/1.txt", raw("Lúa Khe Lim", [*story(1), "Theo báo bạn. Lê Mai lược ghi."], 5))
    assert links(run(twice)) == {"raw/b/1.txt": ORIGINAL, "raw/c/1.txt": ORIGINAL}


def test_a_dry_run_tells_the_same(twice: TemporaryArchive) -> None:
    planned = run(twice, dry_run=True).json
    assert run(twice).json == planned


def test_the_page_of_a_reprint_leads_to_the_original(twice: TemporaryArchive) -> None:
    run(twice)
    twice.build()
    page = twice.page("2021/12/khe-lim-vao-vu-lua-moi/index.html")
    original = '<a href="/archive/2021/12/mua-lua-o-khe-lim/">Mùa lúa ở Khe Lim</a>'
    assert f"<dt>Gần như trùng với bài</dt><dd>{original}</dd>" in page
    assert "Gần như trùng" not in twice.page("2021/12/mua-lua-o-khe-lim/index.html")


def test_a_reprint_is_not_offered_as_something_more_to_read(archive: TemporaryArchive) -> None:
    archive.article("a.md", "Bài đầu", tags="[lúa]")
    archive.article("b.md", "Bài đăng lại", tags="[lúa]", reprint_of="a.md")
    archive.article("c.md", "Bài khác", tags="[lúa]")
    for number in range(5):
        archive.article(f"d{number}.md", f"Tin {number}", tags="[cầu]")
    archive.build()
    for page, other in (("a", "Bài đăng lại"), ("b", "Bài đầu")):
        related = archive.page(f"{page}/index.html").partition('class="related"')[2]
        assert "Bài khác" in related
        assert other not in related


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_an_original_that_is_not_published_is_not_linked(
    archive: TemporaryArchive, status: str
) -> None:
    archive.article("a.md", "Bài đầu", status=status)
    archive.article("b.md", "Bài đăng lại", reprint_of="a.md")
    archive.build()
    assert "Bài đầu" not in archive.page("b/index.html")


def test_an_original_that_does_not_exist_is_told_with_its_line(archive: TemporaryArchive) -> None:
    archive.article("b.md", "Bài đăng lại", reprint_of="2021/mat.md")
    with pytest.raises(UserError) as error:
        archive.build()
    assert str(error.value) == (
        "content/b.md:3:13: there is no content/2021/mat.md\n"
        "  3 | reprint_of: 2021/mat.md\n"
        "                  ^\n"
        "  Write the path of a file below content/, or remove the line: "
        "reprint_of: 2021/12/cho-noi.md"
    )


def test_an_article_is_no_reprint_of_itself(archive: TemporaryArchive) -> None:
    archive.article("b.md", "Bài", reprint_of="b.md")
    with pytest.raises(UserError, match=r"content/b\.md:3:13: an article is no reprint of itself"):
        archive.build()
