"""SS58: an account as text, with the network it is meant for and a checksum against typing errors."""

from hashlib import blake2b

from chain.primitives.identifiers import AccountId

BITTENSOR_PREFIX = 42
"""The generic Substrate prefix, which Bittensor uses."""

LARGEST_PREFIX = (1 << 14) - 1
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGITS = {letter: value for value, letter in enumerate(_ALPHABET)}
_CHECKSUM_LENGTH = 2
_ACCOUNT_LENGTH = 32


class InvalidAddress(ValueError):
    """The text is not the SS58 address of an account."""


def encode(account: bytes, prefix: int = BITTENSOR_PREFIX) -> str:
    """Return the address of a 32-byte account. Raises InvalidAddress for other lengths and unknown prefixes."""
    if len(account) != _ACCOUNT_LENGTH:
        raise InvalidAddress(f"an account has {_ACCOUNT_LENGTH} bytes, not {len(account)}: 0x{bytes(account).hex()}")
    body = _prefix_bytes(prefix) + account
    return to_base58(body + _checksum(body))


def decode(text: str, prefix: int | None = None) -> AccountId:
    """Return the account of an address. Raises InvalidAddress; also when it is not of the network `prefix`."""
    data = _from_base58(text)
    header = 2 if data and data[0] & 0x40 else 1
    if len(data) != header + _ACCOUNT_LENGTH + _CHECKSUM_LENGTH or data[0] & 0x80:
        raise InvalidAddress(f"{text!r} is not the address of a {_ACCOUNT_LENGTH}-byte account")
    body, checksum = data[:-_CHECKSUM_LENGTH], data[-_CHECKSUM_LENGTH:]
    if checksum != _checksum(body):
        raise InvalidAddress(f"{text!r} has a wrong checksum; a letter may be mistyped")
    found = _prefix_of(body)
    if body[:header] != _prefix_bytes(found):
        raise InvalidAddress(f"{text!r} writes its network prefix {found} in two bytes instead of one")
    if prefix is not None and found != prefix:
        raise InvalidAddress(f"{text!r} belongs to network {found}, expected {prefix}")
    return AccountId(body[header:])


def _prefix_bytes(prefix: int) -> bytes:
    if not 0 <= prefix <= LARGEST_PREFIX or prefix in (46, 47):
        raise InvalidAddress(f"the network prefix {prefix} is not from 0 to {LARGEST_PREFIX}, or is reserved (46, 47)")
    if prefix < 64:
        return bytes((prefix,))
    return bytes((prefix >> 2 & 0x3F | 0x40, prefix >> 8 | (prefix & 3) << 6))


def _prefix_of(data: bytes) -> int:
    if data[0] < 64:
        return data[0]
    return (data[0] & 0x3F) << 2 | data[1] >> 6 | (data[1] & 0x3F) << 8


def _checksum(body: bytes) -> bytes:
    return blake2b(b"SS58PRE" + body).digest()[:_CHECKSUM_LENGTH]


def to_base58(data: bytes) -> str:
    """Return bytes in base 58, without a checksum; leading zero bytes are kept as ones."""
    number = int.from_bytes(data, "big")
    letters = []
    while number:
        number, digit = divmod(number, 58)
        letters.append(_ALPHABET[digit])
    leading = len(data) - len(data.lstrip(b"\x00"))
    return _ALPHABET[0] * leading + "".join(reversed(letters))


def _from_base58(text: str) -> bytes:
    # An account's address has at most 49 letters; reading more would only cost time.
    if len(text) > 64:
        raise InvalidAddress(f"{text[:16]!r}… has {len(text)} letters, too many for an address")
    number = 0
    for letter in text:
        if letter not in _DIGITS:
            raise InvalidAddress(f"{text!r} is not base58: it contains {letter!r}")
        number = number * 58 + _DIGITS[letter]
    leading = len(text) - len(text.lstrip(_ALPHABET[0]))
    return bytes(leading) + number.to_bytes((number.bit_length() + 7) // 8, "big")
