"""Length limits that parsers need without importing the models."""

TITLE_MAX_LENGTH = 250
