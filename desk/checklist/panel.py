"""The checklist beside the story."""

from django.forms import Media
from django.forms.widgets import Script
from wagtail.admin.ui.side_panels import BaseSidePanel

from desk.checklist.standing import Rulebook, go_through
from desk.permissions import can_set_checklist, can_tick


def checklist_context(story, user) -> dict[str, object]:
    """Return what desk/checklist/list.html shows of the version that `story` holds."""
    rulebook = Rulebook()
    standings = go_through(story, rulebook)
    return {
        "story": story,
        "required": [standing for standing in standings if standing.is_required],
        "recommended": [standing for standing in standings if not standing.is_required],
        "open_required": sum(standing.is_open for standing in standings if standing.is_required),
        "can_tick": can_tick(user, story),
        "desk": rulebook.desk_of(story) if can_set_checklist(user) else None,
    }


class ChecklistSidePanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = "Toggle checklist"
        icon_name = "list-ul"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context):
            context = super().get_context_data(parent_context)
            context["count"] = self.panel.standing["open_required"]
            return context

    name = "desk-checklist"
    title = "Checklist"
    template_name = "desk/checklist/side_panel.html"
    order = 150

    def __init__(self, story, request) -> None:
        super().__init__(story, request)
        self.standing = checklist_context(story, request.user)

    def get_context_data(self, parent_context):
        return {**super().get_context_data(parent_context), **self.standing}

    @property
    def media(self) -> Media:
        # Wagtail loads scripts before the panels are there; a module waits for the page.
        return Media(js=[Script("desk/checklist.js", type="module")])  # type: ignore[list-item] # the stubs lack it
