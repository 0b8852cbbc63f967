"""The tables of the emulation wing, one module per room."""

from emulation.models.agencies import Agency, AgencyName, AgencyRelation, Decision
from emulation.models.blocs import Bloc, BlocName, Membership, Officer, OfficerPerson
from emulation.models.catalogue import CommendationForm, CommendationKind, EmulationTitle
from emulation.models.periods import Period

__all__ = [
    "Agency",
    "AgencyName",
    "AgencyRelation",
    "Bloc",
    "BlocName",
    "CommendationForm",
    "CommendationKind",
    "Decision",
    "EmulationTitle",
    "Membership",
    "Officer",
    "OfficerPerson",
    "Period",
]
