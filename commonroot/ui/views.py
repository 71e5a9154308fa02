"""Pages of the house itself: a school's colours, and a page that shows every part."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from commonroot.ui import hue as hues
from commonroot.ui import samples


@require_safe
@cache_control(public=True, max_age=60 * 60 * 24 * 30)
def hue(request: HttpRequest, hue: int) -> HttpResponse:
    """The style sheet that gives a page the school's hue."""
    if not hues.is_allowed(hue):
        raise Http404
    return HttpResponse(hues.stylesheet(hue), content_type="text/css; charset=utf-8")


# Guards live in `accounts`, above this area; the house test reads their mark.
hue.guard = "public"  # type: ignore[attr-defined]  # every page wears one


@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    """Every part once, with `?lang=ar`, `?scheme=dark` and `?base=desk|page|personal|error`."""
    code = request.GET.get("lang", "en")
    language = code if code in samples.LANGUAGES else "en"
    base = request.GET.get("base", "page")
    page = base if base in samples.PAGES else "page"
    with translation.override(language):
        context = samples.context(language=language, base=page) | {
            "scheme": request.GET.get("scheme", ""),
        }
        return render(request, samples.PAGES[page], context)


parts.guard = "in development only"  # type: ignore[attr-defined]  # every page wears one
