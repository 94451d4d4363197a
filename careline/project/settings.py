"""Django's settings. What an operator may change comes from the environment, see environment.py."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from careline.platform import environment

BASE = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules
DATA = environment.test_data_folder() if TESTING else environment.data_folder()
DEBUG = environment.read_flag("CARELINE_DEBUG")
SECRET_KEY = environment.secret_key(DATA)

# -- where it is reached -----------------------------------------------------------------------------------------------
ALLOWED_HOSTS = environment.read_list("CARELINE_HOSTS")
_THIS_MACHINE = {"localhost", "127.0.0.1", "[::1]"}
HTTPS = environment.read_flag("CARELINE_HTTPS") if environment.read("CARELINE_HTTPS") else not (
    DEBUG or set(ALLOWED_HOSTS) <= _THIS_MACHINE
)  # fmt: skip
ROOT_URLCONF = "careline.project.urls"
ASGI_APPLICATION = "careline.project.asgi.application"

# -- rooms -------------------------------------------------------------------------------------------------------------
DOMAINS = ["team", "customers", "catalog", "lines", "ledger", "contacts", "diagnosis"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "procrastinate.contrib.django",
    "careline.platform",
    *[f"careline.domains.{name}" for name in DOMAINS],
    "careline.interfaces.desk",
]
MIDDLEWARE = [
    "careline.platform.web.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "careline.platform.web.middleware.SessionLimits",
    "careline.platform.web.middleware.SignedInByDefault",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

# -- database ----------------------------------------------------------------------------------------------------------
# A pool, because under ASGI every request runs in a thread of its own; checked, because the database may restart.
# Commands make one connection and report at once when it fails.
SERVING = bool(os.environ.get("CARELINE_SERVING"))
_POOL: dict[str, Any] = {} if TESTING or not SERVING else {"pool": {"min_size": 1, "max_size": 20, "timeout": 10}}


def _database() -> dict[str, Any]:
    """DATABASE_URL wins; else the embedded server in the data folder."""
    url = environment.read("DATABASE_URL")
    if url:
        given: dict[str, Any] = dict(dj_database_url.parse(url, conn_health_checks=True))
        given["OPTIONS"] = {"connect_timeout": 5} | given.get("OPTIONS", {}) | _POOL
        return given
    return {
        "ENGINE": "careline.platform.database",
        "DATA_FOLDER": str(DATA),
        "DURABLE": not TESTING,
        "NAME": "careline",
        "USER": "careline",
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(_POOL),
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_IMPORT_PATHS = ["careline.platform.jobs"]

# -- people ------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "platform.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# hashing is slow on purpose; tests sign in hundreds of times
_FAST_FOR_TESTS = "django.contrib.auth.hashers.MD5PasswordHasher"
PASSWORD_HASHERS = [_FAST_FOR_TESTS if TESTING else "django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ROLES_OF = "careline.project.rooms.roles_of"
HEALTH_CHECKS = {"content": "careline.project.rooms.content"}
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "/sign-in", "/", "/sign-in"
IDLE_SECONDS = 60 * int(environment.read("CARELINE_IDLE_MINUTES"))
SESSION_COOKIE_AGE = 3600 * int(environment.read("CARELINE_SESSION_HOURS"))
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "careline-session", "careline-csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
AXES_FAILURE_LIMIT = int(environment.read("CARELINE_SIGN_IN_TRIES"))
AXES_COOLOFF_TIME = int(environment.read("CARELINE_LOCKOUT_MINUTES")) / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "locked-out.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# -- what the browser may do -------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^health$"]
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "careline.platform.web.errors.stale_form"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# -- pages -------------------------------------------------------------------------------------------------------------
_ON_EVERY_PAGE = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "careline.platform.web.jinja.environment", "context_processors": _ON_EVERY_PAGE},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _ON_EVERY_PAGE},
    },
    # error pages: no context processors, because those ask the database, which may be what is wrong
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "NAME": "problems", "APP_DIRS": True},
]
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
# `careline run` collects the files under names that carry their hash; tests and debugging read them where they lie
_HASHED = not (TESTING or DEBUG)
WHITENOISE_USE_FINDERS = not _HASHED
_FILES = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _FILES if _HASHED else "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# -- language and time -------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
USE_I18N, USE_TZ = False, True
TIME_ZONE = environment.read("CARELINE_TIME_ZONE")

# -- content -----------------------------------------------------------------------------------------------------------
CONTENT = Path(environment.read("CARELINE_CONTENT") or BASE.parent / "content").absolute()

# -- logs --------------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"mask": {"()": "careline.platform.logs.MaskPersonalData"}},
    "formatters": {"json": {"()": "careline.platform.logs.JsonLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["mask"], "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING" if TESTING else "INFO"},
    "loggers": {
        # the SQL log would print values; the request log of ours replaces these
        "django.db.backends": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "psycopg.pool": {"level": "ERROR"},
        "uvicorn": {"handlers": [], "propagate": True},
        "uvicorn.access": {"level": "CRITICAL"},
    },
}
