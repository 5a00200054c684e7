"""Pictures: smaller ones in modern formats, made once, upright, without metadata."""

from __future__ import annotations

import contextlib
import io
import re
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from generator import making
from generator.build import build
from generator.errors import UserError
from generator.pictures import examine, render
from generator.rehearsal import survey
from generator.renditions import Rendition
from tests.conftest import TemporaryArchive, published


def saved(picture: Image.Image, form: str = "JPEG", /, **options: object) -> bytes:
    """Return the picture as a file of this format."""
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def photo(width: int = 700, height: int = 20, **options: object) -> bytes:
    """Return a JPEG file; wide and low pictures are as good as others, and quicker."""
    gradient = Image.linear_gradient("L").resize((width, height))
    return saved(Image.merge("RGB", [gradient] * 3), **options)


def decoded(data: bytes) -> Image.Image:
    """Return the picture in a file, with all its pixels."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def rendition(form: str, width: int, height: int) -> Rendition:
    return Rendition(path="x", format=form, width=width, height=height, quality=75)


def show(archive: TemporaryArchive, name: str, data: bytes) -> None:
    """Write an article that shows this picture, and nothing else."""
    archive.article("2021/bai.md", "Bài", f"Một.\n\n![Chú thích.]({name})", date="2021-03-02")
    archive.write(f"content/2021/{name}", data)


def files_of(archive: TemporaryArchive, name: str) -> set[str]:
    """Return the published files of a picture, by what follows its name."""
    folder = archive.output / "2021"
    return {path.name.removeprefix(name) for path in folder.glob(f"{name}*")}


class Counter:
    """Counts the renditions that are made, and makes them."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self, data: bytes, renditions: Sequence[Rendition]) -> object:
        self.made += len(renditions)
        return render(data, renditions)


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """Return a counter of the renditions that are made."""
    counter = Counter()
    monkeypatch.setattr(making, "render", counter)
    return counter


# What is published.


def test_a_picture_has_renditions_no_wider_than_itself(archive: TemporaryArchive) -> None:
    show(archive, "cho.jpg", photo(3000))
    archive.build()
    widths = (480, 800, 1200, 1600)
    assert files_of(archive, "cho.jpg") == {"", ".1200.jpg", *(f".{w}.webp" for w in widths)}
    show(archive, "cho.jpg", photo(1300))
    archive.build()
    assert files_of(archive, "cho.jpg") == {
        "",
        ".1200.jpg",
        *(f".{w}.webp" for w in (480, 800, 1300)),
    }
    show(archive, "cho.jpg", photo(700))
    archive.build()
    assert files_of(archive, "cho.jpg") == {"", ".480.webp", ".700.webp"}


def test_the_original_is_kept_as_it_is_and_linked(archive: TemporaryArchive) -> None:
    data = photo(1300)
    show(archive, "chợ nổi.jpg", data)
    archive.article("2021/bai.md", "Bài", "![](<chợ nổi.jpg>)", date="2021-03-02")
    archive.build()
    assert (archive.output / "2021/chợ nổi.jpg").read_bytes() == data
    assert 'href="/archive/2021/ch%E1%BB%A3%20n%E1%BB%95i.jpg"' in archive.page(
        "2021/bai/index.html"
    )


def test_the_page_offers_modern_formats_and_one_for_everybody(archive: TemporaryArchive) -> None:
    show(archive, "cho.jpg", photo(1300, 130))
    archive.build()
    page = archive.page("2021/bai/index.html")
    address = "/archive/2021/cho.jpg"
    srcset = ", ".join(f"{address}.{width}.webp {width}w" for width in (480, 800, 1300))
    assert f'<source type="image/webp" srcset="{srcset}" sizes="' in page
    assert f'<img src="{address}.1200.jpg" alt="Chú thích." width="1200" height="120"' in page


def test_only_the_first_picture_of_a_page_is_not_lazy(archive: TemporaryArchive) -> None:
    body = "![](a.jpg) ![](b.jpg)\n\nHai.\n\n![](a.jpg)"
    archive.article("2021/bai.md", "Bài", body, date="2021-03-02")
    for name in ("a.jpg", "b.jpg"):
        archive.write(f"content/2021/{name}", photo(500))
    archive.build()
    pictures = re.findall(r"<img [^>]*>", archive.page("2021/bai/index.html"))
    assert ['loading="lazy"' in picture for picture in pictures] == [False, True, True]


