"""Starting, naming and marking networks."""

import pytest

from chain.frame.error import BadOrigin, InvariantBroken
from chain.pallets.networks import Networks
from chain.pallets.networks.sovereign import is_subnet_account, subnet_account
from chain.pallets.networks.symbols import SYMBOLS, next_symbol
from chain.pallets.subtensor_module import errors, events
from tests.pallets.subnet_world import ALICE, BOB, World

DESCRIPTION = dict.fromkeys(
    ("subnet_name", "github_repo", "subnet_contact", "subnet_url", "discord", "description", "logo_url", "additional"),
    b"text",
)


def test_the_owner_starts_a_network_once() -> None:
    world = World()
    netuid = world.register_network()
    world.signed(ALICE, Networks.start_call, netuid=netuid)
    assert world.events() == [events.FirstEmissionBlockNumberSet(netuid, 2)]
    assert world.networks.first_emission_block(netuid) == 2
    assert world.networks.is_subtoken_enabled(netuid)
    with pytest.raises(errors.FirstEmissionBlockNumberAlreadySet):
        world.signed(ALICE, Networks.start_call, netuid=netuid)


def test_nobody_else_starts_it() -> None:
    world = World()
    netuid = world.register_network()
    with pytest.raises(BadOrigin):
        world.signed(BOB, Networks.start_call, netuid=netuid)
    with pytest.raises(errors.SubnetNotExists):
        world.signed(ALICE, Networks.start_call, netuid=9)


def test_a_young_network_waits() -> None:
    world = World()
    netuid = world.register_network()
    world.parameters.start_call_delay = 10
    with pytest.raises(errors.NeedWaitingMoreBlocksToStarCall):
        world.at_block(10).signed(ALICE, Networks.start_call, netuid=netuid)
    world.at_block(11).signed(ALICE, Networks.start_call, netuid=netuid)


def test_only_the_owner_describes_a_network() -> None:
    world = World()
    netuid = world.register_network()
    with pytest.raises(errors.NotSubnetOwner):
        world.signed(BOB, Networks.set_subnet_identity, netuid=netuid, **DESCRIPTION)
    world.signed(ALICE, Networks.set_subnet_identity, netuid=netuid, **DESCRIPTION)
    assert world.events() == [events.SubnetIdentitySet(netuid)]
    assert world.networks.name_of(netuid) == b"text"
    with pytest.raises(errors.InvalidIdentity, match="discord has 257 bytes, at most 256"):
        world.signed(ALICE, Networks.set_subnet_identity, netuid=netuid, **{**DESCRIPTION, "discord": bytes(257)})


def test_a_symbol_must_be_of_the_table_and_free() -> None:
    world = World()
    netuid = world.register_network()
    katakana = "\u30b7".encode()
    world.signed(ALICE, Networks.update_symbol, netuid=netuid, symbol=katakana)
    assert world.events() == [events.SymbolUpdated(netuid, katakana)]
    with pytest.raises(errors.SymbolAlreadyInUse):
        world.as_root(Networks.update_symbol, netuid=1, symbol=katakana)
    with pytest.raises(errors.SymbolDoesNotExist):
        world.signed(ALICE, Networks.update_symbol, netuid=netuid, symbol=b"shibe")
    with pytest.raises(errors.SymbolDoesNotExist):
        world.signed(ALICE, Networks.update_symbol, netuid=netuid, symbol=SYMBOLS[0])
    with pytest.raises(BadOrigin):
        world.signed(BOB, Networks.update_symbol, netuid=netuid, symbol=SYMBOLS[9])


def test_the_table_has_439_symbols_and_gives_out_free_ones() -> None:
    assert len(SYMBOLS) == 439
    assert len(set(SYMBOLS)) == 439
    assert next_symbol(5, set()) == SYMBOLS[5]
    assert next_symbol(5, {SYMBOLS[5], SYMBOLS[1]}) == SYMBOLS[2]
    assert next_symbol(4_000, set(SYMBOLS)) == SYMBOLS[0]


def test_accounts_of_networks_are_known_by_their_bytes() -> None:
    account = subnet_account(258)
    assert account == b"modlsubtensr\x02\x01" + bytes(18)
    assert is_subnet_account(account)
    assert not is_subnet_account(type(account)(account[:-1] + b"\x01"))
    world = World()
    assert world.networks.account_of(0) == subnet_account(0)
    assert world.networks.account_of(7) is None


def test_a_wrong_number_of_networks_is_noticed() -> None:
    world = World()
    world.networks.total_networks = 3
    with pytest.raises(InvariantBroken, match="TotalNetworks is 3, NetworksAdded holds 2"):
        world.check()
