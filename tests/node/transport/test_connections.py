"""Bad input, classes 1, 6 and 7 over real sockets: frames, sizes, slow and dead clients, HTTP beside WebSocket."""

import asyncio
import json
import socket
from typing import Any

import pytest
import websockets

from chain.node.service import Node
from chain.node.transport.access import AccessPolicy
from chain.node.transport.limits import Limits
from chain.node.transport.server import CannotListen, RpcServer
from tests.node.running import Client, connect, http, on_a_node, post, read_response
from tests.node.stand_in import COUNT_KEY

REQUEST = b'{"jsonrpc":"2.0","id":"aB1","method":"system_chain"}'
ANSWER = {"jsonrpc": "2.0", "result": "Bittensor", "id": "aB1"}


async def still_well(node: Node) -> None:
    """A new client is served as if nothing had been."""
    async with connect(node) as socket_:
        assert await Client(socket_).result("system_chain") == "Bittensor"


@on_a_node(ports=(0,))
async def test_http_and_websocket_share_a_port_on_both_loopback_addresses(node: Node) -> None:
    status, _, body = await http(node, post(REQUEST))
    assert status == 200 and json.loads(body) == ANSWER
    async with connect(node) as socket_:
        assert await Client(socket_).raw(REQUEST.decode()) == ANSWER
    if socket.has_ipv6:
        async with websockets.connect(f"ws://[::1]:{node.ports[0]}") as socket_:
            assert await Client(socket_).raw(REQUEST.decode()) == ANSWER


@on_a_node(ports=(0,))
async def test_what_comes_after_an_answer_does_not_wait_for_its_acknowledgement(node: Node) -> None:
    async with connect(node) as socket_:
        assert await Client(socket_).raw(REQUEST.decode()) == ANSWER
        (connection,) = node.parts.server._connections
        served = connection.transport.get_extra_info("socket")
        assert served.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@on_a_node(ports=(0, 0))
async def test_a_second_port_serves_the_same_chain(node: Node) -> None:
    first, second = node.ports
    assert first != second
    async with websockets.connect(f"ws://127.0.0.1:{second}") as socket_:
        assert await Client(socket_).result("chain_getHead") == await node.request("chain_getHead")


@on_a_node(ports=(0,))
async def test_a_port_that_is_taken_is_named(node: Node) -> None:
    server = RpcServer(node.parts.dispatcher, Limits(), AccessPolicy(), print)
    with pytest.raises(CannotListen, match=f"port {node.ports[0]} on 127.0.0.1 is taken .* --rpc-port"):
        await server.listen([node.ports[0]])


@on_a_node(ports=(0,))
async def test_binary_and_fragmented_messages_are_requests_too(node: Node) -> None:
    async with connect(node) as socket_:
        assert await Client(socket_).raw(REQUEST) == ANSWER
        await socket_.send([REQUEST[:10].decode(), REQUEST[10:20].decode(), REQUEST[20:].decode()])
        assert json.loads(await socket_.recv()) == ANSWER
        assert (await Client(socket_).raw("no json"))["error"]["code"] == -32700


@on_a_node(ports=(0,), limits=Limits(request_bytes=1000, connections=3))
async def test_oversized_messages_close_with_1009_and_413(node: Node) -> None:
    async with connect(node) as socket_:
        await socket_.send("x" * 1001)
        with pytest.raises(websockets.ConnectionClosedError) as closed:
            await socket_.recv()
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 1009
    async with connect(node) as socket_:
        with pytest.raises(websockets.ConnectionClosed):
            await socket_.send(["x" * 600, "x" * 600, "x"])
            await socket_.recv()
    assert (await http(node, post(b" " * 1001)))[0] == 413
    await still_well(node)


@on_a_node(ports=(0,), limits=Limits(request_bytes=100_000, compression=True))
async def test_a_compressed_bomb_is_cut_off(node: Node) -> None:
    async with connect(node, compression="deflate", max_size=None) as socket_:
        assert await Client(socket_).raw(REQUEST.decode()) == ANSWER
        await socket_.send("0" * 50_000_000)
        with pytest.raises(websockets.ConnectionClosedError) as closed:
            await socket_.recv()
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 1009
    await still_well(node)


@on_a_node(ports=(0,), limits=Limits(connections=3))
async def test_connections_over_the_limit_are_turned_away(node: Node) -> None:
    sockets = [await connect(node) for _ in range(3)]
    with pytest.raises(websockets.InvalidStatus) as refused:
        await connect(node)
    assert refused.value.response.status_code == 429
    await sockets[0].close()
    while node.parts.server.connections > 2:
        await asyncio.sleep(0)
    await still_well(node)
    for socket_ in sockets[1:]:
        await socket_.close()


