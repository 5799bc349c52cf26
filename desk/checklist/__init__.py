"""The checklist that stands before every approval: what it asks, what each desk makes of it, where a story stands."""
