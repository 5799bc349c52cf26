"""One bundle, one hand at a time."""

from desk.models import Bundle
from desk.publishing import PublicationRefused


class BundleRefused(PublicationRefused):
    """Raised instead of changing or publishing a bundle; the message says why and what to do."""


def claimed(bundle: Bundle) -> Bundle:
    """Lock a bundle's row until the transaction ends, and read it anew; raise BundleRefused when it is gone."""
    found = Bundle.objects.select_for_update().filter(pk=bundle.pk).first()
    if found is None:
        raise BundleRefused("This bundle has been taken apart.")
    return found
