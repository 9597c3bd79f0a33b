"""How the presets begin, and what follows from it (economics sections 5.1 and 5.2)."""

import pytest

from chain.frame.error import BadOrigin
from chain.genesis import FUNDED, RICH, account, preset
from chain.pallets.networks.sovereign import ZERO_ACCOUNT, subnet_account
from chain.pallets.staking.trading import MIN_STAKE
from chain.pallets.subtensor_module import errors
from chain.primitives.safe_float import SafeFloat
from chain.primitives.ss58 import decode
from chain.runtime import Runtime
from chain.state import State
from tests.economics.world import RAO, ROOT, Economy, coldkey, hotkey

APEX = 1
"""The network that stands from the beginning."""

WRITTEN = {
    "NetworksAdded", "SubnetOwner", "SubnetOwnerHotkey", "SubnetworkN", "MaxAllowedUids", "MaxAllowedValidators",
    "MinAllowedWeights", "Tempo", "NetworkRegistrationAllowed", "TargetRegistrationsPerInterval", "TokenSymbol",
    "SubnetMechanism", "SubnetAlphaIn", "SubnetTAO", "SubnetAlphaOut", "SubnetLocked", "LargestLocked", "Owner",
    "AlphaV2", "TotalHotkeySharesV2", "TotalHotkeyAlpha", "StakingHotkeys", "Active", "Emission", "Consensus",
    "Incentive", "Dividends", "LastUpdate", "ValidatorTrust", "ValidatorPermit", "Keys", "Uids",
    "BlockAtRegistration", "IsNetworkMember", "TotalNetworks",
}  # fmt: skip
NEWER = {"TotalAlphaStaked": "in the interface of spec version 461, not yet in the text"}
ETHEREUM = ("5Fghzk1AJt88PeFEzuRfXzbPchiBbsVGTTXcdx599VdZzkTA", "5GeqNhKWj1KG78VHzbmo3ZjZgUTrCuWeamdgiA114XHGdaEr")


def begun(name):
    """The runtime over block 0 of a preset."""
    runtime = Runtime(State(), preset(name).settings)
    runtime.build_genesis(preset(name))
    return runtime


def written(runtime):
    """The storage of SubtensorModule that has a key."""
    module = next(each for each in runtime.pallets.values() if each.declaration.name == "SubtensorModule")
    return {
        item.name
        for item in module.declaration.storage
        if next(iter(runtime.state.keys(item.prefix)), None) is not None
    }


@pytest.mark.parametrize("name", ["localnet", "localnet-fast"])
def test_genesis_writes_what_the_text_lists_and_nothing_else(name):
    assert written(begun(name)) == WRITTEN | NEWER.keys()


def test_an_empty_chain_has_no_networks():
    runtime = begun("empty")
    assert written(runtime) == set()
    assert runtime.subtensor.networks.netuids() == []
    assert runtime.balances.total_issuance == runtime.balances.free_balance(account("Alice"))


@pytest.mark.parametrize("name", ["localnet", "localnet-fast"])
def test_the_accounts_of_a_localnet_are_funded(name):
    runtime = begun(name)
    for who in RICH:
        assert runtime.balances.free_balance(account(who)) == 1_000_000_000_000_000
    for who in (*map(account, FUNDED), *map(decode, ETHEREUM)):
        assert runtime.balances.free_balance(who) == 2_000_000_000_000
    assert (RICH, FUNDED) == (("Alice", "Bob", "Charlie"), ("Dave", "Eve", "Ferdie", "One", "Two", "Three"))
    assert runtime.balances.total_issuance == 3_016_000_000_000_000
    assert runtime.subtensor.coinbase.total_issuance == 0
    assert runtime.sudo.key == account("Alice")


def test_root_belongs_to_nobody_or_on_a_fast_chain_to_alice():
    for name, owner, owner_hotkey in (
        ("localnet", ZERO_ACCOUNT, ZERO_ACCOUNT),
        ("localnet-fast", account("Alice"), account("Alice_hk")),
    ):
        networks = begun(name).subtensor.networks
        assert (networks.subnet_owner[ROOT], networks.subnet_owner_hotkey[ROOT]) == (owner, owner_hotkey)


