"""The portal's own settings with what tests need: fast hashes, plain static files, folders of their own.

The suite runs on SQLite, or on the PostgreSQL server that TEST_DATABASE_URL names.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

import environ

_folder = Path(tempfile.mkdtemp(prefix="portal-tests-"))
os.environ["SECRET_KEY"] = "only-for-the-tests-of-this-portal"
os.environ["DEMO"] = "0"
os.environ["HTTPS"] = "0"
os.environ["VAR_DIR"] = str(_folder)
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{_folder / 'portal.sqlite3'}"
# What a developer keeps in .env is for `make run` and must not change what the tests see.
environ.Env.read_env = lambda *args, **kwargs: None

from portal.settings import *  # noqa: E402, F403
from portal.settings import DATABASES, STORAGES, TEMPLATES  # noqa: E402
from tests.undefined_variables import RaisingText  # noqa: E402

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

_OPTIONS: Any = TEMPLATES[0]["OPTIONS"]
TEMPLATES = [{**TEMPLATES[0], "OPTIONS": {**_OPTIONS, "string_if_invalid": RaisingText()}}]

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, so that a live server's threads and the test have connections of their own, as in production.
    # `make quick` names one that outlasts the run, with the schema already in it (tools/run_tests.py).
    DATABASES["default"]["TEST"] = {"NAME": os.environ.get("REUSED_TEST_DATABASE") or str(_folder / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
else:
    # Nothing here needs to outlast a power cut.
    DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}
