"""Bad input, classes 1 to 3: framing, JSON-RPC, hex. Each gets its own error, and the node goes on as before."""

import json
from typing import Any

import pytest

from chain.node.rpc.errors import RpcError
from chain.node.rpc.parameters import BlockHash, HexBytes, Parameters, WholeNumber
from chain.node.service import Node
from chain.node.transport.limits import Limits
from tests.node.running import on_a_node
from tests.node.stand_in import COUNT_KEY

KEY = "0x" + COUNT_KEY.hex()


async def answer(node: Node, payload: bytes | str) -> Any:
    """Return the node's answer to a payload, None if there is none."""
    data = payload.encode() if isinstance(payload, str) else payload
    reply = await node.parts.dispatcher.open_session(None).answer(data)
    return None if reply is None else json.loads(reply)


async def code_of(node: Node, payload: bytes | str) -> tuple[int, Any]:
    """Return error code and id of the answer."""
    reply = await answer(node, payload)
    return reply["error"]["code"], reply["id"]


NOT_JSON = {
    "nothing": b"",
    "text": b"hello",
    "truncated": b'{"jsonrpc":"2.0","id":1,"method":"system_ch',
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "invalid UTF-8": b'{"jsonrpc":"2.0","id":1,"method":"\xff\xfe"}',
    "trailing": b'{"jsonrpc":"2.0","id":1,"method":"system_chain"} {}',
    "not a number": b'{"jsonrpc":"2.0","id":NaN,"method":"system_chain"}',
    "infinite": b'{"jsonrpc":"2.0","id":1e999,"method":"system_chain"}',
}


@on_a_node()
async def test_what_is_no_json_is_a_parse_error(node: Node) -> None:
    before = await node.request("state_getStorage", KEY)
    for name, payload in NOT_JSON.items():
        assert await code_of(node, payload) == (-32700, None), name
    assert await node.request("state_getStorage", KEY) == before and node.head.number == 0


@on_a_node()
async def test_json_that_is_no_request_is_an_invalid_request(node: Node) -> None:
    for payload in ("1", '"x"', "null", "true", "[]", "{}", "[[]]", "[1]"):
        reply = await answer(node, payload)
        reply = reply[0] if isinstance(reply, list) else reply
        assert (reply["error"]["code"], reply["id"]) == (-32600, None), payload
    assert await code_of(node, '{"id":1,"method":"system_chain"}') == (-32600, 1)
    assert await code_of(node, '{"jsonrpc":"1.0","id":"x","method":"system_chain"}') == (-32600, "x")
    assert await code_of(node, '{"jsonrpc":"2.0","id":1}') == (-32600, 1)
    assert await code_of(node, '{"jsonrpc":"2.0","id":1,"method":7}') == (-32600, 1)


@on_a_node()
async def test_an_id_is_a_string_a_whole_number_or_null_and_comes_back_as_it_was(node: Node) -> None:
    for identifier in ('"aB12"', "7", "-7", "0", "null", "18446744073709551615", '""'):
        reply = await answer(node, f'{{"jsonrpc":"2.0","id":{identifier},"method":"system_chain"}}')
        assert reply == {"jsonrpc": "2.0", "result": "Bittensor", "id": json.loads(identifier)}
    for identifier in ("1.5", "{}", "[]", "true", "1e300", "99999999999999999999999999"):
        assert await code_of(node, f'{{"jsonrpc":"2.0","id":{identifier},"method":"system_chain"}}') == (-32600, None)


@on_a_node()
async def test_notifications_are_not_answered(node: Node) -> None:
    assert await answer(node, '{"jsonrpc":"2.0","method":"system_chain"}') is None
    assert await answer(node, '{"jsonrpc":"2.0","method":"no_such_method"}') is None
    assert await answer(node, '[{"jsonrpc":"2.0","method":"system_chain"}]') is None


@on_a_node()
async def test_duplicate_keys_count_once_with_the_last_value(node: Node) -> None:
    reply = await answer(node, '{"jsonrpc":"2.0","id":1,"id":2,"method":"x","method":"system_chain"}')
    assert reply == {"jsonrpc": "2.0", "result": "Bittensor", "id": 2}


@on_a_node()
async def test_unknown_methods_are_not_found_and_those_listed_are(node: Node) -> None:
    assert await code_of(node, '{"jsonrpc":"2.0","id":1,"method":"system_chian"}') == (-32601, 1)
    listed = (await node.request("rpc_methods"))["methods"]
    assert {"chain_getHead", "account_nextIndex", "state_getStorageAt", "state_call", "chain_subscribeNewHead"} <= set(
        listed
    )
    for name in listed:
        if not name.startswith(("dev_", "engine_")):
            reply = await answer(node, json.dumps({"jsonrpc": "2.0", "id": 1, "method": name, "params": ["?"] * 9}))
            assert reply["error"]["code"] == -32602, name


