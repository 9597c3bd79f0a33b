"""The cases of the economics tables that no rule of Weft answers to, each with the reason."""

NOT_APPLICABLE: dict[str | tuple[str, int], str] = {}
"""By table, or by table and position of the case."""
