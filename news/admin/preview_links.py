"""Admin page of an article's preview links: create, copy, see openings, revoke."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from news import permissions, preview_links
from news.models import Article, PreviewLink
from portal.core.http.users import signed_in_user
from portal.core.text.numbers import parse_int

URL_NAME = "news_article_preview_links"


class PreviewLinkForm(forms.ModelForm):
    """Lifetime and recipient of a new preview link."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("Thời hạn"),
        coerce=int,
        choices=[(days, gettext_lazy("%d ngày") % days) for days in preview_links.LIFETIMES_DAYS],
        initial=3,
    )

    class Meta:
        model = PreviewLink
        fields = ["note"]
        labels = {"note": gettext_lazy("Gửi cho ai")}


def urls(site: admin.AdminSite) -> list[URLPattern]:
    """URL patterns that ``ArticleAdmin.get_urls`` adds."""
    view = require_http_methods(["GET", "POST"])(_build_view(site))
    return [path("<int:pk>/lien-ket-xem-truoc/", site.admin_view(view), name=URL_NAME)]


def _build_view(site: admin.AdminSite) -> Any:
    def preview_links_view(request: HttpRequest, pk: int) -> HttpResponse:
        article = _get_article(request, pk)
        if "revoke" in request.POST:
            return _revoke(request, article)
        form = PreviewLinkForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            preview_links.create_preview_link(article=article, by=signed_in_user(request), **form.cleaned_data)
            messages.success(request, _("Đã tạo liên kết. Ai có địa chỉ này đều xem được bài cho đến khi hết hạn."))
            return _redirect_to_list(article)
        context = {
            **site.each_context(request),
            "title": _("Liên kết xem trước"),
            "article": article,
            "opts": Article._meta,
            "form": form,
            "can_create": preview_links.can_create(signed_in_user(request), article),
            "links": [_build_row(request, link) for link in article.preview_links.for_list()],
        }
        return render(request, "admin/news/article/preview_links.html", context)

    return preview_links_view


def _get_article(request: HttpRequest, pk: int) -> Article:
    """The article, for an editor who may open it in every state: its links predate its publication."""
    if not request.user.has_perm("news.change_article"):
        raise PermissionDenied
    article = get_object_or_404(Article.objects.visible_to(signed_in_user(request)).for_admin_list(), pk=pk)
    if not permissions.can_view_unpublished(signed_in_user(request), article):
        raise PermissionDenied
    return article


def _build_row(request: HttpRequest, link: PreviewLink) -> dict[str, Any]:
    return {
        "link": link,
        "is_open": link.is_open() and link.article.state_at() in preview_links.PREVIEWABLE_STATES,
        "url": request.build_absolute_uri(preview_links.preview_url(link)),
        "can_revoke": preview_links.can_revoke(signed_in_user(request), link),
    }


def _revoke(request: HttpRequest, article: Article) -> HttpResponse:
    link = get_object_or_404(article.preview_links, pk=parse_int(request.POST["revoke"]))
    preview_links.revoke_preview_link(link=link, by=signed_in_user(request))
    messages.success(request, _("Đã thu hồi liên kết; địa chỉ ấy không mở được nữa."))
    return _redirect_to_list(article)


def _redirect_to_list(article: Article) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"admin:{URL_NAME}", args=[article.pk]))
