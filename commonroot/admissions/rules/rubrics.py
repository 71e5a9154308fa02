"""A rubric to begin from, in the languages of the house: what a panel looks at in most courses.

Source: the columns and notes of panels of courses for health activists, and the aims of a course:
people who stay active, who learn together, and from whom others learn.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ready:
    """One line: its title and words by language, most points, and how much it counts."""

    title: dict[str, str]
    words: dict[str, str]
    most: int = 5
    weight: int = 1


READY_MADE = (
    Ready(
        {
            "en": "What they want to do afterwards",
            "es": "Qué quieren hacer después",
            "fr": "Ce qu’ils veulent faire après",
            "pt": "O que querem fazer depois",
            "ar": "ما يريدون فعله بعد ذلك",
        },
        {
            "en": "0: nothing is said. 3: a theme. 5: an action with others, in a place, soon.",
            "es": "0: no dicen nada. 3: un tema. 5: una acción con otras, en un lugar, pronto.",
            "fr": "0 : rien n’est dit. 3 : un thème. 5 : une action avec d’autres, bientôt.",
            "pt": "0: nada é dito. 3: um tema. 5: uma ação com outras, num lugar, em breve.",
            "ar": "0: لم يُذكر شيء. 3: موضوع. 5: عمل مع آخرين، في مكان، قريبًا.",
        },
        weight=2,
    ),
    Ready(
        {
            "en": "With whom they act",
            "es": "Con quién actúan",
            "fr": "Avec qui ils agissent",
            "pt": "Com quem agem",
            "ar": "مع من يعملون",
        },
        {
            "en": "0: alone. 3: friends or colleagues. 5: a circle that expects them back.",
            "es": "0: a solas. 3: amistades o colegas. 5: un círculo que les espera.",
            "fr": "0 : seuls. 3 : amis ou collègues. 5 : un cercle qui les attend.",
            "pt": "0: a sós. 3: amizades ou colegas. 5: um círculo que os espera.",
            "ar": "0: وحدهم. 3: أصدقاء أو زملاء. 5: منظمة أو دائرة تنتظر عودتهم.",
        },
    ),
    Ready(
        {
            "en": "Why this course, why now",
            "es": "Por qué este curso y por qué ahora",
            "fr": "Pourquoi ce cours, pourquoi maintenant",
            "pt": "Por que este curso, por que agora",
            "ar": "لماذا هذه الدورة ولماذا الآن",
        },
        {
            "en": "0: any course would do. 3: what it offers. 5: what they need it for, by when.",
            "es": "0: cualquier curso valdría. 3: lo que ofrece. 5: para qué y cuándo lo usan.",
            "fr": "0 : n’importe quel cours. 3 : ce qu’il offre. 5 : à quoi il sert, et quand.",
            "pt": "0: qualquer curso serviria. 3: o que oferece. 5: para que o usam e quando.",
            "ar": "0: أي دورة تكفي. 3: ما تقدمه. 5: لماذا يحتاجونها ومتى.",
        },
    ),
    Ready(
        {
            "en": "What others learn from them",
            "es": "Qué aprenden otras personas de ellas",
            "fr": "Ce que d’autres apprennent d’eux",
            "pt": "O que outras pessoas aprendem com elas",
            "ar": "ما يتعلمه الآخرون منهم",
        },
        {
            "en": "0: cannot be seen. 3: an experience. 5: one that nobody else in the course has.",
            "es": "0: no se ve. 3: una experiencia. 5: una que nadie más tiene en el curso.",
            "fr": "0 : on ne voit pas. 3 : une expérience. 5 : une que personne d’autre n’a ici.",
            "pt": "0: não se vê. 3: uma experiência. 5: uma que mais ninguém tem no curso.",
            "ar": "0: لا يظهر. 3: تجربة. 5: تجربة ليست لدى غيرهم في الدورة.",
        },
    ),
)
