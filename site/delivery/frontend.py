"""Purge by tag in a CDN or a cache in front of the site: Wagtail's frontend cache backends purge by address only."""

import logging
from collections.abc import Sequence
from urllib.error import URLError
from urllib.request import urlopen

import requests
from django.conf import settings
from django_tasks import task
from wagtail.contrib.frontend_cache.backends import CloudflareBackend, HTTPBackend
from wagtail.contrib.frontend_cache.backends.http import PurgeRequest
from wagtail.contrib.frontend_cache.utils import get_backends

logger = logging.getLogger("pulse.delivery")

SECONDS = 10  # to wait for an answer
AT_ONCE = 30  # tags that Cloudflare takes in one request; in a header more would be too long for some
REMEDY = (
    "Readers behind it may see old pages for up to ten minutes. Remedy: mend that, then run `manage.py purge_pages`."
)


class TaggedHTTPBackend(HTTPBackend):
    """A cache such as Varnish: one PURGE with the header `Cache-Tag` (docs/delivery.md has what it must do with it)."""

    def purge_tags(self, tags: Sequence[str]) -> None:
        address = f"{self.cache_scheme}://{self.cache_netloc}/"
        request = PurgeRequest(address, headers={"Cache-Tag": ",".join(tags)})
        try:
            urlopen(request, timeout=SECONDS)  # noqa: S310 - the operator's own address
        except (URLError, OSError) as error:
            logger.error("%s did not purge %s: %s. %s", address, ", ".join(tags), error, REMEDY)


class TaggedCloudflareBackend(CloudflareBackend):
    """Cloudflare, which keeps the tags of `Cache-Tag` to itself."""

    def purge_tags(self, tags: Sequence[str]) -> None:
        headers = {"X-Auth-Email": self.cloudflare_email, "X-Auth-Key": self.cloudflare_api_key}
        if self.cloudflare_token:
            headers = {"Authorization": f"Bearer {self.cloudflare_token}"}
        try:
            answer = requests.post(
                self.cloudflare_purge_endpoint_url, json={"tags": list(tags)}, headers=headers, timeout=SECONDS
            )
            answer.raise_for_status()
        except requests.RequestException as error:
            logger.error("Cloudflare did not purge %s: %s. %s", ", ".join(tags), error, REMEDY)


def is_tagged() -> bool:
    """Tell whether a cache that purges by tag stands in front of the site."""
    return bool(getattr(settings, "WAGTAILFRONTENDCACHE", None)) and any(
        hasattr(backend, "purge_tags") for backend in get_backends().values()
    )


def purge(tags: Sequence[str]) -> None:
    purge_tags.enqueue(list(tags))


@task(priority=50)  # readers behind a CDN see the old page until then
def purge_tags(tags: list[str]) -> None:
    backends = [backend for backend in get_backends().values() if hasattr(backend, "purge_tags")]
    for start in range(0, len(tags), AT_ONCE):
        for backend in backends:
            backend.purge_tags(tags[start : start + AT_ONCE])
