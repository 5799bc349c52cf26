"""What stands in for cookies: signed times in the form, and a signed paper in the browser's own storage.

Why there are two kinds of time: docs/decisions/0006-replies.md.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_hex

from django.core.signing import BadSignature, Signer
from django.utils import timezone
from django.utils.crypto import salted_hmac

KEPT = timedelta(days=2)
FORM = Signer(salt="comments.form")
WRITER = Signer(salt="comments.writer")
OUTCOME = Signer(salt="comments.outcome")


@dataclass(frozen=True)
class Stamp:
    """What the stamp of a form says. `seconds` since it was given out; None when it names only a day."""

    is_missing: bool = False
    is_foreign: bool = False
    is_changed: bool = False
    is_old: bool = False
    seconds: float | None = None


MISSING, FOREIGN, CHANGED = Stamp(is_missing=True), Stamp(is_foreign=True), Stamp(is_changed=True)


def day_stamp(article_id: int) -> str:
    """Return the stamp of a form on a page that caches keep: the same all day, so that the page is, too."""
    return FORM.sign(f"{article_id}:{timezone.localdate().isoformat()}")


def moment_stamp(article_id: int, now: datetime | None = None) -> str:
    """Return the stamp of a form that was made, or first touched, now."""
    return FORM.sign(f"{article_id}:{(now or timezone.now()).timestamp():.2f}")


def read_stamp(text: str, article_id: int, now: datetime) -> Stamp:
    """Say what a form's stamp is worth; never raises."""
    if not text:
        return MISSING
    try:
        story, _, given = FORM.unsign(text).partition(":")
    except BadSignature:
        return CHANGED
    if story != str(article_id):
        return FOREIGN
    if "-" in given:
        return Stamp(is_old=timezone.localdate(now) - date.fromisoformat(given) > KEPT)
    seconds = now.timestamp() - float(given)
    return Stamp(is_old=seconds > KEPT.total_seconds(), seconds=seconds)


def writers_paper(writer: str, email: str) -> str:
    """Return what a browser shows to be known again: its writer's id, bound to the address used, without naming it."""
    return WRITER.sign(f"{writer}:{email_seal(email)}")


def read_paper(text: str, email: str) -> str:
    """Return the writer a paper names; a new one when it is forged or was given for another e-mail address."""
    try:
        writer, _, seal = WRITER.unsign(text).partition(":")
    except BadSignature:
        return new_writer()
    return writer if seal == email_seal(email) else new_writer()


def email_seal(email: str) -> str:
    return salted_hmac("comments.paper", email.strip().lower(), algorithm="sha256").hexdigest()[:32]


def new_writer() -> str:
    return token_hex(16)


def outcome_token(reply_id: int) -> str:
    """Return what names the page that tells a writer what became of a reply."""
    return OUTCOME.sign(str(reply_id))


def read_outcome_token(token: str) -> int | None:
    try:
        return int(OUTCOME.unsign(token))
    except (BadSignature, ValueError):
        return None
