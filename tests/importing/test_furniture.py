"""Page furniture: every rule has lines that it knows and lines that it must leave alone."""

from __future__ import annotations

import pytest

from generator.importing.furniture import RULES, find_rule
from generator.importing.lines import split_lines
from generator.importing.records import RawRecord
from generator.importing.rules import strip_inline

FURNITURE = {
    "related articles": [
        "Tin liên quan",
        "CÁC TIN KHÁC",
        "Bài viết cùng chuyên mục:",
        "Có thể bạn quan tâm",
        "You may also like",
        "Lees ook",
        "Related articles",
    ],
    "link in the text": [
        ">>> Chợ phiên đông khách trở lại",
        "► Lũ rút, trường mở cửa",
        "Xem thêm: Chợ phiên đông khách trở lại",
        "Leia também: A feira voltou",
    ],
    "breadcrumb": [
        "Trang chủ » Kinh tế » Làng nghề",
        "Trang nhất | Xã hội | Kinh tế | Bạn đọc viết",
        "Sie sind hier: Home > Region > Meldungen",
        "[Về trang trước] [Bản in]",
    ],
    "section name": [
        "Thời sự",
        "KINH TẾ",
        "Văn hóa - Thể thao",
        "Thời sự Kinh tế Bạn đọc",
        "Sports",
    ],
    "latest or most read": ["Tin mới nhất", "Đọc nhiều", "Tin nổi bật trong tuần", "Most read"],
    "sponsored links": ["Tin tài trợ", "Thông tin doanh nghiệp"],
    "advertisement": ["Quảng cáo", "Advertisement", "Anzeige"],
    "keywords": ["Từ khóa: lúa nếp, Mường Tấu", "Tags: gốm", "Từ khóa"],
    "comments": [
        "Ý kiến ()",
        "Bình luận (12)",
        "Gửi bình luận của bạn",
        "Chưa có bình luận",
        "Leave a comment",
        "Comentarios (14)",
    ],
    "page clock": ["Hôm nay: Thứ hai, 21/09/2015", "Today is 3 May 2012"],
    "comment buttons": ["Trả lời", "Thích · Trả lời · 2 giờ trước", "Ordenar por: Más recientes"],
    "visitor counter": [
        "Thống kê truy cập",
        "Đang online 692 Tổng lượt truy cập 91235362",
        "Hôm nay: 1.204",
        "Tổng lượt truy cập: 1204",
    ],
    "share buttons": [
        "Chia sẻ",
        "Chia sẻ lên Facebook",
        "Facebook Twitter Zalo",
        "Sao chép liên kết",
        "A+",
        "Nghe đọc bài",
        "Nữ miền Bắc",
        "Đang phát: Bản tin trưa",
        "READ LATER",
        "Share this",
    ],
    "navigation": ["Đăng nhập", "Trang chủ", "Về đầu trang", "Xem tất cả", "×", "Log in"],
    "code": ["<!-- /217/Inpage -->", "googletag.cmd.push(function() {", ".box { color: red; }"],
    "newsletter": [
        "Nhận tin giá mỗi sáng qua Zalo",
        "Mời bạn tham gia nhóm Vân Sơn trên Zalo",
        "Chúng tôi sử dụng cookie để trang hiển thị tốt hơn.",
        "Lesezeit: 3 Min.",
    ],
    "house lines": [
        "Follow Ada Lind on Twitter at @adalind",
        "Ada Lind is a staff writer at the Courier.",
        "Mọi ý kiến xin gửi về toasoan@vanson.example.vn",
    ],
    "service box": ["Thời tiết", "Tỷ giá ngoại tệ", "Giá vàng", "Xổ số miền Bắc"],
    "imprint": [
        "© 2021 Báo Vân Sơn",
        "Tổng Biên tập: Nguyễn Văn Mẫu",
        "Giấy phép số 12/GP-BTTTT",
        "Điện thoại: 0200 123 456",
        "toasoan@vanson.example.vn",
        "Ghi rõ nguồn khi phát hành lại",
        "All rights reserved.",
    ],
}

PROSE = [
    "Thời tiết sáng nay rét đậm, nhiều bản vùng cao của Mường Tấu có sương muối.",
    "Chia sẻ với phóng viên, bà Lò Thị Iếng cho biết năm nay lúa được mùa.",
    "Giá vàng tăng cao khiến nhiều đám cưới ở Bình Lộc phải tính lại sính lễ.",
    "Hôm nay, học sinh toàn tỉnh nghỉ học để tránh lũ.",
    "Tin liên quan đến vụ cháy chợ đã được xác minh, ông Tú nói.",
    "Trang chủ của hợp tác xã bán được 1.200 cân nếp trong một tuần.",
    "Đăng ký xe máy chuyển về xã từ tháng sau, người dân không phải lên huyện.",
    "Quảng cáo trên sông được dỡ bỏ trước hội đua thuyền.",
    "Tags " + "of paper are sewn on every bale, so that the buyers know the field. " * 6,
    "Ông Đỗ Quang Lâm, huấn luyện viên",
    "Gặt lúa nếp ở Mường Tấu.",
    "Khán đài B một chiều tập.",
    "Hữu Thắng",
    "Làng gốm Đông Kỳ đỏ lửa trở lại sau ba mùa lụt",
    "The weather turned on Tuesday.",
    "Xã hội hóa chợ Bến Nứa: ai cũng có phần",
    "Thể thao học đường ở Pá Lủa chỉ cần một bãi cỏ.",
    "Kinh tế vườn đồi của bà con Na Hẩu",
    "Reply came from the county within the week.",
    "Đọc sách cùng con",
    "Bánh quy, cookie và trà được bày trên bàn dài.",
    "Đường Vạn Dài > 12 km, mặt đường rộng 5 m.",
    "Quảng cáo trên sông được dỡ bỏ trước hội.",
]


def _rule_of(text: str) -> str | None:
    [line] = split_lines(RawRecord(file="a.txt", sha256="", text=text))
    rule = find_rule(line)
    return None if rule is None else rule.name


def test_every_rule_has_its_examples() -> None:
    assert {rule.name for rule in RULES} == set(FURNITURE)


@pytest.mark.parametrize(
    ("text", "rule"), [(text, rule) for rule, texts in FURNITURE.items() for text in texts]
)
def test_furniture_is_known_by_its_rule(text: str, rule: str) -> None:
    assert _rule_of(text) == rule


@pytest.mark.parametrize("text", PROSE)
def test_what_an_article_says_is_no_furniture(text: str) -> None:
    assert _rule_of(text) is None


def test_a_counter_that_runs_on_inside_a_paragraph_is_cut_off() -> None:
    text = "Giải năm sau dự kiến tổ chức sau ngày thông cầu Trầm."
    assert strip_inline(f"{text} Đang online 692 Tổng lượt truy cập 912353") == (
        text,
        "visitor counter",
    )
    assert strip_inline(text) == (text, None)


def test_a_sentence_that_ends_in_sharing_is_kept() -> None:
    text = "Các hộ ở Đồng Vạn nấu cơm rồi đem đi chia sẻ"
    assert strip_inline(text) == (text, None)
