"""People, how to reach them, what they are found by, what was before. Written only by
`people.actions`.
"""

from commonroot.people.models.details import (
    Affiliation,
    EarlierCourse,
    FurtherName,
    Interest,
    Membership,
    Offer,
    SpokenLanguage,
)
from commonroot.people.models.exports import Export, Exported, ExportPart
from commonroot.people.models.finding import (
    BulkMerge,
    Count,
    Decision,
    FullLook,
    MatchKey,
    Pair,
    Recount,
    SearchKey,
    ToCompare,
)
from commonroot.people.models.history import Change, FormerKey, Merge
from commonroot.people.models.lists import SavedList
from commonroot.people.models.network import (
    NetworkMembership,
    Organisation,
    OrganisationRole,
    OrganisationTie,
)
from commonroot.people.models.person import Person
from commonroot.people.models.ways import ContactWay, Link, Suppression

__all__ = [
    "Affiliation",
    "BulkMerge",
    "Change",
    "ContactWay",
    "Count",
    "Decision",
    "EarlierCourse",
    "Export",
    "ExportPart",
    "Exported",
    "FormerKey",
    "FullLook",
    "FurtherName",
    "Interest",
    "Link",
    "MatchKey",
    "Membership",
    "Merge",
    "NetworkMembership",
    "Offer",
    "Organisation",
    "OrganisationRole",
    "OrganisationTie",
    "Pair",
    "Person",
    "Recount",
    "SavedList",
    "SearchKey",
    "SpokenLanguage",
    "Suppression",
    "ToCompare",
]
