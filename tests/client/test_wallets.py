import json

import pytest

from chain.client.errors import WalletUnusable
from chain.client.wallets import create_wallet, list_wallets, open_coldkey, open_hotkey

ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"


def test_development_wallets_hold_the_well_known_keys(tmp_path):
    entry = create_wallet("alice", "hot", tmp_path, uri="//Alice")
    assert entry.coldkey == ALICE
    assert open_coldkey("alice", tmp_path).ss58_address == ALICE
    assert open_hotkey("alice", "hot", tmp_path).ss58_address == entry.hotkeys["hot"] != ALICE


def test_the_files_are_bittensors(tmp_path):
    create_wallet("alice", "hot", tmp_path, uri="//Alice")
    assert json.loads((tmp_path / "alice" / "coldkeypub.txt").read_text())["ss58Address"] == ALICE
    hotkey = json.loads((tmp_path / "alice" / "hotkeys" / "hot").read_text())
    assert {"accountId", "publicKey", "ss58Address"} <= set(hotkey)


def test_creating_again_keeps_what_is_there_and_adds_what_is_missing(tmp_path):
    first = create_wallet("mine", "one", tmp_path)
    again = create_wallet("mine", "one", tmp_path)
    more = create_wallet("mine", "two", tmp_path)
    assert again == first
    assert more.coldkey == first.coldkey
    assert more.hotkeys["one"] == first.hotkeys["one"] != more.hotkeys["two"]


def test_a_password_locks_the_coldkey(tmp_path):
    entry = create_wallet("safe", "hot", tmp_path, password="open sesame")
    assert open_coldkey("safe", tmp_path, password="open sesame").ss58_address == entry.coldkey
    with pytest.raises(WalletUnusable, match="encrypted; its password is needed"):
        open_coldkey("safe", tmp_path)


def test_wallets_are_listed_by_name(tmp_path):
    for name in ("zoe", "adam"):
        create_wallet(name, "hot", tmp_path)
    assert [entry.name for entry in list_wallets(tmp_path)] == ["adam", "zoe"]
    assert list_wallets(tmp_path / "nowhere") == []


def test_a_missing_key_is_named_with_the_way_to_make_one(tmp_path):
    with pytest.raises(WalletUnusable, match=r"no hotkey at .*/ghost/hotkeys/hot; make one with `weft wallet create"):
        open_hotkey("ghost", "hot", tmp_path)


def test_a_damaged_key_file_is_an_error_that_names_the_wallet(tmp_path):
    create_wallet("mine", "hot", tmp_path)
    (tmp_path / "mine" / "hotkeys" / "hot").write_bytes(b"{}")
    with pytest.raises(WalletUnusable, match="wallet 'mine'"):
        open_hotkey("mine", "hot", tmp_path)