@on_a_node(ports=(0,), limits=Limits(subscriptions_per_connection=2))
async def test_subscriptions_over_the_limit_are_refused(node: Node) -> None:
    async with connect(node) as socket_:
        client = Client(socket_)
        kept = await client.result("chain_subscribeNewHeads")
        await client.result("state_subscribeStorage", ["0x" + COUNT_KEY.hex()])
        answer = await client.request("chain_subscribeAllHeads")
        assert answer["error"] == {
            "code": -32006, "message": "Too many subscriptions on the connection", "data": "Exceeded max limit of 2",
        }  # fmt: skip
        assert await client.result("chain_unsubscribeNewHeads", "no such") is False
        assert await client.result("chain_unsubscribeAllHeads", kept) is False
        assert await client.result("chain_unsubscribeNewHead", kept) is True
        await client.result("chain_subscribeAllHeads")


@on_a_node(ports=(0,))
async def test_each_stream_begins_at_once_and_carries_its_own_name(node: Node) -> None:
    names = {
        "chain_subscribeNewHead": "chain_newHead", "chain_subscribeAllHeads": "chain_allHead",
        "chain_subscribeFinalizedHeads": "chain_finalizedHead", "state_subscribeRuntimeVersion": "state_runtimeVersion",
    }  # fmt: skip
    async with connect(node) as socket_:
        client = Client(socket_)
        for method, name in names.items():
            identifier = await client.result(method)
            note = await client.note()
            assert (note["method"], note["params"]["subscription"]) == (name, identifier)
        await client.result("dev_newBlock", 1)
        assert sorted(note["method"] for note in client.notes) == [
            "chain_allHead",
            "chain_finalizedHead",
            "chain_newHead",
        ]
        assert {note["params"]["result"]["number"] for note in client.notes} == {"0x1"}


@on_a_node(ports=(0,))
async def test_a_storage_stream_tells_changes_and_survives_a_revert(node: Node) -> None:
    key, absent = "0x" + COUNT_KEY.hex(), "0xabcd"
    async with connect(node) as socket_:
        client = Client(socket_)
        await client.result("state_subscribeStorage", [key, absent])
        assert (await client.note())["params"]["result"]["changes"] == [[key, "0x" + "00" * 8], [absent, None]]
        snapshot = await client.result("dev_snapshot")
        await client.result("dev_newBlock", 1)
        assert client.notes == []
        await client.result("dev_setStorage", [[key, "0x0900000000000000"]])
        assert (await client.note())["params"]["result"]["changes"] == [[key, "0x0900000000000000"]]
        await client.result("dev_revert", snapshot)
        assert (await client.note())["params"]["result"]["changes"] == [[key, "0x" + "00" * 8]]


@on_a_node(ports=(0,))
async def test_subscriptions_need_a_websocket(node: Node) -> None:
    _, _, body = await http(node, post(b'{"jsonrpc":"2.0","id":1,"method":"chain_subscribeNewHeads"}'))
    assert json.loads(body)["error"]["code"] == -32601


@on_a_node(ports=(0,))
async def test_a_client_that_leaves_takes_its_subscriptions_with_it(node: Node) -> None:
    async with connect(node) as socket_:
        client = Client(socket_)
        await client.result("chain_subscribeNewHeads")
        socket_.transport.abort()
    while node.parts.server.connections:
        await asyncio.sleep(0)
    assert node.parts.engine.feed._listeners["new"] == {}
    await still_well(node)


@on_a_node(ports=(0,), limits=Limits(write_buffer_bytes=50_000, message_buffer=10))
async def test_a_client_that_never_reads_is_dropped_and_holds_nobody_up(node: Node) -> None:
    raw = socket.create_connection(("127.0.0.1", node.ports[0]))
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.setblocking(False)
    loop = asyncio.get_running_loop()
    handshake = (
        "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    await loop.sock_sendall(raw, handshake.encode())
    payload = b'{"jsonrpc":"2.0","id":1,"method":"chain_subscribeAllHeads"}'
    for _ in range(200):
        await loop.sock_sendall(raw, bytes([0x81, 0x80 | len(payload)]) + bytes(4) + payload)
    for _ in range(3000):
        await node.request("dev_newBlock", 1)
        if not node.parts.server.connections:
            break
    assert node.parts.server.connections == 0
    raw.close()
    await still_well(node)


@on_a_node(ports=(0,))
async def test_thousands_of_requests_in_one_packet_are_all_answered_in_order(node: Node) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", node.ports[0], limit=2**24)
    writer.write(
        b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    await reader.readuntil(b"\r\n\r\n")
    for number in range(3000):
        payload = b'{"jsonrpc":"2.0","id":%d,"method":"system_name"}' % number
        writer.write(bytes([0x81, 0x80 | len(payload)]) + bytes(4) + payload)
    seen = []
    for _ in range(3000):
        head = await reader.readexactly(2)
        seen.append(json.loads(await reader.readexactly(head[1]))["id"])
    assert seen == list(range(3000))
    writer.close()


@on_a_node(ports=(0,))
async def test_long_calls_do_not_hold_up_short_ones(node: Node) -> None:
    async with connect(node) as slow, connect(node) as quick:
        await slow.send(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "dev_newBlock", "params": [4000]}))
        answers = 0
        waiting = asyncio.ensure_future(slow.recv())
        while not waiting.done():
            assert await Client(quick).raw(REQUEST.decode()) == ANSWER
            answers += 1
        assert answers > 20 and node.head.number == 4000


