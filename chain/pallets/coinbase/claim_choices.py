"""What root stakers want done with their dividends, and how many a block serves by itself (economics 1.11, 1.12).

Spec 461 has no such choices, spec 425 has; clients of the 10th generation set and read them.
"""

from typing import Protocol

from chain.codec import U64
from chain.frame.call import call
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import StorageMap, StorageValue
from chain.frame.weight import measured_weight
from chain.pallets.subtensor_module.claim_type import Keep, KeepSubnets, RootClaimTypeEnum, Swap
from chain.pallets.subtensor_module.errors import InvalidNumRootClaim, InvalidSubnetNumber
from chain.pallets.subtensor_module.events import RootClaimTypeSet
from chain.primitives.hashing import Blake2_128Concat
from chain.primitives.identifiers import AccountId

MOST_AUTOMATIC_CLAIMS = 50


class ClaimIndex(Protocol):
    """Whose claims are made automatically."""

    def join(self, coldkey: AccountId) -> None:
        """Number a coldkey, so that automatic claims may come to it."""
        ...


class ClaimChoices(Pallet, wire="SubtensorModule"):
    """The choices of root stakers."""

    errors = (InvalidNumRootClaim, InvalidSubnetNumber)
    events = (RootClaimTypeSet,)

    root_claim_type = StorageMap[AccountId, RootClaimTypeEnum](
        hasher=Blake2_128Concat,
        default=Swap(),
        doc="What becomes of the alpha that a coldkey claims: sold for root stake, or kept.",
    )
    num_root_claim = StorageValue[U64](default=5, doc="How many coldkeys are claimed for automatically in a block.")

    def connect(self, *, index: ClaimIndex) -> None:
        """Hand over the index of claims."""
        self._index = index

    # calls

    @call(index=122, weight=measured_weight(18_283_000, reads=2, writes=4))
    def set_root_claim_type(self, origin: Origin, new_root_claim_type: RootClaimTypeEnum) -> None:
        """Choose what becomes of the alpha that the signer claims; a list of networks may not be empty."""
        coldkey = origin.ensure_signed()
        if isinstance(new_root_claim_type, KeepSubnets) and not new_root_claim_type.subnets:
            raise InvalidSubnetNumber
        self._index.join(coldkey)
        self.root_claim_type[coldkey] = new_root_claim_type
        self.deposit_event(RootClaimTypeSet(coldkey=coldkey, root_claim_type=new_root_claim_type))

    @call(index=123, weight=measured_weight(2_735_000, writes=1))
    def sudo_set_num_root_claims(self, origin: Origin, new_value: U64) -> None:
        """Set how many coldkeys a block claims for by itself, 50 at most, as root."""
        origin.ensure_root()
        if new_value > MOST_AUTOMATIC_CLAIMS:
            raise InvalidNumRootClaim
        self.num_root_claim = new_value

    # reads for other parts

    def automatic_claims(self) -> int:
        """How many coldkeys a block claims for by itself."""
        return self.num_root_claim

    def keeps(self, coldkey: AccountId, netuid: int) -> bool:
        """Whether the coldkey keeps the alpha that it claims on a network, instead of selling it for root stake."""
        choice = self.root_claim_type[coldkey]
        if isinstance(choice, KeepSubnets):
            return netuid in choice.subnets
        return isinstance(choice, Keep)
