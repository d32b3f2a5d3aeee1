"""The model: frozen records of the school, its people and its policies."""

from policy_handbook.model.handbook import Handbook, View
from policy_handbook.model.policy import (
    EVERYONE,
    Approval,
    ChangeKind,
    ChangeRecord,
    Clause,
    Definition,
    GuidanceCitation,
    KeyPoint,
    Kind,
    LinkedPolicy,
    Numbering,
    Outcome,
    Policy,
    Publicised,
    Review,
    ReviewPlan,
    Section,
    Status,
    with_items,
)
from policy_handbook.model.resolve import inherited, resolve, spelt_out
from policy_handbook.model.school import (
    AudienceDefinition,
    Body,
    Channel,
    Edition,
    Entry,
    Glossary,
    Guidance,
    GuidanceFile,
    Nation,
    People,
    Phase,
    Role,
    School,
    SchoolKind,
    SiteName,
    Term,
)

__all__ = [
    "EVERYONE", "Approval", "AudienceDefinition", "Body", "ChangeKind", "ChangeRecord", "Channel", "Clause",
    "Definition", "Edition", "Entry", "Glossary", "Guidance", "GuidanceCitation", "GuidanceFile", "Handbook",
    "KeyPoint", "Kind", "LinkedPolicy", "Nation", "Numbering", "Outcome", "People", "Phase", "Policy", "Publicised",
    "Review", "ReviewPlan", "Role", "School", "SchoolKind", "Section", "SiteName", "Status", "Term", "View",
    "inherited", "resolve", "spelt_out", "with_items",
]
