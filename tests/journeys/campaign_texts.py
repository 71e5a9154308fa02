"""What the people of a campaign's story write: the district and everybody in it are invented."""

FOUNDER, BY_NAME = "Amina Wekesa", "Amina of the night shift"
COURSE = "organising-where-you-work"  # of the demo's founder
ONE_OF_US, PART = (
    "Zuhura Okelo",
    "A midwife of the maternity ward",
)  # who is asked to join, and sits at the phone
NAME = "Tumaini hospital stays ours"
SUMMARY = "The district wants to sell its only hospital. Whoever works and lies there says no."
PROBLEM = {
    "what": "The district council plans to sell the hospital of Tumaini to an investor.",
    "who": "80,000 people for whom it is the only hospital, and 140 who work there.",
    "causes": "A loan agreement asks the district for partnerships.",
    "instead": "A hospital run by the district, with a night shift that is never alone.",
}
EVIDENCE = {"what": "31 of 140 posts were empty in May.", "source": "Payroll of the district"}
# First as one writes it down, then as somebody could see it won.
DEMAND = {"text": "Do not sell the hospital.", "to_whom": "Ministry of Health"}
WHO_SIGNS = {"to_whom": "District secretary for health", "yes": "A vote, in the minutes."}
OBJECTIVE = {"sentence": "We talk with the members of the council."}
MEASURED = {
    "sentence": "By the end of the budget debate 14 of 23 members say in public that they vote no.",
    "indicator": "Members who said so in public", "baseline": "2 of 23", "value": "14 of 23",
    "achievable": "Six told us so already.",
}  # fmt: skip
TARGET, MIDWIVES = "District secretary for health", "Midwives of Tumaini"
RIDERS = "Motorcycle riders of the bus station"
HERS, THEIRS = "She signs the sale.", "She can ask the council to vote again."
DANGER = "Contracts of those who speak are not renewed in June."
DECISION = "We speak of the sale, and of nobody's private life."
OURS = "Night nurses and mothers speak. They keep it running."
THEIR_STORY = "A hospital that nobody can pay for."
ASK = "Read our letter out after the service"
STEP, ACTION = "The health committee advises against the sale", "Thirty in the gallery"
BROUGHT = {
    "challenges": "The council met at eleven in the morning, when nobody of us could come.",
    "insights": "Whoever works at night decides with us, if we meet when the shift ends.",
    "successes": "The sale is off. Eighteen people who never spoke in public did.",
}
LESSON = "We would have asked the night shift first."
