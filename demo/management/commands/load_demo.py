from django.core.management.base import BaseCommand

from demo.loader import DemoLoader


class Command(BaseCommand):
    help = (
        "Load the demo newsroom: sections, desks, people, stories, pictures. Run again, it adds only what is missing."
    )

    def handle(self, *args, **options) -> None:
        counts = DemoLoader(say=self.stdout.write).load()
        self.stdout.write(
            self.style.SUCCESS(", ".join(f"{count} {what}" for what, count in counts.items()) + " loaded.")
        )
