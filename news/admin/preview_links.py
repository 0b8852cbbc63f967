"""The page of an article's secret preview addresses: make one, copy it, see whether it was opened, close it."""

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

from news import preview_links
from news.models import Article, PreviewLink

URL_NAME = "news_article_preview_links"


class LinkForm(forms.ModelForm):
    """For how long, and for whom."""

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
    """The addresses that ``ArticleAdmin.get_urls`` adds."""
    view = require_http_methods(["GET", "POST"])(_view_for(site))
    return [path("<int:pk>/lien-ket-xem-truoc/", site.admin_view(view), name=URL_NAME)]


def _view_for(site: admin.AdminSite) -> Any:
    def preview_links_view(request: HttpRequest, pk: int) -> HttpResponse:
        article = _article_for(request, pk)
        if "revoke" in request.POST:
            return _revoke(request, article)
        form = LinkForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            preview_links.make_link(article=article, by=request.user, **form.cleaned_data)
            messages.success(request, _("Đã tạo liên kết. Ai có địa chỉ này đều xem được bài cho đến khi hết hạn."))
            return _back(article)
        context = {
            **site.each_context(request),
            "title": _("Liên kết xem trước"),
            "article": article,
            "opts": Article._meta,
            "form": form,
            "may_make": preview_links.may_make(request.user, article),
            "links": [_row(request, link) for link in article.preview_links.for_list()],
        }
        return render(request, "admin/news/article/preview_links.html", context)

    return preview_links_view


def _article_for(request: HttpRequest, pk: int) -> Article:
    """The article, for a writer who may open it."""
    if not request.user.has_perm("news.change_article"):
        raise PermissionDenied
    return get_object_or_404(Article.objects.visible_to(request.user).for_admin_list(), pk=pk)


def _row(request: HttpRequest, link: PreviewLink) -> dict[str, Any]:
    return {
        "link": link,
        "is_open": link.is_open() and link.article.state_at() in preview_links.PREVIEWED,
        "address": request.build_absolute_uri(preview_links.address_of(link)),
        "may_revoke": preview_links.may_revoke(request.user, link),
    }


def _revoke(request: HttpRequest, article: Article) -> HttpResponse:
    key = request.POST["revoke"]
    link = get_object_or_404(article.preview_links, pk=int(key) if key.isdecimal() and len(key) < 19 else 0)
    preview_links.revoke_link(link=link, by=request.user)
    messages.success(request, _("Đã thu hồi liên kết; địa chỉ ấy không mở được nữa."))
    return _back(article)


def _back(article: Article) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"admin:{URL_NAME}", args=[article.pk]))
