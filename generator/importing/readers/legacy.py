"""The Vietnamese encodings from before Unicode: recognising them and reading them.

Which encoding it was is decided by what comes out: only the right table turns the bytes into
words that a Vietnamese could pronounce.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import accumulate, groupby, islice
from typing import NamedTuple

__all__ = ["MARKUP", "decode_legacy", "is_syllable", "repair"]

_SYLLABLE_SHARE = 0.6
"""Share of syllables from which bytes count as Vietnamese: names and misprints are the rest."""

_REPAIR_SHARE = 0.8
"""The same for text that may be right as it is, where an error would destroy it."""

_SYLLABLE_SHARE_BEFORE = 0.5
"""Share of syllables above which text is taken to be right as it is."""

_FEWEST = 2
"""Fewest different words that must become syllables: one may be chance, as `µm` or `où`."""

_REPAIR_DENSITY = 0.1
"""Share of all words that must be marked: most Vietnamese words carry a mark."""

_TELLTALE_SHARE = 0.1
"""Share of marked words that must be spelt as no Western language spells."""

_PROSE_SHARE = 0.8
"""Share of letters, digits and common punctuation below which decoded bytes are no text."""

_SAMPLE = 200
"""Different marked words that are judged: more would cost time and change nothing."""

_UNKNOWN = "\ufffd"
_WORD = re.compile(f"(?:[^\\W\\d_]|{_UNKNOWN})+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
MARKUP = re.compile(
    r"(<(script|style)\b[^<]*+(?:<(?!/?\2\b)[^<]*+)*+</\2\s*+>"
    r"|<!--[^<-]*+(?:(?:-(?!->)|<(?!!--))[^<-]*+)*+-->|<[^<>]*>)",
    re.IGNORECASE | re.DOTALL,
)
"""What is no text on an HTML page."""

_NOT_PROSE = re.compile(r"""[^\w\s.,;:()"'-]|_""")

_COMMON = frozenset(
    """
    bị bộ các cái còn có công cũng của cả cấp cần do dân giờ hơn học họ hội khác không khi kỳ
    lại là làm lên mình mới một nào này nên nó năm nước nếu người ngày nhà như nhưng những nhiều
    nhất nói phải phố qua quốc ra rất rồi sau sẽ số sự thì thành thế thể thị thứ theo tại tỉnh tôi
    từ tới và vào về viên việc việt vì văn vẫn với vụ xã ông đã đang đây đó đến đều để đi điều
    định đồng độ động đường được đầu ủy ở
    """.split()
)
"""Some of the commonest words: where two tables give syllables, the right one gives these."""

_LETTER_WORDS = frozenset("àýăâđêôơưởổủ")
"""Single letters that are words, or stand for themselves in lists and names."""

# The syllable.

_INITIALS = frozenset(["", *"b c ch d đ g gh h k kh l m n ng ngh nh p ph r s t th tr v x".split()])
_BACK_INITIALS = frozenset(["c", "ng"])
_FRONT_INITIALS = frozenset(["gh", "ngh"])
_CONSONANTS = "bcdđghklmnpqrstvx"
_FRONT_VOWELS = frozenset("eêiy")

_RIMES = """
a ai ao au ay ac ach ak am an ang anh ap at ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e eo ec em en eng ep et ê êu êch êm ên ênh êp êt
i ia iu ich im in inh ip it iêu iêc iêm iên iêng iêp iêt
o oi oc om on ong op ot oong ooc ô ôi ôc ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
oa oai oao oay oac oach oam oan oang oanh oap oat oăc oăm oăn oăng oăt oe oeo oen oet
u ua ui uc um un ung up ut uôi uôc uôm uôn uông uôt uân uâng uât uây uê uêch uên uênh uơ
uy uya uyu uych uyn uynh uyp uyt uyên uyêt
ư ưa ưi ưu ưc ưng ưt ươi ươu ươc ươm ươn ương ươp ươt
y ych ynh yp yt yêu yêm yên yêng yêt
"""
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_STOP_TONES = "\u0301\u0323"


def _bearers(rime: str) -> list[int]:
    """Return where the tone may stand: the two schools differ in the open oa, oe and uy."""
    for letter in "ăâêôơư":
        if letter in rime:
            return [rime.index(letter)]
    vowels = [i for i, letter in enumerate(rime) if letter in "aeiouy"]
    if len(vowels) < len(rime):
        return [vowels[-1]]
    if rime in {"oa", "oe", "uy"}:
        return [0, 1]
    return [1] if len(rime) == 3 else [0]


