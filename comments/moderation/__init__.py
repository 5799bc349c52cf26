"""The moderators' screens in the admin: the queue, a reply, its text, bans, the switches."""
