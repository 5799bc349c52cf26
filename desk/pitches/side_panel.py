from django.forms import Media
from wagtail.admin.ui.side_panels import BaseSidePanel

from desk.models import Assignment
from desk.people import name_of
from desk.pitches.permissions import can_plan


class PlanSidePanel(BaseSidePanel):
    """Show beside a story what was asked for: brief, writer, due time, length."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = "Toggle plan"
        icon_name = "clipboard-list"
        has_counter = False

    name = "plan"
    title = "Plan"
    template_name = "desk/plan_panel.html"
    order = 150

    @property
    def media(self) -> Media:
        return Media(css={"all": ["desk/board.css"]})

    def get_context_data(self, parent_context):
        plan = Assignment.objects.filter(story=self.object).select_related("assignee").first()
        writer = plan.assignee if plan and plan.assignee else self.object.owner
        return {
            **super().get_context_data(parent_context),
            "plan": plan,
            "writer": name_of(writer),
            "can_plan": can_plan(self.request.user, self.object),
        }
