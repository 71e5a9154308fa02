"""Form small groups: `manage.py form_groups PROGRAMME [--people people.csv] --json`."""

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonroot.core.places import regions
from commonroot.groups.queries import meetings_of, monday_of, to_be_grouped
from commonroot.groups.queries.people import search_input
from commonroot.groups.rules.asking import Asked, Input, Known, input_of
from commonroot.groups.rules.describing import rules_of
from commonroot.groups.rules.explaining import Reason, Why, reasons, shared_languages
from commonroot.groups.rules.forming import Proposal, form
from commonroot.groups.rules.measure import RULES, Measure
from commonroot.groups.rules.people import Meeting, Plan
from commonroot.groups.rules.rotating import fair_hours
from commonroot.groups.rules.tables import People, Unreadable, people_of
from commonroot.programmes.actions.loading import programme_key
from commonroot.programmes.models import Programme
from commonroot.programmes.queries import programme as find_programme
from commonroot.work import clock

SENTENCES = {
    Why.TEAM: "with {count} of the {of} who stay together with them",
    Why.LANGUAGE: "speaks {about}, as {count} of the {of} others do",
    Why.COUNTRY: "from {about}, as {count} of the {of} others are",
    Why.REGION: "from {about}, as {count} of the {of} others are",
    Why.THEME: "works on {about}, as {count} of the {of} others do",
    Why.HOURS: "has time for {count} of the {of} meetings",
}


class Command(BaseCommand):
    """Reads the people of a programme, or of a table, and writes groups; nothing is kept."""

    help = "Form small groups of the people of a programme: who, when, why, and which rules hold."

    def add_arguments(self, parser: CommandParser) -> None:
        """The programme, the people and what is asked of the groups."""
        parser.add_argument("programme", help="key, or code of its file; its meetings are used")
        parser.add_argument(
            "--people", type=Path, metavar="CSV",
            help="a table instead of the programme's people: key, name, country, time_zone, "
            "languages, themes, team, with, apart, met, free",
        )  # fmt: skip
        parser.add_argument("--smallest", type=int, default=Plan().smallest)
        parser.add_argument("--largest", type=int, default=Plan().largest)
        parser.add_argument("--groups", type=int, help="how many; else from the sizes")
        parser.add_argument("--seed", type=int, default=0, help="another one, another proposal")
        parser.add_argument(
            "--weeks", metavar="DATES", help="days in the weeks of the meetings, with commas"
        )
        parser.add_argument("--minutes", type=int, default=90, help="of a meeting in --weeks")
        parser.add_argument("--json", action="store_true", help="everything, for other programs")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the groups, the best that were found."""
        if not 1 <= options["smallest"] <= options["largest"]:
            raise CommandError(
                "The smallest group must have somebody in it and be no larger than the largest."
            )
        if options["groups"] is not None and options["groups"] < 1:
            raise CommandError("Ask for at least one group.")
        asked = Asked(
            smallest=options["smallest"], largest=options["largest"], groups=options["groups"]
        )
        if options["people"] is None:
            found = self._registered(options, asked)
        else:
            people = self._people(options["people"])
            known = Known(
                together=people.together,
                apart=people.apart,
                met=people.met,
                meetings=self._meetings(options),
                region_of=regions(),
            )
            found = input_of(people.members, asked, known)
        proposal = form(found.members, found.plan, seed=options["seed"])
        told = described(proposal, Measure(found.members, found.plan))
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        for group in told["groups"]:
            self.stdout.write(f"{group['group']}. {', '.join(group['members'])}")
        for rule, broken in told["rules"].items():
            if broken:
                self.stdout.write(f"{rule}: {broken} times not kept")

    def _registered(self, options: Mapping[str, Any], asked: Asked) -> Input:
        """Whoever comes to the programme, with what they answered and what organisers said."""
        programme = self._programme(options["programme"])
        gathered = to_be_grouped(programme, at=clock.now())
        found = search_input(programme, gathered, asked=asked)
        if options["weeks"]:
            return Input(found.members, replace(found.plan, meetings=self._meetings(options)))
        return found

    def _people(self, file: Path) -> People:
        try:
            with file.open(encoding="utf-8-sig", newline="") as table:
                return people_of(csv.DictReader(table))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file}: save it as UTF-8, please.") from error
        except Unreadable as refusal:
            raise CommandError(f"{file}: {refusal}") from refusal

    def _meetings(self, options: Mapping[str, Any]) -> list[Meeting]:
        if options["weeks"]:
            try:
                days = [date.fromisoformat(day.strip()) for day in options["weeks"].split(",")]
            except ValueError as error:
                raise CommandError(f"Dates are like 2027-04-12: {error}.") from error
            return [Meeting(monday_of(day), options["minutes"]) for day in days]
        return meetings_of(self._programme(options["programme"]))

    def _programme(self, name: str) -> Programme:
        programme = find_programme(name) or find_programme(programme_key(name))
        if programme is None:
            raise CommandError(f"There is no programme “{name}”.")
        return programme


def described(proposal: Proposal, measure: Measure) -> dict[str, Any]:
    """Groups as plain values: times in UTC, scores higher is better, rules by how often broken."""
    return {
        "score": proposal.worth.wishes,
        "rules": rules_of(proposal.worth),
        "groups": [
            {
                "group": number,
                "members": list(keys),
                "score": worth.wishes,
                "rules": rules_of(worth),
                "rules_met": [str(rule) for rule in RULES if not worth.of(rule)],
                "languages": list(shared_languages(measure, group := measure.bits(keys))),
                "hours": [
                    {
                        "starts_at": f"{hour.starts_at:%Y-%m-%dT%H:%M:%SZ}",
                        "cannot_come": list(hour.missing),
                        "night_minutes": hour.night,
                    }
                    for hour in fair_hours(measure, group)
                ],
                "why": {
                    key: [said(reason) for reason in reasons(measure, group, key=key)]
                    for key in keys
                },
            }
            for number, (keys, worth) in enumerate(
                zip(proposal.groups, proposal.each, strict=True), start=1
            )
        ],
    }


def said(reason: Reason) -> str:
    """A reason in words."""
    return SENTENCES[reason.why].format(about=reason.about, count=reason.count, of=reason.of)
