"""Children: hotkeys to which another hotkey lends its stake on one network (lifecycle 2.9, economics 2.3 and 4.8).

Also says what stake a hotkey counts with after lending and borrowing, which consensus and permissions go by.
Invariant: ChildKeys and ParentKeys mirror each other, and no hotkey lends more than it has.
"""

from collections.abc import Sequence
from typing import Protocol

from chain.codec import U64
from chain.frame.call import call
from chain.frame.error import DispatchFailure, InvariantBroken
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import StorageDoubleMap, StorageMap
from chain.frame.weight import Weight
from chain.pallets.delegation.relations import MAX_CHILDREN, Relations, Shares, renamed, with_share, without
from chain.pallets.epoch import stake_weight
from chain.pallets.subtensor_module.errors import (
    DuplicateChild,
    HotKeyNotRegisteredInSubNet,
    InvalidChildkeyTake,
    NonAssociatedColdKey,
    NotEnoughStakeToSetChildkeys,
    RegistrationNotPermittedOnRootSubnet,
    SubnetNotExists,
    TxChildkeyTakeRateLimitExceeded,
    TxRateLimitExceeded,
)
from chain.pallets.subtensor_module.events import (
    AutoParentDelegationEnabledSet,
    ChildKeyTakeSet,
    SetChildren,
    SetChildrenScheduled,
)
from chain.pallets.subtensor_module.limits import CHILDKEY_TAKES, CHILDREN, WaitingRule
from chain.pallets.subtensor_module.types import PerNetwork, PerU16
from chain.primitives.fixed import U64_MAX
from chain.primitives.hashing import Blake2_128Concat, Identity
from chain.primitives.identifiers import AccountId, NetUid

ROOT = 0
SET_CHILDREN_BLOCKS = 150
SET_CHILDREN_KIND = 0
SET_CHILDKEY_TAKE_KIND = 1


class ChildAccounts(Protocol):
    """What children ask of the hotkey accounts."""

    def owns(self, coldkey: AccountId, hotkey: AccountId) -> bool:
        """Whether the coldkey owns the hotkey."""
        ...

    def owner_of(self, hotkey: AccountId) -> AccountId:
        """The coldkey of a hotkey."""
        ...


class ChildNetworks(Protocol):
    """What children ask of the networks."""

    def exists(self, netuid: int) -> bool:
        """Whether there is such a network."""
        ...

    def owner_hotkey_of(self, netuid: int) -> AccountId | None:
        """The owner's hotkey, if one is set."""
        ...


class ChildNeurons(Protocol):
    """What children ask of the neuron slots."""

    def hotkeys(self, netuid: int) -> list[AccountId]:
        """The hotkeys by uid."""
        ...

    def uid_of(self, netuid: int, hotkey: AccountId) -> int | None:
        """The uid of a hotkey, if it has one."""
        ...


class ChildLimits(Protocol):
    """What children ask of the rate limits."""

    def ensure_transaction_passed(
        self, rule: WaitingRule, account: AccountId, netuid: int, kind: int, blocks: int
    ) -> None:
        """Raise the rule's error unless so many blocks have gone by since the account's transaction of the kind."""
        ...

    def record_transaction(self, account: AccountId, netuid: int, kind: int) -> None:
        """Note the transaction as made in the current block."""
        ...


class ChildStakes(Protocol):
    """What children ask of the stakes; in rao."""

    def hotkey_stake(self, hotkey: AccountId, netuid: int) -> int:
        """Everything staked to a hotkey on a network."""
        ...

    def hotkey_stakes(self, hotkeys: Sequence[AccountId], netuid: int) -> list[int]:
        """What is staked with each of many hotkeys."""
        ...

    def total_hotkey_stake(self, hotkey: AccountId) -> int:
        """Everything staked to a hotkey, in TAO at current prices."""
        ...


