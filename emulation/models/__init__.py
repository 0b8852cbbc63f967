"""The tables of the emulation wing, one module per room."""

from emulation.models.agencies import Agency, AgencyName, AgencyRelation, Decision
from emulation.models.blocs import Bloc, BlocName, Membership, Officer, OfficerPerson
from emulation.models.catalogue import CommendationForm, CommendationKind, EmulationTitle
from emulation.models.documents import BlocDocument, DocumentComment, DocumentVersion
from emulation.models.meetings import Attendance, Meeting, Remark
from emulation.models.pledges import Covenant, CovenantParty, CovenantSignature, Registration, TargetIndicator
from emulation.models.years import EmulationYear, MemberTheme, Milestone
from portal.kit.periods import Period

__all__ = [
    "Agency",
    "AgencyName",
    "AgencyRelation",
    "Attendance",
    "Bloc",
    "BlocDocument",
    "BlocName",
    "CommendationForm",
    "CommendationKind",
    "Covenant",
    "CovenantParty",
    "CovenantSignature",
    "Decision",
    "DocumentComment",
    "DocumentVersion",
    "EmulationTitle",
    "EmulationYear",
    "Meeting",
    "MemberTheme",
    "Membership",
    "Milestone",
    "Officer",
    "OfficerPerson",
    "Period",
    "Registration",
    "Remark",
    "TargetIndicator",
]
