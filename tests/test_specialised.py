"""Templates specialised for a site: the same text, with what never changes worked out before."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from jinja2 import DictLoader, StrictUndefined, UndefinedError

from generator.elements import Link
from generator.model import ArchiveDate
from generator.render.remembering import Remember
from generator.render.specialised import SpecialisedEnvironment

LINKS = (Link(label="Ngày <1>", url="/ngay/"), Link(label="Chủ đề", url="/chu-de/"))
MACROS = """\
{% macro link(target) %}<a href="{{ href(target.url) }}">{{ target.label }}</a>{% endmacro %}
{% macro lang() %}{% if name != 'vi' %} lang="{{ name }}"{% endif %}{% endmacro %}
"""
BASE = '{% import "m" as m %}{{ t("a") }}{% block main %}{% endblock %}{{ m.lang() }}'


def t(key: str, **values: object) -> str:
    if key == "missing":
        raise KeyError(key)
    return f"<{key}{values.get('n', '')}>"


def href(url: str) -> str:
    return f"/kho{url}"


KNOWN = {"t": t, "href": href, "links": LINKS, "name": "vi", "nothing": None}


def rendered(source: str, *, specialise: bool, **page: object) -> str:
    """Return what a template makes of a page; by the library's own way without ``specialise``."""
    templates = {"m": MACROS, "base": BASE, "page": source}
    environment = SpecialisedEnvironment(
        loader=DictLoader(templates),
        undefined=StrictUndefined,
        autoescape=True,
        extensions=[Remember],
    )
    environment.globals |= KNOWN
    if specialise:
        parsed = {name: environment.parse(text) for name, text in templates.items()}
        environment.specialise(KNOWN, parsed)
    return environment.get_template("page").render(page=page)


@pytest.mark.parametrize(
    "source",
    [
        "{{ t('x') }} {{ t('x', n=3) }} {{ href(page.url) }} {{ page.title }}",
        "{% if name == 'vi' %}một{% else %}hai{% endif %}{% if nothing %}ba{% endif %}",
        "{% if page.url %}a{% elif name == 'vi' %}b{% endif %}",
        "{% if nothing %}a{% elif page.url %}b{% elif name %}c{% else %}d{% endif %}",
        "{{ 'a' if name == 'vi' else page.nowhere }}{{ not nothing and name }}",
        "{% for x in links %}{{ x.url }}{% if x.url == page.url %}*{% endif %}{% endfor %}",
        "{% for link in links %}{{ loop.index }}{{ link.url }}{% endfor %}",
        "{% for link in links if link.url == page.url %}{{ link.url }}{% else %}-{% endfor %}",
        "{% for link in links %}{% set x = link.url %}{{ x }}{% endfor %}",
        "{% for link in links %}{{ page.call(link) }}{% endfor %}",
        "{% for t in page.tags %}{{ t }}{% endfor %}{{ name }}",
        "{% set name = 'fr' %}{{ name }}{% if name == 'vi' %}vi{% endif %}",
        "{% macro name(x) %}{{ x }}{% endmacro %}{{ name('y') }}",
        "{% import 'm' as m %}{{ m.link(links[0]) }}{{ m.link(page.link) }}{{ m.lang() }}",
        "{% import 'm' as m %}{% for link in links %}{{ m.link(link) }}{% endfor %}",
        "{% import 'm' as m %}{% set m = page %}{{ m.url }}",
        "{% from 'm' import link as name %}{{ name(page.link) }}",
        "{% extends 'base' %}{% block main %}{{ m.link(page.link) }}{{ m.lang() }}{% endblock %}",
        "{{ links|length }} {{ name|upper }} {{ t('x')|upper }} {{ [name, page.url]|join('+') }}",
        "{% remember page.url, name %}{{ page.title }}{% endremember %}",
        "{{ t(page.url) }}{{ t(*['a']) }}",
    ],
)
def test_a_specialised_template_says_the_same(source: str) -> None:
    page: Mapping[str, object] = {
        "url": "/ngay/",
        "title": "“A” & <b>",
        "tags": ["x", "<y>"],
        "link": LINKS[1],
        "call": lambda link: link.label,
    }
    plain = rendered(source, specialise=False, **page)
    assert rendered(source, specialise=True, **page) == plain


def test_what_is_known_is_worked_out_before() -> None:
    calls: list[str] = []

    def counted(key: str) -> str:
        calls.append(key)
        return key

    source = "{{ t('known') }}{{ t(page.url) }}"
    environment = SpecialisedEnvironment(loader=DictLoader({"page": source}))
    environment.specialise({"t": counted}, {"page": environment.parse(source)})
    template = environment.get_template("page")
    assert calls == ["known"]
    assert [template.render(page={"url": url}) for url in "ab"] == ["knowna", "knownb"]
    assert calls == ["known", "a", "b"]


@pytest.mark.parametrize("source", ["{{ t('missing') }}", "{{ links[0].lable }}"])
def test_what_fails_fails_where_it_is_rendered(source: str) -> None:
    with pytest.raises((KeyError, UndefinedError)):
        rendered(source, specialise=True)


def test_what_is_remembered_is_made_once_for_equal_values() -> None:
    seen: list[object] = []

    def note(value: object) -> str:
        seen.append(value)
        return "<made>"

    source = "{% remember when %}{{ note(when) }}<br>{% endremember %}"
    source += "{% remember when %}b{% endremember %}"
    environment = SpecialisedEnvironment(
        loader=DictLoader({"page": source}), autoescape=True, extensions=[Remember]
    )
    environment.globals["note"] = note
    template = environment.get_template("page")
    days = [ArchiveDate(edtf=day) for day in ("2020", "2021", "2020")]
    assert [template.render(when=day) for day in days] == ["&lt;made&gt;<br>b"] * 3
    assert seen == days[:2]
