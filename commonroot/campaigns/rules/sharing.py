"""How far something is shared: five steps, each holding those before it (domain source 4.1)."""

STEPS = ("team", "group", "cohort", "circle", "public")


def reaches(step: str, shared_to: str, *, thrown: bool = False) -> bool:
    """Whether what is shared to `shared_to` is open to whoever stands at `step`.

    What was thrown away is open to its team alone.
    """
    far = STEPS[0] if thrown else shared_to
    return STEPS.index(step) <= STEPS.index(far)
