"""Static files under names that change with their content."""

from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Rename inside ES modules as well: after an upgrade no browser mixes old modules with new ones."""

    support_js_module_import_aggregation = True

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Each page names a dozen files; the names are those of a release.
        self.url = cache(super().url)  # type: ignore[method-assign]
