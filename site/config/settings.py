"""The one settings module: safe defaults, everything an operator changes comes from the environment.

docs/operations.md lists the variables.
"""

from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE

from config.environment import secret_key

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()

# Where it runs ------------------------------------------------------------------------------------

DATA_DIR = Path(env("DATA_DIR", default=str(ROOT / "var"))).resolve()
for folder in (DATA_DIR, DATA_DIR / "media", DATA_DIR / "cache"):
    folder.mkdir(parents=True, exist_ok=True)

HOST = env("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = secret_key(env("SECRET_KEY", default=""), HOST, DATA_DIR)
# The address readers use. Absolute links in feeds, mails and structured data start with it.
BASE_URL = env("BASE_URL", default=f"http://{HOST}:{PORT}").rstrip("/")
HTTPS = BASE_URL.startswith("https://")
THIS_MACHINE = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[*THIS_MACHINE, urlsplit(BASE_URL).hostname or HOST])

# Applications: the order of the layers, top first (pyproject.toml, import-linter) ------------------

INSTALLED_APPS = [
    "config",
    "demo",
    "desk",
    "comments",
    "search",
    "news",
    "people",
    "core",
    "delivery",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Random padding (Django's answer to BREACH) and masked CSRF tokens make this safe in the admin, too.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.AdminPolicyMiddleware",
    "core.middleware.PlainAnswerMiddleware",
    "delivery.middleware.DeliveryMiddleware",
    "core.once.OnceMiddleware",
    "core.sites.SiteMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
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

# Data ----------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'pulse.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Measured: without these, 95 of 160 concurrent write transactions fail; with them, none.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
            "PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# SQLite, too: opening the file, these statements and reading the same pages anew take longer than a page's queries.
DATABASES["default"].setdefault("CONN_MAX_AGE", 600)

# Site root paths live in the default cache, so every process must see the same one:
# files on one machine, Redis on several.
CACHES = {"default": env.cache("CACHE_URL", default=f"filecache://{DATA_DIR / 'cache'}")}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.static_storage.StaticStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "site" / "static"]
STATICFILES_FINDERS = [
    "core.stylesheets.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_MAX_AGE = 3600
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"

# A body of 2 MB must reach the editor's form and be answered in words, not with a bare 400.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Delivery (docs/delivery.md) --------------------------------------------------------------------------

# How many requests a web worker answers at once, of those that no finished page answers.
WEB_THREADS = env.int("WEB_THREADS", default=2)
# How many web workers there are (`manage.py start` says), and whether each keeps to a processor when these are as many.
WEB_CONCURRENCY = env.int("WEB_CONCURRENCY", default=0)
WEB_CPU_AFFINITY = env.bool("WEB_CPU_AFFINITY", default=True)
# How much finished pages may fill on the disk; 0: each is made for each reader.
PAGE_CACHE_MB = env.int("PAGE_CACHE_MB", default=512)
PAGE_CACHE_MEMORY_MB = 32  # of each web process, for the pages that are read most
# The parameters of a query on which some page depends, all of them numbers; others are ignored.
PAGE_CACHE_PARAMETERS = ("page", "replies", "p")
# How many answers about common words each web process keeps until the search index changes (search/answers.py).
SEARCHES_KEPT = env.int("SEARCHES_KEPT", default=64)
# A CDN or cache in front of the site that purges by tag: a cache that takes PURGE requests, or Cloudflare.
FRONTEND_CACHE_URL = env("FRONTEND_CACHE_URL", default="")
CLOUDFLARE_ZONE = env("CLOUDFLARE_ZONE", default="")
WAGTAILFRONTENDCACHE = {}
if FRONTEND_CACHE_URL:
    WAGTAILFRONTENDCACHE["http"] = {"BACKEND": "delivery.frontend.TaggedHTTPBackend", "LOCATION": FRONTEND_CACHE_URL}
if CLOUDFLARE_ZONE:
    WAGTAILFRONTENDCACHE["cloudflare"] = {
        "BACKEND": "delivery.frontend.TaggedCloudflareBackend",
        "ZONEID": CLOUDFLARE_ZONE,
        "BEARER_TOKEN": env("CLOUDFLARE_TOKEN"),
    }
# Seconds that caches of others may keep a page: until it is purged there, else as long as nobody minds.
SHARED_CACHE_SECONDS = 600 if WAGTAILFRONTENDCACHE else 10

# Language and time ----------------------------------------------------------------------------------

LANGUAGE_CODE = env("LANGUAGE_CODE", default="en-gb")
TIME_ZONE = env("TIME_ZONE", default="Africa/Lagos")
USE_I18N = True
USE_TZ = True

# Security -------------------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# Only a proxy that overwrites the header itself may be trusted with it.
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor's preview is a frame of the same site
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # asks for DENY
CSRF_TRUSTED_ORIGINS = [BASE_URL]

EMBED_FRAMES = [
    "https://www.youtube.com",
    "https://www.youtube-nocookie.com",
    "https://player.vimeo.com",
    "https://w.soundcloud.com",
]
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),  # core.middleware sets the admin's own, below
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-src": EMBED_FRAMES,
        "frame-ancestors": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
    },
}
# What differs in the admin: Wagtail writes scripts and styles into its pages, shows pictures before they are
# uploaded and thumbnails of embeds from where they are, and previews the site in a frame.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:", "https:"],
    "frame-src": [SELF, *EMBED_FRAMES],
}

