"""Events of the crowdloan pallet. Amounts are in rao."""

from typing import Annotated

from chain.codec import U64, TypeName
from chain.frame.event import Event
from chain.pallets.crowdloan.types import CrowdloanId
from chain.primitives.identifiers import AccountId, Balance, BlockNumber


class Created(Event, index=0):
    """Somebody began to raise money."""

    crowdloan_id: CrowdloanId
    creator: AccountId
    end: BlockNumber
    cap: Balance


class Contributed(Event, index=1):
    """Somebody put money in."""

    crowdloan_id: CrowdloanId
    contributor: AccountId
    amount: Balance


class Withdrew(Event, index=2):
    """A contributor took money back."""

    crowdloan_id: CrowdloanId
    contributor: AccountId
    amount: Balance


class PartiallyRefunded(Event, index=3):
    """Some contributors have their money back; others still wait for it."""

    crowdloan_id: CrowdloanId


class AllRefunded(Event, index=4):
    """All contributors but the creator have their money back."""

    crowdloan_id: CrowdloanId


class Finalized(Event, index=5):
    """What was raised was paid out, or the call was made."""

    crowdloan_id: CrowdloanId


class Dissolved(Event, index=6):
    """The crowdloan is over without success."""

    crowdloan_id: CrowdloanId


class MinContributionUpdated(Event, index=7):
    """The smallest contribution was changed."""

    crowdloan_id: CrowdloanId
    new_min_contribution: Balance


class EndUpdated(Event, index=8):
    """The end was changed."""

    crowdloan_id: CrowdloanId
    new_end: BlockNumber


class CapUpdated(Event, index=9):
    """The cap was changed."""

    crowdloan_id: CrowdloanId
    new_cap: Balance


class MaxContributionUpdated(Event, index=10):
    """The most that one account may contribute was changed, or set free."""

    crowdloan_id: CrowdloanId
    new_max_contribution: Annotated[U64 | None, TypeName("Option<BalanceOf<T>>")]
