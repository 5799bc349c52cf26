"""What others hear about replies. Handlers purge caches and queue mails; rules are methods that can be called."""

from django.dispatch import Signal

# A reply was stored, in whatever state. Sent with `reply`.
sent = Signal()
# Replies can now be seen by readers and could not before. Sent with `replies`, a list of Reply.
appeared = Signal()
# What readers see of the replies to these stories changed. Sent with `article_ids`, a set of int.
changed = Signal()
# A person's replies were erased: whoever keeps a copy of them drops it. Sent with `reply_ids`, a list of int.
erased = Signal()