def test_what_is_small_drawn_or_moves_is_shown_as_it_is(archive: TemporaryArchive) -> None:
    frames = [Image.new("RGB", (900, 10), color) for color in ("red", "blue")]
    moving = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 600"/>'
    sources = {"a.jpg": photo(480), "b.gif": moving, "c.svg": drawing, "d.png": photo(600, 30_000)}
    archive.article("2021/bai.md", "Bài", " ".join(f"![]({name})" for name in sources))
    for name, data in sources.items():
        archive.write(f"content/2021/{name}", data)
    archive.build()
    page = archive.page("2021/bai/index.html")
    assert "<source" not in page
    for name, (width, height) in {
        "a.jpg": (480, 20),
        "b.gif": (900, 10),
        "c.svg": (900, 600),
    }.items():
        assert files_of(archive, name) == {""}
        assert re.search(f'src="[^"]*{name}"[^>]* width="{width}" height="{height}"', page)


def test_two_pictures_of_one_name_do_not_meet(archive: TemporaryArchive) -> None:
    archive.article("2021/bai.md", "Bài", "![](a.jpg) ![](a.png)", date="2021-03-02")
    archive.write("content/2021/a.jpg", photo(600))
    archive.write("content/2021/a.png", saved(Image.new("RGB", (600, 10)), "PNG"))
    archive.build()
    assert files_of(archive, "a") == {
        f".{e}{r}" for e in ("jpg", "png") for r in ("", ".480.webp", ".600.webp")
    }


def test_settings_say_which_widths_and_formats(archive: TemporaryArchive) -> None:
    toml = 'title = "A"\n[pictures]\nwidths = [900, 300]\nformats = ["avif", "webp"]\n'
    archive.write("archive.toml", toml + "quality = 30\n")
    show(archive, "cho.jpg", photo(1000))
    archive.build()
    assert files_of(archive, "cho.jpg") == {"", ".300.avif", ".900.avif", ".300.webp", ".900.webp"}
    page = archive.page("2021/bai/index.html")
    assert page.index("image/avif") < page.index("image/webp")
    coarse = (archive.output / "2021/cho.jpg.900.webp").read_bytes()
    archive.write("archive.toml", toml + "quality = 90\n")
    report = archive.build()
    assert report.changes.changed == tuple(
        f"2021/cho.jpg.{width}.{form}" for width in (300, 900) for form in ("avif", "webp")
    )
    assert len((archive.output / "2021/cho.jpg.900.webp").read_bytes()) > len(coarse)


@pytest.mark.parametrize(
    "line",
    [
        "widths = []",
        "widths = [0, 480]",
        'widths = ["480"]',
        "widths = [true]",
        'formats = ["jpeg"]',
        "formats = [[]]",
        "quality = 0",
        "quality = 101",
        "quality = 75.5",
        "width = [480]",
    ],
)
def test_a_mistake_in_the_settings_is_told_with_its_line(
    archive: TemporaryArchive, line: str
) -> None:
    archive.write("archive.toml", f'title = "A"\n\n[pictures]\n{line}\n')
    with pytest.raises(UserError, match=r"archive.toml:4:1: .*in \[pictures\]"):
        archive.build()


# What it costs.


def test_an_edit_of_the_text_makes_no_picture(archive: TemporaryArchive, encoder: Counter) -> None:
    show(archive, "cho.jpg", photo())
    archive.build()
    assert encoder.made == 2
    archive.article("2021/bai.md", "Bài", "Hai.\n\n![Khác.](cho.jpg)", date="2021-03-02")
    archive.build()
    archive.article("2021/moi.md", "Bài mới", "![](cho.jpg)", date="2021-03-03")
    archive.build()
    assert encoder.made == 2


