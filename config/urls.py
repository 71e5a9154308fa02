"""All addresses. Pages for people carry their language; machine addresses do not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from commonroot.programmes.urls import feeds
from commonroot.web.urls import plain

urlpatterns = [
    path("", include("commonroot.ui.urls")),
    path("", include((plain, "plain"))),
    path("", include(feeds)),
    path("", include("commonroot.campaigns.urls.feeds")),
    *i18n_patterns(
        path("", include("commonroot.web.urls")),
        path("", include("commonroot.programmes.urls")),
        path("", include("commonroot.registration.urls")),
        path("", include("commonroot.engagement.urls")),
        path("", include("commonroot.admissions.urls")),
        path("", include("commonroot.groups.urls")),
        path("", include("commonroot.campaigns.urls")),
        path("", include("commonroot.mailings.urls")),
        path("", include("commonroot.handbook.urls")),
        path("", include("commonroot.stewardship.urls")),
        path("desk/lists/", include("commonroot.intake.urls")),
        path("", include("commonroot.accounts.urls")),
    ),
]
