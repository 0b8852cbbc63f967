"""A portal with something of everything, public and not, for the tests of the open data."""

import datetime as dt
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.utils import timezone

from emulation.demo_data import loader as emulation_demo
from emulation.documents import adopt_document
from emulation.models import Bloc, BlocDocument, Meeting, Registration
from news.models import Article
from portal.documents.models import Document as LibraryDocument
from portal.documents.models import DocumentRelation
from portal.organisation.demo_data import loader as organisation_demo
from portal.organisation.models import Unit
from tests.documents.factories import add_file, make_library_document
from tests.emulation.year_factories import SIGNED_ON, make_document, make_title, make_version
from tests.factories import make_article, make_author, make_category, make_image
from tests.organisation.factories import make_posting

# Stands in every text that the public must not read.
SECRET = "BÍ MẬT NỘI BỘ"


@dataclass(frozen=True)
class Example:
    article: Article
    document: BlocDocument
    library: LibraryDocument

    @property
    def addresses(self) -> list[str]:
        """One of each resource."""
        year = "/api/v1/blocs/so-iv/years/2018"
        return [
            "/api/v1/articles",
            f"/api/v1/articles/{self.article.pk}",
            *(f"/api/v1/{name}" for name in ("categories", "authors", "threads", "tags", "agencies", "blocs")),
            "/api/v1/agencies/so-tu-phap",
            "/api/v1/blocs/so-iv",
            *(year, f"{year}/members", f"{year}/covenant", f"{year}/members.csv", f"{year}/documents.csv"),
            "/api/v1/documents",
            f"/api/v1/documents/{self.document.pk}",
            "/api/v1/library/documents",
            f"/api/v1/library/documents/{self.library.pk}",
            "/api/v1/units",
            "/api/v1/officials",
        ]


def make_example() -> Example:
    article = _public_article()
    _hidden_articles()
    emulation_demo.load(force=False, stored=[])
    _agency()
    return Example(article, _bloc_year(article), _library())


def _library() -> LibraryDocument:
    """A public document that replaces a draft, and one that was withdrawn."""
    public, draft = make_library_document("1/QĐ-X"), make_library_document("2/QĐ-X", abstract=SECRET, published=False)
    add_file(draft, name=f"{SECRET}.pdf")
    add_file(public)
    make_library_document("3/QĐ-X", abstract=SECRET, withdrawn_at=timezone.now(), withdrawal_reason=SECRET)
    DocumentRelation.objects.create(source=public, target=draft)
    return public


def _public_article() -> Article:
    article = make_article(
        title="Hội nghị ký kết giao ước",
        slug="hoi-nghi",
        body='<p>Xem <a href="/co-quan/so-tu-phap/">Sở Tư pháp</a>.</p>',
        category=make_category("Hội nghị", parent=make_category("Tin hoạt động")),
        author=make_author("Nông Thúy Quỳnh", biography="Viết về tư pháp."),
        source_name="Báo tỉnh",
        source_url="https://example.org/",
        lead_image=make_image(),
    )
    article.attachments.create(file=ContentFile(b"%PDF-1.4 x", name="Quy chế.pdf"))
    article.gallery.create(image=make_image(alt="Toàn cảnh hội trường"))
    article.threads.create(name="Hội nghị tổng kết")
    article.tags.create(name="Thi đua")
    return article


def _hidden_articles() -> None:
    author = make_author(f"Tác giả {SECRET}")
    for number, hidden in enumerate(
        (
            {"published": False},
            {"status": Article.Status.WITHDRAWN},
            {"published_at": timezone.now() + dt.timedelta(days=1)},
        )
    ):
        text = {"title": SECRET, "summary": SECRET, "body": f"<p>{SECRET}</p>", "slug": f"bi-mat-{number}"}
        article = make_article(author=author, **text, **hidden)
        article.threads.create(name=f"Dòng {SECRET} {number}")
        article.tags.create(name=f"Thẻ {SECRET} {number}")
        article.attachments.create(file=ContentFile(b"%PDF-1.4 x", name="bi-mat.pdf"), name=SECRET)


def _agency() -> None:
    """The demonstration's, and somebody in it whom readers do not see."""
    organisation_demo.load(force=False, stored=[])
    agency = Unit.objects.roots().get()
    make_posting(f"Người {SECRET}", agency, post=SECRET, since=agency.valid_from)


def _bloc_year(article: Article) -> BlocDocument:
    year = Bloc.objects.get(slug="so-iv").years.get(year=2018)
    document = make_document(year, title="Kế hoạch công tác", number="5", symbol="KH-KTĐ", signer_name="Hoàng Văn Mẫu")
    make_version(document, '<p>Theo <a href="/tin-tuc/">tin</a>.</p>')
    adopt_document(document=document, on=SIGNED_ON)
    make_version(make_document(year, title=f"Dự thảo {SECRET}"), f"<p>{SECRET}</p>")
    meeting = Meeting.objects.get()
    meeting.article, meeting.minutes = article, ContentFile(b"%PDF-1.4 x", name="bien-ban-mat.pdf")
    meeting.save()
    Meeting.objects.create(
        year=year, kind="other", held_on=dt.date(2018, 7, 1), article=Article.objects.get(status="withdrawn")
    )
    Registration.objects.create(
        year=year,
        agency=year.bloc.memberships.in_order()[0].agency,
        recipient_type="individual",
        title=make_title(code="chien-si", recipient_type="individual"),
        person_name=f"Người {SECRET}",
        registered_on=SIGNED_ON,
        note=SECRET,
    )
    return document
