"""Matching by splink in DuckDB, for registers of millions: only its pairs come into memory.

Descriptions, keys, levels, weights and groups are ours; splink scores the pairs that share a key,
on disk where they do not fit into memory. So its scores have our reasons, but it sees less in
names (`splink_levels`), and leaves out every further form of a name. Nothing is trained here.
"""

import logging
import tempfile
import warnings
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
import splink.comparison_level_library as library
import splink.comparison_library as comparisons
from splink import DuckDBAPI, Linker, SettingsCreator

from commonroot.matching.blocks import most_beside
from commonroot.matching.bulk import (
    KEPT_FROM,
    Compared,
    Decided,
    Matches,
    Progress,
    matches_of,
)
from commonroot.matching.describe import describe
from commonroot.matching.keys import blocking_keys
from commonroot.matching.matcher import Band, Matcher
from commonroot.matching.rarity import Rarity
from commonroot.matching.records import Description, Record
from commonroot.matching.splink_levels import COMPARISONS, MACROS, OFFICE
from commonroot.matching.usage import Usage
from commonroot.matching.weights import Weights

PORTION = 20_000  # rows at a time between Python and DuckDB

PEOPLE = pyarrow.schema(
    {
        "unique_id": pyarrow.int64(),
        "country": pyarrow.string(),
        "bones": pyarrow.list_(pyarrow.string()),
        "words": pyarrow.list_(pyarrow.string()),
        "latin": pyarrow.bool_(),
        "generation": pyarrow.string(),
        "emails": pyarrow.list_(pyarrow.string()),
        "offices": pyarrow.list_(pyarrow.string()),
        "local": pyarrow.string(),
        "domain": pyarrow.string(),
        "letters": pyarrow.string(),
        "phones": pyarrow.list_(pyarrow.string()),
        "born": pyarrow.string(),
        "year": pyarrow.int32(),
        "hints": pyarrow.list_(pyarrow.int32()),
        "in_full": pyarrow.bool_(),
        "organisation": pyarrow.string(),
        "initials": pyarrow.list_(pyarrow.string()),
        "about": pyarrow.string(),
        "city": pyarrow.string(),
        "identifiers": pyarrow.list_(pyarrow.string()),
        "address": pyarrow.string(),
        "keys": pyarrow.list_(pyarrow.int64()),
        "most": pyarrow.list_(pyarrow.int32()),
    }
)
RARE = pyarrow.schema(
    {"country": pyarrow.string(), "bone": pyarrow.string(), "bits": pyarrow.float64(),
     "anywhere": pyarrow.float64(), "kind": pyarrow.string()}
)  # fmt: skip
CITIES = pyarrow.schema(
    {"country": pyarrow.string(), "city": pyarrow.string(), "share": pyarrow.float64()}
)
CROWDS = pyarrow.schema(
    {"country": pyarrow.string(), "crowd": pyarrow.float64(), "everybody": pyarrow.float64()}
)
USED = pyarrow.schema({"address": pyarrow.string(), "users": pyarrow.int64()})

# What is counted over everybody, laid beside each.
WEIGHED = """
CREATE TABLE people AS
WITH parts AS (
    SELECT unique_id, list({bone: bone, bits: bits, anywhere: anywhere, kind: kind}) AS parts
    FROM (SELECT unique_id, country, unnest(bones) AS bone FROM described)
    JOIN rare USING (country, bone) GROUP BY unique_id
), mailboxes AS (
    SELECT unique_id, list({text: text, users: CASE WHEN list_contains(offices, text)
        THEN $office ELSE coalesce(users, 1) END}) AS mailboxes
    FROM (SELECT unique_id, offices, unnest(emails) AS text FROM described)
    LEFT JOIN used ON used.address = text GROUP BY unique_id
), numbers AS (
    SELECT unique_id, list({text: text, users: coalesce(users, 1)}) AS numbers
    FROM (SELECT unique_id, unnest(phones) AS text FROM described)
    LEFT JOIN used ON used.address = text GROUP BY unique_id
)
SELECT described.* EXCLUDE (keys, most, offices),
    coalesce(parts, []) AS parts, coalesce(mailboxes, []) AS mailboxes,
    coalesce(numbers, []) AS numbers, crowd, everybody, coalesce(share, 0.0) AS city_share
FROM described LEFT JOIN parts USING (unique_id) LEFT JOIN mailboxes USING (unique_id)
LEFT JOIN numbers USING (unique_id) JOIN crowds USING (country)
LEFT JOIN cities USING (country, city)
"""
# Who shares a key that not too many have; the names of the columns are splink's.
BESIDE = """
CREATE TABLE beside AS
WITH shared AS (SELECT unique_id, unnest(keys) AS key, unnest(most) AS most FROM described),
few AS (SELECT key FROM shared GROUP BY key HAVING count(*) BETWEEN 2 AND min(most)),
kept AS (SELECT unique_id, key FROM shared SEMI JOIN few USING (key))
SELECT DISTINCT '0' AS match_key, one.unique_id AS join_key_l, other.unique_id AS join_key_r
FROM kept AS one JOIN kept AS other USING (key) WHERE one.unique_id < other.unique_id
"""


