"""Vietnamese words that tags are made of, and those that they are not. Data only."""

from __future__ import annotations

__all__ = [
    "COMPOUNDS",
    "ENDINGS",
    "FEATURES",
    "LINKS",
    "OPENERS",
    "ORDINARY",
    "ORGANISATIONS",
    "PERSON_BEFORE",
    "PLACES",
    "ROUTES",
    "SURNAMES",
    "TITLES",
    "TOO_COMMON",
    "VERBS",
    "WHOLE",
]


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split("|"))


ORDINARY = frozenset(
    """theo tại ông bà anh chị em cô chú bác cháu ngày sáng chiều tối trưa đêm các những trong hiện
    đến từ khi nhờ với năm mỗi một hai ba bốn nhiều đây đó này sau trước trên dưới ngoài cùng bên để
    do vì nên nhưng mà và hoặc nếu được bị là có không chưa đã đang sẽ vẫn còn cũng chỉ rất hơn
    nhất cho của về như lúc dịp nhằm qua ở ra vào lên xuống mới tháng quý nay mai hôm tôi chúng ta
    họ ai gì sao bởi song riêng dự ngay việc người cuối hết khoảng gần đạt tiếp nói mọi cả đối giữa
    làm đi lại thêm giúp gắn tăng giảm bằng phải cần muốn thì sang tới rồi mình nữa lần đầu vừa cứ
    mấy bao nào thế vậy đều tự trở thấy biết gặp gọi hỏi đưa lấy trao gửi nhận xem dùng bán mua ăn
    uống ngồi đứng chạy quanh khắp suốt ngoài ven phía nơi chốn lũ hay khó dễ xa dài ngắn cao thấp
    chiếc cái con cuộc sự tấm bức ngôi quyển cuốn tờ bó đàn triệu tỷ nghìn trăm đồng phần mét cây
    kịp chờ mong kể lớn nhỏ bé cũ ít đủ mất tìm giữ chia chọn kết mở đóng tan
    a an the of in on at to for and or as by with from is are was were be has have had that this it
    its their his her not but will after over more than new who what how why when into about out up
    le la les des du de un une et en au aux pour par sur dans avec est sont que qui ses son sa plus
    der die das dem den des ein eine einen und im am zu zum zur mit von vom für auf aus bei nach ist
    every each some any
    el los las del y por con para una se al es su sus""".split()
)
"""No tag begins or ends with these."""

OPENERS = ORDINARY | frozenset("đồng đặc mặc cụ thời tuy mừng đón chào".split())
"""At the beginning of a sentence these begin no name."""

LINKS = frozenset("of de du des del da von van der den d".split())
"""Small words inside names of other languages."""

PLACES = _phrases(
    "tỉnh|huyện|xã|phường|quận|thành phố|tp|thị xã|tx|thị trấn|thôn|bản|ấp|khu phố|tổ dân phố"
)
"""What administrative units are called before their names."""

ENDINGS = PLACES | _phrases("quốc gia|trung ương|quốc tế|nhà nước|khu vực|thế giới")
"""What the name of an organisation may end with in small letters."""

ROUTES = _phrases("cao tốc|đường sắt|tuyến đường|đường")
"""What is called after its two ends, with a dash."""

FEATURES = _phrases(
    """sông|suối|hồ|núi|đèo|cầu|chợ|phiên chợ|chùa|đền|đình|làng|đảo|vịnh|biển|hang|thác|cảng|ga|
    phố|đường|bến|làng gốm|làng nghề|làng chài|cánh đồng|đồi chè|sân bay|sân vận động|nhà máy|
    nhà máy thủy điện|thủy điện|khu công nghiệp|khu du lịch|khu di tích|vườn quốc gia|cửa khẩu|
    lễ hội|quốc lộ|cao tốc|trường tiểu học|trường mầm non|trường trung học cơ sở|
    trường trung học phổ thông|trạm y tế|bệnh viện|bảo tàng|công viên|rừng|rừng phòng hộ|đập|kênh|
    hợp tác xã|câu lạc bộ|đội bóng|thung lũng|cao nguyên|quần đảo|nghĩa trang"""
)
"""What features of the land and buildings are called before their names: they belong to them."""

