"""What a story's form checks, in words an editor can act on."""

from django import forms
from django.db.models import QuerySet

from news.schedule import ScheduleForm
from news.slugs import free_slug, slug_of

BODY_LIMIT = 300_000  # characters of a whole body: about fifty thousand words


class ArticleForm(ScheduleForm):
    """Refuse what cannot be printed; the form keeps everything that was typed."""

    def __init__(self, data=None, files=None, parent_page=None, *args, **kwargs) -> None:
        instance = kwargs.get("instance")
        user = kwargs.get("for_user")
        if instance is not None and instance.pk is None and user is not None:
            self.sign(instance, user)
            if not instance.body:
                instance.body = [("paragraph", "")]  # a place to write, without choosing a block first
        super().__init__(data, files, parent_page, *args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        self.prepare_times()

    @staticmethod
    def sign(article, user) -> None:
        """Put the reporter's own byline on a new draft."""
        from news.models import Byline

        profile = getattr(user, "author_profile", None)
        if profile is not None and not article.bylines.all():
            article.bylines.add(Byline(author=profile))

    def clean_slug(self) -> str:
        """Make an address from a headline in any script, and number it when another story has it, as WordPress does.

        A story that has been live keeps what its editor typed: readers may have the address.
        """
        slug = self.cleaned_data["slug"] or slug_of(self.cleaned_data.get("title", ""))
        if self.instance.first_published_at or self.parent_page is None:
            return slug
        return free_slug(self.parent_page, slug, keep=self.instance)

    def clean(self):
        cleaned = super().clean()
        self.check_body(cleaned)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        self.check_times(cleaned)
        image = cleaned.get("lead_image")
        if image and not (cleaned.get("lead_image_alt") or image.description):
            self.add_error("lead_image_alt", "Say in one sentence what the picture shows; it has no alt text yet.")
        if cleaned.get("source_url") and not cleaned.get("source_name"):
            self.add_error("source_name", "Name the source: readers see the name, not the address.")
        if cleaned.get("is_republication") and not cleaned.get("source_url"):
            self.add_error("source_url", "A republication needs the address of the original.")
        return cleaned

    def check_body(self, cleaned) -> None:
        body = cleaned.get("body")
        if body is None:
            return
        length = sum(len(str(row.get("value", ""))) for row in body.get_prep_value())
        if length > BODY_LIMIT:
            self.add_error(
                "body",
                f"The text is too long: {length:,} characters; a story may have {BODY_LIMIT:,}. Split it into parts.",
            )


def indented(section) -> str:
    """Name a section in a list, subsections under the section above them."""
    return "\u2003" * max(0, section.depth - 3) + section.title


class SectionChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, section) -> str:
        return indented(section)

    def to_python(self, value):
        # A page's key is a relation: Django does not check for those what the database can hold.
        if len(str(value or "")) > 18:
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})
        return super().to_python(value)


class SectionForm(forms.Form):
    """Choose the section of a new story; the first is ticked already."""

    def __init__(self, sections: QuerySet, data=None) -> None:
        super().__init__(data)
        self.fields["parent_page"] = SectionChoiceField(
            sections,
            label="Section",
            widget=forms.RadioSelect,
            empty_label=None,
            initial=sections.first(),
            help_text="A story can be moved to another section later.",
        )
