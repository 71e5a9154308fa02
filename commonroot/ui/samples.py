"""Invented content for the page that shows every part, in English and Arabic."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

LANGUAGES = {"en": "ltr", "ar": "rtl"}
PAGES = {
    "page": "ui/parts.html",
    "desk": "ui/parts_desk.html",
    "personal": "ui/parts_personal.html",
    "error": "ui/error.html",
    "email": "ui/email.html",
}
KEYS = ("building", "organizing", "struggle")

WORDS: dict[str, dict[str, str]] = {
    "school": {"en": "Long Table School for Health", "ar": "مدرسة المائدة الطويلة للصحة"},
    "poster_one": {"en": "Learn to organise for health.", "ar": "تعلّموا التنظيم من أجل الصحة."},
    "poster_two": {"en": "Stay together for years.", "ar": "وابقوا معًا لسنوات."},
    "lead": {
        "en": "Free courses and evenings for health workers, patients and neighbours.",
        "ar": "دورات وأمسيات مجانية للعاملين في الصحة والمرضى والجيران.",
    },
    "coming": {"en": "Coming", "ar": "القادم"},
    "course": {"en": "Building community & campaigns", "ar": "بناء المجتمع والحملات"},
    "course_when": {
        "en": "8 weeks from Sun 17 Jan 2027",
        "ar": "8 أسابيع من الأحد 17 كانون الثاني 2027",
    },
    "online": {"en": "online · English", "ar": "عبر الإنترنت · بالعربية"},
    "course_note": {
        "en": "Two hours a week, then once a month to June.",
        "ar": "ساعتان في الأسبوع، ثم مرة في الشهر حتى حزيران.",
    },
    "apply": {"en": "Apply by Sun 6 Dec", "ar": "التقديم حتى الأحد 6 كانون الأول"},
    "session": {"en": "Power Analysis!", "ar": "تحليل القوة"},
    "day": {"en": "Tue 1 December", "ar": "الثلاثاء 1 كانون الأول"},
    "yours": {"en": "your time", "ar": "بتوقيتك"},
    "zone": {"en": "(Nairobi, UTC+3)", "ar": "(بيروت، UTC+2)"},
    "another": {"en": "another zone", "ar": "منطقة أخرى"},
    "place": {"en": "Save a place", "ar": "احجزوا مكانًا"},
    "left": {"en": "9 places left", "ar": "بقيت 9 أماكن"},
    "name": {"en": "The name you want us to use", "ar": "الاسم الذي تريدون أن نستعمله"},
    "reach": {"en": "One way to reach you", "ar": "طريقة واحدة للوصول إليك"},
    "reach_help": {
        "en": "E-mail, or a phone number with country code.",
        "ar": "بريد إلكتروني، أو رقم هاتف مع رمز البلد.",
    },
    "save": {"en": "Save my place", "ar": "احفظوا مكاني"},
    "saving": {"en": "Saving…", "ar": "يُحفظ…"},
    "keep": {"en": "May we keep you in our register?", "ar": "هل نحتفظ باسمك في سجلّنا؟"},
    "keep_help": {
        "en": "Two questions after six months. Your place does not depend on it.",
        "ar": "سؤالان بعد ستة أشهر. لا يتوقف مكانك على ذلك.",
    },
    "tell": {"en": "May we tell the circle in your country?", "ar": "هل نخبر الحلقة في بلدك؟"},
    "said": {"en": "You said yes on 3 May 2026.", "ar": "قلتِ نعم في 3 أيار 2026."},
    "poster": {"en": "May we name you beside your poster?", "ar": "هل نذكر اسمك إلى جانب ملصقك؟"},
    "how": {"en": "How did it go?", "ar": "كيف سارت الأمور؟"},
    "happened": {"en": "It happened", "ar": "تمّ اللقاء"},
    "still": {"en": "I am still at it", "ar": "ما زلت أعمل عليه"},
    "different": {"en": "It turned out differently", "ar": "سارت الأمور على نحو آخر"},
    "not_now": {"en": "Not now", "ar": "ليس الآن"},
    "wrote": {"en": "Three months ago you wrote:", "ar": "قبل ثلاثة أشهر كتبتِ:"},
    "promise": {
        "en": "“I will meet the nurses’ union before the budget is read.”",
        "ar": "«سألتقي نقابة الممرضات قبل مناقشة الموازنة.»",
    },
    "answer": {"en": "Save my answer", "ar": "احفظوا جوابي"},
    "amina": {"en": "Amina", "ar": "أمينة"},
    "today": {"en": "Sunday 22 November", "ar": "الأحد 22 تشرين الثاني"},
    "headline": {"en": "2 things, about 15 minutes.", "ar": "أمران، نحو 15 دقيقة."},
    "due_one": {
        "en": "Two people from Chad finished in May, and Chad has no circle yet",
        "ar": "أنهى شخصان من تشاد الدورة في أيار، ولا حلقة في تشاد بعد",
    },
    "due_two": {
        "en": "The letter to the Kenya circle waits for one comment",
        "ar": "الرسالة إلى حلقة كينيا تنتظر تعليقًا واحدًا",
    },
    "ask": {"en": "Ask the region", "ar": "اسألوا المنطقة"},
    "comment": {"en": "Write the comment", "ar": "اكتبوا التعليق"},
    "since": {
        "en": "Nobody asked for them since Thu 14 May.",
        "ar": "لم يسأل عنهما أحد منذ الخميس 14 أيار.",
    },
    "missing": {"en": "No comment by the organisers yet.", "ar": "لا تعليق من المنظمين بعد."},
    "kept": {
        "en": "Your place is kept. We wrote to am…@example.org.",
        "ar": "مكانك محفوظ. كتبنا إلى am…@example.org.",
    },
    "unread": {
        "en": "Row 48: we could not read the date 31/02/2019. The other 213 rows are ready.",
        "ar": "السطر 48: لم نستطع قراءة التاريخ 31/02/2019. الأسطر الـ213 الأخرى جاهزة.",
    },
    "opens": {
        "en": "The link to join opens here at 18:45.",
        "ar": "يُفتح رابط اللقاء هنا عند الساعة 18:45.",
    },
    "nothing": {"en": "Nothing is due.", "ar": "لا شيء مستحق."},
    "thursday": {"en": "Next: Thursday.", "ar": "التالي: الخميس."},
}


def context(*, language: str, base: str) -> dict[str, Any]:
    """All that the sample pages name; `words` is `{name: text}` in `language`."""
    words = {name: texts[language] for name, texts in WORDS.items()}
    return {
        "words": words,
        "base": base,
        "page_language": language,
        "direction": LANGUAGES[language],
        "school": SimpleNamespace(name=words["school"], hue=155),
        "languages": [
            {"code": "en", "name": "English", "url": "?lang=en", "current": language == "en"},
            {"code": "ar", "name": "العربية", "url": "?lang=ar", "current": language == "ar"},
        ],
        "form": SampleForm(
            {"name": words["amina"], "reach": "", "how": "still"},
            words=words,
            use_required_attribute=False,
        ),
        "keys": KEYS,
        "facts": [
            ("With", "two organisers of the school"),
            ("Language", "English, captions"),
            ("Places", _left()),
        ],
        "stages": _stages(),
        "step_names": ["The sheet", "Its columns", "Who is who", "Bring them in"],
        "chips": [
            {"label": "10 min", "url": "?"},
            {"label": "30 min", "url": "?"},
            {"label": "all", "url": "?", "current": True},
        ],
        "later": [("tomorrow", "tomorrow"), ("week", "next week"), ("never", "not needed")],
        "entries": [
            {
                "date": "Tue 1 Dec",
                "title": words["session"],
                "text": "19:00 Nairobi · 31 of 40",
                "url": "?",
            },
            {
                "date": "Sun 6 Dec",
                "title": "Applications close",
                "text": words["course"],
                "tone": "clay",
            },
        ],
        "options": [
            {"value": "same", "label": "Same", "key": "S"},
            {"value": "different", "label": "Different", "key": "D"},
            {"value": "unsure", "label": "Not sure", "key": "N"},
        ],
        "next_steps": [
            ("Amina is asked", "if an introduction is welcome. Most answer in a week."),
            ("You both get one message", "with the address each of you chose to give."),
        ],
        "bars": [
            {"label": "in the movement", "value": 8},
            {"label": "the same", "value": 7, "kind": "same"},
            {"label": "less than before", "value": 5, "kind": "down"},
            {"label": "not known", "value": 3, "kind": "unknown"},
        ],
        "parts": [
            {"label": "new", "value": 145, "kind": "known"},
            {"label": "known", "value": 15, "kind": "outline"},
            {"label": "repeated", "value": 53, "kind": "repeat"},
            {"label": "unknown", "value": 30, "kind": "unknown"},
        ],
        "pairs": _pairs(),
        "people": _people(),
        "rail": [
            {"label": "Today", "url": "?", "count": 2, "current": True},
            {"label": "People", "url": "?", "count": "1,204", "current": False},
            {"label": "Letters", "url": "?", "count": None, "current": False},
        ],
        "account_name": "Leila Haddad",
        "careful_url": "?",
        "sign_out_url": "?",
        "person_name": words["amina"],
        "not_me_url": "?",
        "leave_url": "?",
        "demo": {
            "letters_url": "?",
            "letters": 12,
            "view_url": "?",
            "jump_url": "?",
            "views": [
                {"value": "organiser", "label": "organiser", "current": True},
                {"value": "amina", "label": words["amina"]},
            ],
            "jumps": [
                {"value": "next", "label": "next session"},
                {"value": "later", "label": "six months later"},
            ],
        },
        "heading": words["session"],
        "paragraphs": [words["kept"], words["opens"]],
        "button_url": "https://example.org/p/abc",
        "button_label": words["place"],
        "sender": words["school"],
        "small": [words["keep_help"]],
    }


class SampleForm(forms.Form):
    """Questions of every kind, one answered, one with an error."""

    name = forms.CharField()
    reach = forms.CharField(error_messages={"required": "We need one way to write to you."})
    needs = forms.CharField(widget=forms.Textarea, required=False, label="I need something")
    language = forms.ChoiceField(choices=[("en", "English"), ("ar", "العربية")], required=False)
    careful = forms.BooleanField(required=False, label="Do not write my name on any list")
    themes = forms.MultipleChoiceField(
        choices=[("water", "Water"), ("work", "Work")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    how = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, words: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = words["name"]
        self.fields["reach"].label = words["reach"]
        self.fields["reach"].help_text = words["reach_help"]
        how = self.fields["how"]
        assert isinstance(how, forms.ChoiceField)
        how.label = words["how"]
        how.choices = [(key, words[key]) for key in ("happened", "still", "different", "not_now")]


def _left() -> SafeString:
    return format_html("<strong>{}</strong> of 40", "9 left")


def _stages() -> list[dict[str, str]]:
    words = ("plan", "call", "choose", "run", "hand over", "years after")
    dates = ("Mon 14 Sep", "14 days left", "7–20 Dec", "17 Jan to July", "August", "to 2032")
    states = ("done", "now", "later", "later", "later", "later")
    steps = [
        {"word": word, "date": date, "state": state, "late": ""}
        for word, date, state in zip(words, dates, states, strict=True)
    ]
    steps[1]["late"] = "2 late"
    return steps


def _pairs() -> list[dict[str, Any]]:
    return [
        {
            "label": "Name",
            "one": format_html("Tomás <mark>{}</mark>", "Rueda Lara"),
            "other": format_html("<mark>{}</mark> Tomas", "RUEDA"),
            "state": "differs",
            "large": True,
        },
        {"label": "Place", "one": "Cali, Colombia", "other": "Cali", "state": "same"},
        {"label": "Agreed to", "one": "register", "other": "not known", "state": "unknown"},
    ]


def _people() -> list[dict[str, str]]:
    rows = (
        ("Amina Wekesa", "Kisumu, Kenya", "Kenya circle", "fresh", "3 wk", "Ask on Mon 7 Dec"),
        ("سلمى خوري", "بيروت، لبنان", "Lebanon circle", "ageing", "2 y", ""),
        ("কোহিনুর সরদার", "Khulna, Bangladesh", "Bangladesh circle", "old", "12 y", "To be asked"),
    )
    names = ("name", "place", "circle", "state", "age", "next")
    return [dict(zip(names, row, strict=True)) for row in rows]
