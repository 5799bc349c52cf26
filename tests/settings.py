"""The settings under test: a database of its own, no hashing delays, tasks at once."""

import atexit
import os
import shutil
import tempfile

# Never the operator's: each test process has a folder of its own, and leaves none behind.
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="pulse-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
os.environ.setdefault("CACHE_URL", "locmemcache://")

from config.settings import *  # noqa: E402, F403 - the real settings, then what tests change

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
PAGE_CACHE_MB = 0  # those tests that are about the page cache make one of their own
