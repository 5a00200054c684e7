"""Names as newspapers sign with them: "Lê An – Trần Bình", "Bài, ảnh: H. Vy (tổng hợp)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from generator.importing.keys import key_of

__all__ = ["Byline", "glued_byline", "is_capital_name", "read_agency", "read_byline"]

_SEPARATOR = re.compile(
    r"\s+[-–—]\s+|\s*[,;&+/|]\s*|\s*–\s*|\s+(?:và|and|et|und|y|e|dan|en|i)\s+(?=[^\W\d_a-z])"
)
_GLUED_HYPHEN = re.compile(r"(?<=\w\w)-(?=[^\W\d_]{2})")

# What may stand before the names. "Theo" alone may also credit another newspaper.
_LABEL = re.compile(
    r"""^(?:
        (?:(?:bài(?:\sviết)?|tin|ảnh|clip|video|đồ\shọa|thực\shiện|viết|nội\sdung|lời|trình\sbày
             |thiết\skế|kỹ\sthuật|biên\stập|quay\sphim|dựng\sphim|đạo\sdiễn|biên\sdịch|dịch|ghi
             |phóng\sviên|tác\sgiả|text|words|story|photos?|fotos?|texte|testo|tekst|penulis
             |editor|autor[ae]?|redaktion)
           (?:\s*(?:,|-|–|\+|&|và|/|and|und|et)\s*)?)+ \s*: \s*
      | (?:tác\sgiả|phóng\sviên|pv|người\s(?:viết|đăng)|(?:viết|đăng|thực\shiện)\sbởi
          |by|von|par|por|di|oleh|door|autor[ae]?|author
          |reporter|posted\sby|biên\stập|nhóm\s(?:pv|phóng\sviên|tác\sgiả)|thực\shiện|written\sby
          |story\sby|reported\sby|texte?\s(?:de|von|di|par))
        \s* :? \s+ (?=\S)
      | (?:bài|phóng\ssự|ghi\schép|ký\ssự|bút\ský|thơ|tản\svăn|truyện\sngắn)\scủa\s
      | (?P<theo>theo|nguồn)\s*:?\s+
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# "By Anna Becker and Tom Ito / Daily Courier Staff Writers"
_OFFICE = re.compile(
    r"\s*[/,|]\s*[^/,|]*\b(?:staff|writers?|reporters?|correspondents?|editors?|agency|news)$",
    re.IGNORECASE,
)
_OFFICE_NAME = re.compile(
    r"(?:phòng|sở|trường|ban|ubnd|hội|huyện đoàn|tỉnh đoàn|công an|trung tâm|đài|báo|th[pc][ts]|"
    r"thcs|bộ|chi cục|đảng ủy|xã|huyện|văn phòng)\b",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"\s+(?:thực hiện|tổng hợp|lược ghi|biên dịch|lược dịch)$|"
    r"\s*\([A-ZĐ]{2,8}(?:/[^()]{2,20})?\)$|"
    r"\s*\((?:tổng hợp|t\.?h|lược dịch|biên dịch|dịch|theo [^()]{1,40}|ghi|"
    r"thực hiện|ảnh|[^()]{1,12} tổng hợp)\)\s*$",
    re.IGNORECASE,
)
_AGENCY_BEHIND = re.compile(r"\s*/\s*[A-ZĐ]{3,8}\b(?:[\s.-][^/,]{1,20})?$")
"""Where the name of the person is from: "Lê An/VOV-Tây Bắc"."""
_NO_PERSON = re.compile(
    r"(?:(?:senior|chief|staff|political|sports) )*(?:reporter|correspondent|writer|editor)s?$"
    r"|(?:đài|báo) \S+ \S|.* online$",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"^(?:pv|ctv|nhà báo|phóng viên|ths\.?|ts\.?|bs\.?|pgs\.?|gs\.?)\s+(?=\S)", re.IGNORECASE
)
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_]){1,3}")
_SMALL_INITIALS = re.compile(r"[^\W\d_](?:\.\s?[^\W\d_]){1,2}\.?")
"""Initials in brackets sign short notices: "(l.m.)"."""
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
    google news|zum artikel|tây bắc|trường sa|hoàng sa|phú quốc|sài gòn""".split("|")
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
    nhân nhung ninh oanh hứa cẩm khuê đinh âu tăng tống thân ứng kha la lã lại lê lưu lục ma mã mạc
    nghiêm nông ông quách sầm thi tiêu tòng từ văn viên vi vừ xa giàng giáp khổng khúc khương kiều
    lâm lèo lò lù lường mùa phí phó quản sùng thào tẩn chảo triệu vàng vừ bế doãn hạ hầu
    an ân ái ánh biên bính cầm can cát chuyên chương cương dao di diên đại đan đính đoan
    đồng đức gấm hà hải hằng hiên hiển hoàn hoạt hội hợp huân hùng huyên khải khiêm kha lam lãm
    lành len liễu lĩnh lụa lương mận miên minh mơ na ngà ngân nghi ngoan nhã nhâm nho nhu nụ phát
    phi phụng quế quyền sa sinh sửu tấn thạch thái thiên thiết thìn thoại thông thuần thuận thục
    thường tích tiệp tính tỉnh toán toản trạch triều tuân tuệ tuyến tuyền tuyết tư tứ ước vân vĩnh
    vượng xuyến yên ý""".split()
)
_ORGANISATION = frozenset("báo sở tỉnh huyện xã phường tin xem video ảnh tạp công thôn".split())
# Newspapers sign with the bare name; who is addressed like this is spoken of.
_ELDERS = frozenset("ông bà cụ thầy mr mrs ms dr".split())
_ADDRESSED = {
    1: frozenset[str](),
    2: _ELDERS,
    3: _ELDERS | frozenset("anh chị em cô chú bác".split()),
}
"""By the number of its words, what a name cannot begin with."""
_VOWELS = frozenset("AEIOUY")
_PARTICLES = frozenset("de del la las los da das do dos di van der den von zu le el bin y".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """The people a line names as its authors, and whether it says so in words ("Bài, ảnh:")."""

    names: tuple[str, ...]
    labelled: bool


@lru_cache(maxsize=4096)
def read_byline(text: str, *, placed: bool = False) -> Byline | None:
    """Return the names that a line consists of, or None where it is no byline.

    ``placed`` says that a name is expected where the line stands, so that one in capitals
    counts whatever its syllables are.
    """
    if len(text) > 120 or not text:
        return None
    if is_capital_name(text):
        return Byline(names=(text.title(),), labelled=False)
    bare = text.strip(" .*")
    if placed and bare.isupper() and len(bare.split()) > 1 and "." not in bare:
        bare = bare.title()
    label = _LABEL.match(bare)
    rest = bare[label.end() :] if label else bare
    if label is not None:
        rest = _OFFICE.sub("", rest)
    if rest.startswith("(") and rest.endswith(")"):
        rest = rest.strip(" ()")
        if _SMALL_INITIALS.fullmatch(rest):
            return Byline(names=(rest,), labelled=False)
    rest = _AGENCY_BEHIND.sub("", rest)
    remark = _REMARK.search(rest)
    if remark:
        rest = rest[: remark.start()]
    is_strict = remark is None and (label is None or label["theo"] is not None)
    names = _names(rest, strict=is_strict)
    if not names or len(names) > 8:
        return None
    return Byline(
        names=tuple(dict.fromkeys(names)),
        labelled=(label is not None and label["theo"] is None) or remark is not None,
    )


def _names(text: str, *, strict: bool) -> list[str]:
    """Return the names in a list of names; none if anything in it is no name.

    Only an office may stand behind a single name: "Lê An - Phòng Văn hóa Bình Lộc".
    """
    names = []
    first, *rest = _SEPARATOR.split(text, maxsplit=1)
    for part in _parts(first if rest and _OFFICE_NAME.match(rest[0]) else text):
        # Each may have a role of its own: "Bài: Lê An - Ảnh: Trần Bình".
        label = _LABEL.match(part)
        name = (part[label.end() :] if label else part).strip(" .:")
        if key_of(name) not in _STAFF:
            name = _TITLES.sub("", name)
        if name and not _is_name(name, strict=strict and label is None):
            return []
        if name:
            names.append(_tidy(name))
    return names


def _parts(text: str) -> list[str]:
    parts = []
    for part in _SEPARATOR.split(text):
        glued = _GLUED_HYPHEN.split(part)
        # "Lê An-Trần Bình" are two people, "Jean-Pierre Martin" is one.
        parts += glued if all(" " in name for name in glued) else [part]
    return parts


def is_capital_name(text: str) -> bool:
    """Return whether a line is one name in capitals, as some newspapers sign: "XUÂN LONG".

    Sections on menus look the same, so all but one of the syllables must be common in names.
    """
    if not text.isupper():
        return False
    syllables = text.casefold().split()
    known = sum(syllable in _NAME_SYLLABLES for syllable in syllables)
    if not all(map(str.isalpha, syllables)):
        return False
    return 2 <= len(syllables) <= 4 and known >= max(2, len(syllables) - 1)


def _is_name(name: str, *, strict: bool) -> bool:
    """Return whether a text is a name; ``strict`` where nothing but its form says so."""
    if key_of(name) in _STAFF:
        return True
    words = [word for word in re.split(r"[\s.'’-]+", name) if word]
    parts = [*words[:1], *(word for word in words[1:] if word not in _PARTICLES)]
    if not 1 <= len(parts) <= 5 or key_of(name) in _NOT_NAMES or _NO_PERSON.match(name):
        return False
    # "Anh Tú" is a name, "Anh Nguyễn Văn Tú" is how he is spoken of.
    if parts[0].casefold() in _ADDRESSED[min(len(parts), 3)]:
        return False
    # "Jeanne LE GOFF": so French newspapers write surnames.
    shouts = parts[0].istitle() and all(map(_is_loud_surname, parts[1:]))
    if not all(_is_name_word(word, capitals=not strict or shouts) for word in parts):
        return False
    if not strict or _INITIALS.fullmatch(name):
        return True
    long_enough = len(parts) > 1 or "." in name
    return long_enough and parts[0].casefold() not in _ORGANISATION and max(map(len, parts)) > 1


def _is_loud_surname(word: str) -> bool:
    return word.isupper() and word.isascii() and not _VOWELS.isdisjoint(word)


def _is_name_word(word: str, *, capitals: bool) -> bool:
    return (
        word.isalpha()
        and word[0].isupper()
        and len(word) <= 15
        and (len(word) == 1 or word[1:].islower() or (capitals and word.isupper()))
    )


def _tidy(name: str) -> str:
    """Return a name with single spaces; what is in capitals only in upper and lower case."""
    name = " ".join(name.split())
    if len(name) > 4 and name.isupper() and "." not in name:
        return name.title()
    first, *others = name.split()
    is_loud = first.istitle() and others and all(map(_is_loud_surname, others))
    return name.title() if is_loud else name


_SENTENCE_END = re.compile(r"[.!?…”\"]\s+(?=[^\W\d_])")
_LONGEST_GLUED = 80


def glued_byline(text: str) -> tuple[str, Byline] | None:
    """Return a last paragraph without the byline at its end, and the byline.

    "… an toàn. Lê An – Trần Bình": only names of two syllables or more after the end of a
    sentence count, so that a last word in capitals stays in the text.
    """
    if len(text) < 100:
        return None
    for end in _SENTENCE_END.finditer(text, len(text) - _LONGEST_GLUED):
        names = text[end.end() :]
        byline = read_byline(names)
        is_shout = names.isupper() and not is_capital_name(names) and "." not in names
        if byline is not None and (byline.labelled or not is_shout):
            return text[: end.start() + 1], byline
    return None


_AGENCY = re.compile(
    r"""^(?:
        \( \s* (?P<bracketed>[^\W\d_][\w.&+ ]{1,24}) \s* \) \s* [-–—:.]?
      | (?P<domain>[\w-]{2,20}(?:\.[a-z]{2,12}){1,2}) \s* [-–—]
      | (?P<capitals>[A-ZĐ][A-ZĐƯƠÂÊÔ&]{1,7}(?:\.[A-Z]{2})?) \s? [-–—]
      | (?P<station>[A-ZĐ]{2,6}(?:\s[A-ZĐ][a-zà-ỹđ]+){1,3}) \s [-–—]
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
    name = match["bracketed"] or match["domain"] or match["capitals"] or match["station"]
    first = rest.split(maxsplit=1)[0] if rest else ""
    if (match["capitals"] or match["station"]) and (
        name.split()[0] in _NOT_AGENCIES
        or (len(first) > 1 and first.isupper())
        or not rest[:1].strip("“\"'‘(0123456789").isupper()
    ):
        return None
    if match["bracketed"] and (not name[0].isupper() or len(name.split()) > 4):
        return None
    return name.strip(), rest
