"""The portal's own settings with what tests need: fast hashes, plain static files, folders of their own."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-the-tests")
os.environ["DEMO"] = "0"
os.environ["HTTPS"] = "0"
_folder = Path(tempfile.mkdtemp(prefix="portal-tests-"))
os.environ["VAR_DIR"] = str(_folder)
os.environ.setdefault("DATABASE_URL", os.environ.get("TEST_DATABASE_URL", f"sqlite:///{_folder / 'portal.sqlite3'}"))

from portal.settings import *  # noqa: E402, F403
from portal.settings import STORAGES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


