"""Making a redirect, and answering with it."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import Resolver404, resolve

from portal.kit import languages
from portal.kit.httpcache import PUBLIC
from portal.redirects import paths
from portal.redirects.models import MissedAddress, Redirect


@transaction.atomic
def make_redirect(*, redirect: Redirect, by: Any) -> Redirect:
    """Stores a new or changed redirect; its address is missed no longer. Raises ValidationError."""
    if redirect.pk is None:
        redirect.made_by = by
    redirect.full_clean()
    redirect.save()
    MissedAddress.objects.at(redirect.path).delete()
    return redirect


def lead_on(request: HttpRequest) -> HttpResponse | None:
    """The answer for an address without a page that has a redirect. One query; none for what cannot have one.

    Without a database there is no redirect, and the page for missing addresses stands.
    """
    if request.method not in {"GET", "HEAD"} or not paths.is_keepable(request.path) or paths.is_staffs(request.path):
        return None
    try:
        redirect = Redirect.objects.at(request.path).first()
    except Error:
        return None
    if redirect is None:
        return None
    answer = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
    return answer(redirect.target, headers={"Cache-Control": PUBLIC})


def has_page(path: str, asked_in: HttpRequest) -> bool:
    """Whether a page answers at a path for a reader who is not signed in; with or without a closing slash.

    The page is rendered for it, as only its view knows whether it exists.
    """
    return any(_answers(form, asked_in) for form in dict.fromkeys([path, f"{path.rstrip('/')}/"]))


def _answers(path: str, asked_in: HttpRequest) -> bool:
    with languages.speaking(languages.language_of(path)):
        return _answers_in_its_language(path, asked_in)


def _answers_in_its_language(path: str, asked_in: HttpRequest) -> bool:
    try:
        match = resolve(path)
    except Resolver404:
        return False
    request = HttpRequest()
    request.method, request.path, request.path_info, request.user = "GET", path, path, AnonymousUser()
    request.resolver_match, request.session = match, SessionStore()
    carried = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme")
    request.META = {name: asked_in.META[name] for name in carried if name in asked_in.META}
    try:
        response = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return False
    except PermissionDenied:
        return True
    if response.streaming:
        response.close()
    return response.status_code < 400
