"""`manage.py document`: write the generated pages of docs/."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from commonroot.accounts.roles import ROLES, SENTENCES
from commonroot.consent.queries.wordings import words_in
from commonroot.people.personal import declarations
from commonroot.stewardship.queries.kinds import held
from commonroot.stewardship.queries.processing import processing


def data_page() -> str:
    """What is held about people, from the declarations in the models."""
    lines = [
        "# What Commonroot holds about people",
        "",
        "Made by `make docs` from the declarations in the models; a test compares it.",
        "",
    ]
    for declaration in declarations():
        keep = declaration.keep
        kept = (
            f"{keep.days} days after {keep.after}"
            if keep.after
            else "as long as the person is known"
        )
        if keep.otherwise:
            kept += f"; without one {keep.otherwise_days} days after {keep.otherwise}"
        if keep.blanks:
            kept += f", then {' and '.join(keep.blanks)} are blanked and the fact stays"
        lines += [
            f"## {declaration.label}",
            "",
            (declaration.model.__doc__ or "").strip().splitlines()[0],
            "",
            f"Kept {kept}. When a person asks to be forgotten: {declaration.on_erase}. "
            f"When two turn out to be one: {declaration.on_merge.replace('_', ' ')}.",
            "",
            *(f"- {field}: {kind}" for field, kind in sorted(declaration.kinds.items())),
            "",
        ]
    return "\n".join(lines)


def permissions_page() -> str:
    """Roles and what each may do, as one table."""
    roles = list(ROLES.values())
    lines = [
        "# Roles",
        "",
        "Made by `make docs` from `commonroot/accounts/roles.py`; a test compares it.",
        "",
        "Somebody holds a role for one circle until a day; for the school it holds everywhere. A"
        " role only says what a page may be asked for: whom it shows, the gate of agreements says.",
        "",
        *(
            f"- **{role.code}** ({', '.join(sorted(role.holds_in))}): {role.sentence}"
            for role in roles
        ),
        "",
        "| | " + " | ".join(role.code for role in roles) + " |",
        "|---" * (len(roles) + 1) + "|",
    ]
    for permission, sentence in SENTENCES.items():
        held = ("●" if permission in role.permissions else "–" for role in roles)
        lines.append(f"| **{permission}** {sentence} | {' | '.join(held)} |")
    return "\n".join([*lines, ""])


def processing_page() -> str:
    """The register of processing: purposes, and what is held for how long, as proposed."""
    lines = [
        "# Register of processing",
        "",
        "Made by `make docs` from `commonroot/consent/rules.py`, the wordings and the declarations",
        "in the models; a test compares it. A school says who answers and may keep things shorter;",
        "its own register stands on the desk, under *For the careful*.",
        "",
        "| what for | basis | what of | before whom | until |",
        "|---|---|---|---|---|",
    ]
    with override("en"):
        worded = {words.purpose: words for words in words_in() if not words.variant}
        lines += [
            f"| {one.what} \u2013 {one.explanation} | {one.basis}: {one.article} | {one.data} "
            f"| {one.audience} | {one.until} |"
            for one in processing(worded)
        ]
        lines += ["", "| what is held | what for | kept |", "|---|---|---|"]
        lines += [f"| {one.what} | {one.why} | {one.keeping} |" for one in held(chosen={})]
    return "\n".join([*lines, ""])


PAGES = {
    "data.md": data_page,
    "permissions.md": permissions_page,
    "processing.md": processing_page,
}


class Command(BaseCommand):
    """Write docs/generated."""

    help = "Write docs/generated from the code."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write each page."""
        folder = Path(settings.BASE_DIR) / "docs" / "generated"
        folder.mkdir(parents=True, exist_ok=True)
        for name, page in PAGES.items():
            (folder / name).write_text(page())
            self.stdout.write(f"docs/generated/{name}")
