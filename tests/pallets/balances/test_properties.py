"""Whatever is done to balances: nothing appears, nothing disappears, and a refused operation changes nothing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chain.frame import DispatchFailure
from chain.frame.testing import TestRuntime
from chain.pallets.balances import Balances, Preservation
from chain.pallets.balances.types import BalanceStatus
from chain.pallets.system import System
from chain.primitives.identifiers import AccountId

ACCOUNTS = [AccountId(bytes([number]) * 32) for number in range(1, 5)]
amounts = st.one_of(st.integers(0, 3_000), st.sampled_from([499, 500, 501, 10_000, 2**64 - 1]))
who = st.sampled_from(ACCOUNTS)

operations = st.one_of(
    st.tuples(st.just("transfer"), who, who, amounts, st.sampled_from(list(Preservation))),
    st.tuples(st.just("mint_into"), who, st.integers(0, 5_000)),
    st.tuples(st.just("burn_from"), who, amounts),
    st.tuples(st.just("reserve"), who, amounts),
    st.tuples(st.just("unreserve"), who, amounts),
    st.tuples(st.just("repatriate"), who, who, amounts, st.sampled_from(list(BalanceStatus))),
    st.tuples(st.just("set_lock"), st.just(b"lockedup"), who, amounts),
    st.tuples(st.just("pay"), who, who, st.integers(0, 2_000)),
)


def perform(balances, name, *arguments):
    if name == "pay":
        payer, author, fee = arguments
        balances.withdraw(payer, fee)
        if not balances.deposit(author, fee):
            balances.drop(fee)
        return
    owner = balances
    if name in ("reserve", "unreserve", "repatriate"):
        owner = balances.reserved
    elif name == "set_lock":
        owner = balances.locking
    getattr(owner, name)(*arguments)


@settings(max_examples=120, deadline=None)
@given(st.lists(operations, max_size=25))
def test_balances_add_up_after_any_operations(steps):
    system = System.for_tests()
    balances = Balances(system, existential_deposit=500)
    with TestRuntime({0: system, 5: balances}) as chain:
        balances.genesis({ACCOUNTS[0]: 10_000, ACCOUNTS[1]: 500})
        for name, *arguments in steps:
            root = chain.state.root()
            try:
                with chain.state.layer():
                    perform(balances, name, *arguments)
            except DispatchFailure:
                assert chain.state.root() == root
            chain.check_invariants()
        for account, info in system.accounts.items():
            assert info.providers == 1 or info.data.free == 0, f"{account!r}: {info}"
            assert info.consumers == (1 if info.data.reserved or info.data.frozen else 0)
