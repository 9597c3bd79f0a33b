"""The guards of keys: which come first, whom they hold back, and the numbers under which the pool refuses."""

import pytest

from chain.codec import replace
from chain.frame.validity import CustomInvalid, TransactionRefused
from chain.genesis import preset
from chain.pallets.subtensor_module import errors
from chain.pallets.subtensor_module.extension import custom_code
from chain.pallets.subtensor_module.guards import ColdkeySwapGuard, EvmKeyGuard
from chain.primitives.identifiers import Hash
from tests.local_chain import LocalChain, key
from tests.pallets.keys.swap_world import ALICE, BOB, HOTKEY, NETUID, NEW, SwapWorld

FREE = {
    "announce_coldkey_swap": {"new_coldkey_hash": Hash(bytes(32))},
    "swap_coldkey_announced": {"new_coldkey": NEW},
    "dispute_coldkey_swap": {},
    "clear_coldkey_swap_announcement": {},
}


class Swaps:
    """Coldkeys that announced, and those in dispute."""

    def __init__(self, *announced, disputed=()):
        self.announced, self.disputed = announced, disputed

    def has_announced(self, coldkey):
        return coldkey in self.announced

    def has_disputed(self, coldkey):
        return coldkey in self.disputed


@pytest.fixture(scope="module")
def world():
    return SwapWorld()


def test_swaps_of_coldkeys_are_asked_first_and_evm_keys_last(world):
    guards = world.parts.guards()
    assert isinstance(guards[0], ColdkeySwapGuard) and isinstance(guards[-1], EvmKeyGuard)


@pytest.mark.parametrize("name", FREE)
def test_an_announced_coldkey_may_do_what_its_swap_needs(world, name):
    call = world.call(name, **FREE[name])
    ColdkeySwapGuard(swaps=Swaps(ALICE))(call, ALICE)
    with pytest.raises(errors.ColdkeySwapDisputed):
        ColdkeySwapGuard(swaps=Swaps(ALICE, disputed=(ALICE,)))(call, ALICE)


def test_it_may_send_what_is_encrypted(world):
    names = {declared.name for part in world.runtime.parts for declared in part.declaration.calls}
    assert "submit_encrypted" in names
    call = world.call("submit_encrypted", "MevShield", **_sample_of(world, "MevShield", "submit_encrypted"))
    ColdkeySwapGuard(swaps=Swaps(ALICE))(call, ALICE)


def _sample_of(world, pallet, name):
    declared = next(
        call
        for part in world.runtime.parts
        if part.declaration.name == pallet
        for call in part.declaration.calls
        if call.name == name
    )
    return {argument.name: bytes(32) for argument in declared.arguments}


def test_it_may_do_nothing_else_and_others_all_they_want(world):
    guard = ColdkeySwapGuard(swaps=Swaps(ALICE))
    for call in (
        world.call("try_associate_hotkey", hotkey=NEW),
        world.call("schedule_swap_coldkey", new_coldkey=NEW),
        world.call("remark", "System", remark=b""),
    ):
        with pytest.raises(errors.ColdkeySwapAnnounced):
            guard(call, ALICE)
        guard(call, BOB)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.ColdkeySwapAnnounced, 0),
        (errors.HotKeyNotRegisteredInSubNet, 19),
        (errors.EvmKeyAssociateRateLimitExceeded, 20),
        (errors.ColdkeySwapDisputed, 21),
    ],
)
def test_the_pool_knows_the_numbers(error, code):
    assert custom_code(error) == code


def test_a_pool_that_refuses_by_number_keeps_an_announced_coldkey_out():
    permissive = preset("permissive")
    chain = LocalChain(replace(permissive, settings=replace(permissive.settings, refuses_by_number=True)))
    alice = key("Alice")
    announcing = chain.call("SubtensorModule", "announce_coldkey_swap", new_coldkey_hash=Hash(bytes(32)))
    chain.block(chain.sign(alice, announcing))
    remark = chain.sign(alice, chain.call("System", "remark", remark=b""))
    with pytest.raises(TransactionRefused) as refused:
        chain.validate(remark)
    assert refused.value.reason == CustomInvalid(0)
    chain.block(chain.sign(alice, chain.call("SubtensorModule", "dispute_coldkey_swap"), nonce=1))
    with pytest.raises(TransactionRefused) as refused:
        chain.validate(chain.sign(alice, chain.call("System", "remark", remark=b""), nonce=2))
    assert refused.value.reason == CustomInvalid(21)


def test_associations_are_tested_before_they_run(world):
    call = world.call("associate_evm_key", netuid=NETUID, evm_key=bytes(20), block_number=1, signature=bytes(65))
    guard = EvmKeyGuard(keys=world.parts.evm_keys)
    guard(call, HOTKEY)
    guard(world.call("try_associate_hotkey", hotkey=NEW), NEW)
    with pytest.raises(errors.HotKeyNotRegisteredInSubNet):
        guard(call, NEW)
