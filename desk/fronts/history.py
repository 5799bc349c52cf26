"""How the admin's history tells what was done with fronts and containers."""

from django.utils.dateparse import parse_datetime
from wagtail.log_actions import LogActionRegistry, LogFormatter

from core.clocks import both_clocks
from desk.fronts.breaking import END, SET


def register(actions: LogActionRegistry) -> None:
    actions.register_action("fronts.discard", "Discard draft", "Draft discarded: the live version is the latest again")
    actions.register_action("fronts.unschedule", "Take launch back", "Scheduled launch taken back")
    actions.register_action("fronts.schedule")(Schedule)
    actions.register_action("fronts.put_back", "Put card back", "A removed card put back")
    actions.register_action("fronts.arrange")(Arrange)
    actions.register_action(SET)(SetBreaking)
    actions.register_action(END)(EndBreaking)


class Schedule(LogFormatter):
    label = "Schedule launch"

    def format_message(self, entry) -> str:
        return f"Launch scheduled for {both_clocks(parse_datetime(entry.data.get('at', '')))}"


class Arrange(LogFormatter):
    label = "Arrange front"

    def format_message(self, entry) -> str:
        count = len(entry.data.get("containers", []))
        return f"Front arranged: {count} container{'' if count == 1 else 's'}"


class SetBreaking(LogFormatter):
    label = "Set breaking news banner"

    def format_message(self, entry) -> str:
        return f"On the breaking news banner until {entry.data.get('until', '?')}: “{entry.data.get('headline', '')}”"


class EndBreaking(LogFormatter):
    label = "Take down breaking news banner"

    def format_message(self, entry) -> str:
        if replaced_by := entry.data.get("replaced_by"):
            return f"Off the breaking news banner: “{replaced_by}” took its place"
        return f"Taken off the breaking news banner: “{entry.data.get('headline', '')}”"