@dataclass(frozen=True)
class SplinkEngine:
    """Compares in DuckDB, in files of its own that are gone afterwards.

    `workers` are DuckDB's threads; None is as many as there are cores.
    """

    progress: Progress | None = None
    workers: int | None = None
    weights: Weights | None = None

    def match(self, records: Iterable[Record], *, decided: Iterable[Decided] = ()) -> Matches:
        """Return pairs with their bands, and groups as our own engine makes them."""
        with (
            tempfile.TemporaryDirectory(prefix="commonroot-match-") as folder,
            duckdb.connect(Path(folder) / "pairs.duckdb") as base,
        ):
            base.execute("SET enable_progress_bar = false")
            if self.workers:
                base.execute("SET threads = ?", [self.workers])
            refs, rarity = self._put(records, base=base)
            matcher = Matcher(rarity=rarity, weights=self.weights)
            compared = _compared(base, matcher=matcher) if refs else ()
            found = matches_of(refs, compared, decided=decided)
        if self.progress:
            self.progress(len(refs), len(refs))
        return found

    def _put(
        self, records: Iterable[Record], *, base: duckdb.DuckDBPyConnection
    ) -> tuple[list[Hashable], Rarity]:
        """Describe everybody into the database, counting on the way; nobody is held."""
        refs: list[Hashable] = []
        rarity = Rarity()
        _create("described", PEOPLE, base=base)
        rows = iter(records)

        def passing() -> Iterator[Description]:
            while some := [describe(record) for record in islice(rows, PORTION)]:
                rarity.add(some)
                flat = [features(place, one) for place, one in enumerate(some, start=len(refs))]
                _insert(flat, PEOPLE, base=base, name="described")
                refs.extend(one.ref for one in some)
                yield from some
                if self.progress:
                    self.progress(0, len(refs))

        usage = Usage.counted(passing())
        for name, schema, found in (
            ("rare", RARE, _rare(rarity)),
            ("cities", CITIES, _cities(rarity)),
            ("crowds", CROWDS, _crowds(rarity)),
            ("used", USED, _used(usage)),
        ):
            _create(name, schema, base=base)
            while some := list(islice(found, PORTION)):
                _insert(some, schema, base=base, name=name)
        return refs, rarity


def features(place: int, one: Description) -> dict[str, Any]:
    """Return one description as a flat row of the table of people."""
    name = one.names[0] if one.names else None
    email = next((email for email in one.emails if not email.office), None)
    hints = [one.born_year] if one.born_year else [e.year for e in one.emails if e.year]
    told = one.organisation
    keys = blocking_keys(one)
    return {
        "unique_id": place,
        "country": one.country,
        "bones": sorted(set(name.bones)) if name else [],
        "words": sorted(set(name.words)) if name else [],
        "latin": bool(name and name.latin),
        "generation": one.generation,
        "emails": [email.text for email in one.emails],
        "offices": [email.text for email in one.emails if email.office],
        "local": email.local if email else None,
        "domain": email.domain if email else None,
        "letters": "".join(filter(str.isalpha, email.local)) if email else None,
        "phones": list(one.phones),
        "born": f"{one.born:%Y%m%d}" if one.born else None,
        "year": one.born_year or None,
        "hints": hints,
        "in_full": bool(one.born_year) or any(e.year and e.year_in_full for e in one.emails),
        "organisation": told.text if told else None,
        "initials": [text for text in (told.initials, told.said) if text] if told else [],
        "about": " ".join(sorted(told.about)) if told else "",
        "city": one.city or None,
        "identifiers": list(one.identifiers),
        "address": "".join(one.address) or None,
        "keys": [hash(key) for key in keys],
        "most": [most_beside(key) for key in keys],
    }


