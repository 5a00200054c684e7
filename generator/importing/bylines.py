"""Names as newspapers sign with them: "Lê An – Trần Bình", "Bài, ảnh: H. Vy (tổng hợp)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.importing.keys import key_of

__all__ = ["Byline", "glued_byline", "is_capital_name", "read_agency", "read_byline"]

_SEPARATOR = re.compile(r"\s+[-–—]\s+|\s*[,;&+/|]\s*|\s*–\s*|\s+và\s+|(?<=\w\w)-(?=[^\W\d_]{2})")

# What may stand before the names. "Theo" alone may also credit another newspaper.
_LABEL = re.compile(
    r"""^(?:
        (?:(?:bài|tin|ảnh|clip|video|đồ\shọa|thực\shiện|viết|nội\sdung|lời|trình\sbày|kỹ\sthuật)
           (?:\s*(?:,|-|–|\+|&|và|/)\s*)?)+ \s*: \s*
      | (?:tác\sgiả|phóng\sviên|pv|người\sviết|by|von|par|por|biên\stập
          |nhóm\s(?:pv|phóng\sviên|tác\sgiả)|thực\shiện)
        \s* :? \s+ (?=\S)
      | (?P<theo>theo|nguồn)\s*:?\s+
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# "By Anna Becker and Tom Ito / Daily Courier Staff Writers"
_OFFICE = re.compile(
    r"\s*[/,|]\s*[^/,|]*\b(?:staff|writers?|reporters?|correspondents?|editors?|agency|news)$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:and|et|und|y)\s+", re.IGNORECASE)
_REMARK = re.compile(
    r"\s*\((?:tổng hợp|t\.?h|lược dịch|biên dịch|dịch|theo [^()]{1,40}|ghi|"
    r"thực hiện|ảnh|[^()]{1,12} tổng hợp)\)\s*$",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"^(?:pv|ctv|nhà báo|phóng viên|ths\.?|ts\.?|bs\.?|pgs\.?|gs\.?)\s+(?=\S)", re.IGNORECASE
)
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_]){1,3}")
_STAFF = frozenset({"pv", "ctv", "bbt", "p.v", "nhóm pv", "nhóm phóng viên", "ban biên tập", "t.h"})

