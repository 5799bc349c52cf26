"""What each person sets under “Account”: here, which mails they want."""

from django import forms
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    NotificationsSettingsPanel,
    notifications_tab,
)

from desk.models import MailPreference
from desk.notifications.events import events_for, ways_of


class MailPreferencesForm(forms.Form):
    """One choice an event."""

    def __init__(self, *args, instance, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = instance
        chosen = ways_of([instance])
        for event in events_for(instance):
            self.fields[event.key] = forms.ChoiceField(
                label=event.label[:1].upper() + event.label[1:],
                choices=MailPreference.Way.choices,
                widget=forms.RadioSelect,
                initial=chosen.get((instance.pk, event.key), event.default),
                required=False,
            )

    def save(self) -> None:
        answers = {key: way for key, way in self.cleaned_data.items() if way}
        MailPreference.objects.bulk_create(
            [MailPreference(user=self.user, event=key, way=way) for key, way in answers.items()],
            update_conflicts=True,
            unique_fields=["user", "event"],
            update_fields=["way"],
        )


class MailPreferencesPanel(BaseSettingsPanel):
    name = "mails"
    title = "Tell me by mail when …"
    tab = notifications_tab
    order = 100
    form_class = MailPreferencesForm
    template_name = "desk/account/mail_preferences.html"

    def get_context_data(self):
        return {**super().get_context_data(), "ways": MailPreference.Way.labels}


class NewsroomAccountView(AccountView):
    """Leave Wagtail's four switches out: they turned off mails that Pulse sends in its own way."""

    def get_panels(self):
        return [panel for panel in super().get_panels() if not isinstance(panel, NotificationsSettingsPanel)]


account = never_cache(require_admin_access(NewsroomAccountView.as_view()))
