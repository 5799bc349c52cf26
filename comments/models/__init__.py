from comments.models.ban import Ban
from comments.models.mail_address import MailAddress
from comments.models.reply import Reply
from comments.models.reply_settings import ReplySettings
from comments.models.report import Report
from comments.models.spam_word import SpamWord
from comments.models.subscription import Notice, Subscription

__all__ = ["Ban", "MailAddress", "Notice", "Reply", "ReplySettings", "Report", "SpamWord", "Subscription"]