@on_a_node(limits=Limits(batch_length=3))
async def test_batches_are_answered_in_order_within_their_limit(node: Node) -> None:
    one = '{"jsonrpc":"2.0","id":%d,"method":"%s"}'
    mixed = ",".join([one % (1, "system_chain"), one % (2, "nope"), '{"jsonrpc":"2.0","method":"system_name"}'])
    replies = await answer(node, f"[{mixed}]")
    assert [(reply["id"], "result" in reply) for reply in replies] == [(1, True), (2, False)]
    reply = await answer(node, "[" + ",".join([one % (1, "system_chain")] * 4) + "]")
    assert reply["error"] == {
        "code": -32010,
        "message": "The batch request was too large",
        "data": "Exceeded max limit of 3",
    }


@on_a_node(limits=Limits(response_bytes=2000))
async def test_answers_are_bounded(node: Node) -> None:
    reply = await answer(node, '{"jsonrpc":"2.0","id":5,"method":"state_getKeys","params":["0x"]}')
    assert (reply["error"]["code"], reply["error"]["message"], reply["id"]) == (-32008, "Response is too big", 5)
    requests = ",".join(['{"jsonrpc":"2.0","id":5,"method":"chain_getBlock"}'] * 9)
    assert (await answer(node, f"[{requests}]"))["error"]["code"] == -32011


BAD_PARAMETERS = [
    ("state_getStorage", [], "parameter 1 (key) is missing"),
    ("state_getStorage", [1], "parameter 1 (key): expected a hex string of whole bytes, got 1"),
    ("state_getStorage", ["0x0"], "parameter 1 (key): expected a hex string of whole bytes, got '0x0'"),
    ("state_getStorage", ["0xzz"], "parameter 1 (key)"),
    (
        "state_getStorage",
        [KEY, "0x00"],
        "parameter 2 (hash): expected a block hash, 0x and 64 hex digits, or null, got '0x00'",
    ),
    ("state_getStorage", [KEY, None, 3], "at most 2 parameters"),
    ("state_getKeysPaged", ["0x", -1], "parameter 2 (count): expected a whole number"),
    ("state_getKeysPaged", ["0x", 1.5], "parameter 2 (count)"),
    ("state_getKeysPaged", ["0x", True], "parameter 2 (count)"),
    ("state_queryStorageAt", [["0x", 5]], "parameter 1 (keys)"),
    ("state_queryStorageAt", [{}], "parameter 1 (keys)"),
    ("account_nextIndex", ["5Nonsense"], "parameter 1 (account): expected an ss58 address"),
    ("system_chain", [1], "no parameters"),
    ("chain_getBlockHash", ["7"], "parameter 1 (number)"),
]


@on_a_node()
async def test_bad_parameters_are_named_with_their_position_and_what_was_expected(node: Node) -> None:
    for method, parameters, words in BAD_PARAMETERS:
        reply = await answer(node, json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}))
        error = reply["error"]
        assert (error["code"], error["message"]) == (-32602, "Invalid params") and words in error["data"], (
            method,
            error,
        )
    reply = await answer(node, '{"jsonrpc":"2.0","id":1,"method":"state_getStorage","params":{"key":"0x"}}')
    assert reply["error"]["code"] == -32602 and "array" in reply["error"]["data"]


@on_a_node()
async def test_parameters_may_be_null_or_absent_and_hex_may_lack_its_prefix(node: Node) -> None:
    for parameters in ('"params":null', '"params":[]', '"params":[null]', '"id":1'):
        reply = await answer(node, f'{{"jsonrpc":"2.0","id":1,"method":"chain_getHeader",{parameters}}}')
        assert reply["result"]["number"] == "0x0"
    assert await node.request("state_call", "Echo_echo", "00ff") == "0x00ff"
    assert await node.request("state_call", "Echo_echo", "") == "0x"
    assert await node.request("chain_getBlockHash", "0x0") == await node.request("chain_getBlockHash", 0)


async def example(context: object, key: HexBytes, count: WholeNumber, at: BlockHash | None = None) -> None:
    """A method, as far as its parameters go."""


@pytest.mark.parametrize("values", [["0x00", 1], ["00", "0x1", None], ["0x00", 1, "0x" + "11" * 32]])
def test_parameters_are_read_by_their_annotations(values: list[Any]) -> None:
    read = Parameters(example).read(values)
    assert read[:2] == [b"\x00", 1] and (len(read) < 3 or read[2] in (None, b"\x11" * 32))


def test_a_long_wrong_value_is_not_sent_back_whole() -> None:
    with pytest.raises(RpcError) as refused:
        Parameters(example).read(["z" * 100_000, 1])
    assert len(refused.value.data) < 250 and "100002 characters" in refused.value.data


@on_a_node()
async def test_a_fault_in_a_method_is_an_internal_error_and_goes_to_the_log(node: Node) -> None:
    said: list[str] = []

    class Log:
        dropped = 0

        def say(self, text: str) -> None:
            said.append(text)

    node._log = Log()
    node.parts.queries.history.prove = None  # type: ignore[method-assign,assignment]
    reply = await answer(node, '{"jsonrpc":"2.0","id":1,"method":"state_getReadProof","params":[["0x00"]]}')
    assert reply["error"]["code"] == -32603 and reply["error"]["message"] == "Internal error"
    assert any("RPC method state_getReadProof" in line for line in said)
