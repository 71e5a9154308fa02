"""Where a mail provider hands over what came back and what people wrote."""

from importlib import import_module
from typing import Any

from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, public
from commonroot.messaging.actions import Routed, take_mail
from commonroot.stewardship.actions.hooks import take_told
from commonroot.stewardship.actions.mail import take_mail as route_mail

# What each provider's views are called, and the name of its signing key where it signs.
PROVIDERS = {
    "brevo": ("Brevo", ""),
    "mailgun": ("Mailgun", "webhook_signing_key"),
    "mailjet": ("Mailjet", ""),
    "mandrill": ("MandrillCombined", "webhook_key"),
    "postmark": ("Postmark", ""),
    "sparkpost": ("SparkPost", ""),
}
KINDS = {"tracking": "Tracking", "inbound": "Inbound"}


@csrf_exempt  # a provider calls, without our page; its secret or signature is checked
@require_http_methods(["HEAD", "POST"])
@public
def mail_hook(request: ActorRequest, kind: str) -> HttpResponse:
    """Take what the provider of the settings tells. Without one, or its secret, nothing is here.

    What we cannot keep for a fault of ours is an error, so that the provider tells it again.
    """
    reader = _reader(kind)
    if request.method == "HEAD":
        return HttpResponse()
    try:
        reader.run_validators(request)
        events = reader.parse_events(request)
    # What is not signed, or not written as this provider writes, tells nothing. Their library
    # stumbles over the latter in many ways.
    except (
        AnymailConfigurationError, AnymailWebhookValidationFailure, AttributeError, LookupError,
        SuspiciousOperation, TypeError, ValueError,
    ):  # fmt: skip
        return HttpResponse(status=400)
    for event in events:
        if hasattr(event, "message"):
            _take(event.message, request)
        else:
            _note(event, request)
    return HttpResponse()


def _reader(kind: str) -> Any:
    """Anymail's view of the provider, which checks and reads; it sends nobody a signal."""
    name, key = PROVIDERS.get(settings.MAIL_HOOKS, ("", ""))
    missing = not settings.MAIL_HOOKS_KEY if key else not settings.MAIL_HOOKS_SECRET
    if not name or kind not in KINDS or missing:
        raise Http404
    module = import_module(f"anymail.webhooks.{settings.MAIL_HOOKS}")
    combined = name.endswith("Combined")
    view = getattr(module, f"{name}{'' if combined else KINDS[kind]}WebhookView")
    options: dict[str, Any] = {"webhook_secret": settings.MAIL_HOOKS_SECRET or []}
    if key:
        options[key] = settings.MAIL_HOOKS_KEY
    try:
        return view(**options)
    except AnymailConfigurationError as error:  # it would have to ask the provider back
        raise Http404 from error


def _take(message: Any, request: ActorRequest) -> None:
    """Take a mail; the address it was for stands in none of its lines if a copy was blind."""
    if message.envelope_recipient:
        message["X-Original-To"] = message.envelope_recipient

    def route(raw: bytes) -> Routed:
        return route_mail(raw, at=request.at)

    take_mail(message.as_bytes(), route=route, at=request.at)


def _note(event: Any, request: ActorRequest) -> None:
    told = event.esp_event
    take_told(
        kind=event.event_type or "",
        reason=event.reject_reason or "",
        reply=event.mta_response or event.description or "",
        recipient=event.recipient or "",
        message_id=event.message_id or "",
        told=told if isinstance(told, dict) else dict(told or {}),
        at=request.at,
    )
