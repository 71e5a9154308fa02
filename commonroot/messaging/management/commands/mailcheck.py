"""`manage.py mailcheck`: will our letters arrive?"""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from commonroot.messaging.actions.checking import check_sending
from commonroot.messaging.rules.sending import State

SIGNS = {State.GOOD: "good", State.MEND: "mend", State.BAD: "BAD "}
WORDS = {
    ("spf", "good"): "SPF says who may send for {domain}.",
    ("spf", "missing"): "SPF is missing: add the TXT record that your mail service names.",
    ("spf", "several"): "There are several SPF records; receivers then trust none. Join them.",
    ("spf", "too many"): "SPF asks the directory more than ten times; receivers stop there.",
    ("spf", "everybody"): "SPF lets everybody send in your name: write -all or ~all at its end.",
    ("spf", "open"): "SPF does not end with -all or ~all, so it forbids nobody.",
    ("dkim", "good"): "DKIM: receivers find the key to check our signature.",
    ("dkim", "missing"): "DKIM: no key under that name. Ask your mail service for the TXT record.",
    ("dkim", "revoked"): "DKIM: the key was withdrawn. Ask your mail service for a new record.",
    ("dkim", "short"): "DKIM: the key is short (under 2,048 bits). Ask for a longer one.",
    ("dkim", "no selector"): (
        "DKIM was not looked at: name it with --selector or COMMONROOT_DKIM_SELECTOR."
    ),
    ("signing", "here"): "Letters are signed here, both headers of one-click unsubscribing inside.",
    ("signing", "service"): (
        "Your mail service signs. Ask it whether List-Unsubscribe and List-Unsubscribe-Post are "
        "in its h=, or name a key in COMMONROOT_DKIM_KEY."
    ),
    ("signing", "unusable"): (
        "{value} is no RSA key that can be read, or COMMONROOT_DKIM_SELECTOR is missing: "
        "letters wait."
    ),
    ("signing", "other key"): (
        "{value} is not the key that receivers find under that name: they reject our signature."
    ),
    ("dmarc", "good"): "DMARC tells receivers to {value} letters that only claim to be yours.",
    ("dmarc", "missing"): "DMARC is missing: add a TXT record at _dmarc.{domain}.",
    ("dmarc", "several"): "There are several DMARC records; receivers then heed none.",
    ("dmarc", "no policy"): "DMARC names no policy: write p=quarantine.",
    ("dmarc", "none"): "DMARC only watches (p=none). When all is well, write p=quarantine.",
    ("replies", "good"): "What comes back is read.",
    ("replies", "missing"): (
        "Nobody reads what comes back: set COMMONROOT_MAIL_REPLIES, or broken addresses stay."
    ),
    ("replies", "elsewhere"): (
        "What comes back goes to {value}, which is not {domain}: SPF then counts for nothing."
    ),
    ("mailbox", "good"): "The mailbox lets us in.",
    ("mailbox", "away"): "The mailbox cannot be read ({value}): nobody sees what people answer.",
    ("server", "good"): "The mail server is there and takes our name.",
    ("server", "missing"): "No mail server is named: letters wait to be sent by hand.",
    ("server", "away"): "The mail server does not let us in ({value}).",
    ("privacy", "near"): "Letters go to a mail server on this machine.",
    ("privacy", "open"): "Letters go to the mail server in the clear: set COMMONROOT_SMTP_TLS.",
    ("directory", "away"): "The network's directory (DNS) did not answer; nothing was judged.",
}


class Command(BaseCommand):
    """Looks at SPF, DKIM, DMARC and the mail server; ends with an error where letters would not
    arrive.
    """

    help = "Check that letters will arrive: SPF, DKIM, DMARC, the mail server, what comes back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The DKIM selector, and whom to ask."""
        parser.add_argument("--selector", default="", help="name of the DKIM key")
        parser.add_argument(
            "--nameserver", default="", help="ask this one (192.0.2.1 or 192.0.2.1#5353)"
        )

    def handle(self, *, selector: str, nameserver: str, **_options: Any) -> None:
        """Print a line for each thing; an error when one of them keeps letters from arriving."""
        domain = settings.MAIL_FROM.rpartition("@")[2]
        found = list(
            check_sending(selector=selector or settings.DKIM_SELECTOR, nameserver=nameserver)
        )
        for one in found:
            words = WORDS[one.what, one.code].format(domain=domain, value=one.value)
            self.stdout.write(f"{SIGNS[one.state]}  {words}")
        bad = sum(one.state is State.BAD for one in found)
        if bad:
            raise CommandError(f"{bad} of {len(found)} keep letters from arriving.")
