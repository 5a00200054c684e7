"""Page furniture: what stands on a newspaper's page around its articles.

The rules are data. Each is true of many newspapers, not of one; a rule says what a line *is*
evidence for, and the labelling of the whole page (``labelling``) decides: "Chia sẻ" and "Tin
mới" stand above the text as often as below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from generator.importing.lines import Line
from generator.importing.publisher import PUBLISHER_RULES
from generator.importing.rules import Rule, rule

__all__ = ["OVER_LINKS", "RULES", "find_rule"]

_COUNT = r"(?:\s*[:(\[]?\s*[\d.,]*\s*[)\]]?)?"
_SECTIONS = (
    r"thời sự|trong (?:nước|tỉnh)|quốc tế|thế giới|chính trị|kinh tế|xã hội|"
    r"văn hóa|thể thao|giải trí|giáo dục|y tế|sức khỏe|pháp luật|khoa học|công nghệ|"
    r"môi trường|du lịch|đời sống|quốc phòng|an ninh|nông nghiệp|công nghiệp|thị trường|"
    r"bất động sản|tài chính|ngân hàng|chứng khoán|doanh nghiệp|bạn đọc|tòa soạn|địa phương|"
    r"nhịp sống(?: trẻ)?|giới trẻ|nhịp cầu|góc nhìn|xây dựng đảng|"
    r"giao thông|an sinh|lao động|việc làm|xe|ẩm thực|làm đẹp|gia đình|"
    r"âm nhạc|điện ảnh|thời trang|bóng đá|tennis|podcast|video|ảnh|photo|infographics?|"
    r"e-?magazine|longform|truyền hình|phát thanh|chuyển đổi số|dân tộc|tôn giáo|tư liệu|"
    r"nội chính|hồ sơ|tâm sự|cộng đồng|đô thị|biển đảo|khoa giáo|pháp đình|tin tức|"
    r"sự kiện|thư bạn đọc|hộp thư|báo in|multimedia|media|e-?paper|báo giấy|diễn đàn"
)
_PART = r"[^.!?>»«‹|›/]"
"""What an entry of a breadcrumb consists of; German and French quotations have «»›‹ as well."""

RULES: tuple[Rule, ...] = (
    rule(
        "related articles",
        "opens",
        "a heading over links to other articles",
        r"(?:các |những )?(?:tin|bài)(?: tức)?(?: viết| bài)?(?: (?:ảnh|báo|cũ|đăng|hay|"
        r"mới|nóng|rao|vắn|video))? (?:liên quan|"
        r"cùng chuyên mục|cùng chuyên đề|cùng chủ đề|"
        r"cùng loại|khác|mới hơn|cũ hơn|đã đưa|tiếp theo|trước đó|tương tự)" + _COUNT,
        r"cùng (?:chuyên mục|chuyên đề|chủ đề|tác giả|sự kiện)",
        r"(?:có thể )?bạn (?:quan tâm|có thể quan tâm|cũng thích|chưa biết|nên đọc)",
        r"có thể bạn (?:quan tâm|thích|chưa biết|cần biết|cũng thích)",
        r"(?:xem|đọc|tham khảo|tìm hiểu) (?:thêm|tiếp)"
        r"(?: (?:về|trong|tin|bài)\b(?:\s?:.{0,60}|[^,;!?]{0,60}))?",
        r"(?:xem|đọc|tham khảo) (?:thêm|tiếp)(?: [^\s.,:;!?]{1,12}){1,3}",
        r"(?:tin|bài|nội dung) liên quan(?! đến| tới).{0,20}",
        r"khám phá thêm(?: (?:các |những )?(?:tin|bài|nội dung|chủ đề|chuyên mục)\b.{0,20})?",
        r"(?:đừng|chớ) bỏ lỡ|đề xuất(?: cho bạn)?|dành cho bạn|gợi ý(?: cho bạn)?|liên quan",
        r"related(?: \w+)?(?: (?:articles?|content|coverage|links?|news|posts?|reading|stories|"
        r"story|topics?|videos?))?|more (?:from|on|in|about) (?!.*\b(?:as|than)\b)[^,]{1,40}|"
        r"see also|you may also like|read (?:more|next)|up next|(?:also|further) reading|"
        r"recommended(?: (?:for you|articles?|news|posts?|reading|stories|videos?)\b.{0,20})?",
        r"(?:à )?lire (?:aussi|également)|sur le même (?:sujet|thème)|voir aussi|à découvrir"
        r"|articles? (?:liés?|similaires)|les plus lus",
        r"(?:lesen sie auch|mehr (?:zum thema|aus (?!.* als ).{1,30})|auch interessant|"
        r"passend zum thema|das könnte sie auch interessieren)|"
        r"(?:weitere|ähnliche) (?:artikel|themen|nachrichten|"
        r"beiträge)(?: (?:aus|dieses|im|von|zu|zum)\b.{0,40})?|"
        r"meistgelesen(?:e[nr]?)?(?: (?:artikel|beiträge|nachrichten).{0,20})?|"
        r"neueste (?:artikel|nachrichten|beiträge)",
        r"(?:te|le) puede interesar|también (?:te|le) (?:puede interesar|interesa(?:rá)?)|"
        r"relacionad[ao]s?|más (?:noticias|sobre (?!.* que ).{1,40})|noticias relacionadas|"
        r"lo más (?:leído|visto)(?: (?:de|del|en|hoy)\b.{0,20})?",
        r"leia (?:também|mais)|notícias relacionadas|veja também|"
        r"mais (?:lidas|notícias)(?: (?:da|de|do|em|hoje|sobre)\b.{0,20})?",
        r"leggi anche|articoli (?:correlati|simili)|potrebbe interessarti.{0,20}|i più letti",
        r"baca juga|artikel terkait|berita (?:terkait|terpopuler|lainnya)|terpopuler",
        r"(?:czytaj|przeczytaj|zobacz) (?:też|także|również)|powiązane(?: \w+)?|lees ook|"
        r"meest gelezen|čtěte také|(?:související|nejčtenější)(?: \w+)?",
    ),
    rule(
        "link in the text",
        "line",
        "an arrow or “read more:”, and the headline of another article",
        r"(?:>>+|➤|➡|▶|►|=>|→|☛)\s*.{5,200}|»\s*[^«»]{5,200}",
        r"(?:xem|đọc|tham khảo) (?:thêm|tiếp|ngay)(?: (?:bài|tin))?\s*[:>|-].{1,200}",
        r"(?:bài|tin) (?:viết )?(?:liên quan|cùng chủ đề)\s*:.{1,200}",
        r"(?:read|see|watch|listen)(?: (?:more|also|next|on))?\s?[:|].{1,200}"
        r"|related(?: \w+)?\s?[:|].{1,200}",
        r"(?:à )?(?:lire|voir) (?:aussi|également|la suite)\s?[:|>].{1,200}",
        r"(?:lesen sie (?:auch|hier)|mehr zum thema|lesetipp)\s?[:|>].{1,200}",
        r"(?:lee|leer|lea|ver|mira) (?:también|más)\s?[:|>].{1,200}"
        r"|(?:te|le) puede interesar\s?:.{1,200}",
        r"(?:leia (?:também|mais)|veja também|leggi anche|baca juga|lees ook|čtěte také|"
        r"(?:czytaj|przeczytaj|zobacz) (?:też|także|również))\s?[:|>].{1,200}",
    ),
    rule(
        "breadcrumb",
        "line",
        "where the page stands in its site, or a menu on one line",
        # Tables have numbers between the bars, verses have longer lines between the slashes.
        rf"(?!.*\|\s*[\d,%+-]+\s*(?:\||$))"
        rf"(?:{_PART}{{1,40}}[>»|›]\s*|{_PART}{{1,20}}\s/\s+){{2,}}{_PART}{{0,60}}",
        r"(?:trang chủ|trang nhất|home|startseite|accueil|inicio|portada|início|beranda)"
        r"(?:\s*[>»|›/]|\s+-).{1,120}",
        r"(?:bạn đang (?:ở|xem)|you are here|sie sind hier|vous êtes ici|estás? en)(?: đây)?"
        r"(?:\s*[:>»|›/].{0,120})?|bạn đang xem (?:phiên )?bản .{1,100}",
        rf"(?!(?:ảnh|foto|photo)\s?:|.*\|\s*[\d,%+-]+$){_PART}{{2,22}}\s*[|›»]\s*{_PART}{{2,22}}",
        r"(?:\[[^\[\]]{2,30}\]\s*){2,}",
        # A menu on one line, known by the sections in it.
        rf"trang (?:chủ|nhất)(?= .*\b(?:{_SECTIONS})\b.*\b(?:{_SECTIONS})\b)[^.!?:;,]{{1,200}}",
    ),
    rule(
        "section name",
        "section",
        "the name of a section as most newspapers have it, on a menu or above the headline",
        rf"(?!(?:và|[-–—,&/\s])+$)(?:tin )?(?:{_SECTIONS}|và|[-–—,&/\s])+",
        r"(?:chuyên mục|mục|category|rubrik|rubrique|sección|rubrica|kategori)\s?:.{1,40}",
        r"(?!(?:and|[-–—,&/\s])+$)"
        r"(?:world|politics|business|sports?|culture|arts?|opinion|life(?:style)?|local(?: news)?|"
        r"news|health|science|tech(?:nology)?|travel|education|entertainment|obituaries|weather|"
        r"classifieds|community|region(?:al)?|environment|money|video|photos|crime|"
        r"and|[-–—,&/\s])+",
        r"politik|wirtschaft|sport|kultur|lokales|lokal|panorama|wissen|gesellschaft|ratgeber|"
        r"meinung|region|nachrichten|leben|reise|verkehr|blaulicht",
        r"politique|économie|sports?|culture|société|faits divers|monde|france|régions?|opinions?|"
        r"sciences|santé|actualités?|loisirs",
        r"política|economía|deportes|cultura|sociedad|opinión|sucesos|provincia|internacional|"
        r"local|ciencia|salud|portada|últimas noticias|comarcas",
        r"economia|esportes?|desporto|cotidiano|mundo|cidades|saúde|cronaca|sport|spettacoli|"
        r"esteri|politica|attualità|nasional|daerah|ekonomi|olahraga|hiburan|budaya|"
        r"kraj|świat|kultura|gospodarka|domácí|zahraničí|ekonomika|binnenland|buitenland",
    ),
    rule(
        "latest or most read",
        "opens",
        "a heading over links to the newest or most read articles",
        r"(?:các |những )?(?:tin|bài|thông tin|video|ảnh)(?: tức| bài| viết)? (?:mới|nóng|hot|"
        r"nổi bật|tiêu điểm)"
        r"(?: nhất| cập nhật| đăng)?(?: trong (?:ngày|tuần|tháng|mục)\b.{0,20})?",
        r"(?:tin )?(?:đọc|xem) nhiều(?: nhất)?(?: (?:trong|tuần|ngày)\b.{0,30})?",
        r"(?:tin|bài)(?: viết)? (?:được )?(?:đọc|xem|quan tâm) nhiều(?: nhất)?"
        r"(?: (?:trong|tuần|ngày)\b.{0,20})?",
        r"(?:mới|nóng) nhất!?|mới cập nhật|nổi bật|tiêu điểm|được quan tâm(?: nhất)?|"
        r"chủ đề (?:nóng|hot)|đọc nhanh|"
        r"dòng sự kiện|sự kiện nổi bật|tin nổi bật (?:khác|ngày|tuần)\b.{0,20}|"
        r"tin ảnh|xu hướng|top \d+|multimedia|"
        r"media|ấn phẩm|chuyên đề nổi bật|"
        r"trending(?:\s?:.{0,20}| (?:in|news|now|stories|topics)\b.{0,20})?",
        r"(?:most|latest|top) (?:read|viewed|popular|shared|news|stories)"
        r"(?: (?:articles|from|in|on|stories|this|today)\b.{0,20})?|popular",
        r"xem theo ngày|theo ngày|xem|tất cả chuyên mục|chuyên mục|danh mục",
    ),
    rule(
        "sponsored links",
        "opens",
        "advertising or a box of sponsored articles",
        r"(?:tin |nội dung |bài viết )?(?:tài trợ|rao vặt|khuyến mại)",
        r"thông tin (?:doanh nghiệp|quảng cáo|tuyển dụng|cần biết|tiện ích)(?: ?- ?.{1,30})?",
        r"(?:sponsored|promoted)(?: (?:by|content|links?|posts?|stories|video)\b.{0,20})?|"
        r"paid post|taboola.{0,20}",
    ),
    rule(
        "advertisement",
        "line",
        "where an advertisement was",
        r"(?:continue reading|story continues)(?: below)?(?: \w+)?|advert",
        r"(?:quảng cáo|advertisements?|advertising|anzeige|werbung|publicité|publicidade?|"
        r"pubblicità|iklan|reklama|advertentie|annons)(?:[\s-]*(?:tài trợ|liên hệ|scroll|continue|"
        r"skip|weiterlesen|lire la suite).{0,20}|\s?\(?[\d\sx)]{1,12})?",
    ),
    rule(
        "keywords",
        "opens",
        "the article's keywords, taken as its tags",
        r"(?:từ khóa|tags?|thẻ|nhãn|keywords?|chủ đề|từ khóa liên quan)(?: tin|"
        r" bài viết)?\s*:.{0,300}",
        r"(?:từ khóa|tags?|nhãn|keywords?|chủ đề)",
    ),
    rule(
        "comments",
        "opens",
        "the readers' comments or the form for them",
        r"(?:ý kiến|bình luận|phản hồi|nhận xét|comments?)(?: bạn đọc| của bạn| độc giả|"
        r" của độc giả)?" + _COUNT,
        r"(?:gửi|viết|để lại|thêm)(?: một)? (?:bình luận|ý kiến|phản hồi|nhận xét)"
        r"(?: (?:của bạn|(?:cho|đến|tới|về) (?:bài (?:này|viết)|tòa soạn))\b.{0,40}|"
        r"\s?[:(*.!].{0,60}| (?:mới|tại đây|bình luận|phản hồi|nhận xét|đóng góp))?",
        r"(?:\(?\d+\)?|(?:bài viết |hiện |hiện tại )?chưa có|xem tất cả) (?:bình luận|ý kiến|"
        r"phản hồi)(?: nào)?"
        r"(?:\s?[.:!(].{0,60}| (?:chia sẻ|theo dõi|(?:cho|về) bài (?:này|viết))\b.{0,40})?",
        r"bạn còn \d+.{0,20}ký tự|tối thiểu \d+ chữ\b(?! ký).{0,80}|"
        r"vui lòng (?:nhập|gõ|đăng nhập|gửi (?:bình luận|ý kiến)).{0,80}|"
        r"mã xác nhận(?:\s?[:(*].{0,30})?",
        r"(?:họ và tên|họ tên|tên của bạn|email của bạn|nội dung|tiêu đề)\s*(?:\*|\(\*\)|:)\s*",
        r"(?:tặng|chuyển) sao(?: (?:tặng|cho) .{0,60})?|tối đa:? \d+ ký tự.{0,20}|"
        r"trở thành người đầu tiên (?:bình luận|tặng sao|đánh giá).{0,60}|"
        r"bạn không thể gửi bình luận.{0,80}|(?:gửi|xem thêm) bình luận|bình luận hay",
        r"quan tâm nhất|thích nhất|leave a (?:comment|reply)|join the conversation",
        r"(?:comentarios?|commentaires?|kommentare?|reacties|komentarze|commenti|komentar|"
        r"komentáře|comentários?)" + _COUNT,
    ),
    rule(
        "page clock",
        "line",
        "the day on which the page was read",
        r"(?:hôm nay|today|heute|aujourd[’']hui|hoy|oggi|hari ini)\b.{0,40}\b\d{1,2}\b.{0,20}\b"
        r"(?:19|20)\d\d(?:[\s,|–-]*\d\d?[:h]\d\d.{0,12})?",
    ),
    rule(
        "comment buttons",
        "line",
        "buttons below a comment, and when it was written",
        r"(?:(?:thích|trả lời|báo vi phạm|like|reply|report|répondre|antworten|responder|"
        r"\d+ (?:giây|phút|giờ|ngày|tuần|tháng|năm) trước|\d+ \w+ ago)[\s·•|-]*)+\d*",
        r"(?:ordenar por|sắp xếp(?: theo)?|sort by|trier par|sortieren nach)\s?:.{0,30}",
        r"sắp xếp(?: theo (?:thời gian|ngày|lượt thích))?|(?:sort by|trier par|sortieren nach)"
        r"(?: [^\s,]+)?|ordenar por(?: (?:fecha|más \w+))?",
    ),
    rule(
        "visitor counter",
        "opens",
        "how many people visited the site",
        r"thống kê(?: lượt)?(?: truy cập)?|số (?:lượt |người )?(?:truy cập|online)" + _COUNT,
        r"(?:đang|khách|số người|thành viên)(?: đang)? (?:online|trực tuyến|"
        r"truy cập)(?:\s*:?\s*\d[\d.,]*(?:\s+(?:tổng|hôm|trong|tất|khách|thành).{0,80})?)?",
        r"(?!trong (?:tháng \d\d?|năm \d{4})$)"
        r"(?:hôm nay|hôm qua|trong ngày|trong tuần|trong tháng|trong năm|tuần này|tháng này|"
        r"tháng trước|"
        r"tất cả|tổng(?: số| cộng)?(?: lượt)?(?: truy cập)?|lượt (?:truy cập|xem|"
        r"đọc))\s*:?\s*[\d.,]+",
    ),
    rule(
        "share buttons",
        "line",
        "buttons to share, save, print or follow",
        r"chia sẻ(?: bài viết| bài này| tin này| ngay| lên| qua| trên)?(?: facebook| zalo|"
        r" twitter)?" + _COUNT,
        r"(?:(?:\b(?:fb|yt|zl|tw|ig|tt|in|x)\b|rss|facebook|twitter|zalo|youtube|tiktok|telegram|"
        r"instagram|linkedin|"
        r"pinterest|email|e-mail|whatsapp|messenger|viber|print|share|link|copy|lotus|google\+?|"
        r"news|ios|"
        r"android|app store|google play|chia sẻ|bình luận|écouter|partager|commenter|imprimer|"
        r"enregistrer|merken|drucken|teilen|anhören|vorlesen|kommentieren|compartir|comentar|"
        r"imprimir|guardar|condividi|stampa|commenta)[\s,|/•·-]*)+",
        r"(?:bản|phiên bản) in|read later|save(?:d)?(?: (?:story|article))?|story saved|also read|"
        r"imprimir|imprimer|drucken|afdrukken|stampa|partager|teilen|compartir|compartilhar|"
        r"condividi|bagikan|delen|udostępnij|sdílet",
        r"(?:in|lưu|gửi|nghe|tải|thích)(?: bài| bài viết| trang| tin| lại| email|"
        r" facebook)*(?: này)?",
        r"(?:sao chép|copy|lấy)(?: liên kết| link| url)!?(?: thành công)?|link bài gốc.*|"
        r"(?:theo|chia sẻ|facebook|zalo) .{0,60}\bcopy link(?: bình luận)?|"
        r"đã (?:sao chép|copy)(?: (?:liên kết|link|url).{0,10})?!?",
        r"(?:theo dõi|đọc báo|tải ứng dụng|tải app)(?: [^\s,]+){0,8} (?:trên|mobile)"
        r"(?: google news| facebook| zalo| youtube| mobile)*\s*:?",
        r"(?:enlarge|expand|view) (?:image|photo|gallery)|phóng to ảnh|ảnh lớn|\d+ (?:of|/) \d+",
        r"google news|bình chọn(?:\s?[:(].{0,20}| bài viết)?|đánh giá(?: bài viết)?" + _COUNT,
        r"(?:font \w{1,12} )?(?:cỡ|kích thước) (?:chữ|font)(?:[\s:+|-]|a|nhỏ|vừa|lớn|mặc định)*|"
        r"aa?\s*[+-]*|[+-]?a[+-]?|"
        r"(?:nghe )?đọc bài(?: viết| báo)?|(?:giọng )?(?:nữ|nam) miền (?:bắc|trung|nam)|"
        r"(?:nhấn|bấm|click|chạm) "
        r"(?:vào (?:đây|ảnh|hình|link|nút)|here|để (?:bật|đánh giá|mở|nghe|nhận|"
        r"phóng to|tải|theo dõi|xem))\b.{0,60}|video\s?:.{1,120}|"
        r"\d(?:[.,]\d+)?x|đang phát\s?:.{0,80}|trình duyệt của bạn không hỗ trợ.{0,80}|"
        r"(?:xem|view) (?:bài viết|this post|bài đăng)(?: này)? (?:trên|on) \w+|"
        r"bài viết do .{2,60} chia sẻ|a post shared by .{2,60}|"
        r"[★☆⭐]{1,5}(?:\s*(?:\d[.,]\d|\(\d).{0,40})?|"
        r"(?:your|this) browser does not support.{0,60}|"
        r"nghe (?:đọc bài|audio|bài viết|podcast)(?: này)?|\d+[:.]\d+\s*/\s*\d+[:.]\d+"
        r"(?:\s+(?:giọng )?(?:nữ|nam)(?: miền (?:bắc|trung|nam))?)?",
        r"share(?: (?:this|on|via)\b.{0,30}| (?:full )?(?:article|story))?" + _COUNT,
        r"print(?: this\b.{0,20}| (?:article|edition|options|subscriptions?|version))?|save|"
        r"listen(?: (?:now|live|to (?:(?:the|this) )?(?:article|story))\b.{0,20})?|"
        r"listen[\s•·(]*\d.{0,12}|follow us(?: (?:for|on)\b.{0,30})?",
        r"(?:\d+\s*)?(?:lượt xem|lượt đọc|views?|bình luận|likes?|shares?)\s*:?\s*[\d.,]*",
    ),
    rule(
        "navigation",
        "line",
        "menus, log-in, search and links to the top",
        r"đăng (?:nhập|ký|xuất)(?: (?:bản tin|nhận tin|ngay|tài khoản|thành viên|tại đây|mua báo)|"
        r"[\s/|-]+đăng (?:nhập|ký))?|quên mật khẩu.?|"
        r"đăng nhập (?:(?:bằng|qua|với) (?:apple|email|facebook|google|tài khoản|zalo)|"
        r"để (?:bình luận|đọc|gửi|lưu|tiếp tục|xem))\b.{0,20}|"
        r"tìm kiếm(?: (?:bài viết|nâng cao|nhanh|theo ngày|thông tin|tin tức))?|trang chủ|menu|"
        r"đóng(?: lại)?|trở (?:lên trên|lại|về)|"
        r"(?:trở |quay )?(?:lên|về|lại) (?:đầu trang|trang (?:chủ|nhất|trước)|danh sách)|"
        rf"(?:trở lại (?:{_SECTIONS}))+(?:lưu)?|đầu trang|sơ đồ (?:trang|site|web(?:site)?)|"
        r"(?:xem )?chi tiết|details|quay lại|trang (?:trước|sau|tiếp|đầu|cuối)|tiếp(?: theo)?|"
        r"trước|sau|xem tất cả|tất cả|"
        r"thêm|khác|"
        r"(?:chọn )?liên kết(?: website| web| hữu ích)?|ngôn ngữ|tiếng việt|english|rss|"
        r"thông báo|tin nhắn|tài khoản|giới thiệu|liên hệ|hỏi đáp|góp ý(?: hiến kế)?|đặt báo|"
        r"đường dây nóng(?:[^:]{0,20}:[\s\d().+-]*)?",
        r"(?:sign|log) (?:in|up|out)|register|subscribe\b.{0,40}|search|home|menu|close|"
        r"skip (?:to|past) (?:article|content|footer|key|main|nav|newsletter|search).{0,40}|"
        r"(?:se connecter|s['’]abonner|aller au contenu)(?:\s+s['’]abonner)?|"
        r"(?:lire|consulter) le journal(?: numérique| du jour)?|"
        r"s['’]abonner(?: (?:dès|pour|à partir)\b.{0,40})?|anmelden|abonnieren|"
        r"iniciar? sesión|"
        r"suscríbe(?:te|se).{0,40}|il vous reste .{1,20} de cet article à lire.{0,60}|"
        r"article réservé (?:à nos|aux) abonnés|"
        r"back to top|next|previous|contact us?|about us?|sitemap|view all|"
        r"advertise(?: (?:here|in|with)\b.{0,20})?|show more|load more",
        r"(?!\d{4}\s*-\s*\d{4}$)[×✕✖xX<>+|/•·*=_~\s\d-]{1,16}",
    ),
    rule(
        "code",
        "line",
        "a script, a style or a comment of the page's source",
        r"<!--.*-->|(?:googletag|(?:window|document)\.\w|var \w+\s?[=;]|\$\().{0,300}",
        r"function\b[\w\s]{0,40}\([\w\s,]{0,80}\)\s*\{.{0,300}",
        r"[.#@]?[\w.#:,> -]{1,80}\{(?:[^{}]{0,80}:[^{}]{0,200})?\}?|\}+;?|/\*.{0,200}\*/",
    ),
    *PUBLISHER_RULES,
)
"""All rules, the more telling first: the first that matches names the line."""

OVER_LINKS = frozenset({"related articles", "latest or most read", "sponsored links"})
"""The rules for headings below which links to other articles stand."""

_ANY = re.compile("|".join(f"(?P<r{i}>{each.pattern.pattern})" for i, each in enumerate(RULES)))
"""All rules at once, for every line is asked for; the group tells which it was."""
_LONGEST = 320
_LONGEST_NUMBER = 12


def find_rule(line: Line, own: Sequence[Rule] = ()) -> Rule | None:
    """Return the rule that calls this line furniture, or None; an archive's ``own`` come first."""
    for each in own:
        if each.pattern.fullmatch(line.text):
            return each
    # Below a comment "Trả lời" is a button; with a colon it is above what a reader is answered.
    if line.key == "trả lời" and line.text.endswith(":"):
        return None
    # A number in a table is no link to a page.
    is_number = "html: cell" in line.marks and any(map(str.isdigit, line.text))
    if len(line.text) > _LONGEST or (is_number and len(line.text) <= _LONGEST_NUMBER):
        return None
    found = _general_rule(line.key)
    if found is None and not line.text[:1].isalnum():
        found = _general_rule(line.text.casefold())  # some rules are about the bullets
    return found


@lru_cache(maxsize=4096)
def _general_rule(key: str) -> Rule | None:
    match = _ANY.fullmatch(key)
    return RULES[int(str(match.lastgroup)[1:])] if match is not None else None
