from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition


class Picture(AbstractImage):
    """A picture with what a newsroom must know of it: what it shows, and who made it."""

    credit = models.CharField(
        max_length=200,
        help_text="Who made the picture, as readers will see it: “Photo: Amina Sule/Agency”.",
    )

    admin_form_fields = ("title", "file", "description", "credit", "collection", "tags", "focal_point_x",
                         "focal_point_y", "focal_point_width", "focal_point_height")  # fmt: skip

    @property
    def default_alt_text(self) -> str:
        # A file name read aloud helps nobody: without a description the picture counts as decoration.
        return self.description

    class Meta(AbstractImage.Meta):
        verbose_name = "picture"
        verbose_name_plural = "pictures"


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"),
        ]
