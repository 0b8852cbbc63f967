"""The vocabulary of news queries, one module per thing."""