ORGANISATIONS = _phrases(
    """bộ|sở|ban|phòng|ủy ban|uỷ ban|ủy ban nhân dân|uỷ ban nhân dân|ubnd|hđnd|hội đồng|
    hội đồng nhân dân|tòa án nhân dân|toà án nhân dân|viện kiểm sát nhân dân|liên đoàn lao động|
    hội liên hiệp phụ nữ|hội nông dân|hội cựu chiến binh|mặt trận tổ quốc|đoàn thanh niên|
    hội|cục|chi cục|tổng cục|vụ|viện|trường|
    học viện|đại học|cao đẳng|trung tâm|công ty|tổng công ty|tập đoàn|liên đoàn|liên hiệp|
    đảng bộ|đảng ủy|đảng uỷ|tỉnh ủy|tỉnh uỷ|thành ủy|thành uỷ|huyện ủy|huyện uỷ|thị ủy|chi bộ|
    đoàn|đội|đài|báo|tạp chí|bệnh viện|ngân hàng|quỹ|kho bạc|hợp tác xã|htx|câu lạc bộ|clb|
    bảo tàng|thư viện|nhà hát|nhà xuất bản|công an|tòa án|toà án|viện kiểm sát|mặt trận|quân khu|
    sư đoàn|trung đoàn|tiểu đoàn|lữ đoàn|quân đoàn|đồn|hạt|trạm|nông trường|lâm trường|quân ủy|
    văn phòng|thanh tra|kiểm toán|chính phủ|quốc hội|liên minh|hiệp hội|huân chương|huy chương"""
)
"""What organisations, and honours, are called before their names."""

WHOLE = (
    "Bác Hồ",
    "Nông nghiệp và Phát triển nông thôn",
    "Nông nghiệp và Môi trường",
    "Tài nguyên và Môi trường",
    "Văn hóa, Thể thao và Du lịch",
    "Văn hoá, Thể thao và Du lịch",
    "Văn hóa - Thể thao và Du lịch",
    "Văn hóa và Thông tin",
    "Văn hóa - Thông tin",
    "Văn hóa - Xã hội",
    "Thông tin và Truyền thông",
    "Giáo dục và Đào tạo",
    "Giáo dục - Đào tạo",
    "Khoa học và Công nghệ",
    "Kế hoạch và Đầu tư",
    "Tài chính - Kế hoạch",
    "Lao động - Thương binh và Xã hội",
    "Lao động, Thương binh và Xã hội",
    "Dân tộc và Tôn giáo",
    "Phát thanh và Truyền hình",
    "Phát thanh - Truyền hình",
    "Văn học - Nghệ thuật",
    "Văn học nghệ thuật",
    "Cơ quan - Doanh nghiệp",
    "Cơ quan và Doanh nghiệp",
    "Tuyên giáo và Dân vận",
    "Phòng cháy, chữa cháy và cứu nạn, cứu hộ",
    "Khí tượng Thủy văn",
)
"""Names, and fields of offices, that the rules for others would take apart."""

