"""What the two laws on emulation and commendation say can be won, as literal tables for ``manage.py loadcatalogue``.

Only what was read in the law or in official texts about it is stated plainly. Everything else carries a remark, and
the entry is shown as "cần kiểm chứng" until somebody has held it against the text. A range of articles means that
the article within it was not read one by one.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import cached_property

ALL, CIVIL, ARMED = "any", "civil", "armed"
PRESIDENT = "Chủ tịch nước"
PRIME_MINISTER = "Thủ tướng Chính phủ"
PROVINCE = "Bộ trưởng, người đứng đầu ban, ngành, đoàn thể trung ương; Chủ tịch UBND tỉnh"
HEAD = "Người đứng đầu cơ quan, tổ chức, đơn vị"
BY_FORCES = "Theo quy định của Bộ Quốc phòng, Bộ Công an"
COMMUNE = "Chủ tịch UBND cấp xã"


@dataclass(frozen=True)
class Statute:
    """A law and how long it holds: from its first day to the day on which the next one takes over."""

    name: str
    valid_from: dt.date
    valid_to: dt.date | None


LAW_2003 = Statute("Luật 15/2003/QH11", dt.date(2004, 7, 1), dt.date(2024, 1, 1))
LAW_2022 = Statute("Luật 06/2022/QH15", dt.date(2024, 1, 1), None)


@dataclass(frozen=True)
class Title:
    """One title (danh hiệu thi đua) under one law; a ``remark`` marks it as to be verified."""

    code: str
    name: str
    subject: str
    force: str
    authority: str
    article: str
    criteria: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Form:
    """One form of commendation (hình thức khen thưởng) under one law."""

    code: str
    name: str
    group: str
    subjects: str
    authority: str
    article: str
    force: str = ALL
    remark: str = ""

    @cached_property
    def is_for(self) -> dict[str, bool]:
        return {
            "for_individuals": "i" in self.subjects,
            "for_collectives": "c" in self.subjects,
            "for_households": "h" in self.subjects,
        }


@dataclass(frozen=True)
class Kind:
    """One kind of commendation (loại hình khen thưởng) under one law."""

    code: str
    name: str
    article: str
    remark: str = ""


_SUCCESSORS = "Thẩm quyền đã được phân định lại theo Nghị định 152/2025/NĐ-CP: cần đối chiếu."

TITLES_2022 = [
    Title(
        "chien-si-thi-dua-toan-quoc",
        "Chiến sĩ thi đua toàn quốc",
        "individual",
        ALL,
        PRIME_MINISTER,
        "Điều 19–31; Điều 78",
        "Chọn trong những người có 02 lần liên tục đạt Chiến sĩ thi đua cấp bộ, tỉnh; sáng kiến ảnh hưởng toàn quốc.",
    ),
    Title(
        "chien-si-thi-dua-cap-tinh",
        "Chiến sĩ thi đua bộ, ban, ngành, tỉnh",
        "individual",
        ALL,
        PROVINCE,
        "Điều 19–31; Điều 79",
        "Có 03 lần liên tục đạt Chiến sĩ thi đua cơ sở; có sáng kiến.",
    ),
    Title(
        "chien-si-thi-dua-co-so",
        "Chiến sĩ thi đua cơ sở",
        "individual",
        ALL,
        HEAD,
        "Điều 19–31; Điều 80 khoản 1",
        "Đạt Lao động tiên tiến hoặc Chiến sĩ tiên tiến; hoàn thành xuất sắc hoặc có sáng kiến được công nhận.",
    ),
    Title(
        "lao-dong-tien-tien",
        "Lao động tiên tiến",
        "individual",
        CIVIL,
        HEAD,
        "Điều 19–31; Điều 80 khoản 1",
        "Hoàn thành tốt nhiệm vụ trở lên.",
    ),
    Title(
        "chien-si-tien-tien",
        "Chiến sĩ tiên tiến",
        "individual",
        ARMED,
        BY_FORCES,
        "Điều 19–31; Điều 80 khoản 5",
        "Hoàn thành tốt nhiệm vụ trở lên.",
    ),
    Title(
        "co-thi-dua-cua-chinh-phu",
        "Cờ thi đua của Chính phủ",
        "collective",
        ALL,
        "Chính phủ",
        "Điều 25; Điều 78 khoản 1",
        "Tập thể tiêu biểu xuất sắc trong số dẫn đầu cụm, khối thi đua của bộ, tỉnh; hằng năm.",
        _SUCCESSORS,
    ),
    Title(
        "co-thi-dua-cap-tinh",
        "Cờ thi đua của bộ, ban, ngành, tỉnh",
        "collective",
        ALL,
        PROVINCE,
        "Điều 26; Điều 79",
        "Dẫn đầu cụm, khối thi đua hằng năm; hoặc phong trào thi đua theo chuyên đề từ 03 năm trở lên.",
    ),
    Title(
        "tap-the-lao-dong-xuat-sac",
        "Tập thể lao động xuất sắc",
        "collective",
        CIVIL,
        PROVINCE,
        "Điều 19–31; Điều 79",
        "100% hoàn thành nhiệm vụ, ít nhất 70% đạt Lao động tiên tiến, có Chiến sĩ thi đua cơ sở.",
    ),
    Title(
        "don-vi-quyet-thang",
        "Đơn vị quyết thắng",
        "collective",
        ARMED,
        "Theo quy định của Chính phủ",
        "Điều 19–31; Điều 79 khoản 5",
        "100% hoàn thành nhiệm vụ, ít nhất 70% đạt Chiến sĩ tiên tiến, có Chiến sĩ thi đua cơ sở.",
    ),
    Title(
        "tap-the-lao-dong-tien-tien",
        "Tập thể lao động tiên tiến",
        "collective",
        CIVIL,
        HEAD,
        "Điều 19–31; Điều 80 khoản 1",
        "Ít nhất 70% đạt Lao động tiên tiến, không có người bị kỷ luật từ cảnh cáo trở lên.",
    ),
    Title(
        "don-vi-tien-tien",
        "Đơn vị tiên tiến",
        "collective",
        ARMED,
        BY_FORCES,
        "Điều 19–31; Điều 80 khoản 5",
        "Ít nhất 70% đạt Chiến sĩ tiên tiến, không có người bị kỷ luật từ cảnh cáo trở lên.",
    ),
    Title(
        "xa-phuong-thi-tran-tieu-bieu",
        "Xã, phường, thị trấn tiêu biểu",
        "community",
        ALL,
        "Chủ tịch UBND tỉnh",
        "Điều 19–31",
        "Theo tiêu chí của tỉnh.",
    ),
    Title(
        "thon-to-dan-pho-van-hoa",
        "Thôn, tổ dân phố văn hóa",
        "community",
        ALL,
        COMMUNE,
        "Điều 19–31",
        "Theo tiêu chí của tỉnh.",
        "Luật giao cấp huyện quyết định; thẩm quyền từ 01/7/2025 cần đối chiếu.",
    ),
    Title("gia-dinh-van-hoa", "Gia đình văn hóa", "household", ALL, COMMUNE, "Điều 19–31"),
]

_ARTICLES_2003 = "Số điều của Luật 15/2003/QH11 (sửa đổi 2005, 2009, 2013) chưa được đối chiếu từng điều."
_GROUP_2003 = "Điều 20–31"


def _title_2003(code: str, name: str, subject: str, force: str, authority: str) -> Title:
    return Title(code, name, subject, force, authority, _GROUP_2003, remark=_ARTICLES_2003)


TITLES_2003 = [
    _title_2003("chien-si-thi-dua-toan-quoc", "Chiến sĩ thi đua toàn quốc", "individual", ALL, PRIME_MINISTER),
    _title_2003(
        "chien-si-thi-dua-cap-tinh",
        "Chiến sĩ thi đua cấp bộ, ngành, tỉnh, đoàn thể trung ương",
        "individual",
        ALL,
        PROVINCE,
    ),
    _title_2003("chien-si-thi-dua-co-so", "Chiến sĩ thi đua cơ sở", "individual", ALL, HEAD),
    _title_2003("lao-dong-tien-tien", "Lao động tiên tiến", "individual", CIVIL, HEAD),
    _title_2003("chien-si-tien-tien", "Chiến sĩ tiên tiến", "individual", ARMED, HEAD),
    _title_2003("co-thi-dua-cua-chinh-phu", "Cờ thi đua của Chính phủ", "collective", ALL, PRIME_MINISTER),
    _title_2003(
        "co-thi-dua-cap-tinh", "Cờ thi đua cấp bộ, ngành, tỉnh, đoàn thể trung ương", "collective", ALL, PROVINCE
    ),
    _title_2003("tap-the-lao-dong-xuat-sac", "Tập thể lao động xuất sắc", "collective", CIVIL, PROVINCE),
    _title_2003("don-vi-quyet-thang", "Đơn vị quyết thắng", "collective", ARMED, PROVINCE),
    _title_2003("tap-the-lao-dong-tien-tien", "Tập thể lao động tiên tiến", "collective", CIVIL, HEAD),
    _title_2003("don-vi-tien-tien", "Đơn vị tiên tiến", "collective", ARMED, HEAD),
    _title_2003(
        "thon-to-dan-pho-van-hoa", "Thôn, làng, ấp, bản, tổ dân phố văn hóa", "community", ALL, "Chủ tịch UBND huyện"
    ),
    _title_2003("gia-dinh-van-hoa", "Gia đình văn hóa", "household", ALL, COMMUNE),
]

_CLASSES = {"nhat": "hạng Nhất", "nhi": "hạng Nhì", "ba": "hạng Ba"}


def _orders(article: str, remark: str = "") -> list[Form]:
    """The ten orders (huân chương), five of them in three classes."""
    graded = {
        "doc-lap": "Độc lập",
        "quan-cong": "Quân công",
        "lao-dong": "Lao động",
        "bao-ve-to-quoc": "Bảo vệ Tổ quốc",
        "chien-cong": "Chiến công",
    }
    single = {
        "sao-vang": "Sao vàng",
        "ho-chi-minh": "Hồ Chí Minh",
        "dai-doan-ket-dan-toc": "Đại đoàn kết dân tộc",
        "dung-cam": "Dũng cảm",
        "huu-nghi": "Hữu nghị",
    }
    names = single | {
        f"{code}-hang-{rank}": f"{name} {written}"
        for code, name in graded.items()
        for rank, written in _CLASSES.items()
    }
    return [
        Form(f"huan-chuong-{code}", f"Huân chương {name}", "Huân chương", "ic", PRESIDENT, article, remark=remark)
        for code, name in names.items()
    ]


def _medals(article: str, remark: str = "") -> list[Form]:
    """The four medals (huy chương): for people in the army and the police, Hữu nghị for foreigners."""
    names = {
        "quan-ky-quyet-thang": ("Quân kỳ quyết thắng", ARMED),
        "vi-an-ninh-to-quoc": ("Vì an ninh Tổ quốc", ARMED),
        "huu-nghi": ("Hữu nghị", ALL),
    } | {f"chien-si-ve-vang-hang-{rank}": (f"Chiến sĩ vẻ vang {written}", ARMED) for rank, written in _CLASSES.items()}
    return [
        Form(f"huy-chuong-{code}", f"Huy chương {name}", "Huy chương", "i", PRESIDENT, article, force, remark)
        for code, (name, force) in names.items()
    ]


def _honours(article: str, remark: str = "") -> list[Form]:
    """State titles of honour (danh hiệu vinh dự nhà nước)."""
    names = {
        "tinh-thanh-pho-anh-hung": ("Tỉnh Anh hùng, Thành phố Anh hùng", "c"),
        "ba-me-viet-nam-anh-hung": ("Bà mẹ Việt Nam anh hùng", "i"),
        "anh-hung-luc-luong-vu-trang": ("Anh hùng Lực lượng vũ trang nhân dân", "ic"),
        "anh-hung-lao-dong": ("Anh hùng Lao động", "ic"),
        "nha-giao-nhan-dan": ("Nhà giáo nhân dân", "i"),
        "nha-giao-uu-tu": ("Nhà giáo ưu tú", "i"),
        "thay-thuoc-nhan-dan": ("Thầy thuốc nhân dân", "i"),
        "thay-thuoc-uu-tu": ("Thầy thuốc ưu tú", "i"),
        "nghe-si-nhan-dan": ("Nghệ sĩ nhân dân", "i"),
        "nghe-si-uu-tu": ("Nghệ sĩ ưu tú", "i"),
        "nghe-nhan-nhan-dan": ("Nghệ nhân nhân dân", "i"),
        "nghe-nhan-uu-tu": ("Nghệ nhân ưu tú", "i"),
    }
    return [
        Form(code, name, "Danh hiệu vinh dự nhà nước", subjects, PRESIDENT, article, remark=remark)
        for code, (name, subjects) in names.items()
    ]


def _prizes(article: str, remark: str = "") -> list[Form]:
    names = {"giai-thuong-ho-chi-minh": "Giải thưởng Hồ Chí Minh", "giai-thuong-nha-nuoc": "Giải thưởng Nhà nước"}
    return [Form(code, name, "Giải thưởng", "i", PRESIDENT, article, remark=remark) for code, name in names.items()]


def _certificates(articles: dict[str, str], subjects: str, remark: str = "") -> list[Form]:
    """Bằng khen and giấy khen; ``articles`` by level: government, province, unit."""
    return [
        Form(
            "bang-khen-thu-tuong",
            "Bằng khen của Thủ tướng Chính phủ",
            "Bằng khen",
            subjects,
            PRIME_MINISTER,
            articles["government"],
            remark=remark,
        ),
        Form(
            "bang-khen-cap-tinh",
            "Bằng khen của bộ, ban, ngành, tỉnh",
            "Bằng khen",
            subjects,
            PROVINCE,
            articles["province"],
            remark=remark,
        ),
        Form("giay-khen", "Giấy khen", "Giấy khen", subjects, HEAD, articles["unit"], remark=remark),
    ]


FORMS_2022 = [
    *_orders("Điều 9, 33; Điều 77"),
    *_medals("Điều 9, 54; Điều 77"),
    *_honours("Điều 9, 59; Điều 77"),
    *_prizes("Điều 9; Điều 77"),
    Form(
        "ky-niem-chuong",
        "Kỷ niệm chương",
        "Kỷ niệm chương",
        "i",
        "Ủy ban Thường vụ Quốc hội; bộ trưởng; Chủ tịch UBND tỉnh; tổ chức chính trị - xã hội ở trung ương",
        "Điều 9, 71–75",
    ),
    *_certificates(
        {
            "government": "Điều 9, 71–75; Điều 78",
            "province": "Điều 9, 71–75; Điều 79",
            "unit": "Điều 9, 71–75; Điều 80",
        },
        "ich",
    ),
]

_FORMS_ARTICLE_2003 = "Điều 8"
FORMS_2003 = [
    *_orders(_FORMS_ARTICLE_2003, _ARTICLES_2003),
    *_medals(_FORMS_ARTICLE_2003, _ARTICLES_2003),
    *_honours(_FORMS_ARTICLE_2003, _ARTICLES_2003),
    *_prizes(_FORMS_ARTICLE_2003, _ARTICLES_2003),
    Form(
        "ky-niem-chuong",
        "Kỷ niệm chương, Huy hiệu",
        "Kỷ niệm chương",
        "i",
        "Bộ, ngành, đoàn thể trung ương; UBND tỉnh",
        _FORMS_ARTICLE_2003,
        remark=_ARTICLES_2003,
    ),
    *_certificates(dict.fromkeys(("government", "province", "unit"), _FORMS_ARTICLE_2003), "ic", _ARTICLES_2003),
]

KINDS_2022 = [
    Kind("cong-trang", "Khen thưởng công trạng", "Điều 8"),
    Kind("dot-xuat", "Khen thưởng đột xuất", "Điều 8"),
    Kind("phong-trao", "Khen thưởng phong trào (chuyên đề)", "Điều 8"),
    Kind("qua-trinh-cong-hien", "Khen thưởng quá trình cống hiến", "Điều 8"),
    Kind("nien-han", "Khen thưởng theo niên hạn", "Điều 8"),
    Kind("doi-ngoai", "Khen thưởng đối ngoại", "Điều 8"),
]

_KINDS_REMARK_2003 = "Theo bản năm 2003; các lần sửa đổi 2005–2013 chưa được đối chiếu."
KINDS_2003 = [
    Kind("tong-ket-giai-doan", "Khen thưởng tổng kết thành tích các giai đoạn cách mạng", "Điều 4", _KINDS_REMARK_2003),
    Kind("thuong-xuyen", "Khen thưởng thường xuyên", "Điều 4", _KINDS_REMARK_2003),
    Kind("dot-xuat", "Khen thưởng đột xuất", "Điều 4", _KINDS_REMARK_2003),
    Kind("nien-han", "Khen thưởng theo niên hạn công tác", "Điều 4", _KINDS_REMARK_2003),
    Kind("doi-ngoai", "Khen thưởng đối ngoại", "Điều 4", _KINDS_REMARK_2003),
]
