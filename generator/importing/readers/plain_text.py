"""Plain text: which encoding it is in, and its lines in one form."""

from __future__ import annotations

import re
import unicodedata

from generator.errors import UserError
from generator.importing.readers.legacy import decode_legacy, repair
from generator.importing.readers.parts import problem
from generator.vietnamese import compose

__all__ = ["decode", "decode_bytes", "settle", "unicode_encoding"]

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

_BROKEN_SHARE = 0.1
"""Share of broken characters among the marked ones below which UTF-8 is damaged UTF-8."""

_BROKEN = re.compile("[\udc80-\udcff]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
_LINE_END = re.compile("[\r\x0b\x0c\x85\u2028\u2029](?:(?<=\r)\n)?")


def decode(data: bytes, file: str) -> tuple[str, str]:
    r"""Return the text of a file with ``\n`` line ends in Unicode NFC, and its encoding.

    The encoding says as well from which older one the text had to be repaired.

    Raises:
        UserError: the file is empty, or binary, or in no encoding that we know.
    """
    return settle(*decode_bytes(data, file))


def decode_bytes(data: bytes, file: str) -> tuple[str, str]:
    """Return the text of a file as it stands there, and its encoding.

    Raises:
        UserError: as ``decode``.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise UserError(problem(file, "the file is empty", "Delete it, or scrape the page again."))
    encoding = unicode_encoding(data)
    if encoding is not None:
        # A truncated file may end within a character: that costs the character, not the article.
        text = data.decode(encoding, errors="replace").rstrip("\ufffd")
        return text, encoding.removesuffix("-sig")
    legacy = decode_legacy(data)
    if legacy is None:
        remedy = "Import reads text; convert it, or leave the file out."
        raise UserError(problem(file, "this is not text", remedy))
    return legacy


def settle(text: str, encoding: str) -> tuple[str, str]:
    r"""Return a text in NFC with ``\n`` line ends, without what is not to be seen.

    Text whose TCVN3 or VNI codes someone took for Western letters is repaired; the encoding
    says so.
    """
    is_clean = text.replace("\n", "").isprintable()
    if not is_clean:
        text = _LINE_END.sub("\n", text)
    # In TCVN3, the soft hyphen that composing removes is a letter.
    repaired = repair(text)
    if repaired is not None:
        text, meant = repaired
        encoding = f"{encoding}, repaired from {meant}"
    elif is_clean:
        return unicodedata.normalize("NFC", text), encoding
    return compose(_CONTROL.sub("", text)), encoding


def unicode_encoding(data: bytes) -> str | None:
    """Return which encoding of Unicode some bytes are in, or None if they are in none.

    They may be cut off within a character, and UTF-8 may be damaged here and there.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    if b"\0" in data:
        return next((name for name in ("utf-16-le", "utf-16-be") if _is_utf16(data, name)), None)
    try:
        text, broken = data.decode("utf-8"), 0
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="surrogateescape")
        broken = len(_BROKEN.findall(text[:-3]))
    if len(data) - len(data.translate(None, _CONTROL_BYTES)) > len(text) // 200:
        return None
    marked = len(text) - len(text.encode("ascii", "ignore"))
    return "utf-8" if broken <= marked * _BROKEN_SHARE else None


def _is_utf16(data: bytes, encoding: str) -> bool:
    """Return whether most characters are Latin ones: every other byte is then zero or one."""
    low, high = (data[::2], data[1::2]) if encoding.endswith("le") else (data[1::2], data[::2])
    latin = sum(high.count(byte) for byte in (0, 1, 0x1E))
    return low.count(0) < high.count(0) > len(high) // 4 and latin > len(high) * 0.9
