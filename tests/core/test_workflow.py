"""The lookup of transitions, on a small table."""

from enum import Enum

from django.db.models import TextChoices

from portal.core.workflow import Transition, Workflow


class Act(TextChoices):
    SEND = "send"
    STAMP = "stamp"
    RECALL = "recall"


class State(TextChoices):
    DRAFT = "draft"
    SENT = "sent"
    STAMPED = "stamped"


class Role(Enum):
    WRITER = "writer"
    CLERK = "clerk"


WORKFLOW = Workflow(
    Act,
    Transition(Act.RECALL, {State.SENT}, {Role.WRITER}, State.DRAFT, for_variants=False),
    Transition(Act.SEND, {State.DRAFT}, {Role.WRITER, Role.CLERK}, State.SENT, variant_target=State.STAMPED),
    Transition(Act.STAMP, {State.DRAFT}, {Role.CLERK}, State.STAMPED),
    Transition(Act.STAMP, {State.SENT}, {Role.WRITER}),
)


class TestWorkflow:
    def test_the_row_of_the_state_is_found(self) -> None:
        assert WORKFLOW.find_transition(Act.STAMP, State.DRAFT).roles == {Role.CLERK}
        assert WORKFLOW.find_transition(Act.STAMP, State.SENT).roles == {Role.WRITER}
        assert WORKFLOW.find_transition(Act.STAMP, State.STAMPED) is None

    def test_an_action_needs_one_of_the_roles(self) -> None:
        assert WORKFLOW.is_allowed(Act.STAMP, State.DRAFT, [Role.CLERK, Role.WRITER])
        assert not WORKFLOW.is_allowed(Act.STAMP, State.DRAFT, [Role.WRITER])
        assert not WORKFLOW.is_allowed(Act.STAMP, State.DRAFT, [])

    def test_actions_come_in_the_order_of_the_workflow(self) -> None:
        assert WORKFLOW.allowed_actions(State.DRAFT, [Role.CLERK]) == [Act.SEND, Act.STAMP]
        assert WORKFLOW.allowed_actions(State.SENT, [Role.WRITER]) == [Act.STAMP, Act.RECALL]

    def test_a_variant_lacks_transitions_and_ends_elsewhere(self) -> None:
        assert WORKFLOW.allowed_actions(State.SENT, [Role.WRITER], is_variant=True) == [Act.STAMP]
        sending = WORKFLOW.find_transition(Act.SEND, State.DRAFT, is_variant=True)
        assert [sending.target_of(), sending.target_of(is_variant=True)] == [State.SENT, State.STAMPED]
        assert WORKFLOW.transitions[3].target_of(is_variant=True) is None
