import struct
import zlib

from django.core.exceptions import ValidationError
from django.forms import CharField, Textarea
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

# What Pillow raises for files that begin as a picture and do not go on as one.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)


class PictureFileField(WagtailImageField):
    """Refuse a broken file in words: Wagtail's own field lets the decoder's error become a 500."""

    def to_python(self, data):
        try:
            return super().to_python(data)
        except BROKEN as error:
            raise ValidationError(
                "This picture is broken or was not uploaded completely. Try again, or save it anew in another program."
            ) from error


class ImageForm(BaseImageForm):
    """Ask for alt text with every picture: readers who cannot see it depend on it."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            self.fields["file"] = PictureFileField(
                label=field.label, required=field.required, widget=field.widget, max_length=field.max_length
            )
        if "description" in self.fields:
            self.fields["description"] = CharField(
                label="Alt text",
                max_length=255,
                widget=Textarea(attrs={"rows": 2}),
                help_text="What the picture shows, in one sentence, for readers who cannot see it.",
            )
