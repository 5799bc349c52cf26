#!/usr/bin/env python
"""Run Django's commands for Pulse."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    # site/ is a source root, never a package (docs/decisions/0001).
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
