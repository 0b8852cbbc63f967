"""Makes a name that a template uses and its view never gave an error, in the templates that are ours."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from django.template.base import FilterExpression, Node

OURS = Path(__file__).resolve().parent.parent / "templates"


class UndefinedVariable(AssertionError):
    """A template of ours asked for something that is not there."""


class RaisingText(str):
    """A ``string_if_invalid`` that fails for our own templates and stays silent for those of packages.

    It is a ``str`` because Django's system checks want one; Django puts the variable's name into it with ``%``.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        """Set for the code that asks whether to complain; empty, as usual, for an ``{% if %}`` that meets it."""
        return sys._getframe(1).f_code is FilterExpression.resolve.__code__

    def __contains__(self, part: object) -> bool:
        return part == "%s" or super().__contains__(part)  # type: ignore[operator]  # Django asks with a str

    def __mod__(self, variable: object) -> str:
        template = next(_templates_being_rendered(), "")
        if template and Path(template).is_relative_to(OURS):
            raise UndefinedVariable(f"{Path(template).relative_to(OURS)} uses {variable}, which its view did not give")
        return ""


def _templates_being_rendered() -> Iterator[str]:
    """The files of the nodes on the call stack, the innermost first."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            yield str(node.origin.name)
        frame = frame.f_back
