"""EVM keys of neurons: a hotkey shows that the holder of an EVM address stands behind its uid (lifecycle 2.7).

Invariant: AssociatedUidsByEvmAddress lists what AssociatedEvmAddress holds, by address.
"""

from collections.abc import Sequence
from typing import Annotated, Protocol

from chain.codec import U16, U64, Bound, Length, TypeName
from chain.frame.call import call
from chain.frame.error import InvariantBroken
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet, SystemServices
from chain.frame.storage import OptionalDoubleMap, StorageDoubleMap
from chain.frame.weight import Pays, Weight
from chain.pallets.networks.sovereign import ZERO_ACCOUNT
from chain.pallets.subtensor_module.errors import (
    EvmKeyAssociateRateLimitExceeded,
    EvmKeyAssociationLimitExceeded,
    HotKeyNotRegisteredInSubNet,
    InvalidIdentity,
    InvalidRecoveredPublicKey,
    NonAssociatedColdKey,
    UnableToRecoverPublicKey,
)
from chain.pallets.subtensor_module.events import EvmKeyAssociated
from chain.pallets.subtensor_module.limits import EVM_KEYS
from chain.pallets.subtensor_module.types import H160
from chain.primitives.hashing import Twox64Concat
from chain.primitives.identifiers import AccountId, NetUid

MOST_UIDS_OF_AN_ADDRESS = 32

Signature = Annotated[bytes, Length(65), TypeName("Signature")]
Association = tuple[H160, U64]


class EvmAccounts(Protocol):
    """Who owns which hotkey."""

    def owner_of(self, hotkey: AccountId) -> AccountId:
        """The coldkey of a hotkey; the zero account if nobody owns it."""
        ...


class EvmNeurons(Protocol):
    """Who has a uid where."""

    def uid_of(self, netuid: int, hotkey: AccountId) -> int | None:
        """The uid of a hotkey."""
        ...


