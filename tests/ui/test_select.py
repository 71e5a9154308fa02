"""A list to choose one from, drawn without Django's template per option."""

from django import forms

from commonroot.ui.parts.fields import field


class Choice(forms.Form):
    country = forms.ChoiceField(choices=[("", "—"), ("KE", "Kenya"), ("X", "<b>hostile</b>")])


def test_one_option_is_chosen_and_hostile_words_are_text():
    html = field(Choice({"country": "KE"})["country"])

    assert html.count("<option") == 3
    assert '<option value="KE" selected>Kenya</option>' in html
    assert html.count(" selected") == 1
    assert "<b>hostile" not in html


def test_it_says_what_django_says():
    ours = field(Choice({"country": ""})["country"])

    assert 'name="country"' in ours
    assert "required" in ours
    assert 'aria-invalid="true"' in ours
    assert 'aria-describedby="id_country-error"' in ours
