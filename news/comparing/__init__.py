"""What differs between two editions of an article, and how two people's changes to one edition go together.

Pure: it works on snapshots as ``revisions.snapshot_of`` makes them and asks no database. The names behind their keys
come with the call (``Labels``).
"""

from news.comparing.fields import FieldDifference, Labels, Snapshot, differences, label_of, linked_keys
from news.comparing.merging import Merge, MergedField, Origin, merge

__all__ = [
    "FieldDifference",
    "Labels",
    "Merge",
    "MergedField",
    "Origin",
    "Snapshot",
    "differences",
    "label_of",
    "linked_keys",
    "merge",
]