class EvmKeys(Pallet, wire="SubtensorModule"):
    """The EVM addresses of neurons, by uid, and the uids of an address."""

    errors = (
        EvmKeyAssociateRateLimitExceeded,
        EvmKeyAssociationLimitExceeded,
        HotKeyNotRegisteredInSubNet,
        InvalidIdentity,
        InvalidRecoveredPublicKey,
        NonAssociatedColdKey,
        UnableToRecoverPublicKey,
    )
    events = (EvmKeyAssociated,)

    associated_evm_address = OptionalDoubleMap[NetUid, U16, Association](
        hashers=(Twox64Concat, Twox64Concat), doc="The EVM address of a uid, and the block of its association."
    )
    associated_uids_by_evm_address = StorageDoubleMap[
        NetUid, H160, Annotated[list[tuple[U16, U64]], Bound(MOST_UIDS_OF_AN_ADDRESS)]
    ](
        hashers=(Twox64Concat, Twox64Concat),
        default=[],
        doc="The uids of an EVM address on a network, with the blocks of their association.",
    )

    def __init__(self, system: SystemServices, *, interval_blocks: int, lifted: bool = False) -> None:
        super().__init__(system)
        self._interval_blocks = interval_blocks
        self._lifted = lifted

    def connect(self, *, accounts: EvmAccounts, neurons: EvmNeurons) -> None:
        """Hand over who owns hotkeys and who has uids."""
        self._accounts = accounts
        self._neurons = neurons

    @call(index=93, weight=Weight(859_242_000, 0), pays=Pays.No)
    def associate_evm_key(
        self, origin: Origin, netuid: NetUid, evm_key: H160, block_number: U64, signature: Signature
    ) -> None:
        """Associate the uid of the signing hotkey with an EVM address, by a signature of that address.

        What is signed is the hotkey followed by the Keccak digest of `block_number`, which is not compared with the
        chain. Fails with InvalidIdentity where no key made the signature, with InvalidRecoveredPublicKey where
        another one did.
        """
        hotkey = origin.ensure_signed()
        if self._accounts.owner_of(hotkey) == ZERO_ACCOUNT:
            raise NonAssociatedColdKey
        uid = self.ensure_may_associate(netuid, hotkey)
        self._ensure_signed_by(evm_key, hotkey, block_number, signature)
        now = self.system.block_number
        self._forget(netuid, uid)
        self._write(netuid, uid, (evm_key, now))
        self.deposit_event(EvmKeyAssociated(netuid, hotkey, evm_key, now))

    # for other parts

    def ensure_may_associate(self, netuid: int, hotkey: AccountId) -> int:
        """The uid of a hotkey. Raises HotKeyNotRegisteredInSubNet, and EvmKeyAssociateRateLimitExceeded too soon.

        A uid that was never associated counts as associated in block 0.
        """
        uid = self._neurons.uid_of(netuid, hotkey)
        if uid is None:
            raise HotKeyNotRegisteredInSubNet
        former = self.associated_evm_address[netuid, uid]
        ends_at = (0 if former is None else former[1]) + self._interval_blocks
        if not self._lifted and self.system.block_number < ends_at:
            raise EVM_KEYS.refusal(ends_at)
        return uid

    def append_neuron(self, netuid: int, uid: int, hotkey: AccountId) -> None:
        """A new neuron has no EVM address."""

    def replace_neuron(self, netuid: int, uid: int, old_hotkey: AccountId) -> None:
        """Forget the EVM address of a uid that goes to another hotkey."""
        self._forget(netuid, uid)

    def trim_neurons(self, netuid: int, kept: Sequence[int], removed: Sequence[AccountId]) -> None:
        """Renumber the associations of the uids that are kept, and forget the others."""
        associations = [self.associated_evm_address[netuid, uid] for uid in kept]
        self.remove_subnet(netuid)
        for uid, association in enumerate(associations):
            if association is not None:
                self._write(netuid, uid, association)

    def remove_subnet(self, netuid: int) -> None:
        """Forget all associations on a network."""
        self.associated_evm_address.clear(netuid)
        self.associated_uids_by_evm_address.clear(netuid)

    # inner

    def _ensure_signed_by(self, evm_key: H160, hotkey: AccountId, block_number: int, signature: bytes) -> None:
        # Most chains never see an EVM key: curve and digest are read where one first comes.
        from chain.pallets.keys.ethereum import association_message, signer_of

        signer = signer_of(association_message(hotkey, block_number), signature)
        if signer is None:
            raise InvalidIdentity
        if signer != evm_key:
            raise InvalidRecoveredPublicKey

    def _write(self, netuid: int, uid: int, association: Association) -> None:
        evm_key, block = association
        listed = self.associated_uids_by_evm_address[netuid, evm_key]
        if len(listed) >= MOST_UIDS_OF_AN_ADDRESS:
            raise EvmKeyAssociationLimitExceeded
        self.associated_evm_address[netuid, uid] = association
        self.associated_uids_by_evm_address[netuid, evm_key] = [*listed, (uid, block)]

    def _forget(self, netuid: int, uid: int) -> None:
        association = self.associated_evm_address[netuid, uid]
        if association is None:
            return
        del self.associated_evm_address[netuid, uid]
        evm_key = association[0]
        left = [entry for entry in self.associated_uids_by_evm_address[netuid, evm_key] if entry[0] != uid]
        if left:
            self.associated_uids_by_evm_address[netuid, evm_key] = left
        else:
            del self.associated_uids_by_evm_address[netuid, evm_key]

    # invariants

    def check_invariants(self) -> None:
        """The uids of every address are those that name it, with the same blocks."""
        named = sorted((netuid, uid, *association) for (netuid, uid), association in self._associations())
        listed = sorted(
            (netuid, uid, evm_key, block)
            for (netuid, evm_key), entries in self.associated_uids_by_evm_address.items()
            for uid, block in entries
        )
        if named != listed:
            raise InvariantBroken("AssociatedEvmAddress and AssociatedUidsByEvmAddress are not each other's inverse")

    def _associations(self) -> list[tuple[tuple[int, int], Association]]:
        return [(key, value) for key, value in self.associated_evm_address.items() if value is not None]