# Capitalised words that no byline consists of: places and sections stand alone on menus too.
_NOT_NAMES = frozenset(
    place.strip()
    for place in """hà nội|việt nam|tp hcm|trung quốc|hàn quốc|nhật bản|hoa kỳ|thành phố|đà nẵng|
    hải phòng|cần thơ|huế|đồng nai|đồng tháp|bắc ninh|bắc giang|quảng ninh|quảng nam|
    quảng trị|quảng bình|quảng ngãi|lào cai|yên bái|hà giang|cao bằng|lạng sơn|
    thái nguyên|phú thọ|sơn la|lai châu|điện biên|hòa bình|vĩnh phúc|hưng yên|hải dương|
    hà nam|nam định|thái bình|ninh bình|thanh hóa|nghệ an|hà tĩnh|bình định|phú yên|
    khánh hòa|ninh thuận|bình thuận|kon tum|gia lai|đắk lắk|đắk nông|lâm đồng|bình phước|
    tây ninh|bình dương|long an|tiền giang|bến tre|trà vinh|vĩnh long|an giang|kiên giang|
    hậu giang|sóc trăng|bạc liêu|cà mau|biển đông|châu âu|châu á|đông nam á|tây nguyên|
    tây bắc|trường sa|hoàng sa|phú quốc|sài gòn""".split("|")
)
# Syllables that many Vietnamese names have; three quarters of all people have these surnames.
_NAME_SYLLABLES = frozenset(
    """nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh
    trương đinh lâm phùng mai tô tạ hà cao chu triệu lương thái thạch châu
    văn thị minh hồng ngọc thu thanh xuân quang hữu đức hùng dũng tuấn anh hải long sơn lan hương
    hoa linh nga nhung trang thảo vân yến oanh phương phượng quỳnh hằng hạnh hiền hiếu hòa hoài
    khánh khoa kiên liên loan ly my nam nghĩa nhật nhi như phong phú phúc phước quân quốc quý quyên
    quyết sang sáng tâm tân thắng thành thắm thiện thịnh thoa thơ thủy thúy thư thương tiến toàn
    trâm trí trinh trọng trung trúc trường tú tùng tường uyên việt vinh vy bích bảo bình bách bắc
    cường chi chiến công cúc danh diễm diệp diệu duy duyên đạt đăng điệp đông gia giang hân hậu hiệp
    hoàn huệ huy huyền hưng khang khôi kim kỳ lài lệ lộc lợi luân mạnh mẫn mỹ nguyên nguyệt nhàn
    nhân nhung ninh oanh""".split()
)
_ORGANISATION = frozenset("báo sở tỉnh huyện xã phường tin xem video ảnh tạp công thôn".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """The people a line names as its authors, and whether it says so in words ("Bài, ảnh:")."""

    names: tuple[str, ...]
    labelled: bool


def read_byline(text: str) -> Byline | None:
    """Return the names that a line consists of, or None where it is no byline."""
    if len(text) > 120 or not text:
        return None
    if is_capital_name(text):
        return Byline(names=(text.title(),), labelled=False)
    bare = text.strip(" .*")
    label = _LABEL.match(bare)
    names_text = bare[label.end() :] if label else bare
    if label is not None:
        names_text = _AND.sub(", ", _OFFICE.sub("", names_text))
    names_text = (
        names_text.strip(" ()")
        if names_text.startswith("(") and names_text.endswith(")")
        else names_text
    )
    remark = _REMARK.search(names_text)
    if remark:
        names_text = names_text[: remark.start()]
    names = []
    for part in _SEPARATOR.split(names_text):
        name = part.strip(" .:")
        if key_of(name) not in _STAFF:
            name = _TITLES.sub("", name)
        if not name:
            continue
        if not _is_name(name, strict=label is None or label["theo"] is not None):
            return None
        names.append(_tidy(name))
    if not names or len(names) > 8:
        return None
    return Byline(
        names=tuple(dict.fromkeys(names)),
        labelled=(label is not None and label["theo"] is None) or remark is not None,
    )


def is_capital_name(text: str) -> bool:
    """Return whether a line is one name in capitals, as some newspapers sign: "XUÂN LONG".

    Sections on menus look the same, so all but one of the syllables must be common in names.
    """
    syllables = text.casefold().split()
    known = sum(syllable in _NAME_SYLLABLES for syllable in syllables)
    if not all(map(str.isalpha, syllables)):
        return False
    return text.isupper() and 2 <= len(syllables) <= 4 and known >= max(2, len(syllables) - 1)


def _is_name(name: str, *, strict: bool) -> bool:
    """Return whether a text is a name; ``strict`` where nothing but its form says so."""
    if key_of(name) in _STAFF:
        return True
    parts = [word.replace("'", "").replace("’", "") for word in re.split(r"[\s.]+", name) if word]
    if not 1 <= len(parts) <= 5 or key_of(name) in _NOT_NAMES:
        return False
    if not all(_is_name_word(word, capitals=not strict) for word in parts):
        return False
    if not strict:
        return True
    if _INITIALS.fullmatch(name):
        return True
    long_enough = len(parts) > 1 or "." in name
    return long_enough and parts[0].casefold() not in _ORGANISATION and max(map(len, parts)) > 1


def _is_name_word(word: str, *, capitals: bool) -> bool:
    return (
        word.isalpha()
        and word[0].isupper()
        and len(word) <= 12
        and (len(word) == 1 or word[1:].islower() or (capitals and word.isupper()))
    )


def _tidy(name: str) -> str:
    """Return a name with single spaces; names in capitals only in upper and lower case."""
    name = " ".join(name.split())
    return name.title() if len(name) > 4 and name.isupper() and "." not in name else name


_GLUED = re.compile(r"(?<=[.!?…”\"])\s+(?P<names>[^.!?…\"”:]{4,60}|[^\W\d_]\.\s?[^.!?…\"”]{2,40})$")


def glued_byline(text: str) -> tuple[str, Byline] | None:
    """Return a last paragraph without the byline at its end, and the byline.

    "… an toàn. Lê An – Trần Bình": only names of two syllables or more after the end of a
    sentence count, so that a last word in capitals stays in the text.
    """
    match = _GLUED.search(text)
    if match is None or len(text) < 100:
        return None
    byline = read_byline(match["names"])
    is_shout = match["names"].isupper() and not is_capital_name(match["names"])
    if byline is None or (not byline.labelled and is_shout):
        return None
    return text[: match.start()], byline


_AGENCY = re.compile(
    r"""^(?:
        \( \s* (?P<bracketed>[^\W\d_][\w.&+ ]{1,24}) \s* \) \s* [-–—:.]?
      | (?P<domain>[\w-]{2,20}\.(?:vn|com|net|org)(?:\.vn)?) \s* [-–—]
      | (?P<capitals>[A-ZĐ][A-ZĐƯƠÂÊÔ&]{1,7}(?:\.[A-Z]{2})?) \s? [-–—]
    )\s* (?=[“"'‘(\d]?[^\W_])""",
    re.VERBOSE,
)
_NOT_AGENCIES = frozenset("UBND HĐND TP TX TT BTV BCH MTTQ LĐLĐ CLB HTX THPT THCS".split())


def read_agency(text: str) -> tuple[str, str] | None:
    """Return the newsroom's prefix of a first paragraph, and the paragraph without it.

    >>> read_agency("(TTXB) - Sáng 4/5, chợ nổi khai trương.")
    ('TTXB', 'Sáng 4/5, chợ nổi khai trương.')
    """
    match = _AGENCY.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    name = match["bracketed"] or match["domain"] or match["capitals"]
    first = rest.split(maxsplit=1)[0] if rest else ""
    if match["capitals"] and (
        name in _NOT_AGENCIES
        or (len(first) > 1 and first.isupper())
        or not rest[:1].strip("“\"'‘(0123456789").isupper()
    ):
        return None
    if match["bracketed"] and (not name[0].isupper() or len(name.split()) > 3):
        return None
    return name.strip(), rest
