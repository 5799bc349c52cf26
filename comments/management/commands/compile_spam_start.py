from django.core.management.base import BaseCommand

from comments.spam.compiling import compile_start
from comments.spam.counts import START


class Command(BaseCommand):
    help = "Count the signs of the examples in comments/spam/examples into comments/spam/start.tsv. For developers."

    def handle(self, *args, **options) -> None:
        rows = compile_start()
        START.write_text(rows, "utf-8")
        self.stdout.write(f"{rows.count(chr(10))} signs.")
