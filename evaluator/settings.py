"""Settings: every choice that an installation may make comes from the environment; docs/settings.md lists them.

Development is the default and needs nothing. `EVALUATOR_ENVIRONMENT=production` refuses to start without its secrets.
"""

import tomllib
from pathlib import Path

import django_stubs_ext
import environ
from bootstrap_wrapper import get_bootstrap_dir
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from evaluator.secret import development_secret, record_keys

# Lets forms and admins say of which model they are (`ModelForm[Vendor]`), which the type checker needs.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

env = environ.Env()

ENVIRONMENT = env.str("EVALUATOR_ENVIRONMENT", default="development")
if ENVIRONMENT not in {"development", "production"}:
    raise ImproperlyConfigured(f"EVALUATOR_ENVIRONMENT is {ENVIRONMENT!r}; allowed: development, production")
IN_PRODUCTION = ENVIRONMENT == "production"

DEBUG = env.bool("DEBUG", default=False)
if IN_PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG must be off in production")
    SECRET_KEY = env.str("SECRET_KEY")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
    _record_keys = env.str("RECORD_KEYS")
    if not SECRET_KEY or not ALLOWED_HOSTS or not _record_keys:
        raise ImproperlyConfigured("production needs SECRET_KEY, ALLOWED_HOSTS and RECORD_KEYS")
else:
    VAR_DIR.mkdir(exist_ok=True)
    SECRET_KEY = env.str("SECRET_KEY", default="") or development_secret(VAR_DIR / "secret.key")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
    _record_keys = env.str("RECORD_KEYS", default="") or f"dev:{development_secret(VAR_DIR / 'record.key')}"
# The record is sealed with the first key; the others still check what was sealed with them. Never in the database.
RECORD_KEYS = record_keys(_record_keys)
RECORD_KEY_ID = next(iter(RECORD_KEYS))
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "evaluator.apps.EvaluatorConfig",
    "scoring.apps.ScoringConfig",
    "vendors.apps.VendorsConfig",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "heroicons",
    "template_partials",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "evaluator.middleware.MemberLanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "evaluator.middleware.NoStoreMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "evaluator.urls"
WSGI_APPLICATION = "evaluator.wsgi.application"

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
                "evaluator.context.appearance",
            ],
        },
    },
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'evaluator.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Without IMMEDIATE most of thirty members' concurrent saves fail; FULL keeps an acknowledged mark over a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={env.str('SQLITE_SYNCHRONOUS', default='FULL')}",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all web processes, so that the sign-in limits hold however many of them run.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

AUTH_USER_MODEL = "evaluator.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "evaluator.passwords.LengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "evaluator.accounts.InvitedOnlyAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "evaluator" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("bootstrap", get_bootstrap_dir())]
# Never served as files: each download asks who may see it.
MEDIA_ROOT = VAR_DIR / "uploads"
WHITENOISE_USE_FINDERS = not IN_PRODUCTION
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IN_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}

# Reports are made by tasks: at once by the process that is asked, or from a queue in the database by workers.
TASK_QUEUE = env.str("TASK_QUEUE", default="database" if IN_PRODUCTION else "immediate")
if TASK_QUEUE not in {"immediate", "database"}:
    raise ImproperlyConfigured(f"TASK_QUEUE is {TASK_QUEUE!r}; allowed: immediate, database")
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if TASK_QUEUE == "database"
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}
# What one report may use: processor time, twice as much by the clock, and memory.
REPORT_SECONDS = env.int("REPORT_SECONDS", default=120)
REPORT_MEMORY_MB = env.int("REPORT_MEMORY_MB", default=1500)
# After so many days a report's file is removed; 0 keeps all.
REPORT_DAYS = env.int("REPORT_DAYS", default=30)
if REPORT_DAYS < 0:
    raise ImproperlyConfigured(f"REPORT_DAYS is {REPORT_DAYS}; it must be 0 or more")

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "django_tables2/bootstrap5-responsive.html"
FIXTURES_DIR = BASE_DIR / "fixtures"
# A public price in the catalogue that is older than this is flagged.
CATALOGUE_PRICE_MONTHS = env.int("CATALOGUE_PRICE_MONTHS", default=6)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's own style sheet draws its arrows and ticks from data: images
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # scripts read the token from the page's form
# ... and every cell of it may hold a long comment, which must not be lost for the size of the whole.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # one plain form holds a whole score sheet: 300 criteria x 20 offers x 3 fields

if IN_PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrftoken"

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")  # how mails point to a page
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="evaluator@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    # Who came in and who made whose password link is written down however quiet the rest is.
    "loggers": {"evaluator.security": {"level": "INFO"}},
}
