"""Award catalogue of the two laws on emulation and commendation, as literal tables for ``manage.py load_awards``.

Entries without a ``note`` were read in the law or in official texts about it. Every other entry has a ``note`` and is
shown as "cần kiểm chứng" until somebody has verified it against the text. A range of articles means that the article
within it was not read individually.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import cached_property

ANY, CIVIL, ARMED = "any", "civil", "armed"
PRESIDENT = "Chủ tịch nước"
PRIME_MINISTER = "Thủ tướng Chính phủ"
MINISTER_OR_PROVINCE = "Bộ trưởng, người đứng đầu ban, ngành, đoàn thể trung ương; Chủ tịch UBND tỉnh"
HEAD_OF_UNIT = "Người đứng đầu cơ quan, tổ chức, đơn vị"
ARMED_FORCES_RULES = "Theo quy định của Bộ Quốc phòng, Bộ Công an"
COMMUNE_CHAIR = "Chủ tịch UBND cấp xã"


@dataclass(frozen=True)
class Law:
    """A law and its period: from its first day to the first day of the law that replaces it."""

    name: str
    valid_from: dt.date
    valid_to: dt.date | None


LAW_2003 = Law("Luật 15/2003/QH11", dt.date(2004, 7, 1), dt.date(2024, 1, 1))
LAW_2022 = Law("Luật 06/2022/QH15", dt.date(2024, 1, 1), None)


@dataclass(frozen=True)
class TitleData:
    """One title (danh hiệu thi đua) under one law; a ``note`` marks it as unverified."""

    code: str
    name: str
    recipient_type: str
    force: str
    deciding_authority: str
    provision: str
    criteria: str = ""
    note: str = ""


@dataclass(frozen=True)
class CommendationFormData:
    """One form of commendation (hình thức khen thưởng) under one law."""

    code: str
    name: str
    group: str
    recipient_codes: str
    deciding_authority: str
    provision: str
    force: str = ANY
    note: str = ""

    @cached_property
    def recipient_flags(self) -> dict[str, bool]:
        return {
            "is_for_individuals": "i" in self.recipient_codes,
            "is_for_collectives": "c" in self.recipient_codes,
            "is_for_households": "h" in self.recipient_codes,
        }


@dataclass(frozen=True)
class CommendationKindData:
    """One kind of commendation (loại hình khen thưởng) under one law."""

    code: str
    name: str
    provision: str
    note: str = ""


_AUTHORITY_CHANGED_NOTE = "Thẩm quyền đã được phân định lại theo Nghị định 152/2025/NĐ-CP: cần đối chiếu."

TITLES_2022 = [
    TitleData(
        "chien-si-thi-dua-toan-quoc",
        "Chiến sĩ thi đua toàn quốc",
        "individual",
        ANY,
        PRIME_MINISTER,
        "Điều 19–31; Điều 78",
        "Chọn trong những người có 02 lần liên tục đạt Chiến sĩ thi đua cấp bộ, tỉnh; sáng kiến ảnh hưởng toàn quốc.",
    ),
    TitleData(
        "chien-si-thi-dua-cap-tinh",
        "Chiến sĩ thi đua bộ, ban, ngành, tỉnh",
        "individual",
        ANY,
        MINISTER_OR_PROVINCE,
        "Điều 19–31; Điều 79",
        "Có 03 lần liên tục đạt Chiến sĩ thi đua cơ sở; có sáng kiến.",
    ),
    TitleData(
        "chien-si-thi-dua-co-so",
        "Chiến sĩ thi đua cơ sở",
        "individual",
        ANY,
        HEAD_OF_UNIT,
        "Điều 19–31; Điều 80 khoản 1",
        "Đạt Lao động tiên tiến hoặc Chiến sĩ tiên tiến; hoàn thành xuất sắc hoặc có sáng kiến được công nhận.",
    ),
    TitleData(
        "lao-dong-tien-tien",
        "Lao động tiên tiến",
        "individual",
        CIVIL,
        HEAD_OF_UNIT,
        "Điều 19–31; Điều 80 khoản 1",
        "Hoàn thành tốt nhiệm vụ trở lên.",
    ),
    TitleData(
        "chien-si-tien-tien",
        "Chiến sĩ tiên tiến",
        "individual",
        ARMED,
        ARMED_FORCES_RULES,
        "Điều 19–31; Điều 80 khoản 5",
        "Hoàn thành tốt nhiệm vụ trở lên.",
    ),
    TitleData(
        "co-thi-dua-cua-chinh-phu",
        "Cờ thi đua của Chính phủ",
        "collective",
        ANY,
        "Chính phủ",
        "Điều 25; Điều 78 khoản 1",
        "Tập thể tiêu biểu xuất sắc trong số dẫn đầu cụm, khối thi đua của bộ, tỉnh; hằng năm.",
        _AUTHORITY_CHANGED_NOTE,
    ),
    TitleData(
        "co-thi-dua-cap-tinh",
        "Cờ thi đua của bộ, ban, ngành, tỉnh",
        "collective",
        ANY,
        MINISTER_OR_PROVINCE,
        "Điều 26; Điều 79",
        "Dẫn đầu cụm, khối thi đua hằng năm; hoặc phong trào thi đua theo chuyên đề từ 03 năm trở lên.",
    ),
    TitleData(
        "tap-the-lao-dong-xuat-sac",
        "Tập thể lao động xuất sắc",
        "collective",
        CIVIL,
        MINISTER_OR_PROVINCE,
        "Điều 19–31; Điều 79",
        "100% hoàn thành nhiệm vụ, ít nhất 70% đạt Lao động tiên tiến, có Chiến sĩ thi đua cơ sở.",
    ),
    TitleData(
        "don-vi-quyet-thang",
        "Đơn vị quyết thắng",
        "collective",
        ARMED,
        "Theo quy định của Chính phủ",
        "Điều 19–31; Điều 79 khoản 5",
        "100% hoàn thành nhiệm vụ, ít nhất 70% đạt Chiến sĩ tiên tiến, có Chiến sĩ thi đua cơ sở.",
    ),
    TitleData(
        "tap-the-lao-dong-tien-tien",
        "Tập thể lao động tiên tiến",
        "collective",
        CIVIL,
        HEAD_OF_UNIT,
        "Điều 19–31; Điều 80 khoản 1",
        "Ít nhất 70% đạt Lao động tiên tiến, không có người bị kỷ luật từ cảnh cáo trở lên.",
    ),
    TitleData(
        "don-vi-tien-tien",
        "Đơn vị tiên tiến",
        "collective",
        ARMED,
        ARMED_FORCES_RULES,
        "Điều 19–31; Điều 80 khoản 5",
        "Ít nhất 70% đạt Chiến sĩ tiên tiến, không có người bị kỷ luật từ cảnh cáo trở lên.",
    ),
    TitleData(
        "xa-phuong-thi-tran-tieu-bieu",
        "Xã, phường, thị trấn tiêu biểu",
        "community",
        ANY,
        "Chủ tịch UBND tỉnh",
        "Điều 19–31",
        "Theo tiêu chí của tỉnh.",
    ),
    TitleData(
        "thon-to-dan-pho-van-hoa",
        "Thôn, tổ dân phố văn hóa",
        "community",
        ANY,
        COMMUNE_CHAIR,
        "Điều 19–31",
        "Theo tiêu chí của tỉnh.",
        "Luật giao cấp huyện quyết định; thẩm quyền từ 01/7/2025 cần đối chiếu.",
    ),
    TitleData("gia-dinh-van-hoa", "Gia đình văn hóa", "household", ANY, COMMUNE_CHAIR, "Điều 19–31"),
]

_UNVERIFIED_NOTE_2003 = "Số điều của Luật 15/2003/QH11 (sửa đổi 2005, 2009, 2013) chưa được đối chiếu từng điều."
_TITLE_PROVISIONS_2003 = "Điều 20–31"


def _title_data_2003(code: str, name: str, recipient_type: str, force: str, deciding_authority: str) -> TitleData:
    return TitleData(
        code, name, recipient_type, force, deciding_authority, _TITLE_PROVISIONS_2003, note=_UNVERIFIED_NOTE_2003
    )


TITLES_2003 = [
    _title_data_2003("chien-si-thi-dua-toan-quoc", "Chiến sĩ thi đua toàn quốc", "individual", ANY, PRIME_MINISTER),
    _title_data_2003(
        "chien-si-thi-dua-cap-tinh",
        "Chiến sĩ thi đua cấp bộ, ngành, tỉnh, đoàn thể trung ương",
        "individual",
        ANY,
        MINISTER_OR_PROVINCE,
    ),
    _title_data_2003("chien-si-thi-dua-co-so", "Chiến sĩ thi đua cơ sở", "individual", ANY, HEAD_OF_UNIT),
    _title_data_2003("lao-dong-tien-tien", "Lao động tiên tiến", "individual", CIVIL, HEAD_OF_UNIT),
    _title_data_2003("chien-si-tien-tien", "Chiến sĩ tiên tiến", "individual", ARMED, HEAD_OF_UNIT),
    _title_data_2003("co-thi-dua-cua-chinh-phu", "Cờ thi đua của Chính phủ", "collective", ANY, PRIME_MINISTER),
    _title_data_2003(
        "co-thi-dua-cap-tinh",
        "Cờ thi đua cấp bộ, ngành, tỉnh, đoàn thể trung ương",
        "collective",
        ANY,
        MINISTER_OR_PROVINCE,
    ),
    _title_data_2003(
        "tap-the-lao-dong-xuat-sac", "Tập thể lao động xuất sắc", "collective", CIVIL, MINISTER_OR_PROVINCE
    ),
    _title_data_2003("don-vi-quyet-thang", "Đơn vị quyết thắng", "collective", ARMED, MINISTER_OR_PROVINCE),
    _title_data_2003("tap-the-lao-dong-tien-tien", "Tập thể lao động tiên tiến", "collective", CIVIL, HEAD_OF_UNIT),
    _title_data_2003("don-vi-tien-tien", "Đơn vị tiên tiến", "collective", ARMED, HEAD_OF_UNIT),
    _title_data_2003(
        "thon-to-dan-pho-van-hoa", "Thôn, làng, ấp, bản, tổ dân phố văn hóa", "community", ANY, "Chủ tịch UBND huyện"
    ),
    _title_data_2003("gia-dinh-van-hoa", "Gia đình văn hóa", "household", ANY, COMMUNE_CHAIR),
]

_ORDER_CLASSES = {"nhat": "hạng Nhất", "nhi": "hạng Nhì", "ba": "hạng Ba"}


def _order_forms(provision: str, note: str = "") -> list[CommendationFormData]:
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
        for rank, written in _ORDER_CLASSES.items()
    }
    return [
        CommendationFormData(
            f"huan-chuong-{code}", f"Huân chương {name}", "Huân chương", "ic", PRESIDENT, provision, note=note
        )
        for code, name in names.items()
    ]


def _medal_forms(provision: str, note: str = "") -> list[CommendationFormData]:
    """The four medals (huy chương): for people in the army and the police, Hữu nghị for foreigners."""
    names = {
        "quan-ky-quyet-thang": ("Quân kỳ quyết thắng", ARMED),
        "vi-an-ninh-to-quoc": ("Vì an ninh Tổ quốc", ARMED),
        "huu-nghi": ("Hữu nghị", ANY),
    } | {
        f"chien-si-ve-vang-hang-{rank}": (f"Chiến sĩ vẻ vang {written}", ARMED)
        for rank, written in _ORDER_CLASSES.items()
    }
    return [
        CommendationFormData(
            f"huy-chuong-{code}", f"Huy chương {name}", "Huy chương", "i", PRESIDENT, provision, force, note
        )
        for code, (name, force) in names.items()
    ]


def _state_honour_forms(provision: str, note: str = "") -> list[CommendationFormData]:
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
        CommendationFormData(code, name, "Danh hiệu vinh dự nhà nước", subjects, PRESIDENT, provision, note=note)
        for code, (name, subjects) in names.items()
    ]


def _prize_forms(provision: str, note: str = "") -> list[CommendationFormData]:
    names = {"giai-thuong-ho-chi-minh": "Giải thưởng Hồ Chí Minh", "giai-thuong-nha-nuoc": "Giải thưởng Nhà nước"}
    return [
        CommendationFormData(code, name, "Giải thưởng", "i", PRESIDENT, provision, note=note)
        for code, name in names.items()
    ]


def _certificate_forms(provisions: dict[str, str], recipient_codes: str, note: str = "") -> list[CommendationFormData]:
    """Bằng khen and giấy khen; ``articles`` by level: government, province, unit."""
    return [
        CommendationFormData(
            "bang-khen-thu-tuong",
            "Bằng khen của Thủ tướng Chính phủ",
            "Bằng khen",
            recipient_codes,
            PRIME_MINISTER,
            provisions["government"],
            note=note,
        ),
        CommendationFormData(
            "bang-khen-cap-tinh",
            "Bằng khen của bộ, ban, ngành, tỉnh",
            "Bằng khen",
            recipient_codes,
            MINISTER_OR_PROVINCE,
            provisions["province"],
            note=note,
        ),
        CommendationFormData(
            "giay-khen", "Giấy khen", "Giấy khen", recipient_codes, HEAD_OF_UNIT, provisions["unit"], note=note
        ),
    ]


FORMS_2022 = [
    *_order_forms("Điều 9, 33; Điều 77"),
    *_medal_forms("Điều 9, 54; Điều 77"),
    *_state_honour_forms("Điều 9, 59; Điều 77"),
    *_prize_forms("Điều 9; Điều 77"),
    CommendationFormData(
        "ky-niem-chuong",
        "Kỷ niệm chương",
        "Kỷ niệm chương",
        "i",
        "Ủy ban Thường vụ Quốc hội; bộ trưởng; Chủ tịch UBND tỉnh; tổ chức chính trị - xã hội ở trung ương",
        "Điều 9, 71–75",
    ),
    *_certificate_forms(
        {
            "government": "Điều 9, 71–75; Điều 78",
            "province": "Điều 9, 71–75; Điều 79",
            "unit": "Điều 9, 71–75; Điều 80",
        },
        "ich",
    ),
]

_FORM_PROVISION_2003 = "Điều 8"
FORMS_2003 = [
    *_order_forms(_FORM_PROVISION_2003, _UNVERIFIED_NOTE_2003),
    *_medal_forms(_FORM_PROVISION_2003, _UNVERIFIED_NOTE_2003),
    *_state_honour_forms(_FORM_PROVISION_2003, _UNVERIFIED_NOTE_2003),
    *_prize_forms(_FORM_PROVISION_2003, _UNVERIFIED_NOTE_2003),
    CommendationFormData(
        "ky-niem-chuong",
        "Kỷ niệm chương, Huy hiệu",
        "Kỷ niệm chương",
        "i",
        "Bộ, ngành, đoàn thể trung ương; UBND tỉnh",
        _FORM_PROVISION_2003,
        note=_UNVERIFIED_NOTE_2003,
    ),
    *_certificate_forms(
        dict.fromkeys(("government", "province", "unit"), _FORM_PROVISION_2003), "ic", _UNVERIFIED_NOTE_2003
    ),
]

KINDS_2022 = [
    CommendationKindData("cong-trang", "Khen thưởng công trạng", "Điều 8"),
    CommendationKindData("dot-xuat", "Khen thưởng đột xuất", "Điều 8"),
    CommendationKindData("phong-trao", "Khen thưởng phong trào (chuyên đề)", "Điều 8"),
    CommendationKindData("qua-trinh-cong-hien", "Khen thưởng quá trình cống hiến", "Điều 8"),
    CommendationKindData("nien-han", "Khen thưởng theo niên hạn", "Điều 8"),
    CommendationKindData("doi-ngoai", "Khen thưởng đối ngoại", "Điều 8"),
]

_KIND_NOTE_2003 = "Theo bản năm 2003; các lần sửa đổi 2005–2013 chưa được đối chiếu."
KINDS_2003 = [
    CommendationKindData(
        "tong-ket-giai-doan", "Khen thưởng tổng kết thành tích các giai đoạn cách mạng", "Điều 4", _KIND_NOTE_2003
    ),
    CommendationKindData("thuong-xuyen", "Khen thưởng thường xuyên", "Điều 4", _KIND_NOTE_2003),
    CommendationKindData("dot-xuat", "Khen thưởng đột xuất", "Điều 4", _KIND_NOTE_2003),
    CommendationKindData("nien-han", "Khen thưởng theo niên hạn công tác", "Điều 4", _KIND_NOTE_2003),
    CommendationKindData("doi-ngoai", "Khen thưởng đối ngoại", "Điều 4", _KIND_NOTE_2003),
]
