"""Numbers of rows in addresses."""

from django.urls.converters import IntConverter


class RowNumber(IntConverter):
    """Leave out what no database takes for a number: SQLite raises an error at 64 bits."""

    regex = "[0-9]{1,18}"