@on_a_node(ports=(0,), access=AccessPolicy(origins=("https://good.example", "http://localhost:*")))
async def test_only_allowed_origins_and_hosts_get_in(node: Node) -> None:
    assert (await http(node, post(REQUEST, "Origin: https://evil.example")))[0] == 403
    status, head, _ = await http(node, post(REQUEST, "Origin: https://good.example"))
    assert status == 200 and b"Access-Control-Allow-Origin: https://good.example" in head
    assert (await http(node, post(REQUEST, "Origin: http://localhost:3000")))[0] == 200
    assert (await http(node, post(REQUEST).replace(b"Host: localhost", b"Host: rebound.example")))[0] == 403
    with pytest.raises(websockets.InvalidStatus) as refused:
        await connect(node, origin="https://evil.example")
    assert refused.value.response.status_code == 403
    async with connect(node, origin="https://good.example") as socket_:
        assert await Client(socket_).raw(REQUEST.decode()) == ANSWER


HTTP_CASES: list[tuple[bytes, int]] = [
    (b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
    (b"GET / HTTP/1.0\r\n\r\n", 200),
    (b"GET /other HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
    (b"OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:1\r\n\r\n", 204),
    (b"PUT / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
    (b"nonsense\r\n\r\n", 400),
    (b"GET / HTTP/2.0\r\n\r\n", 400),
    (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: -5\r\n\r\n", 400),
    (
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n",
        413,
    ),
    (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}", 415),
    (b"POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 0\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n", 431),
    (b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n\r\n", 426),
]


@on_a_node(ports=(0,))
async def test_every_kind_of_http_request_gets_its_status(node: Node) -> None:
    for request, status in HTTP_CASES:
        assert (await http(node, request))[0] == status, request[:60]
    await still_well(node)


@on_a_node(ports=(0,))
async def test_http_connections_are_kept_and_requests_may_be_chunked_and_in_pieces(node: Node) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", node.ports[0])
    request = post(REQUEST)
    for piece in (request[:7], request[7:60], request[60:] + request):
        writer.write(piece)
        await writer.drain()
    for _ in range(2):
        assert json.loads((await read_response(reader))[2]) == ANSWER
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (REQUEST[:5], REQUEST[5:])) + b"0\r\n\r\n"
    writer.write(
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        + chunks
    )
    assert json.loads((await read_response(reader))[2]) == ANSWER
    writer.close()


class Hour:
    """A moment later than every deadline."""

    def __init__(self, node: Node) -> None:
        self.now = asyncio.get_running_loop().time() + 3600
        self.server = node.parts.server

    def strike(self) -> None:
        for connection in list(self.server._connections):
            connection.tick(self.now)


@on_a_node(ports=(0,))
async def test_half_a_request_and_silence_are_closed_in_time(node: Node) -> None:
    slow = [await asyncio.open_connection("127.0.0.1", node.ports[0]) for _ in range(3)]
    slow[0][1].write(b"GET / HT")
    slow[1][1].write(post(REQUEST)[:-5])
    async with connect(node) as silent:
        while node.parts.server.connections < 4:
            await asyncio.sleep(0)
        Hour(node).strike()
        for reader, writer in slow:
            assert await reader.read() == b""
            writer.close()
        with pytest.raises(websockets.ConnectionClosed):
            await silent.recv()
    await still_well(node)


@on_a_node(ports=(0,), limits=Limits(ping_seconds=0.0))
async def test_a_quiet_client_is_pinged(node: Node) -> None:
    async with connect(node) as socket_:
        connection = next(iter(node.parts.server._connections))
        frames: list[Any] = []
        write = connection.transport.write

        class Recorder:
            def __getattr__(self, name: str) -> Any:
                return getattr(write.__self__, name)

            def write(self, data: bytes) -> None:
                frames.append(data)
                write(data)

        connection.transport = Recorder()  # type: ignore[assignment]
        connection._exchange._heard_at = asyncio.get_running_loop().time() + 1  # type: ignore[attr-defined]
        connection.tick(asyncio.get_running_loop().time())
        assert frames == [b"\x89\x00"]
        assert await Client(socket_).raw(REQUEST.decode()) == ANSWER


@on_a_node(ports=(0,))
async def test_a_node_that_stops_says_good_bye(node: Node) -> None:
    socket_ = await connect(node)
    server = node.parts.server
    await server.close()
    with pytest.raises(websockets.ConnectionClosed) as closed:
        await socket_.recv()
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 1001
