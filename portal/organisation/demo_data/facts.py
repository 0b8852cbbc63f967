"""Rows of the demo data. Names, numbers and addresses are placeholders."""

import datetime as dt
from dataclasses import dataclass

START_DATE = dt.date(2021, 1, 1)
HANDOVER_DATE = dt.date(2025, 7, 1)
ADDRESS, ADDRESS_EN = "Số 1, đường Mẫu, tỉnh Cao Bằng", "No. 1, Sample Street, Cao Bang Province"


@dataclass(frozen=True)
class DemoUnit:
    slug: str
    name: str
    name_en: str
    functions: str
    functions_en: str
    parent: str = ""
    extension: str = "00"
    until: dt.date | None = None


@dataclass(frozen=True)
class DemoPost:
    person: str
    unit: str
    post: str
    post_en: str
    area: str = ""
    area_en: str = ""
    extension: str = ""
    is_leader: bool = False
    is_contact: bool = False
    is_spokesperson: bool = False
    since: dt.date = START_DATE
    until: dt.date | None = None


AGENCY, OFFICE, EMULATION, LEGAL, FORMER = (
    "co-quan-thuong-truc",
    "van-phong",
    "phong-thi-dua-khen-thuong",
    "phong-phap-che-thanh-tra",
    "phong-hanh-chinh-to-chuc",
)

UNITS = (
    DemoUnit(
        AGENCY,
        "Cơ quan thường trực công tác thi đua – nội chính",
        "Standing Office for Emulation and Internal Affairs",
        "<p>Cơ quan tham mưu, giúp lãnh đạo tỉnh theo dõi, hướng dẫn và tổng hợp công tác thi đua, khen thưởng của các "
        "cơ quan nội chính trên địa bàn tỉnh.</p><h2>Nhiệm vụ</h2><ul><li>Xây dựng chương trình công tác hằng năm.</li>"
        "<li>Hướng dẫn các khối thi đua ký giao ước, đăng ký danh hiệu, chấm điểm.</li><li>Tổng hợp, báo cáo kết quả "
        "thực hiện.</li><li>Quản lý cổng thông tin và trả lời ý kiến của người dân.</li></ul>",
        "<p>The office advises the leadership of the province and follows, guides and sums up the emulation and "
        "commendation work of its internal affairs agencies.</p><h2>Tasks</h2><ul><li>Drawing up the programme of each "
        "year.</li><li>Guiding the emulation blocs in covenants, registrations and scoring.</li><li>Reporting on "
        "results.</li><li>Running this portal and answering the public.</li></ul>",
    ),
    DemoUnit(
        OFFICE,
        "Văn phòng",
        "Administrative Office",
        "<p>Giúp lãnh đạo điều hành công việc chung; phụ trách tổ chức, tài chính, văn thư, lưu trữ, tiếp công dân và "
        "nội dung cổng thông tin.</p>",
        "<p>Assists the leadership in daily business; in charge of personnel, finance, records, the reception of "
        "citizens and the content of this portal.</p>",
        AGENCY,
        "10",
    ),
    DemoUnit(
        EMULATION,
        "Phòng Thi đua, Khen thưởng",
        "Division of Emulation and Commendation",
        "<p>Hướng dẫn, theo dõi các khối, cụm thi đua; thẩm định hồ sơ khen thưởng; tổng hợp kết quả thi đua hằng "
        "năm.</p>",
        "<p>Guides and follows the emulation blocs, examines commendation files and sums up the results of each "
        "year.</p>",
        AGENCY,
        "20",
    ),
    DemoUnit(
        LEGAL,
        "Phòng Pháp chế, Thanh tra",
        "Division of Legal Affairs and Inspection",
        "<p>Góp ý dự thảo văn bản, kiểm tra việc thực hiện quy chế thi đua, tiếp nhận và xử lý đơn, thư.</p>",
        "<p>Comments on draft documents, inspects the observance of emulation regulations, receives and handles "
        "petitions.</p>",
        AGENCY,
        "30",
    ),
    DemoUnit(
        FORMER,
        "Phòng Hành chính, Tổ chức",
        "Division of Administration and Personnel",
        "<p>Công tác hành chính, tổ chức; nhiệm vụ đã chuyển về Văn phòng.</p>",
        "<p>Administration and personnel; its tasks have passed to the Administrative Office.</p>",
        AGENCY,
        "40",
        HANDOVER_DATE,
    ),
)

# In the order of rank within each unit.
POSTS = (
    DemoPost("Nguyễn Văn A", AGENCY, "Giám đốc", "Director", until=HANDOVER_DATE, is_leader=True),
    DemoPost(
        "Trần Thị B",
        AGENCY,
        "Giám đốc",
        "Director",
        "Phụ trách chung; công tác tổ chức",
        "General direction; personnel",
        "01",
        since=HANDOVER_DATE,
        is_leader=True,
    ),
    DemoPost("Trần Thị B", AGENCY, "Phó Giám đốc", "Deputy Director", until=HANDOVER_DATE, is_leader=True),
    DemoPost(
        "Lê Văn C",
        AGENCY,
        "Phó Giám đốc",
        "Deputy Director",
        "Thi đua, khen thưởng; phát ngôn",
        "Emulation and commendation; spokesperson",
        "02",
        is_leader=True,
        is_spokesperson=True,
    ),
    DemoPost(
        "Phạm Thị D",
        OFFICE,
        "Chánh Văn phòng",
        "Chief of Office",
        "Điều hành Văn phòng",
        "Head of the office",
        "11",
        is_leader=True,
    ),
    DemoPost(
        "Hoàng Văn E",
        OFFICE,
        "Chuyên viên",
        "Officer",
        "Cổng thông tin, tiếp nhận ý kiến",
        "Portal, feedback of the public",
        "12",
        is_contact=True,
    ),
    DemoPost(
        "Nông Thị G",
        EMULATION,
        "Trưởng phòng",
        "Head of Division",
        "Các khối, cụm thi đua",
        "Emulation blocs",
        "21",
        is_leader=True,
        is_contact=True,
    ),
    DemoPost(
        "Đinh Văn H",
        LEGAL,
        "Trưởng phòng",
        "Head of Division",
        "Pháp chế, đơn thư",
        "Legal affairs, petitions",
        "31",
        is_leader=True,
        is_contact=True,
    ),
    DemoPost("Vũ Thị K", FORMER, "Trưởng phòng", "Head of Division", until=HANDOVER_DATE, is_leader=True),
)
