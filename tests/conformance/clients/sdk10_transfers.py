"""bittensor 10.5.0, unmodified: transfers in every form, to the rao, and what they cost.

usage: sdk10_transfers.py ENDPOINT [async], by the interpreter of the SDK, on a fresh chain.
"""

from bittensor import Balance
from bittensor.core.extrinsics.pallets import Balances
from sdk10_client import complains, connected, outcome_as_root, refused, send, stored, succeeded
from sdk10_wallets import account, development_wallet, passed

ONE_TAO = Balance.from_tao(1)

subtensor = connected()
alice, dave, eve, fred = (development_wallet(name) for name in ("Alice", "Dave", "Eve", "Fred"))
DAVE, EVE, FRED, GRACE = dave.coldkeypub.ss58_address, eve.coldkeypub.ss58_address, account("Fred"), account("Grace")
deposit = subtensor.get_existential_deposit()


def free(address):
    return subtensor.get_balance(address)


def transfer(wallet, destination, amount, **options):
    return subtensor.transfer(wallet=wallet, destination_ss58=destination, amount=amount, **options)


assert deposit == Balance.from_rao(500)
estimate = subtensor.get_transfer_fee(wallet=alice, destination_ss58=FRED, amount=ONE_TAO)
call = Balances(subtensor).transfer_keep_alive(dest=FRED, value=ONE_TAO.rao)
assert estimate == subtensor.get_extrinsic_fee(call=call, keypair=alice.coldkeypub) > Balance(0), estimate
passed("get_transfer_fee and get_extrinsic_fee")

before = free(DAVE)
sent = succeeded(transfer(dave, EVE, ONE_TAO * 2))
assert before - free(DAVE) == ONE_TAO * 2 + sent.extrinsic_fee
assert free(EVE) == Balance.from_tao(2002) == sent.data["balance_before"] + ONE_TAO * 2
assert sent.data["balance_after"] == free(DAVE)
assert subtensor.get_balances(DAVE, EVE) == {DAVE: free(DAVE), EVE: free(EVE)}
assert stored(subtensor, "Account", EVE, pallet="System")["data"]["free"] == free(EVE).rao
passed("transfer to the rao")

fire_and_forget = succeeded(transfer(eve, DAVE, ONE_TAO, wait_for_inclusion=False, wait_for_finalization=False))
assert "Not waiting" in fire_and_forget.message and fire_and_forget.extrinsic_fee.rao > 0
subtensor.wait_for_block(subtensor.get_current_block() + 3)
assert Balance.from_tao(2001) > free(EVE) > Balance.from_tao(2000.99)
passed("transfer without waiting")

succeeded(transfer(dave, FRED, deposit))
assert free(FRED) == deposit
too_little = send(subtensor, dave, Balances(subtensor).transfer_keep_alive(dest=GRACE, value=deposit.rao - 1))
refused(too_little, "BelowMinimum")
assert free(GRACE) == Balance(0)
refused(transfer(dave, FRED, ONE_TAO * 1_000_000), "Not enough balance")
refused(transfer(dave, "nobody", ONE_TAO), "Invalid destination SS58 address")
over = send(subtensor, dave, Balances(subtensor).transfer_allow_death(dest=FRED, value=ONE_TAO.rao * 1_000_000))
refused(over, "FundsUnavailable")
passed("transfers refused")

succeeded(transfer(dave, EVE, None, transfer_all=True, keep_alive=True))
assert free(DAVE) == deposit, free(DAVE)
refused(transfer(dave, EVE, None, transfer_all=True, keep_alive=True), "Not enough balance")
passed("transfer_all that keeps the account")

total = free(EVE)
emptied = succeeded(transfer(eve, FRED, None, transfer_all=True, keep_alive=False))
assert free(EVE) == Balance(0), free(EVE)
assert free(FRED) == deposit + total - emptied.extrinsic_fee
assert stored(subtensor, "Account", EVE, pallet="System")["providers"] == 0
refused(transfer(eve, FRED, deposit), "Not enough balance")
passed("transfer_all that ends the account")

unpaid = outcome_as_root(
    subtensor, alice, subtensor.compose_call("Balances", "transfer_keep_alive", {"dest": FRED, "value": 1})
)
assert "BadOrigin" in unpaid, unpaid
passed("a transfer has no root")

with complains(KeyError, "value"):
    subtensor.compose_call("Balances", "transfer_allow_death", {"dest": FRED})
passed("compose_call tells what lacks")

subtensor.close()
