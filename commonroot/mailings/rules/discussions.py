"""Rules of discussion lists over plain values: what differs between us and the mail server."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

# So many may leave between two hand-overs; if more than half are gone, the server lost them.
FEW = 5


@dataclass(frozen=True)
class Difference:
    """What a hand-over does, in addresses (small letters): who comes, who goes, who left there.

    `lost`: handed over and gone, but too many to have left by themselves; nothing is done to them.
    """

    add: frozenset[str]
    remove: frozenset[str]
    left: frozenset[str]
    lost: frozenset[str]


def difference(
    *, wanted: Collection[str], handed: Collection[str], there: Collection[str]
) -> Difference:
    """What to do so that `there` becomes `wanted`; `handed` were put there before.

    Whoever was put there and is not there any more left by the list's own address, and is not put
    back.
    """
    belongs, stands = set(wanted), set(there)
    gone = (belongs & set(handed)) - stands
    is_lost = len(gone) > max(FEW, len(belongs & set(handed)) // 2)
    return Difference(
        add=frozenset(belongs - stands - gone),
        remove=frozenset(stands - belongs),
        left=frozenset() if is_lost else frozenset(gone),
        lost=frozenset(gone) if is_lost else frozenset(),
    )


def settings_of(*, hides: bool, held: bool, name: str, sentence: str) -> Mapping[str, object]:
    """How a list is set up there: it keeps nothing, names nobody, and sends no letters of its own.

    People come in and are shown through our pages alone; they may leave by its own address.
    """
    return {
        "display_name": name,
        "description": sentence,
        "anonymous_list": hides,
        "reply_goes_to_list": "point_to_list" if hides else "no_munging",
        "default_member_action": "hold" if held else "defer",
        "default_nonmember_action": "reject",
        "subscription_policy": "moderate",
        "unsubscription_policy": "confirm",
        "advertised": False,
        "archive_policy": "never",
        "digests_enabled": False,
        "member_roster_visibility": "moderators",
        "send_welcome_message": False,
        "send_goodbye_message": False,
        "admin_immed_notify": held,
        "admin_notify_mchanges": False,
    }
