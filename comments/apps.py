from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = "replies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from comments import story_page
        from news import additions

        additions.page_context.append(story_page.page_context)
        additions.structured_data.append(story_page.structured_data)
