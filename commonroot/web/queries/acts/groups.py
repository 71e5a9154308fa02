"""What is done with small groups, in words."""

from django.utils.translation import gettext_lazy

ACTS = {
    "gathering of a group moved": gettext_lazy("A gathering of a group was moved"),
    "group changed by hand": gettext_lazy("Somebody was put into another group by hand"),
    "groups chosen": gettext_lazy("Groups of a course were chosen"),
    "groups mended": gettext_lazy("Groups were mended after somebody left"),
    "groups not chosen after all": gettext_lazy("The choice of groups was taken back"),
    "groups proposed": gettext_lazy("Proposals for groups were asked for"),
    "place of a group said": gettext_lazy("Where a group meets was said"),
    "rules of groups changed": gettext_lazy("What groups must hold was changed"),
}
