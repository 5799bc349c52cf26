import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from comments.management.person_arguments import add_person_arguments, checked_email
from comments.persons import export, is_empty


class Command(BaseCommand):
    help = "Write, as JSON, everything that is kept about an e-mail address: for whoever asks what we know of them."

    def add_arguments(self, parser) -> None:
        add_person_arguments(parser)
        parser.add_argument("--output", type=Path, metavar="FILE", help="A new file, readable by you only.")

    def handle(self, *args: Any, email: str, reply: list[int], output: Path | None = None, **options: Any) -> None:
        found = export(checked_email(email), reply)
        if is_empty(found):
            raise CommandError("Nothing is kept about this address.")
        text = json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        if output is None:
            self.stdout.write(text)
            return
        try:
            descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise CommandError(f"{output} exists already; name another file.") from error
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        self.stdout.write(f"{len(found['replies'])} replies and what belongs to them are in {output}.")
