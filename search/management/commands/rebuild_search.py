import time

from django.core.management.base import BaseCommand

from search import index


class Command(BaseCommand):
    help = "Make the readers' search index equal to the published stories. Readers keep a complete index meanwhile."

    def add_arguments(self, parser):
        parser.add_argument(
            "--missing",
            action="store_true",
            help="Only add what is missing and remove what is no longer published: a moment when nothing is.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be done.")

    def handle(self, *args, **options):
        if options["dry_run"]:
            found = index.differences(with_words=not options["missing"])
            self.stdout.write(
                f"{len(found.missing)} to add, {len(found.stale)} to renew, {len(found.extra)} to remove."
            )
            return
        started = time.perf_counter()
        shown = 0.0

        def progress(done: int, of: int) -> None:
            nonlocal shown
            if done == of or time.perf_counter() - shown > 1:
                shown = time.perf_counter()
                self.stdout.write(f"  {done} of {of} stories", ending="\r" if self.stdout.isatty() else "\n")

        written = index.rebuild(progress if options["verbosity"] else None, only_missing=options["missing"])
        if options["verbosity"]:
            self.stdout.write(
                f"Search index: {index.size()} stories, {written} written, {time.perf_counter() - started:.1f} s."
            )
