from django.forms import CharField, Textarea
from wagtail.images.forms import BaseImageForm


class ImageForm(BaseImageForm):
    """Ask for alt text with every picture: readers who cannot see it depend on it."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            self.fields["description"] = CharField(
                label="Alt text",
                max_length=255,
                widget=Textarea(attrs={"rows": 2}),
                help_text="What the picture shows, in one sentence, for readers who cannot see it.",
            )
