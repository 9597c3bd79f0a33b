import threading

from miner.nonces import KEPT_NS, NonceStore


def test_a_nonce_is_used_once_by_each_hotkey():
    store = NonceStore()
    assert store.use("a", 1, now_ns=10)
    assert not store.use("a", 1, now_ns=11)
    assert store.use("b", 1, now_ns=11)


def test_nonces_are_forgotten_when_they_are_stale_anyway():
    store = NonceStore()
    store.use("a", 1, now_ns=0)
    store.use("a", 2, now_ns=KEPT_NS + 2)
    assert len(store) == 1


def test_a_nonce_ahead_of_the_clock_is_kept_until_it_is_stale():
    store = NonceStore()
    ahead = 1_000_000_000
    store.use("a", ahead, now_ns=0)
    store.use("b", 1, now_ns=KEPT_NS + ahead)
    assert not store.use("a", ahead, now_ns=KEPT_NS + ahead)


def test_a_full_store_takes_no_more_until_something_expires():
    store = NonceStore(capacity=3)
    assert [store.use("a", nonce, now_ns=nonce) for nonce in range(1, 6)] == [True, True, True, False, False]
    assert store.use("a", 6, now_ns=KEPT_NS + 10)
    assert len(store) <= 3


def test_of_many_threads_with_one_nonce_one_wins():
    store = NonceStore()
    together = threading.Barrier(8)
    won = []

    def use():
        together.wait()
        if store.use("a", 1, now_ns=0):
            won.append(True)

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won == [True]