def _toned(rime: str) -> Iterable[str]:
    stop = rime.endswith(("c", "ch", "k", "p", "t"))
    # Highland place names (Đăk Lăk) are the only ones to end in k, and often have no tone.
    if not stop or rime.endswith("k"):
        yield rime
    for at in _bearers(rime):
        for tone in _STOP_TONES if stop else _TONES:
            yield unicodedata.normalize("NFC", rime[: at + 1] + tone + rime[at + 1 :])


_TONED_RIMES = frozenset(toned for rime in _RIMES.split() for toned in _toned(rime))
_FRONT_RIMES = frozenset(
    rime for rime in _TONED_RIMES if unicodedata.normalize("NFD", rime)[0] in _FRONT_VOWELS
)


def is_syllable(word: str) -> bool:
    """Return whether the NFC word is spelt as a Vietnamese syllable, in whatever case.

    Initial, rime and tone have to fit, whether or not there is such a word. The rules are those
    of the orthography; of the tone's place in open ``oa, oe, uy`` both schools hold.

    >>> is_syllable("nghiêng"), is_syllable("Ñöôøng")
    (True, False)
    """
    word = word.lower()
    rime = word.lstrip(_CONSONANTS)
    initial = word[: len(word) - len(rime)]
    if initial == "q":
        return rime[:1] == "u" and rime[1:] in _TONED_RIMES
    if initial == "g" and rime[:1] == "i" and rime[1:] in _TONED_RIMES:
        return True
    if rime not in _TONED_RIMES or initial not in _INITIALS:
        return False
    front = rime in _FRONT_RIMES
    return not (initial in _BACK_INITIALS if front else initial in _FRONT_INITIALS)


# The tables. Both font encodings lay their letters over the Western code page and leave it the
# punctuation; so they are read as cp1252 first, and what came as such text is read the same way.

_TCVN3_ROWS = (  # from 0xA0, sixteen a row
    " ĂÂÊÔƠƯĐăâêôơưđ "
    "     àảãáạ ằẳẵắ "
    "      ặầẩẫấậè ẻẽ"
    "éẹềểễếệìỉ   ĩíịò"
    " ỏõóọồổỗốộờởỡớợù"
    " ủũúụừửữứựỳỷỹýỵ "
)
_TCVN3 = {code: letter for code, letter in enumerate(_TCVN3_ROWS, 0xA0) if letter != " "}
_TCVN3_STRICT = dict.fromkeys(range(0xC0, 0x100), _UNKNOWN) | _TCVN3
_ONE_CASE = "".join(c for c in _TCVN3.values() if c.islower() and c.upper() not in _TCVN3_ROWS)

_VISCII_ROWS = (  # from 0x80, sixteen a row
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"
    "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "Õắằặấầẩậẽẹếềểễệố"
    "ồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"
    "ĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉ"
    "đựòóôõỏọụùúũủýợỮ"
)
# Six capitals found no room among the high codes, and stand at control characters.
_VISCII = dict(enumerate(_VISCII_ROWS, 0x80)) | dict(
    zip(b"\x02\x05\x06\x14\x19\x1e", "ẲẴẪỶỸỴ", strict=True)
)

_VNI_ROWS = """
a    ù ø û õ ï â á à å ã ä ê é è ú ü ë    á à ả ã ạ â ấ ầ ẩ ẫ ậ ă ắ ằ ẳ ẵ ặ
e    ù ø û õ ï â á à å ã ä                é è ẻ ẽ ẹ ê ế ề ể ễ ệ
o    ù ø û õ ï â á à å ã ä                ó ò ỏ õ ọ ô ố ồ ổ ỗ ộ
ô    ù ø û õ ï                            ớ ờ ở ỡ ợ
u    ù ø û õ ï                            ú ù ủ ũ ụ
ö    ù ø û õ ï                            ứ ừ ử ữ ự
y    ù ø û õ                              ý ỳ ỷ ỹ
"""
_VNI_SINGLE = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))


def _vni_table() -> dict[str, str]:
    """Return letter and mark, in every mixture of cases, to the letter in the case of the first."""
    lower = dict(_VNI_SINGLE)
    for row in _VNI_ROWS.strip().splitlines():
        base, *cells = row.split()
        half = len(cells) // 2
        lower |= {base + m: c for m, c in zip(cells[:half], cells[half:], strict=True)}
    table = dict(lower)
    for codes, letter in lower.items():
        table[codes[0] + codes[1:].upper()] = letter
        table[codes[0].upper() + codes[1:]] = letter.upper()
        table[codes.upper()] = letter.upper()
    return table


