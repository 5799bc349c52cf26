from django.core.management.base import BaseCommand
from django.db import transaction

from desk.desks import repair_all, sections_with_desks


class Command(BaseCommand):
    help = "Make what is missing of the newsroom's roles and of every section's desk; mend the rest."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be made and mended.")

    @transaction.atomic
    def handle(self, *args, dry_run: bool = False, **options) -> None:
        made, desks = repair_all(), len(sections_with_desks())
        if dry_run:
            transaction.set_rollback(True)
        what = ", ".join(f"{number} {name}" for name, number in made.items()) or "nothing"
        verb = "would be made or mended" if dry_run else "made or mended"
        self.stdout.write(f"{desks} sections with desks looked at; {verb}: {what}.")
