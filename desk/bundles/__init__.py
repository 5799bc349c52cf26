"""Bundles: stories that go live together, all or none.

The last approval of a member does not publish it but makes it ready. The bundle goes live when all are ready: by the
clock at its time, or by hand. What somebody writes after an approval makes the member not ready again.
"""
