"""What people said on the longer page of a round, to be counted."""

from collections import Counter

from commonroot.engagement.models import FollowUp, Wave


def said(wave: Wave) -> list[tuple[int, str, dict[str, object]]]:
    """(person, starting background, {question: answer}) of everybody who answered a round."""
    rows = FollowUp.objects.filter(wave=wave, state=FollowUp.State.ANSWERED)
    return [(row.person_id, row.background, dict(row.said)) for row in rows.order_by("pk")]


def tally(wave: Wave) -> dict[str, Counter[str]]:
    """How often each answer was given, by question: of the team's own course, so exact."""
    found: dict[str, Counter[str]] = {}
    for _person, _background, answers in said(wave):
        for code, answer in answers.items():
            if isinstance(answer, str) and code not in {"change", "blocks", "project"}:
                found.setdefault(code, Counter())[answer] += 1
    return found
