"""Make the ledger, the store and the cache that the settings ask for, once for each process."""

from collections.abc import Callable
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit

from django.conf import settings

from delivery.ledger import FileLedger, Ledger
from delivery.memory import Memory
from delivery.store import FileStore, Store, Turns

MEGABYTE = 1024 * 1024


def redis_url() -> str:
    """Return the address of the Redis that several machines share; "" on one machine."""
    location = settings.CACHES["default"].get("LOCATION", "")
    return location if isinstance(location, str) and urlsplit(location).scheme in ("redis", "rediss", "unix") else ""


def folder() -> Path:
    return Path(settings.DATA_DIR) / "cache" / "pages"


@cache
def release() -> str:
    """Sum up what decides how pages look besides their content: no copy of an older release may be shown."""
    found = blake2b(digest_size=8)
    for name in ("BASE_URL", "LANGUAGE_CODE", "TIME_ZONE", "ALLOWED_HOSTS"):
        found.update(repr(getattr(settings, name)).encode())
    root = Path(settings.ROOT)
    for folder in ("site", "people", "news", "search", "comments", "templates", "requirements"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".xml", ".css", ".js", ".txt"):
                found.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return found.hexdigest()


@cache
def ledger() -> Ledger:
    if redis_url():
        from delivery.redis import RedisLedger

        return RedisLedger(redis_url())
    return FileLedger(folder() / "ledger")


@cache
def store() -> Store:
    """Return where copies are: of the limit a Redis knows itself (maxmemory)."""
    if redis_url():
        from delivery.redis import RedisStore

        return RedisStore(redis_url())
    return FileStore(folder(), settings.PAGE_CACHE_MB * MEGABYTE, FileLedger(folder() / "ledger"))


def page_cache(application: Callable) -> Callable:
    """Put the page cache before a WSGI application; the application itself when PAGE_CACHE_MB is 0."""
    from delivery.application import PageCache

    if not settings.PAGE_CACHE_MB:
        return application
    return PageCache(
        application,
        ledger(),
        store(),
        Turns(folder() / "turns"),
        Memory(settings.PAGE_CACHE_MEMORY_MB * MEGABYTE),
        release=release(),
        parameters=settings.PAGE_CACHE_PARAMETERS,
        session_cookie=settings.SESSION_COOKIE_NAME,
        is_secure=partial(is_secure, settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER),
        skip=("/admin/", settings.MEDIA_URL, settings.STATIC_URL),
    )


def trouble() -> str:
    """Say what keeps the page cache from its work; "" when nothing does."""
    if not settings.PAGE_CACHE_MB:
        return ""
    try:
        ledger().position()
        if not redis_url():
            with TemporaryFile(dir=folder()):
                pass
    except OSError as error:
        return str(error)
    return ""


def is_secure(redirects: bool, header: tuple[str, str] | None, environ: dict) -> bool:
    """Tell whether a request came as the site wants it: one that Django sends on to https gets no copy."""
    if not redirects:
        return True
    return environ.get(header[0]) == header[1] if header else environ.get("wsgi.url_scheme") == "https"
