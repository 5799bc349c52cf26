"""Static files under names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Rename inside ES modules as well: after an upgrade no browser mixes old modules with new ones."""

    support_js_module_import_aggregation = True
