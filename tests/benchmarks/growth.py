"""How a cost grows with what there is more of: one table each, shown under the table of the budget."""

from typing import NamedTuple


class Growth(NamedTuple):
    """A table: what was measured, its columns, and a row for each size."""

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[str, ...]]

    def as_markdown(self) -> str:
        """The table as the documentation shows it."""
        lines = [
            f"How the cost grows: {self.title}",
            "",
            "| " + " | ".join(self.headings) + " |",
            "|" + "---:|" * len(self.headings),
            *("| " + " | ".join(row) + " |" for row in self.rows),
            "",
        ]
        return "\n".join(lines)

    def as_text(self) -> str:
        """The table as the terminal shows it."""
        widths = [max(map(len, column)) for column in zip(self.headings, *self.rows, strict=True)]
        lines = [self.headings, *self.rows]
        return "\n".join(
            [self.title, *("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True))
                           for line in lines)]
        )  # fmt: skip
