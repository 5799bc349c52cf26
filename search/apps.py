from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.counting import flush_at_exit
        from search import counting, handlers

        handlers.connect()
        flush_at_exit(counting.tally)
