"""What readers fill in. The forms judge shape and size; comments.rules judges everything else."""

from django import forms
from django.core.validators import URLValidator

from comments.models import Report
from comments.text import clean_line, clean_text, is_visible

LONGEST_TEXT = 5_000
LONGEST_NAME = 80
LONGEST_NOTE = 500
LONGEST_BODY = 64 * 1024  # bytes of a request: 5,000 signs of any script, as a form writes them


class LineField(forms.CharField):
    def to_python(self, value):
        return clean_line(super().to_python(value) or "")


class TextField(forms.CharField):
    def to_python(self, value):
        return clean_text(super().to_python(value) or "")

    def has_changed(self, initial, data):
        return bool(data)


class ReplyForm(forms.Form):
    """Name what is missing or too long in plain words, all of it at once."""

    text = TextField(label="Comment", required=False)
    name = LineField(label="Name", required=False)
    email = LineField(label="Email", required=False)
    website = LineField(label="Website", required=False)
    notify = forms.BooleanField(required=False)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if not is_visible(text):
            raise forms.ValidationError("Write your comment here.")
        if len(text) > LONGEST_TEXT:
            raise forms.ValidationError(
                f"At most {LONGEST_TEXT:,} characters fit in a comment; this one has {len(text):,}. Please shorten it."
            )
        return text

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if not is_visible(name):
            raise forms.ValidationError("Write your name.")
        if len(name) > LONGEST_NAME:
            raise forms.ValidationError(f"At most {LONGEST_NAME} characters fit in a name; this one has {len(name):,}.")
        return name

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if not email:
            raise forms.ValidationError("Write your e-mail address. It will not be published.")
        field = forms.EmailField(
            max_length=254,
            error_messages={
                "invalid": "This is no e-mail address. One looks like name@example.com.",
                "max_length": "At most 254 characters fit in an e-mail address.",
            },
        )
        return field.clean(email)

    def clean_website(self) -> str:
        website = self.cleaned_data["website"]
        if not website:
            return ""
        website = website if "://" in website else f"https://{website}"
        if len(website) > 300:
            raise forms.ValidationError("At most 300 characters fit in a web address.")
        try:
            URLValidator(schemes=["http", "https"])(website)
        except forms.ValidationError as error:
            raise forms.ValidationError("This is no web address. One looks like https://example.com.") from error
        return website

    def messages(self) -> dict[str, str]:
        """Return field -> what is wrong with it."""
        return {name: " ".join(map(str, errors)) for name, errors in self.errors.items()}


class ReportForm(forms.Form):
    ground = forms.ChoiceField(
        choices=Report.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what is wrong with this reply.",
            "invalid_choice": "Choose one of the reasons below.",
        },
    )
    note = LineField(
        required=False,
        max_length=LONGEST_NOTE,
        error_messages={"max_length": f"At most {LONGEST_NOTE} characters fit in the note."},
    )
