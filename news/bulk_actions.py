from django import forms
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from news import topics
from news.models import Topic


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        Topic.objects.order_by("name"),
        label="Merge into",
        help_text="Its stories and theirs come together; the others' addresses lead here.",
    )


class MergeTopics(SnippetBulkAction):
    """Merge the ticked topics into one."""

    display_name = "Merge"
    aria_label = "Merge the selected topics into one"
    action_type = "merge"
    template_name = "news/admin/merge_topics.html"
    action_priority = 20
    models = [Topic]
    form_class = MergeForm

    def check_perm(self, topic: Topic) -> bool:
        policy, user = self.permission_policy, self.request.user
        return policy.user_has_permission(user, "delete") and policy.user_has_permission(user, "change")

    def get_execution_context(self) -> dict[str, object]:
        return {
            **super().get_execution_context(),
            "into": self.cleaned_form.cleaned_data["into"],
            "user": self.request.user,
        }

    @classmethod
    def execute_action(cls, objects, into=None, user=None, **kwargs) -> tuple[int, int]:
        topics.merge(objects, into, user)
        return len([topic for topic in objects if topic.pk != into.pk]), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        into = self.cleaned_form.cleaned_data["into"]
        return f"{num_parent_objects} topic{'' if num_parent_objects == 1 else 's'} merged into “{into}”."
