from django.core.management.base import BaseCommand

from delivery import configured
from delivery.purging import purge_everything


class Command(BaseCommand):
    help = "Have all pages made anew: after a change of the database past Pulse, or to free the disk."

    def handle(self, *args, **options) -> None:
        purge_everything()
        configured.store().clear()
        self.stdout.write("All pages are made anew when they are next read.")
