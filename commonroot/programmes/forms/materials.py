"""What organisers say of a material, and the file itself."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from commonroot.programmes.models import Material, Programme

TITLE_LENGTH = 160
ADDRESS_LENGTH = 500


class MaterialForm(forms.Form):
    """Input of `actions.materials`. The session is named by its key, "" is the whole programme."""

    title = forms.CharField(label=_("What is it called?"), max_length=TITLE_LENGTH)
    kind = forms.ChoiceField(label=_("What is it?"), choices=Material.Kind.choices)
    session = forms.ChoiceField(label=_("Of which session?"), required=False)
    language = forms.ChoiceField(label=_("In which language?"), required=False)
    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "PDF, picture, sound, video, text or slides, at most 64 MB. "
            "Place and camera are taken out of pictures."
        ),
        required=False,
    )
    address = forms.URLField(
        label=_("Or its address"),
        help_text=_("Where it lies already, as a recording with a video service."),
        max_length=ADDRESS_LENGTH,
        assume_scheme="https",
        required=False,
    )
    small_file = forms.FileField(
        label=_("A version for little data"),
        help_text=_("Sound instead of video, text instead of slides: under 1 MB is good."),
        required=False,
    )
    small_address = forms.URLField(
        label=_("Or the address of that"),
        max_length=ADDRESS_LENGTH,
        assume_scheme="https",
        required=False,
    )
    open_to = forms.ChoiceField(
        label=_("Who may open it?"),
        help_text=_(
            "Participants open it by the link to their page, and it is written down that they did. "
            "A file stays with us; an address elsewhere can be passed on by whoever opened it."
        ),
        choices=Material.OpenTo.choices,
        initial=Material.OpenTo.EVERYBODY,
        widget=forms.RadioSelect,
    )
    made_by = forms.CharField(
        label=_("Whose work is it?"),
        help_text=_("Only a name that its maker agreed to."),
        max_length=TITLE_LENGTH,
        required=False,
    )
    licence = forms.ChoiceField(
        label=_("May others use it?"), choices=Material.Licence.choices, initial="ask"
    )

    def __init__(self, *args: Any, programme: Programme, titles: dict[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        session, language = self.fields["session"], self.fields["language"]
        if isinstance(session, forms.ChoiceField):
            session.choices = [("", _("The whole programme")), *titles.items()]
        codes = dict.fromkeys([*programme.languages, *(code for code, _n in settings.LANGUAGES)])
        if isinstance(language, forms.ChoiceField):
            names = [(code, _own_name(code)) for code in codes]
            language.choices = [("", _("Several, or none")), *names]


def _own_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code
