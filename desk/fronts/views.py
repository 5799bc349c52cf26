"""Containers in the admin, in Wagtail's own views, for those who fill them."""

from functools import wraps
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.snippets.action_menu import ActionMenuItem, PublishMenuItem
from wagtail.snippets.views.snippets import CopyView, CreateView, EditView, SnippetViewSet

from core.clocks import both_clocks, zone_help
from desk.fronts.launching import Refused, changed_by, discard, launch, version_of
from desk.fronts.permissions import can_curate, can_curate_home, curated_by, curated_sections
from news.forms import indented
from news.models import Container

CARDS = [FieldPanel("cards")]
SETTINGS = [
    FieldPanel("title"),
    FieldPanel("show_title"),
    FieldPanel("link"),
    FieldPanel("description"),
    FieldPanel("section"),
    FieldRowPanel([FieldPanel("layout"), FieldPanel("max_cards")]),
    FieldPanel("backfill", heading="Free slots"),
    MultiFieldPanel(
        [FieldPanel(name) for name in ("show_kicker", "show_byline", "show_picture", "show_age")], heading="Its cards"
    ),
    MultiFieldPanel(
        [
            FieldPanel("allows_repeats"),
            FieldPanel("is_hidden"),
            FieldPanel("visible_from"),
            FieldPanel("visible_until"),
        ],
        heading="When and how it shows",
    ),
]


class ContainerForm(WagtailAdminModelForm):
    """Offer the sections that the editor answers for: nobody hands a container to others or takes one of theirs."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        field.queryset = curated_sections(self.for_user)
        field.label_from_instance = indented
        if self.instance.pk is None and not can_curate_home(self.for_user):
            self.initial["section"] = field.queryset.first()
        for name in ("visible_from", "visible_until"):
            self.fields[name].help_text = zone_help()

    def clean_section(self):
        # Not by a required field: those are let off in a draft.
        section = self.cleaned_data["section"]
        if section is None and not can_curate_home(self.for_user):
            raise forms.ValidationError("Choose your section: what has none is the home page editors’.")
        return section


class OneFunction:
    """Launch through desk.fronts.launching, whichever of Wagtail's forms was sent."""

    if TYPE_CHECKING:  # what the view beside this mixin has
        action: str
        object: Container

    def publish_action(self):
        try:
            launch(self.object, self.request.user, base=version_of(self.object))
        except Refused as error:
            messages.error(self.request, f"Saved as a draft, not launched. {error}")
            return redirect(self.get_edit_url())
        return None

    def get_success_message(self, instance=None) -> str:
        done = "launched: readers see it now" if self.action == "publish" else "saved as a draft"
        return f"“{instance or self.object}” is {done}."


class ContainerCreateView(OneFunction, CreateView):
    """Wagtail's form for a new container."""


class ContainerCopyView(OneFunction, CopyView):
    """Wagtail's form for a container like another one."""


class ContainerEditView(OneFunction, EditView):
    def is_valid(self, form) -> bool:
        if self.is_out_of_date and not self.expects_json_response:
            self.produced_error_code = "invalid_revision"
            self.produced_error_message = (
                f"“{self.object}” was {changed_by(self.live_object)}: not saved. Your version is below. The other one "
                "is in the history; send yours again to put it in its place."
            )
            form.is_valid()
            return False
        return super().is_valid(form)


class ContainerViewSet(SnippetViewSet):
    """Every view of one container is for those who fill it: the views' own checks ask for a right to any container."""

    model = Container
    icon = "list-ul"
    menu_label = "Containers"
    menu_order = 31
    add_to_admin_menu = True
    add_view_class = ContainerCreateView
    copy_view_class = ContainerCopyView
    edit_view_class = ContainerEditView
    list_display = [
        "title",
        Column("section", label="Section", accessor=lambda container: container.section or "Home page"),
        Column("layout", label="Layout", accessor=lambda container: container.get_layout_display()),
        Column("fronts", label="Stands on", accessor=lambda container: standing_on(container) or "No front"),
        Column("status_string", label="Status"),
        DateColumn("changed_at", label="Changed"),
    ]
    list_filter = ["section", "layout", "live"]
    list_per_page = 50
    edit_handler = TabbedInterface(
        [ObjectList(CARDS, heading="Cards"), ObjectList(SETTINGS, heading="Settings")], base_form_class=ContainerForm
    )

    def get_queryset(self, request):
        found = curated_by(request.user).select_related("section", "latest_revision")
        return found.prefetch_related("placements__front")

    def construct_view(self, view_class, **kwargs):
        return for_curators(super().construct_view(view_class, **kwargs))

    def register_chooser_viewset(self) -> None:
        """Register none: nothing chooses a container, and the chooser would list everybody's."""

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("discard/<int:pk>/", for_curators(DiscardView.as_view()), name="discard"),
        ]


def standing_on(container: Container) -> str:
    return ", ".join(placement.front.title for placement in container.placements.all())


def for_curators(view):
    """Refuse a view of one container to all who may not fill it."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if "pk" in kwargs:
            key = str(kwargs["pk"])
            if not (key.isdecimal() and len(key) < 19):
                raise Http404
            container = get_object_or_404(Container.objects.select_related("section"), pk=key)
            if not can_curate(request.user, container):
                raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


class DiscardView(WagtailAdminTemplateMixin, TemplateView):
    """Ask before a draft is given up."""

    page_title = "Discard draft"
    header_icon = "list-ul"
    template_name = "desk/fronts/discard.html"

    def get_context_data(self, **kwargs):
        container = get_object_or_404(Container.objects.select_related("latest_revision__user"), pk=self.kwargs["pk"])
        revision = container.latest_revision
        when = both_clocks(revision.created_at) if revision else ""
        return super().get_context_data(container=container, when=when, edit_url=edit_url(container), **kwargs)

    def post(self, request, pk):
        container = get_object_or_404(Container, pk=pk)
        try:
            discard(container, request.user)
            messages.success(request, f"The draft of “{container}” is discarded; it stays in the history.")
        except Refused as error:
            messages.error(request, str(error))
        return redirect(edit_url(container))


def edit_url(container: Container) -> str:
    return reverse(f"{ContainerViewSet().get_admin_url_namespace()}:edit", args=[container.pk])


# The menu below the form


class LaunchMenuItem(PublishMenuItem):
    """Wagtail's own asks for a permission of Django's, which section editors have not."""

    label = "Launch"
    order = 0

    def is_shown(self, context) -> bool:
        return not context.get("locked_for_user")


class DiscardMenuItem(ActionMenuItem):
    name = "action-discard"
    label = "Discard draft"
    icon_name = "cross"
    order = 90

    def is_shown(self, context) -> bool:
        container = context.get("instance")
        has_draft = container is not None and container.live and container.has_unpublished_changes
        return has_draft and super().is_shown(context)

    def get_url(self, context) -> str:
        return reverse(f"{ContainerViewSet().get_admin_url_namespace()}:discard", args=[context["instance"].pk])


def menu_items(items, request, context) -> None:
    """Put our items in the place of Wagtail's “Publish” and “Unpublish”."""
    if context["model"] is not Container:
        return
    kept = [item for item in items if item.name not in ("action-publish", "action-unpublish")]
    ours = [item for item in (LaunchMenuItem(), DiscardMenuItem()) if item.is_shown(context)]
    items[:] = [*kept, *ours]


def refuse_bulk(request, action_type, objects, action):
    """Refuse to do in bulk what may not be done one by one."""
    if action.model is Container and not all(can_curate(request.user, container) for container in objects):
        raise PermissionDenied
