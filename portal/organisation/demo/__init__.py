"""A small agency for demonstrations: plain placeholders, no real people."""
