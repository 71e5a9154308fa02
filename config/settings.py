"""All settings. What differs between instances comes from COMMONROOT_… variables
(docs/settings.md).
"""

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env

from commonroot.core.keys import ensure_key_file, key_ring

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# Where this instance lives. The demo has a folder of its own inside, so that invented and real
# people never share a database.
DEMO = env.str("COMMONROOT_DEMO", "") not in {"", "0", "false"}
HOME = Path(env.str("COMMONROOT_HOME", str(BASE_DIR / "home"))).resolve()
MODE_FILE = HOME / "mode"
INSTANCE = HOME / "demo" if DEMO else HOME
DATA = INSTANCE / "data"
# Sealed backups; another disk is better.
BACKUPS = Path(env.str("COMMONROOT_BACKUPS", "") or INSTANCE / "backups").resolve()
# A line a day that says how far the audit trail goes; another machine's disk is better.
CHECKPOINTS = Path(env.str("COMMONROOT_CHECKPOINTS", "") or INSTANCE / "checkpoints.txt").resolve()
KEYS = Path(env.str("COMMONROOT_KEYS", "") or INSTANCE / "keys.json")
PRODUCTION = env.bool("COMMONROOT_PRODUCTION", False)
DEBUG = env.bool("COMMONROOT_DEBUG", False)
PORT = env.int("COMMONROOT_PORT", 8000)
ADDRESS = env.str("COMMONROOT_ADDRESS", f"http://localhost:{PORT}").rstrip("/")
HTTPS = ADDRESS.startswith("https://")

if PRODUCTION and DATA in KEYS.resolve().parents:
    raise SystemExit("COMMONROOT_KEYS must name a file outside the data folder.")

# A first start makes its own keys. Once there is a database, keys that are missing are an error:
# new ones could read nothing.
if not PRODUCTION and not (DATA / "commonroot.sqlite3").exists():
    ensure_key_file(KEYS)
KEY_RING = key_ring(KEYS)
SECRET_KEY = KEY_RING.django
# How many proxies of ours stand before the server: whose word about the visitor counts.
PROXIES = env.int("COMMONROOT_PROXIES", 0)
# Answers that say the same for known and unknown addresses come after a multiple of this time.
EVEN_SECONDS = 0.2
ALLOWED_HOSTS = ["localhost", "127.0.0.1", *env.list("COMMONROOT_HOSTS", [])]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "template_partials",
    "commonroot.ui",
    "commonroot.work",
    "commonroot.files",
    "commonroot.messaging",
    "commonroot.accounts",
    "commonroot.circles",
    "commonroot.people",
    "commonroot.consent",
    "commonroot.programmes",
    "commonroot.registration",
    "commonroot.admissions",
    "commonroot.groups",
    "commonroot.campaigns",
    "commonroot.intake",
    "commonroot.engagement",
    "commonroot.mailings",
    "commonroot.handbook",
    "commonroot.stewardship",
    "commonroot.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "commonroot.web.middleware.strict_headers",
    "csp.middleware.CSPMiddleware",
    "commonroot.web.middleware.one_host",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "commonroot.web.middleware.by_button_only",
    "commonroot.web.middleware.first_run",
    "django.middleware.csrf.CsrfViewMiddleware",
    "commonroot.web.middleware.actor",
    "django_htmx.middleware.HtmxMiddleware",
    "commonroot.web.page_cache.PageCache",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "commonroot.web.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "commonroot.ui.templatetags.ui"],
        },
    }
]

# SQLite: writers queue at BEGIN instead of failing at COMMIT; nothing is lost when power goes; what
# is deleted is overwritten.
SQLITE = {
    "ENGINE": "commonroot.core.sqlite",
    "NAME": DATA / "commonroot.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
            "PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;"
        ),
    },
    "CONN_MAX_AGE": None,
}
# PostgreSQL plans for long questions on slow disks; ours are short, and mostly in memory: compiling
# one or starting processes for it takes longer than answering it.
PLANNING = "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"
DATABASE_URL = env.str("COMMONROOT_DATABASE", "")
DATABASES: dict[str, Any] = {"default": SQLITE}
if DATABASE_URL:
    named = dj_database_url.parse(DATABASE_URL)
    options = {"options": PLANNING, **named.get("OPTIONS", {})}
    DATABASES = {"default": {**named}}
    DATABASES["default"]["OPTIONS"] = {**options, "pool": {"min_size": 1, "max_size": 10}}

