import os
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from config import readiness
from demo import accounts


class Command(BaseCommand):
    help = "Make the installation ready, then run web server, worker and clock together until Ctrl-C."

    def handle(self, *args, **options) -> None:
        self.check_port()
        readiness.make_ready(self.say)
        self.say(self.welcome())
        connections.close_all()
        self.supervise()

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def check_port(self) -> None:
        with socket.socket(socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.HOST, settings.PORT))
            except OSError as error:
                raise CommandError(
                    f"{settings.HOST}:{settings.PORT} cannot be used ({error.strerror}). "
                    "Stop what listens there, or choose another: PORT=8001 make run"
                ) from error

    def welcome(self) -> str:
        lines = [
            "",
            f"  Pulse is at    {settings.BASE_URL}/",
            f"  The newsroom   {settings.BASE_URL}/admin/",
            f"  Data           {settings.DATA_DIR}",
        ]
        accounts.follow_environment()
        if accounts.password_file().exists():
            names = [account.username for account in accounts.ACCOUNTS]
            lines += [
                f"  Log in as      {', '.join(names[:7])},",
                f"                 {', '.join(names[7:])}",
                f"  Password       {accounts.password()}",
            ]
        elif readiness.is_empty():
            lines.append("  First account  .venv/bin/python manage.py createsuperuser")
        return "\n".join([*lines, "", "  Ctrl-C stops it.", ""])

    def supervise(self) -> None:
        """Become honcho, which starts the processes of the Procfile and stops all when one ends."""
        root = Path(settings.ROOT)
        os.environ.update(
            HOST=settings.HOST,
            PORT=str(settings.PORT),
            BASE_URL=settings.BASE_URL,  # honcho gives each process a PORT of its own
            DATA_DIR=str(settings.DATA_DIR),
            WEB_CONCURRENCY=os.environ.get("WEB_CONCURRENCY", str(min(os.cpu_count() or 1, 4))),
            PYTHONPATH=str(root / "site"),
            PYTHONUNBUFFERED="1",
            PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        )
        os.chdir(root)
        honcho = str(Path(sys.executable).parent / "honcho")
        os.execv(honcho, [honcho, "--no-colour", "--no-prefix", "start"])  # noqa: S606 - our own Procfile