COMPOUNDS = _phrases(
    """phát triển|đảng viên|đảng ủy|đảng uỷ|đảng bộ|tỉnh ủy|tỉnh uỷ|huyện ủy|huyện uỷ|thành ủy|
    thành uỷ|thị ủy|chi bộ|chi ủy|cấp ủy|ủy ban|uỷ ban|ủy viên|uỷ viên|nhân dân|hội đồng|mặt trận|
    tổ quốc|bí thư|chủ tịch|giám đốc|hiệu trưởng|quân ủy|tổng cục|chi cục|chủ nhiệm|
    công tác|tổ chức|cơ sở|cơ quan|doanh nghiệp|công ty|hợp tác|tác xã|sản xuất|chăn nuôi|
    trồng trọt|thủy sản|thuỷ sản|lâm nghiệp|nông nghiệp|nông dân|nông thôn|công nghiệp|thương mại|
    dịch vụ|du lịch|văn hóa|văn hoá|thể thao|giáo dục|đào tạo|y tế|bệnh viện|đa khoa|trung tâm|
    bảo tàng|thư viện|tiểu học|trung học|phổ thông|cao đẳng|đại học|mầm non|học sinh|sinh viên|
    giáo viên|nội trú|dân tộc|tôn giáo|bán trú|chính trị|chính quyền|chính phủ|nhà nước|quốc hội|
    trung ương|thường vụ|thường trực|chấp hành|kiểm tra|tuyên giáo|dân vận|nội vụ|tư pháp|
    tài chính|kế hoạch|đầu tư|tài nguyên|môi trường|xây dựng|giao thông|vận tải|công thương|
    khoa học|công nghệ|thông tin|truyền thông|lao động|xã hội|bảo hiểm|ngân hàng|kho bạc|hải quan|
    biên phòng|quân sự|quân đội|quân khu|công an|cảnh sát|bộ đội|chỉ huy|thanh niên|phụ nữ|
    cựu chiến|chiến binh|công đoàn|liên đoàn|đoàn viên|hội viên|khuyến nông|khuyến học|điện lực|
    bưu điện|viễn thông|kinh tế|thị trường|xuất khẩu|nhập khẩu|thị xã|thị trấn|thành phố|lễ hội|
    di tích|lịch sử|bóng đá|câu lạc|lạc bộ|giải vô|vô địch|ngoại giao|quốc phòng|an ninh|
    khai thác|sử dụng|bảo vệ|phòng chống|mưa lũ|lũ lụt|hạn hán|cháy rừng|đường sá|cầu treo|
    nghề truyền|truyền thống|thủ công|làng nghề|nhà máy|thủy điện|thuỷ điện|khu công|biên giới|
    cửa khẩu|nghị quyết|đại hội|hội nghị|hội thảo|chuyên đề|lãnh đạo|tăng cường|đội ngũ|giải pháp|
    chuyển đổi|ứng dụng|mô hình|thu hoạch|năng suất|giống lúa|cây trồng|vật nuôi|bảo tồn|
    khám bệnh|sức khỏe|sức khoẻ|người dân|gia đình|trẻ em|phụ huynh|năm học|khai giảng|tốt nghiệp|
    quốc gia|liên bang|liên hiệp|đại biểu|chi nhánh|bảo đảm|nhân sự|trạm y|tình hình|báo cáo|
    chủ động|khó khăn|thuận lợi|kết nạp|nguồn nhân|nhân lực|khí tượng|thủy văn|thuỷ văn|
    dân phố|tổ dân|sinh hoạt|phong trào|thi đua|khen thưởng|kỷ luật|kỷ niệm|kỉ niệm|thành lập|
    tái lập|huân chương|huy chương|danh hiệu|anh hùng|liệt sĩ|thương binh|chính sách|quy định|
    nghị định|thông tư|pháp luật|pháp lý|tòa án|toà án|kiểm sát|điều tra|tội phạm|ma túy|buôn lậu|
    gian lận|hàng giả|vi phạm|xử lý|xử phạt|tham nhũng|lãng phí|khiếu nại|tố cáo|dân chủ|
    bầu cử|cử tri|nhiệm kỳ|trưng bày|triển lãm|cổ vật|hiện vật|di sản|nghệ thuật|nghệ nhân|
    nghệ sĩ|âm nhạc|điện ảnh|văn học|nhà văn|nhạc sĩ|họa sĩ|sân khấu|biểu diễn|dân ca|
    tín ngưỡng|phong tục|ẩm thực|trang phục|thổ cẩm|chứng khoán|cổ phiếu|trái phiếu|lãi suất|
    tỷ giá|tín dụng|thuế suất|doanh thu|lợi nhuận|thị giá|giá vàng|giá xăng|xăng dầu|
    ngân sách|nợ công|bất động|động sản|đất đai|nhà đất|quy hoạch|đô thị|hạ tầng|giải phóng|
    mặt bằng|tái định|định cư|nhà ở|chung cư|thu nhập|tiền lương|việc làm|thất nghiệp|hộ nghèo|
    giảm nghèo|xóa đói|an sinh|phúc lợi|bệnh nhân|bác sĩ|điều dưỡng|ung thư|tiêm chủng|
    dịch bệnh|dịch tễ|vắc xin|dinh dưỡng|thực phẩm|an toàn|vệ sinh|dân số|kế hoạch hóa|
    học bổng|học phí|tuyển sinh|kỳ thi|thi tốt|sách giáo|giáo khoa|thư tịch|nghiên cứu|phát minh|
    sáng kiến|đổi mới|sáng tạo|kỹ thuật|kĩ thuật|máy móc|thiết bị|phần mềm|trí tuệ|nhân tạo|
    dữ liệu|mạng xã|trực tuyến|điện tử|điện thoại|máy bay|hàng không|đường sắt|đường bộ|
    đường thủy|cao tốc|quốc lộ|xe buýt|xe khách|tai nạn|ùn tắc|cảng biển|sân bay|tàu hỏa|
    thời tiết|khí hậu|biến đổi|thiên tai|bão lũ|động đất|sạt lở|ô nhiễm|rác thải|nước thải|
    nước sạch|rừng ngập|ngập mặn|đa dạng|sinh học|sinh thái|động vật|thực vật|khoáng sản|
    năng lượng|điện gió|mặt trời|than đá|dầu khí|hộp đen|cứu hộ|cứu nạn|cứu trợ|từ thiện|
    nhân đạo|tình nguyện|hiến máu|người cao|cao tuổi|khuyết tật|bình đẳng|bạo lực|hôn nhân|
    hợp đồng|đấu thầu|đấu giá|cổ phần|trách nhiệm|hữu hạn|thành viên|tập đoàn|khởi nghiệp|
    đặc sản|nông sản|cà phê|hồ tiêu|cao su|lúa gạo|gạo nếp|hoa màu|rau sạch|trái cây|
    cá tra|tôm sú|gia súc|gia cầm|thú y|phân bón|thủy lợi|thuỷ lợi|kênh mương|hồ chứa|
    vận động|vận động viên|huấn luyện|luyện viên|cầu thủ|trọng tài|khán đài|khán giả|trận đấu|
    mùa giải|bàn thắng|đội tuyển|tuyển quốc|thế vận|điền kinh|bơi lội|cờ vua|đua thuyền|
    hạng nhất|chủ đề|sự kiện|chương trình|dự án|đề án|phong cảnh|danh lam|thắng cảnh|
    khách sạn|nhà hàng|lữ hành|hướng dẫn|du khách|vùng cao|vùng sâu|hải đảo|miền núi|đồng bằng|
    hòa bình|hoà bình|hợp nhất|sáp nhập|cải cách|hành chính|thủ tục|công chức|viên chức|cán bộ|
    công dân|căn cước|hộ khẩu|cư trú|hộ chiếu|nhập cảnh|xuất cảnh|đối ngoại|hữu nghị|quan hệ|
    chiến tranh|kháng chiến|cách mạng|giải thưởng|cuộc thi|báo chí|nhà báo|phóng viên|
    truyền hình|phát thanh|xuất bản|mục đích|áp lực|hỗ trợ|tài khoản|rổ chỉ|chỉ số|nâng hạng|
    tranh lũ|tránh lũ|chỉ thị|quyết định|điều lệ|chỉ tiêu|đánh giá|kiểm điểm|tổng kết|giao ban|
    gia nhập|ra mắt|khánh thành|khởi công|thông xe|hoàn thành|điểm trường|giảng viên|học viên|
    cộng sản"""
)
"""Words of two syllables: a phrase does not begin or end within one of them."""

