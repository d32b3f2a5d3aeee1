"""What a school takes over from its trust: values in, one handbook's values out.

Nothing here reads a file. What comes out is an ordinary handbook, made before readers are worked out, so that
``for_audience`` remains the only place that decides what a reader may see.
"""

from policy_handbook.inheritance.policies import inherit
from policy_handbook.inheritance.records import Addition, OwnPolicy, Replacement, Trust, TrustSchool
from policy_handbook.inheritance.shared import filled, joined

__all__ = [
    "Addition",
    "OwnPolicy",
    "Replacement",
    "Trust",
    "TrustSchool",
    "filled",
    "inherit",
    "joined",
]
