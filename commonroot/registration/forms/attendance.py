"""What people may send about who came: names, words, numbers from paper, reports, rules."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonroot.core.zone_fields import ZoneField
from commonroot.registration.models import Feedback
from commonroot.sheets.video.times import Order

NAME_LENGTH = 120
ORDERS = (
    ("", _("As it fits the session")),
    (Order.DAY_FIRST, _("Day first: 3/4 is 3 April")),
    (Order.MONTH_FIRST, _("Month first: 3/4 is 4 March")),
)


class HereForm(forms.Form):
    """Input of `actions.say_here`."""

    word = forms.CharField(
        label=_("The word you were told"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none"}),
        error_messages={"required": _("Write the word. Whoever leads the session says it.")},
    )
    name = forms.CharField(
        label=_("The name with which you registered"),
        help_text=_("Or your e-mail address. Only the organisers see it."),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Write the name with which you registered.")},
    )


class HereWordForm(forms.Form):
    """Input of `actions.say_here_by_link`: who it is the link says."""

    word = forms.CharField(
        label=_("The word you were told"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none"}),
        error_messages={"required": _("Write the word. Whoever leads the session says it.")},
    )


class PaperForm(forms.Form):
    """Input of `actions.key_in`."""

    numbered = forms.CharField(
        label=_("Numbers that are ticked on paper"),
        help_text=_("As they stand on the printed list: 1, 4, 7-12."),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "text", "dir": "ltr"}),
    )
    names = forms.CharField(
        label=_("Names added by hand"),
        help_text=_("One on each line. Who is not on the list waits until you say who it is."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def lines(self) -> list[str]:
        """The names, one each."""
        return str(self.cleaned_data["names"]).splitlines()


class ReportForm(forms.Form):
    """Input of `actions.take_report`."""

    file = forms.FileField(
        label=_("The report of the meeting"),
        help_text=_("CSV as Zoom gives it out, or the same saved as a workbook. Up to 10 MB."),
        error_messages={"required": _("Choose the file.")},
    )
    zone = ZoneField(
        label=_("Which clock does the account of the meeting show?"),
        help_text=_("We keep it for the next report."),
    )


class ReadAnewForm(forms.Form):
    """Input of `actions.read_anew`."""

    zone = ZoneField(label=_("Clock of the account"))
    order = forms.ChoiceField(label=_("Dates"), choices=ORDERS, required=False)


class CompletionForm(forms.Form):
    """Input of `actions.set_completion_rule`."""

    sessions = forms.IntegerField(
        label=_("How many sessions"),
        help_text=_("Empty: all of them."),
        min_value=1,
        max_value=500,
        required=False,
    )
    minutes = forms.IntegerField(
        label=_("A session counts from how many minutes on"),
        help_text=_("Only where the minutes are known. 0: any time at all."),
        min_value=0,
        max_value=1440,
    )
    excused = forms.IntegerField(
        label=_("How many excused sessions count as if they had come"),
        min_value=0,
        max_value=500,
    )
    certificates = forms.BooleanField(label=_("There is a certificate"), required=False)


class CertificateNameForm(forms.Form):
    """Input of `actions.reissue`, and the name somebody prints without our keeping it."""

    name = forms.CharField(
        label=_("The name on the certificate"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Write the name that shall stand on it.")},
    )


class FeedbackForm(forms.Form):
    """Input of `actions.say_feedback`."""

    useful = forms.ChoiceField(
        label=_("Was this session useful for what you do?"),
        choices=Feedback.Useful.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the four.")},
    )
    text = forms.CharField(
        label=_("A word to the team, if you like"),
        help_text=_("Nobody sees who wrote it. Leave out what shows who you are."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
