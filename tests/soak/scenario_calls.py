"""What can happen in the determinism run: staking, trading, weights, networks, and what root changes meanwhile."""

from typing import Any

from chain.codec import U16, encode
from chain.pallets.commitments.data import CommitmentInfo, Data
from chain.pallets.subtensor_module.types import RecycleOrBurnEnum
from chain.pallets.weights.commitment import commit_hash
from chain.primitives.address import Id
from chain.primitives.fixed import U64_MAX
from chain.primitives.fixed.wire import I96f32
from chain.primitives.keys import Keypair
from tests.soak.scenario import Draw, Kind, Scene

TAO = 1_000_000_000
MODULE = "SubtensorModule"
MOST_NETWORKS = 9


def opening(scene: Scene) -> list[Draw]:
    """What root sets before anything else: no waiting between calls, few networks, so that some have to go."""
    return [
        scene.sudo("AdminUtils", "sudo_set_tx_rate_limit", tx_rate_limit=0),
        scene.sudo("AdminUtils", "sudo_set_tx_delegate_take_rate_limit", tx_rate_limit=2),
        scene.sudo("AdminUtils", "sudo_set_subnet_limit", max_subnets=MOST_NETWORKS),
        scene.sudo("AdminUtils", "sudo_set_network_immunity_period", immunity_period=200),
        scene.sudo("AdminUtils", "sudo_set_lock_reduction_interval", interval=20),
        scene.sudo("AdminUtils", "sudo_set_admin_freeze_window", window=0),
        scene.sudo("AdminUtils", "sudo_set_owner_hparam_rate_limit", epochs=0),
        scene.sudo("AdminUtils", "sudo_set_max_epochs_per_block", max_epochs_per_block=3),
        scene.sudo("AdminUtils", "sudo_set_subtoken_enabled", netuid=0, subtoken_enabled=True),
        scene.sudo("AdminUtils", "sudo_set_subtoken_enabled", netuid=1, subtoken_enabled=True),
        scene.sudo(MODULE, "set_pending_childkey_cooldown", cooldown=5),
    ]


# networks


def register_network(scene: Scene) -> Draw:
    person = scene.person()
    return Draw(person.coldkey, MODULE, "register_network", {"hotkey": scene.random.choice(person.hotkeys).public_key})


def start_call(scene: Scene) -> Draw | None:
    networks = scene.parts.networks
    waiting = [netuid for netuid in networks.netuids() if netuid and networks.first_emission_block(netuid) is None]
    if not waiting:
        return None
    netuid = scene.random.choice(waiting)
    owner = scene.owner_of(netuid)
    return owner and Draw(owner, MODULE, "start_call", {"netuid": netuid})


def furnish_network(scene: Scene) -> Draw:
    """Root changes one parameter of a network; the list is what shapes epochs, emission and registration."""
    netuid, random = scene.netuid(), scene.random
    name, arguments = random.choice(
        [
            ("sudo_set_subnet_emission_enabled", {"enabled": random.random() < 0.9}),
            ("sudo_set_subnet_emission_enabled", {"enabled": True}),
            ("sudo_set_weights_set_rate_limit", {"weights_set_rate_limit": 0}),
            ("sudo_set_commit_reveal_weights_enabled", {"enabled": random.random() < 0.3}),
            ("sudo_set_tempo", {"tempo": random.choice((1, 3, 7, 20))}),
            ("sudo_set_max_allowed_uids", {"max_allowed_uids": random.choice((16, 20))}),
            ("sudo_set_min_allowed_weights", {"min_allowed_weights": 1}),
            ("sudo_set_immunity_period", {"immunity_period": random.choice((5, 50))}),
            ("sudo_set_kappa", {"kappa": random.randrange(20_000, 50_000)}),
            ("sudo_set_yuma3_enabled", {"enabled": random.random() < 0.5}),
            ("sudo_set_liquid_alpha_enabled", {"enabled": random.random() < 0.5}),
            ("sudo_set_bonds_penalty", {"bonds_penalty": random.randrange(65_536)}),
            ("sudo_set_bonds_reset_enabled", {"enabled": random.random() < 0.3}),
            ("sudo_set_recycle_or_burn", {"recycle_or_burn": random.choice(list(RecycleOrBurnEnum))}),
            ("sudo_set_mechanism_count", {"mechanism_count": random.choice((1, 1, 2, 3))}),
            ("sudo_set_owner_cut_enabled", {"enabled": random.random() < 0.8}),
            ("sudo_set_owner_cut_auto_lock_enabled", {"enabled": random.random() < 0.3}),
            ("sudo_set_burn_half_life", {"burn_half_life": random.randrange(1, 400)}),
            ("sudo_set_network_registration_allowed", {"registration_allowed": random.random() < 0.9}),
            ("sudo_set_ema_price_halving_period", {"ema_halving": random.randrange(1, 500)}),
            ("sudo_set_activity_cutoff", {"activity_cutoff": random.randrange(5, 5_000)}),
        ]
    )
    return scene.sudo("AdminUtils", name, netuid=netuid, **arguments)


