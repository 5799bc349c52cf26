"""Examples of spam and of good replies, of which Pulse makes its first idea of either. Written by its makers."""
