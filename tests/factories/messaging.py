"""Letters for tests, as the outbox holds them."""

from datetime import UTC, datetime

import factory

from commonroot.messaging.models import Letter

THEN = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class LetterFactory(factory.django.DjangoModelFactory):
    """A letter waiting to go by mail, due since noon, to somebody the register need not know."""

    class Meta:
        model = Letter

    class Params:
        by_hand = factory.Trait(way="hand", state="held", address="+254700000001")
        left = factory.Trait(
            state="sent", ended_at=THEN, subject="A place", text="Hello.", html="<p>Hello.</p>"
        )
        unclear = factory.Trait(state="unknown", attempts=1, why="no reply")

    once = factory.Sequence(lambda n: f"test:{n}")
    subject_key = factory.Sequence(lambda n: f"person-{n}")
    purpose = "notice"
    audience = "school"
    template = "probe/emails/hello"
    values = factory.Dict({"name": "Amina", "link": "http://localhost:8000/p/token"})
    address = factory.Sequence(lambda n: f"person{n}@example.org")
    due_at = THEN
    created_at = THEN
