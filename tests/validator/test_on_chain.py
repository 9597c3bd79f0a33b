"""Miners and a validator as processes on a real node, started as a user would."""

import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager

import pytest

from chain.client.connection import connect, drop
from chain.client.errors import DispatchFailed, ExtrinsicRefused, NotFound
from chain.client.neurons import read_metagraph, register
from chain.client.staking import RAO_PER_TAO, add_stake, free_balance, transfer
from chain.client.submit import submit
from chain.client.subnet import (
    enable_emission,
    list_subnets,
    read_weight_rules,
    register_network,
    set_global_parameter,
    set_hyperparameter,
    start_call,
)
from chain.client.wallets import create_wallet, development_key, open_coldkey
from tests.conformance.node_process import running_node
from tests.ports import free_port
from validator.records import Records, sqlite_url

pytestmark = pytest.mark.filterwarnings("ignore")

TASK = "tests.miner.world:SUBNET"
DEADLINE_SECONDS = 120.0
ALICE = development_key("//Alice")
PEOPLE = ("owner", "worker", "copier", "judge")


@pytest.fixture(scope="module")
def node():
    with running_node(free_port(), ["--sealing", "200"]) as node:
        yield node


@pytest.fixture(scope="module")
def chain(node):
    """One connection for all: decoding the metadata is what costs most here."""
    connection = connect(node.websocket)
    yield connection
    drop(connection)


@pytest.fixture(scope="module")
def wallets(tmp_path_factory):
    return tmp_path_factory.mktemp("wallets")


@pytest.fixture(scope="module")
def netuid(chain, wallets):
    """A started subnet with everyone registered and the judge staked."""
    entries = {name: create_wallet(name, "default", wallets, uri=f"//{name}") for name in PEOPLE}
    for name, tao in zip(PEOPLE, (2000, 10, 10, 1000), strict=True):
        transfer(chain, ALICE, entries[name].coldkey, tao * RAO_PER_TAO)
    netuid = register_network(chain, open_coldkey("owner", wallets), entries["owner"].hotkeys["default"])
    set_global_parameter(chain, ALICE, "admin_freeze_window", 0)
    for name, value in (
        ("commit_reveal_weights_enabled", False),
        ("weights_set_rate_limit", 0),
        ("serving_rate_limit", 0),
        ("tempo", 10),
    ):
        set_hyperparameter(chain, ALICE, netuid, name, value, as_root=True)
    enable_emission(chain, ALICE, netuid)
    start_call(chain, open_coldkey("owner", wallets), netuid)
    for name in PEOPLE[1:]:
        register(chain, open_coldkey(name, wallets), netuid, entries[name].hotkeys["default"])
    judge = entries["judge"].hotkeys["default"]
    add_stake(chain, open_coldkey("judge", wallets), judge, netuid, 500 * RAO_PER_TAO)
    return netuid


@contextmanager
def running(folder, log_name, *arguments):
    """A `weft` command in the background, ended by SIGTERM, which it must obey with status 0."""
    log = folder / f"{log_name}.log"
    with log.open("ab") as output:
        process = subprocess.Popen([sys.executable, "-m", "localnet", *arguments], stdout=output, stderr=output)
    try:
        yield process, log
    finally:
        process.terminate()
        status = process.wait(30)
    assert status == 0, log.read_text()


def wait_until(holds, process, log):
    """Look again until it holds, for as long as the process lives and patience lasts."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not (result := holds()):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
    return result


def test_work_is_paid_copying_is_not_and_a_restart_forgets_nothing(node, chain, netuid, wallets, tmp_path):
    common = ["--netuid", str(netuid), "--subnet", TASK, "--wallet-path", str(wallets), "--endpoint", node.websocket]
    common += ["--state", str(tmp_path)]

    def miner(name, kind):
        port = str(free_port())
        return running(tmp_path, name, "miner", "run", *common, "--wallet", name, "--kind", kind, "--port", port)

    def validator():
        return running(tmp_path, "judge", "validator", "run", *common, "--wallet", "judge")

    def weights_at():
        return chain.query("SubtensorModule", "LastUpdate", [netuid]).value[judge.uid]

    people = read_metagraph(chain, netuid)
    worker, copier, judge = (
        people.neuron(create_wallet(name, "default", wallets).hotkeys["default"]) for name in PEOPLE[1:]
    )
    records_file = tmp_path / f"judge-default-{netuid}" / "scores.sqlite"
    with ExitStack() as stack:
        stack.enter_context(miner("worker", "honest"))
        stack.enter_context(miner("copier", "copier"))
        with validator() as (process, log):

            def incentive():
                values = chain.query("SubtensorModule", "Incentive", [netuid]).value
                return values if any(values) else None

            paid = wait_until(incentive, process, log)
        assert paid[worker.uid] == 65_535
        assert paid[copier.uid] == 0
        before = weights_at()
        with validator() as (process, log):
            wait_until(lambda: weights_at() > before, process, log)
    records = Records(sqlite_url(records_file))
    latest = records.latest()
    records.close()
    assert latest[worker.hotkey].average > 0.0
    assert latest[copier.hotkey].average == 0.0
    assert "caller_not_admitted" in latest[copier.hotkey].failure
    assert "Traceback" not in log.read_text()


def test_the_chain_refuses_with_its_own_words(chain, netuid, wallets):
    worker = open_coldkey("worker", wallets)
    hotkey = create_wallet("worker", "default", wallets).hotkeys["default"]
    with pytest.raises(DispatchFailed, match=r"burned_register failed: HotKeyAlreadyRegisteredInSubNet"):
        register(chain, worker, netuid, hotkey)
    with pytest.raises(DispatchFailed, match=r"burn_half_life as root failed: InvalidValue"):
        set_hyperparameter(chain, ALICE, netuid, "burn_half_life", 0, as_root=True)
    poor = development_key("//Nobody")
    with pytest.raises(ExtrinsicRefused, match="before it reached a block"):
        submit(chain, poor, "Balances", "transfer_keep_alive", {"dest": hotkey, "value": 1})
    assert free_balance(chain, poor.ss58_address) == 0


def test_what_does_not_exist_is_named(chain, netuid):
    with pytest.raises(NotFound, match="no subnet 4000"):
        read_weight_rules(chain, 4000)
    with pytest.raises(NotFound, match="no hyperparameter 'colour'"):
        set_hyperparameter(chain, ALICE, netuid, "colour", 1, as_root=True)
    with pytest.raises(NotFound, match="no parameter 'tempo' of the whole chain"):
        set_global_parameter(chain, ALICE, "tempo", 1)


def test_the_subnet_is_listed(chain, netuid):
    entry = next(entry for entry in list_subnets(chain) if entry.netuid == netuid)
    assert entry.started
    assert entry.emission_enabled
    assert entry.neurons == len(PEOPLE)
    assert entry.tempo_blocks == 10
