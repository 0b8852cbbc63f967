"""The acts of the newsroom as buttons and bulk actions: all of them lead to ``publishing.perform``."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from news import publishing, rights, workflow
from news.forms import EDITION, ActForm, act_in
from news.models import Article
from news.workflow import Act, Need, State

# What a bulk action may do; the words it needs are asked for on a page between.
BULK_ACTS = (Act.SUBMIT, Act.APPROVE, Act.PUBLISH, Act.GIVE_BACK, Act.WITHDRAW, Act.TRASH, Act.RESTORE)
_SPEAKING = frozenset({Need.REASON, Need.NOTICE, Need.MOMENT_AHEAD})


_DONE = {
    Act.EDIT: gettext_lazy("Đã lưu."),
    Act.SUBMIT: gettext_lazy("Đã chuyển duyệt. Khi bài được duyệt hoặc bị trả lại, bạn sẽ được báo."),
    Act.TAKE_BACK: gettext_lazy("Đã rút bài về bản nháp."),
    Act.GIVE_BACK: gettext_lazy("Đã trả bài lại cho người viết."),
    Act.APPROVE: gettext_lazy("Đã duyệt. Bài chờ được đăng hoặc hẹn giờ."),
    Act.UNSCHEDULE: gettext_lazy("Đã hủy hẹn giờ; bài vẫn ở trạng thái đã duyệt."),
    Act.BEGIN_VERSION: gettext_lazy(
        "Đây là bản mới của bài. Người đọc vẫn thấy bản đang đăng cho đến khi bản này thay thế."
    ),
    Act.WITHDRAW: gettext_lazy("Bài đã ngưng hiệu lực; người đọc thấy lời giải thích hoặc được chuyển đi."),
    Act.TRASH: gettext_lazy("Đã bỏ bài vào thùng rác; có thể lấy lại bất cứ lúc nào."),
    Act.RESTORE: gettext_lazy("Đã lấy bài lại, thành bản nháp."),
}


def done_message(act: Act, article: Article) -> str:
    """What a person reads after an act."""
    if act in _DONE:
        return str(_DONE[act])
    return _("Bài đã lên trang.") if article.is_published() else _("Bài sẽ tự lên trang khi đến giờ đã hẹn.")


def fields_for(act: Act, state: State, *, is_version: bool) -> list[str]:
    """The fields of ``ActForm`` that an act asks for."""
    line = workflow.transition(act, state, is_version=is_version)
    needs = line.needs if line else frozenset()
    fields = ["reason"] if Need.REASON in needs else []
    fields += ["moment"] if Need.MOMENT_AHEAD in needs else []
    return fields + (["note", "target"] if Need.NOTICE in needs else [])


class ActingAdmin(admin.ModelAdmin):
    """An article admin whose buttons call acts."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.act_view))
        return [path("<int:pk>/viec/", view, name="news_article_act"), *super().get_urls()]

    def act_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """An act on an article as it was saved, from a page whose reader may not edit it, or from the desk."""
        article = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
        form = ActForm(request.POST)
        try:
            act = act_in(request.POST)
            if request.POST.get(EDITION, str(article.edition)) != str(article.edition):
                raise publishing.Outdated(article)
            if not form.is_valid():
                raise ValidationError([error for errors in form.errors.values() for error in errors])
            done = publishing.perform(act, article=article, by=request.user, words=form.words())
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:news_article_change", args=[pk]))
        self.message_user(request, done_message(act, done), messages.SUCCESS)
        return HttpResponseRedirect(self.place_after(done, request))

    def place_after(self, article: Article, request: HttpRequest) -> str:
        """Where a person goes after an act: to the article while they may see it."""
        if rights.may_see(request.user, article):
            return reverse("admin:news_article_change", args=[article.pk])
        return reverse("admin:news_article_changelist")

    # --- in bulk ---------------------------------------------------------------------------------------------
    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """An action for each act that the person's role reaches at all; nothing is deleted in bulk."""
        if not request.user.has_perm("news.change_article"):
            return {}
        reached = rights.rights_of(request.user, Article())
        acts = [
            act
            for act in BULK_ACTS
            if any(line.act == act and not line.rights.isdisjoint(reached) for line in workflow.TRANSITIONS)
        ]
        return {f"act_{act.name.lower()}": (_bulk(act), f"act_{act.name.lower()}", act.label) for act in acts}

    def act_on_each(self, request: HttpRequest, queryset: QuerySet[Article], act: Act) -> HttpResponse | None:
        """Does an act to each chosen article by itself, and names each that could not be done."""
        form = ActForm(request.POST if "_confirmed" in request.POST else None)
        asked = sorted({name for state in State for name in fields_for(act, state, is_version=False)})
        if asked and not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": act.label,
                "articles": queryset,
                "act": act,
                "action": request.POST["action"],
                "form": form,
                "fields": [form[name] for name in asked],
                "opts": self.opts,
            }
            return render(request, "admin/news/article/bulk_act.html", context)
        words = form.words() if asked else publishing.Words()
        done = 0
        for article in Article.objects.visible_to(request.user).chosen(queryset):
            try:
                publishing.perform(act, article=article, by=request.user, words=words)
            except ValidationError as error:
                self.message_user(request, f"{article.title}: {' '.join(error.messages)}", messages.WARNING)
            except PermissionDenied as error:
                self.message_user(request, f"{article.title}: {error}", messages.WARNING)
            else:
                done += 1
        if done:
            text = _("Đã %(act)s %(count)d bài.") % {"act": act.label.lower(), "count": done}
            self.message_user(request, text, messages.SUCCESS)
        return None


def _bulk(act: Act) -> Callable[[ActingAdmin, HttpRequest, QuerySet[Article]], HttpResponse | None]:
    def action(admin_page: ActingAdmin, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        return admin_page.act_on_each(request, queryset, act)

    return action
