"""Which themes come next: chosen by link, counted at the desk."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded, proven_lately
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.people.permissions import can_see_register
from commonroot.programmes.actions import themes as actions
from commonroot.programmes.models import Idea
from commonroot.programmes.permissions import can_make_programmes
from commonroot.programmes.queries import shown
from commonroot.programmes.queries import themes as queries
from commonroot.web.forms import ThemeForm, ThemesForm
from commonroot.web.permissions import can_choose_themes, can_see_letters
from commonroot.web.views.me import own_link


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_choose_themes)
def choose_themes(request: ActorRequest, key: str) -> HttpResponse:
    """The themes one may put first; `key` says which asking it was."""
    person = own_link(request).person
    if not queries.may_choose(person, at=request.at):
        return render(request, "web/choose_themes.html", {"person": person, "form": None})
    ideas = {idea.key: idea for idea in queries.open_ideas()}
    chosen = queries.chosen_by(person)
    form = ThemesForm(
        request.POST or None,
        choices=[(key, _named(idea)) for key, idea in ideas.items()],
        initial={"first": [key for key, idea in ideas.items() if idea.pk in chosen]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose(
                person=person,
                ideas=[ideas[key] for key in form.cleaned_data["first"]],
                suggested=form.cleaned_data["suggested"],
                by=request.actor,
                at=request.at,
            )
        except actions.TooMany as refusal:
            form.add_error("first", str(refusal))
        except Refused as refusal:
            form.add_error("suggested", str(refusal))
        else:
            return render(request, "web/choose_themes.html", {"person": person, "thanks": True})
    context = {"person": person, "form": form, "any": bool(ideas)}
    return render(request, "web/choose_themes.html", context, status=400 if form.errors else 200)


def _named(idea: Idea) -> str:
    sentence = shown(idea.sentence)
    return f"{shown(idea.title)}: {sentence}" if sentence else str(shown(idea.title))


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_make_programmes)
def themes(request: ActorRequest) -> HttpResponse:
    """What members and partners would put first, for those who plan."""
    form = ThemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        language = get_language() or "en"
        sentence = form.cleaned_data["sentence"]
        try:
            actions.put_up(
                title=Translated({language: form.cleaned_data["title"]}),
                sentence=Translated({language: sentence} if sentence else {}),
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("title", str(refusal))
        else:
            return redirect("web:themes")
    # Whoever may not open members one by one sees the order alone: no number gives anybody away.
    exact = can_see_register(request.actor)
    context = {
        "form": form,
        "rows": [
            {
                "key": row.idea.key,
                "title": shown(row.idea.title),
                "sentence": shown(row.idea.sentence),
                "state": row.idea.state,
                "state_words": row.idea.get_state_display(),
                "members": row.members,
                "partners": row.partners,
                "voices": row.voices,
            }
            for row in queries.counted(at=request.at)
        ],
        "exact": exact,
        "electors": queries.electors(at=request.at).count() if exact else 0,
        "may_ask": can_see_letters(request.actor),
        "called_back": request.GET.get("called_back", ""),
        "left": "left" in request.GET,
        "waiting": queries.letters_to_recall(at=request.at).count()
        if can_see_letters(request.actor)
        else 0,
    }
    return render(request, "web/themes.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_letters)
@proven_lately
def themes_ask(request: ActorRequest) -> HttpResponse:
    """How many would be written to, and one button that writes to them."""
    if request.method == "POST":
        actions.ask_about_themes(by=request.actor, at=request.at)
        return redirect("web:themes")
    asked = queries.to_ask(at=request.at).count()
    left_out = queries.electors(at=request.at).count() - asked
    return render(request, "web/themes_ask.html", {"asked": asked, "left_out": left_out})


@require_POST
@guarded(can_see_letters)
def themes_recall(request: ActorRequest) -> HttpResponse:
    """Call the letters back while they wait."""
    try:
        stopped = actions.recall_themes(by=request.actor, at=request.at)
    except Refused:
        return redirect(f"{reverse('web:themes')}?left=yes")
    return redirect(f"{reverse('web:themes')}?called_back={stopped}")


@require_POST
@guarded(can_make_programmes)
def theme_settle(request: ActorRequest, key: str) -> HttpResponse:
    """Open a theme for choosing, say that it is planned, or put it aside."""
    idea = queries.idea(key)
    state = request.POST.get("state", "")
    if idea is None or state not in {Idea.State.OPEN, Idea.State.PLANNED, Idea.State.CLOSED}:
        raise Http404
    actions.settle_idea(
        idea=idea, state=state, programme=idea.programme, by=request.actor, at=request.at
    )
    return redirect("web:themes")
