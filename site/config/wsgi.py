"""Expose the WSGI application that granian serves: Django, with the page cache and the limits before it."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config import processors
from delivery.configured import page_cache
from delivery.limits import FewThreads, Limits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

if settings.WEB_CPU_AFFINITY:  # before a thread is made
    processors.settle(settings.WEB_CONCURRENCY, settings.DATA_DIR / "cache" / "processors")

django = FewThreads(get_wsgi_application(), settings.WEB_THREADS)
# The page cache first: what it answers needs no limits, having read no body and waiting for nobody.
application = page_cache(Limits(django, behind_proxy=bool(settings.SECURE_PROXY_SSL_HEADER)))
