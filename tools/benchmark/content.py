"""Vietnamese news text for benchmarks: sentences from the vocabulary of a provincial agency, deterministic."""

import random

SUBJECTS = (
    "Sở Tư pháp|Văn phòng Ủy ban nhân dân tỉnh|Thanh tra tỉnh|Viện kiểm sát nhân dân tỉnh|Tòa án nhân dân tỉnh|"
    "Cục Thi hành án dân sự tỉnh|Bộ Chỉ huy Quân sự tỉnh|Công an tỉnh|Bộ đội Biên phòng tỉnh|Sở Nội vụ|"
    "Ban Thi đua – Khen thưởng tỉnh|Hội Liên hiệp Phụ nữ tỉnh|Liên đoàn Lao động tỉnh|Khối thi đua số IV|"
    "Các đơn vị trong Khối|Đại diện lãnh đạo các sở, ngành|Ủy ban nhân dân xã|Mặt trận Tổ quốc tỉnh"
).split("|")
VERBS = (
    "đã tổ chức|phối hợp triển khai|thống nhất chương trình của|báo cáo kết quả|đề ra giải pháp cho|tập trung chỉ đạo|"
    "hoàn thành kế hoạch của|tăng cường kiểm tra|ghi nhận những kết quả của|trao đổi kinh nghiệm về|ký kết giao ước về|"
    "phát động đợt cao điểm về|sơ kết sáu tháng thực hiện|góp ý dự thảo quy chế về|tuyên truyền sâu rộng về"
).split("|")
OBJECTS = (
    "phong trào thi đua yêu nước|công tác cải cách hành chính|việc tiếp công dân và giải quyết đơn thư|"
    "công tác phòng, chống tham nhũng, lãng phí|phong trào xây dựng nông thôn mới|công tác bảo vệ chủ quyền biên giới|"
    "việc học tập và làm theo tấm gương đạo đức, phong cách Hồ Chí Minh|công tác thi hành án dân sự|"
    "chương trình chuyển đổi số của tỉnh|phong trào giúp nhau xóa nhà tạm, nhà dột nát|"
    "công tác phổ biến, giáo dục pháp luật cho đồng bào vùng cao|việc chấm điểm, bình xét thi đua cuối năm|"
    "công tác dân vận khéo|hoạt động đền ơn đáp nghĩa|việc nhân rộng các điển hình tiên tiến"
).split("|")
MANNERS = (
    "với tinh thần đoàn kết, sáng tạo|theo đúng quy chế hoạt động của Khối|gắn với nhiệm vụ chính trị của từng đơn vị|"
    "trong sáu tháng đầu năm|ngay từ quý I|đến tận thôn, xóm và tổ dân phố|bằng nhiều hình thức thiết thực|"
    "đúng tiến độ và đạt chất lượng|trên tinh thần dân chủ, công khai|vượt chỉ tiêu đã đăng ký|"
    "với sự tham gia của đông đảo cán bộ, chiến sĩ|dưới sự điều hành của đơn vị Trưởng khối"
).split("|")
OUTCOMES = (
    "qua đó nâng cao chất lượng phục vụ nhân dân|góp phần giữ vững an ninh chính trị và trật tự an toàn xã hội|"
    "tạo khí thế thi đua sôi nổi trong toàn Khối|được cán bộ và nhân dân đồng tình hưởng ứng|"
    "làm cơ sở để bình xét khen thưởng cuối năm|khắc phục những hạn chế đã được chỉ ra|"
    "bảo đảm các chỉ tiêu trong giao ước được thực hiện đầy đủ|để nhân rộng trong thời gian tới"
).split("|")
HEADINGS = (
    "Kết quả nổi bật|Những việc còn phải làm|Ý kiến của các đơn vị|Phương hướng thời gian tới|Bài học kinh nghiệm|"
    "Nội dung giao ước|Tổ chức thực hiện|Gương sáng từ cơ sở"
).split("|")
CATEGORIES = {
    "Tin hoạt động": ["Hoạt động của Khối", "Hội nghị, cuộc họp", "Hoạt động các đơn vị", "Tin từ cơ sở"],
    "Thi đua – Khen thưởng": ["Phong trào thi đua", "Văn bản, hướng dẫn", "Điển hình tiên tiến"],
    "Nội chính": ["Thanh tra", "Tư pháp", "Kiểm sát", "Tòa án"],
    "Quốc phòng – An ninh": ["Biên phòng", "Quân sự", "Công an"],
    "Cải cách hành chính": ["Thủ tục", "Một cửa", "Dịch vụ công"],
    "Chuyển đổi số": ["Chính quyền số", "Kỹ năng số"],
    "Văn hóa – Xã hội": ["Giáo dục", "Y tế", "Đời sống"],
    "Thông báo": ["Lịch công tác", "Mời họp"],
}
AGENCY_KINDS = (
    "Ủy ban nhân dân|Ủy ban Mặt trận Tổ quốc|Hội đồng nhân dân|Đảng ủy|Công an|Ban Chỉ huy Quân sự|Trạm Y tế|"
    "Hội Liên hiệp Phụ nữ|Hội Nông dân|Hội Cựu chiến binh|Đoàn Thanh niên|Công đoàn|Hội Chữ thập đỏ|Hội Khuyến học|"
    "Trường Trung học phổ thông|Trường Trung học cơ sở|Trường Tiểu học|Trường Mầm non|Trung tâm Y tế|Hạt Kiểm lâm|"
    "Phòng Tư pháp|Phòng Nội vụ|Phòng Tài chính – Kế hoạch|Phòng Giáo dục và Đào tạo|Phòng Văn hóa và Thông tin|"
    "Phòng Nông nghiệp|Phòng Kinh tế và Hạ tầng|Phòng Dân tộc|Phòng Tài nguyên và Môi trường|Thanh tra|"
    "Tòa án nhân dân khu vực|Viện kiểm sát nhân dân khu vực|Chi cục Thi hành án dân sự|Chi cục Thuế|Kho bạc Nhà nước|"
    "Bảo hiểm xã hội|Đồn Biên phòng|Hợp tác xã Nông nghiệp|Trung tâm Văn hóa|Bưu điện"
).split("|")
PLACES = (
    "Bảo Lạc|Bảo Lâm|Hà Quảng|Trùng Khánh|Hạ Lang|Quảng Hòa|Thạch An|Hòa An|Nguyên Bình|Đông Khê|Tà Lùng|Phục Hòa|"
    "Trà Lĩnh|Thông Nông|Sóc Giang|Trường Hà|Pác Bó|Cô Ba|Cốc Pàng|Huy Giáp|Hưng Đạo|Khánh Xuân|Xuân Trường|Sơn Lộ|"
    "Yên Thổ|Nam Quang|Lý Bôn|Quảng Lâm|Ca Thành|Phan Thanh|Thành Công|Tĩnh Túc|Tam Kim|Minh Tâm|Minh Khai|Canh Tân|"
    "Kim Đồng|Đức Long|Bế Văn Đàn|Độc Lập|Hạnh Phúc|Quang Hán|Quang Trung|Đoài Dương|Đàm Thủy|Đình Phong|Vinh Quý|"
    "Quang Long|Lý Quốc|Thục Phán"
).split("|")
PERSON_NAMES = [
    f"{family} {middle} {given}"
    for family in ("Hoàng", "Nông", "Bế", "Đàm", "Lương", "Nguyễn")
    for middle in ("Văn", "Thị", "Minh")
    for given in ("Bình", "Châu", "Đức", "Hà", "Khánh", "Lâm", "Ngọc", "Yên")
]
WORDS_PER_ARTICLE = 600


