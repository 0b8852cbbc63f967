"""Open data API: the content of the public pages, read-only, as JSON and CSV under /api/v1/ (ADR 0019)."""
