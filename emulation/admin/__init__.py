"""The managers' room of the emulation wing in the Django admin."""

from emulation.admin import agencies, blocs, catalogue, documents, meetings, pledges, years

__all__ = ["agencies", "blocs", "catalogue", "documents", "meetings", "pledges", "years"]
