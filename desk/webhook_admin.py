"""Webhooks in the admin, for administrators: what they send says what the newsroom works on."""

import ipaddress
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from desk.models import Webhook, WebhookDelivery
from desk.notifications.events import EVENTS
from desk.notifications.tasks import send_due
from desk.notifications.webhooks import call_for_test

CALLS_SHOWN = 50


def can_manage_webhooks(user) -> bool:
    """Tell whether `user` may see webhooks, their secrets and their calls."""
    return user.has_perm("desk.change_webhook")


def url_refusal(url: str) -> str:
    """Say why an address cannot be a webhook's; empty when it can, as far as its form goes."""
    parts = urlsplit(url)
    if parts.username or parts.password:
        return "Leave name and password out of the address: the receiver checks the signature."
    if parts.scheme == "https":
        return ""
    return "" if parts.scheme == "http" and is_this_machine(parts.hostname or "") else "Begin with https://."


def is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class WebhookForm(WagtailAdminModelForm):
    url = forms.URLField(
        label="Address",
        max_length=500,
        assume_scheme="https",
        help_text="Starts with https://. Pulse posts there and follows no redirect.",
    )
    events = forms.MultipleChoiceField(
        required=False,
        choices=lambda: [(key, key.replace("_", " ").capitalize()) for key in EVENTS],
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: all.",
    )

    class Meta:
        model = Webhook
        fields = ["name", "url", "events", "section", "with_embargoed", "active"]

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        if refusal := url_refusal(url):
            raise forms.ValidationError(refusal)
        return url


class WebhookEditView(generic.EditView):
    def get_context_data(self, **kwargs):
        calls = self.object.deliveries.order_by("-created_at", "-pk")[:CALLS_SHOWN]
        return super().get_context_data(calls=calls, **kwargs)


class TestWebhookView(View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not can_manage_webhooks(request.user):
            raise PermissionDenied
        hook = get_object_or_404(Webhook, pk=pk)
        delivery = call_for_test(hook, request.user)
        if delivery.status == WebhookDelivery.Status.SENT:
            messages.success(request, f"The receiver answered {delivery.response_code}. It works.")
        else:
            messages.error(request, f"The test did not arrive: {delivery.error}")
        return redirect("webhooks:edit", hook.pk)


class SendAgainView(View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not can_manage_webhooks(request.user):
            raise PermissionDenied
        delivery = get_object_or_404(WebhookDelivery, pk=pk)
        delivery.try_again()
        send_due.enqueue()
        messages.success(request, "The call is made again.")
        return redirect("webhooks:edit", delivery.webhook_id)


class WebhookViewSet(ModelViewSet):
    model = Webhook
    name = "webhooks"
    icon = "link-external"
    menu_label = "Webhooks"
    menu_order = 900
    add_to_settings_menu = True
    copy_view_enabled = False
    edit_view_class = WebhookEditView
    edit_template_name = "desk/webhook_edit.html"
    list_display = ["name", Column("url", label="Address"), BooleanColumn("active")]
    search_fields = ["name", "url"]

    def get_form_class(self, for_update: bool = False):
        return WebhookForm

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("test/<int:pk>/", TestWebhookView.as_view(), name="test"),
            path("again/<int:pk>/", SendAgainView.as_view(), name="again"),
        ]
