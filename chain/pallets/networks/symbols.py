"""The symbols of networks' tokens: which letters there are, and which one a new network gets (lifecycle 1.8)."""

# ruff: noqa: RUF001 - letters that look like Latin ones are the point

from collections.abc import Collection

_ALPHABETS = (
    # the root network: a capital tau, from 0
    "Τ",
    # Greek, from 1
    "αβγδεζηθικλμνξοπρσtυφχψω",
    # Hebrew, from 25
    "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    # Arabic, from 52
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويى",
    # Runes, from 81
    "ᚠᚢᚦᚨᚱᚳЫᛉᛒ",
    # Ogham, from 90
    "\u1680ᚁᚂᚃᚄᚅ᚛",
    # Georgian, from 97
    "აბგდევ",
    # Armenian, from 103
    "ԱԲԳԴԵԶ՞",
    # Cyrillic, from 110
    "ЀЁЂЃЄЅъ",
    # Coptic, from 117
    "ⲀⲁⲂⲃⲄⲅ",
    # Brahmi, from 123
    "𑀀𑀁𑀂𑀃𑀅",
    # Sinhala, second half, from 128
    "න\u0db2ඳපඵබ",
    # Glagolitic, from 134
    "ⰀⰁⰂⰃⰄⰅⰆⰇⰈⰉⰊⰋⰌⰍⰎⰏⰐⰑⰒⰓⰔⰕⰖⰗⰘⰙⰚⰛⰜⰝⰞⰟⰠ",
    # Thai, from 167
    "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
    # Hangul, from 211
    "ᄀᄁᄂᄃᄄᄅᄆᄇᄈᄉᄊᄋᄌ짜ᅢᅣᅤᅥᅦᅧᅨᅩᅪᅫᅬᅭᅮᅯᅰᅱᅲᅳᅴᅵ",
    # Ethiopic, from 246
    "አኡኢኣኤእኦኧወዉዊዋዌውዎኰ\u12b1ኲኳኴኵ\u12b6ነኑኒናኔንኖ",
    # Devanagari, from 275
    "अआइईउऊऋएऐओऔकखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
    # Katakana, from 319
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    # Tifinagh, from 365
    "ⴰⴱⴲⴳⴴⴵⴶⴷⴸⴹⴺⴻⴼⴽⴾⴿⵀⵁⵂⵃⵄⵅⵆⵇⵈⵉⵊⵋⵌⵍⵎⵏⵐⵑⵒⵓ",
    # Sinhala, first half, from 401
    "අආඇඈඉඊඋඌඏඐඑඒඓඔඕඖකඛගඝඞඟචඡජඣඤඥඦටඨඪණඬතථදධ",
)

SYMBOLS = tuple(letter.encode() for alphabet in _ALPHABETS for letter in alphabet)
"""UTF-8 bytes by entry number; entry 0 is the root network's."""

FALLBACK = SYMBOLS[0]
"""What a network gets when every symbol is taken."""

_CHOOSABLE = frozenset(SYMBOLS[1:])

NAMES = ("root", "apex", "omron")
"""Display names by netuid, for networks whose owner named them nothing."""


def is_symbol(symbol: bytes) -> bool:
    """Whether a network other than root may carry the symbol."""
    return symbol in _CHOOSABLE


def next_symbol(netuid: int, taken: Collection[bytes]) -> bytes:
    """The symbol of a new network: the one of its netuid, else the first that no other network carries."""
    if netuid < len(SYMBOLS) and SYMBOLS[netuid] not in taken:
        return SYMBOLS[netuid]
    return next((symbol for symbol in SYMBOLS[1:] if symbol not in taken), FALLBACK)


def default_name(netuid: int) -> bytes:
    """What a network without a name of its own is called."""
    return (NAMES[netuid] if netuid < len(NAMES) else "unknown").encode()
