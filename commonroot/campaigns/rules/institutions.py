"""Whether words name an institution rather than a person, in the five languages of the house."""

from commonroot.core.text import tokens

# Folded words that stand in names of institutions and in hardly any name of a person or an office.
WORDS = frozenset(
    {word for line in (
        "ministry department government parliament senate congress council committee commission"
        " board agency authority administration office bureau company corporation hospital clinic"
        " university bank party union association foundation municipality court police army",
        "ministerio departamento gobierno parlamento senado congreso consejo comite comision junta"
        " agencia autoridad administracion oficina empresa hospital clinica universidad banco"
        " partido sindicato asociacion fundacion municipio ayuntamiento tribunal policia",
        "ministere departement gouvernement parlement senat congres conseil comite commission"
        " agence autorite administration bureau entreprise societe hopital clinique universite"
        " banque parti syndicat association fondation mairie tribunal police",
        "governo senado congresso conselho comissao agencia autoridade administracao escritorio"
        " universidade partido sindicato associacao fundacao prefeitura camara",
        "وزارة الوزارة حكومة الحكومة برلمان البرلمان مجلس المجلس لجنة اللجنة هيئة الهيئة وكالة"
        " الوكالة ادارة الادارة شركة الشركة مستشفى المستشفى جامعة الجامعة بنك البنك حزب الحزب"
        " نقابة النقابة جمعية الجمعية مؤسسة المؤسسة بلدية البلدية محكمة المحكمة",
    ) for part in line.split() for word in tokens(part)}
)  # fmt: skip
# Words of an office: who holds it is a person, whatever else the words name.
OFFICES = frozenset(
    {word for line in (
        "minister secretary director president chair chairman chairwoman head mayor governor"
        " commissioner member judge manager leader chief dr mr mrs ms prof",
        "ministro ministra secretario secretaria director directora presidente presidenta alcalde"
        " alcaldesa gobernador gobernadora jefe jefa sr sra dra",
        "ministre secretaire directeur directrice president presidente maire gouverneur chef m mme",
        "ministra diretor diretora prefeito prefeita governador governadora chefe",
        "وزير الوزير وزيرة مدير المدير مديرة رئيس الرئيس رئيسة امين الامين دكتور دكتورة د",
    ) for part in line.split() for word in tokens(part)}
)  # fmt: skip


def is_institution(words: str) -> bool:
    """Whether `words` name a body and nobody in it: "Ministry of Health", not "Minister of Health".

    A hint is made of it and nothing is refused, so that being wrong costs a sentence.
    """
    said = set(tokens(words))
    return bool(said & WORDS) and not said & OFFICES
