"""Lead readers from addresses that have changed; Wagtail does so for pages, this for what is not a page."""

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect


@transaction.atomic
def lead(old: str, new: str) -> None:
    """Redirect the path `old` to the path `new` for good, in one hop and never in a circle."""
    Redirect.objects.filter(
        old_path=Redirect.normalise_path(new), redirect_page=None, automatically_created=True
    ).delete()
    Redirect.objects.filter(redirect_link=old).update(redirect_link=new)
    Redirect.objects.update_or_create(
        old_path=Redirect.normalise_path(old),
        site=None,
        defaults={"redirect_link": new, "redirect_page": None, "is_permanent": True, "automatically_created": True},
    )
