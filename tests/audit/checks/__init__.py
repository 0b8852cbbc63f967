"""The checks: each a function from a page to its faults, used by the audit and by the tests that plant faults."""
