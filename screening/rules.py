"""The kinds of rule, in words that a moderator reads, and what a rule found."""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """Why a text is held. The value is stored; the label is shown."""

    NHS_NUMBER = "nhs_number"
    UPN = "upn"
    PNC = "pnc"
    ARREST_NUMBER = "arrest_number"
    CASE_NUMBER = "case_number"
    PERSONAL_NUMBER = "personal_number"
    NAME_DATE_OF_BIRTH = "name_date_of_birth"
    DATE_OF_BIRTH = "date_of_birth"
    NAME_AGE = "name_age"
    NAME_PLACE = "name_place"
    HOME_ADDRESS = "home_address"
    TOO_MUCH = "too_much"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Rule.NHS_NUMBER: "an NHS number",
    Rule.UPN: "a unique pupil number (UPN)",
    Rule.PNC: "a PNC number",
    Rule.ARREST_NUMBER: "an arrest summons or criminal record number",
    Rule.CASE_NUMBER: "a case number",
    Rule.PERSONAL_NUMBER: "a prison, learner or National Insurance number",
    Rule.NAME_DATE_OF_BIRTH: "a name with a date of birth",
    Rule.DATE_OF_BIRTH: "a child's date of birth",
    Rule.NAME_AGE: "a name with a child's age",
    Rule.NAME_PLACE: "a name with a school or home address",
    Rule.HOME_ADDRESS: "a child's home address",
    Rule.TOO_MUCH: "more names, dates or numbers than can be checked",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of a text, `text[start:end]`, that makes it look like a child's details."""

    rule: Rule
    start: int
    end: int


def rules_found(findings: tuple[Finding, ...]) -> tuple[Rule, ...]:
    """Each rule once, in the order in which `Rule` lists them."""
    found = {finding.rule for finding in findings}
    return tuple(rule for rule in Rule if rule in found)
