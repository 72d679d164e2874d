"""What checking a bundle found."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Report:
    """What was found, sentence by sentence, in English: the command's language."""

    checked: list[str] = field(default_factory=list)
    cannot_show: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    head: str = ""
    closed_head: str = ""
    recounted: bool = False

    @property
    def good(self) -> bool:
        """Whether nothing differs."""
        return not self.wrong

    def hold(self, what: str, fits: bool, otherwise: str) -> bool:
        """Note one check."""
        (self.checked if fits else self.wrong).append(what if fits else otherwise)
        return fits


class Broken(Exception):
    """A bundle so far from what it should be that checking it further says nothing."""
