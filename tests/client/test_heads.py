import json
import threading

import pytest
from websockets.sync.server import serve

from chain.client.heads import HeadFollower

PATIENCE_SECONDS = 30.0


class Node:
    """As much of a node as a follower of heads talks to."""

    def __init__(self):
        self.subscribed = threading.Semaphore(0)
        self.connections = []
        self._server = serve(self._talk, "127.0.0.1", 0)
        self.endpoint = f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def _talk(self, connection):
        for message in connection:
            request = json.loads(message)
            assert request["method"] == "chain_subscribeNewHeads"
            connection.send(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": "s"}))
            self.connections.append(connection)
            self.subscribed.release()

    def seal(self, number):
        header = {"number": hex(number), "parentHash": "0x00"}
        note = {"jsonrpc": "2.0", "method": "chain_newHead", "params": {"subscription": "s", "result": header}}
        self.connections[-1].send(json.dumps(note))

    def close(self):
        self._server.shutdown()
        for connection in self.connections:
            connection.close()
        self._thread.join()


@pytest.fixture
def node():
    node = Node()
    yield node
    node.close()


def test_the_newest_block_is_known_and_those_between_are_skipped(node):
    with HeadFollower(node.endpoint) as heads:
        assert node.subscribed.acquire(timeout=PATIENCE_SECONDS)
        for number in range(1, 4):
            node.seal(number)
        known = None
        while known != 3:
            known = heads.wait_beyond(known, PATIENCE_SECONDS)
            assert known is not None
        assert heads.wait_beyond(3, 0.01) is None
        node.seal(4)
        assert heads.wait_beyond(3, PATIENCE_SECONDS) == 4


def test_a_chain_that_was_set_back_is_news(node):
    with HeadFollower(node.endpoint) as heads:
        assert node.subscribed.acquire(timeout=PATIENCE_SECONDS)
        node.seal(9)
        assert heads.wait_beyond(None, PATIENCE_SECONDS) == 9
        node.seal(2)
        assert heads.wait_beyond(9, PATIENCE_SECONDS) == 2


def test_a_lost_connection_is_made_again(node):
    with HeadFollower(node.endpoint) as heads:
        assert node.subscribed.acquire(timeout=PATIENCE_SECONDS)
        node.connections[0].close()
        assert node.subscribed.acquire(timeout=PATIENCE_SECONDS)
        node.seal(5)
        assert heads.wait_beyond(None, PATIENCE_SECONDS) == 5


def test_waking_ends_every_wait(node):
    with HeadFollower(node.endpoint) as heads:
        woken = []
        waiter = threading.Thread(target=lambda: woken.append(heads.wait_beyond(None, PATIENCE_SECONDS)))
        waiter.start()
        heads.wake()
        waiter.join(PATIENCE_SECONDS)
        assert woken == [None]
