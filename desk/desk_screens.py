"""The managing editor's screens: who works where, and which steps a section's stories pass."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.log_actions import registry

from desk.assignments import (
    CHOICES_OFFERED,
    Post,
    can_assign,
    can_fill,
    can_manage_desks,
    find_person,
    label_of,
    name_of,
    offered_people,
)
from desk.models import SectionDesk, SiteRole
from desk.roles import site_group
from desk.staffing import posts_of, staff_of

# The pages about one desk, each with its heading and the URL that takes the desk's key. Others may add theirs; one
# whose URL does not exist is left out.
DESK_PAGES = [("People and steps", "desk_detail"), ("Checklist", "desk_checklist")]
LISTS = [("Desks", "desk_list"), ("People", "desk_people"), ("Whole newsroom", "desk_newsroom")]
CHANGES_SHOWN = 10


class DeskManagerMixin(View):
    """Open a screen to those who may manage desks."""

    header_icon = "group"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("desk_list"), "label": "Desks"},
    ]

    def dispatch(self, request, *args, **kwargs):
        if not can_manage_desks(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ListsMixin(DeskManagerMixin):
    """Show one of the lists, with the way to the others."""

    breadcrumbs_items = WagtailAdminTemplateMixin.breadcrumbs_items
    url_name: str

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": "Desks"}]

    def get_context_data(self, **kwargs):
        tabs = [{"label": label, "url": reverse(name), "is_here": name == self.url_name} for label, name in LISTS]
        return {**super().get_context_data(**kwargs), "tabs": tabs}


class NumberColumn(Column):
    """Show how many people hold a role."""

    def __init__(self, role: SectionDesk.Role):
        super().__init__(role.value, label=role.label.capitalize(), classname="desk-number")

    def get_value(self, staff):
        return staff.people[self.name]


class WarningsColumn(Column):
    cell_template_name = "desk/desks/warnings_cell.html"


class DeskListView(ListsMixin, BaseListingView):
    """List the desks: their chains, how many work there, and what nobody can do."""

    page_title = "Desks"
    template_name = "desk/desks/list.html"
    url_name = index_url_name = "desk_list"
    index_results_url_name = "desk_list_results"
    is_searchable = True
    search_fields = ["section__title"]
    paginate_by = 50
    table_classname = "listing desk-table"
    verbose_name_plural = "desks"
    columns = [
        TitleColumn(
            "section",
            label="Section",
            accessor="desk.section.title",
            get_url=lambda staff: reverse("desk_detail", args=[staff.desk.pk]),
        ),
        Column("chain", label="Steps", accessor="desk.get_chain_display"),
        *(NumberColumn(role) for role in SectionDesk.Role),
        WarningsColumn("warnings", label="To mend", accessor="warnings"),
    ]

    def get_base_queryset(self):
        return SectionDesk.objects.select_related("section").order_by("section__path")

    def get_table(self, object_list):
        return super().get_table(staff_of(list(object_list)))


class PostsColumn(Column):
    cell_template_name = "desk/desks/posts_cell.html"


class PersonColumn(Column):
    cell_template_name = "desk/desks/person_cell.html"


class PeopleListView(ListsMixin, BaseListingView):
    """List everybody with an account, and what they do."""

    page_title = "Desks"
    template_name = "desk/desks/list.html"
    url_name = index_url_name = "desk_people"
    index_results_url_name = "desk_people_results"
    is_searchable = True
    search_fields = ["first_name", "last_name", "username"]
    search_backend_name = None
    paginate_by = 50
    table_classname = "listing desk-table"
    verbose_name_plural = "people"
    columns = [PersonColumn("person", label="Name"), PostsColumn("posts", label="Works as")]

    def get_base_queryset(self):
        return get_user_model().objects.order_by("-is_active", "first_name", "last_name", "username")

    def search_queryset(self, queryset):
        # Each word somewhere: a full name is two columns.
        for word in self.search_query.split()[:5]:
            matches = [queryset.filter(**{f"{field}__icontains": word}) for field in self.search_fields]
            queryset = matches[0] | matches[1] | matches[2]
        return queryset

    def get_table(self, object_list):
        people = list(object_list)
        posts = posts_of(people)
        rows = [{"person": person, "name": name_of(person), "posts": posts.get(person.pk, [])} for person in people]
        return super().get_table(rows)


# One desk, or the roles of the whole newsroom


class PersonForm(forms.Form):
    """Name the person to add. The list of names is the browser's: it narrows as one types and works by keyboard."""

    person = forms.CharField(label="Add a person", max_length=254)

    def clean_person(self):
        return find_person(self.cleaned_data["person"])


