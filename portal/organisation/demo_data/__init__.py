"""Demo data of a small agency: placeholders, no real people."""