def test_no_picture_is_made_twice(
    archive: TemporaryArchive, encoder: Counter, tmp_path: Path
) -> None:
    show(archive, "cho.jpg", photo())
    archive.build()
    archive.build(tmp_path / "elsewhere")
    (archive.root / "content/2021/cho.jpg").rename(archive.root / "content/2021/khac.jpg")
    archive.article("2021/bai.md", "Bài", "![](khac.jpg)", date="2021-03-02")
    archive.build()
    assert files_of(archive, "") >= {"khac.jpg.480.webp", "khac.jpg.700.webp"}
    assert encoder.made == 2


def test_only_the_width_that_is_new_is_made(archive: TemporaryArchive, encoder: Counter) -> None:
    show(archive, "cho.jpg", photo(1000))
    archive.write("archive.toml", 'title = "A"\n[pictures]\nwidths = [400, 900]\n')
    archive.build()
    alone = encoder.made
    archive.write("archive.toml", 'title = "A"\n[pictures]\nwidths = [400, 600, 900]\n')
    archive.build()
    assert encoder.made - alone == 1


def test_a_picture_that_changed_is_made_again_and_no_page(archive: TemporaryArchive) -> None:
    show(archive, "cho.jpg", photo())
    archive.build()
    archive.write("content/2021/cho.jpg", photo(quality=20))
    assert archive.build().changes.changed == (
        "2021/cho.jpg",
        "2021/cho.jpg.480.webp",
        "2021/cho.jpg.700.webp",
    )


def test_a_damaged_memory_changes_no_picture(archive: TemporaryArchive, tmp_path: Path) -> None:
    show(archive, "cho.jpg", photo())
    archive.build()
    for file in (archive.root / ".backissue/pictures").iterdir():
        file.write_bytes(file.read_bytes()[:-1] + b"x")
    archive.build(tmp_path / "elsewhere")
    assert published(tmp_path / "elsewhere") == published(archive.output)


@pytest.mark.parametrize("status", ["draft", "withdrawn", "deleted"])
def test_what_no_article_shows_has_no_renditions(archive: TemporaryArchive, status: str) -> None:
    show(archive, "cho.jpg", photo())
    archive.build()
    assert any((archive.root / ".backissue/pictures").iterdir())
    if status == "deleted":
        (archive.root / "content/2021/bai.md").unlink()
    else:
        archive.article("2021/bai.md", "Bài", "![](cho.jpg)", status=status)
    archive.build()
    # A picture that only a hidden article has is hidden with it.
    assert files_of(archive, "cho.jpg") == ({""} if status == "deleted" else set())
    assert not any((archive.root / ".backissue/pictures").iterdir())


def test_checking_makes_no_picture(archive: TemporaryArchive, encoder: Counter) -> None:
    show(archive, "cho.jpg", photo())
    survey(archive.config)
    assert encoder.made == 0


def test_more_processes_make_the_same_pictures(archive: TemporaryArchive, tmp_path: Path) -> None:
    archive.write(
        "archive.toml", 'title = "A"\n[pictures]\nwidths = [300]\nformats = ["avif", "webp"]\n'
    )
    names = [f"{number}.jpg" for number in range(20)]
    archive.article("2021/bai.md", "Bài", " ".join(f"![]({name})" for name in names))
    for number, name in enumerate(names):
        archive.write(f"content/2021/{name}", photo(1300 + number))
    build(archive.config, tmp_path / "one", jobs=1, search=False)
    for file in (archive.root / ".backissue/pictures").iterdir():
        file.unlink()
    (archive.root / ".backissue/cache.sqlite").unlink()
    build(archive.config, tmp_path / "two", jobs=2, search=False)
    assert published(tmp_path / "one") == published(tmp_path / "two")


# What a rendition is.


