"""Settings of every installation; what differs between installations comes from the environment (see README)."""

import logging
from pathlib import Path

import environ

from liangxin.datafolder import data_folder, kept_secret

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
LIANGXIN_VAR = data_folder(env.str("LIANGXIN_VAR", default="") or BASE_DIR / "var")

SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(LIANGXIN_VAR / "secret_key")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

INSTALLED_APPS = [
    "liangxin.apps.LiangxinConfig",
    "orgs",
    "members",
    "reports",
    "liangxin.apps.FrameConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "simple_history",
    "import_export",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "liangxin.headers.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "liangxin.urls"
WSGI_APPLICATION = "liangxin.wsgi.application"

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
            ],
        },
    },
]

# Database

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # a writer waits for its turn instead of failing in the middle
    "timeout": 60,  # seconds: the longest import of a county is written in less
    # 24 MB of pages in memory: with SQLite's own 2 MB a county's tables are read from the disk again and again
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    " PRAGMA cache_size=-24576;",
}
# Compiling a table query takes longer than running it. What is read through a cursor is read to its end, so it is
# planned for all rows and not, as is usual, for the first tenth.
POSTGRESQL_OPTIONS = {"options": "-c jit=off -c cursor_tuple_fraction=1"}


def database(url):
    """Connection settings for `url`, with the options that each engine needs."""
    settings = env.db_url_config(url)
    options = SQLITE_OPTIONS if settings["ENGINE"].endswith("sqlite3") else POSTGRESQL_OPTIONS
    settings["OPTIONS"] = {**options, **settings.get("OPTIONS", {})}
    settings["CONN_MAX_AGE"] = 0 if options is SQLITE_OPTIONS else 60
    settings["CONN_HEALTH_CHECKS"] = True
    return settings


DATABASES = {"default": database(env.str("DATABASE_URL", default="") or "sqlite://")}
if DATABASES["default"]["NAME"] == ":memory:":
    DATABASES["default"]["NAME"] = LIANGXIN_VAR / "liangxin.sqlite3"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts

AUTH_USER_MODEL = "orgs.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "admin:login"

# Language and time: one language, so no LocaleMiddleware and no guessing from the browser

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# Static files are served by whitenoise straight from where they lie: there is no collect step to forget

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# Uploads: the towns' workbooks of a round arrive in one request, each up to 20 MB

UPLOAD_LIMIT = 20 * 1024 * 1024  # bytes for one file
DATA_UPLOAD_MAX_NUMBER_FILES = 300
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
MEDIA_ROOT = LIANGXIN_VAR / "uploads"

# Long work runs as jobs: in a thread of the server's own process, or in workers of their own (manage.py db_worker)

WORKERS = {"server": "liangxin.tasks.ThreadBackend", "database": "django_tasks_db.DatabaseBackend"}
TASKS = {"default": {"BACKEND": WORKERS[env.str("LIANGXIN_WORKERS", default="server") or "server"]}}

# Uploaded originals are kept encrypted in the data folder. The keys lie in its folder keys, or where the installation
# keeps its secrets

LIANGXIN_KEYS = env.str("LIANGXIN_KEYS", default="")
LIANGXIN_CIPHER = env.str("LIANGXIN_CIPHER", default="") or "aes"  # seals ID numbers: aes or sm4, both AEAD (GCM)
KEEP_ORIGINALS = env.int("LIANGXIN_KEEP_ORIGINALS", default=365)  # days

# Security. LIANGXIN_HTTPS=1 behind a proxy that ends TLS and sets X-Forwarded-Proto

HTTPS = env.bool("LIANGXIN_HTTPS", default=False)
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

logging.raiseExceptions = False  # a full disk takes no lines, and must not fill the console with tracebacks instead
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "file": {
            "class": "logging.handlers.RotatingFileHandler",
            "filename": LIANGXIN_VAR / "logs" / "liangxin.log",
            "maxBytes": 5_000_000,
            "backupCount": 5,
            "encoding": "utf-8",
            "delay": True,
            "formatter": "line",
        },
    },
    "root": {"handlers": ["file"], "level": "INFO"},
    # Django's own loggers would print every refused request on the console as well
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
