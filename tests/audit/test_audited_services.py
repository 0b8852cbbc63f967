"""Every service function writes who did what to whom, in its transaction: this walks them all.

What counts as one is found in the source; a new one without ``by=``, or without a call in the table below, fails.
"""

import ast
import datetime as dt
import io
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from emulation.importers.members import MemberImportError
from emulation.leadership import RepresentativeData
from emulation.models import Agency, CommendationKind, DocumentComment, Registration
from news.importers.result import ParsedArticle
from news.workflow import ArticleAction, Status
from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.audit.commands import OperatorCommand
from portal.audit.models import AuditEntry
from portal.core.dashboard import setup_steps
from portal.dashboard.models import SetupGuideClosure
from portal.images.models import Image
from portal.pages.models import Page
from portal.questions.workflow import QuestionAction
from portal.redirects.models import NotFoundHit, Redirect
from tests.accounts.factories import turn_on
from tests.architecture.test_imports import TOP_LEVEL, modules
from tests.consultations.factories import make_closed, make_comment, make_consultation
from tests.documents.factories import PDF, add_file, make_library_document
from tests.emulation.factories import make_agency, make_bloc, make_decision, make_membership, make_officer
from tests.emulation.year_factories import (
    SIGNED_ON,
    make_covenant,
    make_document,
    make_members,
    make_title,
    make_version,
    make_year,
    sign_by_all,
)
from tests.factories import BODY, image_bytes, make_administrator, make_article, make_category, make_image
from tests.organisation.factories import make_official, make_posting, make_unit
from tests.pages.factories import make_page
from tests.questions.factories import make_question

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent.parent
# Packages whose functions are no services: they call them, describe tables or make demonstrations.
NO_SERVICES = {
    *(
        "admin",
        "forms",
        "views",
        "urls",
        "management",
        "migrations",
        "models",
        "querysets",
        "demo_data",
        "templatetags",
    ),
    *("middleware", "core", "search", "analytics", "admin_site", "report_views", "preview_views"),
}
WRITES = {"save", "create", "bulk_create", "delete", "update_or_create", "get_or_create"}
# What writes or takes ``by`` and is no act of staff, and why.
EXEMPT = {
    "portal.audit.services.record": "writes the entry itself",
    "portal.accounts.two_factor.verify_code": "part of signing in, which is entered; a recovery code that is used has its entry",
    "portal.accounts.two_factor.may_reset": "asks only",
    "portal.accounts.two_factor.pending_device": "shows a key; nothing holds before it is turned on",
    "portal.accounts.two_factor.enable": "one's own; entered under the person (TestOnesOwn)",
    "portal.accounts.two_factor.disable": "one's own; entered under the person (TestOnesOwn)",
    "portal.accounts.two_factor.regenerate_recovery_codes": "one's own; entered under the person (TestOnesOwn)",
    "portal.consultations.comments.submit_comment": "the public's",
    "portal.questions.services.receive_question": "the public's; entered without a name",
    "portal.redirects.not_found_log.record_404": "counts 404s",
    "portal.pages.services.validate_page_change": "asks only",
    "news.corrections.record_correction": "part of an edit, which is entered",
    "news.due_revisions.clear_cache": "forgets a moment that is looked up anew",
    "news.notices.notify": "part of an act, which is entered",
    "news.notices.save_notice_settings": "a person's own preference",
    "portal.images.services.adopt_alt_texts": "part of saving the text that holds the words, which is entered",
    "news.revisions.record_revision": "part of an act, which is entered",
    "news.revisions.refresh_snapshot": "part of an act, which is entered",
    "news.revisions.apply_snapshot_lists": "part of an act, which is entered",
    "news.autosave.store_autosave": "autosave: nothing that anybody else sees",
    "news.autosave.delete_autosave": "autosave",
    "news.autosave.lock_form_key": "autosave",
    "news.autosave.mark_saved": "autosave",
    "news.autosave.touch_presence": "presence",
    "emulation.bloc_changes.end_leadership_term": "part of an act, which is entered",
}
ON = dt.date(2018, 4, 6)
Call = Callable[[], object]
# A service's name → what it is called on, and words that its entry must say.
Case = tuple[Callable[[User], Call], tuple[str, ...]]


