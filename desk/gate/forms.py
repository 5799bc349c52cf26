from django import forms

from desk.models.unreviewed_publication import REASON_LIMIT


class ReasonForm(forms.Form):
    """Why a story cannot wait for its review. Everybody who answers for it reads the answer."""

    reason = forms.CharField(
        max_length=REASON_LIMIT,
        label="Why can it not wait?",
        help_text="Kept in the story’s history and mailed to the managing editors.",
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
    )
    version = forms.CharField(max_length=80, widget=forms.HiddenInput)
