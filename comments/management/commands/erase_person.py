import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments.erasing import Erased, count, erase
from comments.management.person_arguments import add_person_arguments, checked_email


class Command(BaseCommand):
    help = "Erase what a person wrote, and who they are, from all replies sent with an address. There is no undo."

    def add_arguments(self, parser) -> None:
        add_person_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="Say what would be erased, and erase nothing.")
        parser.add_argument("--yes", action="store_true", help="Do not ask whether you are sure.")

    def handle(self, *args: Any, email: str, reply: list[int], **options: Any) -> None:
        email = checked_email(email)
        found = count(email, reply)
        if not found:
            raise CommandError("Nothing is kept about this address.")
        if options["dry_run"]:
            self.stdout.write(f"Would erase {self.sums(found)}.")
            self.say_bans(found)
            return
        if not options["yes"]:
            self.make_sure(found)
        done = erase(email, reply)
        self.stdout.write(f"Erased {self.sums(done)}. Their places in the threads stay.")
        self.say_bans(done)

    def make_sure(self, found: Erased) -> None:
        if not sys.stdin.isatty():
            raise CommandError("Nobody is there to ask; add --yes to erase, or --dry-run to see what that would be.")
        if input(f"Erase {self.sums(found)}, for good? Type “yes”: ").strip().lower() != "yes":
            raise CommandError("Nothing was erased.")

    def sums(self, found: Erased) -> str:
        return (
            f"{found.replies} replies, {found.subscriptions} subscriptions, "
            f"and what {found.log_entries} entries of the log say of them"
        )

    def say_bans(self, found: Erased) -> None:
        if found.bans_kept:
            self.stdout.write("The ban of this address is kept, and names it: lift it in the admin if it should go.")
