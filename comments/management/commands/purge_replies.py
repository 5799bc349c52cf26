from django.core.management.base import BaseCommand

from comments.purging import purge


class Command(BaseCommand):
    help = "Forget where replies came from once they are as old as the rules for replies say. The clock does it hourly."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what would be forgotten, and forget nothing.")

    def handle(self, *args, dry_run: bool = False, **options) -> None:
        done = purge(dry_run)
        self.stdout.write(f"{'Would purge' if dry_run else 'Purged'}: {done}.")
