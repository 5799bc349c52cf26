"""What editors can do in running text."""

# No headings, pictures or embeds: those are blocks, so that text pasted from a word processor stays text.
BODY_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "superscript", "subscript", "strikethrough"]
INLINE_FEATURES = ["bold", "italic", "link"]
