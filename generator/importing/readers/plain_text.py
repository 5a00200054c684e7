"""Plain text: which encoding it is in, and its lines in one form."""

from __future__ import annotations

import re

from generator.errors import Location, Problem, UserError
from generator.vietnamese import compose

__all__ = ["decode"]

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

_LEGACY = ("windows-1258", "cp1252")
"""Single-byte encodings, the likelier first for a Vietnamese archive."""

_WORD_SHARE = 0.8
"""Share of letters, digits and common punctuation below which decoded bytes are no text."""

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def decode(data: bytes, file: str) -> tuple[str, str]:
    r"""Return the text of a file with ``\n`` line ends in Unicode NFC, and its encoding.

    Raises:
        UserError: the file is empty, or binary, or in no encoding that we know.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise _failure(file, "the file is empty", "Delete it, or scrape the page again.")
    encoding = _encoding(data)
    if encoding is None:
        raise _failure(
            file, "this is not text", "Import reads text; convert it, or leave the file out."
        )
    # A truncated file may end within a character: that costs the character, not the article.
    text = _LINE_END.sub("\n", data.decode(encoding, errors="ignore"))
    return compose(_CONTROL.sub("", text)), encoding.removesuffix("-sig")


def _encoding(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    if _is_utf8(data):
        return None if _looks_binary(data.decode("utf-8", errors="ignore")) else "utf-8"
    for encoding in ("utf-16-le", "utf-16-be"):
        if _is_utf16(data, encoding):
            return encoding
    for encoding in _LEGACY:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _looks_binary(text) and _is_prose(text):
            return encoding
    return None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(data) - 3 and error.reason == "unexpected end of data"
    return True


def _is_utf16(data: bytes, encoding: str) -> bool:
    """Return whether most characters are Latin ones: every other byte is then zero or one."""
    high = data[1::2] if encoding.endswith("le") else data[::2]
    latin = sum(high.count(byte) for byte in (0, 1, 0x1E))
    return len(data) > 1 and high.count(0) > len(high) // 4 and latin > len(high) * 0.9


def _looks_binary(text: str) -> bool:
    return "\0" in text or len(_CONTROL.findall(text)) > len(text) // 200


def _is_prose(text: str) -> bool:
    plain = sum(char.isalpha() or char.isspace() or char in ".,;:-()\"'0123456789" for char in text)
    return plain > len(text) * _WORD_SHARE


def _failure(file: str, message: str, remedy: str) -> UserError:
    return UserError(Problem(location=Location(file=file), message=message, remedy=remedy))
