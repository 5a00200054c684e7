"""Vietnamese words that tags are made of, and those that they are not. Data only."""

from __future__ import annotations

__all__ = ["COMPOUNDS", "OPENERS", "ORDINARY", "PERSON_BEFORE", "SURNAMES", "TOO_COMMON"]

ORDINARY = frozenset(
    """theo tại ông bà anh chị em cô chú bác cháu ngày sáng chiều tối trưa đêm các những trong hiện
    đến từ khi nhờ với năm mỗi một hai ba bốn nhiều đây đó này sau trước trên dưới ngoài cùng bên để
    do vì nên nhưng mà và hoặc nếu được bị là có không chưa đã đang sẽ vẫn còn cũng chỉ rất hơn
    nhất cho của về như lúc dịp nhằm qua ở ra vào lên xuống mới tháng quý nay mai hôm tôi chúng ta
    họ ai gì sao bởi song riêng dự ngay việc người cuối hết khoảng gần đạt tiếp nói mọi cả đối giữa
    làm đi lại thêm giúp gắn tăng giảm bằng phải cần muốn thì""".split()
)
"""No tag begins or ends with these."""

OPENERS = ORDINARY | frozenset("đồng đặc mặc cụ thời tuy lần mừng đón chào trao lấy dùng".split())
"""At the beginning of a sentence these begin no name."""

COMPOUNDS = frozenset(
    phrase.strip()
    for phrase in """phát triển|đảng viên|đảng ủy|đảng bộ|tỉnh ủy|huyện ủy|thành ủy|thị ủy|chi bộ|
    chi ủy|cấp ủy|ủy ban|nhân dân|hội đồng|mặt trận|tổ quốc|bí thư|chủ tịch|giám đốc|hiệu trưởng|
    công tác|tổ chức|cơ sở|cơ quan|doanh nghiệp|công ty|hợp tác|tác xã|sản xuất|chăn nuôi|
    trồng trọt|thủy sản|lâm nghiệp|nông nghiệp|nông dân|nông thôn|công nghiệp|thương mại|dịch vụ|
    du lịch|văn hóa|thể thao|giáo dục|đào tạo|y tế|bệnh viện|đa khoa|trung tâm|bảo tàng|thư viện|
    tiểu học|trung học|phổ thông|cao đẳng|đại học|mầm non|học sinh|sinh viên|giáo viên|nội trú|
    dân tộc|bán trú|chính trị|chính quyền|chính phủ|nhà nước|quốc hội|trung ương|thường vụ|
    thường trực|chấp hành|kiểm tra|tuyên giáo|dân vận|nội vụ|tư pháp|tài chính|kế hoạch|đầu tư|
    tài nguyên|môi trường|xây dựng|giao thông|vận tải|công thương|khoa học|công nghệ|thông tin|
    truyền thông|lao động|xã hội|bảo hiểm|ngân hàng|kho bạc|hải quan|biên phòng|quân sự|công an|
    cảnh sát|bộ đội|chỉ huy|thanh niên|phụ nữ|cựu chiến|chiến binh|công đoàn|liên đoàn|đoàn viên|
    hội viên|khuyến nông|khuyến học|điện lực|bưu điện|viễn thông|kinh tế|thị trường|xuất khẩu|
    thị xã|thị trấn|thành phố|lễ hội|di tích|lịch sử|bóng đá|câu lạc|lạc bộ|giải vô|vô địch|
    khai thác|sử dụng|bảo vệ|phòng chống|mưa lũ|lũ lụt|hạn hán|cháy rừng|đường sá|cầu treo|
    nghề truyền|truyền thống|thủ công|làng nghề|nhà máy|thủy điện|khu công|biên giới|cửa khẩu|
    nghị quyết|đại hội|hội nghị|hội thảo|chuyên đề|lãnh đạo|tăng cường|đội ngũ|giải pháp|
    chuyển đổi|ứng dụng|mô hình|thu hoạch|năng suất|giống lúa|cây trồng|vật nuôi|bảo tồn|
    khám bệnh|sức khỏe|người dân|gia đình|trẻ em|phụ huynh|năm học|khai giảng|tốt nghiệp|
    quốc gia|liên bang|liên hiệp|đại biểu|chi nhánh|bảo đảm|
    nhân sự|nhà máy|trạm y|tình hình|báo cáo|chủ động|khó khăn|thuận lợi|kết nạp|
    nguồn nhân|nhân lực""".split("|")
)
"""Words of two syllables: a phrase does not begin or end within one of them."""

PERSON_BEFORE = frozenset("ông bà anh chị em cô chú bác chí sĩ sư viên tịch thư đốc trưởng".split())
"""The syllable before a person's name: how people are addressed, and the ends of offices."""

SURNAMES = frozenset(
    """nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh
    trương đinh lâm phùng mai tô tạ hà cao chu triệu lương thào giàng vàng sùng lò lường quàng cà
    tẩn chảo""".split()
)

TOO_COMMON = (
    "nhân dân|việt nam|đảng|nhà nước|trung ương|chính phủ|công tác|giải pháp|tăng cường|thực hiện|"
    "quan tâm|nâng cao|tổ chức|hội nghị|lãnh đạo|kéo dài|tìm thấy|phát hiện|cơ sở|cơ quan|"
    "hiệu quả|chất lượng|đồng chí|triển khai|tham gia|toàn tỉnh|địa phương|địa bàn|hoạt động|"
    "kế hoạch|nhiệm vụ|bí thư|chủ tịch|phó chủ tịch|giám đốc|phó giám đốc|phó bí thư|người dân|"
    "phát biểu|gia đình|tập trung|đẩy mạnh|phát triển|xây dựng|hội thảo|đảng bộ|nghị quyết|"
    "khai thác|báo cáo|tình hình|hiệu lực|thế giới|việc làm|giai đoạn|nhiệm kỳ|thời gian"
).split("|")
"""What nearly every article of a newspaper has leads a reader nowhere."""
