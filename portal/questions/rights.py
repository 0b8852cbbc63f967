"""What a person may do to questions: their role says it, for all questions alike."""

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.questions import workflow
from portal.questions.models import Question
from portal.questions.workflow import Act, Right

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_PERMISSIONS = {
    Right.ANSWERER: "questions.answer_question",
    Right.PUBLISHER: "questions.publish_question",
    Right.KEEPER: "questions.erase_contact",
}


def rights_of(user: User | None) -> frozenset[Right]:
    """``None`` is the portal itself (a command): it may do anything that the state allows."""
    if user is None:
        return frozenset(Right)
    return frozenset(right for right, permission in _PERMISSIONS.items() if user.has_perm(permission))


def acts_for(user: User, question: Question) -> list[Act]:
    """The acts that a person can do to a question as it stands now."""
    return workflow.acts_for(question.state, rights_of(user), is_report=question.is_report)


def people_who_answer() -> QuerySet[User]:
    """Whom a question may be given to; administrators (superusers) among them."""
    holders = User.objects.with_perm(_PERMISSIONS[Right.ANSWERER], backend=_BACKEND)
    return holders.filter(is_staff=True).order_by("full_name", "username")
