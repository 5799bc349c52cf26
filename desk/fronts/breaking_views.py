"""The breaking news banner in the admin: one click from a story, and a screen to change it or take it down."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput, AdminPageChooser
from wagtail.admin.widgets.button import Button

from core.clocks import both_clocks, zone_help
from desk.fronts.breaking import BreakingRefused, end_breaking, set_breaking, standing, version_of
from desk.fronts.permissions import can_change_breaking, can_set_breaking, curates_something
from desk.fronts.screens import CuratorMixin
from news.models import Article, BreakingNews
from news.models.breaking_news import USUAL


class StoryChooser(AdminPageChooser):
    def value_from_datadict(self, data, files, name):
        # Field and widget look the number up unchecked; SQLite raises OverflowError for one that is too large for it.
        value = str(super().value_from_datadict(data, files, name) or "")
        return value if value.isdecimal() and len(value) < 19 else None


class BreakingForm(WagtailAdminModelForm):
    class Meta:
        model = BreakingNews
        fields = ["story", "headline", "until"]
        widgets = {"story": StoryChooser(target_models=[Article]), "until": AdminDateTimeInput}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = f"24 hours from now at most. {zone_help()}"

    def clean_story(self) -> Article:
        story = self.cleaned_data["story"]
        if not can_set_breaking(self.for_user, story):
            raise forms.ValidationError("Choose a live story that every reader may see, from a section that is yours.")
        return story


class BreakingView(CuratorMixin, TemplateView):
    """Show what readers see now, and change it."""

    template_name = "desk/fronts/breaking.html"
    page_title = "Breaking news banner"
    header_icon = "warning"

    @cached_property
    def banner(self) -> BreakingNews | None:
        return standing()

    @cached_property
    def is_theirs(self) -> bool:
        return self.banner is not None and can_change_breaking(self.request.user, self.banner)

    def get_form(self, data=None) -> BreakingForm:
        initial: dict[str, object] = {"until": timezone.now() + USUAL}
        if self.banner and self.is_theirs:
            initial = {"story": self.banner.story, "headline": self.banner.headline, "until": self.banner.until}
        return BreakingForm(data, initial=initial, for_user=self.request.user)

    def get_breadcrumbs_items(self):
        fronts = {"url": reverse("desk_fronts"), "label": "Fronts"}
        return [*self.breadcrumbs_items, fronts, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        form = kwargs.setdefault("form", self.get_form())
        return super().get_context_data(
            banner=self.banner,
            base=version_of(self.banner),
            is_theirs=self.is_theirs,
            is_shown=BreakingNews.objects.current().exists(),
            until=both_clocks(self.banner.until) if self.banner else "",
            since=both_clocks(self.banner.set_at) if self.banner else "",
            media=form.media,
            **kwargs,
        )

    def post(self, request):
        form = self.get_form(request.POST)
        if not form.is_valid():
            messages.error(request, "Nothing was changed: see below.")
            return self.render_to_response(self.get_context_data(form=form))
        answers = form.cleaned_data
        try:
            banner = set_breaking(
                answers["story"], request.user, answers["headline"], answers["until"], base=request.POST.get("base", "")
            )
        except BreakingRefused as refusal:
            # What was typed stays; sent again, it takes the place of what is there now.
            messages.error(request, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, said(banner))
        return redirect("desk_breaking")


class SetBreakingView(View):
    """Put a story on the banner as it is, for two hours."""

    http_method_names = ["post"]

    def post(self, request, pk):
        story = get_object_or_404(Article, pk=pk)
        if not can_set_breaking(request.user, story):
            raise PermissionDenied
        before = standing()
        if before and before.story_id == story.pk:
            # Sent twice, or by two editors: what somebody has reworded since stays.
            messages.info(request, f"“{before}” is on the banner already. You can change it here.")
        else:
            messages.success(request, said(set_breaking(story, request.user)))
        return redirect("desk_breaking")


class EndBreakingView(View):
    http_method_names = ["post"]

    def dispatch(self, request, *args, **kwargs):
        if not curates_something(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request):
        try:
            end_breaking(request.user, base=request.POST.get("base"))
        except BreakingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The banner is taken down.")
        return redirect("desk_breaking")


def said(banner: BreakingNews) -> str:
    return f"Readers see “{banner}” on every page now, until {both_clocks(banner.until)}."


urlpatterns = [
    path("fronts/breaking/", BreakingView.as_view(), name="desk_breaking"),
    path("fronts/breaking/<int:pk>/set/", SetBreakingView.as_view(), name="desk_set_breaking"),
    path("fronts/breaking/end/", EndBreakingView.as_view(), name="desk_end_breaking"),
]


# The way there


def header_button(page, user, view_name=None, next_url=None):
    # Wagtail hands over a plain page here and there.
    if not issubclass(page.specific_class or type(page), Article) or not can_set_breaking(user, page.specific):
        return
    banner = standing()
    if banner and banner.story_id == page.pk:
        yield Button("Change the breaking news banner", reverse("desk_breaking"), icon_name="warning", priority=13)
        return
    yield Button(
        "Set as breaking news banner",
        icon_name="warning",
        priority=13,
        attrs={
            "data-controller": "w-action",
            "data-action": "w-action#post",
            "data-w-action-url-value": reverse("desk_set_breaking", args=[page.pk]),
        },
    )
