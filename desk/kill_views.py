"""Screens that kill a story, bring it back and change what readers find in its place."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.admin.widgets.button import HeaderButton

from desk import killing
from news.models import Article, Tombstone

TEXT = Tombstone._meta.get_field("text")
REASON_LIMIT = 1_000


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=REASON_LIMIT,
        widget=AdminAutoHeightTextInput,
        help_text="For the newsroom only: it is mailed to the editors and stays in the story's history.",
    )


class TombstoneForm(forms.Form):
    text = forms.CharField(
        label="What readers see",
        max_length=TEXT.max_length,
        initial=TEXT.default,
        widget=AdminAutoHeightTextInput,
        help_text=TEXT.help_text,
    )


class KillForm(TombstoneForm, ReasonForm):
    field_order = ["reason", "text"]


class StoryFormView(WagtailAdminTemplateMixin, FormView):
    """Ask something about one story; only those who may kill stories come here."""

    template_name = "desk/kill_form.html"
    header_icon = "no-view"
    explanation = ""
    submit_button_label = submit_button_active_label = success_message = ""
    is_serious = False
    _show_breadcrumbs = True

    @cached_property
    def story(self) -> Article:
        return get_object_or_404(Article, pk=self.kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if not killing.may_decide(request.user) or not self.story.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        if refusal := self.refusal():
            messages.error(request, refusal)
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def refusal(self) -> str:
        """Say why there is nothing to ask; empty when there is."""
        return "" if killing.current_kill(self.story) else "This story is not killed."

    def form_valid(self, form):
        try:
            self.act(form.cleaned_data)
        except killing.KillRefused as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, self.success_message)
        return redirect(self.get_success_url())

    def act(self, answers: dict[str, str]) -> None:
        raise NotImplementedError

    def get_explanation(self) -> str:
        return self.explanation

    def get_success_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.story.pk])

    def get_breadcrumbs_items(self):
        items = get_breadcrumbs_items_for_page(self.story, self.request.user)
        return [*items, {"url": "", "label": self.page_title}]

    def get_page_subtitle(self) -> str:
        return self.story.get_admin_display_title()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs,
            action_url=self.request.path,
            explanation=self.get_explanation(),
            is_serious=self.is_serious,
            submit_button_label=self.submit_button_label,
            submit_button_active_label=self.submit_button_active_label,
            media=kwargs["form"].media if "form" in kwargs else self.get_form().media,
            story=self.story,
            edit_url=self.get_success_url(),
        )


class KillView(StoryFormView):
    form_class = KillForm
    page_title = "Kill this story"
    submit_button_label = "Kill the story"
    submit_button_active_label = "Killing…"
    is_serious = True
    success_message = "Killed. Readers find a page that says so, and nothing of the story."

    def get_explanation(self) -> str:
        ends = "Its review and its schedule end."
        if not (self.story.live or self.story.first_published_at):
            return f"{ends} Nobody can publish it until it is brought back. Text and history stay."
        return (
            "It leaves the site at once: its page, fronts, feeds, search and sitemaps. Readers who follow a link to it "
            f"find the text below. {ends} Nobody can publish it until it is brought back. Text and history stay."
        )

    def refusal(self) -> str:
        return killing.kill_refusal(self.story)

    def act(self, answers: dict[str, str]) -> None:
        killing.kill(self.story, self.request.user, answers["reason"], answers["text"])


class RestoreView(StoryFormView):
    form_class = ReasonForm
    page_title = "Bring this story back"
    submit_button_label = "Bring it back"
    submit_button_active_label = "Bringing it back…"
    success_message = "Brought back, as a draft. Submit it when readers may read it again."
    header_icon = "resubmit"
    explanation = (
        "It becomes a draft again. Its address answers “no such page” until the story is approved the ordinary way."
    )

    def act(self, answers: dict[str, str]) -> None:
        killing.restore(self.story, self.request.user, answers["reason"])


class TombstoneView(StoryFormView):
    form_class = TombstoneForm
    page_title = "What readers find in its place"
    submit_button_label = "Save"
    submit_button_active_label = "Saving…"
    success_message = "Saved. Readers see the new text within a minute."

    @property
    def tombstones(self) -> QuerySet[Tombstone]:
        return Tombstone.objects.filter(article=self.story)

    def refusal(self) -> str:
        return "" if self.tombstones.exists() else "There is nothing in its place: it is not killed, or was never read."

    def get_initial(self):
        return {"text": self.tombstones.get().text}

    def act(self, answers: dict[str, str]) -> None:
        self.tombstones.update(text=answers["text"])


urlpatterns = [
    path("desk/stories/<int:pk>/kill/", KillView.as_view(), name="desk_kill"),
    path("desk/stories/<int:pk>/restore/", RestoreView.as_view(), name="desk_restore_story"),
    path("desk/stories/<int:pk>/tombstone/", TombstoneView.as_view(), name="desk_tombstone"),
]


# The ways there

LINKS = (
    ("desk_kill", "Kill this story", "no-view", killing.can_kill),
    ("desk_restore_story", "Bring this story back", "resubmit", killing.can_restore),
)


class StoryLink(PageMenuItem):
    """A link about a story in the menu beside its headline."""

    def __init__(self, name: str, label: str, icon: str, predicate, *, page, priority: int) -> None:
        super().__init__(label=label, icon_name=icon, priority=priority, page=page)
        self.url_name = name
        self.predicate = predicate

    def is_shown(self, user) -> bool:
        return self.predicate(user, self.page)


class KillMenuItem(ActionMenuItem):
    """The same links in the menu at the foot of the editor."""

    def __init__(self, name: str, label: str, icon: str, predicate, *, order: int) -> None:
        super().__init__(order=order)
        self.name, self.label, self.icon_name, self.predicate = None, label, icon, predicate
        self.url_name = name

    def is_shown(self, context) -> bool:
        if context["view"] != "edit" or not isinstance(context["page"], Article):
            return False
        return self.predicate(context["request"].user, context["page"])

    def get_url(self, context) -> str:
        return reverse(self.url_name, args=[context["page"].pk])


def header_links(page, user, view_name, next_url=None):
    if isinstance(page.specific_deferred, Article):
        for priority, link in enumerate(LINKS, 61):
            yield StoryLink(*link, page=page, priority=priority)


def action_menu_items() -> list[KillMenuItem]:
    # After “Page locked” (10,000): the first item is the large button, and a locked story may have no other.
    return [KillMenuItem(*link, order=10_100 + place) for place, link in enumerate(LINKS)]


class StoryDeleteView(DeleteView):
    """Say why a killed story stays, where Wagtail says only that it may not be deleted."""

    def dispatch(self, request, page_id, *args, **kwargs):
        story = get_object_or_404(Article, pk=page_id)
        refusal = killing.deletion_refusal(request.user, story)
        if refusal and story.permissions_for_user(request.user).can_edit():
            messages.error(request, refusal)
            return redirect("wagtailadmin_pages:edit", story.pk)
        return super().dispatch(request, page_id, *args, **kwargs)


class StoryHistoryView(PageHistoryView):
    # Wagtail asks here for a permission somewhere; who is at a step of review may have none (desk.roles).
    any_permission_required = None

    @cached_property
    def header_buttons(self):
        links = [
            HeaderButton(label=label, url=reverse(name, args=[self.object.pk]), icon_name=icon)
            for name, label, icon, predicate in LINKS
            if isinstance(self.object, Article) and predicate(self.request.user, self.object)
        ]
        return [*super().header_buttons, *links]


def show_banner(request, story: Article) -> None:
    """Say in the editor of a killed story who killed it, when and why, and what can be done."""
    kill = killing.current_kill(story)
    if kill is None:
        return
    buttons = []
    if killing.may_decide(request.user):
        buttons.append(messages.button(reverse("desk_restore_story", args=[story.pk]), "Bring it back"))
        if Tombstone.objects.filter(article=story).exists():
            buttons.append(messages.button(reverse("desk_tombstone", args=[story.pk]), "What readers see"))
    messages.error(request, f"{killing.describe(kill)} It cannot be published until it is brought back.", buttons)
