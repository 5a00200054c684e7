"""Page furniture in which a newspaper speaks of itself: its newsletter, its people, its imprint.

The rules are data, as those of ``furniture``, which puts them after its own.
"""

from __future__ import annotations

from generator.importing.rules import Rule, rule

__all__ = ["PUBLISHER_RULES"]

_CHANNELS = (
    r"(?:whatsapp|telegram|google news|newsletter|facebook|instagram|tiktok|youtube|zalo|viber)"
)
_WRITER = r"(?:writer|reporter|editor|columnist|correspondent)"
_SERVICE = r"(?:thời tiết|tỷ giá|giá vàng|chứng khoán|xổ số)"

PUBLISHER_RULES: tuple[Rule, ...] = (
    rule(
        "newsletter",
        "line",
        "an invitation to take the newsletter, install an app or accept cookies",
        r"(?:nhận|đăng ký(?: nhận)?) (?:tin|bản tin|thông báo|newsletter)(?: mới| miễn phí)?"
        r"(?:[^,]{0,40} qua (?:e-?mail|zalo|telegram|viber).{0,20})?",
        r"đăng ký nhận (?:bản )?tin.{0,80}",
        r"(?:[^.]*\b)?(?:(?:we use|nous utilisons|wir verwenden|utilizamos)\b[^.]{0,20}"
        r"\bcookies\b|(?:chúng tôi|website này) (?:sử dụng|dùng)(?: các)? cookies?(?! và| với)).*",
        # What follows speaks to the reader; that others joined a group there is news.
        r"(?:[^.]*[?!] |\W*)(?:(?:follow|join|suivez|rejoignez|folg(?:t|en sie)|siga|iscriviti|"
        r"clique aqui|stuur|dołącz)\b|(?:folge|segui|sigue|volg)\b"
        r"(?=[^.]*\b(?:uns|unser\w*|nostr\w+|nuestr\w+|ons|onze)\b))"
        rf"[^.]*\b{_CHANNELS}\b.{{0,60}}",
        r"(?:(?:hãy|mời (?:(?:các )?bạn|(?:quý )?(?:bạn đọc|độc giả|vị))) (?:theo dõi|tham gia|"
        r"nhận tin|kết nối)\b[^.]*|(?:theo dõi|tham gia|kết nối)"
        r"(?=[^.,]*\b(?:báo|chúng tôi|tòa soạn)\b)[^.,]*)"
        rf"\b{_CHANNELS}\b[^,]{{0,20}}",
        r"(?:thời gian đọc|lesezeit|temps de lecture|tiempo de lectura|reading time|leestijd|"
        r"czas czytania|tempo di lettura|tempo de leitura|waktu baca)"
        r"(?:[\s:~]*(?:ca\. )?\d.{0,15})?"
        r"|\d+ min\w*(?: \w+){0,2} (?:read|lettura|lectura|leitura|lecture|lesezeit|đọc)",
        r"artikel anhören|(?:écouter|luister naar|escuchar|ouvir|ouça|ascolta|dengarkan) "
        r"(?:\w+ |l['’])?(?:article|artikel|artículo|artigo|articolo|noticia|notícia)(?: ini)?",
        r"(?:you have .{0,30}|\d+ (?:free )?)articles? (?:remaining|left)\b.{0,60}",
        r"(?:sign up|subscribe|register|get) .{0,40}"
        r"(?:newsletter|(?:our|your) (?:\w+ )?(?:inbox|alerts?|edition)).{0,60}",
        r"newsletter(?: \w+|\s?[:|].{0,80})?|"
        r"(?:abonnez-vous|jetzt anmelden|suscríbete|iscriviti)\b.{0,80}|"
        r"(?:inscrivez-vous|berlangganan)(?: .{0,20}(?:newsletter|lettre|buletin)\b.{0,60})?",
    ),
    rule(
        "house lines",
        "line",
        "what a newspaper says below its articles of itself and of their writers",
        r"(?:follow|email|e-mail|contact|reach|write to) [^.]{0,80}"
        r"(?:@|\bat \(?\d{3}\)?[-. ]\d).{0,80}",
        r"follow [^.]{0,80}\bon (?:twitter|x|facebook|instagram|linkedin|bluesky)\b.{0,80}",
        r"(?:have|got) (?:a|any) (?:news )?(?:tip|story|question|correction)s?"
        r"(?: (?:about|for|to)\b[^.?]{0,40})?\?.{0,100}",
        r"get involved with the news.{0,40}|send (?:us )?your (?:stories|news|photos)\b.{0,40}",
        r"(?:like|enjoy(?:ed)?) (?:this|what)\b[^.?]{0,40}\?.{0,80}",
        r"(?:reporting|editing|written|compiled) by .{2,100}(?:editing|reporting) by .{2,80}",
        r"(?:.{0,60}\b)?(?:we|this (?:article|page|site)) may (?:earn|receive) "
        r"a (?:small )?commission\b.{0,120}",
        r"(?:the )?associated press .{0,80}\bcontributed (?:to this report|reporting).{0,20}",
        r".{2,60} (?:covers|reports on|writes about) [^.]{2,120}"
        r"\. (?:follow|call|e-?mail|reach)\b.*",
        r"(?!(?:he|her|his|it|my|one|our|she|the|their|this|who)\b).{2,80} is an? "
        rf"(?:(?:staff|senior|freelance) {_WRITER}\b|{_WRITER} (?:at|based|covering|for|with)\b)"
        r".{0,160}",
        r"mọi (?:ý kiến|thông tin|bài vở|góp ý).{0,60}(?:gửi|về|qua|liên hệ).{0,120}@.{0,40}",
        r"(?:mời (?:quý )?(?:bạn đọc|độc giả|vị)|(?:quý )?(?:bạn đọc|độc giả|vị)(?: \w+){0,2} "
        r"(?:có thể|hãy|vui lòng|xin))\b.{0,60}(?:gửi (?:tin|bài|ảnh|ý kiến)|cộng tác).{0,120}",
    ),
    rule(
        "service box",
        "opens",
        "weather, exchange rates, lottery, customer care",
        rf"dự báo thời tiết|{_SERVICE}(?:[\s,&/–-]+{_SERVICE})*",
        r"thời tiết (?:hôm nay|ngày mai|\d+ ngày(?: tới)?|các (?:tỉnh|vùng|nơi)|địa phương|"
        r"hà nội|huế|đà nẵng|tp.{0,16})",
        r"tỷ giá (?:ngoại tệ|hối đoái|hôm nay|ngân hàng|usd|vietcombank)|"
        r"xổ số (?:kiến thiết|điện toán|miền (?:bắc|trung|nam)|hôm nay)|"
        r"lịch (?:chiếu(?: phim)?|vạn niên|phát sóng(?: (?:truyền hình|phát thanh|\w*tv\w*))?)"
        r"(?: hôm nay| ngày \d.{0,10})?",
        r"chăm sóc khách hàng|hỗ trợ (?:khách hàng|trực tuyến)|thăm dò ý kiến|lịch công tác|"
        r"văn bản (?:mới(?: nhất| ban hành)?|chỉ đạo(?:,? điều hành)?)|"
        r"thư viện (?:ảnh|video)(?:[\s,&/–-]+(?:ảnh|video|clip))?",
        r"bảng giá(?: (?:điện tử|trực tuyến|chứng khoán|ô tô|xe máy)(?: danh mục đầu tư)?"
        r"| quảng cáo\b.{0,40})?",
    ),
    rule(
        "imprint",
        "imprint",
        "who publishes the site, under which licence, and how to reach them",
        r"[©®].*|.*\ball rights reserved\b.*|copyright|"
        r"(?:\(c\)|copyright)\W*(?:(?:19|20)\d\d|©|\(c\)|by\b).*",
        r"bản quyền(?:(?: (?:bài viết|hình ảnh|nội dung))? thuộc\b[^?]*|\s?[©:\d].*|"
        r" của (?:báo|cổng|đài|tạp chí)\b.*)?",
        r"(?:cơ quan (?:chủ quản|của|ngôn luận)|đơn vị chủ quản|chủ quản|(?:phó )?tổng biên tập|"
        r"chịu trách nhiệm(?: \w+){0,4}|trưởng ban biên tập|quản lý nội dung)\s*[:\-]"
        r"[^?“”\"]{1,120}",
        r"(?:phụ trách(?: \w+){0,3}|giám đốc|trưởng ban)\s*[:\-][^,!?“”\"]{1,30}",
        r"cơ quan (?:ngôn luận )?của (?:ban|bộ|đảng|đoàn|hội|liên đoàn|thành ủy|"
        r"tỉnh (?:bộ|đoàn|ủy)|ubnd|ủy ban)\b[^,]{0,120}",
        r"(?:giấy phép|gp|gpxb|gcnđkdn)\b[^,;]{0,100}\d\s?/\S*(?:bc|btt|stt|ttđt|vh|xb).{0,200}",
        r"giấy phép (?:hoạt động báo|thiết lập|xuất bản)[^,;]{0,80}(?:số|:)\s*\d.{0,200}",
        r"giấy phép[^,;]{0,60}số\s?:?\s?\d.{0,60}(?:bộ|cục|sở) (?:báo chí|thông tin|văn hóa)"
        r".{0,150}",
        r"(?:trụ sở|tòa soạn|địa chỉ(?: tòa soạn)?|văn phòng|vp|chi nhánh|cơ sở \d)(?: \w+){0,5}"
        r"\s*:(?=\s*(?:số )?\d|.*(?:đường|phố|phường|tầng)).{0,200}",
        r"(?:điện thoại|đt|tel|hotline|đường dây nóng|fax|email|e-mail|website|"
        r"số tài khoản)(?: \w+){0,3}\s*(?::(?=.*(?:\d{3}|@|\.\w))|\.(?=\s*\(?\+?\d)).{0,160}",
        r"(?:liên hệ|đặt) (?:quảng cáo|tòa soạn|phát hành|dịch vụ)"
        r"(?:(?: và|\s?[:(–-]).{0,60}|\s\d.{0,40})?|thông tin (?:tòa soạn|phát hành)",
        r"(?:đề nghị |vui lòng )?(?:ghi|nêu) rõ nguồn(?:(?:\s?[\"“'(:]| (?:báo|cổng|tạp chí)\b|"
        r"(?: [^\s,]+){0,6} khi (?:đăng|phát hành|sử dụng|trích)\b).{0,200})?",
        r"(?:cấm|không được) sao chép"
        r"(?: (?:dưới|khi (?:chưa|không)|lại|nội dung|toàn bộ)\b.{0,200})?|"
        r"mọi (?:hành động|hành vi|hình thức) (?:phát hành lại|sao chép|sử dụng)\b.{0,200}",
        r"chính sách (?:bảo mật|riêng tư|quyền riêng tư|cookie).{0,40}|"
        r"điều khoản(?: (?:sử dụng|dịch vụ|và (?:chính sách|điều kiện))\b.{0,30})?|"
        r"quy chế(?: (?:hoạt động|sử dụng|thành viên))?",
        r"quét mã qr(?: để (?:cài|đọc|tải|theo dõi)\b.{0,60})?|"
        r"(?:tải|cài đặt) (?:ứng dụng|app)(?: (?:báo|đọc báo|của)\b[^,]{0,60}|(?: [^\s,]+){1,2}|"
        r"[^,]{0,40} (?:app store|google play|ios|android).{0,20})?|"
        r"chat với (?:chúng tôi|tư vấn viên).{0,20}|(?:phát triển|thiết kế) bởi[^,]{0,60}|"
        r"powered by[^,.]{0,30}",
        r"privacy (?:policy|notice)(?: (?:and|cookies?|terms)\b.{0,30}|\s?[|&:].*)?|"
        r"terms (?:of (?:sale|service|use)|and conditions)\b.{0,40}|cookies?"
        r"(?:[\s-]+(?:einstellungen|notice|policy|preferences|richtlinie|settings)\b.{0,60})?",
        r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S+",
        r"(?:\+?84|0)[\d .-]{7,16}",
    ),
)
"""The rules for such lines, the more telling first."""
