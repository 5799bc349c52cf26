"""Keep clocks ready to be killed: load Pulse once, then fork a process of the clock for each line that is read.

A child runs what `manage.py publish_due --every 1` runs, with database connections of its own; its id is printed.
Starting Python and Wagtail anew for each of fifty kills would take most of the test's time.
"""

import os
import sys

import django
from django.core.management import call_command


def main() -> None:
    django.setup()
    # What the first round would load otherwise, so that a kill hits the work and not the imports.
    from desk.management.commands import publish_due  # noqa: F401

    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            os.setsid()
            call_command("publish_due", every=1)
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main()
