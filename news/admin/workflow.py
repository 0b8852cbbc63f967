"""Workflow buttons and bulk actions of the article admin; all call ``services.run_action``."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from news import permissions, services
from news.forms import REVISION_NUMBER_FIELD, ArticleActionForm, parse_action
from news.models import Article
from news.workflow import ARTICLE_WORKFLOW, ArticleAction, ArticleState, Requirement
from portal.core.http.users import signed_in_user

# Actions available in bulk; the input they need is asked for on an intermediate page.
BULK_ACTIONS = (
    ArticleAction.SUBMIT,
    ArticleAction.APPROVE,
    ArticleAction.PUBLISH,
    ArticleAction.RETURN,
    ArticleAction.WITHDRAW,
    ArticleAction.TRASH,
    ArticleAction.RESTORE,
)

_SUCCESS_MESSAGES = {
    ArticleAction.EDIT: gettext_lazy("Đã lưu."),
    ArticleAction.SUBMIT: gettext_lazy("Đã chuyển duyệt. Khi bài được duyệt hoặc bị trả lại, bạn sẽ được báo."),
    ArticleAction.RECALL: gettext_lazy("Đã rút bài về bản nháp."),
    ArticleAction.RETURN: gettext_lazy("Đã trả bài lại cho người viết."),
    ArticleAction.APPROVE: gettext_lazy("Đã duyệt. Bài chờ được đăng hoặc hẹn giờ."),
    ArticleAction.UNSCHEDULE: gettext_lazy("Đã hủy hẹn giờ; bài vẫn ở trạng thái đã duyệt."),
    ArticleAction.CREATE_PENDING_REVISION: gettext_lazy(
        "Đây là bản mới của bài. Người đọc vẫn thấy bản đang đăng cho đến khi bản này thay thế."
    ),
    ArticleAction.WITHDRAW: gettext_lazy("Bài đã ngưng hiệu lực; người đọc thấy lời giải thích hoặc được chuyển đi."),
    ArticleAction.TRASH: gettext_lazy("Đã bỏ bài vào thùng rác; có thể lấy lại bất cứ lúc nào."),
    ArticleAction.RESTORE: gettext_lazy("Đã lấy bài lại, thành bản nháp."),
}


def success_message(action: ArticleAction, article: Article) -> str:
    """The success message of an action."""
    if action in _SUCCESS_MESSAGES:
        return str(_SUCCESS_MESSAGES[action])
    return _("Bài đã lên trang.") if article.is_published() else _("Bài sẽ tự lên trang khi đến giờ đã hẹn.")


def input_fields(action: ArticleAction, state: ArticleState, *, is_pending_revision: bool) -> list[str]:
    """The fields of ``ArticleActionForm`` that an action needs."""
    transition = ARTICLE_WORKFLOW.find_transition(action, state, is_variant=is_pending_revision)
    requirements = transition.requirements if transition else frozenset()
    fields = ["reason"] if Requirement.REASON in requirements else []
    fields += ["publish_at"] if Requirement.FUTURE_TIME in requirements else []
    return fields + (["note", "target"] if Requirement.WITHDRAWAL_NOTICE in requirements else [])


class ArticleWorkflowAdmin(admin.ModelAdmin):
    """Article admin with workflow buttons."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.action_view))
        return [path("<int:pk>/viec/", view, name="news_article_action"), *super().get_urls()]

    def action_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Runs an action on the saved article, from a read-only page or from the dashboard."""
        user = signed_in_user(request)
        article = get_object_or_404(Article.objects.visible_to(user), pk=pk)
        form = ArticleActionForm(request.POST)
        try:
            action = parse_action(request.POST)
            if request.POST.get(REVISION_NUMBER_FIELD, str(article.revision_number)) != str(article.revision_number):
                raise services.EditConflict(article)
            if not form.is_valid():
                raise ValidationError([error for errors in form.errors.values() for error in errors])
            changed = services.run_action(action, article=article, by=user, action_input=form.action_input())
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return self._redisplay_form(request, pk)
        self.message_user(request, success_message(action, changed), messages.SUCCESS)
        return HttpResponseRedirect(self.url_after_action(changed, request))

    def _redisplay_form(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Shows the article's current state again, with the input of the rejected action, if any."""
        url = reverse("admin:news_article_change", args=[pk])
        input_data = QueryDict(mutable=True)
        input_data.update({name: str(sent) for name, sent in request.POST.items() if name.startswith("act-") and sent})
        if not input_data:
            return HttpResponseRedirect(url)
        request.method, request.POST = "GET", input_data  # type: ignore[assignment]  # rendered like a GET, not saved
        return self.changeform_view(request, str(pk), url)

    def url_after_action(self, article: Article, request: HttpRequest) -> str:
        """Redirect target after an action: the article if the user may still see it."""
        if permissions.can_view(signed_in_user(request), article):
            return reverse("admin:news_article_change", args=[article.pk])
        return reverse("admin:news_article_changelist")

    # --- bulk actions ----------------------------------------------------------------------------------------
    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """One bulk action for each workflow action that the user's role can ever run; no bulk delete."""
        if not request.user.has_perm("news.change_article"):
            return {}
        roles = permissions.article_roles(signed_in_user(request), Article())
        actions = [
            action
            for action in BULK_ACTIONS
            if any(
                transition.action == action and not transition.roles.isdisjoint(roles)
                for transition in ARTICLE_WORKFLOW.transitions
            )
        ]
        return {
            f"act_{action.name.lower()}": (_bulk_action(action), f"act_{action.name.lower()}", action.label)
            for action in actions
        }

    def run_bulk_action(
        self, request: HttpRequest, queryset: QuerySet[Article], action: ArticleAction
    ) -> HttpResponse | None:
        """Runs an action on each selected article separately and reports each failure."""
        form = ArticleActionForm(request.POST if "_confirmed" in request.POST else None)
        field_names = sorted(
            {name for state in ArticleState for name in input_fields(action, state, is_pending_revision=False)}
        )
        if field_names and not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": action.label,
                "articles": queryset,
                "act": action,
                "action": request.POST["action"],
                "form": form,
                "fields": [form[name] for name in field_names],
                "opts": self.opts,
            }
            return render(request, "admin/news/article/bulk_action.html", context)
        action_input = form.action_input() if field_names else services.ActionInput()
        done = 0
        for article in Article.objects.visible_to(signed_in_user(request)).in_selection(queryset):
            try:
                services.run_action(action, article=article, by=signed_in_user(request), action_input=action_input)
            except ValidationError as error:
                self.message_user(request, f"{article.title}: {' '.join(error.messages)}", messages.WARNING)
            except PermissionDenied as error:
                self.message_user(request, f"{article.title}: {error}", messages.WARNING)
            else:
                done += 1
        if done:
            text = _("Đã %(act)s %(count)d bài.") % {"act": action.label.lower(), "count": done}
            self.message_user(request, text, messages.SUCCESS)
        return None


def _bulk_action(
    act: ArticleAction,
) -> Callable[[ArticleWorkflowAdmin, HttpRequest, QuerySet[Article]], HttpResponse | None]:
    def action(
        admin_page: ArticleWorkflowAdmin, request: HttpRequest, queryset: QuerySet[Article]
    ) -> HttpResponse | None:
        return admin_page.run_bulk_action(request, queryset, act)

    return action
