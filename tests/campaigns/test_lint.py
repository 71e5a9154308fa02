"""What a demand or an objective lacks, said by its structure in any language."""

import pytest

from commonroot.campaigns.queries.hints import HINTS
from commonroot.campaigns.rules.lint import Lack, lacks

WHOLE = {
    "sentence": "By 30 June the assembly votes against the lease, with 24 of 46 votes",
    "kind": "outcome",
    "indicator": "members who said in public that they vote no",
    "baseline": "9 of 46",
    "value": "24 of 46",
    "achievable": "Nine said so already",
    "deadline": "2027-06-30",
}
DEMAND = {
    "text": "Do not sign the lease",
    "to_whom": "The county minister for health",
    "yes": "The lease is withdrawn in the gazette",
    "deadline": "2027-06-30",
}


@pytest.mark.parametrize(
    ("kind", "said", "found"),
    [
        ("objective", WHOLE, []),
        ("objective", WHOLE | {"kind": "activity"}, [Lack.ONLY_ACTIVITY]),
        ("objective", WHOLE | {"kind": ""}, [Lack.NO_KIND]),
        ("objective", WHOLE | {"value": None}, []),  # the sentence has its number, and what counts
        ("objective", WHOLE | {"value": None, "indicator": ""}, [Lack.NO_MEASURE]),
        (
            "objective",
            WHOLE | {"sentence": "Many vote against it", "value": ""},
            [Lack.NO_MEASURE],
        ),
        # An end that can be checked needs no number, and no number of today either.
        ("objective", WHOLE | {"value": "the lease is withdrawn", "baseline": None}, []),
        ("objective", WHOLE | {"baseline": None}, [Lack.NO_BASELINE]),
        ("objective", WHOLE | {"value": "٢٤ من ٤٦", "baseline": None}, [Lack.NO_BASELINE]),
        ("objective", WHOLE | {"deadline": None}, [Lack.NO_DEADLINE]),
        ("objective", WHOLE | {"achievable": None}, [Lack.NO_WHY]),
        ("objective", {"kind": "activity", "status": "won"}, []),
        (
            "objective",
            {"sentence": "Raise awareness"},
            [Lack.NO_KIND, Lack.NO_MEASURE, Lack.NO_DEADLINE, Lack.NO_WHY],
        ),
        ("demand", DEMAND, []),
        ("demand", {"text": "Stop it"}, [Lack.NOBODY, Lack.NO_PROOF, Lack.NO_DEADLINE]),
        ("demand", DEMAND | {"to_whom": "Ministry of Health"}, [Lack.INSTITUTION]),
        ("demand", DEMAND | {"to_whom": "وزارة الصحة"}, [Lack.INSTITUTION]),
        ("demand", DEMAND | {"to_whom": "La ministra de salud"}, []),
        ("demand", DEMAND | {"yes": ""}, [Lack.NO_PROOF]),
        ("ask", {}, []),
    ],
)
def test_what_is_lacking(kind, said, found):
    assert lacks(kind, said) == found


def test_every_lack_has_its_words_and_a_better_example():
    assert set(HINTS) == set(Lack)
    assert all(hint.words and hint.better and hint.field for hint in HINTS.values())
