"""Who curates fronts, and how a container goes from its draft to readers."""
