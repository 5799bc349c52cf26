from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = "replies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from comments import page_caches, signals, story_page
        from comments.mailing.announcing import on_appeared
        from news import additions

        additions.page_context.append(story_page.page_context)
        additions.structured_data.append(story_page.structured_data)
        signals.appeared.connect(on_appeared, dispatch_uid="comments.mailing.appeared")
        page_caches.connect()
