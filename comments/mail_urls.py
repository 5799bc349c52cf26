from django.urls import path

from comments import mail_views

urlpatterns = [
    path("yes/<str:token>/", mail_views.confirm, name="reply_mail_confirm"),
    path("stop/<str:token>/", mail_views.stop, name="reply_mail_stop"),
]
