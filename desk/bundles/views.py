"""The bundles' screens: the list, the form, one bundle with its stories and what can be done with it."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminPageChooser
from wagtail.admin.widgets.button import Button

from core.clocks import both_clocks, zone_help
from desk.bundles.claim import BundleRefused
from desk.bundles.going_live import cancel, holds_of, publish_now, schedule, take_apart
from desk.bundles.members import members_of, members_of_all, status_text
from desk.bundles.membership import add_story, embargo_refusal, remove_story
from desk.bundles.permissions import can_edit_bundle, can_see_all_of, can_see_member, publish_bundle_refusal, visible_to
from desk.models import Bundle, ScheduleFailure
from news.models import Article

Status = Bundle.Status


class BundleForm(WagtailAdminModelForm):
    """Refuse a time that has passed, or before which a story of the bundle is under embargo."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["go_live_at"].help_text += f" {zone_help()}"

    def clean_go_live_at(self):
        when = self.cleaned_data["go_live_at"]
        if when and when <= timezone.now():
            raise forms.ValidationError("This time has passed. Set a later one, or leave it empty and publish by hand.")
        return when

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and cleaned.get("go_live_at"):
            wanted = Bundle(pk=self.instance.pk, go_live_at=cleaned["go_live_at"])
            members = members_of(self.instance)
            refusals = [embargo_refusal(wanted, found.item) for found in members if found.row.waiting and found.item]
            if refusals := [refusal for refusal in refusals if refusal]:
                self.add_error("go_live_at", refusals)
        return cleaned


class StoryForm(forms.Form):
    """Choose the story that joins a bundle."""

    story: forms.ModelChoiceField = forms.ModelChoiceField(
        Article.objects.all(), label="Add a story", widget=AdminPageChooser(target_models=[Article])
    )


class BundleIndexView(generic.IndexView):
    page_title = "Bundles"

    def get_base_queryset(self):
        return visible_to(self.request.user).newest_first()

    def get_edit_url(self, instance) -> str:
        return reverse("bundle:inspect", args=[instance.pk])

    def get_list_buttons(self, instance) -> list:
        return []

    def get_table(self, object_list):
        shown = list(object_list)
        members = members_of_all(shown)
        for bundle in shown:
            bundle.state = status_text(bundle, members[bundle.pk])
            bundle.story_count = len(members[bundle.pk])
            bundle.time = both_clocks(bundle.go_live_at) or "by hand"
        return super().get_table(shown)


class BundleCreateView(generic.CreateView):
    page_title = "New bundle"

    def save_instance(self):
        self.form.instance.created_by = self.request.user
        return super().save_instance()

    def get_success_url(self) -> str:
        return reverse("bundle:inspect", args=[self.object.pk])

    def get_success_message(self, instance) -> str:
        return f"The bundle “{instance}” is there. Add its stories."

    def get_success_buttons(self) -> list:
        return []


class OneBundle(View):
    """Find a bundle for somebody who may see it; to everybody else it does not exist."""

    @cached_property
    def bundle(self) -> Bundle:
        found = visible_to(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_object(self, queryset=None) -> Bundle:
        return self.bundle

    def require_editor(self) -> None:
        if not can_edit_bundle(self.request.user, self.bundle):
            raise PermissionDenied

    def back(self):
        return redirect("bundle:inspect", self.bundle.pk)


class BundleEditView(OneBundle, generic.EditView):
    def dispatch(self, request, *args, **kwargs):
        self.require_editor()
        if self.bundle.status != Status.OPEN:
            messages.error(request, "Cancel the bundle’s schedule first." if self.bundle.go_live_at else "It is live.")
            return self.back()
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("bundle:inspect", args=[self.object.pk])

    def get_success_buttons(self) -> list:
        return []


class BundleDeleteView(OneBundle, generic.DeleteView):
    page_title = "Take apart"
    confirmation_message = (
        "Take this bundle apart? Its stories stay as they are. Approved ones do not go live by themselves: put them "
        "in another bundle, submit them again, or ask a managing editor to publish them."
    )

    def dispatch(self, request, *args, **kwargs):
        self.require_editor()
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            take_apart(self.bundle, self.request.user)
        except BundleRefused as refusal:
            messages.error(self.request, str(refusal))
            return self.back()
        messages.success(
            self.request, f"The bundle “{self.bundle}” is taken apart. Its stories wait for somebody to publish them."
        )
        return redirect("bundle:index")


class BundleView(OneBundle, generic.InspectView):
    """One bundle: its stories, how far each is, and the buttons that may be pressed."""

    template_name = "desk/bundle.html"
    any_permission_required = ["view"]
    fields = ["title"]

    def get_page_title(self) -> str:
        return str(self.bundle)

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("bundle:index"), "label": "Bundles"},
            {"url": "", "label": str(self.bundle)},
        ]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        if not self.may_edit or self.bundle.status == Status.PUBLISHED:
            return []
        take_apart = Button("Take apart", reverse("bundle:delete", args=[self.bundle.pk]), icon_name="bin", priority=20)
        if self.bundle.status != Status.OPEN:
            return [take_apart]
        edit = Button("Edit", reverse("bundle:edit", args=[self.bundle.pk]), icon_name="edit", priority=10)
        return [edit, take_apart]

    @cached_property
    def may_edit(self) -> bool:
        return can_edit_bundle(self.request.user, self.bundle)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        bundle, user = self.bundle, self.request.user
        members = members_of(bundle)
        holds = holds_of(members) if self.may_edit else {}
        form = StoryForm()
        return {
            **context,
            "bundle": bundle,
            "status": status_text(bundle, members),
            "goes_live": both_clocks(bundle.go_live_at),
            "members": [
                {
                    "member": found,
                    "visible": can_see_member(user, found),
                    "hold": holds.get(found.row.pk, ""),
                    "url": reverse("wagtailadmin_pages:edit", args=[found.item.pk]) if found.item else "",
                }
                for found in members
            ],
            "may_edit": self.may_edit,
            "may_fill": self.may_edit and bundle.status == Status.OPEN,
            "may_take_out": self.may_edit and bundle.status in (Status.OPEN, Status.FAILED),
            "may_cancel": self.may_edit and bundle.status in Bundle.ON_THE_CLOCK,
            "refusal": publish_bundle_refusal(user, bundle) if self.may_edit else "",
            "failures": ScheduleFailure.objects.open().of(bundle) if can_see_all_of(user, bundle) else [],
            "form": form,
            "media": form.media,
        }


