"""Page furniture: every rule has lines that it knows, and near misses that it leaves alone."""

from __future__ import annotations

import pytest

from generator.importing.furniture import RULES, find_rule
from generator.importing.lines import split_lines
from generator.importing.records import RawRecord
from generator.importing.rules import INLINE_RULES, strip_inline
from tests.importing.near_misses import INLINE_NEAR_MISSES, NEAR_MISSES

FURNITURE = {
    "related articles": [
        "Tin liên quan",
        "CÁC TIN KHÁC",
        "Bài viết cùng chuyên mục:",
        "Có thể bạn quan tâm",
        "You may also like",
        "Lees ook",
        "Related articles",
        "Tin ảnh khác",
        "Đọc tiếp về: gốm, Đông Kỳ",
        "Weitere Artikel zum Thema",
        "Lo más leído de la semana",
    ],
    "link in the text": [
        "» Chợ phiên đông khách trở lại",
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
        "Home / News / Region",
        "In trang | Gửi email",
        "Trang chủ Chính trị Kinh tế Văn hóa Xã hội",
        "Estás en: Inicio > Provincia",
    ],
    "section name": [
        "Thời sự",
        "KINH TẾ",
        "Văn hóa - Thể thao",
        "Thời sự Kinh tế Bạn đọc",
        "Sports",
    ],
    "latest or most read": [
        "Tin mới nhất",
        "Đọc nhiều",
        "Tin nổi bật trong tuần",
        "Most read",
        "Đọc nhiều trong tuần",
        "Most read in Sport",
    ],
    "sponsored links": [
        "Tin tài trợ",
        "Thông tin doanh nghiệp",
        "Sponsored by our partners",
    ],
    "advertisement": [
        "Quảng cáo",
        "Advertisement",
        "Anzeige",
        "Quảng cáo 300x250",
        "Advertisement - continue reading below",
    ],
    "keywords": ["Từ khóa: lúa nếp, Mường Tấu", "Tags: gốm", "Từ khóa"],
    "comments": [
        "Ý kiến ()",
        "Bình luận (12)",
        "Gửi bình luận của bạn",
        "Chưa có bình luận",
        "Leave a comment",
        "Comentarios (14)",
        "Chưa có bình luận nào. Hãy là người đầu tiên.",
        "Trở thành người đầu tiên bình luận cho bài viết này",
    ],
    "page clock": [
        "Hôm nay: Thứ hai, 21/09/2015",
        "Today is 3 May 2012",
        "Hôm nay: Thứ sáu, 17/03/2017 | 10:22",
    ],
    "comment buttons": [
        "Trả lời",
        "Thích · Trả lời · 2 giờ trước",
        "Ordenar por: Más recientes",
        "Sắp xếp theo thời gian",
    ],
    "visitor counter": [
        "Thống kê truy cập",
        "Đang online 692 Tổng lượt truy cập 91235362",
        "Hôm nay: 1.204",
        "Tổng lượt truy cập: 1204",
        "Trong tuần: 1.204",
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
        "fb zalo in",
        "Theo dõi Báo Vân Sơn trên Google News",
        "Bấm vào đây để phóng to",
        "★★★★☆ 4,6/5",
        "Listen to this article",
        "Merken Drucken Teilen",
        "Écouter Partager Commenter",
        "Chia sẻ Zalo Bình luận",
        "Kích thước font",
        "00:00 / 04:31 Giọng nữ miền Bắc",
    ],
    "navigation": [
        "Đăng nhập",
        "Trang chủ",
        "Về đầu trang",
        "Xem tất cả",
        "×",
        "Log in",
        "Đăng nhập để bình luận",
        "Trở lại Văn hóa",
        "Tìm kiếm nâng cao",
        "Đường dây nóng: 0999 123 456",
        "Aller au contenu",
        "Se connecter S'abonner",
        "Lire le journal numérique",
    ],
    "code": [
        "<!-- /217/Inpage -->",
        "googletag.cmd.push(function() {",
        ".box { color: red; }",
        "var slot = 1;",
        "function track(page) { return page",
    ],
    "newsletter": [
        "Nhận tin giá mỗi sáng qua Zalo",
        "Mời bạn tham gia nhóm Vân Sơn trên Zalo",
        "Chúng tôi sử dụng cookie để trang hiển thị tốt hơn.",
        "Lesezeit: 3 Min.",
        "Đăng ký nhận bản tin hằng tuần của Báo Vân Sơn",
        "Folge unserer Redaktion auf Instagram",
        "Join the Courier on WhatsApp",
        "We use cookies to improve this site.",
    ],
    "house lines": [
        "Follow Ada Lind on Twitter at @adalind",
        "Ada Lind is a staff writer at the Courier.",
        "Mọi ý kiến xin gửi về toasoan@vanson.example.vn",
        "Got a story for us? Call the newsroom",
        "Enjoyed this article? Share it",
        "Ada Lind covers rivers for the Courier. Follow her",
        "Mời bạn đọc gửi ảnh về tòa soạn",
        "Get involved with the news in your community",
        "Send your stories and photos now",
    ],
    "service box": [
        "Thời tiết",
        "Tỷ giá ngoại tệ",
        "Giá vàng",
        "Xổ số miền Bắc",
        "Thời tiết hôm nay",
        "Tỷ giá - Giá vàng",
        "Bảng giá điện tử",
    ],
    "imprint": [
        "© 2021 Báo Vân Sơn",
        "Tổng Biên tập: Nguyễn Văn Mẫu",
        "Giấy phép số 12/GP-BTTTT",
        "Điện thoại: 0200 123 456",
        "toasoan@vanson.example.vn",
        "Ghi rõ nguồn khi phát hành lại",
        "All rights reserved.",
        "Bản quyền thuộc Báo Vân Sơn",
        "Copyright 2018 The Courier",
        "Cơ quan của Tỉnh ủy Vân Sơn",
        "Tòa soạn: 17 phố Huyện, Trầm",
        "Ghi rõ nguồn Vân Sơn khi đăng lại",
        "Điều khoản sử dụng",
        "Quét mã QR để tải ứng dụng",
        "Terms of use",
        "Cookie policy",
    ],
}

