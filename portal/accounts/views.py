"""Signing in and out. Wrong names and wrong passwords get one and the same answer."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from portal.accounts.forms import SignInForm


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    # The framework's view puts the host under the name by which our pages know the agency.
    extra_context = {"site": settings.SITE_IDENTITY}
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """Staff come to their desk; whoever has none goes home."""
        return (
            super().get_default_redirect_url()
            if self.request.user.is_staff
            else resolve_url(settings.LOGOUT_REDIRECT_URL)
        )


class SignOut(LogoutView):
    """GET asks, POST signs out."""

    http_method_names = ["get", "post", "options"]
    template_name = "accounts/sign_out.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return render(request, self.template_name)


sign_in = SignIn.as_view()
sign_out = SignOut.as_view()


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Too many attempts: the same page for names that exist and names that do not."""
    return render(request, "accounts/locked_out.html", status=429)
