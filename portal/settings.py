"""Settings of the portal: one file, everything that differs between machines from the environment.

Each variable is read once, here, and stands in .env.example. Safe by default: without ``DEMO=1`` nothing
starts that has no SECRET_KEY, and cookies travel over HTTPS only.
"""

import re
import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def demo_secret_key() -> str:
    """A key of this copy's own, kept so that sessions outlive a restart; for the demonstration only."""
    path = VAR_DIR / "demo-secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="") or (demo_secret_key() if DEMO else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set. Set it in the environment or in .env (see .env.example).")

# --- Where it is served --------------------------------------------------------------------------------------
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEMO else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=not DEMO)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
# Scheme and host by which readers know the site, for links in mails; without it the host of the request.
PUBLIC_ADDRESS = env.str("PUBLIC_ADDRESS", default="").rstrip("/")
if PUBLIC_ADDRESS and not re.fullmatch(r"https?://[^/\s]+", PUBLIC_ADDRESS):
    raise ImproperlyConfigured("PUBLIC_ADDRESS must be a scheme and a host, like https://portal.example.gov.vn.")

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "portal.kit",
    "portal.accounts",
    "portal.redirects",
    "news",
    "emulation",
    "portal.organisation",
    "portal.library",
    "portal.consultations",
    "portal.questions",
    "portal.visits",
    "portal.site",
    "portal.search",
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "ckeditor",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "imagefield",
]

# The micro-cache of whole answers stands before all of these, around the WSGI application (portal/microcache.py).
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "portal.kit.httpcache.PrivateByDefaultMiddleware",
    "portal.kit.languages.LanguageOfAddressMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.kit.policy.PagePolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.door.DoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
    "news.middleware.DueVersionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.identity.site_identity",
                "portal.menu.main_menu",
                "portal.monitoring.monitoring_script",
            ],
        },
    },
]

# --- Data ----------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers read while one writer writes; IMMEDIATE makes writers queue instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://portal")}
# Whole anonymous answers kept in each process, in seconds; 0 switches it off.
MICROCACHE_SECONDS = env.float("MICROCACHE_SECONDS", default=1.0)

# The open data (portal/api): requests a minute from one address, counted in the cache above; 0 counts nothing.
API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=120)
NINJA_NUM_PROXIES = TRUSTED_PROXIES

# Days after the end of a consultation for which names and e-mail addresses of commenters are kept
# (manage.py forgetcommenters).
COMMENTER_DATA_DAYS = env.int("COMMENTER_DATA_DAYS", default=180)

# --- Files ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
# Files that leave only through a view that authorises (attachments, evidence, signed scans).
PRIVATE_MEDIA_ROOT = Path(env.str("PRIVATE_MEDIA_ROOT", default=str(VAR_DIR / "private")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640

PICTURE_MAX_BYTES = env.int("PICTURE_MAX_BYTES", default=20 * 1024 * 1024)
PICTURE_MAX_PIXELS = env.int("PICTURE_MAX_PIXELS", default=50_000_000)
ATTACHMENT_MAX_BYTES = env.int("ATTACHMENT_MAX_BYTES", default=25 * 1024 * 1024)
RICH_TEXT_MAX_BYTES = env.int("RICH_TEXT_MAX_BYTES", default=1024 * 1024)
# A form must be able to carry a text above the limit above, or the writer would lose it to a bare 400.
DATA_UPLOAD_MAX_MEMORY_SIZE = max(16 * 1024 * 1024, 2 * RICH_TEXT_MAX_BYTES)
IMAGEFIELD_BIN_DEPTH = 2
# Above what any page takes, so that the page can say in words that these are too many.
DATA_UPLOAD_MAX_NUMBER_FILES = 1000

# --- People --------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("accounts:sign-in")
LOGIN_REDIRECT_URL = reverse_lazy("desk:home")
LOGOUT_REDIRECT_URL = reverse_lazy("home")
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=10) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"

# Five wrong passwords for one name from one address, then a quarter of an hour of rest; the answer is the same
# for a name that exists and one that does not.
AXES_FAILURE_LIMIT = env.int("SIGN_IN_ATTEMPTS", default=5)
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "portal.accounts.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False  # its pages are English, and a lock-out ends by itself
AXES_VERBOSE = False
# Not kept with an attempt: the code of two-factor, which may be a recovery code with one letter wrong.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]
AXES_CLIENT_IP_CALLABLE = "portal.kit.network.address_of"

# The door of the staff (portal/accounts/door.py): codes of the roles that must have two-factor (portal/roles.py), the
# networks from which and the hours of the week in which one works. A wrong value refuses the start (accounts/apps.py).
TWO_FACTOR_REQUIRED_ROLES = env.list("TWO_FACTOR_REQUIRED_ROLES", default=[])
STAFF_NETWORKS = env.list("STAFF_NETWORKS", default=[])
STAFF_HOURS = env.str("STAFF_HOURS", default="")

# Whether the trail keeps the network address of each act: personal data, so only where the agency decided it.
AUDIT_IP_ADDRESSES = env.bool("AUDIT_IP_ADDRESSES", default=False)

# --- Mail ----------------------------------------------------------------------------------------------------
# Without EMAIL_URL nothing is sent and nothing fails; the demonstration keeps its mails as files.
_NO_MAIL = f"filemail://{(VAR_DIR / 'mail').resolve()}" if DEMO else "dummymail://"
_MAIL = environ.Env.email_url_config(env.str("EMAIL_URL", default="") or _NO_MAIL)
# The address's path comes without its first slash.
EMAIL_BACKEND, EMAIL_FILE_PATH = _MAIL["EMAIL_BACKEND"], f"/{_MAIL['EMAIL_FILE_PATH']}"
EMAIL_HOST, EMAIL_PORT = _MAIL["EMAIL_HOST"] or "localhost", _MAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL["EMAIL_HOST_USER"] or "", _MAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_TLS", False), _MAIL.get("EMAIL_USE_SSL", False)
# A mail server that does not answer must not keep a person waiting at a form.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="") or "webmaster@localhost"
SERVER_EMAIL = env.str("SERVER_EMAIL", default="") or DEFAULT_FROM_EMAIL

# --- Language and form of dates and numbers --------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
# English, and the framework's own words where its Vietnamese is missing or poor.
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["portal.formats"]

# --- Headers -------------------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # A video is fetched from its host only after the reader asks for it (static/js/video.js).
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "gyroscope", "magnetometer", "microphone", "payment", "usb")
}

