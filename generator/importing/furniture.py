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
from generator.importing.rules import Rule, rule

__all__ = ["OVER_LINKS", "RULES", "find_rule"]

_COUNT = r"(?:\s*[:(\[]?\s*[\d.,]*\s*[)\]]?)?"

RULES: tuple[Rule, ...] = (
    rule(
        "related articles",
        "opens",
        "a heading over links to other articles",
        r"(?:các |những )?(?:tin|bài)(?: tức)?(?: viết| bài)?(?: \w+)? (?:liên quan|"
        r"cùng chuyên mục|cùng chuyên đề|cùng chủ đề|"
        r"cùng loại|khác|mới hơn|cũ hơn|đã đưa|tiếp theo|trước đó|tương tự)" + _COUNT,
        r"cùng (?:chuyên mục|chuyên đề|chủ đề|tác giả|sự kiện)",
        r"(?:có thể )?bạn (?:quan tâm|có thể quan tâm|cũng thích|chưa biết|nên đọc)",
        r"có thể bạn (?:quan tâm|thích|chưa biết|cần biết|cũng thích)",
        r"(?:xem|đọc|tham khảo|tìm hiểu) (?:thêm|tiếp)(?: (?:về|trong|tin|bài)\b.{0,60}"
        r"|(?: [^\s.,:;!?]{1,12}){1,3})?",
        r"(?:tin|bài|nội dung) liên quan.{0,20}|khám phá thêm.{0,30}",
        r"(?:đừng|chớ) bỏ lỡ|đề xuất(?: cho bạn)?|dành cho bạn|gợi ý(?: cho bạn)?|liên quan",
        r"related(?: \w+){0,2}|more (?:from|on|in|about) .{1,40}|see also|you may also like|"
        r"read (?:more|next)|recommended.{0,20}|up next|(?:also|further) reading",
        r"(?:à )?lire (?:aussi|également)|sur le même (?:sujet|thème)|voir aussi|à découvrir"
        r"|articles? (?:liés?|similaires)|les plus lus",
        r"(?:lesen sie auch|mehr (?:zum thema|aus .{1,30})|auch interessant|das könnte sie auch.*"
        r"|passend zum thema)|(?:weitere|ähnliche) (?:artikel|themen|nachrichten|beiträge).{0,40}"
        r"|meistgelesen.{0,20}|neueste (?:artikel|nachrichten|beiträge)",
        r"(?:te|le) puede interesar|también (?:te|le) (?:puede )?interesar?.{0,20}|relacionad[ao]s?"
        r"|más (?:noticias|sobre .{1,40})|noticias relacionadas|lo más (?:leído|visto).{0,20}",
        r"leia (?:também|mais)|notícias relacionadas|mais (?:lidas|notícias).{0,20}|veja também",
        r"leggi anche|articoli (?:correlati|simili)|potrebbe interessarti.{0,20}|i più letti",
        r"baca juga|artikel terkait|berita (?:terkait|terpopuler|lainnya)|terpopuler",
        r"(?:czytaj|przeczytaj|zobacz) (?:też|także|również)|powiązane.{0,20}|lees ook|"
        r"meest gelezen|čtěte také|související.{0,20}|nejčtenější.{0,20}",
    ),
    rule(
        "link in the text",
        "line",
        "an arrow or “read more:”, and the headline of another article",
        r"(?:>>+|»|➤|➡|▶|►|=>|→|☛)\s*.{5,200}",
        r"(?:xem|đọc|tham khảo) (?:thêm|tiếp|ngay)(?: (?:bài|tin))?\s*[:>|-].{1,200}",
        r"(?:bài|tin) (?:viết )?(?:liên quan|cùng chủ đề)\s*:.{1,200}",
        r"(?:read|see|watch|listen)(?: (?:more|also|next|on))?\s?[:|].{1,200}"
        r"|related(?: \w+)?\s?[:|].{1,200}",
        r"(?:à )?(?:lire|voir) (?:aussi|également|la suite)\s?[:|>].{1,200}",
        r"(?:lesen sie (?:auch|hier)|mehr zum thema|lesetipp)\s?[:|>].{1,200}",
        r"(?:lee|leer|lea|ver|mira) (?:también|más)\s?[:|>]?.{1,200}"
        r"|(?:te|le) puede interesar\s?:.{1,200}",
        r"(?:leia (?:também|mais)|veja também|leggi anche|baca juga|lees ook|čtěte také|"
        r"(?:czytaj|przeczytaj|zobacz) (?:też|także|również))\s?[:|>].{1,200}",
    ),
    rule(
        "breadcrumb",
        "line",
        "where the page stands in its site, or a menu on one line",
        r"(?:[^.!?>»|›/]{1,40}\s*(?:[>»|›]|\s/\s)\s*){2,}[^.!?>»|›/]{0,60}",
        r"(?:trang chủ|trang nhất|home|startseite|accueil|inicio|portada|início|beranda)"
        r"\s*[>»|›/:-].{1,120}",
        r"(?:bạn đang (?:ở|xem)|you are here|sie sind hier|vous êtes ici|está(?:s)? en)\b.{0,120}",
        r"[^.!?>»|›/]{2,22}\s*[|›»]\s*[^.!?>»|›/]{2,22}",
        r"(?:\[[^\[\]]{2,30}\]\s*){2,}",
    ),
    rule(
        "section name",
        "section",
        "the name of a section as most newspapers have it, on a menu or above the headline",
        r"(?:tin )?(?:thời sự|trong (?:nước|tỉnh)|quốc tế|thế giới|chính trị|kinh tế|xã hội|"
        r"văn hóa|thể thao|giải trí|giáo dục|y tế|sức khỏe|pháp luật|khoa học|công nghệ|"
        r"môi trường|du lịch|đời sống|quốc phòng|an ninh|nông nghiệp|công nghiệp|thị trường|"
        r"bất động sản|tài chính|ngân hàng|chứng khoán|doanh nghiệp|bạn đọc|tòa soạn|địa phương|"
        r"nhịp sống(?: trẻ)?|giới trẻ|nhịp cầu|góc nhìn|xây dựng đảng|"
        r"giao thông|an sinh|lao động|việc làm|xe|ẩm thực|làm đẹp|gia đình|"
        r"âm nhạc|điện ảnh|thời trang|bóng đá|tennis|podcast|video|ảnh|photo|infographics?|"
        r"e-?magazine|longform|truyền hình|phát thanh|chuyển đổi số|dân tộc|tôn giáo|tư liệu|"
        r"nội chính|hồ sơ|tâm sự|cộng đồng|đô thị|biển đảo|khoa giáo|pháp đình|tin tức|"
        r"sự kiện|thư bạn đọc|hộp thư|báo in|multimedia|media|e-?paper|báo giấy|"
        r"diễn đàn|"
        r"và|[-–—,&/\s])+",
        r"(?:chuyên mục|mục|category|rubrik|rubrique|sección|rubrica|kategori)\s?:.{1,40}",
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
        r"(?: nhất| cập nhật| đăng)?(?: (?:trong|về) .{1,30})?",
        r"(?:tin )?(?:đọc|xem) nhiều(?: nhất)?(?: (?:trong|về|tuần|ngày) ?.{0,30})?",
        r"(?:tin|bài)(?: viết)? (?:được )?(?:đọc|xem|quan tâm) nhiều(?: nhất)?(?: .{0,20})?",
        r"(?:mới|nóng) nhất!?|mới cập nhật|nổi bật|tiêu điểm|được quan tâm(?: nhất)?|"
        r"chủ đề (?:nóng|hot)|đọc nhanh|"
        r"dòng sự kiện|sự kiện nổi bật|tin nổi bật.{0,20}|tin ảnh|xu hướng|top \d+|multimedia|"
        r"media|ấn phẩm|chuyên đề nổi bật|trending.{0,20}",
        r"(?:most|latest|top) (?:read|viewed|popular|shared|news|stories).{0,20}|popular",
        r"xem theo ngày|theo ngày|xem|tất cả chuyên mục|chuyên mục|danh mục",
    ),
    rule(
        "sponsored links",
        "opens",
        "advertising or a box of sponsored articles",
        r"(?:tin |nội dung |bài viết )?(?:tài trợ|rao vặt|khuyến mại)",
        r"thông tin (?:doanh nghiệp|quảng cáo|tuyển dụng|cần biết|tiện ích)(?: ?- ?.{1,30})?",
        r"sponsored.{0,20}|promoted.{0,20}|paid post|taboola.{0,20}",
    ),
    rule(
        "advertisement",
        "line",
        "where an advertisement was",
        r"(?:continue reading|story continues)(?: below)?(?: \w+)?|advert",
        r"(?:quảng cáo|advertisements?|advertising|anzeige|werbung|publicité|publicidade?|"
        r"pubblicità|iklan|reklama|advertentie|annons)(?: .{1,20})?",
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
        r"(?:gửi|viết|để lại|thêm)(?: \w+)? (?:bình luận|ý kiến|phản hồi|nhận xét).{0,60}",
        r"(?:\(?\d+\)?|(?:bài viết |hiện |hiện tại )?chưa có|xem tất cả) (?:bình luận|ý kiến|"
        r"phản hồi).{0,60}|bạn còn \d+.{0,20}ký tự",
        r"tối thiểu \d+ chữ.{0,80}|vui lòng (?:nhập|gõ|đăng nhập|gửi).{0,80}|mã xác nhận.{0,30}",
        r"(?:họ và tên|họ tên|tên của bạn|email của bạn|nội dung|tiêu đề)\s*(?:\*|\(\*\)|:)\s*",
        r"(?:tặng|chuyển) sao.{0,60}|trở thành người đầu tiên.{0,60}|tối đa:? \d+ ký tự.{0,20}|"
        r"bạn không thể gửi.{0,80}|(?:gửi|xem thêm) bình luận|bình luận hay",
        r"quan tâm nhất|thích nhất|leave a (?:comment|reply)|join the conversation",
        r"(?:comentarios?|commentaires?|kommentare?|reacties|komentarze|commenti|komentar|"
        r"komentáře|comentários?)" + _COUNT,
    ),
    rule(
        "page clock",
        "line",
        "the day on which the page was read",
        r"(?:hôm nay|today|heute|aujourd[’']hui|hoy|oggi|hari ini)\b.{0,50}\b(?:19|20)\d\d.{0,20}",
    ),
    rule(
        "comment buttons",
        "line",
        "buttons below a comment, and when it was written",
        r"(?:(?:thích|trả lời|báo vi phạm|like|reply|report|répondre|antworten|responder|"
        r"\d+ (?:giây|phút|giờ|ngày|tuần|tháng|năm) trước|\d+ \w+ ago)[\s·•|-]*)+\d*",
        r"(?:ordenar por|sắp xếp(?: theo)?|sort by|trier par|sortieren nach)\s?:?.{0,30}",
    ),
    rule(
        "visitor counter",
        "opens",
        "how many people visited the site",
        r"thống kê(?: lượt)?(?: truy cập)?|số (?:lượt |người )?(?:truy cập|online)" + _COUNT,
        r"(?:đang|khách|số người|thành viên)(?: đang)? (?:online|trực tuyến|"
        r"truy cập)\s*:?\s*[\d.,]*"
        r"(?:\s+(?:tổng|hôm|trong|tất|khách|thành).{0,80})?",
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
        r"(?:(?:fb|yt|zl|tw|ig|tt|in|rss|facebook|twitter|x|zalo|youtube|tiktok|telegram|"
        r"instagram|linkedin|"
        r"pinterest|email|e-mail|whatsapp|messenger|viber|print|share|link|copy|lotus|google\+?|"
        r"news|ios|"
        r"android|app store|google play)[\s,|/•·-]*)+",
        r"(?:bản|phiên bản) in|read later|save(?:d)?(?: (?:story|article))?|story saved|also read|"
        r"imprimir|imprimer|drucken|afdrukken|stampa|partager|teilen|compartir|compartilhar|"
        r"condividi|bagikan|delen|udostępnij|sdílet",
        r"(?:in|lưu|gửi|nghe|tải|thích)(?: bài| bài viết| trang| tin| lại| email|"
        r" facebook)*(?: này)?",
        r"(?:sao chép|copy|lấy)(?: liên kết| link| url)!?|link bài gốc.*|.{0,60}\bcopy link\b.*|"
        r"đã (?:sao chép|copy).{0,20}",
        r"(?:theo dõi|đọc báo|tải ứng dụng|tải app).{0,60}(?:trên|qua|mobile|google news|"
        r"facebook|ứng dụng)"
        r"(?: google news| facebook| zalo| youtube)*\s*:?",
        r"(?:enlarge|expand|view) (?:image|photo|gallery)|phóng to ảnh|ảnh lớn|\d+ (?:of|/) \d+",
        r"google news.{0,30}|bình chọn.{0,20}|đánh giá.{0,4}|cỡ chữ.{0,20}|aa?\s*[+-]*|[+-]?a[+-]?|"
        r"(?:nghe )?đọc bài(?: viết| báo)?|(?:giọng )?(?:nữ|nam) miền (?:bắc|trung|nam)|"
        r"(?:nhấn|bấm|click|chạm) (?:để|vào|here).{0,60}|video\s?:.{1,120}|"
        r"\d(?:[.,]\d+)?x|đang phát\s?:.{0,80}|trình duyệt (?:của bạn )?không hỗ trợ.{0,80}|"
        r"(?:xem|view) (?:bài viết|this post|bài đăng).{0,20} (?:trên|on) .{2,20}|"
        r"(?:bài viết do|a post shared by) .{2,60}|[★☆⭐]{1,5}.{0,40}|"
        r"(?:your|this) browser does not support.{0,60}|"
        r"nghe (?:đọc bài|audio|bài viết|podcast).{0,20}|\d+[:.]\d+\s*/\s*\d+[:.]\d+",
        r"share(?: this| on)?.{0,30}|print(?: this)?.{0,20}|save|listen.{0,20}|follow us.{0,30}",
        r"(?:\d+\s*)?(?:lượt xem|lượt đọc|views?|bình luận|likes?|shares?)\s*:?\s*[\d.,]*",
    ),
    rule(
        "navigation",
        "line",
        "menus, log-in, search and links to the top",
        r"đăng (?:nhập|ký|xuất)(?: .{0,30})?|quên mật khẩu.?|tìm kiếm.{0,20}|trang chủ|menu|"
        r"đóng(?: lại)?|"
        r"về đầu trang|lên đầu trang|trở (?:lên trên|lại|về)(?: .{1,40})?|về trang chủ|đầu trang|"
        r"sơ đồ (?:trang|site|web).{0,8}|"
        r"(?:xem )?chi tiết|details|quay lại|trang (?:trước|sau|tiếp|đầu|cuối)|tiếp(?: theo)?|"
        r"trước|sau|xem tất cả|tất cả|"
        r"thêm|khác|"
        r"liên kết(?: website| web| hữu ích)?|chọn liên kết.{0,20}|ngôn ngữ|tiếng việt|english|rss|"
        r"thông báo|tin nhắn|tài khoản|giới thiệu|liên hệ|hỏi đáp|góp ý.{0,20}|đặt báo|"
        r"đường dây nóng.{0,40}",
        r"(?:sign|log) (?:in|up|out)|register|subscribe.{0,40}|search|home|menu|close|"
        r"skip (?:to|past) .{1,40}|"
        r"se connecter|s['’]abonner.{0,40}|anmelden|abonnieren|iniciar? sesión|"
        r"suscríbe(?:te|se).{0,40}|il vous reste .{1,20} de cet article à lire.{0,60}|"
        r"article réservé (?:à nos|aux) abonnés|"
        r"back to top|next|previous|contact us?|about us?|sitemap|advertise.{0,20}|view all|"
        r"show more|load more",
        r"[×✕✖xX<>+|/•·*=_~\s\d-]{1,16}",
    ),
    rule(
        "code",
        "line",
        "a script, a style or a comment of the page's source",
        r"<!--.*-->|(?:googletag|window\.|document\.|var |function\b.{0,40}\(|\$\().{0,300}",
        r"[.#@]?[\w.#:,> -]{1,80}\{[^{}]{0,200}\}?|\}+;?|/\*.{0,200}\*/",
    ),
    rule(
        "newsletter",
        "line",
        "an invitation to take the newsletter, install an app or accept cookies",
        r"(?:nhận|đăng ký(?: nhận)?) (?:tin|bản tin|thông báo|newsletter).{0,80}",
        r"(?:[^.]*\b)?(?:chúng tôi (?:sử dụng|dùng)|we use|nous utilisons|wir verwenden|utilizamos|"
        r"website này (?:sử dụng|dùng))[^.]{0,20}\bcookies?\b.*",
        r"[^.]*\b(?:follow|join|suivez|rejoignez|folgen|folge|siga|sigue|clique|seguir|iscriviti|"
        r"segui|theo dõi|tham gia|nhận tin|kết nối|volg|dołącz|stuur)\b[^.]*\b(?:whatsapp|telegram|"
        r"google news|newsletter|facebook|instagram|tiktok|youtube|zalo|viber)\b.{0,60}",
        r"(?:thời gian đọc|lesezeit|temps de lecture|tiempo de lectura|reading time|leestijd|"
        r"czas czytania|tempo di lettura|tempo de leitura|waktu baca)\b.{0,20}"
        r"|\d+ min\w*(?: \w+){0,2} (?:read|lettura|lectura|leitura|lecture|lesezeit|đọc)",
        r"(?:écouter|artikel anhören|luister naar|escuchar|ouvir|ouça|ascolta|dengarkan)\b"
        r"[^.!?]{0,40}",
        r".{0,60}\b(?:free )?articles? (?:remaining|left)\b.{0,60}",
        r"(?:sign up|subscribe|register|get) .{0,40}(?:newsletter|inbox|alerts?|edition).{0,60}",
        r"(?:newsletter|abonnez-vous|inscrivez-vous|jetzt anmelden|suscríbete|iscriviti|"
        r"berlangganan)\b.{0,80}",
    ),
    rule(
        "house lines",
        "line",
        "what a newspaper says below its articles of itself and of their writers",
        r"(?:follow|email|e-mail|contact|reach|write to) [^.]{0,80}(?:@|\bat\b|\bon\b).{0,80}",
        r"(?:have|got) (?:a|any) (?:news )?(?:tip|story|question|correction).{0,100}",
        r"(?:like|enjoy(?:ed)?) (?:this|what) .{0,80}",
        r"(?:reporting|editing|written|compiled) by .{2,100}(?:editing|reporting) by .{2,80}",
        r".{0,60}\bmay (?:earn|receive) a (?:small )?commission\b.{0,120}",
        r"(?:the )?associated press .{0,80}\bcontributed (?:to this report|reporting).{0,20}",
        r".{2,60} (?:covers|reports on|writes about) .{2,120}\b(?:follow|call|e-?mail|reach)\b.*",
        r".{2,80} is (?:a|an) (?:staff |senior |freelance )?(?:writer|reporter|editor|columnist|"
        r"correspondent)\b.{0,160}",
        r"mọi (?:ý kiến|thông tin|bài vở|góp ý).{0,60}(?:gửi|về|qua|liên hệ).{0,120}@.{0,40}",
        r"(?:bạn|quý|mời) (?:đọc|độc giả|vị).{0,60}(?:gửi (?:tin|bài|ảnh|ý kiến)|cộng tác).{0,120}",
    ),
    rule(
        "service box",
        "opens",
        "weather, exchange rates, lottery, customer care",
        r"thời tiết(?: .{0,30})?|dự báo thời tiết|tỷ giá(?: ngoại tệ| .{0,20})?|giá vàng|"
        r"xổ số.{0,20}|lịch (?:chiếu|phát sóng|vạn niên).{0,20}|"
        r"chứng khoán|chăm sóc khách hàng|hỗ trợ (?:khách hàng|trực tuyến)|thăm dò ý kiến|"
        r"bình chọn|lịch công tác|"
        r"văn bản (?:mới|chỉ đạo).{0,30}|thư viện (?:ảnh|video).{0,20}|bảng giá.{0,40}",
    ),
    rule(
        "imprint",
        "imprint",
        "who publishes the site, under which licence, and how to reach them",
        r"(?:©|\(c\)|®|copyright|bản quyền|all rights reserved).*|.*\ball rights reserved\b.*",
        r"(?:cơ quan (?:chủ quản|của|ngôn luận)|đơn vị chủ quản|chủ quản|(?:phó )?tổng biên tập|"
        r"phụ trách(?: \w+){0,3}|"
        r"chịu trách nhiệm(?: \w+){0,4}|giám đốc|trưởng ban biên tập|trưởng ban|"
        r"quản lý nội dung)\s*[:\-].{1,120}",
        r"(?:cơ quan (?:chủ quản|của|ngôn luận)).{0,120}",
        r"(?:giấy phép|gp|gpxb|gcnđkdn).{0,30}(?:số|:|hoạt động|xuất bản|thiết lập).{0,200}",
        r"(?:trụ sở|tòa soạn|địa chỉ(?: tòa soạn)?|văn phòng|vp|chi nhánh|"
        r"cơ sở)(?: \w+){0,5}\s*:.{0,200}",
        r"(?:điện thoại|đt|tel|hotline|đường dây nóng|fax|email|e-mail|website|"
        r"số tài khoản)(?: \w+){0,3}\s*[:.].{0,160}",
        r"(?:liên hệ|đặt|thông tin) (?:quảng cáo|tòa soạn|phát hành|tòa soạn|dịch vụ).{0,60}",
        r"(?:(?:ghi|nêu|đề nghị ghi) rõ nguồn|cấm sao chép|không được sao chép|vui lòng ghi|"
        r"mọi hành động).{0,200}",
        r"chính sách (?:bảo mật|riêng tư|quyền riêng tư|cookie).{0,40}|điều khoản.{0,40}|"
        r"quy chế.{0,30}",
        r"(?:quét mã|tải|cài đặt) (?:qr|ứng dụng|app).{0,80}|chat với.{0,30}|phát triển bởi.{0,60}|"
        r"thiết kế bởi.{0,60}|powered by.{0,60}",
        r"privacy (?:policy|notice).{0,30}|privacy notice: .*",
        r"terms (?:of|and).{0,40}|cookie.{0,60}",
        r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S+",
        r"(?:\+?84|0)[\d .-]{7,16}",
    ),
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
