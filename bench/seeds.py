"""What the measured schools are filled with, as Python run by `manage.py shell`."""

SCHOOL = """
from datetime import timedelta
from django.conf import settings
from django.utils import timezone
from commonroot.accounts.roles import Actor
from commonroot.circles.actions import found_school
from commonroot.consent.actions import install_wordings
at, by = timezone.now(), Actor.system()
school = found_school(
    name="Long Table School", sentence="Learn to organise for health. Stay together for years.",
    languages=["en", "ar"], country="KE", time_zone="Africa/Nairobi", by=by, at=at,
)
install_wordings(at=at)
"""

SESSION = (
    SCHOOL
    + """
from commonroot.programmes.actions import load_programme, publish
day = (at + timedelta(days=9)).date().isoformat()
about = {
    "title": "Organizing for Health", "format": "open series", "languages": ["en"],
    "mode": "online", "time_zone": "Africa/Nairobi",
    "summary": "Evenings for health workers who want to organise.",
}
evening = {
    "title": "Power Analysis!", "day": day, "time": "19:00", "minutes": 120, "places": 100000,
    "learn": ["See what power you hold yourself", "Map who decides", "Use what you can do"],
}
content = {"programme": about, "session": [evening]}
programme = load_programme(content, run_by=school, by=by, at=at)
publish(programme=programme, by=by, at=at)
from commonroot.programmes.models import Session
(settings.HOME / "session").open("w").write(Session.objects.get().key)
(settings.HOME / "programme").open("w").write(programme.key)
"""
)

ORGANISER = """
from commonroot.accounts.actions import open_account
from commonroot.circles.actions import give_mandate
account = open_account(address="o@example.org", shown_name="O", password=None, language="en",
                       time_zone="UTC", by=by, at=at)
give_mandate(account=account, circle=school, role="steward", until=None, by=by, at=at)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from commonroot.accounts.sessions import SessionStore
store = SessionStore()
store[SESSION_KEY] = str(account.pk)
store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
store[HASH_SESSION_KEY] = account.get_session_auth_hash()
store["proven"] = at.timestamp() + 10_000_000
store.save()
(settings.HOME / "cookie").open("w").write(store.session_key)
"""

PEOPLE = (
    SCHOOL
    + """
import random
from django.db import transaction
from commonroot.consent.models import Agreement
from commonroot.core.text import sort_key
from commonroot.people.actions import search_words, way_mark
from commonroot.people.models import ContactWay, Person, SearchKey
dice = random.Random(1)
given = "Amina Otieno Luz Tomás سلمى Ramesh Thabo Maricel Josefa Olfa Ileana Petrona".split()
family = "Wekesa Juma Mosquera Rueda خوري Kulkarni Dlamini Salonga Araújo Mejri".split()
def somebody(number):
    name = f"{dice.choice(given)} {dice.choice(family)} {number}"
    return Person(
        shown_name=name, sort_key=sort_key(name), origin="registration", city="Kisumu",
        country=dice.choice(["KE", "CO", "LB", "IN", "ZA"]), created_at=at,
        confirmed_at=at - timedelta(days=dice.randint(0, 1500)),
    )
def way(person, number):
    address = f"p{number}@example.org"
    return ContactWay(
        person=person, kind="mail", value=address, mark=way_mark("mail", address), created_at=at
    )
people = [somebody(number) for number in range(10_000)]
yes = {"purpose": "register", "audience_kind": "school", "state": "given", "since": at}
words = lambda p: [SearchKey(person=p, kind=k, value=v) for k, v in search_words(p)]
with transaction.atomic():
    Person.objects.bulk_create(people, batch_size=500)
    ContactWay.objects.bulk_create([way(p, n) for n, p in enumerate(people)], batch_size=500)
    Agreement.objects.bulk_create([Agreement(person=p, **yes) for p in people], batch_size=500)
    SearchKey.objects.bulk_create([w for p in people for w in words(p)], batch_size=500)
"""
    + ORGANISER
)