def services() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every public function of a module of services that writes or says who does it."""
    for module, path in sorted(modules(*TOP_LEVEL).items()):
        if NO_SERVICES & set(module.split(".")):
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _is_service(node):
                yield f"{module}.{node.name}", node


def _is_service(node: ast.FunctionDef) -> bool:
    calls = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
    writes = any(isinstance(called, ast.Attribute) and called.attr in WRITES for called in calls)
    return writes or "transaction.atomic" in ast.unparse(node) or "by" in _keywords(node)


def _keywords(node: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in node.args.kwonlyargs}


def call(name: str, /, **given: Any) -> Call:
    """The service, to be called with these."""
    module, _dot, function = name.rpartition(".")
    return lambda: getattr(import_module(module), function)(**given)


# --- what each is called on ------------------------------------------------------------------------------------
def bloc_with(*names: str) -> tuple[Any, list[Any]]:
    bloc = make_bloc()
    agencies = [make_agency(name) for name in names]
    for agency in agencies:
        make_membership(bloc, agency)
    return bloc, agencies


def _appoint(name: str) -> Callable[[User], Call]:
    def setup(by: User) -> Call:
        bloc, (agency,) = bloc_with("Sở Tư pháp")
        return call(f"emulation.leadership.{name}", bloc=bloc, agency=agency, on=ON, by=by)

    return setup


def _hand_over(by: User) -> Call:
    bloc, (head, deputy) = bloc_with("Sở Tư pháp", "Thanh tra tỉnh")
    return call("emulation.leadership.hand_over_leadership", bloc=bloc, head=head, deputy=deputy, on=ON, by=by)


def _vacate(by: User) -> Call:
    bloc, (agency,) = bloc_with("Sở Tư pháp")
    return call("emulation.leadership.end_leadership", leadership_term=make_officer(bloc, agency), on=ON, by=by)


def _represent(by: User) -> Call:
    bloc, (agency,) = bloc_with("Sở Tư pháp")
    chosen = RepresentativeData("Nông Thị Mẫu", "Giám đốc")
    officer = make_officer(bloc, agency)
    return call(
        "emulation.leadership.change_representative", leadership_term=officer, representative=chosen, on=ON, by=by
    )


def _found_bloc(by: User) -> Call:
    given = {"slug": "so-v", "kind": "khoi", "level": "province", "name": "Khối số 5", "on": ON, "decision": None}
    return call("emulation.bloc_changes.create_bloc", **given, by=by)


def _rename_bloc(by: User) -> Call:
    given = {"bloc": make_bloc(), "name": "Khối Nội chính", "number_label": "số 5", "on": ON}
    return call("emulation.bloc_changes.rename_bloc", **given, decision=make_decision(), by=by)


def _admit(by: User) -> Call:
    given = {
        "bloc": make_bloc(),
        "agency": make_agency("Sở Tư pháp"),
        "on": ON,
        "decision": make_decision(number="348"),
    }
    return call("emulation.bloc_changes.admit_member", **given, by=by)


def _release(by: User) -> Call:
    bloc, (agency,) = bloc_with("Sở Tư pháp")
    return call("emulation.bloc_changes.release_member", bloc=bloc, agency=agency, on=ON, decision=None, by=by)


def _move(by: User) -> Call:
    bloc, (agency,) = bloc_with("Sở Tư pháp")
    other = make_bloc("Khối Văn xã", "số V")
    return call("emulation.bloc_changes.move_member", bloc=bloc, agency=agency, to=other, on=ON, decision=None, by=by)


def _dissolve_bloc(by: User) -> Call:
    bloc, _agencies = bloc_with("Sở Tư pháp")
    return call("emulation.bloc_changes.dissolve_bloc", bloc=bloc, on=ON, decision=None, by=by)


def _register_agency(by: User) -> Call:
    given = {"name": "Thanh tra tỉnh", "line": Agency.Line.PROVINCIAL, "force": "civil", "on": ON}
    return call("emulation.agency_changes.create_agency", **given, by=by)


def _rename_agency(by: User) -> Call:
    given = {"agency": make_agency("Sở Tư pháp"), "name": "Sở Tư pháp và Hộ tịch", "on": ON, "decision": None}
    return call("emulation.agency_changes.rename_agency", **given, by=by)


def _dissolve_agency(by: User) -> Call:
    return call("emulation.agency_changes.dissolve_agency", agency=make_agency(), on=ON, decision=None, by=by)


def _merge(by: User) -> Call:
    given = {"agencies": [make_agency("Sở A")], "into": make_agency("Sở B"), "on": ON, "decision": None}
    return call("emulation.agency_changes.merge_agencies", **given, by=by)


def _split(by: User) -> Call:
    given = {"agency": make_agency("Sở A"), "into": [make_agency("Sở B")], "on": ON, "decision": None}
    return call("emulation.agency_changes.split_agency", **given, is_dissolved=True, by=by)


def _open_year(by: User) -> Call:
    return call("emulation.years.open_year", bloc=make_bloc(), year=2019, by=by)


def _next_year(by: User) -> Call:
    return call("emulation.years.open_next_year", year=make_year(), by=by)


def _theme(by: User) -> Call:
    year = make_year()
    (agency,) = make_members(year.bloc, 1)
    return call("emulation.years.set_member_theme", year=year, agency=agency, theme="Kỷ cương", by=by)


def _step(by: User) -> Call:
    return call("emulation.years.record_milestone", year=make_year(), kind="launch", done_on=SIGNED_ON, by=by)


def _draft(by: User) -> Call:
    given = {"year": make_year(), "kind": "plan", "title": "Kế hoạch công tác", "text": "<p>Nội dung.</p>"}
    return call("emulation.documents.draft_document", **given, by=by)


def _on_document(name: str, **given: Any) -> Callable[[User], Call]:
    def setup(by: User) -> Call:
        document = make_document()
        make_version(document)
        return call(f"emulation.documents.{name}", document=document, by=by, **given)

    return setup


def _circulated() -> tuple[Any, Any]:
    document = make_document(state="circulated", circulated_on=SIGNED_ON)
    (agency,) = make_members(document.year.bloc, 1)
    return make_version(document), agency


def _comment(by: User) -> Call:
    version, agency = _circulated()
    return call("emulation.documents.add_comment", version=version, agency=agency, text="Nên nêu rõ.", by=by)


def _answer_comment(by: User) -> Call:
    version, agency = _circulated()
    comment = DocumentComment.objects.create(version=version, agency=agency, text="Nên nêu rõ.")
    return call("emulation.documents.answer_comment", comment=comment, answer="Đã tiếp thu.", by=by)


def _draw_up(by: User) -> Call:
    year = make_year()
    make_members(year.bloc, 1)
    given = {"title": "Bản giao ước", "signed_on": SIGNED_ON, "commitments": "<p>Hoàn thành.</p>"}
    return call("emulation.covenants.draft_covenant", year=year, **given, by=by)


def _invite(by: User) -> Call:
    covenant = make_covenant(members=1)
    make_membership(covenant.year.bloc, make_agency("Thanh tra tỉnh"))
    return call("emulation.covenants.add_missing_parties", covenant=covenant, by=by)


def _sign(by: User) -> Call:
    covenant = make_covenant(members=1)
    agency = covenant.parties.get().agency
    given = {"agency": agency, "post": "Giám đốc", "signed_on": SIGNED_ON}
    return call("emulation.covenants.sign_covenant", covenant=covenant, **given, by=by)


def _withdraw_signature(by: User) -> Call:
    covenant = make_covenant(members=2)
    agency = covenant.parties.first().agency
    signed = call(
        "emulation.covenants.sign_covenant", covenant=covenant, agency=agency, post="Giám đốc", signed_on=SIGNED_ON
    )
    return call("emulation.covenants.withdraw_signature", signature=signed(), by=by)


def _correct(by: User) -> Call:
    covenant = sign_by_all(make_covenant(members=1))
    return call("emulation.covenants.correct_covenant", covenant=covenant, signed_on=dt.date(2018, 5, 2), by=by)


def _registration() -> Registration:
    year = make_year()
    (agency,) = make_members(year.bloc, 1)
    return Registration(year=year, agency=agency, title=make_title(), registered_on=SIGNED_ON)


def _register(by: User) -> Call:
    asked = _registration()
    given = {"year": asked.year, "agency": asked.agency, "title": asked.title, "registered_on": SIGNED_ON}
    return call("emulation.registrations.create_registration", **given, by=by)


def _store_registration(by: User) -> Call:
    return call("emulation.registrations.save_registration", registration=_registration(), by=by)


def _withdraw_registration(by: User) -> Call:
    registration = _registration()
    registration.save()
    given = {"registration": registration, "on": dt.date(2018, 6, 1)}
    return call("emulation.registrations.withdraw_registration", **given, by=by)


def _load_catalogue(by: User) -> Call:
    CommendationKind.objects.all().delete()
    return call("emulation.awards_loader.load_awards", by=by)


def member_sheet() -> ContentFile:
    make_bloc()
    lines = ["Khối,Cơ quan,Từ ngày,Khối quản lý", "số IV,Sở Tư pháp,06/04/2018,Thuộc UBND tỉnh"]
    return ContentFile("\n".join(lines).encode(), name="thanh-vien.csv")


def _import_members(by: User) -> Call:
    given = {"file": member_sheet(), "may_create_agencies": True}
    return call("emulation.importers.members.import_members", **given, by=by)


def _article_in(name: str, **fields: Any) -> Callable[[User], Call]:
    """An act on an article in a state."""
    given = fields.pop("given", {})

    def setup(by: User) -> Call:
        article = make_article(**{"published": False, **fields})
        return call(f"news.services.{name}", article=article, by=by, **given)

    return setup


def _take_back(by: User) -> Call:
    """The writer's own act, whatever else somebody may."""
    article = make_article(published=False, status=Status.SUBMITTED, created_by=by)
    return call("news.services.recall_submission", article=article, by=by)


