"""Who has no TAO for a fee pays for moving stake with a part of that stake."""

import pytest

from chain.codec import Err, Ok
from chain.frame.validity import Payment, TransactionRefused
from chain.pallets.staking.alpha_fees import FROM_EVERYWHERE, FROM_ONE_PLACE
from chain.pallets.subtensor_module.events import StakeRemoved, TransactionFeePaidWithAlpha
from chain.pallets.transaction_payment.pallet import TransactionFeePaid
from chain.primitives.identifiers import AccountId
from tests.local_chain import LocalChain, key

TAO = 10**9
NETUID, OTHER_NETUID = 5, 6
PRICE = 4
"""Rao of alpha for one of TAO, in both pools."""

OWNER, HOTKEY, OTHER_HOTKEY = (AccountId(bytes([number]) * 32) for number in (7, 8, 9))
SENDER = key("Poor")
COLDKEY = AccountId(SENDER.public_key)


class Chain(LocalChain):
    """Networks 5 and 6 with pools, and a key that owns 1000 rao and what stake a test gives it."""

    def __init__(self):
        super().__init__("localnet-fast")
        runtime = self.begin()
        parts = runtime.subtensor
        for netuid in (NETUID, OTHER_NETUID):
            parts.networks.networks_added[netuid] = True
            parts.networks.subnet_mechanism[netuid] = 1
            parts.parameters.subtoken_enabled[netuid] = True
            parts.pools.open_pool(netuid, 1000 * TAO, PRICE * 1000 * TAO)
            runtime.balances.mint_into(parts.networks.account_of(netuid), 1000 * TAO)
        parts.networks.total_networks = 4
        for hotkey in (HOTKEY, OTHER_HOTKEY):
            parts.accounts.create_if_missing(OWNER, hotkey)
        runtime.balances.mint_into(COLDKEY, 1_000)
        self.seal(runtime)

    def stake(self, netuid, alpha, hotkey=HOTKEY):
        runtime = self.begin()
        runtime.subtensor.pools.mint_alpha_out(netuid, alpha)
        runtime.subtensor.stakes.increase(hotkey, COLDKEY, netuid, alpha)
        self.seal(runtime)

    def signed(self, name, **arguments):
        return self.sign(SENDER, self.call("SubtensorModule", name, **arguments), nonce=0)

    def send(self, name, **arguments):
        """A block with one call of the poor key: the runtime after it, and the call's events."""
        runtime, (result,) = self.block(self.signed(name, **arguments))
        return runtime, result, [record.event for record in runtime.system.log.records()]

    def is_refused(self, name, **arguments):
        """Whether neither pool nor block take the call, for want of a payment."""
        extrinsic = self.signed(name, **arguments)
        with pytest.raises(TransactionRefused) as by_pool:
            self.validate(extrinsic)
        runtime = self.begin()
        with pytest.raises(TransactionRefused) as by_block:
            runtime.apply_extrinsic(extrinsic)
        return by_pool.value.reason == by_block.value.reason == Payment()


@pytest.fixture
def chain():
    made = Chain()
    yield made
    made.runtime().check_invariants()


def one(events, kind):
    (found,) = [event for event in events if isinstance(event, kind)]
    return found


def test_the_fee_is_sold_without_fees_from_the_stake_that_the_call_moves(chain):
    chain.stake(NETUID, 10 * TAO)
    chain.validate(chain.signed("recycle_alpha", hotkey=HOTKEY, amount=TAO, netuid=NETUID))
    runtime, result, events = chain.send("recycle_alpha", hotkey=HOTKEY, amount=TAO, netuid=NETUID)
    assert isinstance(result, Ok)
    told, paid = one(events, TransactionFeePaidWithAlpha), one(events, TransactionFeePaid)
    # What was taken is the fee at the price, without slippage; what the author got may be a rao less.
    assert (told.who, told.netuid) == (paid.who, NETUID) == (COLDKEY, NETUID)
    assert told.alpha_fee == PRICE * told.tao_amount or told.alpha_fee == PRICE * (told.tao_amount + 1)
    assert told.tao_amount <= paid.actual_fee <= told.tao_amount + 1
    sold = one(events, StakeRemoved)
    assert (sold.tao, sold.alpha, sold.fee) == (told.tao_amount, told.alpha_fee, 0)
    assert runtime.balances.free_balance(COLDKEY) == 1_000
    author = runtime.aura.author()
    assert runtime.balances.free_balance(author) == 2_000 * TAO + told.tao_amount
    left = runtime.subtensor.stakes.stake_of(HOTKEY, COLDKEY, NETUID)
    assert left == 10 * TAO - TAO - told.alpha_fee


