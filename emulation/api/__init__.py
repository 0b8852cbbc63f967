"""Open data of the blocs: importing registers the resources."""

from emulation.api import agencies, blocs, documents

__all__ = ["agencies", "blocs", "documents"]
