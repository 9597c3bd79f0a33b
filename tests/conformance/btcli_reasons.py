"""Why a command of btcli is not shown whole, and what scripts show that report in other words than its name."""

NO_EVM = "there is no EVM"
EVERYWHERE_BROKEN = {
    "sudo senate": "asks for the pallet SenateMembers, which no chain has today",
    "sudo proposals": "asks for the pallet SenateMembers, which no chain has today",
    "sudo senate-vote": "asks for the pallet SenateMembers, which no chain has today",
    "weights commit": "asks for a storage item by the name of a Python method",
}

NO_SUCCESS = {"9.23.2": EVERYWHERE_BROKEN, "11.3.0": {}}
"""By version and command: why it cannot succeed."""

NO_REFUSAL = {
    "9.23.2": {
        "wallet swap-check": "says of everything else that nothing is announced",
        "config set": "writes a file",
        "config clear": "writes a file",
    },
    "11.3.0": {},
}
"""Why there is nothing that it refuses."""

NOT_SHOWN = {
    "9.23.2": {
        "wallet history": "switched off by its authors",
    },
    "11.3.0": {},
}
"""Why it is not run."""

GROUPS_NOT_SHOWN = {"9.23.2": {}, "11.3.0": {"evm": NO_EVM}}
"""The same for all that begins with these words."""

SHOWN_BESIDE = {
    "sdk10_btcli_keys": {
        "wallet swap-hotkey": ["is not registered on subnet"],
        "wallet swap-coldkey": ["No pending coldkey swap announcement found", "ColdkeySwapDisputed"],
    },
}
"""By script: the commands that it shows without reporting them by name, and words of their refusals."""
