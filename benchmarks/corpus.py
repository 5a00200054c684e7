"""Make a synthetic archive of any size, always the same: ``python benchmarks/corpus.py DIR N``.

The text is syllables drawn by frequency, the shape that of a provincial newspaper: about 5 kB an
article, 25 years, 12 sections, 400 tags, 150 journalists, a lost picture in every third article.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

SYLLABLES = (
    """anh bản bàn bạn báo bát bé biên bình bò bơi bưởi cá cải cam cao cát câu cây chè chị chiều
    chim chợ chuối chuyến cô cỏ con cổng cơm cua cũ cung dài dân dâu dê dệt dòng dưa đá đám đàn
    đảo đất đèn đèo đẹp đêm đi điện đình đò đoàn đỏ đổ đồi đội đông đồng đu đường gà gạo gạch
    ghe giếng gió gốm gỗ gừng hạt hàng hát hoa hồ hội hồng hương hè kè kén khăn khe khói kiến
    làng lá lễ lò lúa lụa lũ lửa mái mạ mây mẹ mèo mía miền mít mỏ mưa mùa mường nắng năm ngày
    ngô ngõ nghề người nhà nhãn nón nông nước nương ong ổi phà phố phiên quạt quán quê quýt rau
    rừng ruộng sáng sân sen sông suối sương tàu tằm thác thầy thóc thôn thu thuyền tỉnh tơ trà
    trăng trâu trẻ trường tre tươi vải vàng vịt voi vụ vườn xã xanh xe xoài xóm xuân xưa yến"""
).split()
SETTINGS = 'title = "Kho báo"\nbase_url = "https://example.org/"\n'
SECTIONS = [f"Chuyên mục {word}" for word in SYLLABLES[:12]]

ONSETS = "b c ch d đ g h kh l m n ng nh ph qu r s t th tr v x".split()
RIMES = {
    "a": "aàảãáạ", "am": "aàảãáạ", "an": "aàảãáạ", "ang": "aàảãáạ", "anh": "aàảãáạ",
    "ao": "aàảãáạ", "ay": "aàảãáạ", "ăm": "ăằẳẵắặ", "ăng": "ăằẳẵắặ", "âm": "âầẩẫấậ",
    "ân": "âầẩẫấậ", "em": "eèẻẽéẹ", "eo": "eèẻẽéẹ", "ên": "êềểễếệ", "êu": "êềểễếệ",
    "in": "iìỉĩíị", "inh": "iìỉĩíị", "o": "oòỏõóọ", "on": "oòỏõóọ", "ông": "ôồổỗốộ",
    "ôi": "ôồổỗốộ", "ơi": "ơờởỡớợ", "ơn": "ơờởỡớợ", "u": "uùủũúụ", "ung": "uùủũúụ",
    "ưng": "ưừửữứự", "ương": "ơờởỡớợ", "iên": "êềểễếệ",
}  # fmt: skip
_PHRASES = """đảng viên|ủy ban nhân dân|Hội đồng nhân dân|phát triển kinh tế|an ninh trật tự|
    tổ chức lễ hội|xây dựng nông thôn mới|ông Nguyễn Văn An|bà Trần Thị Bình|trên địa bàn tỉnh|
    thành phố Lào Cai|huyện Mường Khương|thị xã Uông Bí|trong năm 2021|chị Đặng Xuân Phong"""
PHRASES = [phrase.strip() for phrase in _PHRASES.split("|")]


@cache
def lexicon() -> tuple[list[str], list[float]]:
    """Return 20,000 words of one or two syllables and their cumulative frequencies (Zipf)."""
    draw = random.Random(0)  # noqa: S311 - a corpus, not a secret
    syllables = [
        onset + rime.replace(tones[0], tone, 1)
        for onset in ONSETS
        for rime, tones in RIMES.items()
        for tone in tones
    ]
    frequent = draw.sample(SYLLABLES, len(SYLLABLES))
    common = frequent + draw.sample(syllables, len(syllables))
    weights = [1 / (rank + 9) for rank in range(len(common))]
    words = frequent + [
        " ".join(draw.choices(common, weights, k=2)) for _ in range(20_000 - len(frequent))
    ]
    return words, list(accumulate(1 / (rank + 3) for rank in range(len(words))))


def article(number: int, count: int) -> tuple[str, str]:
    """Return the path, relative to content/, and the text of one article.

    Two words in five are of its subject, and there are as many subjects as sections.
    """
    draw = random.Random(number)  # noqa: S311 - a corpus, not a secret
    everywhere, frequencies = lexicon()
    subject = number % len(SECTIONS)
    own = everywhere[500 + subject :: len(SECTIONS)][:800]

    def words(length: int) -> str:
        drawn = draw.choices(everywhere, cum_weights=frequencies, k=length * 3 // 5)
        drawn += draw.choices(own, cum_weights=frequencies[: len(own)], k=length // 5)
        draw.shuffle(drawn)
        return " ".join(drawn)

    def paragraph() -> str:
        phrase = draw.choice(PHRASES)
        text = f"{words(draw.randint(30, 70))} {phrase} {words(draw.randint(20, 50))}"
        return text[:1].upper() + text[1:] + "."

    year, month = 2000 + number * 25 // count, 1 + number * 300 // count % 12
    day, hour = draw.randint(1, 28), draw.randint(5, 22)
    tags = {f"{a} {b}" for a, b in (draw.choices(SYLLABLES[:20], k=2) for _ in range(4))}
    author = f"{SYLLABLES[number % 15].title()} {SYLLABLES[50 + number % 10].title()}"
    title = words(9).capitalize()
    paragraphs = [paragraph() for _ in range(9)]
    if number % 3 == 0:
        paragraphs.insert(3, f"![{words(8).capitalize()}.](anh-{number}.jpg)")
    head = [
        f"title: {title}",
        f"date: {year}-{month:02}-{day:02}T{hour:02}:15+07:00",
        f"authors: [{author}]",
        f"section: {SECTIONS[subject]}",
        f"tags: [{', '.join(sorted(tags))}]",
    ]
    text = "---\n" + "\n".join(head) + "\n---\n" + "\n\n".join(paragraphs) + "\n"
    return f"{year}/{month:02}/bai-{number}.md", text


def articles(count: int) -> Iterator[tuple[str, str]]:
    """Yield the paths, relative to content/, and the texts of an archive of ``count`` articles."""
    return (article(number, count) for number in range(count))


def make(folder: Path, count: int) -> None:
    """Write an archive of ``count`` articles into a folder."""
    (folder / "content").mkdir(parents=True)
    (folder / "archive.toml").write_text(SETTINGS, encoding="utf-8")
    for path, text in articles(count):
        target = folder / "content" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    options = parser.parse_args()
    make(options.folder, options.count)


if __name__ == "__main__":
    main()
