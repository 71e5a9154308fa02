"""Settings of the test suite: those of the application, and a folder of its own."""

import os
import tempfile
from pathlib import Path

# One folder for the whole run, also for the workers of pytest-xdist, so that they share the keys.
if "COMMONROOT_HOME" not in os.environ or "COMMONROOT_TEST_HOME" not in os.environ:
    os.environ["COMMONROOT_TEST_HOME"] = os.environ["COMMONROOT_HOME"] = tempfile.mkdtemp(
        prefix="commonroot-"
    )
Path(os.environ["COMMONROOT_HOME"], "data").mkdir(parents=True, exist_ok=True)
os.environ.pop("COMMONROOT_DEMO", None)

from config.settings import *  # noqa: E402, F403 - after the folder is chosen

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {  # noqa: F405 - those of the settings
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
WHITENOISE_AUTOREFRESH = True
# On SQLite a file, as in life: threads of a test then wait for one another instead of failing. What
# a power cut would lose of it is thrown away anyway.
if DATABASES["default"] is SQLITE:  # noqa: F405 - both from the application's settings
    SQLITE["TEST"] = {"NAME": DATA / "test.sqlite3"}  # noqa: F405 - likewise
    SQLITE["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405 - likewise
# Processes of one run do not see one another's rows: nor may they find one another's files lost.
own = os.environ.get("PYTEST_XDIST_WORKER", "only")
STORAGES["files"]["OPTIONS"] = {"location": str(DATA / f"files-{own}")}  # noqa: F405 - likewise
EVEN_SECONDS = 0