def _compared(base: duckdb.DuckDBPyConnection, *, matcher: Matcher) -> Iterator[Compared]:
    """Yield the pairs that splink does not find far apart, judged as our own engine judges."""
    for macro in MACROS:
        base.execute(f"CREATE TEMP MACRO {macro}")
    base.execute(WEIGHED, {"office": OFFICE})
    base.execute(BESIDE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("splink").setLevel(logging.ERROR)
        service = DuckDBAPI(base)
        linker = Linker(
            service.register("people"), settings(matcher.weights), log_level=logging.ERROR
        )
        linker.table_management.register_blocked_pairs_for_predict(service.register("beside"))
        scored = linker.inference.predict(threshold_match_weight=KEPT_FROM)
    gammas = ", ".join(f"gamma_{name}" for name in COMPARISONS)
    found = base.execute(
        f"SELECT unique_id_l, unique_id_r, {gammas} FROM {scored.physical_name} "  # noqa: S608  # our own names
        "ORDER BY ALL"
    )
    while some := found.fetchmany(PORTION):
        for one, other, *reached in some:
            likeness = matcher.judged(levels_of(reached))
            kept = None if likeness.band is Band.APART else likeness
            yield Compared(one, other, likeness.weight, kept)


def levels_of(reached: Iterable[int]) -> dict[str, str]:
    """Return {comparison: level} for splink's numbers: it counts levels from the last, which is 0.

    -1 is nothing said, of which a level "" may stand.
    """
    found = {}
    for (name, conditions), number in zip(COMPARISONS.items(), reached, strict=True):
        level = conditions[len(conditions) - 1 - number][0] if number >= 0 else ""
        if level:
            found[name] = level
    return found


def settings(weights: Weights) -> SettingsCreator:
    """Return our levels and weights as splink's: m and u of which log2(m / u) is the weight."""
    odds = 2.0**weights.start
    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=odds / (1.0 + odds),
        comparisons=[_comparison(name, weights) for name in COMPARISONS],
        blocking_rules_to_generate_predictions=[],
        retain_matching_columns=True,  # without them splink drops the levels too
    )


def _comparison(name: str, weights: Weights) -> comparisons.CustomComparison:
    made: list[Any] = []
    for place, (level, condition) in enumerate(COMPARISONS[name], start=1):
        last = place == len(COMPARISONS[name])
        if not level and not last:
            null = library.CustomLevel(condition, "nothing said")
            made.append(null.configure(is_null_level=True))
            continue
        made_of = library.ElseLevel() if last else library.CustomLevel(condition, level)
        ratio = 2.0 ** weights.levels.get(name, {}).get(level, 0.0)
        made.append(
            made_of.configure(
                m_probability=ratio / (1.0 + ratio), u_probability=1.0 / (1.0 + ratio)
            )
        )
    return comparisons.CustomComparison(made, output_column_name=name)


def _rare(rarity: Rarity) -> Iterator[dict[str, Any]]:
    kinds = {True: "given", False: "family", None: "unclear"}
    anywhere = rarity.among("")
    for country, bones in rarity.words.items():
        among = rarity.among(country)
        for bone in bones:
            yield {
                "country": country,
                "bone": bone,
                "bits": among.bits(bone),
                "anywhere": anywhere.bits(bone),
                "kind": kinds[rarity.is_given(bone)],
            }


def _cities(rarity: Rarity) -> Iterator[dict[str, Any]]:
    for country, cities in rarity.cities.items():
        among = rarity.among(country)
        for city in cities:
            yield {"country": country, "city": city, "share": among.city_share(city)}


def _crowds(rarity: Rarity) -> Iterator[dict[str, Any]]:
    everybody = rarity.among("").crowd
    for country in rarity.people:
        crowd = rarity.among(country).crowd
        yield {"country": country, "crowd": crowd, "everybody": everybody}


def _used(usage: Usage) -> Iterator[dict[str, Any]]:
    return ({"address": address, "users": users} for address, users in usage.items())


def _create(name: str, schema: pyarrow.Schema, *, base: duckdb.DuckDBPyConnection) -> None:
    base.register("portion", schema.empty_table())
    base.execute(f"CREATE TABLE {name} AS FROM portion")
    base.unregister("portion")


def _insert(
    rows: list[dict[str, Any]],
    schema: pyarrow.Schema,
    *,
    base: duckdb.DuckDBPyConnection,
    name: str,
) -> None:
    base.register("portion", pyarrow.Table.from_pylist(rows, schema=schema))
    base.execute(f"INSERT INTO {name} FROM portion")
    base.unregister("portion")
