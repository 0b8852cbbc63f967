"""Settings of the portal: one file; all that differs between machines is read from the environment.

Each variable is read once, here, and documented in .env.example. Safe by default: without ``DEMO=1`` a SECRET_KEY is
required to start, and cookies are sent over HTTPS only.
"""

import secrets
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy

from portal.core.environment import EMAIL_DESCRIPTION, EMAIL_PATTERN, Environment, invalid_variable, load_env_file

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()
load_env_file(BASE_DIR / ".env")

DEMO = env.bool("DEMO", default=False)
# With DEMO: whether deploy/prepare.py loads the example content too.
DEMO_CONTENT = env.bool("DEMO_CONTENT", default=True)
DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = env.path("VAR_DIR", default=BASE_DIR / "var")
try:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise invalid_variable("VAR_DIR", "a folder that the portal may make", str(VAR_DIR)) from error


def get_or_create_demo_secret_key() -> str:
    """A secret key generated once and stored, so that sessions survive a restart; for the demonstration only."""
    path = VAR_DIR / "demo-secret-key"
    try:
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50))
        return path.read_text()
    except OSError as error:
        raise invalid_variable("VAR_DIR", "a folder that this user may read and write", str(VAR_DIR)) from error


MIN_SECRET_KEY_LENGTH = 32
SECRET_KEY = env.str("SECRET_KEY", default="") or (get_or_create_demo_secret_key() if DEMO else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set. Set it in the environment or in .env (see .env.example).")
if not DEMO and len(SECRET_KEY) < MIN_SECRET_KEY_LENGTH:
    raise ImproperlyConfigured(
        f"SECRET_KEY must be random and have at least {MIN_SECRET_KEY_LENGTH} characters (see .env.example)."
    )

# --- Where it is served --------------------------------------------------------------------------------------
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=["127.0.0.1", "localhost", "[::1]"] if DEMO else [],
    pattern=r"\*|\.?[\w-]+(\.[\w-]+)*\.?|\[[0-9a-fA-F:.]+\]",
    expected="host names without scheme and port, like portal.example.gov.vn",
)
CSRF_TRUSTED_ORIGINS = env.list(
    "CSRF_TRUSTED_ORIGINS",
    pattern=r"https?://[^/\s]+",
    expected="a scheme and a host each, like https://portal.example.gov.vn",
)
HTTPS = env.bool("HTTPS", default=not DEMO)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
# The public scheme and host, for links in e-mails; if unset, the host of the request.
BASE_URL = env.str(
    "BASE_URL",
    pattern=r"https?://[^/\s]+/?",
    expected="a scheme and a host, like https://portal.example.gov.vn",
).rstrip("/")

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

INSTALLED_APPS = [
    "portal.core",
    "portal.accounts",
    "portal.audit",
    "portal.images",
    "portal.redirects",
    "news",
    "emulation",
    "portal.organisation",
    "portal.documents",
    "portal.consultations",
    "portal.questions",
    "portal.analytics",
    "portal.pages",
    "portal.search",
    "portal.home",
    "portal.dashboard.apps.DashboardConfig",
    "portal.dashboard.apps.PortalAdminConfig",
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

# The micro-cache wraps the WSGI application, outside of all these (portal/core/http/microcache.py).
MIDDLEWARE = [
    "portal.core.http.time_limits.RequestTimeoutMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "portal.core.http.caching.PrivateByDefaultMiddleware",
    "portal.core.text.languages.URLLanguageMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.core.http.csp.PageCSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.core.http.request_limits.RequestLimitsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.staff_access.StaffAccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
    "news.middleware.DueRevisionsMiddleware",
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
                "portal.pages.context_processors.site_identity",
                "portal.pages.navigation.navigation",
                "portal.pages.monitoring.monitoring_script",
            ],
        },
    },
]

# --- Data ----------------------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Database timeouts of a request, in seconds; 0 is no limit (portal/core/http/time_limits.py). Commands and migrations
# have no limit.
DATABASE_CONNECT_TIMEOUT_SECONDS = env.int("DATABASE_CONNECT_TIMEOUT_SECONDS", default=3, maximum=60)
DATABASE_READ_TIMEOUT_SECONDS = env.int("DATABASE_READ_TIMEOUT_SECONDS", default=5, maximum=3600)
DATABASE_WRITE_TIMEOUT_SECONDS = env.int("DATABASE_WRITE_TIMEOUT_SECONDS", default=30, maximum=3600)
DATABASE_LOCK_TIMEOUT_SECONDS = env.int("DATABASE_LOCK_TIMEOUT_SECONDS", default=10, maximum=3600)
# Timeout of a whole request.
REQUEST_TIMEOUT_SECONDS = env.int("REQUEST_TIMEOUT_SECONDS", default=60, maximum=3600)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    if DATABASES["default"]["NAME"] != ":memory:":
        DATABASES["default"]["NAME"] = str(BASE_DIR / DATABASES["default"]["NAME"])
    # WAL allows reads during a write; IMMEDIATE makes writers queue instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