@pytest.mark.parametrize("form", ["webp", "avif", "jpeg", "png"])
def test_a_rendition_says_nothing_about_who_took_it_and_where(form: str) -> None:
    exif = Image.Exif()
    exif[0x013B] = "Lê Mai"
    exif.get_ifd(0x8825)[2] = (10.0, 2.0, 3.0)
    data = photo(exif=exif.tobytes(), comment=b"secret place", xmp=b"<x:secret/>")
    (made,) = render(data, [rendition(form, 600, 17)])
    picture = decoded(made)
    assert picture.size == (600, 17)
    assert not picture.getexif()
    assert not {"exif", "comment", "xmp", "icc_profile"} & picture.info.keys()
    assert b"secret" not in made


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_rendition_is_upright_and_its_size_is_told_so(turn: int) -> None:
    left_red = Image.new("RGB", (40, 20), "blue")
    left_red.paste("red", (0, 0, 20, 20))
    stored = {
        1: left_red,
        2: left_red.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: left_red.transpose(Image.Transpose.ROTATE_180),
        4: left_red.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: left_red.transpose(Image.Transpose.TRANSPOSE),
        6: left_red.transpose(Image.Transpose.ROTATE_90),
        7: left_red.transpose(Image.Transpose.TRANSVERSE),
        8: left_red.transpose(Image.Transpose.ROTATE_270),
    }[turn]
    exif = Image.Exif()
    exif[0x0112] = turn
    data = saved(stored, quality=95, exif=exif.tobytes())
    found = examine(data, ".jpg")
    assert (found.width, found.height) == (40, 20)
    (made,) = render(data, [rendition("png", 40, 20)])
    assert decoded(made).convert("RGB").getpixel((5, 10)) == pytest.approx((255, 0, 0), abs=30)


@pytest.mark.parametrize(("mode", "color"), [("RGB", (200, 30, 30)), ("RGBA", (200, 30, 30, 128))])
def test_the_colours_of_another_profile_become_those_of_srgb(
    mode: str, color: tuple[int, ...]
) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # A profile whose red is blue, and the other way about.
    profile = srgb.replace(b"rXYZ", b"tmp!").replace(b"bXYZ", b"rXYZ").replace(b"tmp!", b"bXYZ")
    data = saved(Image.new(mode, (600, 10), color), "PNG", icc_profile=profile)
    (made,) = render(data, [rendition("png", 600, 10)])
    red, green, blue = color[:3]
    assert decoded(made).getpixel((300, 5)) == pytest.approx((blue, green, red, *color[3:]), abs=4)


def test_a_profile_that_makes_no_sense_is_passed_over() -> None:
    data = saved(Image.new("RGB", (600, 10), (200, 30, 30)), "PNG", icc_profile=b"nonsense" * 30)
    (made,) = render(data, [rendition("png", 600, 10)])
    assert decoded(made).getpixel((300, 5)) == (200, 30, 30)


@pytest.mark.parametrize(
    ("mode", "form", "fallback"),
    [
        ("1", "PNG", "png"),
        ("L", "PNG", "jpeg"),
        ("I;16", "PNG", "jpeg"),
        ("LA", "PNG", "png"),
        ("P", "PNG", "png"),
        ("P", "GIF", "png"),
        ("RGB", "PNG", "jpeg"),
        ("RGBA", "PNG", "png"),
        ("RGBA", "WEBP", "png"),
        ("L", "JPEG", "jpeg"),
        ("CMYK", "JPEG", "jpeg"),
        ("RGB", "MPO", "jpeg"),
        ("RGB", "AVIF", "jpeg"),
    ],
)
def test_every_kind_of_picture_has_renditions(mode: str, form: str, fallback: str) -> None:
    picture = Image.new("L", (600, 40), 0)
    picture.paste(160, (0, 0, 600, 20))
    if mode == "I;16":
        picture = picture.convert("I").point(lambda grey: grey * 257.0)
    more = {"save_all": True, "append_images": [picture.convert("RGB")]} if form == "MPO" else {}
    picture = picture.convert(mode, dither=Image.Dither.NONE)
    if mode.endswith("A"):
        picture.putpixel((0, 0), (0,) * len(mode))
    data = saved(picture, form, **more)
    found = examine(data, f".{form.lower()}")
    assert (found.width, found.height, found.fallback) == (600, 40, fallback)
    for made in render(data, [rendition(name, 300, 20) for name in ("webp", "avif", fallback)]):
        shades = decoded(made).convert("RGB")
        light = 255 if mode == "1" else 160
        assert shades.getpixel((150, 4)) == pytest.approx((light,) * 3, abs=12)
        assert shades.getpixel((150, 16)) == pytest.approx((0,) * 3, abs=12)


