"""The record of what was done with a bundle."""

from wagtail.log_actions import LogFormatter, log

from desk.models import Bundle

LOG_ACTIONS = {
    "desk.bundle.add": ("Add to bundle", "Added “{name}”"),
    "desk.bundle.remove": ("Take out of bundle", "Took out “{name}”"),
    "desk.bundle.schedule": ("Schedule bundle", "Scheduled"),
    "desk.bundle.cancel": ("Cancel bundle's schedule", "Cancelled the schedule"),
    "desk.bundle.publish": ("Publish bundle", "Published"),
}


def note(bundle: Bundle, action: str, user, **data) -> None:
    log(instance=bundle, action=f"desk.bundle.{action}", user=user, data=data)


def register_log_actions(actions) -> None:
    for name, (label, sentence) in LOG_ACTIONS.items():
        formatter = type("BundleFormatter", (BundleFormatter,), {"label": label, "sentence": sentence})
        actions.register_action(name)(formatter)


class BundleFormatter(LogFormatter):
    sentence = ""

    def format_message(self, log_entry) -> str:
        return self.sentence.format(name=log_entry.data.get("name", ""))
