"""Does this text look like a child's details? A pure leaf: it knows no other app, no Django and no network."""

from screening.all_rules import screen
from screening.masking import masked
from screening.rules import Finding, Rule, rules_found
from screening.shown import shown

__all__ = ["Finding", "Rule", "masked", "rules_found", "screen", "shown"]