def _perform_article(by: User) -> Call:
    article = make_article(published=False)
    return lambda: import_module("news.services").run_action(ArticleAction.SUBMIT, article=article, by=by)


def _return_to(by: User) -> Call:
    article = make_article(published=False)
    save_article = import_module("news.services").save_article
    save_article(article=article, by=by)
    article.title = "Tiêu đề khác"
    save_article(article=article, by=by)
    revision = article.revisions.order_by("revision_number").first()
    return call("news.services.restore_revision", revision=revision, article=article, by=by)


def _import_article(by: User) -> Call:
    found = ParsedArticle(
        origin="bai.html", title="Hội nghị", body_html=BODY, published_at=timezone.now(), author="Nông Quỳnh"
    )
    return lambda: import_module("news.importers.save").import_article(found, by=by)


def _take_in(by: User) -> Call:
    sample_image = Image(file=SimpleUploadedFile("thac.png", image_bytes()), alt="Thác nước")
    return call("portal.images.services.add_image", image=sample_image, by=by)


def _on_image(name: str, **given: Any) -> Callable[[User], Call]:
    return lambda by: call(f"portal.images.services.{name}", image=make_image(size=(640, 400)), by=by, **given)


def _prune_editor_images(by: User) -> Call:
    pasted = make_image(size=(640, 400))
    old = timezone.now() - dt.timedelta(days=10)
    Image.objects.filter(pk=pasted.pk).update(is_from_editor=True, alt="", needs_alt_text=True, uploaded_at=old)
    return call("portal.images.services.prune_editor_images", before=timezone.now() - dt.timedelta(days=7), by=by)


