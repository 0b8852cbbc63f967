"""/ban-lam-viec/: the user's pending work. The apps register what is shown (portal/core/dashboard.py)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.core import dashboard
from portal.core.http.staff import require_staff
from portal.core.http.users import signed_in_user
from portal.dashboard import panels, setup_guide


@require_safe
@require_staff
def home(request: HttpRequest) -> HttpResponse:
    context = dashboard.page_context(request)
    user, now = signed_in_user(request), context["now"]
    context |= {
        "setup_guide": setup_guide.setup_guide_panel(user),
        "pending_work": panels.pending_work_for(user, now),
        "quick_actions": panels.quick_actions_for(user),
        "panels": panels.panels_for(user, now),
    }
    return render(request, "dashboard/home.html", context)
