"""Workflows: tables of transitions between states, with the permitted roles. No database access.

The table of an app is its only definition; buttons, services, commands and tests read it.
"""

from collections.abc import Collection, Set
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic, TypeVar

from django.db.models import TextChoices

Action = TypeVar("Action", bound=TextChoices)
State = TypeVar("State", bound=TextChoices)
Role = TypeVar("Role", bound=Enum)


@dataclass(frozen=True)
class Transition(Generic[Action, State, Role]):
    """A row of the table: an action, its source states, the permitted roles and the target state.

    A *variant* is a row of the same table with a shorter workflow, such as the pending revision of a live article.
    """

    action: Action
    sources: Set[State]
    roles: Set[Role]
    target: Any = None  # None: the state is unchanged
    requirements: Set[Enum] = field(default_factory=frozenset)
    for_variants: bool = True
    variant_target: Any = None  # None: the same as the target

    def target_of(self, *, is_variant: bool = False) -> Any:
        return (self.variant_target if is_variant else None) or self.target


class Workflow(Generic[Action, State, Role]):
    """The transitions of one model."""

    def __init__(self, actions: type[Action], *transitions: Transition[Action, State, Role]) -> None:
        self.actions, self.transitions = actions, transitions

    def find_transition(
        self, action: Action, state: State, *, is_variant: bool = False
    ) -> Transition[Action, State, Role] | None:
        """The transition for an action in a state; None when there is none."""
        return next(
            (
                row
                for row in self.transitions
                if row.action == action and state in row.sources and (row.for_variants or not is_variant)
            ),
            None,
        )

    def is_allowed(self, action: Action, state: State, roles: Collection[Role], *, is_variant: bool = False) -> bool:
        found = self.find_transition(action, state, is_variant=is_variant)
        return found is not None and not found.roles.isdisjoint(roles)

    def allowed_actions(self, state: State, roles: Collection[Role], *, is_variant: bool = False) -> list[Action]:
        """The actions permitted to these roles in a state, in workflow order."""
        return [action for action in self.actions if self.is_allowed(action, state, roles, is_variant=is_variant)]
