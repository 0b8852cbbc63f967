"""Models of the emulation app, one module per domain."""

from emulation.models.agencies import Agency, AgencyName, AgencyRelation, Decision
from emulation.models.awards import CommendationForm, CommendationKind, EmulationTitle
from emulation.models.blocs import Bloc, BlocName, LeadershipTerm, Membership, Representative
from emulation.models.covenants import Covenant, CovenantParty, CovenantSignature, Registration, TargetIndicator
from emulation.models.documents import BlocDocument, DocumentComment, DocumentVersion
from emulation.models.meetings import Attendance, Meeting, Remark
from emulation.models.years import EmulationYear, MemberTheme, Milestone
from portal.core.db.periods import Period

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
    "LeadershipTerm",
    "Meeting",
    "MemberTheme",
    "Membership",
    "Milestone",
    "Period",
    "Registration",
    "Remark",
    "Representative",
    "TargetIndicator",
]
