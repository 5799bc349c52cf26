from django.db import models


class MailAddress(models.Model):
    """What has to be remembered of an address to leave its owner in peace, without the address itself."""

    key = models.CharField(max_length=64, unique=True, help_text="Made of the address with the site's secret.")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When it was last asked to confirm something.")
    refused_at = models.DateTimeField(null=True, blank=True, help_text="When its owner wanted no more mails.")

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{'Refused' if self.refused_at else 'Asked'} address {self.pk}"
