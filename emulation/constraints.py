"""The addresses under which the first migrations know constraints that have moved to the kit."""

from portal.kit.constraints import Refuse
from portal.kit.periods import NoOverlap

__all__ = ["NoOverlap", "Refuse"]