else:
    # Django's backend with the timeouts above.
    DATABASES["default"]["ENGINE"] = "portal.core.db.postgresql"
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": DATABASE_CONNECT_TIMEOUT_SECONDS,
        # A dead database host is noticed in half a minute, not after the kernel's two hours.
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 30_000,
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://portal")}
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
    # Django's backend, but pages work without it.
    CACHES["default"]["BACKEND"] = "portal.core.cache_backends.FaultTolerantRedisCache"
# How long each process caches whole anonymous responses, in seconds; 0 disables it.
MICROCACHE_SECONDS = env.float("MICROCACHE_SECONDS", default=1.0)

# Rate limit of the API (portal/core/api): requests a minute from one IP address, counted in the cache above if it is
# shared, else in each process; 0 disables it.
API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=120)

# Days after the end of a consultation for which names and e-mail addresses of commenters are stored (manage.py
# anonymize_commenters).
COMMENTER_DATA_RETENTION_DAYS = env.int("COMMENTER_DATA_RETENTION_DAYS", default=180, maximum=36_500)

# --- Files ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=VAR_DIR / "media")
# Files served only by an authorising view (attachments, evidence, signed scans).
PRIVATE_MEDIA_ROOT = env.path("PRIVATE_MEDIA_ROOT", default=VAR_DIR / "private")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640

IMAGE_MAX_BYTES = env.int("IMAGE_MAX_BYTES", default=20 * 1024 * 1024)
IMAGE_MAX_PIXELS = env.int("IMAGE_MAX_PIXELS", default=50_000_000)
ATTACHMENT_MAX_BYTES = env.int("ATTACHMENT_MAX_BYTES", default=25 * 1024 * 1024)
RICH_TEXT_MAX_BYTES = env.int("RICH_TEXT_MAX_BYTES", default=1024 * 1024)
# A form must be able to carry a text above the limit above, or the writer would lose it to a bare 400.
DATA_UPLOAD_MAX_MEMORY_SIZE = max(16 * 1024 * 1024, 2 * RICH_TEXT_MAX_BYTES)
IMAGEFIELD_BIN_DEPTH = 2
# Above the limit of any page, so that the page can show an error message.
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
LOGIN_REDIRECT_URL = reverse_lazy("dashboard:home")
LOGOUT_REDIRECT_URL = reverse_lazy("home")
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=10, minimum=1, maximum=8760) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.home.views.csrf_failure"

# Wrong passwords and codes for one name from one network before a lockout of a quarter of an hour; the response is the
# same for existing and unknown names. The further limits: portal/accounts/sign_in_limits.py.
SIGN_IN_ATTEMPTS = env.int("SIGN_IN_ATTEMPTS", default=5, minimum=1)
# Axes calls it before a password is checked and responds to refused attempts; counting is ours.
AXES_HANDLER = "portal.accounts.sign_in_limits.SignInLimitHandler"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "portal.accounts.views.locked_out"
AXES_ENABLE_ADMIN = False  # its tables stay empty
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "portal.core.http.client_ip.client_ip"
# The model of rate limits that must be exact across processes (portal/core/http/rate_limit.py).
RATE_LIMIT_MODEL = "accounts.RateLimitCounter"

# Staff access policy (portal/accounts/staff_access.py): codes of the roles with mandatory two-factor authentication
# (portal/roles.py), allowed networks and weekly hours. An invalid value stops the start (accounts/apps.py).
TWO_FACTOR_REQUIRED_ROLES = env.list("TWO_FACTOR_REQUIRED_ROLES", default=[])
STAFF_NETWORKS = env.list("STAFF_NETWORKS", default=[])
STAFF_HOURS = env.str("STAFF_HOURS", default="")

# Whether the audit log stores the IP address of each action: personal data, so only if the agency decides it.
AUDIT_LOG_IP_ADDRESSES = env.bool("AUDIT_LOG_IP_ADDRESSES", default=False)

