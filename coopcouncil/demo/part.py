"""Somebody in the story."""

from dataclasses import dataclass

from coopcouncil.organisations.kinds import Role


@dataclass(frozen=True)
class Part:
    """Somebody with a name in the story. Without roles they are a member alone."""

    key: str
    given_name: str
    family_name: str
    org: str
    title: str
    title_cy: str
    to_try: str
    to_try_cy: str
    leads_to: str
    roles: tuple[Role, ...] = ()
    over_cluster: bool = False
    language: str | None = None

    @property
    def name(self) -> str:
        """As it stands in the register."""
        return f"{self.given_name} {self.family_name}"

    @property
    def email(self) -> str:
        """The address that signs them in."""
        return f"{self.key}@example.org"