# Mail ------------------------------------------------------------------------------------------------

if env("EMAIL_URL", default=""):
    vars().update(env.email("EMAIL_URL"))
else:  # until a mail server is set, mails are kept as files for the operator to read
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 10  # Django would wait for a silent server for ever
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("MAIL_FROM", default="Pulse <pulse@localhost>")

# The hour of the daily digest, by the newsroom's clock.
DIGEST_HOUR = min(max(env.int("DIGEST_HOUR", default=7), 0), 23)
# Webhooks reach no address of this machine or its network unless the operator says so.
WEBHOOK_ALLOW_PRIVATE = env.bool("WEBHOOK_ALLOW_PRIVATE", default=False)

# Replies ---------------------------------------------------------------------------------------------

# A service that is asked whether a reply is spam; without a key none is, and nothing of a reply leaves this machine.
REPLY_SPAM_KEY = env("REPLY_SPAM_KEY", default="")
REPLY_SPAM_URL = env("REPLY_SPAM_URL", default="https://rest.akismet.com/1.1/comment-check")
REPLY_SPAM_SERVICE = env("REPLY_SPAM_SERVICE", default="comments.spam.akismet.ask")

# Wagtail ---------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = env("SITE_NAME", default="Pulse")
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "core.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80_000_000
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "jpeg", "webp": "jpeg", "gif": "jpeg", "bmp": "jpeg"}
WAGTAILIMAGES_JPEG_QUALITY = 78
WAGTAILIMAGES_WEBP_QUALITY = 74
WAGTAILIMAGES_AVIF_QUALITY = 58
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILEMBEDS_RESPONSIVE_HTML = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False  # calls home; the operator upgrades from the lock file
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # sends a hash of the address to a third party
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "desk.publishing.publish_approved"
# “localtime”, which Debian lists, is no zone to a browser: it would leave the whole choice without names.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime"})
WAGTAIL_AUTOSAVE_INTERVAL = 3000  # a write every 500 ms, the default, is too many for SQLite
WAGTAIL_EDITING_SESSION_PING_INTERVAL = 10_000  # how soon an editor learns who else is in the story and has saved
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 1
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILSEARCH_HITS_MAX_AGE = 90  # days that is kept how often readers searched for what
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "core.rich_text_editor.RichTextEditor"}}

# The admin's search has a backend for each database; search/backends says why Wagtail's own are replaced.
ADMIN_SEARCH = "sqlite" if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3" else "postgres"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": f"search.backends.{ADMIN_SEARCH}"}}

TAGGIT_CASE_INSENSITIVE = True

# Log -------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "pulse": {"level": "INFO"},  # the clock says what it published
        "django.request": {"level": "ERROR"},  # every address that somebody mistypes is not the operator's trouble
    },
}
