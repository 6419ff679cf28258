"""Sheets whose columns and states are named in other languages than English."""

import pytest

from campaigns.sheets import languages
from campaigns.sheets.dates import find_date, find_month
from campaigns.sheets.headers import ENGLISH, plain
from campaigns.sheets.states import State, find_answer, find_state
from tests.campaigns.sheet_files import as_csv
from tests.campaigns.sheets import by_day, read, read_rows, totals, unread

TRACKERS = {
    "German": (
        ["Name", "Firma", "Gesendet am", "Status", "Geantwortet am"],
        ["Gesendet", "Geantwortet", "Kein Interesse", "Noch nicht gesendet", "Keine Antwort"],
    ),
    "French": (
        ["Nom", "Société", "Envoyé le", "Statut", "Répondu le"],
        ["Envoyé", "A répondu", "Pas intéressé", "À envoyer", "Sans réponse"],
    ),
    "Spanish": (
        ["Nombre", "Empresa", "Enviado el", "Estado", "Respondido el"],
        ["Enviado", "Respondió", "No interesado", "Sin enviar", "Sin respuesta"],
    ),
    "Dutch": (
        ["Naam", "Bedrijf", "Verzonden op", "Status", "Beantwoord op"],
        ["Verzonden", "Gereageerd", "Geen interesse", "Nog niet verzonden", "Geen reactie"],
    ),
    "Italian": (
        ["Nome", "Azienda", "Inviato il", "Stato", "Data di risposta"],
        ["Inviato", "Ha risposto", "Non interessato", "Da inviare", "Nessuna risposta"],
    ),
    "Portuguese": (
        ["Nome", "Empresa", "Enviado em", "Situação", "Respondido em"],
        ["Enviado", "Respondeu", "Não interessado", "A enviar", "Sem resposta"],
    ),
}
SUMS = {
    "German": ["Monat", "Gesendet", "Antworten", "Davon nein", "Gekaufte Credits", "Bezahlt"],
    "French": ["Mois", "Envoyés", "Réponses", "Dont non", "Crédits achetés", "Payé"],
    "Spanish": ["Mes", "Enviados", "Respuestas", "Rechazos", "Créditos comprados", "Pagado"],
    "Dutch": ["Maand", "Verzonden", "Antwoorden", "Waarvan nee", "Gekochte credits", "Betaald"],
    "Italian": ["Mese", "Inviati", "Risposte", "Rifiuti", "Crediti acquistati", "Pagato"],
    "Portuguese": ["Mês", "Enviadas", "Respostas", "Recusas", "Créditos comprados", "Pago"],
}
NOVEMBER = {
    "German": ("November 2026", "3. November 2026"),
    "French": ("novembre 2026", "3 novembre 2026"),
    "Spanish": ("noviembre de 2026", "3 de noviembre de 2026"),
    "Dutch": ("november 2026", "3 november 2026"),
    "Italian": ("novembre 2026", "3 novembre 2026"),
    "Portuguese": ("novembro de 2026", "3 de novembro de 2026"),
}


@pytest.mark.parametrize("language", TRACKERS)
def test_a_tracker_in_each_language(language: str) -> None:
    header, (sent, answered, declined, not_sent, no_answer) = TRACKERS[language]
    sheet = read(
        as_csv(
            [
                header,
                ["Lead 1", "A", "25.11.2026", sent, ""],
                ["Lead 2", "B", "25.11.2026", answered, "26.11.2026"],
                ["Lead 3", "C", "25.11.2026", declined, ""],
                ["Lead 4", "D", "", not_sent, ""],
                ["Lead 5", "E", "25.11.2026", no_answer, ""],
            ],
            separator=";",
        )
    )
    assert sheet.kind == "tracker"
    assert by_day(sheet) == {"2026-11-25": (4, 1, 1), "2026-11-26": (0, 1, 0)}
    assert unread(sheet) == []
    assert sheet.readings[0].left_out == (("not sent", 1),)


@pytest.mark.parametrize("language", SUMS)
def test_sums_in_each_language(language: str) -> None:
    month, day = NOVEMBER[language]
    rows = [SUMS[language], [month, "1.060", "5", "1", "10", "1.219,99"]]
    sheet = read(as_csv(rows, separator=";"))
    assert sheet.kind == "sums"
    assert totals(sheet) == (1_060, 5, 1)
    [line] = sheet.readings[0].lines
    assert (line.bought, f"{line.paid}", line.last_on.day) == (10, "1219.99", 30)
    assert f"{find_date(day)}" == "2026-11-03"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1er janvier 2027", "2027-01-01"),
        ("4. Mär. 2026", "2026-03-04"),
        ("5 août 2026", "2026-08-05"),
        ("6 dic 2026", "2026-12-06"),
        ("7 Marts 2026", "None"),
    ],
)
def test_days_with_the_name_of_a_month(text: str, day: str) -> None:
    assert f"{find_date(text)}" == day


def test_months_that_two_languages_share_have_one_meaning() -> None:
    names = [name for names in languages.MONTHS.values() for name in names]
    assert len(names) == len(set(names))
    for month, named in languages.MONTHS.items():
        for name in named:
            assert find_month(f"{name} 2026") == find_month(f"{month} 2026"), name


@pytest.mark.parametrize(
    ("state", "phrases"),
    [
        ("not sent", languages.NOT_SENT + languages.WHOLE_NOT_SENT),
        ("sent", languages.NO_ANSWER),
        ("declined", languages.DECLINED),
        ("answered", languages.ANSWERED),
        ("sent", languages.SENT + languages.WHOLE_SENT),
    ],
)
def test_every_state_means_what_it_is_listed_for(state: State, phrases: tuple[str, ...]) -> None:
    wrong = {phrase: found for phrase in phrases if (found := find_state(phrase)) != state}
    assert wrong == {}


def test_every_name_is_written_as_it_is_compared() -> None:
    for role, names in languages.NAMES.items():
        assert role in ENGLISH
        assert [name for name in names if plain(name) != name] == []
        assert len(names) == len(set(names)), role
        assert set(ENGLISH[role]).isdisjoint(names), role


@pytest.mark.parametrize("text", ["Nein", "Non", "Nee", "Não", "Offen", "Pendiente", "Ausstehend"])
def test_what_can_mean_two_things_is_asked(text: str) -> None:
    assert find_state(text) is None
    sheet = read_rows(
        [
            ["Name", "Datum", "Status"],
            ["Lead 1", "2026-11-03", "Gesendet"],
            ["Lead 2", "2026-11-03", text],
        ]
    )
    assert totals(sheet) == (1, 0, 0)
    [(reason, rows)] = unread(sheet)
    assert rows == (3,)
    assert f"“{text}”" in reason


@pytest.mark.parametrize("text", ["Ja", "Oui", "Sí", "Sim"])
def test_yes_in_each_language(text: str) -> None:
    assert find_answer(text) is True


@pytest.mark.parametrize(
    "text", ["Meeting scheduled", "Call scheduled for Friday", "Demo planned", "Scheduled a call"]
)
def test_where_a_meeting_is_scheduled_the_message_is_answered(text: str) -> None:
    assert find_state(text) == "answered"
    assert find_state("Scheduled") == "not sent"