def _make_link(by: User) -> Call:
    return call("news.preview_links.create_preview_link", article=make_article(published=False), days=3, by=by)


def _revoke_link(by: User) -> Call:
    return call("news.preview_links.revoke_preview_link", link=_make_link(by)(), by=by)


def _end_posting(by: User) -> Call:
    posting = make_posting("Nguyễn Văn A", make_unit())
    return call("portal.organisation.appointments.end_posting", posting=posting, on=ON, by=by)


def _replace_holder(by: User) -> Call:
    given = {"posting": make_posting("Nguyễn Văn A", make_unit()), "successor": make_official("Lê Thị B"), "on": ON}
    return call("portal.organisation.appointments.replace_holder", **given, by=by)


def _dissolve_unit(by: User) -> Call:
    return call("portal.organisation.appointments.dissolve_unit", unit=make_unit("Phòng A"), on=ON, by=by)


def _on_library(name: str, *, published: bool, **given: Any) -> Callable[[User], Call]:
    return lambda by: call(
        f"portal.documents.services.{name}", document=make_library_document(published=published), by=by, **given
    )


def _settle_replaced(by: User) -> Call:
    old, new = make_library_document("1/QĐ-UBND"), make_library_document("2/QĐ-UBND")
    new.relations.create(kind="replaces", target=old)
    return call("portal.documents.services.cease_replaced_documents", document=new, by=by)


def _add_file(by: User) -> Call:
    document = make_library_document()
    file = document.files.model(document=document, file=ContentFile(PDF, name="Kế hoạch.pdf"))
    return call("portal.documents.services.add_file", file=file, by=by)


def _remove_file(by: User) -> Call:
    return call("portal.documents.services.remove_file", file=add_file(make_library_document()), by=by)


def _on_consultation(name: str, make: Callable[[], Any], **given: Any) -> Callable[[User], Call]:
    return lambda by: call(f"portal.consultations.services.{name}", consultation=make(), by=by, **given)


def _on_comment(name: str, **given: Any) -> Callable[[User], Call]:
    return lambda by: call(
        f"portal.consultations.moderation.{name}", comment=make_comment(make_consultation()), by=by, **given
    )


def _forget_commenters(by: User) -> Call:
    make_comment(make_closed())
    return call("portal.consultations.moderation.anonymize_commenters", days=0, by=by)


def _perform_question(by: User) -> Call:
    return call(
        "portal.questions.services.run_transition", action=QuestionAction.ACCEPT, question=make_question(), by=by
    )


def _forget_contacts(by: User) -> Call:
    make_question(QuestionAction.REFUSE, at=timezone.now() - dt.timedelta(days=400))
    return call("portal.questions.services.anonymize_contacts", by=by)


def _make_redirect(by: User) -> Call:
    redirect = Redirect(path="/cu/a.html", target="/tin-tuc/")
    return call("portal.redirects.resolver.save_redirect", redirect=redirect, by=by)


def _put_aside(by: User) -> Call:
    NotFoundHit.objects.create(path="/cu/a.html")
    given = {"hits": NotFoundHit.objects.all(), "is_ignored": True}
    return call("portal.redirects.resolver.set_ignored", **given, by=by)


def _prepare_categories(by: User) -> Call:
    step = next(step for step in setup_steps if step.key == "chuyen-muc")
    return call("portal.dashboard.setup_guide.create_options", step=step, chosen=["thong-bao"], by=by)


