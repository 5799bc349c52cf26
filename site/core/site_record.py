"""Keep Wagtail's record of the site's address in step with BASE_URL."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS


def keep_in_step(using: str = DEFAULT_DB_ALIAS, **kwargs) -> None:
    """After each migrate, write BASE_URL's host and port to the default site: the admin shows it, Wagtail links by it.

    Readers' pages do not depend on it (core.pages): a record cannot say https on a port of its own.
    """
    from wagtail.models import Site

    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.using(using).filter(is_default_site=True).first()
    taken = Site.objects.using(using).filter(hostname=address.hostname, port=port).exists()
    if site and not taken:
        site.hostname, site.port = address.hostname, port
        site.save(using=using)
