"""Proofs: what an editor sees of an article at once is what the build makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import build
from generator.proofs import Proofs
from tests.conftest import TemporaryArchive, published


@pytest.fixture
def proofs(newspaper: TemporaryArchive) -> Proofs:
    """Return the proofs of a newspaper that is built."""
    found = Proofs()
    build(newspaper.config, newspaper.output, jobs=1, search=False, proofs=found)
    return found


@pytest.mark.parametrize(
    "body", ["Viết lại.", "Thêm *chữ nghiêng*.\n\n![Lò.](lo.png)", "<script>alert(1)</script>"]
)
def test_a_proof_is_the_page_that_will_be_built(
    newspaper: TemporaryArchive, proofs: Proofs, body: str
) -> None:
    newspaper.article(
        "2019/05/gom.md",
        "Làng gốm Đông Kỳ vào vụ mới",
        body,
        date="2019-05-14T08:15+07:00",
        authors="[Trần Bình]",
        section="Kinh tế",
        tags="[gốm, lúa]",
        summary="Tóm tắt mới.",
    )
    found = proofs.of(newspaper.root.resolve() / "content/2019/05/gom.md")
    newspaper.build()
    page = newspaper.output / "2019/05/gom/index.html"
    assert found == ("2019/05/gom/index.html", page.read_bytes())


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"publish": "2099-01-01"}])
def test_what_readers_do_not_see_yet_has_a_proof(
    newspaper: TemporaryArchive, proofs: Proofs, fields: dict[str, str]
) -> None:
    newspaper.article("khac/nhap.md", "Bản nháp", "Đoạn thứ hai.", **fields)
    found = proofs.of(newspaper.root.resolve() / "content/khac/nhap.md")
    assert found is not None
    assert "Đoạn thứ hai." in found[1].decode()


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("2019/05/gom.md", {"tags": "[chưa từng có]"}),
        ("2019/05/gom.md", {"authors": "Người Mới"}),
        ("2019/05/gom.md", {"expires": "2099-01-01"}),
        ("2019/05/gom.md", {"status": "withdrawn"}),
        ("2019/05/gom.md", {"date": "31-2-2020"}),
        ("2020/moi.md", {}),
    ],
)
def test_what_only_a_build_can_tell_has_no_proof(
    newspaper: TemporaryArchive, proofs: Proofs, path: str, fields: dict[str, str]
) -> None:
    newspaper.article(path, "Một đầu đề", **fields)
    assert proofs.of(newspaper.root.resolve() / "content" / path) is None


@pytest.mark.parametrize("path", ["archive.toml", "content/2019/05/lo.png", "content/none.md"])
def test_other_files_have_no_proof(newspaper: TemporaryArchive, proofs: Proofs, path: str) -> None:
    assert proofs.of(newspaper.root.resolve() / path) is None


def test_a_deleted_article_has_no_proof(newspaper: TemporaryArchive, proofs: Proofs) -> None:
    file = newspaper.root.resolve() / "content/2019/05/gom.md"
    file.unlink()
    assert proofs.of(file) is None


def test_without_a_build_there_are_no_proofs(newspaper: TemporaryArchive) -> None:
    assert Proofs().of(newspaper.root.resolve() / "content/2019/05/gom.md") is None


def test_a_site_that_is_built_already_is_looked_at_for_proofs(newspaper: TemporaryArchive) -> None:
    build(newspaper.config, newspaper.output, jobs=1, search=False, proofs=Proofs())
    found = Proofs()
    report = build(newspaper.config, newspaper.output, jobs=1, search=False, proofs=found)
    assert report.written == 0
    assert found.of(newspaper.root.resolve() / "content/2019/05/gom.md") is not None


def test_a_site_for_editors_becomes_one_for_readers_again(
    newspaper: TemporaryArchive, tmp_path: Path
) -> None:
    newspaper.article("khac/mai.md", "Mai", publish="2099-01-01")
    build(newspaper.config, newspaper.output, jobs=1, search=False, proofs=Proofs())
    assert "khac/nhap/index.html" in published(newspaper.output)
    newspaper.build()
    newspaper.build(tmp_path / "clean")
    assert published(newspaper.output) == published(tmp_path / "clean")
