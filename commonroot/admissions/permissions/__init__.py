"""Who may do what with calls and applications; a module per noun."""

from commonroot.admissions.permissions.reading import may_judge as may_judge
from commonroot.admissions.permissions.reading import may_read as may_read