VERBS = _phrases(
    """ban hành|chủ trì|phối hợp|tiến hành|đề nghị|yêu cầu|thông báo|khẳng định|công bố|quyết định|
    triển khai|chỉ đạo|thực hiện|tham dự|tham gia|phát biểu|đề xuất|ký kết|tổ chức|tặng thưởng|
    trao tặng|quản lý|hoạt động|tiếp nhận|bàn giao|xác định|kiểm tra|điều tra|thành lập|vận động"""
)
"""What organisations do: with such a word their names are over."""

TITLES = _phrases(
    """ông|bà|anh|chị|em|cô|chú|bác|cụ|thầy|thầy giáo|cô giáo|nhà giáo|đồng chí|đ/c|các đồng chí|
    bác sĩ|bs|y sĩ|y tá|dược sĩ|kỹ sư|kĩ sư|kiến trúc sư|luật sư|thạc sĩ|ths|tiến sĩ|ts|giáo sư|
    gs|phó giáo sư|pgs|nhà văn|nhà thơ|nhà báo|nhạc sĩ|họa sĩ|nghệ sĩ|nghệ nhân|nghệ sĩ ưu tú|
    nghệ sĩ nhân dân|ca sĩ|diễn viên|đạo diễn|cầu thủ|vận động viên|huấn luyện viên|
    trưởng bản|trưởng thôn|trưởng ấp|già làng|trưởng ban|phó ban|trưởng phòng|phó phòng|
    phó trưởng phòng|phó trưởng ban|đội trưởng|đội phó|trạm trưởng|hạt trưởng|tổ trưởng|
    hiệu trưởng|phó hiệu trưởng|giám đốc|phó giám đốc|tổng giám đốc|phó tổng giám đốc|
    chủ tịch|phó chủ tịch|chủ tịch nước|phó chủ tịch nước|tổng bí thư|bí thư|phó bí thư|
    bí thư thường trực|phó bí thư thường trực|thường trực|ủy viên|uỷ viên|ủy viên ban thường vụ|
    uỷ viên ban thường vụ|ủy viên ban chấp hành|ủy viên thường vụ|
    ủy viên trung ương đảng|uỷ viên trung ương đảng|ủy viên btv|uỷ viên btv|bộ trưởng|thứ trưởng|
    thủ tướng|phó thủ tướng|vụ trưởng|phó vụ trưởng|cục trưởng|phó cục trưởng|tổng cục trưởng|
    viện trưởng|phó viện trưởng|chánh văn phòng|phó chánh văn phòng|chánh án|chánh thanh tra|
    chủ nhiệm|phó chủ nhiệm|tổng biên tập|phó tổng biên tập|đại biểu|tư lệnh|chính ủy|
    chỉ huy trưởng|chính trị viên|đại tướng|thượng tướng|trung tướng|thiếu tướng|đại tá|
    thượng tá|trung tá|thiếu tá|đại úy|thượng úy|trung úy|thiếu úy|trưởng công an|chuyên gia|
    trưởng khoa|phó khoa|trưởng trạm|trưởng đoàn|quyền|nguyên|cựu|cố|liệt sĩ|anh hùng|
    tổng thống|hoa hậu|thủ môn|tiền đạo|hộ lý|phóng viên|mr|mrs|ms|dr|president|minister|
    prime minister|professor|mme|herr|frau|señor|señora"""
)
"""How people are addressed and what offices they hold; no part of their names."""

