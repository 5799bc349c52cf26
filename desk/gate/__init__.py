"""The publish gate: the one way past the review, and what keeps Wagtail's own ways shut for stories."""