# One process serves the pages, so its memory is the fastest place for finished public pages; what
# must be shared (limits on tries) has a table of its own in `accounts`.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 500},
    }
}
PAGE_CACHE = env.bool("COMMONROOT_PAGE_CACHE", True)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("es", _("Spanish")),
    ("fr", _("French")),
    ("pt", _("Portuguese")),
    ("ar", _("Arabic")),
]
LOCALE_PATHS = [BASE_DIR / "commonroot" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "commonroot.ui.bundles.BundleFinder",
]
STATIC_ROOT = BASE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # Sealed bytes of uploads, under opaque names; any storage of Django's may take their place.
    "files": {
        "BACKEND": env.str(
            "COMMONROOT_FILES_STORAGE", "django.core.files.storage.FileSystemStorage"
        ),
        "OPTIONS": env.json("COMMONROOT_FILES_OPTIONS", {"location": str(DATA / "files")}),
    },
}
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365

# Plain http on this machine: no Secure flag and no __Host- prefix, or nothing would work there.
SESSION_COOKIE_NAME = "demo" if DEMO else "session"
SESSION_ENGINE = "commonroot.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "csrf"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_HTTPONLY = True

SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer would break the check on posted forms
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_MAX_BYTES = 10 * 1024 * 1024

# Mail. Without a host every letter waits "by hand"; in the demo it lands in the demo's post box.
SMTP_HOST = env.str("COMMONROOT_SMTP_HOST", "")
SMTP_PORT = env.int("COMMONROOT_SMTP_PORT", 587)
SMTP_USER = env.str("COMMONROOT_SMTP_USER", "")
SMTP_PASSWORD = env.str("COMMONROOT_SMTP_PASSWORD", "")
SMTP_TLS = env.str("COMMONROOT_SMTP_TLS", "starttls")  # starttls | tls | none
MAIL_FROM = env.str("COMMONROOT_MAIL_FROM", "school@localhost")
# A mailbox that takes "name+anything@host"; without it calendars are not asked to answer.
MAIL_REPLIES = env.str("COMMONROOT_MAIL_REPLIES", "")
DKIM_SELECTOR = env.str("COMMONROOT_DKIM_SELECTOR", "")
# A file with the private key: letters are then signed here, else by the mail service.
DKIM_KEY = env.str("COMMONROOT_DKIM_KEY", "")
# The mailbox where answers arrive; without a host nobody reads it.
IMAP_HOST = env.str("COMMONROOT_IMAP_HOST", "")
IMAP_PORT = env.int("COMMONROOT_IMAP_PORT", 993)
IMAP_TLS = env.str("COMMONROOT_IMAP_TLS", "tls")  # tls | starttls | none
IMAP_USER = env.str("COMMONROOT_IMAP_USER", "")
IMAP_PASSWORD = env.str("COMMONROOT_IMAP_PASSWORD", "")
IMAP_FOLDER = env.str("COMMONROOT_IMAP_FOLDER", "INBOX")
# Days after which what was taken is deleted from the mailbox; 0: it stays.
IMAP_DAYS = env.int("COMMONROOT_IMAP_DAYS", 0)
# What a mail provider hands over by webhooks: its name, "user:password", and its signing key.
MAIL_HOOKS = env.str("COMMONROOT_MAIL_HOOKS", "")
MAIL_HOOKS_SECRET = env.str("COMMONROOT_MAIL_HOOKS_SECRET", "")
MAIL_HOOKS_KEY = env.str("COMMONROOT_MAIL_HOOKS_KEY", "")
# The Mailman 3 server that carries discussion lists, by its REST interface; none without a URL.
MAILMAN_URL = env.str("COMMONROOT_MAILMAN_URL", "")
MAILMAN_USER = env.str("COMMONROOT_MAILMAN_USER", "restadmin")
MAILMAN_PASSWORD = env.str("COMMONROOT_MAILMAN_PASSWORD", "")
MAILMAN_DOMAIN = env.str("COMMONROOT_MAILMAN_DOMAIN", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A refused or missing page is not news, and its address may hold a person's token.
    "loggers": {"django.request": {"level": "CRITICAL"}, "django.security": {"level": "CRITICAL"}},
}
