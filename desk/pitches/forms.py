"""What a pitch's and a plan's form checks, in words an editor can act on."""

from datetime import timedelta

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateTimeInput

from desk.models import Assignment
from desk.people import name_of
from desk.pitches.permissions import assignable, is_editor, people_of, sections_to_pitch
from news.forms import SectionChoiceField
from news.models import Section

TOO_FAR = timedelta(days=3650)


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, user) -> str:
        return name_of(user)


class PlanForm(WagtailAdminModelForm):
    """Who writes a story, until when, how long."""

    class Meta:
        model = Assignment
        fields = ["assignee", "due_at", "length", "brief"]
        field_classes = {"assignee": PersonField, "section": SectionChoiceField}
        widgets = {"due_at": AdminDateTimeInput, "brief": AdminAutoHeightTextInput(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        people = assignable(self.for_user, self.sections())
        if self.instance.assignee_id:
            # Somebody who has left the desk stays until an editor gives the work to another.
            people = people | get_user_model().objects.filter(pk=self.instance.assignee_id)
        self.fields["assignee"].queryset = people
        self.fields["assignee"].empty_label = "Nobody yet"
        self.fields["due_at"].help_text = f"In your time zone: {timezone.get_current_timezone_name()}."

    def sections(self) -> list:
        return [self.instance.place]

    def chosen_place(self, cleaned):
        return self.instance.place

    def clean_due_at(self):
        due = self.cleaned_data["due_at"]
        if due and abs(due - timezone.now()) > TOO_FAR:
            raise forms.ValidationError("That is more than ten years from today: check the year.")
        return due

    def clean(self):
        cleaned = super().clean()
        person, place = cleaned.get("assignee"), self.chosen_place(cleaned)
        if person and place and "assignee" in self.changed_data and person != self.for_user:
            name = name_of(person)
            if not is_editor(self.for_user, place):
                self.add_error("assignee", f"Only the section's editors give work to others, {name} included.")
            elif not people_of([place.path]).filter(pk=person.pk).exists():
                self.add_error("assignee", f"{name} does not work on that desk.")
        return cleaned

    @property
    def is_due_in_the_past(self) -> bool:
        due = self.cleaned_data.get("due_at")
        return bool(due and "due_at" in self.changed_data and due < timezone.now())


class PitchForm(PlanForm):
    """An idea for a story: everything of a plan, and what it is about."""

    class Meta(PlanForm.Meta):
        fields = ["title", "brief", "section", "assignee", "due_at", "length"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = sections_to_pitch(self.for_user)
        if self.instance.section_id:
            choices = choices | Section.objects.filter(pk=self.instance.section_id)
        self.fields["section"].queryset = choices
        if not self.instance.pk and len(self.sections()) == 1:
            self.fields["section"].initial = self.sections()[0]

    def sections(self) -> list:
        if "own_sections" not in self.__dict__:
            self.own_sections = list(sections_to_pitch(self.for_user))
        return self.own_sections

    def chosen_place(self, cleaned):
        return cleaned.get("section")
