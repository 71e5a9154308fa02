"""What happens where it is chosen who comes, as sentences of the trail."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "aims set": _("What is looked for was changed"),
    "application decided": _("It was decided about an application"),
    "signatures undone": _("A decision was changed after it was signed: the signatures are undone"),
    "decisions signed": _("The decisions about applications were signed"),
    "decisions final": _("The decisions about applications are final"),
    "decision letter written": _("The letter with a decision was worded"),
    "decision letter added to": _("Something was added to one letter with a decision"),
    "decisions told": _("Letters with decisions were sent"),
    "decisions taken back": _("Letters with decisions were taken back before they left"),
    "offer answered": _("A place that was offered was answered, or ran out"),
    "help with money settled": _("It was decided about help with money"),
    "help with money answered": _("Help with money was taken, or not"),
    "invitation printed": _("A formal letter of invitation was made"),
    "panel's words let go": _("Scores, notes, referees and reasons for help were deleted"),
    "answers let go": _("Answers of applications were deleted on their day"),
}
