"""What a story's form says and checks about its three times: go-live, expiry and the end of an embargo."""

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

from core.clocks import both_clocks, zone_help

TIMES = ("go_live_at", "expire_at", "embargo_until")


class ScheduleForm(WagtailAdminPageForm):
    """Name the zone of the times, drop an expiry that has done its work, refuse times that contradict each other."""

    def prepare_times(self) -> None:
        """Call it at the end of the form's __init__()."""
        for name in TIMES:
            if name in self.fields:
                field = self.fields[name]
                field.help_text = f"{field.help_text} {zone_help()}".strip()
        if "expire_at" in self.fields and self.has_passed(self.instance.expire_at):
            # Otherwise no version of a story that has expired could be saved until somebody finds the old date.
            self.initial["expire_at"] = None

    def clean_expire_at(self):
        chosen, stored = self.cleaned_data["expire_at"], self.instance.expire_at
        # A form that was opened before the story expired still holds the date; it writes minutes only.
        old = self.has_passed(chosen) and stored and chosen == stored.replace(second=0, microsecond=0)
        return None if old else chosen

    @staticmethod
    def has_passed(moment) -> bool:
        return moment is not None and moment <= timezone.now()

    def check_times(self, cleaned) -> None:
        """Refuse an embargo that ends after the go-live time; call it where a story is submitted or published.

        Either may be the mistake, so only the editor can decide. A draft may be saved so; and should such a story
        be published all the same, it goes live when the embargo ends.
        """
        go_live, embargo, expiry = (cleaned.get(name) for name in ("go_live_at", "embargo_until", "expire_at"))
        if not embargo or self.has_passed(embargo):
            return
        if go_live and embargo > go_live:
            message = f"The embargo ends after the go-live time, on {both_clocks(embargo)}. Change one of the two."
            self.add_error("embargo_until", message)
            if "go_live_at" in self.fields:
                self.add_error("go_live_at", message)
        if expiry and embargo >= expiry:
            self.add_error("expire_at", "The story would expire before its embargo ends.")
