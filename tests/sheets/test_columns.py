"""Columns known by their headings in six languages, by their cells, and by whose export it is."""

import pytest

from commonroot.sheets.book import Row, Table
from commonroot.sheets.columns import Field, map_columns, remap
from commonroot.sheets.presets import preset_of

CELLS = {
    "name": ["Amina Odhiambo", "Luz Prado", "Ali Mansour"],
    "email": ["amina@example.org", "luz@example.org", "ali@example.org"],
    "phone": ["+254712345678", "0712 345 678", "(0712) 345-678"],
    "both": ["amina@example.org / +254712345678", "luz@example.org", "0712 345 678"],
    "country": ["Kenya", "Perú", "مصر"],
    "place": ["Nakuru, Kenya", "Lima, Perú", "القاهرة, مصر"],
    "city": ["Nakuru", "Lima", "Sfax"],
    "year": ["2014", "2015", "2014"],
    "date": ["03/04/2014", "27/12/2014", "2014-05-06"],
    "born": ["03/04/1974", "27/12/1968", "1959"],
    "agreed": ["yes", "no", "yes"],
    "known city": ["Nairobi", "Lima", "القاهرة"],
    "body": ["Red Tierra", "Water Alliance Kisumu", "جمعية شباب"],
    "given": ["Amina Rose", "Luz", "علي"],
    "family": ["Odhiambo", "Prado", "van der Berg"],
    "text": ["some words", "other words here", "and so on, 5 of them"],
}


def table_of(*columns: tuple[str, str]) -> Table:
    """Return a table of (heading, kind of cells)."""
    lines = zip(*(CELLS[kind] for _heading, kind in columns), strict=True)
    rows = [Row(number, list(cells)) for number, cells in enumerate(lines, start=2)]
    return Table("list", 1, [heading for heading, _kind in columns], rows)


def fields(table: Table) -> list[str]:
    return [column.field.value for column in map_columns(table)]


@pytest.mark.parametrize(
    ("heading", "kind", "field"),
    [
        ("Full name", "name", "name"),
        ("Nombre y apellidos", "name", "name"),
        ("ФИО", "name", "name"),
        ("الاسم الكامل", "name", "name"),
        ("E-MAIL", "email", "email"),
        ("email (please check!)", "email", "email"),
        ("Correo electrónico", "email", "email"),
        ("Courriel", "email", "email"),
        ("البريد الإلكتروني", "email", "email"),
        ("Эл. почта", "email", "email"),
        ("What is your e-mail address?", "email", "email"),
        ("Mobile / WhatsApp", "phone", "phone"),
        ("Telemóvel", "phone", "phone"),
        ("País", "country", "country"),
        ("Страна", "country", "country"),
        ("Town", "city", "city"),
        ("Ville", "city", "city"),
        ("Lugar", "place", "place"),
        ("Org / movement", "text", "organisation"),
        ("الجهة", "text", "organisation"),
        ("Papel", "text", "role"),
        ("Training attended", "text", "course"),
        ("Año", "year", "year"),
        ("Registered on", "date", "date"),
        ("Data de inscrição", "date", "date"),
        ("DOB", "born", "born"),
        ("Дата рождения", "born", "born"),
        ("I agree that you keep my details", "agreed", "agreed"),
        ("Remarques", "text", "notes"),
        ("Favourite colour", "text", "unknown"),
        ("Why did the training change how you see campaigns in your town?", "text", "unknown"),
        # headings that say one thing over cells that are another
        ("Contact", "email", "email"),
        ("Contact", "phone", "phone"),
        ("Contact", "both", "contact"),
        ("Email", "both", "contact"),
        ("City", "place", "place"),
        ("Location", "country", "country"),
        ("Country", "place", "place"),
        ("Year", "date", "date"),
        ("Consent", "date", "agreed_on"),
        ("Phone", "email", "email"),
        ("Date", "born", "born"),
        ("Data nasc.", "born", "born"),
        # no heading at all
        ("", "email", "email"),
        ("", "phone", "phone"),
        ("", "both", "contact"),
        ("", "country", "country"),
        ("", "place", "place"),
        ("", "year", "year"),
        ("", "date", "date"),
        ("", "born", "born"),
        ("", "name", "name"),
        # headings nobody knows over cells that tell
        ("Nest", "known city", "city"),
        ("Sends me", "body", "organisation"),
    ],
)
def test_one_column(*, heading: str, kind: str, field: str) -> None:
    assert fields(table_of((heading, kind))) == [field]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (("Nome", "Apelido"), ["given_name", "family_name"]),
        (("Nom", "Prénom"), ["family_name", "given_name"]),
        (("Имя", "Фамилия"), ["given_name", "family_name"]),
        (("الاسم الأول", "اسم العائلة"), ["given_name", "family_name"]),
    ],
)
def test_names_are_settled_by_what_stands_beside_them(
    headings: tuple[str, str], expected: list[str]
) -> None:
    table = table_of((headings[0], "city"), (headings[1], "text"))

    assert fields(table) == expected


