"""Importers of external articles: saved pages, plain text, WordPress exports, RSS and Atom files, Word documents.

Parsers are pure and turn a file into ``ParsedArticle`` rows; ``save`` stores one in the database. The command is
``manage.py import_articles``; its rules are documented in docs/importing.md.
"""