class BundleActionView(OneBundle, View):
    """Do one thing with a bundle and say how it went."""

    def post(self, request, *args, **kwargs):
        self.require_editor()
        try:
            messages.success(request, self.act())
        except BundleRefused as refusal:
            messages.error(request, str(refusal))
        return self.back()

    def act(self) -> str:
        raise NotImplementedError


class AddStoryView(BundleActionView):
    def act(self) -> str:
        form = StoryForm(self.request.POST)
        if not form.is_valid():
            raise BundleRefused("Choose a story first.")
        story = form.cleaned_data["story"]
        add_story(self.bundle, story, self.request.user)
        return f"“{story.draft_title}” goes live with this bundle."


class RemoveStoryView(BundleActionView):
    def act(self) -> str:
        name = remove_story(self.bundle, self.kwargs["item_pk"], self.request.user)
        return f"“{name}” is out of the bundle and stays as it is: it does not go live by itself."


class ScheduleView(BundleActionView):
    def act(self) -> str:
        bundle = schedule(self.bundle, self.request.user)
        return f"Scheduled: all stories go live together on {both_clocks(bundle.go_live_at)}."


class CancelView(BundleActionView):
    def act(self) -> str:
        cancel(self.bundle, self.request.user)
        return "The schedule is cancelled. The bundle and its stories can be edited again."


class PublishView(BundleActionView):
    def act(self) -> str:
        publish_now(self.bundle, self.request.user)
        return "Published: readers can read all stories of the bundle now."


class BundleViewSet(ModelViewSet):
    """Stories that go live together."""

    model = Bundle
    name = "bundle"
    url_prefix = "bundles"
    icon = "folder-open-inverse"
    menu_label = "Bundles"
    menu_order = 12
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = BundleIndexView
    add_view_class = BundleCreateView
    edit_view_class = BundleEditView
    delete_view_class = BundleDeleteView
    inspect_view_class = BundleView
    list_display = [
        "title",
        Column("state", label="Status"),
        Column("story_count", label="Stories"),
        Column("time", label="Goes live", sort_key="go_live_at"),
    ]
    list_filter = ["status"]
    edit_handler = ObjectList(
        [FieldPanel("title"), FieldPanel("go_live_at"), FieldPanel("note")], base_form_class=BundleForm
    )
    actions = {
        "add-story": AddStoryView,
        "schedule": ScheduleView,
        "cancel": CancelView,
        "publish": PublishView,
    }

    def get_urlpatterns(self) -> list:
        # Of Wagtail's views only those that ask who may see the bundle in question.
        kept = {"index", "index_results", "add", "edit", "delete", "inspect"}
        return [
            *(pattern for pattern in super().get_urlpatterns() if pattern.name in kept),
            *(
                path(f"<int:pk>/{action}/", view.as_view(http_method_names=["post"]), name=action.replace("-", "_"))
                for action, view in self.actions.items()
            ),
            path(
                "<int:pk>/remove/<int:item_pk>/",
                RemoveStoryView.as_view(http_method_names=["post"]),
                name="remove_story",
            ),
        ]

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"history_url_name": None, "usage_url_name": None, **kwargs})

    def get_history_view_kwargs(self, **kwargs):
        return {**super().get_history_view_kwargs(**kwargs), "history_results_url_name": None}

    def register_permissions(self) -> None:
        """Register none: who may do what follows from the stories in a bundle (desk.bundles.policy)."""