def _reopen_guide(by: User) -> Call:
    SetupGuideClosure.objects.create(pk=SetupGuideClosure.SINGLETON_PK)
    return call("portal.dashboard.setup_guide.reopen_guide", by=by)


def _store_page(by: User) -> Call:
    page = Page(title="Giới thiệu", body="<p>Nội dung.</p>")
    return call("portal.pages.services.save_page", page=page, by=by)


def _restore_page(by: User) -> Call:
    page = make_page()
    return call("portal.pages.services.restore_revision", page=page, revision=page.revisions.first(), by=by)


def _apply_roles(by: User) -> Call:
    Group.objects.all().delete()
    return call("portal.roles.apply_roles", by=by)


def _reset_two_factor(by: User) -> Call:
    user = make_administrator(username="mat-may")
    turn_on(user)
    return call("portal.accounts.two_factor.reset", user=user, by=by)


def _trim(by: User) -> Call:
    old = timezone.now() - dt.timedelta(days=800)
    audit_services.record(action=audit_services.CHANGED, by=None, title="cũ", at=old)
    return call("portal.audit.services.prune", before=timezone.now() - dt.timedelta(days=300), by=by)


TOMORROW = timezone.now() + dt.timedelta(days=1)
CASES: dict[str, Case] = {
    "portal.audit.services.prune": (_trim, ("số lượng: 1",)),
    "portal.accounts.two_factor.reset": (_reset_two_factor, ()),
    "portal.consultations.services.publish_consultation": (
        _on_consultation("publish_consultation", lambda: make_consultation(published=False)),
        ("Dự thảo Quy chế",),
    ),
    "portal.consultations.services.withdraw_consultation": (
        _on_consultation("withdraw_consultation", make_consultation, reason="Đăng nhầm"),
        ("lý do: Đăng nhầm",),
    ),
    "portal.consultations.services.publish_summary": (
        _on_consultation("publish_summary", lambda: make_closed(summary="<p>Tổng hợp.</p>")),
        ("Dự thảo Quy chế",),
    ),
    "portal.consultations.moderation.show_comment": (_on_comment("show_comment"), ("Dự thảo Quy chế",)),
    "portal.consultations.moderation.hide_comment": (_on_comment("hide_comment", reason="Lạc đề"), ("Lạc đề",)),
    "portal.consultations.moderation.answer_comment": (
        _on_comment("answer_comment", text="Đã tiếp thu."),
        ("Dự thảo Quy chế",),
    ),
    "portal.consultations.moderation.anonymize_commenters": (_forget_commenters, ("số lượng: 1",)),
    "portal.documents.services.publish_document": (_on_library("publish_document", published=False), ("12/QĐ-UBND",)),
    "portal.documents.services.withdraw_document": (
        _on_library("withdraw_document", published=True, reason="Nhầm"),
        ("lý do: Nhầm",),
    ),
    "portal.documents.services.cease_replaced_documents": (_settle_replaced, ("1/QĐ-UBND", "2/QĐ-UBND")),
    "portal.documents.services.add_file": (_add_file, ()),
    "portal.documents.services.remove_file": (_remove_file, ()),
    "portal.organisation.appointments.end_posting": (_end_posting, ("Nguyễn Văn A", "từ ngày: 06/04/2018")),
    "portal.organisation.appointments.replace_holder": (_replace_holder, ("Lê Thị B", "thay cho: Nguyễn Văn A")),
    "portal.organisation.appointments.dissolve_unit": (_dissolve_unit, ("Phòng A",)),
    "portal.questions.services.run_transition": (_perform_question, ("trạng thái: Đã tiếp nhận",)),
    "portal.questions.services.anonymize_contacts": (_forget_contacts, ()),
    "portal.redirects.resolver.save_redirect": (_make_redirect, ("/cu/a.html", "dẫn đến: /tin-tuc/")),
    "portal.dashboard.setup_guide.create_options": (_prepare_categories, ("Chuyên mục của tin bài", "số lượng: 1")),
    "portal.dashboard.setup_guide.close_guide": (
        lambda by: call("portal.dashboard.setup_guide.close_guide", by=by),
        ("Cất phần dựng cổng",),
    ),
    "portal.dashboard.setup_guide.reopen_guide": (_reopen_guide, ("Mở lại phần dựng cổng",)),
    "portal.redirects.resolver.set_ignored": (_put_aside, ("/cu/a.html", "số lượng: 1")),
    "portal.roles.apply_roles": (_apply_roles, ("Quản trị",)),
    "portal.pages.services.save_page": (_store_page, ("Giới thiệu",)),
    "portal.pages.services.restore_revision": (_restore_page, ("Giới thiệu",)),
    "news.importers.save.import_article": (_import_article, ("Hội nghị", "Nông Quỳnh")),
    "portal.images.services.add_image": (_take_in, ("Thác nước",)),
    "portal.images.services.describe_image": (_on_image("describe_image"), ("Núi đá vôi",)),
    "portal.images.services.crop_image": (
        _on_image("crop_image", crop_box=(0, 0, 300, 300), focal_point=(50, 50)),
        ("Núi đá vôi",),
    ),
    "portal.images.services.delete_image": (_on_image("delete_image"), ("Núi đá vôi",)),
    "portal.images.services.prune_editor_images": (_prune_editor_images, ()),
    "news.preview_links.create_preview_link": (_make_link, ("mở đến:",)),
    "news.preview_links.revoke_preview_link": (_revoke_link, ()),
    "news.services.save_article": (_article_in("save_article"), ("trạng thái: Bản nháp", "bản số: 1")),
    "news.services.submit_article": (_article_in("submit_article"), ("trạng thái: Chờ duyệt",)),
    "news.services.recall_submission": (_take_back, ("trạng thái: Bản nháp",)),
    "news.services.return_to_author": (
        _article_in("return_to_author", status=Status.SUBMITTED, given={"reason": "Thiếu"}),
        (),
    ),
    "news.services.approve_article": (_article_in("approve_article", status=Status.SUBMITTED), ()),
    "news.services.schedule_article": (
        _article_in("schedule_article", status=Status.APPROVED, given={"publish_at": TOMORROW}),
        (),
    ),
    "news.services.unschedule_article": (
        _article_in("unschedule_article", status=Status.PUBLISHED, published_at=TOMORROW),
        ("trạng thái: Đã duyệt",),
    ),
    "news.services.publish_article": (
        _article_in("publish_article", status=Status.APPROVED),
        ("trạng thái: Đang đăng",),
    ),
    "news.services.withdraw_article": (
        _article_in("withdraw_article", published=True, given={"note": "Đăng nhầm"}),
        (),
    ),
    "news.services.move_to_trash": (_article_in("move_to_trash"), ("trạng thái: Trong thùng rác",)),
    "news.services.restore_from_trash": (_article_in("restore_from_trash", status=Status.TRASHED), ()),
    "news.services.create_pending_revision": (_article_in("create_pending_revision", published=True), ()),
    "news.services.restore_revision": (_return_to, ()),
    "news.services.run_action": (_perform_article, ("trạng thái: Chờ duyệt",)),
    "emulation.leadership.appoint_head": (_appoint("appoint_head"), ("cơ quan: Sở Tư pháp", "từ ngày: 06/04/2018")),
    "emulation.leadership.appoint_deputy": (_appoint("appoint_deputy"), ("cơ quan: Sở Tư pháp",)),
    "emulation.leadership.hand_over_leadership": (_hand_over, ("Sở Tư pháp", "Phó Trưởng khối: Thanh tra tỉnh")),
    "emulation.leadership.end_leadership": (_vacate, ("Sở Tư pháp", "vai trò: Trưởng khối")),
    "emulation.leadership.change_representative": (_represent, ("Sở Tư pháp", "người đại diện: Nông Thị Mẫu")),
    "emulation.awards_loader.load_awards": (_load_catalogue, ("số lượng",)),
    "emulation.documents.draft_document": (_draft, ("Kế hoạch công tác", "Khối thi đua các cơ quan Nội chính")),
    "emulation.documents.add_version": (
        _on_document("add_version", text="<p>Khác.</p>", note="Sửa mục 2"),
        ("phiên bản số: 2", "Sửa mục 2"),
    ),
    "emulation.documents.circulate_document": (_on_document("circulate_document", on=SIGNED_ON), ("21/03/2018",)),
    "emulation.documents.adopt_document": (_on_document("adopt_document", on=SIGNED_ON), ("21/03/2018",)),
    "emulation.documents.add_comment": (_comment, ("cơ quan: Cơ quan 1",)),
    "emulation.documents.answer_comment": (_answer_comment, ("cơ quan: Cơ quan 1",)),
    "emulation.importers.members.import_members": (
        _import_members,
        ("thanh-vien.csv", "số lượng: 1", "cơ quan: Sở Tư pháp"),
    ),
    "emulation.bloc_changes.create_bloc": (_found_bloc, ("Khối số 5",)),
    "emulation.bloc_changes.rename_bloc": (_rename_bloc, ("tên: Khối Nội chính (số 5)", "số IV")),
    "emulation.bloc_changes.admit_member": (_admit, ("cơ quan: Sở Tư pháp", "theo quyết định: 348/QĐ-UBND")),
    "emulation.bloc_changes.release_member": (_release, ("cơ quan: Sở Tư pháp",)),
    "emulation.bloc_changes.move_member": (_move, ("cơ quan: Sở Tư pháp", "sang khối: Khối Văn xã")),
    "emulation.bloc_changes.dissolve_bloc": (_dissolve_bloc, ("từ ngày: 06/04/2018",)),
    "emulation.registrations.create_registration": (_register, ("Tập thể lao động xuất sắc", "cơ quan: Cơ quan 1")),
    "emulation.registrations.save_registration": (_store_registration, ("cơ quan: Cơ quan 1",)),
    "emulation.registrations.withdraw_registration": (_withdraw_registration, ("cơ quan: Cơ quan 1",)),
    "emulation.agency_changes.create_agency": (_register_agency, ("Thanh tra tỉnh",)),
    "emulation.agency_changes.rename_agency": (_rename_agency, ("tên trước đó: Sở Tư pháp",)),
    "emulation.agency_changes.dissolve_agency": (_dissolve_agency, ("Sở Tư pháp",)),
    "emulation.agency_changes.merge_agencies": (_merge, ("Sở A", "cơ quan nhận: Sở B")),
    "emulation.agency_changes.split_agency": (_split, ("Sở A", "cơ quan: Sở B")),
    "emulation.covenants.draft_covenant": (_draw_up, ("cơ quan: Cơ quan 1",)),
    "emulation.covenants.add_missing_parties": (_invite, ("cơ quan: Thanh tra tỉnh",)),
    "emulation.covenants.sign_covenant": (_sign, ("cơ quan: Cơ quan 1", "người ký: Giám đốc", "Khóa bản giao ước")),
    "emulation.covenants.withdraw_signature": (_withdraw_signature, ("cơ quan: Cơ quan 1", "người ký: Giám đốc")),
    "emulation.covenants.correct_covenant": (_correct, ("cơ quan: Cơ quan 1",)),
    "emulation.years.open_year": (_open_year, ("2019",)),
    "emulation.years.open_next_year": (_next_year, ("2019",)),
    "emulation.years.set_member_theme": (_theme, ("cơ quan: Cơ quan 1",)),
    "emulation.years.record_milestone": (_step, ("từ ngày: 21/03/2018",)),
}


