"""The list of fronts, and the screen that says which containers stand on one."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from desk.fronts import replay_views
from desk.fronts.arranging import MOST, arrange
from desk.fronts.board import urls as board_urls
from desk.fronts.front_view import FrontScreenMixin
from desk.fronts.permissions import arranged_by, can_arrange, curated_by, curates_something
from news.models import Container, Placement


class CuratorMixin(WagtailAdminTemplateMixin):
    page_title = "Fronts"
    header_icon = "desktop"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def dispatch(self, request, *args, **kwargs):
        if not curates_something(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class FrontListView(CuratorMixin, TemplateView):
    """The fronts that somebody arranges, and those where a container of theirs stands."""

    template_name = "desk/fronts/list.html"

    @property
    def header_buttons(self):
        return [HeaderButton("Breaking news banner", reverse("desk_breaking"), icon_name="warning")]

    def get_context_data(self, **kwargs):
        theirs = set(curated_by(self.request.user).values_list("pk", flat=True))
        arranged = {front.pk: front for front in arranged_by(self.request.user)}
        others = Page.objects.filter(placements__container__in=theirs).exclude(pk__in=arranged).order_by("path")
        fronts = sorted([*arranged.values(), *others.distinct()], key=lambda page: page.path)
        placed: dict[int, list[Container]] = {}
        for placement in Placement.objects.filter(front__in=fronts).select_related("container"):
            placed.setdefault(placement.front_id, []).append(placement.container)
        rows = [self.row(front, placed.get(front.pk, []), front.pk in arranged) for front in fronts]
        return super().get_context_data(fronts=rows, **kwargs)

    def row(self, front: Page, containers: list[Container], may_arrange: bool) -> dict[str, object]:
        launched = [container.last_published_at for container in containers if container.last_published_at]
        return {
            "front": front,
            "containers": containers,
            "drafts": sum(container.has_unpublished_changes for container in containers),
            "launched_at": max(launched, default=None),
            "may_arrange": may_arrange,
        }


class PlaceForm(forms.Form):
    """One container on a front: its number in the order, or none to take it off."""

    container = forms.ModelChoiceField(Container.objects.all(), widget=forms.HiddenInput)
    place = forms.IntegerField(
        required=False, min_value=1, max_value=999, widget=forms.NumberInput({"style": "inline-size: 5rem"})
    )


class AddForm(forms.Form):
    """The container that joins a front at its end."""

    def __init__(self, containers: QuerySet, data=None) -> None:
        super().__init__(data)
        self.fields["add"] = forms.ModelChoiceField(
            containers, required=False, label="Add a container", empty_label="None"
        )


PlaceFormSet = forms.formset_factory(PlaceForm, extra=0, max_num=MOST, absolute_max=2 * MOST)


class ArrangeView(FrontScreenMixin, WagtailAdminTemplateMixin, TemplateView):
    template_name = "desk/fronts/arrange.html"
    page_title = "Arrange"
    header_icon = "order"

    def is_for(self, user) -> bool:
        return can_arrange(user, self.front)

    @cached_property
    def standing(self) -> list[Container]:
        return list(Container.objects.on_front(self.front).select_related("section"))

    def get_formset(self, data=None):
        initial = [{"container": container, "place": place} for place, container in enumerate(self.standing, 1)]
        return PlaceFormSet(data, initial=initial, prefix="places")

    def get_add_form(self, data=None) -> AddForm:
        return AddForm(Container.objects.exclude(pk__in=[found.pk for found in self.standing]), data)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("formset", self.get_formset())
        kwargs.setdefault("add_form", self.get_add_form())
        rows = list(zip(self.standing, kwargs["formset"].forms, strict=False))
        return super().get_context_data(
            front=self.front, rows=rows, back_url=reverse("desk_front", args=[self.front.pk]), **kwargs
        )

    def post(self, request, pk):
        formset, add_form = self.get_formset(request.POST), self.get_add_form(request.POST)
        if not (formset.is_valid() and add_form.is_valid()):
            messages.error(request, "Nothing was changed: see below.")
            return self.render_to_response(self.get_context_data(formset=formset, add_form=add_form))
        placed = [form.cleaned_data for form in formset if form.cleaned_data.get("place")]
        order = [row["container"] for row in sorted(placed, key=lambda row: row["place"])]
        added = add_form.cleaned_data["add"]
        try:
            arrange(self.front, [*order, *([added] if added else [])], request.user)
        except ValueError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"“{self.front.title}” is arranged: readers see it now.")
        return redirect("desk_front", pk)


class FrontsMenuItem(MenuItem):
    """Lead those who curate to the fronts."""

    def __init__(self):
        super().__init__("Fronts", reverse("desk_fronts"), name="fronts", icon_name="desktop", order=30)

    def is_shown(self, request) -> bool:
        return curates_something(request.user)


urlpatterns = [
    path("fronts/", FrontListView.as_view(), name="desk_fronts"),
    path("fronts/<int:pk>/arrange/", ArrangeView.as_view(), name="desk_front_arrange"),
    *board_urls.urlpatterns,
    *replay_views.urlpatterns,
]
