"""What an SVG drawing may hold, and how large it is.

Pages show drawings as pictures only, where nothing in them can act; but a reader can open one by
its own address, and there it is a page of the archive's own origin, without the policy that our
pages carry. What could act or ask another server for something is refused, not removed: the
drawing belongs to somebody, and to publish another one under its name would be a lie.
"""

from __future__ import annotations

import re

from lxml import etree

__all__ = ["LARGEST", "drawing_size"]

LARGEST = 10_000_000
"""Bytes of a drawing; a map of a country has fewer."""

_SVG = "http://www.w3.org/2000/svg"
_ACTIVE_KINDS = frozenset({"http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML"})
"""Namespaces whose elements browsers follow inside a drawing; those of editors mean nothing."""

_ELEMENTS = frozenset(
    "a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend "
    "feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting "
    "feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR "
    "feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight "
    "feSpecularLighting feSpotLight feTile feTurbulence filter flowPara flowRegion flowRoot font "
    "font-face font-face-name font-face-src g glyph glyphRef hatch hatchpath image line "
    "linearGradient marker mask mesh meshgradient meshpatch meshrow metadata missing-glyph mpath "
    "path pattern polygon polyline radialGradient rect set solidcolor stop style svg switch symbol "
    "text textPath title tref tspan use view vkern hkern".split()
)
"""Of SVG 1.1 and 2, all that draw, move or describe: no script, foreignObject, handler, media."""

_MOVING = frozenset({"animate", "animateMotion", "animateTransform", "set"})
_LINKS = frozenset({"href", "src", "base"})
_WITHIN = re.compile(
    r"#\S*|data:image/(?:png|jpeg|jpg|gif|webp);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE
)
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_FETCHING = re.compile(r"@import|url\(\s*(?![\"']?\s*(?:#|data:image/(?!svg)))|\\", re.IGNORECASE)
"""How a style asks for something that is not in the drawing; a backslash could hide it."""

_SCRIPT = re.compile(r"(?:java|vb)script:", re.IGNORECASE)

_NUMBER = re.compile(r"\s*\+?([0-9]{1,9}(?:\.[0-9]+)?|\.[0-9]+)(?:px)?\s*")
_WIDEST = 1_000_000
"""Pixels of a drawing's side: more is a mistake, and no browser shows it."""
_UNSIZED = (300, 150)
"""The size of a drawing that says nothing about it (CSS 2.1, section 10.3.2)."""


def drawing_size(data: bytes) -> tuple[int, int]:
    """Return the width and height of an SVG drawing in pixels, or those of its view box.

    Raises:
        ValueError: it is none, or it could act on the site's readers.
    """
    if len(data) > LARGEST:
        raise ValueError(f"more than {LARGEST:,} bytes, too large for a drawing")
    root = _root(data)
    for node in root.iter():
        _refuse_active(node)
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    own = [root.get(name, "") for name in ("width", "height")]
    sizes = [[*map(_pixels, sides)] for sides in (own, box[2:])]
    width, height = next((size for size in sizes if len(size) == 2 and all(size)), _UNSIZED)
    return width, height


def _pixels(text: str) -> int:
    """Return a length in pixels, 0 where it is none that a picture can have."""
    found = _NUMBER.fullmatch(text)
    return min(max(1, round(float(found[1]))), _WIDEST) if found and float(found[1]) else 0


def _root(data: bytes) -> etree._Element:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError("not in UTF-8, so browsers may read it in another way") from None
    # No entities, no DTD, no network: nothing is loaded, and nothing multiplies.
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)
    try:
        tree = etree.ElementTree(etree.fromstring(data, parser))
    except etree.XMLSyntaxError as error:
        raise ValueError(f"not an SVG picture: {error.msg}") from None
    root = tree.getroot()
    if root.tag != f"{{{_SVG}}}svg":
        raise ValueError(f'not an SVG picture: its root is not <svg xmlns="{_SVG}">')
    if (tree.docinfo.encoding or "utf-8").lower() not in {"utf-8", "us-ascii", "ascii"}:
        raise ValueError("it says that it is not in UTF-8, so browsers may read it in another way")
    if b"<!ENTITY" in data:
        raise ValueError("it declares entities of its own (<!ENTITY …>), which could hide anything")
    before = root.getprevious()
    while before is not None:
        _refuse_active(before)
        before = before.getprevious()
    return root


def _refuse_active(node: etree._Element) -> None:
    """Raise ValueError if a node is not on the list of what only draws."""
    tag: object = node.tag
    if tag is etree.Comment:
        return
    if tag is etree.PI:
        raise ValueError("it holds an instruction (<?…?>), which could load a program or a style")
    kind = etree.QName(node)
    name = kind.localname
    is_unknown = kind.namespace == _SVG and name not in _ELEMENTS
    if is_unknown or kind.namespace in _ACTIVE_KINDS:
        raise ValueError(f"it holds <{name}>, which could act on the site's readers")
    is_style = kind.namespace == _SVG and name == "style"
    if is_style and _fetches("".join(map(str, node.itertext()))):
        raise ValueError("its <style> asks for something that is not in the drawing")
    for attribute, value in node.attrib.items():
        reason = _reason(name, etree.QName(attribute).localname.lower(), str(value))
        if reason:
            key = etree.QName(attribute).localname
            raise ValueError(f"it holds “{key}” on <{name}>, which {reason}")


def _reason(element: str, key: str, value: str) -> str:
    """Return what speaks against an attribute, or nothing."""
    # As browsers read addresses (WHATWG URL): without white space and control characters.
    plain = re.sub(r"[\s\x00-\x20]", "", value)
    moved = plain.rpartition(":")[2].lower()
    if key.startswith("on") or _SCRIPT.search(plain):
        return "could act on the site's readers"
    if element in _MOVING and key == "attributename" and (moved in _LINKS or moved[:2] == "on"):
        return "could act on the site's readers"
    if key in _LINKS and not _WITHIN.fullmatch(value.strip()):
        is_link = element == "a" and _WEB.fullmatch(value.strip())
        return "" if is_link else "asks for something that is not in the drawing"
    is_style = key == "style" or "url(" in plain.lower()
    return "asks for something that is not in the drawing" if is_style and _fetches(value) else ""


def _fetches(style: str) -> bool:
    return _FETCHING.search(style) is not None
