"""Publicly known facts about two blocs of Cao Bằng; unrecorded names and days stay blank.

Sources: the portal page of 27/03/2018 on the meeting of 21/3/2018 (members, leadership, themes, agenda, signing);
caobang.gov.vn on Quyết định 348 and 598 of 2018; tuyengiaocaobang.vn on bloc 5 of 2025; the renaming of the civil
enforcement agencies on 01/7/2025. Where the press gives several names for one thing, the official name is used.
"""

import datetime as dt
from dataclasses import dataclass

# Records begin here; earlier facts are unknown.
FIRST_RECORDED_DAY = dt.date(2018, 1, 1)
DECISION_ISSUER = "Ủy ban nhân dân tỉnh Cao Bằng"


@dataclass(frozen=True)
class DemoAgency:
    name: str
    line: str
    short_name: str = ""
    initials: str = ""
    force: str = "civil"
    # Only where the official name translates plainly.
    name_en: str = ""


@dataclass(frozen=True)
class DemoDecision:
    number: str
    issued_on: dt.date
    abstract: str
    replaces: str = ""


DECISIONS = (
    DemoDecision("463", dt.date(2016, 4, 19), "Tổ chức các khối, cụm thi đua của tỉnh"),
    DemoDecision(
        "348",
        dt.date(2018, 4, 6),
        "Kiện toàn các khối, cụm thi đua của tỉnh: 17 khối, cụm với 137 đơn vị thành viên",
        replaces="463",
    ),
    DemoDecision(
        "598",
        dt.date(2018, 5, 25),
        "Ban hành Quy chế tổ chức và hoạt động của các khối, cụm thi đua của tỉnh (7 chương, 18 điều)",
    ),
)
# The decision in force on the day of the 2018 meeting, which was held before 348 and 598 were issued.
DECISION_AT_MEETING = "463"

BLOC_IV = (
    "so-iv",
    "Khối thi đua các cơ quan Nội chính tỉnh Cao Bằng",
    "số IV",
    "Emulation Bloc of the Internal Affairs Agencies of Cao Bang Province",
)
MEMBERS_IV = (
    DemoAgency("Thanh tra tỉnh", "provincial", name_en="Provincial Inspectorate"),
    DemoAgency("Sở Tư pháp", "provincial", name_en="Department of Justice"),
    DemoAgency(
        "Bộ Chỉ huy quân sự tỉnh",
        "army",
        initials="BCHQS",
        force="armed",
        name_en="Provincial Military Command",
    ),
    DemoAgency(
        "Bộ Chỉ huy Bộ đội biên phòng tỉnh",
        "army",
        initials="BĐBP",
        force="armed",
        name_en="Provincial Border Guard Command",
    ),
    DemoAgency("Công an tỉnh", "police", force="armed", name_en="Provincial Public Security"),
    DemoAgency(
        "Viện kiểm sát nhân dân tỉnh",
        "vertical",
        initials="VKSND",
        name_en="Provincial People's Procuracy",
    ),
    DemoAgency("Tòa án nhân dân tỉnh", "vertical", initials="TAND", name_en="Provincial People's Court"),
    DemoAgency("Cục Thi hành án dân sự tỉnh", "vertical", initials="THADS"),
)
HEAD_IV = ("Thanh tra tỉnh", "Hoàng Tiến Khang", "Chánh Thanh tra tỉnh")
DEPUTY_IV = ("Sở Tư pháp", "Nông Thanh Khoa", "Giám đốc Sở Tư pháp")

# The agency's old name, new name, first day. For the border guard only the year is known; the day is that of the
# reorganisation of the same summer.
RENAMES = (
    ("Cục Thi hành án dân sự tỉnh", "Thi hành án dân sự tỉnh", "THADS", dt.date(2025, 7, 1)),
    ("Bộ Chỉ huy Bộ đội biên phòng tỉnh", "Ban Chỉ huy Bộ đội biên phòng tỉnh", "BĐBP", dt.date(2025, 7, 1)),
)

THEME = (
    "Tăng cường kỷ luật, kỷ cương hành chính, đổi mới sáng tạo, hành động quyết liệt, nâng cao năng lực quản lý, "
    "phục vụ công dân và doanh nghiệp"
)
ANNIVERSARY = "kỷ niệm 70 năm ngày Chủ tịch Hồ Chí Minh ra Lời kêu gọi thi đua ái quốc (11/6/1948 - 11/6/2018)"
MEMBER_THEMES = (
    ("Bộ Chỉ huy Bộ đội biên phòng tỉnh", "Đoàn kết, kỷ cương, sáng tạo, an toàn, quyết thắng"),
    (
        "Cục Thi hành án dân sự tỉnh",
        "Ngành Thi hành án dân sự tỉnh Cao Bằng tiếp tục đổi mới lề lối làm việc, siết chặt kỷ luật, kỷ cương; nâng "
        "cao hiệu lực, hiệu quả thi hành pháp luật; đẩy mạnh ứng dụng công nghệ thông tin, thi đua hoàn thành xuất sắc "
        "nhiệm vụ chính trị được giao năm 2018",
    ),
)

