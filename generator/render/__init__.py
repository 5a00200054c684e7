"""Pages to bytes: the only place that knows Jinja.

A template sees its page's inputs, the site, and the functions below: no clock, no environment,
no files. An unknown name is an error.
"""

from __future__ import annotations

import difflib
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from inspect import get_annotations
from typing import Any

import msgspec
from jinja2 import (
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    nodes,
)
from markupsafe import Markup

from generator import admin, data, discovery, feeds, redirects
from generator.citations import cite
from generator.elements import FigureView, Site
from generator.errors import Location, Problem, UserError
from generator.languages import Language, load_language
from generator.metadata import Metadata, describe
from generator.model import AnyBody, Bodies, Figure
from generator.pages import Page
from generator.render.remembering import Remember
from generator.render.specialised import SpecialisedEnvironment
from generator.theme import Theme
from generator.views import ArticleView, Inputs

__all__ = ["Renderer"]

_MISTAKES = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a template can end in: Jinja runs the expressions of its author as Python."""

_DOCUMENTS: Mapping[str, Callable[[Any, Site, Bodies], bytes]] = {
    "admin.yml": admin.admin_config,
    "articles.csv": data.table,
    "articles.jsonl": data.records,
    "feed.json": feeds.json_feed,
    "feed.xml": feeds.atom,
    "opensearch.xml": discovery.opensearch,
    "redirects": redirects.redirects,
    "robots.txt": discovery.robots,
    "sitemap.xml": discovery.sitemap,
}
"""The documents for machines, which our own code makes: no theme changes a format."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders the pages of one site with one theme."""

    site: Site
    theme: Theme
    environment: SpecialisedEnvironment
    digests: Mapping[str, bytes]

    @classmethod
    def create(cls, site: Site, theme: Theme) -> Renderer:
        """Return a renderer.

        Raises:
            UserError: templates that are not well-formed, all of them, with their lines.
        """
        language = load_language(site.language)
        environment = SpecialisedEnvironment(
            loader=FunctionLoader(lambda name: _source(theme, name)),
            undefined=StrictUndefined,
            autoescape=True,
            extensions=[Remember],
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.policies["json.dumps_function"] = _json
        del environment.globals["lipsum"]  # random text: no two builds would be equal
        parsed = _parsed(environment, theme)
        known = {"site": site, "week": language.week} | _functions(site, theme, language)
        environment.specialise(known, parsed)
        return cls(site, theme, environment, _digests(parsed, theme))

    def digest(self, template: str) -> bytes:
        """Return a digest of a template with everything that it includes or extends."""
        return self.digests.get(template, b"")

    def prepare(self, templates: Iterable[str]) -> None:
        """Compile these templates now: processes that are forked later need not."""
        for name in templates:
            if name not in _DOCUMENTS:
                with suppress(TemplateError):  # told with the page that needs it
                    self.environment.get_template(name)

    def render(self, page: Page, bodies: Bodies) -> bytes:
        """Return the page's file; ``bodies`` are those that the page asks for, in its order.

        Raises:
            UserError: a template failed; with its line.
        """
        inputs = page.view()
        document = _DOCUMENTS.get(page.template)
        if document is not None:
            return document(inputs, self.site, bodies)
        context: dict[str, object] = {"page": inputs}
        if isinstance(inputs, ArticleView):
            context["blocks"] = _blocks(bodies[0], inputs)
        try:
            text = self.environment.get_template(page.template).render(context)
        except _MISTAKES as error:
            raise UserError(self._problem(error, page.template)) from None
        return text.encode()

    def _problem(self, error: Exception, name: str) -> Problem:
        line = 1
        if isinstance(error, TemplateSyntaxError):
            name, line = error.name or name, error.lineno
        else:
            for frame in traceback.extract_tb(error.__traceback__):
                if frame.filename in self.theme.templates:
                    name, line = frame.filename, frame.lineno or 1
        message, remedy = _explain(error)
        return _template_problem(name, line, message, self.theme, remedy)


def _functions(site: Site, theme: Theme, language: Language) -> dict[str, object]:
    """Return the functions that every template can call; docs/theming.md lists them."""

    def href(url: str) -> str:
        return site.base_path + url

    def asset(name: str) -> str:
        return href("/" + theme.asset_path(name))

    def metadata(page: Inputs, blocks: Sequence[object] = ()) -> Metadata:
        figures = [block for block in blocks if isinstance(block, FigureView)]
        return describe(page, site, figures)

    return {
        "href": href,
        "absolute": site.absolute,
        "asset": asset,
        "t": language.text,
        "count": language.count,
        "number": language.number,
        "day": language.day,
        "date": language.date,
        "strings": language.group_of,
        "cite": partial(cite, site=site),
        "metadata": metadata,
    }


def _json(value: object, **_options: object) -> str:
    """Return a value as JSON: letters as letters, and keys in the order in which they are given."""
    return msgspec.json.encode(value).decode()


def _blocks(body: AnyBody, view: ArticleView) -> list[Markup | FigureView]:
    """Return the body with its figures' pictures as the page resolved them."""
    pictures = iter(view.pictures)
    blocks: list[Markup | FigureView] = []
    for block in body.blocks:
        if isinstance(block, Figure):
            found = tuple(next(pictures) for _ in block.sources)
            blocks.append(FigureView(pictures=found, alts=block.alts, caption=block.caption))
        else:
            # Sanitised by ``markup``; nothing else is ever marked as safe.
            blocks.append(Markup(block))  # noqa: S704 - see above
    return blocks


def _parsed(environment: SpecialisedEnvironment, theme: Theme) -> dict[str, nodes.Template]:
    problems: list[Problem] = []
    parsed: dict[str, nodes.Template] = {}
    for name, source in theme.templates.items():
        try:
            parsed[name] = environment.parse(source, name)
        except TemplateSyntaxError as error:
            message = error.message or "this is not a template"
            problems.append(_template_problem(name, error.lineno, message, theme))
    if problems:
        raise UserError(problems)
    return parsed


def _digests(parsed: Mapping[str, nodes.Template], theme: Theme) -> dict[str, bytes]:
    """Return each template's digest over itself and all that it can reach."""
    direct: dict[str, set[str]] = {name: set() for name in parsed}
    for name, template in parsed.items():
        for reference in meta.find_referenced_templates(template):
            # A name computed at run time can be any template.
            direct[name].update([reference] if reference else theme.templates)
    return {name: _closure_digest(name, direct, theme) for name in theme.templates}


def _closure_digest(name: str, direct: Mapping[str, set[str]], theme: Theme) -> bytes:
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in reached and current in theme.templates:
            reached.add(current)
            waiting.extend(direct[current])
    digest = blake2b(digest_size=16)
    for part in sorted(reached):
        for text in (part, theme.templates[part]):
            data = text.encode()
            digest.update(len(data).to_bytes(8) + data)
    return digest.digest()


def _source(theme: Theme, name: str) -> tuple[str, str, None] | None:
    """Return a template as Jinja's loader wants it; the name is what tracebacks call it."""
    source = theme.templates.get(name)
    return (source, name, None) if source is not None else None


def _template_problem(
    name: str, line: int, message: str, theme: Theme, remedy: str | None = None
) -> Problem:
    lines = theme.templates.get(name, "").splitlines()
    text = lines[line - 1] if 0 < line <= len(lines) else None
    return Problem(
        location=Location(file=theme.origins.get(name, name), line=line, text=text),
        message=message,
        remedy=remedy,
    )


def _explain(error: Exception) -> tuple[str, str]:
    """Return what went wrong in a template in plain words, and what to do about it."""
    remedy = "docs/theming.md lists what each template gets."
    if isinstance(error, TemplateNotFound):
        return f"there is no template “{error.name}”", remedy
    message = f"{type(error).__name__}: {error}"
    if isinstance(error, TemplateError) and error.message:
        message = error.message
    match = re.search(r"'(generator\.\w+)\.(\w+) object' has no attribute '(\w+)'", message)
    if match is None:
        return message, remedy
    module, view, wrong = match.groups()
    names = list(get_annotations(getattr(sys.modules[module], view)))
    close = difflib.get_close_matches(wrong, names, n=1)
    hint = f"Did you mean “{close[0]}”? " if close else f"It has {', '.join(names)}. "
    return f"{view} has no “{wrong}”", hint + remedy
