"""A neuron's hotkey is associated with an EVM address that signed for it (lifecycle 2.7)."""

import pytest
from eth_keys.datatypes import PrivateKey
from eth_utils import keccak

from chain.frame.weight import Pays
from chain.pallets.keys.evm_keys import MOST_UIDS_OF_AN_ADDRESS
from chain.pallets.subtensor_module import errors
from chain.pallets.subtensor_module.events import EvmKeyAssociated
from chain.pallets.subtensor_module.types import H160
from tests.pallets.keys.swap_world import ALICE, BOB, FRESH, HOTKEY, NETUID, NEW, SECOND, SwapWorld, account

WALLET, OTHER_WALLET = PrivateKey(b"\x01" * 32), PrivateKey(b"\x02" * 32)
ADDRESS, OTHER_ADDRESS = (H160(wallet.public_key.to_canonical_address()) for wallet in (WALLET, OTHER_WALLET))


@pytest.fixture
def world():
    return SwapWorld()


def signature_of(wallet, hotkey, block_number, *, counts_from=0):
    """As wallets of Ethereum sign, with 0 or 27 in front of the recovery id."""
    message = hotkey + keccak(block_number.to_bytes(8, "little"))
    signed = wallet.sign_msg_hash(keccak(b"\x19Ethereum Signed Message:\n64" + message)).to_bytes()
    return signed[:64] + bytes((signed[64] + counts_from,))


def associate(world, *, hotkey=HOTKEY, wallet=WALLET, address=ADDRESS, signature=None, block_number=5):
    signature = signature or signature_of(wallet, hotkey, block_number)
    return world.sign(
        hotkey,
        "associate_evm_key",
        netuid=NETUID,
        evm_key=address,
        block_number=block_number,
        signature=signature,
    )


def index(world):
    return dict(world.parts.evm_keys.associated_uids_by_evm_address.items())


@pytest.mark.parametrize("counts_from", [0, 27])
def test_an_address_that_signed_for_the_hotkey_is_the_uids(world, counts_from):
    signature = signature_of(WALLET, HOTKEY, 1_000_000, counts_from=counts_from)
    events = associate(world, signature=signature, block_number=1_000_000)
    assert events == [EvmKeyAssociated(NETUID, HOTKEY, ADDRESS, world.now)]
    assert world.parts.evm_keys.associated_evm_address[NETUID, 0] == (ADDRESS, world.now)
    assert index(world) == {(NETUID, ADDRESS): [(0, world.now)]}


def test_the_call_is_free(world):
    call = world.call("associate_evm_key", netuid=NETUID, evm_key=ADDRESS, block_number=0, signature=bytes(65))
    assert call.info.pays is Pays.No


def test_another_address_takes_the_place_of_the_first(world):
    associate(world)
    first = world.now
    world.later()
    associate(world, wallet=OTHER_WALLET, address=OTHER_ADDRESS)
    assert index(world) == {(NETUID, OTHER_ADDRESS): [(0, first + 1)]}


def test_a_signature_of_another_wallet_for_another_hotkey_or_block_does_not_count(world):
    for signature in (
        signature_of(OTHER_WALLET, HOTKEY, 5),
        signature_of(WALLET, NEW, 5),
        signature_of(WALLET, HOTKEY, 6),
    ):
        with pytest.raises(errors.InvalidRecoveredPublicKey):
            associate(world, signature=signature)


def test_bytes_that_no_key_signed_are_refused(world):
    good = signature_of(WALLET, HOTKEY, 5)
    for signature in (bytes(65), good[:64] + b"\x04", good[:64] + b"\x1f", b"\xff" * 64 + b"\x00"):
        with pytest.raises(errors.InvalidIdentity):
            associate(world, signature=signature)


def test_the_hotkey_needs_an_owner_and_a_uid(world):
    with pytest.raises(errors.HotKeyNotRegisteredInSubNet):
        associate(world, hotkey=NEW)
    keys = world.parts.evm_keys
    from chain.frame.origin import Origin

    with pytest.raises(errors.NonAssociatedColdKey):
        keys.associate_evm_key(Origin.signed(FRESH), NETUID, ADDRESS, 5, bytes(65))


def test_a_second_association_waits_for_the_interval(world):
    associate(world)
    with pytest.raises(errors.EvmKeyAssociateRateLimitExceeded) as refused:
        associate(world)
    assert refused.value.limit.until_block == world.now + 1
    assert "permissive" in refused.value.limit.lifted_by
    world.later()
    associate(world)


def test_a_normal_chain_associates_nothing_before_the_interval_is_over_once():
    world = SwapWorld("localnet")
    with pytest.raises(errors.EvmKeyAssociateRateLimitExceeded) as refused:
        associate(world)
    assert refused.value.limit.until_block == 7_200


def test_the_permissive_preset_associates_at_once():
    world = SwapWorld("permissive")
    associate(world)
    associate(world, wallet=OTHER_WALLET, address=OTHER_ADDRESS)


def test_an_address_stands_for_so_many_neurons_of_a_network(world):
    parts = world.parts
    keys = parts.evm_keys
    for uid in range(1, MOST_UIDS_OF_AN_ADDRESS + 1):
        keys._write(NETUID, uid, (ADDRESS, 1))
    with pytest.raises(errors.EvmKeyAssociationLimitExceeded):
        associate(world)
    keys._forget(NETUID, 7)
    associate(world)


def test_the_association_stays_with_the_uid_when_its_hotkey_is_swapped(world):
    associate(world)
    world.sign(ALICE, "swap_hotkey_v2", hotkey=HOTKEY, new_hotkey=NEW, netuid=NETUID, keep_stake=False)
    assert world.parts.evm_keys.associated_evm_address[NETUID, 0] == (ADDRESS, world.now)


def test_a_pruned_neuron_loses_its_association(world):
    world.sign(BOB, "burned_register", netuid=NETUID, hotkey=NEW)
    associate(world, hotkey=NEW)
    world.parts.neurons.replace(NETUID, 1, FRESH)
    assert index(world) == {}


def test_associations_follow_their_uids_when_a_network_is_trimmed(world):
    keys = world.parts.evm_keys
    hotkeys = [account(number) for number in range(40, 44)]
    for uid, hotkey in enumerate(hotkeys, start=1):
        world.parts.neurons.append(NETUID, hotkey)
        keys._write(NETUID, uid, (ADDRESS if uid % 2 else OTHER_ADDRESS, uid))
    keys.trim_neurons(NETUID, [0, 2, 3], [hotkeys[0], hotkeys[3]])
    assert dict(keys.associated_evm_address.items(NETUID)) == {1: (OTHER_ADDRESS, 2), 2: (ADDRESS, 3)}
    keys.check_invariants()


def test_a_dissolved_network_forgets_its_associations(world):
    associate(world)
    world.sudo("SubtensorModule", "root_dissolve_network", netuid=NETUID)
    assert index(world) == {}
    assert list(world.parts.evm_keys.associated_evm_address.keys(SECOND)) == []
