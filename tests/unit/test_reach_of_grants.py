"""How far a grant reaches: both an agency's own and in its area, and only under a condition of the record."""

from dataclasses import replace

import pytest

from planhub.kernel.access import Grant, Policy, Reach, Role, Scope, Standing, reaches
from planhub.kernel.text import plain

STANDING = Standing(Role.AREA_COORDINATOR, "CODI", areas=("45",))
OURS = Reach("lessons", "draft", "CODI", areas=frozenset({"450101"}))


def grant(scope: Scope, when: str | None = None) -> Grant:
    return Grant(Role.AREA_COORDINATOR, "lesson:edit", scope, when=when)


@pytest.mark.parametrize(
    ("reach", "own_area", "area"),
    [
        (OURS, True, True),
        (replace(OURS, areas=frozenset({"49"})), False, False),
        (replace(OURS, owner_org="EEF"), False, True),
        (replace(OURS, areas=frozenset()), False, False),
    ],
)
def test_own_area_needs_both_the_agency_and_the_area(reach: Reach, own_area: bool, area: bool) -> None:
    assert reaches(grant(Scope.OWN_AREA), STANDING, reach) is own_area
    assert reaches(grant(Scope.AREA), STANDING, reach) is area


def test_a_grant_under_a_condition_holds_only_where_the_record_meets_it() -> None:
    under = grant(Scope.ALL, when="shared")

    assert not reaches(under, STANDING, OURS)
    assert reaches(under, STANDING, replace(OURS, holds=frozenset({"shared"})))


def test_the_same_right_may_stand_with_and_without_a_condition_but_not_twice() -> None:
    names = {"lesson:edit": plain("edit")}
    Policy((grant(Scope.ALL), grant(Scope.ALL, "shared")), names)

    with pytest.raises(ValueError, match="granted twice"):
        Policy((grant(Scope.ALL, "shared"), grant(Scope.ALL, "shared")), names)
