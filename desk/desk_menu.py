from django.urls import reverse
from wagtail.admin.menu import MenuItem

from desk.assignments import can_manage_desks


class DesksMenuItem(MenuItem):
    """Lead those who may manage desks to them."""

    def __init__(self):
        super().__init__("Desks", reverse("desk_list"), name="desks", icon_name="group", order=450)

    def is_shown(self, request) -> bool:
        return can_manage_desks(request.user)