# --- The editor ----------------------------------------------------------------------------------------------
# ckeditor.W001 warns that CKEditor 4 is at its end and has open holes. It is silenced knowingly: the argument is
# docs/adr/0001-editor.md, and tests/kit/test_editor.py holds each step of the hardening.
# imagefield.I001 asks for its own focal point; ours stands beside the crop and pages keep to it in CSS (ADR 0013).
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001", "imagefield.I001"]
# The view that takes pictures from the editor: checked, and for those who may write articles only.
EDITOR_PICTURE_UPLOAD_URL = reverse_lazy("admin:news_picture_upload")
# The page on which the editor's image dialog chooses a picture of the library.
EDITOR_PICTURE_BROWSE_URL = reverse_lazy("admin:news_picture_choose")

# --- The editorial desk --------------------------------------------------------------------------------------
# Which checks keep an article from readers and which are only told: "summary=block,long-sentence=off". The codes and
# their defaults stand in news/checking/; a wrong value refuses the start (news/apps.py).
ARTICLE_CHECKS = env.str("ARTICLE_CHECKS", default="")

# --- Questions of the public ---------------------------------------------------------------------------------
# Working days until an answer is promised; the days off among them stand in the admin (portal/questions).
QUESTION_WORKING_DAYS = env.int("QUESTION_WORKING_DAYS", default=10)
# Days after the answer until `manage.py forgetcontacts` erases who asked.
QUESTION_CONTACT_DAYS = env.int("QUESTION_CONTACT_DAYS", default=90)
if QUESTION_WORKING_DAYS < 0 or QUESTION_CONTACT_DAYS < 0:
    raise ImproperlyConfigured("QUESTION_WORKING_DAYS and QUESTION_CONTACT_DAYS must not be negative.")
# The page that says how personal data is kept, which public forms point to.
PRIVACY_PAGE = "/bao-ve-du-lieu-ca-nhan/"

# --- Monitoring by the State ----------------------------------------------------------------------------------
# The script that a monitoring system of the State gives the agency to put on its pages (docs/adr/0025-monitoring.md);
# without one no page asks another host.
MONITORING_SCRIPT = env.str("MONITORING_SCRIPT", default="")
if MONITORING_SCRIPT and not re.fullmatch(r"https://[\w.-]+(:\d+)?/[\w./?&=%+~-]*", MONITORING_SCRIPT):
    raise ImproperlyConfigured(
        "MONITORING_SCRIPT must be an https address, like https://monitor.example.gov.vn/code.js."
    )

# --- The agency ----------------------------------------------------------------------------------------------
SITE_IDENTITY = {
    "name": env.str("SITE_NAME", default="Cổng thông tin thi đua – nội chính"),
    "organisation": env.str("SITE_ORGANISATION", default="Tỉnh Cao Bằng"),
    "responsible_person": env.str("SITE_RESPONSIBLE_PERSON", default=""),
    "address": env.str("SITE_ADDRESS", default=""),
    "phone": env.str("SITE_PHONE", default=""),
    "email": env.str("SITE_EMAIL", default=""),
}

# --- Logs ----------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "axes": {"level": "WARNING"},
        "imagefield": {"level": "WARNING"},
    },
}