PERSON_BEFORE = frozenset(
    """ông bà anh chị em cô chú bác cụ thầy chí sĩ sư viên tịch thư đốc trưởng nhân giáo tướng tá úy
    mr mrs dr""".split()
)
"""The syllable before a person's name: how people are addressed, and the ends of offices."""

SURNAMES = frozenset(
    """nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh
    trương đinh lâm phùng mai tô tạ hà cao chu triệu lương thào giàng vàng sùng lò lường quàng cà
    tẩn chảo hứa lưu bàn tống quách kiều châu thái từ nông ma mã vi hầu hạng cứ lầu mùa vừ
    """.split()
)

TOO_COMMON = _phrases(
    """nhân dân|việt nam|đảng|nhà nước|trung ương|chính phủ|công tác|giải pháp|tăng cường|
    thực hiện|quan tâm|nâng cao|tổ chức|hội nghị|lãnh đạo|kéo dài|tìm thấy|phát hiện|cơ sở|
    cơ quan|hiệu quả|chất lượng|đồng chí|triển khai|tham gia|toàn tỉnh|địa phương|địa bàn|
    hoạt động|kế hoạch|nhiệm vụ|bí thư|chủ tịch|phó chủ tịch|giám đốc|phó giám đốc|phó bí thư|
    người dân|phát biểu|gia đình|tập trung|đẩy mạnh|phát triển|xây dựng|hội thảo|đảng bộ|
    nghị quyết|khai thác|báo cáo|tình hình|hiệu lực|thế giới|việc làm|giai đoạn|nhiệm kỳ|
    thời gian|nghị định|thông tư|quyết định|chỉ thị|điện thoại|ủy ban nhân dân|ủy ban xã|phụ nữ|
    ban quản lý|ban chỉ huy|ban giám đốc|ban giám hiệu|hội đồng nhân dân|usd|vnd|eur|
    trung ương đảng|đội quản lý|trung ương đảng cộng sản việt nam|ban chấp hành|ban thường vụ|
    ban tổ chức|ban chỉ đạo|bộ chính trị|
    ban bí thư|chủ động|khó khăn|thuận lợi|kết quả|chuyên đề|tổng kết|hỗ trợ|áp lực|mục đích|
    sử dụng|chính sách|quy định|bảo đảm|đội ngũ|chương trình|sự kiện|dự án|cán bộ|hàng nghìn|
    hàng trăm|tin tức|ban biên tập|bản quyền|thời sự|xã hội|cuộc sống|mô hình|ứng dụng|
    tuyên truyền|cả nước|trong nước|nước ngoài|ban lãnh đạo|đảng nhà nước|tuổi trẻ|
    đảng cộng sản|cộng hòa xã hội chủ nghĩa việt nam|read more|all rights reserved"""
)
"""What nearly every article of a newspaper has leads a reader nowhere."""
