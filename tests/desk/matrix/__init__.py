"""The permission matrix: who opens which address of the admin, and who does what with a story in which state."""
