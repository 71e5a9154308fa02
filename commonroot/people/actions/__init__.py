"""All writing of people: themselves, ways, links, keys they are found by, two who were one."""

from commonroot.people.actions.bulk import NewPerson, add_people
from commonroot.people.actions.counting import begin_recount, go_on_counting
from commonroot.people.actions.details import (
    ThereAlready,
    add_detail,
    change_detail,
    confirm_details,
    end_detail,
)
from commonroot.people.actions.history import (
    CannotBePutBack,
    ChangedMeanwhile,
    correct,
    put_back,
)
from commonroot.people.actions.indexing import index, index_many, search_words
from commonroot.people.actions.links import code_token, end_link, open_link, revoke_links
from commonroot.people.actions.looking import look_at_everybody, look_at_next
from commonroot.people.actions.merging import CannotMerge, merge
from commonroot.people.actions.pairs import (
    NothingToTakeBack,
    decide,
    keep_apart,
    learn,
    pairs_follow,
    take_back_decision,
)
from commonroot.people.actions.people import (
    EDITABLE,
    NAME_LENGTH,
    add_person,
    confirm,
    connect_account,
    edit,
    join_circle,
    pause,
    resume,
    set_risk,
)
from commonroot.people.actions.strokes import (
    ChangedSince,
    go_on_merging,
    go_on_undoing,
    merge_identical,
    undo_stroke,
)
from commonroot.people.actions.undoing import CannotUndo, Undone, undo_merge
from commonroot.people.actions.ways import NoSuchWay, add_way, suppress, typed_way, way_mark

__all__ = [
    "EDITABLE",
    "NAME_LENGTH",
    "CannotBePutBack",
    "CannotMerge",
    "CannotUndo",
    "ChangedMeanwhile",
    "ChangedSince",
    "NewPerson",
    "NoSuchWay",
    "NothingToTakeBack",
    "ThereAlready",
    "Undone",
    "add_detail",
    "add_people",
    "add_person",
    "add_way",
    "begin_recount",
    "change_detail",
    "code_token",
    "confirm",
    "confirm_details",
    "connect_account",
    "correct",
    "decide",
    "edit",
    "end_detail",
    "end_link",
    "go_on_counting",
    "go_on_merging",
    "go_on_undoing",
    "index",
    "index_many",
    "join_circle",
    "keep_apart",
    "learn",
    "look_at_everybody",
    "look_at_next",
    "merge",
    "merge_identical",
    "open_link",
    "pairs_follow",
    "pause",
    "put_back",
    "resume",
    "revoke_links",
    "search_words",
    "set_risk",
    "suppress",
    "take_back_decision",
    "typed_way",
    "undo_merge",
    "undo_stroke",
    "way_mark",
]
