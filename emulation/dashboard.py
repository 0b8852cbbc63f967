"""What the emulation app shows on the dashboard and in the admin's menu."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emulation.bloc_overview import blocs_managed_by
from emulation.models import Bloc
from portal.accounts.models import User
from portal.core import dashboard
from portal.core.text import dates


def _blocs_panel(user: User, now: dt.datetime) -> dict[str, Any] | None:
    blocs = blocs_managed_by(user, dates.local_date(now))
    return {"blocs": blocs} if blocs else None


dashboard.panels.register(dashboard.Panel("emulation/dashboard_panel.html", _blocs_panel, position=20))
dashboard.quick_actions.register(
    dashboard.QuickAction(
        "emulation.add_blocdocument", _("Thêm văn bản của khối"), "admin:emulation_blocdocument_add", position=50
    ),
    dashboard.QuickAction("emulation.add_meeting", _("Ghi hội nghị"), "admin:emulation_meeting_add", position=60),
)
dashboard.menu_groups.register(
    dashboard.MenuGroup("khoi-thi-dua", _("Khối thi đua"), position=30),
    dashboard.MenuGroup("co-cau", _("Cơ cấu – con người"), position=70),
)
dashboard.menu_items.register(
    dashboard.MenuItems(
        "khoi-thi-dua",
        (
            "emulation.Bloc",
            "emulation.EmulationYear",
            "emulation.Meeting",
            "emulation.BlocDocument",
            "emulation.Covenant",
            "emulation.Registration",
            "emulation.EmulationTitle",
            "emulation.CommendationForm",
            "emulation.CommendationKind",
        ),
    ),
    dashboard.MenuItems("co-cau", ("emulation.Agency", "emulation.LeadershipTerm", "emulation.Decision")),
)
dashboard.setup_steps.register(
    dashboard.SetupStep(
        key="khoi-thi-dua",
        title=_("Khối thi đua và các thành viên"),
        text=_("Tạo khối, rồi nhập các cơ quan thành viên từ một bảng tính; bỏ qua nếu cổng không có phần này."),
        permission="emulation.add_bloc",
        url=lambda: reverse("admin:emulation_bloc_add"),
        is_done=Bloc.objects.exists,
        position=70,
    )
)
