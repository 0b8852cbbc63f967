"""Services that save redirects, and the redirect response."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core.http.caching import cache_control_for_status
from portal.core.text import languages
from portal.redirects import paths
from portal.redirects.models import NotFoundHit, Redirect

REDIRECT_CREATED, REDIRECT_CHANGED = "redirects.made", "redirects.changed"
HITS_IGNORED, HITS_RESTORED = "redirects.misses_ignored", "redirects.misses_taken_up"
REDIRECT_ACTIONS = {
    REDIRECT_CREATED: gettext_lazy("Tạo chuyển hướng"),
    REDIRECT_CHANGED: gettext_lazy("Sửa chuyển hướng"),
    HITS_IGNORED: gettext_lazy("Bỏ qua địa chỉ gọi hụt"),
    HITS_RESTORED: gettext_lazy("Đưa lại địa chỉ gọi hụt vào danh sách"),
}
# Maximum number of paths listed in an audit log entry.
_MAX_LISTED_PATHS = 5


@transaction.atomic
def save_redirect(*, redirect: Redirect, by: User | None) -> Redirect:
    """Saves a redirect and removes its path from the 404 log. Raises ValidationError."""
    is_new = redirect.pk is None
    if is_new:
        redirect.made_by = by
    redirect.full_clean()
    redirect.save()
    NotFoundHit.objects.for_path(redirect.path).delete()
    action = REDIRECT_CREATED if is_new else REDIRECT_CHANGED
    audit_services.record(action=action, by=by, target=redirect, detail={"target": redirect.target})
    return redirect


@transaction.atomic
def set_ignored(*, hits: QuerySet[NotFoundHit], is_ignored: bool, by: User | None) -> int:
    """Ignores rows of the 404 log, or restores them; returns the number changed."""
    listed_paths = list(hits.values_list("path", flat=True)[:_MAX_LISTED_PATHS])
    count = hits.update(is_ignored=is_ignored)
    if count:
        action = HITS_IGNORED if is_ignored else HITS_RESTORED
        audit_services.record(action=action, by=by, title=", ".join(listed_paths), detail={"count": count})
    return count


def redirect_response(request: HttpRequest) -> HttpResponse | None:
    """Redirect response for a URL without a page; None without a redirect. At most one query.

    Raises the database error while it is down: a wrong 404 must be prevented.
    """
    if (
        request.method not in {"GET", "HEAD"}
        or not paths.is_storable(request.path)
        or paths.is_reserved_path(request.path)
    ):
        return None
    redirect = Redirect.objects.for_path(request.path).first()
    if redirect is None:
        return None
    response_class = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
    return response_class(
        redirect.target, headers={"Cache-Control": cache_control_for_status(response_class.status_code)}
    )


def page_exists(path: str, request: HttpRequest) -> bool:
    """Whether a path has a page for an anonymous user, with or without trailing slash.

    Renders the page, because only its view knows whether it exists.
    """
    return any(_path_resolves(form, request) for form in dict.fromkeys([path, f"{path.rstrip('/')}/"]))


def _path_resolves(path: str, request: HttpRequest) -> bool:
    with languages.override(languages.language_of_path(path)):
        return _path_resolves_in_active_language(path, request)


def _path_resolves_in_active_language(path: str, source_request: HttpRequest) -> bool:
    try:
        match = resolve(path)
    except Resolver404:
        return False
    request = HttpRequest()
    request.method, request.path, request.path_info, request.user = "GET", path, path, AnonymousUser()
    request.resolver_match, request.session = match, SessionStore()
    meta_keys = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme")
    request.META = {name: source_request.META[name] for name in meta_keys if name in source_request.META}
    try:
        response = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return False
    except PermissionDenied:
        return True
    if response.streaming:
        response.close()
    return response.status_code < 400
