"""The audited pages, one line each. Add a line for each new page of the portal."""

from dataclasses import dataclass

KB = 1024
ARTICLE_BYTES = 100 * KB
# The home page, and lists with an image per article.
IMAGES_BYTES = 150 * KB
REPEAT_BYTES = 20 * KB


@dataclass(frozen=True)
class AuditedPage:
    """A URL of the demonstration content and the checks specific to it."""

    name: str
    address: str
    # Transferred bytes on a first visit, everything included; 0 (no budget) for staff pages.
    budget_bytes: int = ARTICLE_BYTES
    # Visited as the audit's administrator; else as a visitor without a cookie.
    signed_in: bool = False
    # Lighthouse checks all three categories of an indexed page, and all but SEO of other pages.
    indexed: bool = True
    # The button that submits the form unchanged, so that the audited page is the one with errors.
    refused_by: str = ""
    status: int = 200
    # Not implemented yet: skipped while it responds with 404, and audited like any other afterwards.
    awaited: bool = False
    # Audited before every merge: one page of each kind, so that it does not take an hour. The others are audited by
    # `make audit`.
    is_gate: bool = False

    @property
    def is_public(self) -> bool:
        return not self.signed_in and not self.refused_by and self.status < 400


ARTICLE = "/tin-tuc/2026/10/27/tim-lai-tin-cu-xem-cac-tin-da-dua-ngay-tren-cong-thong-tin/"
CONSULTATION = "/lay-y-kien/1-du-thao-quy-che-tiep-nhan-va-tra-loi-y-kien-cua-nguoi-dan-tren-cong-thong-tin/"


def for_staff(name: str, address: str, *, refused_by: str = "", is_gate: bool = False) -> AuditedPage:
    return AuditedPage(
        name, address, budget_bytes=0, signed_in=True, indexed=False, refused_by=refused_by, is_gate=is_gate
    )


PAGES = (
    AuditedPage("home", "/", budget_bytes=IMAGES_BYTES, is_gate=True),
    AuditedPage("list", "/tin-tuc/", budget_bytes=IMAGES_BYTES, is_gate=True),
    AuditedPage("day", "/tin-tuc/2018/03/27/", budget_bytes=IMAGES_BYTES, is_gate=True),
    AuditedPage("article", ARTICLE, is_gate=True),
    AuditedPage("search", "/tim-kiem/?q=thi+dua", indexed=False, is_gate=True),
    AuditedPage("search-refused", "/tim-kiem/?q=thi+dua&tu=99/99/2018", indexed=False),
    AuditedPage("day-refused", "/tin-tuc/?ngay=31/02/2018", indexed=False),
    AuditedPage("bloc", "/khoi-thi-dua/so-iv/", is_gate=True),
    AuditedPage("year", "/khoi-thi-dua/so-iv/2018/", is_gate=True),
    AuditedPage("covenant", "/khoi-thi-dua/so-iv/2018/giao-uoc/", is_gate=True),
    AuditedPage("agency", "/co-quan/so-tu-phap/", is_gate=True),
    AuditedPage("library", "/van-ban/", is_gate=True),
    AuditedPage("static-page", "/gioi-thieu/", is_gate=True),
    AuditedPage("structure", "/co-cau-to-chuc/", is_gate=True),
    AuditedPage("contacts", "/lien-he/"),
    AuditedPage("leaders", "/lanh-dao/"),
    AuditedPage("consultations", "/lay-y-kien/"),
    AuditedPage("consultation", CONSULTATION),
    AuditedPage(
        "comment-refused", CONSULTATION, indexed=False, refused_by=".comment-form button[type=submit]", status=400
    ),
    AuditedPage("questions", "/hoi-dap/"),
    AuditedPage("ask", "/hoi-dap/gui/", indexed=False),
    AuditedPage("ask-refused", "/hoi-dap/gui/", indexed=False, refused_by="main form button[type=submit]", status=422),
    AuditedPage("map", "/so-do-trang/"),
    AuditedPage("statistics", "/thong-ke-truy-cap/"),
    AuditedPage("english-home", "/en/", budget_bytes=IMAGES_BYTES),
    AuditedPage("english-library", "/en/van-ban/"),
    AuditedPage("english-ask", "/en/hoi-dap/gui/", indexed=False),
    AuditedPage("not-found", "/khong-co-trang-nay/", indexed=False, status=404),
    AuditedPage("sign-in", "/dang-nhap/", indexed=False, is_gate=True),
    AuditedPage("sign-in-refused", "/dang-nhap/", indexed=False, refused_by="main form button[type=submit]"),
    for_staff("two-factor", "/dang-nhap/hai-lop/"),
    for_staff("two-factor-refused", "/dang-nhap/hai-lop/", refused_by="main form button[type=submit]"),
    for_staff("desk", "/ban-lam-viec/", is_gate=True),
    for_staff("admin", "/quan-tri/"),
    for_staff("admin-list", "/quan-tri/news/article/"),
    for_staff("admin-form", "/quan-tri/news/article/21/change/", is_gate=True),
    for_staff("admin-history", "/quan-tri/pages/page/1/lich-su/"),
    for_staff("admin-compare", "/quan-tri/pages/page/1/lich-su/so-sanh/?tu=1&den=1"),
    for_staff("admin-report", "/ban-lam-viec/bao-cao/"),
    for_staff("admin-journal", "/quan-tri/audit/auditentry/"),
    for_staff("admin-form-refused", "/quan-tri/news/category/add/", refused_by="input[name=_save]"),
)
