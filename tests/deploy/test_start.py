"""`make start`: an empty portal on this machine, ready for its administrator."""

import sqlite3
from pathlib import Path

from tests.deploy.test_refusals import run


def test_prepares_an_empty_portal_with_an_administrator(tmp_path: Path) -> None:
    database = tmp_path / "portal.sqlite3"
    variables = {"DEMO": "1", "DEMO_CONTENT": "0", "DATABASE_URL": f"sqlite:///{database}"}
    ended = run(tmp_path, "prepare.py", **variables)
    assert ended.returncode == 0, ended.stderr
    assert "Password:" in ended.stdout
    connection = sqlite3.connect(database)
    tables = ("news_article", "news_category", "pages_page", "emulation_bloc", "accounts_user")
    counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]  # noqa: S608
    connection.close()
    assert counts == [0, 0, 0, 0, 1]
    assert "Password:" not in run(tmp_path, "prepare.py", **variables).stdout
