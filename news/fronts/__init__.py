"""Fronts: what stands on the home page and on a section's page.

layouts and blocks say what a container may hold, reading and loading fetch it, resolver decides, cards shows it;
automatic lays out a front that nobody has curated yet.
"""
