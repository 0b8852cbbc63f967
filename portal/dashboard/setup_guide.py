"""The guide for setting up a new portal: steps that apps register, ticked by what exists, until it is put away."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core import dashboard
from portal.dashboard.models import SetupGuideClosure

SETUP_PREPARED, SETUP_CLOSED, SETUP_REOPENED = "dashboard.prepare", "dashboard.close-setup", "dashboard.reopen-setup"
GUIDE_TITLE = _("Dựng cổng của bạn")
SETUP_ACTIONS = {
    SETUP_PREPARED: _("Soạn sẵn khi dựng cổng"),
    SETUP_CLOSED: _("Cất phần dựng cổng"),
    SETUP_REOPENED: _("Mở lại phần dựng cổng"),
}


@dataclass(frozen=True)
class ShownStep:
    """A step for one user, with its state."""

    step: dashboard.SetupStep
    is_done: bool

    @property
    def options(self) -> list[tuple[str, dashboard.Text]]:
        """What can be created at once; empty for a step that is done."""
        return self.step.options() if self.step.options is not None and not self.is_done else []


@dataclass(frozen=True)
class SetupGuide:
    """The steps that a user's permissions allow, in order."""

    steps: list[ShownStep]

    @property
    def done_count(self) -> int:
        return sum(shown.is_done for shown in self.steps)

    @property
    def next_step(self) -> dashboard.SetupStep | None:
        return next((shown.step for shown in self.steps if not shown.is_done), None)


def setup_guide(user: User) -> SetupGuide:
    """One query per step."""
    allowed = [step for step in dashboard.in_order(dashboard.setup_steps) if user.has_perm(step.permission)]
    return SetupGuide([ShownStep(step, step.is_done()) for step in allowed])


def setup_guide_panel(user: User) -> SetupGuide | None:
    """The guide at the head of the dashboard: None when it is put away, done, or not the user's task."""
    if not may_see_guide(user) or is_closed():
        return None
    guide = setup_guide(user)
    return guide if guide.next_step is not None else None


def may_see_guide(user: User) -> bool:
    return user.has_perm("pages.change_siteidentity")


def is_closed() -> bool:
    return SetupGuideClosure.objects.exists()


def find_step(user: User, key: str) -> dashboard.SetupStep | None:
    """The step of that key, if the user's permissions allow it."""
    found = (step for step in dashboard.setup_steps if step.key == key and user.has_perm(step.permission))
    return next(found, None)


@transaction.atomic
def create_options(*, step: dashboard.SetupStep, chosen: Collection[str], by: User) -> int:
    """Creates what was chosen of a step's options; returns how many rows were made.

    Unknown keys are ignored, and so is a step that is done: a form sent twice creates once.
    """
    User.objects.select_for_update().get(pk=by.pk)
    if step.options is None or step.create is None or step.is_done():
        return 0
    known = [key for key, _label in step.options() if key in chosen]
    count = step.create(known, by) if known else 0
    if count:
        audit_services.record(action=SETUP_PREPARED, by=by, title=str(step.title), detail={"count": count})
    return count


@transaction.atomic
def close_guide(*, by: User) -> SetupGuideClosure:
    """Puts the guide away."""
    closure, is_new = SetupGuideClosure.objects.get_or_create(
        pk=SetupGuideClosure.SINGLETON_PK, defaults={"closed_by": by}
    )
    if is_new:
        audit_services.record(action=SETUP_CLOSED, by=by, title=str(GUIDE_TITLE))
    return closure


@transaction.atomic
def reopen_guide(*, by: User) -> bool:
    """Shows the guide again; returns whether it was away."""
    count, _by_model = SetupGuideClosure.objects.all().delete()
    if count:
        audit_services.record(action=SETUP_REOPENED, by=by, title=str(GUIDE_TITLE))
    return bool(count)
