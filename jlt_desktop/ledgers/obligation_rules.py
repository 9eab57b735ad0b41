"""How each obligation of the catalogue is counted: obligation id -> rule, gathered from the files by the plan's actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.ledgers.obligation_rules_care import CARE_RULES
from jlt_desktop.ledgers.obligation_rules_home import HOME_RULES
from jlt_desktop.ledgers.obligation_rules_mind import MIND_RULES
from jlt_desktop.ledgers.obligation_rules_safety import SAFETY_RULES
from jlt_desktop.ledgers.obligation_rules_sport import SPORT_RULES
from jlt_desktop.ledgers.obligation_rules_venues import VENUE_RULES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.obligation_rules import Rule

RULES: Mapping[str, Rule] = {**VENUE_RULES, **MIND_RULES, **SPORT_RULES, **HOME_RULES, **SAFETY_RULES, **CARE_RULES}
