"""How templates show what readers wrote."""

from django import template

from comments.text import as_html

register = template.Library()
register.filter("reply_html", as_html)
