"""Reading articles that others wrote: saved pages, plain texts, WordPress exports, RSS and Atom files.

Readers are pure, they turn a file into ``FoundArticle`` rows; ``storing`` is the act that puts one into the database.
The command is ``manage.py importarticles``; how it decides is told in docs/importing.md.
"""
