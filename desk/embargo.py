"""Keep the record of a story's embargo: who set it, moved it, lifted it."""

from datetime import datetime

from django.utils.dateparse import parse_datetime
from wagtail.log_actions import LogFormatter, log
from wagtail.models import PageLogEntry

from core.clocks import both_clocks

ACTIONS = {
    "desk.embargo.set": ("Set embargo", "Embargo set until {until}"),
    "desk.embargo.change": ("Change embargo", "Embargo moved from {before} to {until}"),
    "desk.embargo.lift": ("Lift embargo", "Embargo lifted; it was {before}"),
}


def register_log_actions(actions) -> None:
    for name, (label, sentence) in ACTIONS.items():
        formatter = type("EmbargoFormatter", (EmbargoFormatter,), {"label": label, "sentence": sentence})
        actions.register_action(name)(formatter)


class EmbargoFormatter(LogFormatter):
    """Write the logged times by the reader's clock."""

    sentence = ""

    def format_message(self, log_entry) -> str:
        times = {key: both_clocks(parse_datetime(value)) for key, value in log_entry.data.items() if value}
        return self.sentence.format(**times)


def follow_edit(story) -> None:
    """Log what a newly saved version does to the embargo, compared with what was logged last.

    Comparing with the version before would log autosaves again and again: they save over one version.
    """
    if story.latest_revision is None:
        return
    until = moment(story.latest_revision.content.get("embargo_until"))
    entries = PageLogEntry.objects.filter(page=story.pk, action__in=ACTIONS).order_by("-timestamp", "-pk")
    before = next((moment(entry.data.get("until")) for entry in entries[:1]), None)
    if before == until:
        return
    action = "set" if not before else "change" if until else "lift"
    data = {"until": until and until.isoformat(), "before": before and before.isoformat()}
    log(instance=story, action=f"desk.embargo.{action}", user=story.latest_revision.user, data=data)


def moment(value: str | datetime | None) -> datetime | None:
    """Read a time from a version's content: text in the database, a datetime as long as it is in memory."""
    return value if isinstance(value, datetime) else parse_datetime(value or "")
