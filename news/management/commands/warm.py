from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from delivery.warming import warm
from news.warming import all_paths


class Command(BaseCommand):
    help = (
        "Make the pages that are read most, so that the first reader need not wait: after a restart, or a purge of all."
    )

    def handle(self, *args, **options) -> None:
        if not settings.PAGE_CACHE_MB:
            raise CommandError("There is no page cache to fill: PAGE_CACHE_MB is 0.")
        paths = list(all_paths())
        made = warm(paths)
        self.stdout.write(f"{made} of {len(paths)} pages are ready.")
        if made < len(paths):
            raise CommandError(f"{len(paths) - made} pages could not be made; the log says why.")