@settings(deadline=None)
@given(st.lists(st.sampled_from([480, 500, 640, 690]), min_size=1, max_size=3))
def test_a_rendition_does_not_depend_on_what_is_made_with_it(widths: list[int]) -> None:
    data = photo()
    together = list(render(data, [rendition("jpeg", width, 10) for width in widths]))
    alone = [made for width in widths for made in render(data, [rendition("jpeg", width, 10)])]
    assert together == alone


# What can be wrong.


def bomb(width: int = 20_000, height: int = 10_000) -> bytes:
    """Return a PNG file of a few bytes that says it is huge."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)

    header = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x00\x00\x00\x00"
    pixels = zlib.compress(b"")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def test_broken_pictures_are_told_all_at_once_where_articles_show_them(
    archive: TemporaryArchive,
) -> None:
    archive.article("2021/a.md", "A", "Một.\n\n![](cut.jpg)\n\n![](huge.png) ![](empty.gif)")
    archive.article("2021/b.md", "B", "![](/images/text.jpg)")
    archive.write("content/2021/cut.jpg", photo()[:-200])
    archive.write("content/2021/huge.png", bomb())
    archive.write("content/2021/empty.gif", b"")
    archive.write("content/images/text.jpg", b"<html>404</html>")
    archive.write("content/2021/unused.webp", b"RIFF")
    archive.write("content/2021/c.md", "---\ndate: 2021\n---\n")
    with pytest.raises(UserError) as caught:
        archive.build()
    found = {f"{p.location}: {p.message.split(':')[0]}" for p in caught.value.problems}
    assert found == {
        "content/2021/a.md:6:5: the picture content/2021/cut.jpg cannot be published",
        "content/2021/a.md:8:5: the picture content/2021/huge.png cannot be published",
        "content/2021/a.md:8:19: the picture content/2021/empty.gif cannot be published",
        "content/2021/b.md:4:5: the picture content/images/text.jpg cannot be published",
        "content/2021/c.md: the title is missing",
        "content/2021/unused.webp: this picture cannot be published",
    }
    text = str(caught.value)
    assert "is truncated" in text
    assert "too many to open safely" in text
    assert "the file is empty" in text
    assert text.count("Replace the file, or remove it: its caption stays.") == 5
    assert published(archive.output) == {}


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<a href="java&#10;script:alert(1)"><text>x</text></a>',
        "<foreignObject/>",
        "<unclosed>",
    ],
)
def test_a_drawing_that_could_act_is_refused(archive: TemporaryArchive, inside: str) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">{inside}</svg>'
    show(archive, "so-do.svg", drawing.encode())
    with pytest.raises(UserError, match=r"content/2021/bai.md:7:15: the picture .*so-do.svg"):
        archive.build()


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="30px" height="20"', (30, 20)),
        ('width="210mm" height="297mm" viewBox="0 0 21 29.7"', (21, 30)),
        ('width="100%" viewBox="0,0,40,10"', (40, 10)),
        ("", (300, 150)),
    ],
)
def test_a_drawing_has_a_size(attributes: str, size: tuple[int, int]) -> None:
    found = examine(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode(), ".svg")
    assert (found.width, found.height) == size


FILES = [
    photo(40),
    saved(Image.effect_noise((40, 20), 60), "PNG"),
    saved(Image.effect_noise((40, 20), 60).convert("P"), "GIF"),
    saved(Image.effect_noise((40, 20), 60), "WEBP"),
    saved(Image.effect_noise((40, 20), 60), "AVIF"),
]


@settings(deadline=None)
@given(
    st.sampled_from(FILES),
    st.dictionaries(st.integers(0, 400), st.integers(0, 255), max_size=8),
    st.integers(0, 2000),
)
def test_whatever_a_file_holds_it_is_a_picture_or_a_complaint(
    data: bytes, changes: dict[int, int], length: int
) -> None:
    damaged = bytearray(data)
    for place, value in changes.items():
        damaged[place % len(damaged)] = value
    with contextlib.suppress(ValueError):
        found = examine(bytes(damaged[:length]), ".jpg")
        assert found.width > 0
        assert found.height > 0