class TextGenerator:
    """Generates the same texts for the same seed."""

    def __init__(self, seed: int = 2018) -> None:
        self.random = random.Random(seed)

    def sentence(self) -> str:
        draw = self.random.choice
        return f"{draw(SUBJECTS)} {draw(VERBS)} {draw(OBJECTS)} {draw(MANNERS)}, {draw(OUTCOMES)}."

    def title(self) -> str:
        draw = self.random.choice
        return f"{draw(SUBJECTS)} {draw(VERBS)} {draw(OBJECTS)} {draw(MANNERS)}"

    def summary(self) -> str:
        return f"{self.sentence()} {self.sentence()}"

    def body(self) -> str:
        """About ``WORDS_PER_ARTICLE`` words of HTML: paragraphs under a few headings, and a list."""
        parts: list[str] = []
        words = 0
        while words < WORDS_PER_ARTICLE:
            if len(parts) % 5 == 3:
                parts.append(f"<h2>{self.random.choice(HEADINGS)}</h2>")
            paragraph = " ".join(self.sentence() for _ in range(self.random.randint(2, 4)))
            words += len(paragraph.split())
            parts.append(f"<p>{paragraph}</p>")
        points = "".join(f"<li>{self.random.choice(OBJECTS).capitalize()};</li>" for _ in range(4))
        return "".join([*parts[:-1], f"<ul>{points}</ul>", parts[-1]])
