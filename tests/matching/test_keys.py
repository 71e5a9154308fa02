"""Keys under which the same person meets themself."""

import datetime
from hashlib import sha256

from commonroot.matching.keys import CONTACT, RULES, Key, blocking_keys
from tests.matching.people import description

# One person a script and a way of spelling, and what their keys come to.
READ = (
    ("Mohamed Abd el-Rahman", "EG"), ("زهرة الحسن", "IQ"), ("رضا کریمی", "IR"),
    ("Ольга Гаврилюк", "UA"), ("Nikolaj Cvetkov", "BG"), ("Γιώργος Παπαδόπουλος", "GR"),
    ("გიორგი ბერიძე", "GE"), ("Lê Văn Minh", "VN"), ("王小明", "CN"), ("Park Jin-hee", "KR"),
    ("अमित शर्मा", "IN"), ("মোঃ রহিম উদ্দিন", "BD"), ("முத்து இளங்கோ", "LK"), ("สมชาย ใจดี", "TH"),
    ("Daw Aung Khin", "MM"), ("አበበ በቀለ", "ET"), ("María José Núñez de la Cruz", "PE"),
    ("João Gonçalves", "BR"), ("Cheikh Diallo", "SN"), ("Ayşe Çelik", "TR"),
    ("Achieng Wanjiku", "KE"), ("Siobhán O'Brien", "IE"),
)  # fmt: skip
SUM_OF_KEYS = (2, "1ec2504dce3fe1b1")


def kinds(one, other):
    return {key.kind for key in set(blocking_keys(one)) & set(blocking_keys(other))}


def test_the_order_and_spelling_of_words_makes_no_other_keys():
    one = description("Mohamed Ali Hassan", country="EG")
    other = description("Hassan, Ali Muhammad", country="EG")

    assert {"pair", "wide", "run"} <= kinds(one, other)


def test_two_scripts_of_a_name_meet():
    one = description("Ilango Muthu", country="LK")
    other = description("முத்து இளங்கோ", country="LK")

    assert "wide" in kinds(one, other)


def test_addresses_and_numbers_meet_across_countries():
    one = description(
        "Amina", country="KE", emails=("amina.o@example.org",), phones=("+254712345678",)
    )
    other = description(
        "Otieno", country="UG", emails=("amina.o@example.net",), phones=("0712345678",)
    )

    assert kinds(one, other) == {"local", "phone"}


def test_the_local_part_of_an_office_is_no_key():
    one = description("", emails=("information@example.org",))

    assert {key.kind for key in blocking_keys(one)} == {"email"}


def test_birth_dates_and_years_make_keys():
    one = description("Amina Otieno", born=datetime.date(1980, 5, 4), city="Nairobi")
    other = description("Amina Wafula", born=datetime.date(1980, 5, 4), city="Nairobi")

    assert kinds(one, other) == {"born", "day", "year", "city"}


def test_rows_without_a_country_meet_by_city():
    one = description("Amina Otieno", city="Kitale")
    other = description("Otieno Amina", city="Kitale", country="")

    assert kinds(one, other) == {"town"}


def test_organisations_meet_under_their_several_names():
    one = description("Amina Otieno", organisation="Housing Justice Network Nairobi")
    other = description("Amina Wafula", organisation="HJNN")
    third = description("Amina Kamau", organisation="Mouvement Logement Nairobi")

    assert "works" in kinds(one, other)
    assert "works" in kinds(one, third)


def test_postal_addresses_meet_by_street_and_number():
    one = description("", address="12 Kenyatta Avenue 00100", city="Nairobi")
    other = description("", address="Kenyatta 12, 00100 Nairobi")

    assert Key("address", "KE kenyatta 12") in set(blocking_keys(one)) & set(blocking_keys(other))


def test_no_key_comes_twice():
    one = description("Amina Amina Otieno", phones=("+254712345678", "0712345678"))

    found = blocking_keys(one)

    assert len(found) == len(set(found))


def test_every_contact_kind_is_made():
    one = description(
        "", emails=("amina.o@example.org",), phones=("+254712345678",), identifiers=("A-1",)
    )

    assert {key.kind for key in blocking_keys(one)} == CONTACT


def test_whoever_changes_a_key_raises_the_rules():
    """Registers keep the keys of their people: they make them anew where RULES is raised."""
    read = [
        description(name, country=land, city="Nairobi", organisation="Land Rights Network",
                    emails=("amina.otieno@example.org",), phones=("+254 712 345678",))
        for name, land in READ
    ]  # fmt: skip

    keys = "\n".join(sorted(f"{kind} {text}" for one in read for kind, text in blocking_keys(one)))

    assert (RULES, sha256(keys.encode()).hexdigest()[:16]) == SUM_OF_KEYS