def test_a_call_that_fails_is_paid_for_all_the_same(chain):
    chain.stake(NETUID, 10 * TAO)
    _, result, events = chain.send(
        "swap_stake", hotkey=HOTKEY, origin_netuid=NETUID, destination_netuid=NETUID, alpha_amount=TAO
    )
    assert isinstance(result, Err)
    assert one(events, TransactionFeePaidWithAlpha).alpha_fee > 0


def test_who_has_tao_pays_with_tao(chain):
    runtime = chain.begin()
    runtime.balances.mint_into(COLDKEY, TAO)
    chain.seal(runtime)
    chain.stake(NETUID, 10 * TAO)
    runtime, _, events = chain.send("recycle_alpha", hotkey=HOTKEY, amount=TAO, netuid=NETUID)
    assert not [event for event in events if isinstance(event, TransactionFeePaidWithAlpha)]
    assert runtime.balances.free_balance(COLDKEY) < TAO


def test_stake_below_the_fee_is_refused_by_the_pool_and_sold_whole_in_a_block(chain):
    chain.stake(NETUID, 1_000)
    extrinsic = chain.signed("recycle_alpha", hotkey=HOTKEY, amount=500, netuid=NETUID)
    with pytest.raises(TransactionRefused) as refused:
        chain.validate(extrinsic)
    assert refused.value.reason == Payment()
    runtime, _ = chain.block(extrinsic)
    told = one([record.event for record in runtime.system.log.records()], TransactionFeePaidWithAlpha)
    assert told.alpha_fee == 1_000
    assert runtime.subtensor.stakes.stake_of(HOTKEY, COLDKEY, NETUID) == 0


def test_unstaking_all_pays_where_all_stake_is_in_one_place(chain):
    chain.stake(NETUID, 10 * TAO)
    chain.stake(OTHER_NETUID, 10 * TAO, OTHER_HOTKEY)
    _, result, events = chain.send("unstake_all", hotkey=HOTKEY)
    assert isinstance(result, Ok)
    assert one(events, TransactionFeePaidWithAlpha).netuid == NETUID


def test_unstaking_all_from_two_networks_pays_no_fee_in_alpha(chain):
    chain.stake(NETUID, 10 * TAO)
    chain.stake(OTHER_NETUID, 10 * TAO)
    assert chain.is_refused("unstake_all", hotkey=HOTKEY)
    assert chain.is_refused("unstake_all_alpha", hotkey=HOTKEY)
    # A network whose alpha cannot be traded does not count.
    runtime = chain.begin()
    runtime.subtensor.parameters.subtoken_enabled[OTHER_NETUID] = False
    chain.seal(runtime)
    _, _, events = chain.send("unstake_all", hotkey=HOTKEY)
    assert one(events, TransactionFeePaidWithAlpha).netuid == NETUID


def test_other_calls_and_stake_elsewhere_pay_nothing(chain):
    chain.stake(NETUID, 10 * TAO)
    assert chain.is_refused("add_stake", hotkey=HOTKEY, netuid=NETUID, amount_staked=1)
    assert chain.is_refused("recycle_alpha", hotkey=HOTKEY, amount=TAO, netuid=OTHER_NETUID)
    assert chain.is_refused("recycle_alpha", hotkey=OTHER_HOTKEY, amount=TAO, netuid=NETUID)


def test_a_pool_that_cannot_buy_takes_no_fee(chain):
    chain.stake(NETUID, 10 * TAO)
    runtime = chain.begin()
    runtime.subtensor.pools.subnet_tao[NETUID] = 10
    runtime.subtensor.pools.subnet_alpha_in[NETUID] = 10 * PRICE
    chain.seal(runtime)
    runtime = chain.begin()
    with pytest.raises(TransactionRefused) as refused:
        runtime.apply_extrinsic(chain.signed("recycle_alpha", hotkey=HOTKEY, amount=TAO, netuid=NETUID))
    assert refused.value.reason == Payment()
    assert runtime.subtensor.stakes.stake_of(HOTKEY, COLDKEY, NETUID) == 10 * TAO


@pytest.mark.parametrize("name", sorted(FROM_ONE_PLACE))
def test_every_call_that_takes_stake_from_one_place_names_it(chain, name):
    declared = next(
        found
        for part in chain.runtime().parts
        if (found := next((call for call in part.declaration.calls if call.name == name), None)) is not None
    )
    assert set(FROM_ONE_PLACE[name]) <= {argument.name for argument in declared.arguments}


def test_calls_that_unstake_everywhere_exist(chain):
    calls = {call.name for part in chain.runtime().parts for call in part.declaration.calls}
    assert calls >= FROM_EVERYWHERE
