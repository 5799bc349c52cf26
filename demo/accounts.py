"""The demo newsroom's log-ins: one person for each role."""

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

from core.secrets import keep_secret, write_secret


@dataclass(frozen=True)
class Account:
    username: str
    name: str
    role: str
    section: str = ""  # slug of the desk; empty: the whole newsroom
    author: str = ""  # slug of the author profile the account writes as


ACCOUNTS = (
    Account("reporter", "Tunde Akinfolarin", "reporter", "politics", "tunde-akinfolarin"),
    Account("copyeditor", "Grace Iwuala", "copy_editor", "politics"),
    Account("sectioneditor", "Adaeze Umenwa", "section_editor", "politics", "adaeze-umenwa"),
    Account("reporter2", "Kwabena Asante-Frimpong", "reporter", "business", "kwabena-asante-frimpong"),
    Account("copyeditor2", "Musa Gwadabe", "copy_editor", "business"),
    Account("sectioneditor2", "Chidera Okwuosa", "section_editor", "business", "chidera-okwuosa"),
    Account("managingeditor", "Rukayat Oduya", "managing_editor"),
    Account("homeeditor", "Ngozi Adeyemi-Cole", "home_editor"),
    Account("photodesk", "Emeka Nwafor-Bright", "photo_desk"),
    Account("legalreader", "Zainab Ogunleye-Hart", "legal_reader"),
    Account("moderator", "Salamatu Pate", "comment_moderator"),
    Account("admin", "Demo Administrator", "administrator"),
)


def password() -> str:
    """Return the demo accounts' password: DEMO_PASSWORD at their creation, else one made then; kept in DATA_DIR."""
    path = password_file()
    if not path.exists() and (given := os.environ.get("DEMO_PASSWORD")):
        write_secret(path, given)
    return keep_secret(path, length=9)


def password_file() -> Path:
    return Path(settings.DATA_DIR) / "demo_password"


def follow_environment() -> bool:
    """Give the demo accounts the DEMO_PASSWORD of this start when it is another than they have."""
    given = os.environ.get("DEMO_PASSWORD")
    if not given or not password_file().exists() or given == password():
        return False
    names = [account.username for account in ACCOUNTS]
    get_user_model().objects.filter(username__in=names).update(password=make_password(given))
    write_secret(password_file(), given)
    return True


def create_users() -> dict[str, User]:
    """Create the accounts that are missing; return all by user name. Existing ones are left as they are."""
    users: dict[str, User] = {}
    hashed = make_password(password())
    for account in ACCOUNTS:
        first, _, last = account.name.rpartition(" ")
        user, _ = User.objects.get_or_create(
            username=account.username,
            defaults={
                "first_name": first,
                "last_name": last,
                "email": f"{account.username}@pulse.example",
                "is_superuser": account.role == "administrator",
                "is_staff": account.role == "administrator",
                "password": hashed,
            },
        )
        users[account.username] = user
    return users
