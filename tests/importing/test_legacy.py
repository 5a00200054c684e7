"""Articles in the Vietnamese encodings from before Unicode are recognised and read."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importing.readers.legacy import decode_legacy, is_syllable, repair

TONES = "\u0300\u0309\u0303\u0301\u0323"
VOWELS = [
    unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in ("", *TONES)
]
MARKED = [letter for letter in [*VOWELS, "đ"] if not letter.isascii()]
CAPITALS = [letter.upper() for letter in MARKED]

# Every table a second time and in another form than the one that is tested: letters to codes.
TCVN3 = dict(
    zip(
        "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâêôơưđĂÂÊÔƠƯĐ",
        "µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ¨©ª«¬\xad®¡¢£¤¥¦§",
        strict=True,
    )
)
TCVN3 = {letter.upper(): code for letter, code in TCVN3.items()} | TCVN3

VNI_MARKS = dict(zip("\u0301\u0300\u0309\u0303\u0323\u0302\u0306", "ùøûõïâê", strict=True))
VNI_CIRCUMFLEX = dict(zip("\u0301\u0300\u0309\u0303\u0323", "áàåãä", strict=True))
VNI_BREVE = dict(zip("\u0301\u0300\u0309\u0303\u0323", "éèúüë", strict=True))
VNI_SINGLE = dict(zip("đơưíìỉĩịỵ", "ñôöíìæóòî", strict=True))

VISCII_ORDER = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
VISCII = dict(zip(VISCII_ORDER, range(0x80, 0x100), strict=True)) | {
    "Ẳ": 0x02, "Ẵ": 0x05, "Ẫ": 0x06, "Ỷ": 0x14, "Ỹ": 0x19, "Ỵ": 0x1E,
}  # fmt: skip


def _vni_letter(letter: str) -> str:
    low = letter.lower()
    base, *marks = list(unicodedata.normalize("NFD", low))
    tone = [mark for mark in marks if mark in TONES]
    without_tone = unicodedata.normalize("NFC", base + "".join(m for m in marks if m not in TONES))
    if low in VNI_SINGLE:
        code = VNI_SINGLE[low]
    elif tone and without_tone in {"â", "ê", "ô"}:
        code = base + VNI_CIRCUMFLEX[tone[0]]
    elif tone and without_tone == "ă":
        code = base + VNI_BREVE[tone[0]]
    elif without_tone in {"ơ", "ư"}:
        code = VNI_SINGLE[without_tone] + VNI_MARKS[tone[0]]
    else:
        code = base + "".join(VNI_MARKS[mark] for mark in marks)
    return code if letter == low else code.upper()


def _1258_letter(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next(part for part in parts if part in TONES)
        return (unicodedata.normalize("NFC", parts.replace(tone, "")) + tone).encode("cp1258")


def encode(text: str, encoding: str) -> bytes:
    letters = {*MARKED, *CAPITALS}
    match encoding:
        case "tcvn3":
            return "".join(TCVN3.get(c, c) for c in text).encode("cp1252")
        case "vni":
            return "".join(_vni_letter(c) if c in letters else c for c in text).encode("cp1252")
        case "viscii":
            return bytes(VISCII.get(c, ord(c)) for c in text)
        case _:
            return b"".join(map(_1258_letter, text))


ENCODINGS = ["tcvn3", "vni", "viscii", "windows-1258"]
FONTS = ["tcvn3", "vni"]

SENTENCES = [
    "Sáng nay chợ phiên Nậm Khoang đông hơn mọi khi, bà con mang mật ong và vải dệt xuống bán.",
    "Con đường liên xã dài chín cây số đã được trải nhựa trước mùa mưa, theo chủ tịch huyện.",
    "Thuở nhỏ cụ Nghiêm từng khuyến khích lũ trẻ học chữ; nay quý lắm, cụ kể, ai cũng biết đọc.",
    "Giữa trưa, đội bóng trường Hồ Sen gỡ hòa rồi thắng ngược nhờ cú sút xa của tiền vệ số bảy.",
]
TITLE = "Khánh thành cầu treo bắc qua suối ở bản Lũng Vài trong sương"

WESTERN = {
    "German": "Die Bürgermeisterin eröffnete heute die größte Brücke über den Fluß, „endlich“.",
    "French": "Où étaient-ils ? Là-bas, près du théâtre, l’été dernier : ça suffit, naïf.",
    "Spanish": "¿Qué pasó aquí? Según María, el año pasado llovió más; sí, él y tú lo sabéis.",
    "English": "The café’s naïve résumé — £5, 25 µm, 10 °C — cost § 7 and © 2010 «Smith & Sons».",
    "Danish": "Så må vi gå på isen, når året er gået: små børn får også røde æbler på søen.",
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_in_any_encoding_comes_out_as_it_was_written(
    sentence: str, encoding: str
) -> None:
    assert decode_legacy(encode(sentence, encoding)) == (sentence, encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_small_letter_has_its_code(encoding: str) -> None:
    text = f"{SENTENCES[0]}\nb{''.join(MARKED)}\n{SENTENCES[1]}"
    assert decode_legacy(encode(text, encoding)) == (text, encoding)


@pytest.mark.parametrize("encoding", ["vni", "viscii", "windows-1258"])
def test_every_capital_has_its_code(encoding: str) -> None:
    text = f"{SENTENCES[0]}\n{''.join(CAPITALS)}\n{SENTENCES[1]}"
    assert decode_legacy(encode(text, encoding)) == (text, encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_sixty_characters_are_enough(encoding: str) -> None:
    assert len(TITLE) == 60
    assert decode_legacy(encode(TITLE, encoding)) == (TITLE, encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_few_marked_words_among_many_plain_ones_decide(encoding: str) -> None:
    text = "Nam nay hai anh em Tam, Lan ra trung tam thi tran mua xe, nhưng không được giá. " + (
        "Hai anh em Nam ra trung tam. " * 20
    )
    assert decode_legacy(encode(text, encoding)) == (text, encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(st.lists(st.sampled_from(" ".join(SENTENCES).split()), min_size=24, unique=True))
def test_words_in_any_order_come_out_as_they_were(encoding: str, words: list[str]) -> None:
    text = "a " + " ".join(words).lower()
    decoded = decode_legacy(encode(text, encoding))
    assert decoded is not None
    assert (decoded[0].lower(), decoded[1]) == (text, encoding)


@pytest.mark.parametrize("language", WESTERN)
def test_western_text_is_western(language: str) -> None:
    text = WESTERN[language]
    assert decode_legacy(text.encode("cp1252")) == (text, "cp1252")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ĐẠI HỘI ĐẢNG BỘ HUYỆN", b"\xa7\xb9I H\xe9I \xa7\xb6NG B\xe9 HUY\xd6N"),
        ("MÙA LÚA Ở HÀ NỘI", b"M\xefA L\xf3A \xeb H\xb5 N\xe9I"),
        ("Ủy ban xã họp. Ấy là lần đầu.", b"\xf1y ban x\xb7 h\xe4p. \xcay l\xb5 l\xc7n \xae\xc7u."),
        ("Chị Hà ở UBND xã nói thế", b"Ch\xde H\xb5 \xeb UBND x\xb7 n\xe3i th\xd5"),
    ],
)
def test_tcvn3_capitals_that_only_the_font_had_are_restored_where_they_are_sure(
    text: str, codes: bytes
) -> None:
    assert decode_legacy(codes) == (text, "tcvn3")


def test_vni_marks_may_be_in_the_other_case_than_their_letter() -> None:
    assert decode_legacy("ÑaÕ ñeán AÙo, ñöôØng vaøo".encode("cp1252")) == (
        "Đã đến Áo, đường vào",
        "vni",
    )


def test_foreign_names_keep_their_letters() -> None:
    text = SENTENCES[1] + " Dülmen"
    assert decode_legacy(encode(SENTENCES[1], "vni") + " Dülmen".encode("cp1252")) == (text, "vni")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
        b"PK\x03\x04" + bytes(range(255, 0, -1)) * 4,
        bytes(range(1, 256)),
        b"\xff\xd8\xff\xe0\x10JFIF\x01\x01\x90\x81\x8d",
    ],
)
def test_binary_is_no_text(data: bytes) -> None:
    assert decode_legacy(data) is None


@given(st.binary(max_size=400))
def test_whatever_the_bytes_the_text_is_composed(data: bytes) -> None:
    decoded = decode_legacy(data)
    if decoded is not None:
        text, encoding = decoded
        assert unicodedata.is_normalized("NFC", text)
        assert encoding in {*ENCODINGS, "cp1252"}


@pytest.mark.parametrize("encoding", FONTS)
@pytest.mark.parametrize("text", [*SENTENCES, TITLE, "Đường vào"])
def test_codes_stored_as_western_letters_are_repaired(text: str, encoding: str) -> None:
    stored = encode(text, encoding).decode("cp1252")
    assert repair(stored) == (text, encoding)


@pytest.mark.parametrize("text", [*SENTENCES, TITLE, "", "plain", *WESTERN.values()])
def test_right_text_is_left_alone(text: str) -> None:
    assert repair(text) is None
    assert repair(unicodedata.normalize("NFD", text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Hà và Tám báo là có phà",
        "Où",
        "25 µm",
        "§ 5, §a",
        "»Für« und »über«",
        "Advarsel: usikker ejerskab på »søen«",
        "Aún sí, mí día",
    ],
)
def test_short_right_text_is_left_alone(text: str) -> None:
    assert repair(text) is None


@given(st.text(st.sampled_from([*MARKED, *CAPITALS, *"bcghlmnt \n"]), max_size=200))
def test_text_in_vietnamese_letters_only_keeps_them(text: str) -> None:
    lines = [line for line in text.split("\n") if any(ord(char) > 0x1E9F for char in line)]
    repaired = repair(text)
    if repaired is not None:
        assert set(lines) <= set(repaired[0].split("\n"))


@pytest.mark.parametrize("encoding", FONTS)
def test_right_lines_among_broken_ones_stay(encoding: str) -> None:
    broken = encode("\n".join(SENTENCES[1:]), encoding).decode("cp1252")
    name = "Báo Tín"
    assert repair(f"{TITLE}\n{name}\n\n{broken}\nEnd") == (
        f"{TITLE}\n{name}\n\n" + "\n".join(SENTENCES[1:]) + "\nEnd",
        encoding,
    )


@pytest.mark.parametrize("encoding", FONTS)
def test_repaired_text_needs_no_repair(encoding: str) -> None:
    repaired = repair(encode(SENTENCES[0], encoding).decode("cp1252"))
    assert repaired is not None
    assert repair(repaired[0]) is None


@pytest.mark.parametrize(
    "word",
    "nghiêng Đường khuyến quý thuở già giếng gì giữa quốc quẩn hòa hoà thủy thuỷ khuỷu "
    "xoong ươn yếu YẾN Pá Kạn Lắk Đăk nguệch uống ý".split(),
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word",
    "Ñöôøng §­êng für été más cát̉ cât tiếnh ngé ghà cễ quđ qà đườngx đ nghà oạa tĩc".split(),
)
def test_what_nobody_could_pronounce_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_five_kilobytes_take_milliseconds(encoding: str) -> None:
    data = encode(" ".join(SENTENCES * 20), encoding)[:5000]
    times = []
    for _ in range(10):
        start = time.perf_counter()
        decode_legacy(data)
        times.append(time.perf_counter() - start)
    # Some 1.5 ms on an idle machine; the margin is for one that is not.
    assert min(times) < 0.01
