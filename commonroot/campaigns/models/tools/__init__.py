"""The tools of a campaign as data: which kinds of entries each has, and which fields those have.

Everything that writes, shows, prints, compares or exports an entry reads it here: a tool is added
by one module in this folder and its line in `TOOLS`.
"""

from commonroot.campaigns.models.tools.asks import ASKS
from commonroot.campaigns.models.tools.decisions import DECISIONS
from commonroot.campaigns.models.tools.evidence import EVIDENCE
from commonroot.campaigns.models.tools.lessons import LESSONS
from commonroot.campaigns.models.tools.notes import NOTES
from commonroot.campaigns.models.tools.objectives import OBJECTIVES
from commonroot.campaigns.models.tools.path import PATH
from commonroot.campaigns.models.tools.power import POWER
from commonroot.campaigns.models.tools.problem import PROBLEM
from commonroot.campaigns.models.tools.reports import REPORTS
from commonroot.campaigns.models.tools.risks import RISKS
from commonroot.campaigns.models.tools.shapes import Field, Kind, Tool
from commonroot.campaigns.models.tools.spectrum import SPECTRUM
from commonroot.campaigns.models.tools.story import STORY
from commonroot.campaigns.models.tools.strategy import STRATEGY

# In the order in which a campaign comes to them.
IN_ORDER = (
    PROBLEM,
    OBJECTIVES,
    STRATEGY,
    POWER,
    SPECTRUM,
    STORY,
    PATH,
    ASKS,
    RISKS,
    EVIDENCE,
    DECISIONS,
    NOTES,
    REPORTS,
    LESSONS,
)
TOOLS: dict[str, Tool] = {tool.code: tool for tool in IN_ORDER}

KINDS: dict[str, Kind] = {kind.code: kind for tool in TOOLS.values() for kind in tool.kinds}
TOOL_OF: dict[str, Tool] = {kind.code: tool for tool in TOOLS.values() for kind in tool.kinds}

__all__ = ["KINDS", "TOOLS", "TOOL_OF", "Field", "Kind", "Tool"]
