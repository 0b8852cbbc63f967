"""Django admin of the emulation app."""

from emulation.admin import agencies, awards, blocs, covenants, documents, meetings, years

__all__ = ["agencies", "awards", "blocs", "covenants", "documents", "meetings", "years"]
