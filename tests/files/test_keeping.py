"""Files taken in: what is refused, what is drawn anew, that nothing readable lies on the disk."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from commonroot.files import actions, queries, rules
from commonroot.files.actions import NotTaken
from commonroot.files.models import Litter, Upload
from commonroot.files.tasks import look_for_lost, remove_litter, something_lost

pytestmark = pytest.mark.django_db
WORDS = b"Who has the power? " * 10_000  # more than two chunks


def picture(kind="JPEG", *, mode="RGB", size=(60, 40), **options):
    out = BytesIO()
    Image.new(mode, size, "green").save(out, kind, **options)
    return BytesIO(out.getvalue())


def archive(*names):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as kept:
        for name in names:
            kept.writestr(name, "x")
    return BytesIO(out.getvalue())


def taken(content, name, at):
    return actions.keep(
        content=content if isinstance(content, BytesIO) else BytesIO(content), name=name, at=at
    )


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    options = {"location": str(tmp_path)}
    backend = settings.STORAGES["files"]["BACKEND"]
    settings.STORAGES = settings.STORAGES | {"files": {"BACKEND": backend, "OPTIONS": options}}
    return tmp_path


def lying(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_comes_in_goes_out_and_lies_sealed(at, folder):
    upload = taken(b"%PDF-1.7\n" + WORDS, "../My plan: Kisumu.PDF", at)

    assert b"".join(queries.content(upload)) == b"%PDF-1.7\n" + WORDS
    assert (upload.name, upload.kind, queries.words(upload)) == (
        "My plan Kisumu.pdf", "application/pdf", "PDF, 185.6\xa0KB",
    )  # fmt: skip
    (path,) = lying(folder)
    assert b"power" not in path.read_bytes()
    assert "plan" not in str(path.relative_to(folder))
    assert queries.upload(upload.key) == upload


@pytest.mark.parametrize("how", ["flipped", "cut", "moved", "swapped", "empty", "newer", "key"])
def test_damage_is_found_before_it_is_given_out(at, folder, how):
    upload = taken(b"%PDF-1.7\n" + WORDS, "a.pdf", at)
    path = folder / upload.place
    raw = bytearray(path.read_bytes())
    step = rules.CHUNK + queries.TAG
    first, second = raw[queries.HEAD :][:step], raw[queries.HEAD + step :][:step]
    if how == "flipped":
        raw[-1] ^= 1
    elif how == "cut":
        raw = raw[: queries.HEAD + step]
    elif how == "moved":
        upload.place = taken(b"%PDF-1.7\n", "b.pdf", at).place
        path = folder / upload.place
    elif how == "swapped":
        raw = raw[: queries.HEAD] + second + first + raw[queries.HEAD + 2 * step :]
    else:
        raw = {"empty": bytearray(), "newer": bytearray([9]) + raw[1:]}.get(how, raw)
        raw[1:2] = b"\7" if how == "key" else raw[1:2]
    path.write_bytes(raw)

    with pytest.raises(queries.Damaged):
        list(queries.content(upload))


def test_a_picture_keeps_nothing_but_its_dots(at):
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    exif[0x0112] = 6  # lies on its side

    upload = taken(picture(exif=exif), "march.jpeg", at)

    content = b"".join(queries.content(upload))
    assert b"camera" not in content
    assert (upload.name, upload.width, upload.height) == ("march.jpg", 40, 60)
    assert dict(Image.open(BytesIO(content)).getexif()) == {}


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (picture("PNG", mode="RGBA"), "a.png", ("a.png", "image/png", 60)),
        (picture("WEBP"), "a.webp", ("a.jpg", "image/jpeg", 60)),
        (picture("GIF"), "a.gif", ("a.jpg", "image/jpeg", 60)),
        (picture(size=(4800, 10)), "wide.jpg", ("wide.jpg", "image/jpeg", 2400)),
        (archive("word/document.xml"), "a.docx", ("a.docx", rules.KINDS["docx"].media, None)),
        (BytesIO("Grüße".encode()), "a.txt", ("a.txt", "text/plain", None)),
        (BytesIO(("x" + "ü" * 4000).encode()), "b.md", ("b.md", "text/plain", None)),
        (BytesIO(b"ID3" + b"0" * 40), "talk.mp3", ("talk.mp3", "audio/mpeg", None)),
    ],
)  # fmt: skip
def test_kinds_that_are_taken(at, content, name, expected):
    upload = taken(content, name, at)

    assert (upload.name, upload.kind, upload.width) == expected


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.pdf"),
        (b"<html><script>alert(1)</script>", "a.html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"),
        (b"MZ\x90", "a.pdf"),
        (b"%PDF-1.7", "a.exe"),
        (b"no ending", "README"),
        (b"\x00\x01\x02", "a.txt"),
        (b"\xff\xfe\xfd and more", "a.txt"),
        (b"\xff\xd8\xff broken", "a.jpg"),
        (b"PK\x03\x04 broken", "a.docx"),
        (archive("xl/workbook.xml"), "a.docx"),
        (archive("word/document.xml", "word/vbaProject.bin"), "a.docx"),
    ],
)
def test_kinds_that_are_not_taken_leave_nothing(at, folder, content, name):
    with pytest.raises(NotTaken):
        taken(content, name, at)

    assert (Upload.objects.count(), lying(folder)) == (0, [])


def test_sizes_have_an_end(at, monkeypatch):
    with pytest.raises(NotTaken, match="at most"):
        actions.keep(content=BytesIO(b"%PDF-" + b"0" * 100), name="a.pdf", at=at, most=50)
    monkeypatch.setattr(rules, "MOST_PIXELS", 100)
    with pytest.raises(NotTaken, match="too large"):
        taken(picture(), "a.jpg", at)


def test_what_is_let_go_is_removed_by_the_sweep_once(at, folder):
    upload = taken(b"%PDF-1.7", "a.pdf", at)
    taken(b"%PDF-1.7", "b.pdf", at)

    actions.let_go(upload=upload, at=at)

    assert len(lying(folder)) == 2
    assert (remove_litter(at=at - timedelta(days=1)), remove_litter(at=at)) == (0, 1)
    assert (remove_litter(at=at), len(lying(folder)), Litter.objects.count()) == (0, 1, 0)


def test_bytes_that_an_upload_left_behind_go_a_day_after_they_were_found(at, folder):
    none = look_for_lost(at=at)
    kept, cut_off, late = (taken(b"%PDF-1.7", f"{name}.pdf", at) for name in "abc")
    rows = list(Upload.objects.filter(pk__in=(cut_off.pk, late.pk)))
    Upload.objects.filter(pk__in=(cut_off.pk, late.pk)).delete()

    before, found, after = something_lost(at=at), look_for_lost(at=at), something_lost(at=at)
    Upload.objects.bulk_create([row for row in rows if row.pk == late.pk])
    early = remove_litter(at=at + timedelta(hours=23))
    gone = remove_litter(at=at + timedelta(days=1))

    assert (before, after) == (True, False)
    assert (none, found, early, gone, look_for_lost(at=at)) == (0, 2, 0, 2, 0)
    assert {str(path.relative_to(folder)) for path in lying(folder)} == {kept.place, late.place}


def test_where_nothing_was_ever_handed_in_nothing_is_lost(at, folder):
    folder.rmdir()

    assert look_for_lost(at=at) == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("C:\\folder\\plan.pdf", "plan.pdf"),
        ("خطة.pdf", "خطة.pdf"),
        ("...pdf", "file.pdf"),
        ("a\r\nb.pdf", "ab.pdf"),
        ("x" * 200 + ".pdf", "x" * 80 + ".pdf"),
        ("nameless", "nameless.pdf"),
    ],
)
def test_names_are_safe_to_save_under(name, expected):
    assert rules.plain_name(name, ending="pdf") == expected


@pytest.mark.parametrize(
    ("size", "fits"),
    [
        ((300, 200), (300, 200)),
        ((4 * rules.LONGEST_EDGE, 8), (rules.LONGEST_EDGE, 2)),
    ],
)
def test_pictures_are_made_no_longer_than_they_need_to_be(size, fits):
    assert rules.fitted(*size) == fits


def test_what_cannot_be_small_enough_is_as_small_as_can_be(monkeypatch):
    monkeypatch.setattr(rules, "SMALL_BYTES", 1)
    picture = BytesIO()
    Image.new("RGB", (900, 700), "green").save(picture, "PNG")

    picture.seek(0)
    small = actions.made_small(picture)

    assert max(Image.open(BytesIO(small)).size) == rules.SMALL_TRIES[-1][0]
