"""What the board shows of all that a person may see; kept in the address."""

from collections.abc import Callable

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import F, Q
from django.utils import timezone

from desk.people import by_name, name_of
from desk.visibility import places, within
from news.forms import indented
from news.models import Article, Byline, Section


def offer(field, rows: dict[int, object], everything: str, label: Callable) -> None:
    """Let a field choose one of some rows that are loaded already; what it gives is the row, None for all of them."""
    field.choices = [("", everything), *((str(pk), label(row)) for pk, row in rows.items())]
    field.coerce = lambda value: rows[int(value)]
    field.empty_value = None


class BoardFilters(forms.Form):
    """Choose section, person, kind and overdue. What cannot be understood filters nothing."""

    section = forms.TypedChoiceField(required=False)
    person = forms.TypedChoiceField(required=False)
    kind = forms.ChoiceField(choices=[("", "Every kind"), *Article.Kind.choices], required=False)
    overdue = forms.BooleanField(required=False, label="Only overdue")

    def __init__(self, user, data=None) -> None:
        super().__init__(data or None, label_suffix="")
        self.paths = places(user)
        self.sections = list(Section.objects.filter(within(self.paths)).in_order().only("title", "path", "depth"))
        staff = get_user_model().objects.filter(is_active=True, groups__page_permissions__isnull=False)
        people = list(by_name(staff).annotate(profile=F("author_profile")).distinct())
        self.names = {person.pk: name_of(person) for person in people}
        for person in people:
            if person.pk == user.pk:
                user.author_profile_known = person.profile  # what desk.permissions.profile_of() would ask for
        offer(self.fields["section"], {row.pk: row for row in self.sections}, "All sections", indented)
        offer(self.fields["person"], {pk: pk for pk in self.names}, "Everybody", self.names.__getitem__)
        self.is_valid()
        self.chosen = getattr(self, "cleaned_data", {})

    @property
    def is_used(self) -> bool:
        return any(self.chosen.values())

    def below(self) -> list[str]:
        """Return the paths to look below."""
        section = self.chosen.get("section")
        return [section.path] if section else self.paths

    def stories(self):
        """Return the stories that pass, those of other columns included."""
        found = Article.objects.filter(within(self.below()))
        if person := self.chosen.get("person"):
            signed = Byline.objects.filter(author__user=person).values("article")
            found = found.filter(Q(owner=person) | Q(assignment__assignee=person) | Q(pk__in=signed))
        if kind := self.chosen.get("kind"):
            # A draft's kind is in its latest version; the page's own row has what readers see.
            found = found.filter(
                Q(latest_revision__content__kind=kind) | Q(has_unpublished_changes=False, live=True, kind=kind)
            )
        if self.chosen.get("overdue"):
            found = found.filter(assignment__due_at__lt=timezone.now())
        return found

    def narrow_pitches(self, pitches):
        if self.chosen.get("kind"):
            return pitches.none()  # a pitch has no kind yet
        if person := self.chosen.get("person"):
            pitches = pitches.filter(Q(assignee=person) | Q(assignee=None, created_by=person))
        if self.chosen.get("overdue"):
            pitches = pitches.filter(due_at__lt=timezone.now())
        return pitches
