"""A filled SQLite database put into PostgreSQL, table by table."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bench.served import ROOT

AT_ONCE = 20_000


def copy_to_postgres(source: Path, address: str) -> None:
    """Migrate the empty database at `address` and copy every row of `source` into it."""
    import psycopg

    env = {**os.environ, "COMMONROOT_DATABASE": address, "COMMONROOT_HOME": str(source.parents[1])}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
    place = urlsplit(address)
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as lite,
        psycopg.connect(
            host=unquote(place.hostname or ""), user=place.username, dbname=place.path[1:],
            autocommit=True,
        ) as post,
    ):  # fmt: skip
        post.execute("SET session_replication_role = replica")
        post.execute("SET TIME ZONE 'UTC'")
        tables = [
            name
            for (name,) in lite.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith(("sqlite_", "django_migrations"))
        ]
        post.execute("TRUNCATE {} CASCADE".format(", ".join(f'"{table}"' for table in tables)))
        for table in tables:
            _copy(table, lite=lite, post=post)
        # As the database does by itself a minute later: an index alone answers only after that.
        post.execute("VACUUM ANALYZE")


def _copy(table, *, lite, post):
    columns = [row[1] for row in lite.execute(f'PRAGMA table_info("{table}")')]
    named = ", ".join(f'"{column}"' for column in columns)
    rows = lite.execute(f'SELECT {named} FROM "{table}"')
    with post.cursor().copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
        while many := rows.fetchmany(AT_ONCE):
            for row in many:
                copy.write_row(row)
    if "id" in columns:
        found = post.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table]).fetchone()
        if found and found[0]:
            post.execute(f'SELECT setval(%s, (SELECT coalesce(max(id), 1) FROM "{table}"))', found)