class ChainForm(forms.Form):
    chain = forms.ChoiceField(choices=SectionDesk.Chain.choices, widget=forms.RadioSelect, label="Steps of review")


class PostsMixin(DeskManagerMixin):
    """Show posts with the people who hold them and a field to add somebody."""

    def post_rows(self, posts: list[Post]) -> list[dict]:
        group_pks = [post.group.pk for post in posts]
        memberships = (
            get_user_model()
            .groups.through.objects.filter(group__in=group_pks)
            .select_related("user")
            .order_by("user__first_name", "user__last_name", "user__username")
        )
        people: dict[int, list] = {pk: [] for pk in group_pks}
        for row in memberships:
            people[row.group_id].append(
                {"person": row.user, "name": name_of(row.user), "can_change": can_assign(self.request.user, row.user)}
            )
        return [
            {
                "post": post,
                "heading": post.label.capitalize(),
                "people": people[post.group.pk],
                "can_fill": can_fill(self.request.user, post),
            }
            for post in posts
        ]

    def offered(self) -> list[str]:
        return [label_of(person) for person in offered_people(self.request.user)[:CHOICES_OFFERED]]


class DeskDetailView(PostsMixin, WagtailAdminTemplateMixin, TemplateView):
    """Show a desk: its steps, who takes them, its people."""

    template_name = "desk/desks/desk.html"

    @cached_property
    def desk(self) -> SectionDesk:
        return get_desk(self.kwargs["pk"])

    def get_page_title(self):
        return str(self.desk)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.desk.section.title}]

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "desk": self.desk,
            "tabs": desk_tabs(self.desk, here="desk_detail"),
            "staff": staff_of([self.desk])[0],
            "chain_form": ChainForm(initial={"chain": self.desk.chain}),
            "posts": self.post_rows(posts_of_desk(self.desk)),
            "offered": self.offered(),
            "changes": registry.get_logs_for_instance(self.desk).select_related("user")[:CHANGES_SHOWN],
        }


class NewsroomView(PostsMixin, ListsMixin, WagtailAdminTemplateMixin, TemplateView):
    """Show the roles of the whole newsroom."""

    page_title = "Desks"
    template_name = "desk/desks/newsroom.html"
    url_name = "desk_newsroom"

    def get_context_data(self, **kwargs):
        posts = [site_post(key) for key in SiteRole.Key]
        return {**super().get_context_data(**kwargs), "posts": self.post_rows(posts), "offered": self.offered()}


def get_desk(pk: int) -> SectionDesk:
    related = ["section", "workflow", *(role.value for role in SectionDesk.Role)]
    return get_object_or_404(SectionDesk.objects.select_related(*related), pk=pk)


def desk_tabs(desk: SectionDesk, here: str) -> list[dict]:
    """List the pages about a desk; `here` is the name of the URL that shows them."""
    tabs = []
    for label, name in DESK_PAGES:
        try:
            tabs.append({"label": label, "url": reverse(name, args=[desk.pk]), "is_here": name == here})
        except NoReverseMatch:
            continue
    return tabs


def posts_of_desk(desk: SectionDesk) -> list[Post]:
    return [Post(role.value, group, desk) for role in SectionDesk.Role if (group := desk.group(role)) is not None]


def site_post(key: str) -> Post:
    return Post(SiteRole.Key(key).value, site_group(key))
