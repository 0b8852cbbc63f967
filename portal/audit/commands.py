"""Base of management commands that write to the audit log in the name of their operator."""

import getpass
import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.models import User
from portal.audit import services


class OperatorCommand(BaseCommand):
    """Entries without a user are attributed to the account of ``--by``.

    Without ``--by``, to the command and the system's user, like ``manage.py import_bloc_members (portal)``.
    """

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.add_argument("--by", metavar="NAME", help="sign-in name of the account that the audit log names")
        return parser

    def execute(self, *args: Any, **options: Any) -> Any:
        account = _account(options.get("by"))
        name = f"manage.py {type(self).__module__.rpartition('.')[2]} ({_system_user()})"
        with services.operator_context(account, "" if account else name):
            return super().execute(*args, **options)


def _account(name: str | None) -> User | None:
    if not name:
        return None
    account = User.objects.filter(username=name).first()
    if account is None:
        raise CommandError(f"There is no account {name}.")
    return account


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run as a uid without a name
        return str(os.getuid())
