"""Questions from the public with their answers, and error reports about pages."""
