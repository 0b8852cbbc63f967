"""Differences between two texts and merging of two changes. Pure: no database access."""
