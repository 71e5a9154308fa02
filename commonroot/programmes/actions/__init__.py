"""Programmes, sessions and questions to the organisers: all writing."""

from commonroot.programmes.actions.asking import answered, ask_organisers
from commonroot.programmes.actions.joining import join_network
from commonroot.programmes.actions.loading import load_programme
from commonroot.programmes.actions.programmes import (
    close,
    create_programme,
    move_session,
    pages_changed,
    publish,
    withdraw,
)

__all__ = [
    "answered",
    "ask_organisers",
    "close",
    "create_programme",
    "join_network",
    "load_programme",
    "move_session",
    "pages_changed",
    "publish",
    "withdraw",
]
