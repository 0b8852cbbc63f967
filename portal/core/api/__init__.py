"""What the open data API gives its apps: registration of resources, parameters, responses (ADR 0019)."""
