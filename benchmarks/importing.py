"""Time the import of raw articles: ``python benchmarks/importing.py [N]`` (10,000 by default).

The raw texts are those of ``corpus.py`` as a scraper would have found them: menus in front,
related links, counters and an imprint behind. Printed are articles a second and the peak memory
of the largest process, of a whole command from its start to its end.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import SECTIONS, article

HEAD = "Trang chủ\nThời sự\nKinh tế\nVăn hóa\nThể thao\nBạn đọc\n\n"
TAIL = """
Chia sẻ
Facebook
In bài viết

Tin liên quan

{first}

{second}

Ý kiến ()
Thống kê truy cập
Đang online: {online}
Hôm nay: 1.204
© Báo mẫu. Giấy phép số 12/GP. Điện thoại: 0200 123 456
"""


def raw_text(number: int, count: int) -> str:
    """Return one article of the corpus as a scraper would have found it."""
    draw = random.Random(number)  # noqa: S311 - a corpus, not a secret
    head, _, body = article(number, count)[1].removeprefix("---\n").partition("---\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    day, clock = fields["date"][:10].split("-")[::-1], fields["date"][11:16]
    paragraphs = [
        f"anh-{number}.jpg\n{block[2 : block.index(']')]}" if block.startswith("![") else block
        for block in body.strip().split("\n\n")
    ]
    others = [article(draw.randrange(count), count)[1].split("\n", 2)[1][7:] for _ in range(2)]
    stamp = f"{'/'.join(day)} {clock} | {SECTIONS[number % len(SECTIONS)]}"
    author = fields["authors"].strip("[]")
    tail = TAIL.format(first=others[0], second=others[1], online=draw.randrange(900))
    return "\n\n".join([HEAD + fields["title"], stamp, *paragraphs, author]) + "\n" + tail


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "archive.toml").write_text('title = "Kho báo"\n', encoding="utf-8")
        for number in range(count):
            path = root / "raw" / f"{number // 1000:03}" / f"{number:06}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(raw_text(number, count), encoding="utf-8", newline="\n")
        for run in ("import", "import again"):
            started = time.perf_counter()
            command = [sys.executable, "-m", "generator", "import", "-s", folder, folder + "/raw"]
            # Our own command, in a folder that was just made.
            done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
            seconds = time.perf_counter() - started
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            rate = f"{count / seconds:.0f} articles/s, {seconds:.1f} s"
            print(f"{run}: {rate}, largest process {memory:.0f} MB: {done.stdout.strip()}")


if __name__ == "__main__":
    main()
