"""How the sign-in page of the demonstration groups its personas."""

from collections.abc import Iterable
from dataclasses import dataclass

from planhub.kernel.text import Text
from planhub.people.signing_in import Persona


@dataclass(frozen=True, slots=True)
class Group:
    """The personas of one organisation."""

    org: str
    name: Text
    people: tuple[Persona, ...]


def by_organization(personas: Iterable[Persona]) -> list[Group]:
    """Group personas by their organisation, keeping the order."""
    found: dict[str, list[Persona]] = {}
    for persona in personas:
        found.setdefault(persona.org, []).append(persona)
    return [Group(org, people[0].org_name, tuple(people)) for org, people in found.items()]