# --- Mail ----------------------------------------------------------------------------------------------------
# Without EMAIL_URL nothing is sent and nothing fails; the demonstration stores e-mails as files.
_DEFAULT_EMAIL_URL = f"filemail://{(VAR_DIR / 'mail').resolve()}" if DEMO else "dummymail://"
_EMAIL_CONFIG = env.email("EMAIL_URL", default=_DEFAULT_EMAIL_URL)
# The URL's path is parsed without its first slash.
EMAIL_BACKEND, EMAIL_FILE_PATH = _EMAIL_CONFIG["EMAIL_BACKEND"], f"/{_EMAIL_CONFIG['EMAIL_FILE_PATH']}"
EMAIL_HOST, EMAIL_PORT = _EMAIL_CONFIG["EMAIL_HOST"] or "localhost", _EMAIL_CONFIG["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (
    _EMAIL_CONFIG["EMAIL_HOST_USER"] or "",
    _EMAIL_CONFIG["EMAIL_HOST_PASSWORD"] or "",
)
EMAIL_USE_TLS, EMAIL_USE_SSL = _EMAIL_CONFIG.get("EMAIL_USE_TLS", False), _EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
# An unreachable mail server must not keep a user waiting at a form.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = (
    env.str("DEFAULT_FROM_EMAIL", pattern=EMAIL_PATTERN, expected=EMAIL_DESCRIPTION) or "webmaster@localhost"
)
SERVER_EMAIL = env.str("SERVER_EMAIL", pattern=EMAIL_PATTERN, expected=EMAIL_DESCRIPTION) or DEFAULT_FROM_EMAIL

# --- Language and form of dates and numbers --------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
# English, and Django's texts where its Vietnamese translation is missing or poor.
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
_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_SECONDS = _HSTS_SECONDS if HTTPS else 0
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
        # A video is loaded from its host only after the reader plays it (static/js/public/video.js).
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
# ckeditor.W001 warns that CKEditor 4 is at its end of life and has known vulnerabilities. It is silenced knowingly: the
# reasons are in docs/adr/0001-editor.md, and tests/core/content/test_editor.py tests each step of the hardening.
# imagefield.I001 asks for its own focal point field; ours is part of the crop and is applied in CSS (ADR 0013).
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001", "imagefield.I001"]
# The upload view of the editor: validated, and only for users who have a form with the editor.
EDITOR_IMAGE_UPLOAD_URL = reverse_lazy("admin:images_image_upload")
# The page on which the editor's image dialog chooses an image of the library.
EDITOR_IMAGE_BROWSE_URL = reverse_lazy("admin:images_image_choose")

# --- News ----------------------------------------------------------------------------------------------------
# Which content checks block publication and which only warn: "summary=block,long-sentence=off". Codes and defaults are
# in news/content_checks/; an invalid value stops the start (news/apps.py).
ARTICLE_CHECKS = env.str("ARTICLE_CHECKS", default="")

# --- Questions of the public ---------------------------------------------------------------------------------
# Working days until a question is due; holidays are entered in the admin (portal/questions).
QUESTION_REPLY_WORKING_DAYS = env.int("QUESTION_REPLY_WORKING_DAYS", default=10, maximum=1000)
# Days after the answer until `manage.py anonymize_contacts` erases the asker's contact data.
QUESTION_CONTACT_RETENTION_DAYS = env.int("QUESTION_CONTACT_RETENTION_DAYS", default=90, maximum=36_500)
# The privacy notice, which public forms link to.
PRIVACY_PAGE = "/bao-ve-du-lieu-ca-nhan/"

# --- Monitoring by the State ----------------------------------------------------------------------------------
# The script that a monitoring system of the State gives the agency to embed (docs/adr/0025-monitoring.md); without one
# no page requests another host.
MONITORING_SCRIPT_URL = env.str(
    "MONITORING_SCRIPT_URL",
    pattern=r"https://[\w.-]+(:\d+)?/[\w./?&=%+~-]*",
    expected="an https address, like https://monitor.example.gov.vn/code.js",
)

# --- The agency ----------------------------------------------------------------------------------------------
SITE_IDENTITY = {
    "name": env.str("SITE_NAME", default="Cổng thông tin thi đua – nội chính"),
    "organisation": env.str("SITE_ORGANISATION", default="Tỉnh Cao Bằng"),
    "responsible_person": env.str("SITE_RESPONSIBLE_PERSON", default=""),
    "address": env.str("SITE_ADDRESS", default=""),
    "phone": env.str("SITE_PHONE", default=""),
    "email": env.str("SITE_EMAIL", pattern=EMAIL_PATTERN, expected=EMAIL_DESCRIPTION),
}

# --- Logs ----------------------------------------------------------------------------------------------------
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"outages": {"()": "portal.core.http.service_unavailable.RepeatedErrorFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.choice("LOG_LEVEL", _LEVELS, default="INFO")},
    "loggers": {
        "django.request": {"filters": ["outages"]},
        "axes": {"level": "WARNING"},
        "imagefield": {"level": "WARNING"},
    },
}
