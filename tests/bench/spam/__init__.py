"""Say how well spam is told from replies: `python -m tests.bench.spam` (tests/bench/README.md)."""
