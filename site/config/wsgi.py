"""Expose the WSGI application that granian serves: Django, with the page cache before it."""

import os

from django.core.wsgi import get_wsgi_application

from delivery.configured import page_cache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = page_cache(get_wsgi_application())