_VNI = _vni_table()
_VNI_PAIR = "|".join(
    f"[{base}{base.upper()}][{marks}{marks.upper()}]"
    for base in "aeoôuöy"
    for marks in ["".join(code[1:] for code in _VNI if code[0] == base and code.islower())]
)
_VNI_CODE = re.compile(f"{_VNI_PAIR}|[À-ÖØ-öø-ÿ]")

_FONTS = ("tcvn3", "vni")
_TELLTALES = {"tcvn3": re.compile("[¡-¾]"), "vni": re.compile(_VNI_PAIR)}

_LETTERS = b"A-Za-z"
_CODES = rb"\x80-\xff\x02\x05\x06\x14\x19\x1e"
_MARKED = re.compile(
    b"(?<![%b])[%b]*+[%b][%b%b]*+" % (_LETTERS, _LETTERS, _CODES, _LETTERS, _CODES)
)

_SIGNS = dict.fromkeys(map(ord, "¢£¤¥¦§¨©¬\xad®¯±´µ¶¸¹¼½¾×÷"), _UNKNOWN)
"""Signs that are no part of a word: one that has them is no syllable."""

_VIETNAMESE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u0323\u1ea0-\u1ef9]")

_LATER_CAPITAL = re.compile("[^\\W\\d_][A-ZĂÂĐÊÔƠƯ]")
_SPLIT_WORDS = re.compile("([^\\W\\d_]+)")
_WITHOUT_ONE_CASE = str.maketrans("", "", _ONE_CASE)
_SENTENCE_START = re.compile(
    f"""(?:\\A\\s*|\n[^\\S\n]*\n|(?<=[a-zà-ỹ0-9)"”])[.!?]\\s+)["“«(]*[{_ONE_CASE}]"""
)


class _Verdict(NamedTuple):
    """What speaks for a text being Vietnamese; the rank first, for verdicts are compared."""

    rank: float
    share: float
    syllables: int


def decode_legacy(data: bytes) -> tuple[str, str] | None:
    """Return the text of bytes that are neither UTF-8 nor UTF-16, and their encoding.

    The text is in NFC. The encoding is one of ``tcvn3``, ``vni``, ``viscii``, ``windows-1258``
    and, where none of these gives Vietnamese, ``cp1252``. None means that no decoding gives a
    text.

    TCVN3 is the third set of TCVN 5712:1993, as the ABC fonts (.VnTime) have it. It lacks most
    capitals with a tone, which came from fonts of capitals only; they are restored in words and
    lines of capitals and where a sentence begins. VNI is the encoding of the VNI-Windows fonts:
    a letter, then its mark. Both are as the keyboard programs xvnkb and UniKey tabulate them.
    VISCII is RFC 1456. The Windows code pages are Python's.
    """
    if b"\0" in data:
        return None
    sample = b" ".join(islice(dict.fromkeys(_MARKED.findall(data)), _SAMPLE))
    western = _judge(_decode(sample, "cp1252").translate(_SIGNS))
    best, encoding = max(
        (_judge(_decode(sample, name, strict=True)), name)
        for name in ("windows-1258", "viscii", "vni", "tcvn3")
    )
    if best.share >= _SYLLABLE_SHARE and best.syllables >= _FEWEST and best > western:
        text = _decode(data, encoding)
        if _is_text(text):
            return (_restore_capitals(text) if encoding == "tcvn3" else text), encoding
    text = _decode(data, "cp1252")
    return (text, "cp1252") if _UNKNOWN not in text and _is_text(text) else None


def repair(text: str) -> tuple[str, str] | None:
    """Return text whose TCVN3 or VNI codes were taken for Western letters, as it was meant.

    Returns the text in NFC and the encoding, ``tcvn3`` or ``vni``; None where the text is right
    as it is, or where too little speaks for an error. Lines that have Vietnamese letters which
    Western encodings lack are kept. The tables are those of `decode_legacy`.

    TCVN3 has ư where Latin-1 has U+00AD, the soft hyphen: take soft hyphens out afterwards only.

    >>> repair("Ñöôøng vaøo")
    ('Đường vào', 'vni')
    """
    if text.isascii():
        return None
    mixed = _VIETNAMESE_ONLY.search(text) is not None
    doubtful = "\n".join(filter(_is_western, text.split("\n"))) if mixed else text
    words = dict.fromkeys(doubtful.split())
    marked = [word for word in words if not word.isascii()]
    sample = marked[:_SAMPLE]
    if (
        len(marked) < max(_FEWEST, len(words) * _REPAIR_DENSITY)
        or _judge(" ".join(sample).translate(_SIGNS)).share > _SYLLABLE_SHARE_BEFORE
    ):
        return None
    for encoding in _FONTS:
        after = _judge(_lay_over(" ".join(sample), encoding, strict=True))
        telling = sum(1 for word in sample if _TELLTALES[encoding].search(word))
        if (
            after.share >= _REPAIR_SHARE
            and after.syllables >= _FEWEST
            and telling >= len(sample) * _TELLTALE_SHARE
        ):
            repaired = _repair_lines(text, encoding) if mixed else _finish(text, encoding)
            return unicodedata.normalize("NFC", repaired), encoding
    return None


