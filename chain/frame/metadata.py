"""The metadata of a runtime, versions 14 and 15, derived from its declarations.

Both versions share one type registry, so a type has the same number in both; an account is type 0, as on live chains.
"""

VERSIONS = (14, 15)
