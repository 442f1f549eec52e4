"""What `accounts` tells the rest of the house."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SignInCodeAsked:
    sign_in_code_id: int


@dataclass(frozen=True)
class FactorChanged:
    """A second factor was set up, removed or reset; `what` is one of `accounts.factors.CHANGES`."""

    member_id: int
    what: str


@dataclass(frozen=True)
class SessionsEnded:
    """Somebody ended sessions of this member: their sockets must ask again."""

    member_id: int


@dataclass(frozen=True)
class AddressChanged:
    address_change_id: int


@dataclass(frozen=True)
class AddressHelpAsked:
    """Somebody at the door has proven a new address and waits for the secretariat."""

    address_help_id: int
