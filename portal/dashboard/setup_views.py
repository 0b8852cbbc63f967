"""Admin pages of the setup guide, below /quan-tri/dung-cong/."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core.http.users import signed_in_user
from portal.dashboard import setup_guide

# The session remembers the step that is being done elsewhere, to lead back from there.
_SESSION_KEY = "setup_step"


def urls(site: AdminSite) -> list[URLPattern]:
    @require_safe
    def guide_view(request: HttpRequest) -> HttpResponse:
        user = signed_in_user(request)
        if not setup_guide.may_see_guide(user):
            raise PermissionDenied
        context: dict[str, Any] = {
            **site.each_context(request),
            "title": setup_guide.GUIDE_TITLE,
            "guide": setup_guide.setup_guide(user),
            "is_closed": setup_guide.is_closed(),
        }
        return TemplateResponse(request, "admin/setup_guide.html", context)

    view = site.admin_view
    return [
        path("dung-cong/", view(guide_view), name="setup-guide"),
        path("dung-cong/cat/", view(require_POST(_close_view)), name="setup-guide-close"),
        path("dung-cong/<slug:key>/", view(require_http_methods(["GET", "POST"])(_step_view)), name="setup-step"),
    ]


def _step_view(request: HttpRequest, key: str) -> HttpResponse:
    """GET leads to where a step is done by hand; POST creates the chosen options."""
    user = signed_in_user(request)
    step = setup_guide.find_step(user, key)
    if step is None:
        raise Http404
    if request.method == "GET":
        request.session[_SESSION_KEY] = key
        return HttpResponseRedirect(step.url())
    try:
        count = setup_guide.create_options(step=step, chosen=request.POST.getlist("chon"), by=user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        if count:
            messages.success(request, _("%(step)s: đã tạo %(count)d mục.") % {"step": step.title, "count": count})
        elif not step.is_done():
            messages.warning(request, _("Chưa chọn mục nào."))
    return HttpResponseRedirect(reverse("admin:setup-guide"))


def _close_view(request: HttpRequest) -> HttpResponse:
    """Puts the guide away, or shows it again (``mo``)."""
    user = signed_in_user(request)
    if not setup_guide.may_see_guide(user):
        raise PermissionDenied
    if "mo" in request.POST:
        setup_guide.reopen_guide(by=user)
        return HttpResponseRedirect(reverse("admin:setup-guide"))
    setup_guide.close_guide(by=user)
    messages.success(request, _("Đã cất phần dựng cổng. Mở lại ở cuối trang chủ quản trị."))
    return HttpResponseRedirect(reverse("admin:index"))


def url_after_step(request: HttpRequest) -> str:
    """The guide's URL if this request completed the step that the user came for; else empty."""
    key = request.session.get(_SESSION_KEY)
    if key is None or request.method != "POST" or not request.user.is_authenticated:
        return ""
    step = setup_guide.find_step(signed_in_user(request), key)
    if step is not None and not step.is_done():
        return ""
    del request.session[_SESSION_KEY]
    return reverse("admin:setup-guide") if step is not None else ""