@pytest.mark.parametrize("name", ["localnet", "localnet-fast"])
def test_both_networks_begin_as_the_text_says(name):
    parts = begun(name).subtensor
    networks, parameters, neurons, pools = parts.networks, parts.parameters, parts.neurons, parts.pools
    assert networks.total_networks == 2
    for netuid, uids, size in ((ROOT, 64, 0), (APEX, 256, 1)):
        assert networks.networks_added[netuid]
        assert networks.size(netuid) == size
        assert parameters.max_allowed_uids[netuid] == uids
        assert parameters.max_allowed_validators[netuid] == 64
        assert parameters.min_allowed_weights[netuid] == 0
        assert parameters.tempo[netuid] == 100
        assert parameters.network_registration_allowed[netuid]
        assert not parameters.subtoken_enabled[netuid]
        assert networks.first_emission_block(netuid) is None
        assert parts.epochs.last_epoch_of(netuid) == 0
    assert parameters.target_registrations_per_interval[ROOT] == 1
    assert [networks.token_symbol[netuid].decode() for netuid in (ROOT, APEX)] == ["\u03a4", "\u03b1"]
    assert networks.subnet_mechanism[APEX] == 1
    assert (pools.tao_reserve(APEX), pools.alpha_reserve(APEX), pools.alpha_out(APEX)) == (10 * RAO, 10 * RAO, RAO)
    assert (networks.subnet_locked[APEX], networks.largest_locked[APEX]) == (1, 1)
    assert networks.subnet_owner[APEX] == parts.accounts.owner_of(ZERO_ACCOUNT) == ZERO_ACCOUNT
    assert networks.owner_hotkey_of(APEX) is None
    one = SafeFloat(10**21, -12)
    assert parts.stakes.alpha_v2[ZERO_ACCOUNT, ZERO_ACCOUNT, APEX] == one
    assert parts.stakes.total_hotkey_shares_v2[ZERO_ACCOUNT, APEX] == one
    assert parts.stakes.hotkey_stake(ZERO_ACCOUNT, APEX) == RAO
    assert parts.stakes.hotkeys_of(ZERO_ACCOUNT) == [ZERO_ACCOUNT]
    assert pools.total_stake == 0
    assert neurons.hotkeys(APEX) == [ZERO_ACCOUNT]
    assert neurons.uid_of(APEX, ZERO_ACCOUNT) == neurons.registered_at(APEX, 0) == 0
    assert neurons.is_member(ZERO_ACCOUNT, APEX)
    epoch = parts.epoch
    assert epoch.active[APEX] == [True]
    assert epoch.validator_permit[APEX] == [False]
    for numbers in (epoch.emission, epoch.consensus, epoch.incentive, epoch.dividends, epoch.last_update):
        assert numbers[APEX] == [0]
    assert epoch.validator_trust[APEX] == [0]


def test_a_fresh_chain_mints_and_recycles_every_block():
    economy = Economy()
    before = economy.balances.total_issuance
    economy.next_block(150)
    assert economy.parts.coinbase.total_issuance == 0
    assert economy.balances.total_issuance == before
    # Network 1 has run its epoch, which had nothing to give; root runs none.
    assert economy.parts.epochs.last_epoch_of(APEX) == 100
    assert economy.parts.epochs.last_epoch_of(ROOT) == 0
    assert economy.parts.stakes.hotkey_stake(ZERO_ACCOUNT, APEX) == RAO


def test_root_takes_stake_only_after_sudo_has_opened_it():
    economy = Economy()
    economy.add_hotkey(1)
    economy.balances.mint_into(coldkey(1), 10 * RAO)
    economy.balances.mint_into(subnet_account(ROOT), RAO)
    stake = {"hotkey": hotkey(1), "netuid": ROOT, "amount_staked": MIN_STAKE * 2}
    with pytest.raises(errors.SubtokenDisabled):
        economy.signed(coldkey(1), "add_stake", **stake)
    # Root's next epoch never comes, so ten blocks before it the window closes for good.
    economy.go_to(91)
    with pytest.raises(errors.AdminActionProhibitedDuringWeightsWindow):
        economy.sudo("sudo_set_subtoken_enabled", netuid=ROOT, subtoken_enabled=True)
    economy.sudo("sudo_set_admin_freeze_window", window=0)
    economy.sudo("sudo_set_subtoken_enabled", netuid=ROOT, subtoken_enabled=True)
    economy.signed(coldkey(1), "add_stake", **stake)
    assert economy.stake_on(1, ROOT) == MIN_STAKE * 2


def test_nobody_can_start_network_1_but_a_new_one_starts_and_needs_leave_for_tao():
    economy = Economy()
    economy.balances.mint_into(coldkey(1), 5000 * RAO)
    economy.signed(coldkey(1), "register_network", hotkey=hotkey(1))
    netuid = 2
    assert economy.parts.networks.owner_of(netuid) == coldkey(1)
    assert not economy.parts.parameters.subnet_emission_enabled[netuid]
    with pytest.raises(BadOrigin):
        economy.signed(coldkey(1), "start_call", netuid=APEX)
    economy.signed(coldkey(1), "start_call", netuid=netuid)
    economy.price(netuid, 1)
    economy.next_block(2)
    coinbase = economy.parts.coinbase
    assert coinbase.subnet_alpha_out_emission[netuid] == RAO
    assert coinbase.subnet_tao_in_emission[netuid] + coinbase.subnet_excess_tao[netuid] == 0
    economy.sudo("sudo_set_subnet_emission_enabled", netuid=netuid, enabled=True)
    economy.next_block()
    assert coinbase.subnet_tao_in_emission[netuid] + coinbase.subnet_excess_tao[netuid] > 0