INLINE_FURNITURE = {
    "visitor counter": [
        "Đang online 692 Tổng lượt truy cập 912353",
        "Đang truy cập: 12",
        "Tổng số lượt truy cập: 1.204.311",
    ],
    "share buttons": [
        "Chia sẻ Facebook Zalo Copy link",
        "CHIA SẺ FACEBOOK",
        "Chia sẻ qua Email In bài",
        "Share Facebook Twitter",
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


def test_every_rule_has_lines_that_it_knows_and_near_misses() -> None:
    assert {rule.name for rule in RULES} == set(FURNITURE) == set(NEAR_MISSES)
    assert all(FURNITURE.values())
    assert all(len(set(lines)) >= 2 for lines in NEAR_MISSES.values())


def test_every_inline_rule_has_lines_that_it_knows_and_near_misses() -> None:
    names = {name for name, _ in INLINE_RULES}
    assert names == set(INLINE_FURNITURE) == set(INLINE_NEAR_MISSES)
    assert all(INLINE_FURNITURE.values())
    assert all(len(set(texts)) >= 2 for texts in INLINE_NEAR_MISSES.values())


@pytest.mark.parametrize(
    ("text", "rule"), [(text, rule) for rule, texts in FURNITURE.items() for text in texts]
)
def test_furniture_is_known_by_its_rule(text: str, rule: str) -> None:
    assert _rule_of(text) == rule


@pytest.mark.parametrize("text", PROSE)
def test_what_an_article_says_is_no_furniture(text: str) -> None:
    assert _rule_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=f"{rule}: {text}")
        for rule, texts in NEAR_MISSES.items()
        for text in texts
    ],
)
def test_a_near_miss_is_no_furniture(text: str) -> None:
    assert _rule_of(text) is None


@pytest.mark.parametrize(
    ("furniture", "rule"),
    [(text, rule) for rule, texts in INLINE_FURNITURE.items() for text in texts],
)
def test_furniture_that_runs_on_inside_a_paragraph_is_cut_off(furniture: str, rule: str) -> None:
    text = "Giải năm sau dự kiến tổ chức sau ngày thông cầu Trầm."
    assert strip_inline(f"{text} {furniture}") == (text, rule)
    assert strip_inline(text) == (text, None)


@pytest.mark.parametrize("text", [text for texts in INLINE_NEAR_MISSES.values() for text in texts])
def test_a_paragraph_about_counting_or_sharing_is_kept(text: str) -> None:
    assert strip_inline(text) == (text, None)
