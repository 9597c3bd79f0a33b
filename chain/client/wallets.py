"""Wallets in bittensor's file format: a coldkey that owns, and hotkeys that work, below `~/.bittensor/wallets`."""

from dataclasses import dataclass
from pathlib import Path

from bittensor_wallet import Keypair, Wallet

from chain.client.errors import WalletUnusable

DEFAULT_DIRECTORY = Path("~/.bittensor/wallets")
_WORDS = 12


@dataclass(frozen=True)
class WalletEntry:
    """What lies on disk under one wallet's name. Addresses are SS58."""

    name: str
    coldkey: str
    hotkeys: dict[str, str]


def create_wallet(
    name: str, hotkey: str, directory: Path, *, uri: str | None = None, password: str | None = None
) -> WalletEntry:
    """Write what is missing of a wallet: the coldkey, and the hotkey named `hotkey`. Existing keys are kept.

    With `uri` ("//Alice") the keys are the development ones: the coldkey of the URI, the hotkey of "URI//HOTKEY".
    The coldkey is encrypted if a password is given. Raises WalletUnusable.
    """
    wallet = Wallet(name=name, hotkey=hotkey, path=str(directory.expanduser()))
    try:
        if not wallet.coldkey_file.exists_on_device():
            pair = _key(uri)
            wallet.set_coldkey(pair, encrypt=password is not None, overwrite=False, coldkey_password=password)
            wallet.set_coldkeypub(pair, overwrite=False)
        if not wallet.hotkey_file.exists_on_device():
            pair = _key(None if uri is None else f"{uri}//{hotkey}")
            wallet.set_hotkey(pair, encrypt=False, overwrite=False)
            wallet.set_hotkeypub(pair, overwrite=False)
    except Exception as error:
        raise _unusable(name, error) from error
    return _entry(wallet)


def open_hotkey(name: str, hotkey: str, directory: Path) -> Keypair:
    """The hotkey's key pair. Raises WalletUnusable."""
    return _open(name, hotkey, directory, "hotkey", None)


def open_coldkey(name: str, directory: Path, *, password: str | None = None) -> Keypair:
    """The coldkey's key pair; an encrypted one is opened with the password. Raises WalletUnusable."""
    return _open(name, "default", directory, "coldkey", password)


def list_wallets(directory: Path) -> list[WalletEntry]:
    """Every wallet below the directory that has a public coldkey, by name."""
    root = directory.expanduser()
    found = sorted(path.parent.name for path in root.glob("*/coldkeypub.txt"))
    return [_entry(Wallet(name=name, hotkey="default", path=str(root))) for name in found]


def development_key(uri: str) -> Keypair:
    """The well-known key of a development URI such as "//Alice"."""
    return _key(uri)


def _key(uri: str | None) -> Keypair:
    if uri is not None:
        return Keypair.create_from_uri(uri)
    return Keypair.create_from_mnemonic(Keypair.generate_mnemonic(_WORDS))


def _open(name: str, hotkey: str, directory: Path, role: str, password: str | None) -> Keypair:
    wallet = Wallet(name=name, hotkey=hotkey, path=str(directory.expanduser()))
    file = getattr(wallet, f"{role}_file")
    if not file.exists_on_device():
        raise WalletUnusable(f"there is no {role} at {file.path}; make one with `weft wallet create --wallet {name}`")
    if file.is_encrypted() and password is None:
        raise WalletUnusable(f"the {role} at {file.path} is encrypted; its password is needed")
    try:
        pair: Keypair = getattr(wallet, role) if password is None else getattr(wallet, f"get_{role}")(password)
    except Exception as error:
        raise _unusable(name, error) from error
    return pair


def _unusable(name: str, error: Exception) -> WalletUnusable:
    return WalletUnusable(f"wallet {name!r}: {error}")


def _entry(wallet: Wallet) -> WalletEntry:
    folder = Path(wallet.hotkey_file.path).parent
    names = sorted(path.name for path in folder.glob("*") if path.is_file() and not path.name.endswith("pub.txt"))
    root = str(folder.parent.parent)
    hotkeys = {}
    for name in names:
        its = Wallet(name=wallet.name, hotkey=name, path=root)
        hotkeys[name] = str((its.hotkeypub if its.hotkeypub_file.exists_on_device() else its.hotkey).ss58_address)
    return WalletEntry(wallet.name, str(wallet.coldkeypub.ss58_address), hotkeys)