MEETING_DAY = dt.date(2018, 3, 21)
MEETING_TITLE = "Hội nghị phát động và ký kết giao ước thi đua năm 2018"
MEETING_VENUE = "Sở Tư pháp tỉnh Cao Bằng"
AGENDA = (
    "Trưởng khối trình bày tóm tắt dự thảo Quy chế hoạt động của Khối thi đua năm 2018 và dự thảo Kế hoạch công tác "
    "thi đua, khen thưởng năm 2018, nhấn mạnh các nội dung mới cần thảo luận",
    "Đơn vị Phó Trưởng khối phát động phong trào thi đua năm 2018",
    "Các đơn vị thành viên phát động phong trào thi đua theo chủ đề riêng, đăng ký danh hiệu thi đua, hình thức khen "
    "thưởng năm 2018",
    "Thảo luận, trọng tâm là chế độ kiểm tra và chế độ sơ kết, tổng kết",
    "Thống nhất, thông qua các nội dung để hoàn thiện quy chế hoạt động của Khối",
    "Đại diện lãnh đạo các đơn vị thành viên ký kết giao ước thi đua năm 2018",
)
CONCLUSIONS = (
    "<p>Ghi nhận ý kiến của các thành viên và của đại diện lãnh đạo Ban Thi đua - Khen thưởng tỉnh, Hội nghị thống "
    "nhất và thông qua các nội dung để hoàn thiện quy chế hoạt động của Khối thi đua.</p>"
)
GUEST = "Ban Thi đua - Khen thưởng tỉnh"
SIGNER_POST = "Đại diện lãnh đạo"
# The article of the news app's demo data that reports the meeting.
REPORT_DAY = dt.date(2018, 3, 27)
REPORT_SLUG_PREFIX = "tam-co-quan-noi-chinh"

DOCUMENTS = (
    (
        "regulation",
        "Quy chế hoạt động của Khối thi đua các cơ quan Nội chính tỉnh Cao Bằng năm 2018",
        "<p>Bản tóm tắt trình bày tại Hội nghị ngày 21/3/2018 gồm các nội dung:</p>"
        "<ul><li>những quy định chung;</li><li>trách nhiệm của Khối thi đua;</li>"
        "<li>chấm điểm, kiểm tra và bình xét thi đua, khen thưởng.</li></ul>",
    ),
    (
        "plan",
        "Kế hoạch công tác thi đua, khen thưởng năm 2018",
        "<p>Kế hoạch do Trưởng khối trình bày tóm tắt tại Hội nghị ngày 21/3/2018.</p>",
    ),
)

COVENANT_TITLE = "Bản giao ước thi đua năm 2018"
COMMITMENTS = (
    "<p>Các đơn vị thành viên cam kết phấn đấu hoàn thành tốt nhiệm vụ công tác của cơ quan, đơn vị mình, góp phần vào "
    "việc hoàn thành nhiệm vụ chung của Khối thi đua:</p>"
    "<ul><li>thi đua hoàn thành xuất sắc nhiệm vụ chính trị của từng ngành trong Khối thi đua;</li>"
    "<li>thực hiện tốt chủ trương của Đảng, chính sách, pháp luật của Nhà nước;</li>"
    "<li>triển khai thực hiện tốt công tác thi đua, khen thưởng, công tác bồi dưỡng, phát hiện, nhân rộng điển hình "
    "tiên tiến.</li></ul>"
)

BLOC_5 = ("so-5", "Khối thi đua số 5 tỉnh Cao Bằng", "số 5", "Emulation Bloc No. 5 of Cao Bang Province")
BLOC_5_YEAR = 2025
MEMBERS_5 = (
    DemoAgency("Ban Nội chính Tỉnh uỷ", "party"),
    DemoAgency("Ban Tổ chức Tỉnh uỷ", "party"),
    DemoAgency("Ban Tuyên giáo và Dân vận Tỉnh uỷ", "party"),
    DemoAgency("Uỷ ban Kiểm tra Tỉnh uỷ", "party"),
    DemoAgency("Văn phòng Tỉnh uỷ", "party", name_en="Office of the Provincial Party Committee"),
)
HEAD_5, DEPUTY_5 = "Ban Nội chính Tỉnh uỷ", "Ban Tổ chức Tỉnh uỷ"
