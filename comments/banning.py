"""Keep somebody's replies away: by e-mail address, by network, or by the browser they write with."""

import ipaddress
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from comments import history
from comments.models import Ban, Reply
from comments.permissions import can_moderate, can_see_bans, moderates_everywhere

# The widest networks that are banned, by IP version: a provider's customers in one town, not a country.
WIDEST = {4: 16, 6: 32}
# Networks in which our own proxy may stand: were it taken for the reader, a ban would keep everybody away.
OUR_OWN = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
        "::/127", "fc00::/7", "fe80::/10",
    )
]  # fmt: skip
NARROW = {4: 24, 6: 48}  # “the network of this address”
SINGLE = {4: 32, 6: 64}  # one customer: IPv6 hands out a /64 each (RFC 6177)
ENDS = {"1": "For a day", "7": "For a week", "30": "For 30 days", "": "Until it is lifted"}


class BanRefused(Exception):
    """Nobody was banned; the message says why."""


def clean_value(kind: str, value: str) -> str:
    """Return what a ban of `kind` keeps, in one spelling; raise ValidationError for what cannot be banned."""
    value = value.replace("\0", "").strip()
    if kind == Ban.Kind.EMAIL:
        value = value.lower()
        validate_email(value)
    elif kind == Ban.Kind.NETWORK:
        return str(clean_network(value))
    elif kind != Ban.Kind.WRITER or not value or len(value) > 32:
        raise ValidationError("Choose what is banned: an e-mail address, a network or a browser.")
    return value


def clean_network(value: str):
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        raise ValidationError("Write an address or a network: 198.51.100.7, or 198.51.100.0/24.") from None
    if isinstance(network, ipaddress.IPv6Network) and (mapped := network.network_address.ipv4_mapped):
        # ::ffff:198.51.100.7 is 198.51.100.7 (RFC 4291, 2.5.5.2), whichever way the server heard it.
        network = ipaddress.ip_network((mapped, max(network.prefixlen - 96, 0)), strict=False)
    if network.prefixlen < WIDEST[network.version]:
        raise ValidationError(
            f"{network} holds too many people. /{WIDEST[network.version]} is the widest network that can be banned."
        )
    if any(network.version == own.version and network.overlaps(own) for own in OUR_OWN):
        raise ValidationError(f"{network} is a network of our own machines: everybody might be kept away.")
    return network


def network_of(address: str, lengths: dict[int, int] = SINGLE) -> str:
    """Return the network of an address that a ban keeps, by IP version as long as `lengths` says."""
    found = ipaddress.ip_address(address)
    return str(ipaddress.ip_network((found, lengths[found.version]), strict=False))


def choices_for(reply: Reply) -> list[tuple[str, str, str]]:
    """List by what the writer of a reply can be banned: kind, value, words."""
    found = []
    if reply.email:
        found.append((Ban.Kind.EMAIL.value, reply.email.lower(), f"The e-mail address {reply.email.lower()}"))
    if reply.writer:
        found.append((Ban.Kind.WRITER.value, reply.writer, "The browser that this was written with"))
    if reply.address:
        one, around = network_of(reply.address), network_of(reply.address, NARROW)
        found.append((Ban.Kind.NETWORK.value, one, f"The address {one.removesuffix('/32')}"))
        found.append((Ban.Kind.NETWORK.value, around, f"The network {around}, with everybody in it"))
    return found


def standing(now: datetime | None = None) -> QuerySet[Ban]:
    """Return the bans that hold."""
    return Ban.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now or timezone.now()))


def bans_on(reply: Reply) -> list[Ban]:
    """Return the bans that hold and would keep this reply's writer away."""
    found = standing().filter(
        Q(kind=Ban.Kind.EMAIL, value=reply.email.lower())
        | Q(kind=Ban.Kind.WRITER, value=reply.writer)
        | Q(kind=Ban.Kind.NETWORK)
    )
    address = ipaddress.ip_address(reply.address) if reply.address else None
    return [ban for ban in found if ban.value and (ban.kind != Ban.Kind.NETWORK or holds(ban.value, address))]


def holds(network: str, address) -> bool:
    try:
        return address is not None and address in ipaddress.ip_network(network)
    except ValueError:  # written by hand
        return False


def can_lift(user, ban: Ban) -> bool:
    return can_see_bans(user) or (user.is_active and ban.created_by_id == user.pk)


@transaction.atomic
def ban(kind: str, value: str, user, *, days: int | None = None, note: str = "", reply: Reply | None = None) -> Ban:
    """Ban by "email", "network" or "writer" for so many days, or until it is lifted; prolong a ban that holds already.

    Those who moderate everywhere ban whomever they name; others the writer of a `reply` to a story that is theirs.
    Raises BanRefused and, for what cannot be banned, ValidationError.
    """
    value = clean_value(kind, value)
    if reply is not None and not can_moderate(user, reply.article):
        raise BanRefused("You do not moderate the replies to this story.")
    if not moderates_everywhere(user) and (
        reply is None or (kind, value) not in {(known, held) for known, held, _ in choices_for(reply)}
    ):
        raise BanRefused("You can ban the writers of replies to your own stories only.")
    ends_at = timezone.now() + timedelta(days=days) if days else None
    found, made = Ban.objects.select_for_update().get_or_create(
        kind=kind, value=value, defaults={"ends_at": ends_at, "note": note[:300], "created_by": user}
    )
    if not made:
        prolong(found, ends_at, note[:300], user)
    words = {"kind": found.get_kind_display(), "until": ends_at and ends_at.isoformat()}
    # The value stays out of the log: a list of bans shows it to those who may see it, as long as the ban holds.
    log(found, history.BAN, user=user, title=f"Ban {found.pk}", data=words)
    if reply is not None:
        history.record(history.BAN, [(reply, words)], user, uuid4())
    return found


def prolong(found: Ban, ends_at: datetime | None, note: str, user) -> None:
    """Let a ban hold until the later of two ends; one that is over begins anew."""
    if found.ends_at and found.ends_at <= timezone.now():
        found.created_at, found.created_by, found.ends_at, found.note = timezone.now(), user, ends_at, note
    else:
        found.ends_at = None if ends_at is None or found.ends_at is None else max(found.ends_at, ends_at)
        found.note = note or found.note
    found.save()


@transaction.atomic
def lift(number: int, user) -> bool:
    """End a ban now; tell whether it was there. Raises BanRefused when it is not `user`'s to lift."""
    found = Ban.objects.select_for_update().filter(pk=number).first()
    if found is None:
        return False
    if not can_lift(user, found):
        raise BanRefused("Somebody else banned them: a moderator of the whole site lifts it.")
    log(found, history.LIFT, user=user, title=f"Ban {found.pk}", data={"kind": found.get_kind_display()})
    found.delete()
    return True
