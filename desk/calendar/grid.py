"""The days that a month or a week shows, in the newsroom's time zone."""

import calendar
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from desk.calendar.events import Event

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)


@dataclass
class Day:
    date: date
    is_today: bool
    is_outside: bool  # of the month that is shown
    events: list[Event] = field(default_factory=list)


@dataclass
class Span:
    """A month or a week around one day."""

    day: date
    unit: str = "month"

    @classmethod
    def read(cls, day: str, unit: str) -> "Span":
        """Read what an address says; what is no date, or too far away, is today."""
        try:
            chosen = date.fromisoformat(day)
        except ValueError:
            chosen = today()
        if not FIRST <= chosen <= LAST:
            chosen = today()
        return cls(chosen, "week" if unit == "week" else "month")

    def dates(self) -> list[list[date]]:
        """Return the weeks, from Monday to Sunday."""
        if self.unit == "week":
            monday = self.day - timedelta(days=self.day.weekday())
            return [[monday + timedelta(days=number) for number in range(7)]]
        return calendar.Calendar().monthdatescalendar(self.day.year, self.day.month)

    def bounds(self) -> tuple[datetime, datetime]:
        weeks, zone = self.dates(), timezone.get_default_timezone()
        return (
            datetime.combine(weeks[0][0], time.min, zone),
            datetime.combine(weeks[-1][-1] + timedelta(days=1), time.min, zone),
        )

    def fill(self, events: list[Event]) -> list[list[Day]]:
        now = today()
        weeks = [[Day(day, day == now, self.is_outside(day)) for day in week] for week in self.dates()]
        by_date = {day.date: day for week in weeks for day in week}
        for event in events:
            by_date[event.at.date()].events.append(event)
        return weeks

    def is_outside(self, day: date) -> bool:
        return self.unit == "month" and day.month != self.day.month

    @property
    def before(self) -> date:
        if self.unit == "week":
            return self.day - timedelta(days=7)
        return (self.day.replace(day=1) - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        if self.unit == "week":
            return self.day + timedelta(days=7)
        return (self.day.replace(day=1) + timedelta(days=31)).replace(day=1)


def today() -> date:
    return timezone.localtime(timezone=timezone.get_default_timezone()).date()
