import argparse
import time

from django.core.management.base import BaseCommand, CommandError

from demo.corpus import CorpusLoader


class Command(BaseCommand):
    help = "Load stories from a JSON Lines file, one story a line. A line that cannot be taken is named and skipped."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "file", type=argparse.FileType(encoding="utf-8", errors="replace"), help="- reads standard input"
        )

    def handle(self, *args, **options) -> None:
        start = time.monotonic()
        loader = CorpusLoader(report=self.report, progress=self.progress)
        counts = loader.load(options["file"])
        seconds = time.monotonic() - start
        summary = ", ".join(
            f"{counts[name]:,} {name}" for name in ("loaded", "already there", "skipped") if counts[name]
        )
        self.stdout.write(
            f"{summary or 'nothing to load'} in {seconds:.0f} s ({counts['loaded'] / seconds:.0f} stories/s)"
        )
        if counts["skipped"] and not counts["loaded"] and not counts["already there"]:
            raise CommandError("No line of this file could be taken.")

    def report(self, number: int, reason: str) -> None:
        self.stderr.write(f"line {number} skipped: {reason}")

    def progress(self, loaded: int) -> None:
        self.stdout.write(f"{loaded:,} stories …")