class ChildParameters(Protocol):
    """The parameters of children."""

    @property
    def stake_threshold(self) -> int:
        """Rao of stake that a parent needs."""
        ...

    @property
    def tao_weight(self) -> int:
        """What root stake counts for, of 2**64 - 1."""
        ...

    @property
    def pending_child_key_cooldown(self) -> int:
        """Blocks after which new children take effect."""
        ...

    @property
    def min_childkey_take(self) -> int:
        """The lowest take."""
        ...

    @property
    def max_childkey_take(self) -> int:
        """The highest take."""
        ...

    @property
    def subtoken_enabled(self) -> PerNetwork[bool]:
        """Whether a network's alpha can be traded."""
        ...

    @property
    def min_childkey_take_per_subnet(self) -> PerNetwork[int]:
        """The lowest take on a network."""
        ...

    @property
    def tx_childkey_take_rate_limit(self) -> int:
        """Blocks between two increases of a take."""
        ...


class Children(Pallet, wire="SubtensorModule"):
    """Who lends stake to whom on each network, and what a child keeps for its work."""

    errors = (
        DuplicateChild,
        HotKeyNotRegisteredInSubNet,
        InvalidChildkeyTake,
        NonAssociatedColdKey,
        NotEnoughStakeToSetChildkeys,
        RegistrationNotPermittedOnRootSubnet,
        SubnetNotExists,
        TxChildkeyTakeRateLimitExceeded,
        TxRateLimitExceeded,
    )
    events = (AutoParentDelegationEnabledSet, ChildKeyTakeSet, SetChildren, SetChildrenScheduled)

    child_keys = StorageDoubleMap[AccountId, NetUid, list[tuple[U64, AccountId]]](
        hashers=(Blake2_128Concat, Identity), default=[], doc="Children of a hotkey: pairs of proportion and child."
    )
    parent_keys = StorageDoubleMap[AccountId, NetUid, list[tuple[U64, AccountId]]](
        hashers=(Blake2_128Concat, Identity), default=[], doc="Parents of a hotkey: pairs of proportion and parent."
    )
    pending_child_keys = StorageDoubleMap[NetUid, AccountId, tuple[list[tuple[U64, AccountId]], U64]](
        hashers=(Identity, Blake2_128Concat),
        default=([], 0),
        doc="Children that will replace the present ones, and the block after which they may.",
    )
    childkey_take = StorageDoubleMap[AccountId, NetUid, PerU16](
        hashers=(Blake2_128Concat, Identity),
        default=0,
        doc="What a child keeps of its parents' dividends, of 65535.",
    )
    auto_parent_delegation_enabled = StorageMap[AccountId, bool](
        hasher=Blake2_128Concat, default=True, doc="Whether a root validator becomes a parent on new networks."
    )

    def connect(
        self,
        *,
        accounts: ChildAccounts,
        networks: ChildNetworks,
        neurons: ChildNeurons,
        limits: ChildLimits,
        stakes: ChildStakes,
        parameters: ChildParameters,
    ) -> None:
        """Hand over what children depend on."""
        self._accounts = accounts
        self._networks = networks
        self._neurons = neurons
        self._limits = limits
        self._stakes = stakes
        self._parameters = parameters

    # calls

    @call(index=67, weight=Weight(3_369_000_000, 0))
    def set_children(
        self, origin: Origin, hotkey: AccountId, netuid: NetUid, children: list[tuple[U64, AccountId]]
    ) -> None:
        """Lend the stake of a hotkey the signer owns to up to five children; they replace the present ones.

        They take effect at the network's first epoch after PendingChildKeyCooldown blocks, or at once where alpha is
        not yet traded.
        """
        self._set_children(origin.ensure_signed(), hotkey, netuid, children)

    @call(index=75, weight=Weight(428_870_000, 0))
    def set_childkey_take(self, origin: Origin, hotkey: AccountId, netuid: NetUid, take: PerU16) -> None:
        """Set what a hotkey keeps of its parents' dividends on a network; raising it is rate limited.

        The signer must own the hotkey.
        """
        coldkey = origin.ensure_signed()
        if not self._accounts.owns(coldkey, hotkey):
            raise NonAssociatedColdKey
        if not self._lowest_take(netuid) <= take <= self._parameters.max_childkey_take:
            raise InvalidChildkeyTake
        limit = self._parameters.tx_childkey_take_rate_limit
        if take > self.childkey_take_of(hotkey, netuid):
            self._limits.ensure_transaction_passed(CHILDKEY_TAKES, hotkey, netuid, SET_CHILDKEY_TAKE_KIND, limit)
        self._limits.record_transaction(hotkey, netuid, SET_CHILDKEY_TAKE_KIND)
        self.childkey_take[hotkey, netuid] = take
        self.deposit_event(ChildKeyTakeSet(hotkey, take))

    @call(index=135, weight=Weight(178_023_000, 0))
    def set_auto_parent_delegation_enabled(self, origin: Origin, hotkey: AccountId, enabled: bool) -> None:
        """Choose whether a root validator the signer owns becomes a parent of new networks' owners."""
        if not self._accounts.owns(origin.ensure_signed(), hotkey):
            raise NonAssociatedColdKey
        if self._neurons.uid_of(ROOT, hotkey) is None:
            raise HotKeyNotRegisteredInSubNet
        self.auto_parent_delegation_enabled[hotkey] = enabled
        self.deposit_event(AutoParentDelegationEnabledSet(hotkey=hotkey, enabled=enabled))

    # reads for other parts

    def children_of(self, hotkey: AccountId, netuid: int) -> Shares:
        """The children of a hotkey with their proportions of 2**64 - 1."""
        return self.child_keys[hotkey, netuid]

    def parents_of(self, hotkey: AccountId, netuid: int) -> Shares:
        """The parents of a hotkey with their proportions, in stored order."""
        return self.parent_keys[hotkey, netuid]

    def childkey_take_of(self, hotkey: AccountId, netuid: int) -> int:
        """The take in effect: what was set, or the lowest allowed if that is more."""
        return max(self.childkey_take[hotkey, netuid], self._lowest_take(netuid))

    @property
    def tao_weight_raw(self) -> int:
        """What root stake counts for, a raw U96F32."""
        return stake_weight.tao_weight_from_stored(self._parameters.tao_weight)

    def inherited_stakes(self, netuid: int, hotkeys: Sequence[AccountId]) -> tuple[list[int], list[int]]:
        """Alpha and root stake of every hotkey after lending and borrowing on the network, in rao."""
        relations = [(hotkey, netuid) for hotkey in hotkeys]
        alpha, root = self._stakes.hotkey_stakes(hotkeys, netuid), self._stakes.hotkey_stakes(hotkeys, ROOT)
        for shares in (self.child_keys, self.parent_keys):
            # Where nobody lends anything, there is no need to ask for each.
            for uid, related in enumerate(shares.have(relations) if any(True for _ in shares) else ()):
                if related:
                    alpha[uid], root[uid] = self.inherited_stake(hotkeys[uid], netuid)
        return alpha, root

    def inherited_stake(self, hotkey: AccountId, netuid: int) -> tuple[int, int]:
        """Alpha and root stake of a hotkey after lending and borrowing, in rao. Root's own alpha is never lent."""
        held = self._stakes.hotkey_stake
        alpha, root = held(hotkey, netuid), held(hotkey, ROOT)
        relation = (hotkey, netuid)
        if relation not in self.child_keys and relation not in self.parent_keys:
            return alpha, root
        children, parents = self.child_keys[relation], self.parent_keys[relation]
        lent = [share for share, _ in children]
        if netuid != ROOT:
            alpha = stake_weight.inherited(alpha, lent, [(held(parent, netuid), share) for share, parent in parents])
        return alpha, stake_weight.inherited(root, lent, [(held(parent, ROOT), share) for share, parent in parents])

    def stake_weight(self, netuid: int, hotkey: AccountId) -> int:
        """Alpha plus weighed root stake of a hotkey after lending and borrowing, in whole rao."""
        return stake_weight.total_stake(*self.inherited_stake(hotkey, netuid), self.tao_weight_raw) >> 64

    # for other parts

    def apply_pending(self, netuid: int) -> None:
        """Let the pending children of a network whose cooldown is over take effect; runs in the block of an epoch."""
        now = self.system.block_number
        at_once = not self._parameters.subtoken_enabled[netuid]
        for hotkey, (children, cooldown_block) in list(self.pending_child_keys.items(netuid)):
            if cooldown_block < now or at_once:
                del self.pending_child_keys[netuid, hotkey]
                self._try_apply(hotkey, netuid, children)

    def drop_pending(self, hotkey: AccountId) -> None:
        """Forget the pending children of a hotkey everywhere, when its stake fell below the threshold."""
        for netuid, pending in list(self.pending_child_keys.keys()):
            if pending == hotkey:
                del self.pending_child_keys[netuid, pending]

    def adopt_by_root(self, netuid: int, owner_hotkey: AccountId) -> None:
        """Make every willing root validator lend all its stake to the owner's hotkey of a new network."""
        for validator in self._neurons.hotkeys(ROOT):
            if validator == owner_hotkey or not self.auto_parent_delegation_enabled[validator]:
                continue
            owner = self._accounts.owner_of(validator)
            try:
                with self.state.layer():
                    self._set_children(owner, validator, netuid, [(U64_MAX, owner_hotkey)])
            except DispatchFailure:
                # A validator that may not set children (too little stake, too soon) simply does not become a parent.
                continue

    def move_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Let a hotkey take the place of another as child, as parent and in what waits; it keeps its own relations.

        Raises InvalidChild, TooManyChildren, ProportionOverflow or ChildParentInconsistency where that cannot be.
        """
        if (old, netuid) in self.childkey_take:
            self.childkey_take[new, netuid] = self.childkey_take.take((old, netuid))
        former, own = self._relations(old, netuid), self._relations(new, netuid)
        after = former.joined(own)
        if former.children or former.parents:
            self._rename(netuid, former, new)
            self._store(self.child_keys, new, netuid, after.stored_children())
            self._store(self.parent_keys, new, netuid, after.stored_parents())
        self._move_pending(netuid, old, after)

    def move_stake_of_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Let the choice of a root validator to be a parent of new owners follow its root stake."""
        if netuid == ROOT and old in self.auto_parent_delegation_enabled:
            self.auto_parent_delegation_enabled[new] = self.auto_parent_delegation_enabled.take(old)

    def remove_subnet(self, netuid: int) -> None:
        """Forget all relations on a network."""
        self.pending_child_keys.clear(netuid)
        for relations in (self.child_keys, self.parent_keys):
            for hotkey, where in list(relations.keys()):
                if where == netuid:
                    del relations[hotkey, where]
        for hotkey, where in list(self.childkey_take.keys()):
            if where == netuid:
                del self.childkey_take[hotkey, where]

    # inner

    def _lowest_take(self, netuid: int) -> int:
        return max(self._parameters.min_childkey_take, self._parameters.min_childkey_take_per_subnet[netuid])

    def _set_children(self, coldkey: AccountId, hotkey: AccountId, netuid: int, children: Shares) -> None:
        self._limits.ensure_transaction_passed(CHILDREN, hotkey, netuid, SET_CHILDREN_KIND, SET_CHILDREN_BLOCKS)
        if netuid == ROOT:
            raise RegistrationNotPermittedOnRootSubnet
        if not self._networks.exists(netuid):
            raise SubnetNotExists
        if not self._accounts.owns(coldkey, hotkey):
            raise NonAssociatedColdKey
        if len({child for _, child in children}) != len(children):
            raise DuplicateChild
        self._relations(hotkey, netuid).with_children(children)
        is_owner = self._networks.owner_hotkey_of(netuid) == hotkey
        threshold = self._parameters.stake_threshold
        if children and not is_owner and self._stakes.total_hotkey_stake(hotkey) < threshold:
            raise NotEnoughStakeToSetChildkeys
        self._limits.record_transaction(hotkey, netuid, SET_CHILDREN_KIND)
        if not self._parameters.subtoken_enabled[netuid]:
            self._apply(hotkey, netuid, children)
            return
        cooldown_block = self.system.block_number + self._parameters.pending_child_key_cooldown
        self.pending_child_keys[netuid, hotkey] = (list(children), cooldown_block)
        self.deposit_event(SetChildrenScheduled(hotkey, netuid, cooldown_block, list(children)))

    def _relations(self, hotkey: AccountId, netuid: int) -> Relations:
        return Relations.load(hotkey, self.child_keys[hotkey, netuid], self.parent_keys[hotkey, netuid])

    def _try_apply(self, hotkey: AccountId, netuid: int, children: Shares) -> None:
        try:
            with self.state.layer():
                self._apply(hotkey, netuid, children)
        except DispatchFailure:
            # Relations changed since the call and no longer allow these children: they are dropped without a word.
            return

    def _apply(self, hotkey: AccountId, netuid: int, children: Shares) -> None:
        present = self._relations(hotkey, netuid)
        others = [(share, child) for share, child in children if child != hotkey]
        changed = present.with_children(others)
        for child in present.children.keys() - changed.children.keys():
            self._store(self.parent_keys, child, netuid, without(self.parent_keys[child, netuid], hotkey))
        for share, child in changed.stored_children():
            self._store(self.parent_keys, child, netuid, with_share(self.parent_keys[child, netuid], hotkey, share))
        self._store(self.child_keys, hotkey, netuid, changed.stored_children())
        self._store(self.parent_keys, hotkey, netuid, changed.stored_parents())
        self.deposit_event(SetChildren(hotkey, netuid, list(children)))

    def _rename(self, netuid: int, former: Relations, new: AccountId) -> None:
        """Have the children and the parents of a hotkey name another, which keeps none of its relations."""
        old = former.pivot
        del self.child_keys[old, netuid]
        del self.parent_keys[old, netuid]
        for child in former.children:
            self.parent_keys[child, netuid] = renamed(self.parent_keys[child, netuid], old, new)
        for parent in former.parents:
            children = renamed(self.child_keys[parent, netuid], old, new)
            self.child_keys[parent, netuid] = sorted(children, key=lambda child: child[1])

    def _move_pending(self, netuid: int, old: AccountId, after: Relations) -> None:
        new = after.pivot
        if (netuid, old) in self.pending_child_keys:
            children, cooldown_block = self.pending_child_keys.take((netuid, old))
            after.with_children(children)
            self.pending_child_keys[netuid, new] = (children, cooldown_block)
        for parent, (children, cooldown_block) in list(self.pending_child_keys.items(netuid)):
            moved = [(share, new) for share, child in children if child == old]
            if moved:
                self.pending_child_keys[netuid, parent] = (without(children, old) + moved, cooldown_block)

    def _store(self, relations: "_Relations", hotkey: AccountId, netuid: int, shares: Shares) -> None:
        if shares:
            relations[hotkey, netuid] = shares
        else:
            del relations[hotkey, netuid]

    # invariants

    def check_invariants(self) -> None:
        """Every child lists its parent with the same proportion; nobody lends more than all, to itself, or in a circle.

        The children that wait are as few and lend as little as those in effect.
        """
        lending = {
            (parent, netuid, child): share
            for (parent, netuid), shares in self.child_keys.items()
            for share, child in shares
        }
        borrowing = {
            (parent, netuid, child): share
            for (child, netuid), shares in self.parent_keys.items()
            for share, parent in shares
        }
        if lending != borrowing:
            raise InvariantBroken("ChildKeys and ParentKeys do not mirror each other")
        for (parent, netuid), shares in self.child_keys.items():
            if sum(share for share, _ in shares) > U64_MAX:
                raise InvariantBroken(f"{parent.hex()} lends more than all its stake on network {netuid}")
            lenders = {lender for _, lender in self.parent_keys[parent, netuid]}
            if len(shares) > MAX_CHILDREN or lenders & {parent, *(child for _, child in shares)}:
                raise InvariantBroken(f"children of {parent.hex()} on network {netuid} are its parents, or too many")
        for (netuid, parent), (shares, _) in self.pending_child_keys.items():
            if len(shares) > MAX_CHILDREN or sum(share for share, _ in shares) > U64_MAX:
                raise InvariantBroken(f"{parent.hex()} is about to lend too much on network {netuid}: {shares}")


class _Relations(Protocol):
    def __setitem__(self, key: tuple[AccountId, int], value: Shares) -> None: ...

    def __delitem__(self, key: tuple[AccountId, int]) -> None: ...
