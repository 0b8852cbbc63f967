"""Open data: what the pages show, read-only, as JSON and CSV under /api/v1/ (ADR 0019)."""
