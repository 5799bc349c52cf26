from django import forms

from desk.checklist.items import ITEMS
from desk.models import ChecklistLevel, CustomCheck, Level, SectionDesk


class LevelsForm(forms.Form):
    """How much one desk insists on each item; only what differs from the default is kept."""

    def __init__(self, desk: SectionDesk, data=None) -> None:
        super().__init__(data)
        self.desk = desk
        chosen = {row.item: row.level for row in desk.checklist_levels.all()}
        for item in ITEMS:
            self.fields[item.key] = forms.ChoiceField(
                label=item.title,
                choices=Level.choices,
                initial=chosen.get(item.key, item.level),
                help_text=f"{'Asked of a person, who ticks it. ' if item.find is None else ''}"
                f"Usually {item.level.label.lower()}.",
            )

    def save(self) -> None:
        levels = [
            ChecklistLevel(desk=self.desk, item=item.key, level=self.cleaned_data[item.key])
            for item in ITEMS
            if self.cleaned_data[item.key] != item.level
        ]
        self.desk.checklist_levels.all().delete()
        ChecklistLevel.objects.bulk_create(levels)


class CustomCheckForm(forms.ModelForm):
    class Meta:
        model = CustomCheck
        fields = ["text", "level", "sort_order"]
        labels = {"sort_order": "Place"}


CustomChecks = forms.inlineformset_factory(
    SectionDesk, CustomCheck, form=CustomCheckForm, extra=3, max_num=20, can_delete=True
)
