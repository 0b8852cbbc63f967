"""Objects in every state that is not public, with a word of its own in every text, and who may read which word."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone

from emulation.documents import add_comment, add_version, adopt_document, circulate_document
from emulation.models import Attendance, BlocDocument, Meeting, Registration, Remark
from news import autosave
from news import services as article_services
from news.models import Article, Attachment, Author, Category, CategoryScope, GalleryImage, PreviewLink
from portal import roles
from portal.accounts.models import User
from portal.consultations.models import Consultation
from portal.images.models import Image
from portal.pages.services import save_page
from portal.questions.models import Topic
from portal.questions.services import run_transition as answer_question
from portal.questions.workflow import QuestionAction
from tests.consultations.factories import make_closed, make_comment, make_consultation
from tests.documents.factories import add_file, make_library_document
from tests.emulation import year_factories
from tests.factories import make_article, make_category, make_image, make_staff, make_user
from tests.organisation.factories import make_posting, make_unit
from tests.pages.factories import make_entry, make_page
from tests.questions.factories import make_question

PDF = b"%PDF-1.4"
KEY = "a1" * 16

# The people who walk, by what they are.
CONTRIBUTOR, OWNER, SCOPED, EDITOR, PUBLISHER = "contributor", "owner", "scoped contributor", "editor", "publisher"
MANAGER, ADMINISTRATOR, NO_ROLE, NO_STAFF, READER = "manager", "administrator", "no role", "no staff", "reader"

NEWSROOM = frozenset({EDITOR, PUBLISHER, ADMINISTRATOR})
WRITER = NEWSROOM | {OWNER}
BLOCS = frozenset({MANAGER, ADMINISTRATOR})
ACCOUNTS = frozenset({ADMINISTRATOR})
TYPED = frozenset({EDITOR})


@dataclass
class Planted:
    """``words`` says who may read each; ``rows`` are the objects that the addresses are made of."""

    people: dict[str, User | None]
    words: dict[str, Collection[str]] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    rows: list[Model] = field(default_factory=list)
    links: list[PreviewLink] = field(default_factory=list)

    def word(self, name: str, readers: Collection[str]) -> str:
        """A word that stands nowhere else, for these people only. The same in every run."""
        digest = hashlib.sha256(name.encode()).hexdigest()[:12]
        word = "zq" + "".join(chr(ord("a") + int(digit, 16)) for digit in digest)
        assert self.named.setdefault(word, name) == name
        self.words[word] = readers
        return word

    def keep(self, *rows: Model) -> None:
        self.rows += rows

    def of(self, model: type[Model]) -> Iterator[Model]:
        return (row for row in self.rows if isinstance(row, model))


def plant() -> Planted:
    category, other = make_category("Hoạt động"), make_category("Khác")
    planted = Planted(_people(other))
    planted.keep(category, other, *(person for person in planted.people.values() if person))
    _plant_articles(planted, category)
    _plant_library(planted)
    _plant_consultations(planted)
    _plant_questions(planted)
    _plant_pages(planted)
    _plant_blocs(planted)
    _plant_accounts(planted)
    return planted


def _people(other: Category) -> dict[str, User | None]:
    people: dict[str, User | None] = {
        CONTRIBUTOR: make_staff(roles.CONTRIBUTOR, full_name="Cộng tác viên"),
        OWNER: make_staff(roles.CONTRIBUTOR, full_name="Người viết"),
        SCOPED: make_staff(roles.CONTRIBUTOR, full_name="Người nơi khác"),
        EDITOR: make_staff(roles.EDITOR, full_name="Biên tập viên"),
        PUBLISHER: make_staff(roles.PUBLISHER, full_name="Người duyệt"),
        MANAGER: make_staff(roles.BLOC_MANAGER, full_name="Quản lý khối"),
        ADMINISTRATOR: make_staff(roles.ADMINISTRATOR, full_name="Quản trị"),
        NO_ROLE: make_user(is_staff=True, full_name="Chưa có vai trò"),
        NO_STAFF: make_user(full_name="Không phải cán bộ"),
        READER: None,
    }
    CategoryScope.objects.create(user=people[SCOPED], category=other)
    return people


# --- articles ----------------------------------------------------------------------------------------------------
def _plant_articles(planted: Planted, category: Category) -> None:
    owner, editor, publisher = (planted.people[name] for name in (OWNER, EDITOR, PUBLISHER))
    timestamp = timezone.now() + dt.timedelta(days=3)
    sample_image = make_image(alt="Ảnh của kho", uploaded_by=planted.people[CONTRIBUTOR])
    planted.keep(sample_image)

    def article(name: str, readers: Collection[str] = WRITER, by: User | None = owner, **fields: object) -> Article:
        made = Article(
            title=f"{planted.word(f'{name}: title', readers)} tiêu đề",
            summary=f"{planted.word(f'{name}: summary', readers)} sapo.",
            body=f'<p>{planted.word(f"{name}: body", readers)} nội dung.</p><p><img src="{sample_image.file.url}" alt="A"></p>',
            lead_caption=planted.word(f"{name}: caption", readers),
            lead_image=sample_image,
            source_name=planted.word(f"{name}: source", readers),
            category=category,
            **fields,
        )
        made = article_services.save_article(article=made, by=by)
        GalleryImage.objects.create(article=made, image=sample_image, caption=planted.word(f"{name}: gallery", readers))
        attachment = Attachment.objects.create(
            article=made,
            file=ContentFile(PDF, name=f"{planted.word(f'{name}: file', readers)}.pdf"),
            name=planted.word(f"{name}: attachment", readers),
        )
        link = PreviewLink.objects.create(
            article=made, made_by=by, expires_at=timestamp, note=planted.word(f"{name}: link", readers)
        )
        planted.links.append(link)
        planted.keep(made, attachment)
        return made

    def state(row: Article) -> str:
        return Article.objects.get(pk=row.pk).status

    drafts = [article("draft")]
    submitted = article_services.submit_article(article=article("submitted"), by=owner)
    reason = planted.word("returned: reason", WRITER)
    returned = article_services.submit_article(article=article("returned"), by=owner)
    returned = article_services.return_to_author(article=returned, by=publisher, reason=reason)
    approved = article_services.approve_article(article=article("approved"), by=publisher)
    scheduled = article_services.schedule_article(article=article("scheduled"), by=publisher, publish_at=timestamp)
    trashed = article_services.move_to_trash(article=article("trashed"), by=owner)
    drafts += [submitted, returned, approved, scheduled, trashed]
    assert {state(row) for row in drafts} == {"draft", "submitted", "returned", "approved", "published", "trashed"}

    # What readers had once: its page says why it is gone, and no more.
    withdrawn = article_services.publish_article(article=article("withdrawn"), by=publisher)
    article_services.withdraw_article(article=withdrawn, by=publisher, note="Có nhầm lẫn.")
    expired = article_services.publish_article(article=article("expired"), by=publisher)
    Article.objects.filter(pk=expired.pk).update(
        published_at=timezone.now() - dt.timedelta(days=2), expires_at=timezone.now() - dt.timedelta(days=1)
    )
    # Readers know where these stood.
    for name in ("withdrawn", "expired"):
        _forget(planted, f"{name}: title")

    # A public one, that was something else before, and was sent back once.
    live = article("before it was public")
    live = article_services.submit_article(article=live, by=owner)
    live = article_services.return_to_author(article=live, by=publisher, reason=planted.word("live: reason", WRITER))
    live.title, live.summary, live.body = "Bài đang đăng", "Ai cũng đọc được.", "<p>Lời công khai.</p>"
    live.lead_caption = live.source_name = ""
    live.slug = "bai-dang-dang"
    live = article_services.save_article(article=live, by=owner)
    live.gallery.all().delete()
    live.attachments.update(removed_at=timezone.now())
    live = article_services.publish_article(article=live, by=publisher)
    version = article_services.create_pending_revision(article=live, by=editor)
    version.title = f"{planted.word('version: title', NEWSROOM)} bản mới"
    version.slug = planted.word("version: slug", NEWSROOM)
    version.body = f"<p>{planted.word('version: body', NEWSROOM)}</p>"
    version = article_services.save_article(article=version, by=editor)
    article_services.submit_article(article=version, by=editor)
    article_services.return_to_author(
        article=Article.objects.get(pk=version.pk),
        by=publisher,
        reason=planted.word("version: reason", NEWSROOM),
    )
    planted.keep(live, version)

    # The next version of another one, on the clock.
    second = make_article(title="Bài thứ hai", slug="bai-thu-hai", category=category)
    Article.objects.filter(pk=second.pk).update(created_by=planted.people[CONTRIBUTOR])
    ahead = article_services.create_pending_revision(article=second, by=editor)
    ahead.title = f"{planted.word('version ahead: title', NEWSROOM)} hẹn giờ"
    ahead.slug = planted.word("version ahead: slug", NEWSROOM)
    ahead = article_services.save_article(article=ahead, by=editor)
    article_services.schedule_article(article=ahead, by=publisher, publish_at=timestamp)
    planted.keep(Article.objects.get(pk=second.pk), ahead)

    # What one person typed and nobody saved.
    for place in (live, None):
        autosave.store_autosave(
            user=editor,
            article=place,
            key=KEY if place else KEY[::-1],
            base_revision_number=1,
            fields={"title": planted.word(f"typed into {place}: title", TYPED)},
        )
    for collecting in (live.threads.create(name="Dòng sự kiện"), live.tags.create(name="Thẻ")):
        collecting.articles.add(*drafts, withdrawn, expired, version, ahead)
        planted.keep(collecting)
    planted.keep(Author.objects.create(display_name="Tác giả của nháp"))


def _forget(planted: Planted, name: str) -> None:
    word = next(word for word, known in planted.named.items() if known == name)
    del planted.words[word]


# --- other sections -------------------------------------------------------------------------------------------------
def _plant_library(planted: Planted) -> None:
    def document(name: str, reference: str, **fields: object) -> Model:
        word = planted.word(f"{name} document: abstract", NEWSROOM)
        symbol = planted.word(f"{name} document: symbol", NEWSROOM).upper()
        made = make_library_document(
            f"{reference}/{symbol}",
            abstract=f"{word} trích yếu",
            signer_name=planted.word(f"{name} document: signer", NEWSROOM),
            **fields,
        )
        planted.keep(made, add_file(made, f"{planted.word(f'{name} document: file', NEWSROOM)}.pdf"))
        return made

    draft = document("draft", "77", published=False)
    public = make_library_document("12/QD-UBND")
    public.relations.create(kind="amends", target=draft)
    draft.relations.create(kind="replaces", target=public)
    planted.keep(public)


def _plant_consultations(planted: Planted) -> None:
    draft = make_consultation(
        published=False,
        title=f"{planted.word('consultation: title', NEWSROOM)} dự thảo",
        explanation=f"<p>{planted.word('consultation: explanation', NEWSROOM)}</p>",
        unit=planted.word("consultation: unit", NEWSROOM),
    )
    file = draft.files.create(
        file=ContentFile(PDF, name=f"{planted.word('consultation: file', NEWSROOM)}.pdf"), name="Tệp"
    )
    closed = make_closed(
        title="Dự thảo đã lấy ý kiến", summary=f"<p>{planted.word('consultation: summary', NEWSROOM)}</p>"
    )
    comment = make_comment(
        closed,
        name=planted.word("comment: name", NEWSROOM),
        email=f"{planted.word('comment: email', NEWSROOM)}@example.org",
        organisation=planted.word("comment: organisation", NEWSROOM),
        text=planted.word("comment: text", NEWSROOM),
    )
    planted.keep(draft, file, closed, comment)
    assert Consultation.objects.public().filter(pk=closed.pk).exists()


def _plant_questions(planted: Planted) -> None:
    for name, acts in {
        "new": (),
        "answered": (QuestionAction.ACCEPT, QuestionAction.ASSIGN, QuestionAction.DRAFT),
        "public": (QuestionAction.ACCEPT, QuestionAction.ASSIGN, QuestionAction.DRAFT, QuestionAction.PUBLISH),
    }.items():
        question = make_question(
            name=planted.word(f"{name} question: name", NEWSROOM),
            subject=planted.word(f"{name} question: subject", NEWSROOM),
            text=planted.word(f"{name} question: text", NEWSROOM),
            email=f"{planted.word(f'{name} question: email', NEWSROOM)}@example.org",
        )
        if name == "public":
            question.public_subject, question.public_text, question.public_name = "Câu hỏi", "Lời hỏi", "Một người"
        for act in acts:
            readers = NEWSROOM if name == "answered" else frozenset()
            question.unit = "Văn phòng"
            question.answer = (
                f"<p>{planted.word(f'{name} question: answer', readers)}</p>" if readers else "<p>Lời.</p>"
            )
            answer_question(action=act, question=question, by=None, reason="")
        planted.keep(question)
    planted.keep(Topic.objects.create(name="Lĩnh vực"))


def _plant_pages(planted: Planted) -> None:
    sample_image = next(row for row in planted.rows if isinstance(row, Image))
    draft = make_page(
        f"{planted.word('page: title', NEWSROOM)} trang",
        published=False,
        summary=planted.word("page: summary", NEWSROOM),
        body=f'<p>{planted.word("page: body", NEWSROOM)}</p><p><img src="{sample_image.file.url}" alt="A"></p>',
    )
    live = make_page(planted.word("page before: title", NEWSROOM), published=False)
    live.title, live.slug, live.published_at = "Trang đang đăng", "trang-dang-dang", timezone.now()
    save_page(page=live, by=None)
    entry = make_entry("Mục trình đơn", page=draft)
    planted.keep(draft, live, entry)


def _plant_blocs(planted: Planted) -> None:
    sample_image = next(row for row in planted.rows if isinstance(row, Image))
    covenant = year_factories.make_covenant(
        title=f"{planted.word('covenant: title', BLOCS)} giao ước",
        commitments=f'<p>{planted.word("covenant: text", BLOCS)}<img src="{sample_image.file.url}" alt="A"></p>',
    )
    year = covenant.year
    document = BlocDocument.objects.create(year=year, kind="plan", title=planted.word("bloc document: title", BLOCS))
    version = add_version(
        document=document,
        text=f"<p>{planted.word('bloc document: text', BLOCS)}</p>",
        note=planted.word("bloc document: note", BLOCS),
        by=None,
    )
    circulate_document(document=document, on=dt.date(2018, 3, 1))
    agency = year.bloc.memberships.first().agency
    version.document.refresh_from_db()
    add_comment(version=version, agency=agency, text=planted.word("bloc comment: text", BLOCS))
    adopted = BlocDocument.objects.create(year=year, kind="plan", title="Văn bản đã thông qua")
    for name, text in (("before", planted.word("bloc document before: text", BLOCS)), ("now", "Lời đã thông qua.")):
        add_version(document=adopted, text=f"<p>{text}</p>", note=name, by=None)
    circulate_document(document=BlocDocument.objects.get(pk=adopted.pk), on=dt.date(2018, 3, 1))
    adopt_document(document=BlocDocument.objects.get(pk=adopted.pk), on=dt.date(2018, 3, 21))
    registration = Registration.objects.create(
        year=year,
        agency=agency,
        recipient_type="individual",
        title=year_factories.make_title(recipient_type="individual"),
        person_name=planted.word("registration: person", BLOCS),
        post=planted.word("registration: post", BLOCS),
        note=planted.word("registration: note", BLOCS),
        registered_on=dt.date(2018, 3, 1),
    )
    draft = next(row for row in planted.rows if isinstance(row, Article))
    meeting = Meeting.objects.create(
        year=year,
        kind="launch",
        held_on=dt.date(2018, 3, 21),
        minutes=ContentFile(PDF, name=f"{planted.word('meeting: minutes', BLOCS)}.pdf"),
        article=draft,
    )
    meeting.images.add(sample_image)
    attendance = Attendance.objects.create(meeting=meeting, agency=agency)
    remark = Remark.objects.create(meeting=meeting, agency=agency, text="Nhất trí.")
    planted.keep(covenant, year, year.bloc, document, adopted, registration, meeting, agency, attendance, remark)


def _plant_accounts(planted: Planted) -> None:
    person = make_user(
        username=planted.word("account: username", ACCOUNTS),
        full_name=planted.word("account: name", ACCOUNTS),
        email=f"{planted.word('account: email', ACCOUNTS)}@example.org",
    )
    unit = make_unit("Văn phòng")
    posting = make_posting(
        planted.word("official: name", ACCOUNTS),
        unit,
        planted.word("official: post", ACCOUNTS),
        phone="0206 385 4321",
        area=planted.word("official: area", ACCOUNTS),
    )
    planted.keep(person, unit, posting, posting.official)
    assert not posting.is_public
