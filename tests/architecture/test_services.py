"""The contract of service functions (CONTRIBUTING.md): keyword-only, ``by=``, atomic, the fresh row returned.

That each writes the audit log, and rolls back if it cannot, is tested by calls in tests/audit/test_audited_services.py.
"""

import inspect
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.db import transaction

from tests.audit.test_audited_services import EXEMPT, services

_IN_TRANSITION = "news.services._run_transition opens the transaction"
NOT_ATOMIC = {
    "emulation.importers.members.import_members": "reads the sheet before the transaction of its rows",
    "news.importers.save.import_article": "the transaction is within, for its outcome says what was refused",
    **dict.fromkeys(
        (
            *("news.services.save_article", "news.services.submit_article", "news.services.recall_submission"),
            *("news.services.return_to_author", "news.services.approve_article", "news.services.schedule_article"),
            *("news.services.unschedule_article", "news.services.publish_article", "news.services.withdraw_article"),
            *("news.services.move_to_trash", "news.services.restore_from_trash", "news.services.run_action"),
        ),
        _IN_TRANSITION,
    ),
    "portal.images.services.add_image": "removes the stored file after its transaction has failed",
    "portal.images.services.prune_editor_images": "one transaction for each image",
    "portal.questions.services.anonymize_contacts": "one transaction for each question",
}
POSITIONAL = {
    "news.importers.save.import_article": "the parsed article is what is imported",
    "news.services.run_action": "the name of the action, as in run_transition of a table",
}
RETURNS_NOTHING = {"portal.images.services.delete_image": "the row is gone"}


def service_functions() -> dict[str, Callable[..., Any]]:
    """Every service of the apps, by dotted name; those that only ask, or are part of a service, are left out."""
    return {name: _load(name) for name, _node in services() if name not in EXEMPT}


def _load(name: str) -> Callable[..., Any]:
    module, _dot, function = name.rpartition(".")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def is_atomic(function: Callable[..., Any] | None) -> bool:
    """Whether ``@transaction.atomic`` is among its decorators."""
    while function is not None:
        if any(isinstance(cell.cell_contents, transaction.Atomic) for cell in function.__closure__ or ()):
            return True
        function = getattr(function, "__wrapped__", None)
    return False


def takes_positional(function: Callable[..., Any]) -> bool:
    parameters = inspect.signature(function).parameters.values()
    return any(parameter.kind is not parameter.KEYWORD_ONLY for parameter in parameters)


class TestContract:
    def test_every_argument_is_given_by_name(self) -> None:
        assert {name for name, function in service_functions().items() if takes_positional(function)} == set(POSITIONAL)

    def test_every_service_takes_the_acting_user(self) -> None:
        functions = service_functions().items()
        assert [name for name, function in functions if "by" not in inspect.signature(function).parameters] == []

    def test_every_service_is_atomic(self) -> None:
        assert {name for name, function in service_functions().items() if not is_atomic(function)} == set(NOT_ATOMIC)

    def test_every_service_returns_what_it_changed(self) -> None:
        annotations = {
            name: inspect.signature(function).return_annotation for name, function in service_functions().items()
        }
        nothing = {name for name, annotation in annotations.items() if annotation in (None, inspect.Signature.empty)}
        assert nothing == set(RETURNS_NOTHING)


class TestIsAtomic:
    def test_knows_a_decorated_function_from_others(self) -> None:
        def plain() -> None:
            """No transaction."""

        assert is_atomic(transaction.atomic(plain))
        assert not is_atomic(plain)
