from wagtail.admin.views import account


class LoginView(account.LoginView):
    """Go on to a path of this site only: Wagtail takes any other word of `?next=` for the name of a view and fails."""

    def get_redirect_url(self) -> str:
        address = super().get_redirect_url()
        return address if address.startswith("/") else ""
