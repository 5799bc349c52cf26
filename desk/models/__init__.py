from desk.models.announcement import Announcement
from desk.models.assignment import Assignment
from desk.models.bundle import Bundle, BundleItem
from desk.models.checklist_level import ChecklistLevel, Level
from desk.models.checklist_tick import ChecklistTick
from desk.models.clipboard import Clipboard
from desk.models.custom_check import CustomCheck
from desk.models.editorial_review import EditorialReviewState, EditorialReviewTask
from desk.models.kill import Kill
from desk.models.mail import DigestEntry, Mail, MailPreference, ReplyDigest
from desk.models.preview_link import PreviewLink, PreviewVisit
from desk.models.schedule_failure import ScheduleFailure
from desk.models.section_desk import SectionDesk
from desk.models.site_role import SiteRole
from desk.models.unreviewed_publication import UnreviewedPublication
from desk.models.webhook import Webhook, WebhookDelivery

__all__ = [
    "Announcement",
    "Assignment",
    "Bundle",
    "BundleItem",
    "ChecklistLevel",
    "ChecklistTick",
    "Clipboard",
    "CustomCheck",
    "DigestEntry",
    "EditorialReviewState",
    "EditorialReviewTask",
    "Kill",
    "Level",
    "Mail",
    "MailPreference",
    "PreviewLink",
    "PreviewVisit",
    "ReplyDigest",
    "ScheduleFailure",
    "SectionDesk",
    "SiteRole",
    "UnreviewedPublication",
    "Webhook",
    "WebhookDelivery",
]
