"""Query sets of the news app, one module per model."""
