"""Permissions on questions; they depend on the user's role, not on the question."""

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.questions.models import Question
from portal.questions.workflow import QUESTION_WORKFLOW, QuestionAction, QuestionRole

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_PERMISSIONS = {
    QuestionRole.ANSWERER: "questions.answer_question",
    QuestionRole.PUBLISHER: "questions.publish_question",
    QuestionRole.DATA_PROTECTION_OFFICER: "questions.erase_contact",
}


def question_roles(user: User | None) -> frozenset[QuestionRole]:
    """Roles of the user. ``None`` is an automatic action: it has all roles."""
    if user is None:
        return frozenset(QuestionRole)
    return frozenset(role for role, permission in _PERMISSIONS.items() if user.has_perm(permission))


def allowed_actions_for(user: User, question: Question) -> list[QuestionAction]:
    """Actions that a user may do on a question in its current state."""
    return QUESTION_WORKFLOW.allowed_actions(question.state, question_roles(user), is_variant=question.is_report)


def assignable_users() -> QuerySet[User]:
    """Users to whom a question may be assigned, including superusers."""
    holders = User.objects.with_perm(_PERMISSIONS[QuestionRole.ANSWERER], backend=_BACKEND)
    return holders.filter(is_staff=True).order_by("full_name", "username")