def open_network(scene: Scene) -> Draw:
    """Root lets a network's validators set weights as often as they want, in the open or hidden, and lets it earn."""
    settings = [
        ("sudo_set_commit_reveal_weights_enabled", {"enabled": scene.random.random() < 0.3}),
        ("sudo_set_weights_set_rate_limit", {"weights_set_rate_limit": 0}),
        ("sudo_set_min_allowed_weights", {"min_allowed_weights": 1}),
        ("sudo_set_subnet_emission_enabled", {"enabled": True}),
    ]
    netuid = scene.netuid()
    calls = [scene.call("AdminUtils", name, netuid=netuid, **arguments) for name, arguments in settings]
    return scene.sudo("Utility", "batch_all", calls=calls)


def change_rules(scene: Scene) -> Draw:
    """Root changes one parameter of the whole chain."""
    random = scene.random
    name, arguments = random.choice(
        [
            ("sudo_set_subnet_owner_cut", {"subnet_owner_cut": random.randrange(30_000)}),
            ("sudo_set_subnet_moving_alpha", {"alpha": I96f32(random.randrange(1, 1 << 30))}),
            ("sudo_set_max_epochs_per_block", {"max_epochs_per_block": random.randrange(1, 5)}),
            ("sudo_set_stake_threshold", {"min_stake": random.choice((0, TAO))}),
            ("sudo_set_ck_burn", {"burn": random.randrange(U64_MAX // 4)}),
            ("sudo_set_nominator_min_required_stake", {"min_stake": random.choice((0, TAO // 10))}),
        ]
    )
    return scene.sudo("AdminUtils", name, **arguments)


def claim_threshold(scene: Scene) -> Draw:
    value = scene.random.choice((0, 1_000, 500_000))
    return scene.sudo(MODULE, "sudo_set_root_claim_threshold", netuid=scene.netuid(), new_value=value)


def fee_rate(scene: Scene) -> Draw:
    return scene.sudo("Swap", "set_fee_rate", netuid=scene.netuid(), rate=scene.random.randrange(1_000))


def dissolve(scene: Scene) -> Draw | None:
    if len(scene.parts.networks.netuids()) < 5:
        return None
    return scene.sudo(MODULE, "root_dissolve_network", netuid=scene.netuid())


def owner_changes_tempo(scene: Scene) -> Draw | None:
    netuid = scene.netuid()
    owner = scene.owner_of(netuid)
    return owner and Draw(owner, MODULE, "set_tempo", {"netuid": netuid, "tempo": scene.random.randrange(300, 900)})


def trigger_epoch(scene: Scene) -> Draw | None:
    netuid = scene.netuid()
    owner = scene.owner_of(netuid)
    return owner and Draw(owner, MODULE, "trigger_epoch", {"netuid": netuid})


# neurons


def burned_register(scene: Scene) -> Draw:
    person, netuid = scene.person(), scene.netuid()
    hotkey = scene.random.choice(person.hotkeys).public_key
    return Draw(person.coldkey, MODULE, "burned_register", {"netuid": netuid, "hotkey": hotkey})


def register_limit(scene: Scene) -> Draw:
    person, limit = scene.person(), scene.random.randrange(10 * TAO)
    hotkey = scene.random.choice(person.hotkeys).public_key
    arguments = {"netuid": scene.netuid(), "hotkey": hotkey, "limit_price": limit}
    return Draw(person.coldkey, MODULE, "register_limit", arguments)


def root_register(scene: Scene) -> Draw:
    person = scene.person()
    return Draw(person.coldkey, MODULE, "root_register", {"hotkey": scene.random.choice(person.hotkeys).public_key})


def serve_axon(scene: Scene) -> Draw | None:
    netuid, random = scene.netuid(), scene.random
    neurons = scene.neurons(netuid)
    arguments = {"netuid": netuid, "version": 1, "ip": 0x0808_0000 + random.randrange(65_536), "port": 8_091,
                 "ip_type": 4, "protocol": 4, "placeholder1": 0, "placeholder2": 0}  # fmt: skip
    return Draw(random.choice(neurons), MODULE, "serve_axon", arguments) if neurons else None


def commitment(scene: Scene) -> Draw | None:
    netuid, random = scene.netuid(), scene.random
    neurons = scene.neurons(netuid)
    info = CommitmentInfo([Data.raw(random.randbytes(random.randrange(1, 60)))])
    arguments = {"netuid": netuid, "info": info}
    return Draw(random.choice(neurons), "Commitments", "set_commitment", arguments) if neurons else None


# weights


def set_weights(scene: Scene) -> Draw | None:
    hiding = scene.parts.parameters.commit_reveal_weights_enabled
    netuids = [netuid for netuid in scene.parts.networks.netuids() if netuid and not hiding[netuid]]
    netuid = scene.random.choice(netuids) if netuids else scene.netuid()
    neurons = scene.neurons(netuid)
    permitted = [neuron for neuron in neurons if _has_permit(scene, netuid, neuron)]
    neurons = permitted if scene.random.random() < 0.9 and permitted else neurons
    if not neurons:
        return None
    uids, values = _weights(scene, netuid)
    arguments = {"netuid": netuid, "dests": uids, "weights": values, "version_key": 0}
    mechanisms = scene.parts.networks.mechanism_exists(netuid, 1)
    if mechanisms and scene.random.random() < 0.5:
        return Draw(scene.random.choice(neurons), MODULE, "set_mechanism_weights", arguments | {"mecid": 1})
    return Draw(scene.random.choice(neurons), MODULE, "set_weights", arguments)


def commit_weights(scene: Scene) -> Draw | None:
    neurons = scene.neurons(netuid := _hidden_network(scene))
    permitted = [neuron for neuron in neurons if _has_permit(scene, netuid, neuron)] or neurons
    if not permitted:
        return None
    hotkey = scene.random.choice(permitted)
    uids, values = _weights(scene, netuid)
    salt = [scene.random.randrange(65_536) for _ in range(8)]
    scene.secrets.append((hotkey, netuid, uids, values, salt))
    hidden = commit_hash(hotkey.public_key, netuid, uids, values, salt, 0)
    return Draw(hotkey, MODULE, "commit_weights", {"netuid": netuid, "commit_hash": hidden})


def reveal_weights(scene: Scene) -> Draw | None:
    """Reveal a commit whose epoch has come, or now and then one that comes too early or too late."""
    commits, epochs = scene.parts.commits, scene.parts.epochs

    def age(secret: tuple[Keypair, int, list[int], list[int], list[int]]) -> int | None:
        hotkey, netuid, *weights = secret
        account = hotkey.public_key
        epoch = commits.epoch_of_commit(account, netuid, 0, commit_hash(account, netuid, *weights, 0))
        return None if epoch is None else epochs.epoch_with_lookahead(netuid) - epoch

    ages = [(secret, age(secret)) for secret in scene.secrets]
    scene.secrets = [secret for secret, old in ages if old is not None]
    ready = [secret for secret, old in ages if old == 1]
    choice = scene.secrets if scene.random.random() < 0.1 else ready
    if not choice:
        return None
    hotkey, netuid, uids, values, salt = scene.random.choice(choice)
    arguments = {"netuid": netuid, "uids": uids, "values": values, "salt": salt, "version_key": 0}
    return Draw(hotkey, MODULE, "reveal_weights", arguments)


def commit_timelocked(scene: Scene) -> Draw | None:
    neurons = scene.neurons(netuid := _hidden_network(scene))
    arguments = {"commit": scene.random.randbytes(200), "reveal_round": 1_000, "commit_reveal_version": 4}
    if not neurons:
        return None
    return Draw(scene.random.choice(neurons), MODULE, "commit_timelocked_weights", {"netuid": netuid} | arguments)


def _hidden_network(scene: Scene) -> int:
    """A network on which weights are hidden and may be set often, if there is one."""
    parameters = scene.parts.parameters
    netuids = [
        netuid
        for netuid in scene.parts.networks.netuids()
        if netuid and parameters.commit_reveal_weights_enabled[netuid] and not parameters.weights_set_rate_limit[netuid]
    ]
    return scene.random.choice(netuids) if netuids else scene.netuid()


def _has_permit(scene: Scene, netuid: int, neuron: Keypair) -> bool:
    uid = scene.parts.neurons.uid_of(netuid, neuron.public_key)
    return uid is not None and scene.parts.epoch.has_permit(netuid, uid)


def _weights(scene: Scene, netuid: int) -> tuple[list[int], list[int]]:
    size, random = scene.parts.networks.size(netuid), scene.random
    uids = random.sample(range(size), random.randrange(1, size + 1))
    return uids, [random.randrange(1, 65_536) for _ in uids]


# stake


def add_stake(scene: Scene) -> Draw:
    person = scene.person()
    netuid = 0 if scene.random.random() < 0.3 else scene.netuid()
    arguments = {"hotkey": scene.hotkey().public_key, "netuid": netuid, "amount_staked": _tao(scene)}
    return Draw(person.coldkey, MODULE, "add_stake", arguments)


def add_stake_limit(scene: Scene) -> Draw:
    netuid = scene.netuid()
    arguments = {"hotkey": scene.hotkey().public_key, "netuid": netuid, "amount_staked": _tao(scene),
                 "limit_price": _limit(scene, netuid, 1.02), "allow_partial": scene.random.random() < 0.7}  # fmt: skip
    return Draw(scene.person().coldkey, MODULE, "add_stake_limit", arguments)


def add_stake_burn(scene: Scene) -> Draw | None:
    netuid = scene.netuid()
    arguments = {"hotkey": scene.hotkey().public_key, "netuid": netuid, "amount": _tao(scene), "limit": None}
    return Draw(scene.person().coldkey, MODULE, "add_stake_burn", arguments)


def batch_of_stakes(scene: Scene) -> Draw:
    name = scene.random.choice(("batch", "batch_all", "force_batch"))
    drawn = [add_stake(scene) for _ in range(3)]
    calls = [scene.call(MODULE, "add_stake", **each.arguments) for each in drawn]
    return Draw(drawn[0].signer, "Utility", name, {"calls": calls})


def remove_stake(scene: Scene) -> Draw | None:
    """Take stake out by one of the ways there are, a part of it or all."""
    held = scene.holding()
    if held is None:
        return None
    person, hotkey, netuid, amount = held
    random = scene.random
    part = amount if random.random() < 0.2 else random.randrange(1, amount + 1)
    name, arguments = random.choice(
        [
            ("remove_stake", {"netuid": netuid, "amount_unstaked": part}),
            ("remove_stake_limit", {"netuid": netuid, "amount_unstaked": part, "allow_partial": random.random() < 0.7,
                                    "limit_price": _limit(scene, netuid, 0.98)}),
            ("remove_stake_full_limit", {"netuid": netuid, "limit_price": None}),
            ("unstake_all", {}),
            ("unstake_all_alpha", {}),
        ]
    )  # fmt: skip
    return Draw(person.coldkey, MODULE, name, {"hotkey": hotkey.public_key} | arguments)


def move_stake(scene: Scene) -> Draw | None:
    """Move stake to another hotkey, coldkey or network."""
    held = scene.holding()
    if held is None:
        return None
    person, hotkey, netuid, amount = held
    random = scene.random
    to = scene.netuid() if random.random() < 0.7 else netuid
    moved: dict[str, Any] = {"origin_netuid": netuid, "destination_netuid": to,
                             "alpha_amount": random.randrange(1, amount + 1)}  # fmt: skip
    limits = {"limit_price": _limit(scene, netuid, 0.9), "allow_partial": random.random() < 0.7}
    hotkeys = {"origin_hotkey": hotkey.public_key, "destination_hotkey": scene.hotkey().public_key}
    receiver = scene.person().coldkey.public_key
    name, arguments = random.choice(
        [
            ("move_stake", hotkeys),
            ("move_stake_limit", hotkeys | limits),
            ("swap_stake", {"hotkey": hotkey.public_key}),
            ("swap_stake_limit", {"hotkey": hotkey.public_key} | limits),
            ("transfer_stake", {"hotkey": hotkey.public_key, "destination_coldkey": receiver}),
        ]
    )
    return Draw(person.coldkey, MODULE, name, moved | arguments)


def destroy_alpha(scene: Scene) -> Draw | None:
    held = scene.holding()
    if held is None:
        return None
    person, hotkey, netuid, amount = held
    arguments = {"hotkey": hotkey.public_key, "netuid": netuid, "amount": scene.random.randrange(1, amount // 4 + 2)}
    return Draw(person.coldkey, MODULE, scene.random.choice(("recycle_alpha", "burn_alpha")), arguments)


def lock_stake(scene: Scene) -> Draw | None:
    held = scene.holding()
    if held is None:
        return None
    person, hotkey, netuid, amount = held
    random = scene.random
    name, arguments = random.choice(
        [
            ("lock_stake", {"hotkey": hotkey.public_key, "netuid": netuid, "amount": random.randrange(1, amount + 1)}),
            ("lock_stake", {"hotkey": hotkey.public_key, "netuid": netuid, "amount": random.randrange(1, amount + 1)}),
            ("move_lock", {"destination_hotkey": scene.hotkey().public_key, "netuid": netuid}),
            ("set_perpetual_lock", {"netuid": netuid, "enabled": random.random() < 0.5}),
        ]
    )
    return Draw(person.coldkey, MODULE, name, arguments)


def auto_stake(scene: Scene) -> Draw:
    arguments = {"netuid": scene.netuid(), "hotkey": scene.hotkey().public_key}
    return Draw(scene.person().coldkey, MODULE, "set_coldkey_auto_stake_hotkey", arguments)


def claim_root(scene: Scene) -> Draw:
    netuids = frozenset(scene.netuid() for _ in range(3))
    return Draw(scene.person().coldkey, MODULE, "claim_root", {"subnets": netuids})


def transfer(scene: Scene) -> Draw:
    receiver = scene.random.choice((scene.person().coldkey, scene.hotkey())).public_key
    arguments = {"dest": Id(receiver), "value": _tao(scene)}
    return Draw(scene.person().coldkey, "Balances", "transfer_keep_alive", arguments)


def _tao(scene: Scene) -> int:
    return scene.random.randrange(TAO, 20 * TAO) * scene.random.choice((1, 1, 1, 50))


def _limit(scene: Scene, netuid: int, factor: float) -> int:
    """A limit price in rao per alpha, near the present one."""
    return int((scene.parts.swap.current_alpha_price(netuid) * TAO >> 64) * factor)


# families


def set_children(scene: Scene) -> Draw:
    person, random = scene.person(), scene.random
    hotkey = random.choice(person.hotkeys)
    others = [other.public_key for other in random.sample(scene.hotkeys(), random.randrange(4))]
    children = [(random.randrange(1, U64_MAX // 4), other) for other in others if other != hotkey.public_key]
    arguments = {"hotkey": hotkey.public_key, "netuid": scene.netuid(), "children": children}
    return Draw(person.coldkey, MODULE, "set_children", arguments)


def childkey_take(scene: Scene) -> Draw:
    person = scene.person()
    arguments = {
        "hotkey": _own(scene, person.hotkeys),
        "netuid": scene.netuid(),
        "take": scene.random.randrange(11_796),
    }
    return Draw(person.coldkey, MODULE, "set_childkey_take", arguments)


def delegate_take(scene: Scene) -> Draw:
    person = scene.person()
    name = scene.random.choice(("increase_take", "decrease_take"))
    arguments = {"hotkey": _own(scene, person.hotkeys), "take": scene.random.randrange(11_797)}
    return Draw(person.coldkey, MODULE, name, arguments)


def identity(scene: Scene) -> Draw:
    texts = ("name", "url", "github_repo", "image", "discord", "description", "additional")
    arguments = {text: encode(U16, scene.random.randrange(65_536)).hex().encode() for text in texts}
    return Draw(scene.person().coldkey, MODULE, "set_identity", arguments)


def _own(scene: Scene, hotkeys: list[Keypair]) -> Any:
    return scene.random.choice(hotkeys).public_key


KINDS: list[Kind] = [
    ("register a network", 2, register_network),
    ("start a network", 6, start_call),
    ("change a network's parameter", 14, furnish_network),
    ("open a network", 5, open_network),
    ("change a rule", 2, change_rules),
    ("set the threshold of claims", 1, claim_threshold),
    ("set a pool's fee", 1, fee_rate),
    ("dissolve a network", 1, dissolve),
    ("owner sets the tempo", 1, owner_changes_tempo),
    ("owner triggers an epoch", 2, trigger_epoch),
    ("register a neuron", 8, burned_register),
    ("register a neuron up to a price", 3, register_limit),
    ("register on root", 2, root_register),
    ("serve an axon", 2, serve_axon),
    ("set a commitment", 2, commitment),
    ("set weights", 20, set_weights),
    ("commit to weights", 6, commit_weights),
    ("reveal weights", 8, reveal_weights),
    ("commit to timelocked weights", 2, commit_timelocked),
    ("add stake", 14, add_stake),
    ("add stake up to a price", 6, add_stake_limit),
    ("add stake and burn it", 1, add_stake_burn),
    ("a batch of stakes", 2, batch_of_stakes),
    ("remove stake", 8, remove_stake),
    ("move stake", 14, move_stake),
    ("recycle or burn alpha", 3, destroy_alpha),
    ("lock stake", 5, lock_stake),
    ("choose where incentive goes", 2, auto_stake),
    ("claim root dividends", 4, claim_root),
    ("transfer", 6, transfer),
    ("set children", 5, set_children),
    ("set a childkey take", 2, childkey_take),
    ("change a delegate's take", 2, delegate_take),
    ("describe oneself", 1, identity),
]
