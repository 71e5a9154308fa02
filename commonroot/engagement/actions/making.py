"""What belongs to a work: how its makers appear, its picture, how far it has come, who sees it."""

from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.queries import current_wordings
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.engagement import emails
from commonroot.engagement.models import Maker, Project, ProjectStatus
from commonroot.engagement.queries import ended_on
from commonroot.engagement.queries import gallery as queries
from commonroot.engagement.rules.closing import STATUS_MONTHS, status_due
from commonroot.files.actions import keep, let_go, made_small
from commonroot.people.actions import answer_link
from commonroot.people.queries import working_way
from commonroot.programmes.actions import pages_changed
from commonroot.programmes.models import Programme

PICTURE_BYTES = 16 * 1024 * 1024
WORDS_LENGTH = 500


class NotAPicture(Refused):
    """What was handed in is a file of another kind."""


class WordsMissing(Refused):
    """A picture stands without words for those who cannot see it."""


class NotForEverybody(Refused):
    """Not all makers said that everybody may see the work."""


@transaction.atomic
def set_picture(
    *,
    project: Project,
    picture: BinaryIO | None,
    name: str,
    words: str,
    faces: str,
    by: Actor,
    at: datetime,
) -> None:
    """The picture of a work, drawn anew with nothing hidden in it, and a small one for lists.

    Without `picture` the one that is there stays. Raises files.NotTaken, NotAPicture and
    WordsMissing.
    """
    words = words.strip()[:WORDS_LENGTH]
    if not words and (picture is not None or project.picture_id is not None):
        raise WordsMissing(_("Say in words what is in the picture: some people cannot see it."))
    if picture is not None:
        taken = keep(content=picture, name=name, at=at, most=PICTURE_BYTES)
        if not taken.kind.startswith("image/"):
            let_go(upload=taken, at=at)
            raise NotAPicture(_("This is not a picture. Send a JPEG or PNG."))
        picture.seek(0)
        small = keep(content=BytesIO(made_small(picture)), name="small.jpg", at=at)
        _let_go(project, at=at)
        project.picture, project.preview = taken, small
    project.picture_words, project.faces, project.updated_at = words, faces, at
    project.save(update_fields=["picture", "preview", "picture_words", "faces", "updated_at"])
    note("picture of a project set", project, by=by, at=at, facts={"faces": faces})


@transaction.atomic
def drop_picture(*, project: Project, by: Actor, at: datetime) -> None:
    """Take the picture of a work away for good."""
    _let_go(project, at=at)
    project.picture = project.preview = None
    project.picture_words, project.faces, project.updated_at = "", Project.Faces.UNKNOWN, at
    project.save(update_fields=["picture", "preview", "picture_words", "faces", "updated_at"])
    note("picture of a project dropped", project, by=by, at=at)


def _let_go(project: Project, *, at: datetime) -> None:
    for upload in (project.picture, project.preview):
        if upload is not None:
            let_go(upload=upload, at=at)


@transaction.atomic
def ask_makers(*, programme: Programme, by: Actor, at: datetime) -> int:
    """Ask each maker who was not asked yet how they want to appear; how many letters."""
    posted = 0
    for maker in queries.makers_to_ask(programme, at=at):
        token = answer_link(
            person=maker.person, thing=f"made:{maker.key}", way=working_way(maker.person), at=at
        )
        post = emails.post_ask_maker(maker=maker, token=token, at=at)
        posted += post is not None
        maker.asked_at = at
        maker.save(update_fields=["asked_at"])
    note("makers asked", programme, by=by, at=at, facts={"people": posted})
    return posted


@transaction.atomic
def appear_as(
    *, maker: Maker, naming: str, gallery: str, language: str, by: Actor, at: datetime
) -> None:
    """A maker decides, for themself alone, how they appear and whether everybody may see the work.

    A name or initials before everybody is a yes in the ledger, for this one work; anything less
    takes such a yes back at once. A no to everybody takes the work out of the gallery.
    """
    maker.naming, maker.gallery, maker.said_at = naming, gallery, at
    maker.save(update_fields=["naming", "gallery", "said_at"])
    yes = gallery == Maker.Gallery.YES and naming != Maker.Naming.UNNAMED
    project, person = maker.project, maker.person
    if yes or queries.is_named_publicly(maker, at=at):
        consent.answer(
            person=person,
            purpose=Purpose.NAMING,
            audience=queries.seen_with(project.key),
            yes=yes,
            how="letter",
            wording=current_wordings().get(Purpose.NAMING),
            language=language,
            by=by,
            at=at,
        )
    if gallery != Maker.Gallery.YES and project.gallery_at is not None:
        project.gallery_at = None
        project.save(update_fields=["gallery_at"])
        pages_changed()
    note(
        "maker decided", maker, by=by, at=at, person_key=person.key,
        facts={"naming": naming, "gallery": gallery},
    )  # fmt: skip


@transaction.atomic
def put_in_gallery(*, project: Project, yes: bool, by: Actor, at: datetime) -> None:
    """Let everybody see a work, or nobody outside any more. Raises NotForEverybody."""
    if yes and not queries.is_public(project):
        raise NotForEverybody(
            _("Not all who made it said that everybody may see it. Nothing was changed.")
        )
    project.gallery_at = at if yes else None
    project.save(update_fields=["gallery_at"])
    pages_changed()
    note("project in the gallery" if yes else "project out of the gallery", project, by=by, at=at)


@transaction.atomic
def say_project_status(
    *, project: Project, state: str, by: Actor, at: datetime, months: int | None = None
) -> ProjectStatus:
    """How far a work has come. `months` after the course (0, 3, 6, 12, 24, 60): which of the agreed
    moments it is said for; None: the last that has come. Said again, the new word stands.
    """
    if months is None:
        ended = ended_on(project.programme)
        months = status_due(ended_on=ended, on=at.date()) if ended else 0
    if months not in STATUS_MONTHS or state not in ProjectStatus.State:
        raise ValueError((months, state))
    status, _made = ProjectStatus.objects.update_or_create(
        project=project, months=months, defaults={"state": state, "said_at": at}
    )
    note("project status said", project, by=by, at=at, facts={"months": months, "state": state})
    return status
