"""The checks: each a function from a page to its findings, used by the audit and by the tests that plant faults."""
