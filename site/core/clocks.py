"""Write a moment by the newsroom's clock, and by the reader's own when that shows another time."""

from datetime import datetime, tzinfo

from django.utils import timezone
from django.utils.formats import date_format


def newsroom_time(moment: datetime) -> str:
    """Return a moment by the clock of the newsroom (settings.TIME_ZONE), its zone named."""
    return clock_time(moment, timezone.get_default_timezone())


def both_clocks(moment: datetime | None) -> str:
    """Return a moment by the newsroom's clock and, where it differs, by the clock of whoever is at work.

    Empty when there is none.

    Wagtail activates the time zone chosen under “Account” for each request in the admin.
    """
    if moment is None:
        return ""
    own = timezone.get_current_timezone()
    if same_clock(own, moment):
        return newsroom_time(moment)
    return f"{newsroom_time(moment)}, by your clock {clock_time(moment, own)}"


def zone_help() -> str:
    """Say in which time zone a form's times are written, and how that differs from the newsroom's."""
    now, own, newsroom = timezone.now(), timezone.get_current_timezone(), timezone.get_default_timezone()
    if same_clock(own, now):
        return f"Newsroom time: {newsroom} ({zone_name(now, newsroom)})."
    return (
        f"In your own time zone, {own}: it is {clock(now, own)} there now, and {clock(now, newsroom)} in the newsroom. "
        "You choose your zone under “Account”."
    )


def same_clock(zone: tzinfo, moment: datetime) -> bool:
    return moment.astimezone(zone).utcoffset() == moment.astimezone(timezone.get_default_timezone()).utcoffset()


def clock_time(moment: datetime, zone: tzinfo) -> str:
    return f"{date_format(moment.astimezone(zone), 'j F Y, H:i')} ({zone_name(moment, zone)})"


def clock(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%H:%M} ({zone_name(moment, zone)})"


def zone_name(moment: datetime, zone: tzinfo) -> str:
    name = moment.astimezone(zone).tzname() or str(zone)
    # Many zones have no letters of their own, only an offset: "+03".
    return f"UTC{name}" if name[:1] in "+-" else name