@pytest.mark.parametrize(
    ("headings", "kinds", "expected"),
    [
        (("Clan", "Prénom"), ("family", "given"), ["family_name", "given_name"]),
        (("Apellidos", "Llamada"), ("family", "given"), ["family_name", "given_name"]),
        (("Name", "Clan"), ("given", "family"), ["given_name", "family_name"]),
        (("Name", "Clan"), ("name", "family"), ["name", "unknown"]),
        (("Name", "Clan"), ("given", "date"), ["name", "date"]),
    ],
)
def test_half_of_a_name_finds_its_other_half_beside_it(
    headings: tuple[str, str], kinds: tuple[str, str], expected: list[str]
) -> None:
    assert fields(table_of(*zip(headings, kinds, strict=True))) == expected


@pytest.mark.parametrize("heading", ["Nom", "Имя", "Nombre", "Nome"])
def test_a_part_of_a_name_alone_is_the_whole_name(heading: str) -> None:
    assert fields(table_of((heading, "name"), ("Email", "email"))) == ["name", "email"]


def test_a_full_name_beside_a_family_name_stays_a_full_name() -> None:
    rows = [Row(2, ["Luz Prado", "Prado"]), Row(3, ["Ali Mansour", "Mansour"])]

    assert fields(Table("list", 1, ["Name", "Surname"], rows)) == ["name", "family_name"]


def test_a_known_name_column_leaves_no_other() -> None:
    assert fields(table_of(("Name", "name"), ("", "name"))) == ["name", "unknown"]


def test_of_two_columns_that_look_like_names_one_is_taken() -> None:
    assert fields(table_of(("", "name"), ("", "name"))) == ["name", "unknown"]


def test_why_is_told_in_words() -> None:
    table = table_of(("Name", "name"), ("", "email"), ("Your current town?", "city"), ("", "text"))

    assert [(column.confidence, str(column.why)) for column in map_columns(table)] == [
        (1.0, "the heading says “Name”"),
        (0.8, "100% of its cells look like it"),
        (0.75, "the heading speaks of “town”"),
        (0.0, "neither heading nor cells tell"),
    ]


def test_an_empty_column_says_so() -> None:
    table = Table("list", 1, ["Name", ""], [Row(2, ["Luz Prado", ""])])

    assert [str(column.why) for column in map_columns(table)][1] == "the column is empty"


def test_a_persons_choice_is_certain() -> None:
    columns = map_columns(table_of(("Name", "name"), ("Favourite colour", "text")))

    changed = remap(columns, {1: Field.NOTES})

    assert [(column.field, column.confidence) for column in changed] == [
        (Field.NAME, 1.0),
        (Field.NOTES, 1.0),
    ]


MAILCHIMP = "MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,GMTOFF,TIMEZONE,CC,REGION,"


@pytest.mark.parametrize(
    ("headings", "key", "expected"),
    [
        (
            "person_id,display_name,given_name,family_name,pronouns,email,email_status,phone,"
            "country,city,languages,time_zone,organisation,involvement,circles,tags,source,"
            "confirmed_on,created_at",
            "own_people",
            {"person_id": "identifier", "display_name": "name", "languages": "language"},
        ),
        (
            "registration_id,person_id,display_name,email,programme,session_id,session_title,"
            "starts_at,status,wait_position,registered_at,source",
            "own_registrations",
            {"person_id": "identifier", "programme": "course", "registered_at": "date"},
        ),
        (
            f"Email Address,First Name,Last Name,{MAILCHIMP}LAST_CHANGED,LEID,EUID,NOTES,TAGS",
            "mailchimp_subscribed",
            {"Email Address": "email", "CONFIRM_TIME": "agreed_on", "OPTIN_IP": "ignored"},
        ),
        (
            f"Email Address,First Name,{MAILCHIMP}UNSUB_TIME,UNSUB_REASON,LEID,EUID,NOTES",
            "mailchimp_unsubscribed",
            {"UNSUB_TIME": "status_on", "UNSUB_REASON": "notes"},
        ),
        (
            f"Email Address,First Name,{MAILCHIMP}CLEAN_TIME,LEID,EUID,NOTES",
            "mailchimp_cleaned",
            {"CLEAN_TIME": "status_on", "First Name": "given_name"},
        ),
        (
            "uuid,first_name,last_name,email,zip_code,can2_user_city,can2_phone,can2_user_tags,"
            "can2_subscription_status,can2_subscription_date",
            "action_network",
            {"can2_user_city": "city", "can2_user_tags": "tags", "zip_code": "ignored"},
        ),
        (
            "First Name,Last Name,Email,Registration Time,Approval Status",
            "zoom_registrants",
            {"Registration Time": "date", "Approval Status": "ignored"},
        ),
        (
            "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest",
            "zoom_participants",
            {"Name (Original Name)": "name", "User Email": "email"},
        ),
        (
            "Timestamp,Username,Your full name,Where do you live?",
            "google_forms",
            {"Timestamp": "date", "Username": "email", "Your full name": "name"},
        ),
        (
            "Marca temporal,Correo,Nombre completo",
            "google_forms",
            {"Marca temporal": "date", "Nombre completo": "name"},
        ),
    ],
)
def test_exports_of_services_are_known(
    *, headings: str, key: str, expected: dict[str, str]
) -> None:
    names = headings.split(",")
    preset = preset_of(names)

    columns = map_columns(Table("list", 1, names, []))

    assert preset is not None
    assert preset.key == key
    assert {c.heading: c.field for c in columns if c.heading in expected} == expected


def test_ordinary_headings_are_nobodys_export() -> None:
    assert preset_of(["Name", "Email", "Country"]) is None
