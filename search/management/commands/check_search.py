from django.core.management.base import BaseCommand, CommandError

from search import index

SHOWN = 20


class Command(BaseCommand):
    help = "Prove that the readers' search index holds the published stories, and their words. Exits 1 otherwise."

    def add_arguments(self, parser):
        parser.add_argument("--quick", action="store_true", help="Compare which stories there are, not their words.")

    def handle(self, *args, **options):
        found = index.differences(with_words=not options["quick"])
        for label, ids in (
            ("published but missing", found.missing),
            ("indexed but not published", found.extra),
            ("indexed with other words", found.stale),
        ):
            if ids:
                more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
                self.stderr.write(f"{label}: {', '.join(map(str, ids[:SHOWN]))}{more}")
        if found:
            raise CommandError("The index differs from the published stories; run rebuild_search.")
        if options["verbosity"]:
            self.stdout.write(f"Search index: {index.size()} stories, as published.")
