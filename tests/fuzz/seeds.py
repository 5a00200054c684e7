"""What fuzzing begins with: a small example of everything, and the words that mean something."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence

from tests.conftest import PIXEL, SETTINGS

__all__ = ["SEEDS", "TOKENS"]

_TEXT = """\
Trang chủ | Kinh tế
Thứ Năm, 02/12/2021, 17:33 (GMT+7)
Chợ nổi mùa nước lên
(VS) - Sáng 2-12, hơn trăm ghe hàng về họp chợ.
Bà Năm bán bún ở đây đã hai mươi năm.
Ảnh: LÊ AN
Thợ gốm bên lò. (anh.jpg)
LÊ AN
Tin liên quan
Lượt xem: 120
"""

_PAGE = """\
<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Chợ nổi - Báo</title>
<meta property="og:title" content="Chợ nổi"><meta property="article:published_time"
content="2021-12-02T17:33:00+07:00"><link rel="canonical" href="https://a.example/cho.html">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Chợ nổi",
"datePublished":"2021-12-02","author":{"name":"Lê An"}}</script></head>
<body><nav><a href="/">Trang chủ</a></nav><article><h1>Chợ nổi</h1><p>Sáng nay, chợ họp.</p>
<figure><img src="a.jpg" alt="Chợ"><figcaption>Chợ nổi.</figcaption></figure>
<p>Bà Năm bán <a href="/x">bún</a> ở đây.</p></article></body></html>
"""

_ARTICLE = """\
---
title: Chợ nổi
date: 2021-10-03T08:15+07:00
authors: [Lê An, "Trần Bình"]
section: Kinh tế
tags:
  - chợ nổi
corrections: [{date: 2022-01-01, text: Sửa tên}]
source: {url: "https://a.example/1", retrieved: 2023-01-02}
---
Đoạn đầu **đậm**.

![Chú thích.](a.jpg)

> Trích
1. Một
"""

_TOML = '+++\ntitle = "Một"\ndate = 2021-10-03\ntags = ["a", "b"]\n[source]\nurl = "x"\n+++\nBài.\n'
_HEADER = "Title: Một\nDate: 2021-10-03\nTags: a, b\n\nBài.\n"

_WORDPRESS = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><item><title>Chợ nổi</title><link>https://a.example/1</link><dc:creator>an</dc:creator>
<content:encoded><![CDATA[<!-- wp:paragraph --><p>Sáng nay, chợ họp.</p>[caption]x[/caption]]]>
</content:encoded><wp:post_id>7</wp:post_id><wp:post_date>2021-12-02 17:33:00</wp:post_date>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="kinh-te"><![CDATA[Kinh tế]]></category></item></channel></rss>
"""

_JSON = '{"title": "Chợ nổi", "body": "Sáng nay, chợ họp.", "date": "2021-12-02", "tags": ["a"]}'
_CSV = 'title,body,date,authors\nChợ nổi,"Sáng nay,\nchợ họp.",2021-12-02,Lê An\n'


def _warc(page: str) -> bytes:
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/cho.html\r\n"
        "WARC-Date: 2023-01-02T03:04:05Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


_VOCABULARY = "- label: Ủy ban\n  aliases: [gốm]\n  broader: nghề\n- label: nghề\n"
_LEDGER = "# Every address\n/2021/cho/\tcontent/2021/cho.md\n/feed.xml\n"
_IMPORTS = (
    '{\n"content/a.md": {"source": "a.txt", "source_sha256": "00", "sha256": "11"},\n'
    '"content/b.md": {"source": "b", "source_sha256": "0", "sha256": "1", "reprint_of": "a"}\n}\n'
)
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="3"/></svg>'

SEEDS: Mapping[str, Sequence[bytes]] = {
    "content": [_ARTICLE.encode(), _TOML.encode(), _HEADER.encode(), "# Một\n\nBài.\n".encode()],
    "markdown": [_ARTICLE.partition("\n---\n")[2].encode(), b"| a | b |\n|---|---|\n"],
    "dates": [
        b"2021-10-03T08:15+07:00",
        b"2021~/2022?",
        b"XXXX-05-14",
        "2/12/2021 lúc 9h".encode(),
    ],
    "words": ["Đường lên Mường Tấu: 12 km".encode(), "Uỷ ban".encode()],
    "settings": [SETTINGS.encode(), b'title = "x"\n[theme.light]\naccent = "#204080"\n[about]\n'],
    "vocabulary": [_VOCABULARY.encode()],
    "permalinks": [_LEDGER.encode()],
    "imports": [_IMPORTS.encode()],
    "picture": [PIXEL, _SVG.encode()],
    "import-text": [_TEXT.encode(), _TEXT.encode("utf-16"), _ARTICLE.encode()],
    "import-page": [_PAGE.encode()],
    "import-json": [_JSON.encode(), f"[{_JSON}]".encode()],
    "import-jsonl": [f"{_JSON}\n{_JSON}\n".encode()],
    "import-csv": [_CSV.encode(), _CSV.replace(",", "\t").encode()],
    "import-wordpress": [_WORDPRESS.encode()],
    "import-warc": [_warc(_PAGE)],
    "import-gzip": [gzip.compress(_warc(_PAGE), mtime=0)],
}

TOKENS: Sequence[str] = (
    "---\n", "+++\n", "title: ", "date: ", "tags: [", "authors: ", "corrections: ", "source: ",
    "aliases: ", "publish: ", "|\n  ", ">-\n  ", "&a ", "*a", "!!int ", "? ", "{", "}", "[", "]",
    "\\u00e9", "2021-12-02", "XXXX-", "T17:33", "+07:00", "?", "~", "%", "/", "T24:60",
    "<html>", "<p>", "</p>", "<!--", "-->", "<![CDATA[", "]]>", "<script>", "<title>", "<h1>",
    "<img src=", "<meta property=", "<base href=", "&#x0;", "&amp;", "&lt;", "\x00", "\ufeff",
    "Thứ Hai, ", "ngày 31/2/2021", "Tin liên quan", "Ảnh: ", "Theo ", "(TTXVN) - ", "Lượt xem: ",
    '{"title":', '"body":', '"date":', "null", "1e400", "-0", "NaN", "\\ud800",
    "WARC/1.0\r\n", "Content-Length: ", "Content-Type: ", "HTTP/1.1 200 OK\r\n", "\r\n\r\n",
    "chunked", "gzip", "br", "<item>", "<wp:status>", "[gallery ids=", "[caption]", "\u0301",
    "\u200b", "\u2028", "đ", "Đ", "ệ", "İ", "ß", "ﬁ", "[theme]\n", "[redirects]\n", "[about]\n",
    "[import.fields]\n", "base_url = ", "timezone = ", "# ", "> ", "* ", "1. ", "```", "![](", "](",
    "- label: ", "broader: ", "slug: ", "\t", "\r",
)  # fmt: skip
"""What a mutation by chance would hardly ever write."""