def _repair_lines(text: str, encoding: str) -> str:
    """Return the text with only those lines repaired that do not lose syllables by it."""

    def is_broken(line: str) -> bool:
        return _is_western(line) and (
            _judge(_lay_over(line, encoding, strict=True)).syllables >= _judge(line).syllables
        )

    return "\n".join(
        _finish("\n".join(lines), encoding) if broken else "\n".join(lines)
        for broken, lines in groupby(text.split("\n"), is_broken)
    )


def _is_western(line: str) -> bool:
    return not _VIETNAMESE_ONLY.search(line)


def _finish(western: str, encoding: str) -> str:
    text = _lay_over(western, encoding)
    return _restore_capitals(text) if encoding == "tcvn3" else text


def _decode(data: bytes, encoding: str, *, strict: bool = False) -> str:
    if encoding == "viscii":
        return data.decode("latin-1").translate(_VISCII)
    if encoding == "windows-1258":
        text = data.decode("cp1258", errors="replace")
        return unicodedata.normalize("NFC", text.translate(_SIGNS) if strict else text)
    western = data.decode("cp1252", errors="replace")
    return _lay_over(western, encoding, strict=strict) if encoding in _FONTS else western


def _lay_over(western: str, encoding: str, *, strict: bool = False) -> str:
    """Return what the font of the encoding shows for Western text.

    Letters that the encoding has not stay, as in foreign names; strictly taken they are unknown.
    """
    if encoding == "tcvn3":
        return western.translate(_TCVN3_STRICT if strict else _TCVN3)
    if strict:
        return _VNI_CODE.sub(lambda match: _VNI.get(match[0], _UNKNOWN), western)
    return _VNI_CODE.sub(lambda match: _VNI.get(match[0], match[0]), western)


def _judge(text: str) -> _Verdict:
    """Return how Vietnamese the different words with marked letters are.

    Single letters speak against it, but for the few that are words: punctuation of one encoding
    is single letters of another.
    """
    words = {word for word in _WORD.findall(text.lower()) if not word.isascii()} - _LETTER_WORDS
    if not words:
        return _Verdict(0, 0, 0)
    syllables = sum(len(word) > 1 and is_syllable(word) for word in words)
    share = syllables / len(words)
    return _Verdict(share + len(words & _COMMON) / len(words), share, syllables)


def _is_text(text: str) -> bool:
    text = MARKUP.sub("", text)
    plain = len(text) - len(_NOT_PROSE.findall(text))
    return plain > len(text) * _PROSE_SHARE and len(_CONTROL.findall(text)) <= len(text) // 200


def _restore_capitals(text: str) -> str:
    """Return TCVN3 text with the capitals that are sure although the encoding has none."""
    text = "\n".join(
        _raise_words(line) if _LATER_CAPITAL.search(line) else line for line in text.split("\n")
    )
    return _SENTENCE_START.sub(lambda match: match[0].upper(), text)


def _raise_words(line: str) -> str:
    """Return the line with words of capitals all in capitals.

    A word that does not tell (a single letter, or a capital before a tone) goes with its
    neighbours.
    """
    parts = _SPLIT_WORDS.split(line)
    cases = [_case(word) for word in parts[1::2]]
    before = accumulate(cases, _last_sure)
    after = [*accumulate(reversed(cases), _last_sure)][::-1]
    for i, around in enumerate(zip(before, after, strict=True)):
        if "upper" in around and "lower" not in around:
            parts[2 * i + 1] = parts[2 * i + 1].upper()
    return "".join(parts)


def _last_sure(last: str, case: str) -> str:
    return case or last


def _case(word: str) -> str:
    sure = word.translate(_WITHOUT_ONE_CASE)
    if sure and not sure.isupper():
        return "lower"
    # Abbreviations are in capitals whatever stands around them.
    return "upper" if word[1:] != word[1:].lower() and is_syllable(word) else ""
