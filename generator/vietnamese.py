"""Vietnamese letters: composing, folding, sorting and slugs.

Everything here also does the right thing for other languages written in Latin letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from slugify import slugify

__all__ = ["collation_key", "compose", "fold", "initial", "slug", "unify_tones"]

SLUG_LENGTH = 96
"""Longest slug in characters: file systems allow 255 bytes a name, people far less."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200d\u2060\ufeff\ud800-\udfff]"
)
"""What no reader sees, and what acts on terminals; control characters that are white space stay."""

# The two schools place the tone of an open `oa`, `oe`, `uy` on the first letter (hòa, thủy)
# or on the second (hoà, thuỷ). Both are correct; for comparison we take the first.
_SECOND_LETTER_TONE = re.compile(
    r"(?:(?P<o>o)(?P<ae>[àáảãạèéẻẽẹ])|(?<!q)(?P<u>u)(?P<y>[ỳýỷỹỵ]))(?![^\W\d_])", re.IGNORECASE
)

_SECOND_LETTERS = tuple(
    first + second for first, seconds in (("o", "àáảãạèéẻẽẹ"), ("u", "ỳýỷỹỵ")) for second in seconds
)

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_BASE_ORDER = {letter: chr(0x100 + i) for i, letter in enumerate(_ALPHABET)}
_TONE_ORDER = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_WITHOUT_MARKS = dict.fromkeys(range(0x300, 0x34F)) | {ord("đ"): "d", ord("Đ"): "D"}
_TONES = str.maketrans(dict.fromkeys(map(ord, _TONE_ORDER)))


def compose(text: str) -> str:
    """Return the text in Unicode NFC, without soft hyphens, zero-width and control characters."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def fold(text: str) -> str:
    """Return the text as a person types it without diacritics: lower case, ``đ`` as ``d``.

    >>> fold("Đảng viên Lào Cai")
    'dang vien lao cai'
    """
    return " ".join(map(_fold_word, text.split(" ")))


@lru_cache(maxsize=8192)
def _fold_word(word: str) -> str:
    # Vietnamese has fewer than ten thousand syllables, so nearly all have been folded before.
    decomposed = unicodedata.normalize("NFD", word.casefold().replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def unify_tones(text: str) -> str:
    """Return the NFC text with the tone of open ``oa, oe, uy`` on the first letter.

    For comparison only: what is published keeps the spelling of its newspaper.

    >>> unify_tones("Uỷ ban")
    'Ủy ban'
    """
    text = unicodedata.normalize("NFC", text)
    small = text.lower()
    if not any(letters in small for letters in _SECOND_LETTERS):
        return text  # looked for as plain strings, for that is quick
    return " ".join(map(_unify_word, text.split(" ")))


@lru_cache(maxsize=16384)
def _unify_word(word: str) -> str:
    def move(match: re.Match[str]) -> str:
        first, second = match.group()[0], match.group()[1]
        parts = unicodedata.normalize("NFD", second)
        return unicodedata.normalize("NFC", first + parts[1:]) + parts[0]

    return _SECOND_LETTER_TONE.sub(move, word)


@lru_cache(maxsize=65536)
def collation_key(text: str) -> tuple[str, str, str]:
    """Return a key that sorts as Vietnamese dictionaries do.

    Letters in the order a ă â b c d đ e ê …; where they are equal the tones in the order
    ngang, huyền, hỏi, ngã, sắc, nặng (TCVN 6528; CLDR ``vi``); then the text itself, so that
    the order of different texts never depends on their input order.
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in unify_tones(text).casefold():
        decomposed = unicodedata.normalize("NFD", char)
        tone = next((_TONE_ORDER[c] for c in decomposed if c in _TONE_ORDER), "0")
        base = unicodedata.normalize("NFC", decomposed.translate(_TONES))
        if base in _BASE_ORDER:
            letters.append(_BASE_ORDER[base])
            tones.append(tone)
        else:
            # Letters of other languages stand beside their Latin base letter.
            plain = fold(base)
            letters.append(_BASE_ORDER.get(plain, plain))
            tones.append("9" if plain in _BASE_ORDER else "")
    return "".join(letters), "".join(tones), text


def initial(text: str) -> str:
    """Return the capital under which an A–Z lists the text: Ă, Đ, Ô are letters, tones are not.

    What begins with no letter stands under "#".
    """
    first = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text.strip())[:1])
    letter = unicodedata.normalize("NFC", first.translate(_TONES)).upper()
    if letter.casefold() in _BASE_ORDER:
        return letter
    plain = fold(letter).upper()
    return plain if plain.isalpha() else "#"


@lru_cache(maxsize=8192)  # for labels; headlines do not come again
def slug(text: str) -> str:
    """Return a lower-case ASCII slug (``đ`` → ``d``) of at most 96 characters.

    The result is empty for a text without any letter or digit; the caller decides what then.

    >>> slug("Đường lên Mường Tấu: 12 km")
    'duong-len-muong-tau-12-km'
    """
    # Slugify looks for another module, in vain, at every text that is not ASCII.
    plain = unicodedata.normalize("NFD", compose(text)).translate(_WITHOUT_MARKS)
    return slugify(plain, max_length=SLUG_LENGTH, word_boundary=True, save_order=True)