class TestTable:
    def test_every_service_is_called_below_or_exempt(self) -> None:
        assert sorted(name for name, _node in services()) == sorted({*CASES, *EXEMPT})

    def test_every_service_says_who_does_it(self) -> None:
        nobody = [name for name, node in services() if name not in EXEMPT and "by" not in _keywords(node)]
        assert nobody == []

    def test_a_service_without_a_name_would_be_found(self) -> None:
        (node,) = ast.parse("def rename(row):\n    row.save()").body
        assert _is_service(node)
        assert "by" not in _keywords(node)


@pytest.fixture
def officer() -> User:
    return make_administrator(username="can-bo", full_name="Mã Thị Sao")


def rows() -> dict[str, list[Any]]:
    """Everything that the database holds of ours."""
    ours = [model for model in apps.get_models() if model.__module__.startswith((*TOP_LEVEL, "django.contrib.auth"))]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in ours}


class TestEveryService:
    @pytest.mark.parametrize("name", CASES)
    def test_enters_who_did_what_to_whom(self, officer: User, name: str) -> None:
        setup, words = CASES[name]
        service = setup(officer)
        before = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        service()
        entries = list(AuditEntry.objects.filter(pk__gt=before))
        assert entries, "nothing was entered"
        assert {entry.user_id for entry in entries} == {officer.pk}
        assert all(str(audit_services.action_label(entry.action)) != entry.action for entry in entries)
        told = " | ".join(
            f"{audit_services.action_label(entry.action)} {entry.title} {audit_services.details_text(entry)}"
            for entry in entries
        )
        assert all(entry.title or entry.detail for entry in entries), told
        assert [word for word in words if word not in told] == [], told

    @pytest.mark.parametrize("name", CASES)
    def test_does_nothing_when_it_cannot_enter_it(
        self, officer: User, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        service = CASES[name][0](officer)
        before = rows()

        def fail(*args: object, **kwargs: object) -> NoReturn:
            raise RuntimeError("the log is full")

        monkeypatch.setattr(AuditEntry, "save", fail)
        # An import tells of each row what went wrong with it.
        with pytest.raises((RuntimeError, MemberImportError), match=r"the log is full|RuntimeError"):
            service()
        assert rows() == before


class TestOnesOwn:
    @pytest.mark.parametrize("name", ["regenerate_recovery_codes", "disable"])
    def test_two_factor_is_entered_under_the_person(self, officer: User, name: str) -> None:
        turn_on(officer)
        call(f"portal.accounts.two_factor.{name}", user=officer)()
        last_two = AuditEntry.objects.newest_first()[:2]
        assert {(entry.user_id, entry.target_id) for entry in last_two} == {(officer.pk, str(officer.pk))}


class TestOneLine:
    """What the admin logs of an act serves the thing's history page and is not entered a second time."""

    @pytest.fixture
    def client(self, officer: User) -> Client:
        client = Client()
        client.force_login(officer)
        AuditEntry.objects.all()
        return client

    def entered(self, kind: str) -> list[str]:
        return [entry.action for entry in AuditEntry.objects.of_target(kind).order_by("pk")]

    def test_of_an_acts_page(self, client: Client) -> None:
        bloc, (agency,) = bloc_with("Sở Tư pháp")
        answers = {"agency": agency.pk, "on": "06/04/2018"}
        response = client.post(f"/quan-tri/emulation/bloc/{bloc.pk}/thao-tac/cu-truong-khoi/", answers)
        assert response.status_code == 302
        entry = AuditEntry.objects.of_target("emulation.bloc").get()
        assert (entry.action, entry.title) == ("emulation.head_appointed", str(bloc))
        assert "cơ quan: Sở Tư pháp" in audit_services.details_text(entry)

    def test_of_a_form_that_calls_an_act(self, client: Client) -> None:
        fields = {
            "title": "Giới thiệu",
            "slug": "gioi-thieu-moi",
            "body": "<p>Nội dung.</p>",
            "language": "vi",
            "position": 0,
        }
        response = client.post("/quan-tri/pages/page/add/", fields)
        assert response.status_code == 302, response.context["adminform"].form.errors
        assert self.entered("pages.page") == ["pages.create"]

    def test_of_an_image_that_is_removed(self, client: Client) -> None:
        sample_image = make_image()
        client.post(f"/quan-tri/images/image/{sample_image.pk}/delete/", {"post": "yes"})
        assert self.entered("images.image") == ["images.image_deleted"]

    def test_of_a_plain_form_there_is_the_admins(self, client: Client) -> None:
        category = make_category("Tin hoạt động")
        client.post(
            f"/quan-tri/news/category/{category.pk}/change/", {"name": "Tin mới", "slug": category.slug, "position": 0}
        )
        assert self.entered("news.category") == [audit_services.CHANGED]


class TestCommands:
    # What writes nothing that people decide: copies, counts, what a publisher scheduled (logged under that name), and
    # Django's own under our name.
    DERIVED = {
        *("clear_page_cache", "reindex", "update_related_articles", "rollup_page_views", "flush"),
        "publish_due_revisions",
    }

    def test_every_command_that_acts_says_who_runs_it(self) -> None:
        ours = [name for name, app in get_commands().items() if app.startswith(TOP_LEVEL) and name not in self.DERIVED]
        silent = [
            name for name in ours if not isinstance(load_command_class(get_commands()[name], name), OperatorCommand)
        ]
        assert ours
        assert silent == []

    def run_import(self, tmp_path: Path, **options: Any) -> AuditEntry:
        sheet = tmp_path / "thanh-vien.csv"
        sheet.write_bytes(member_sheet().read())
        call_command("import_bloc_members", sheet, register=True, stdout=io.StringIO(), **options)
        return AuditEntry.objects.of_action("emulation.members_imported").get()

    def test_the_systems_user_where_no_account_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("getpass.getuser", lambda: "portal")
        entry = self.run_import(tmp_path)
        assert (entry.user_id, entry.actor_name) == (None, "manage.py import_bloc_members (portal)")
        acts = set(AuditEntry.objects.filter(actor_name=entry.actor_name).values_list("action", flat=True))
        assert acts == {"emulation.members_imported", "emulation.member_admitted", "emulation.agency_created"}

    def test_else_the_account(self, officer: User, tmp_path: Path) -> None:
        entry = self.run_import(tmp_path, by="can-bo")
        assert (entry.user_id, entry.actor_name) == (officer.pk, "Mã Thị Sao (can-bo)")

    def test_an_account_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(CommandError, match="no account khong-co"):
            call_command("anonymize_contacts", by="khong-co")


class TestWords:
    """Nobody reads a code in the log."""

    def test_a_detail_without_words_is_a_slip(self) -> None:
        with pytest.raises(ValueError, match="Unknown details"):
            audit_services.record(action=audit_services.CHANGED, by=None, detail={"colour": "đỏ"})

    def test_values_are_said_in_words(self, officer: User) -> None:
        entry = audit_services.record(
            action=audit_services.AUDIT_LOG_EXPORTED,
            by=officer,
            detail={"action": "news.publish", "kind": "news.article"},
        )
        assert audit_services.details_text(entry) == "việc: Xuất bản; loại: bài viết"

    def test_a_single_right_is_called_by_its_words(self, officer: User) -> None:
        permission = officer._meta.apps.get_model("auth", "Permission").objects.get(codename="add_article")
        officer.user_permissions.add(permission)
        entry = AuditEntry.objects.of_action(audit_services.PERMISSION_GRANTED).get()
        assert audit_services.details_text(entry) == "quyền: Bài viết – thêm"
