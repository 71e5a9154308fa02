"""Who may do what with small groups."""

from commonroot.groups.permissions.forming import (
    can_change_gathering,
    can_change_group,
    can_change_pair,
    can_export_groups,
    can_form_groups,
    can_move_member,
    can_see_formation,
)

__all__ = [
    "can_change_gathering",
    "can_change_group",
    "can_change_pair",
    "can_export_groups",
    "can_form_groups",
    "can_move_member",
    "can_see_formation",
]
