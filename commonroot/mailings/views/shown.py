"""What several pages of letters to many show alike: clocks, languages, the steps."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonroot.accounts.guards import ActorRequest
from commonroot.core.places import language_name


def zone_of(request: ActorRequest) -> str:
    account = getattr(request, "account", None)
    return account.time_zone if account else "UTC"


def languages_of(request: ActorRequest) -> list[str]:
    return list(request.school.languages) if request.school else ["en"]


def named(codes: list[str]) -> list[str]:
    reader = get_language() or "en"
    return [language_name(code, reader) for code in codes]


def steps() -> list[str]:
    return [_("Begin"), _("For whom"), _("Words"), _("Look and send")]
