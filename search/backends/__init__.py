"""The search of Wagtail's admin: its page search, listings and choosers.

Wagtail's own backends raise on what people type (a quotation mark, a NUL, blanks, 1,000 words), and its one for SQLite
scores with a subquery a row: 42 s for a word in half of 20,000 stories. docs/decisions/0003-search.md has the numbers.
"""
