"""Names of columns, states and months in German, French, Spanish, Dutch, Italian and Portuguese.

They are written as they are compared: in small letters, without accents (`without_accents`). A
word that means one thing in one of the languages and another in the next is left out, so that its
row or column is asked about. Languages: de, fr, es, nl, it, pt, a line each where there are many.
"""

import re
from unicodedata import combining, normalize

NAMES: dict[str, tuple[str, ...]] = {
    "date": (
        "gesendet am", "versendet am", "verschickt am", "abgeschickt am", "nachricht gesendet am",
        "sendedatum", "versanddatum", "kontaktiert am", "angeschrieben am", "kontaktdatum",
        "erstkontakt", "erstkontakt am", "letzter kontakt", "datum der nachricht",
        "envoye le", "message envoye le", "date d envoi", "date de l envoi", "date envoi",
        "contacte le", "date de contact", "premier contact", "dernier contact",
        "enviado el", "mensaje enviado el", "fecha de envio", "fecha envio", "contactado el",
        "fecha de contacto", "primer contacto", "ultimo contacto",
        "verzonden op", "verstuurd op", "bericht verzonden op", "verzenddatum", "datum verzonden",
        "benaderd op", "gecontacteerd op", "contactdatum", "eerste contact", "laatste contact",
        "inviato il", "messaggio inviato il", "data di invio", "data invio", "data d invio",
        "contattato il", "data di contatto", "data contatto", "primo contatto", "ultimo contatto",
        "enviado em", "enviada em", "mensagem enviada em", "data de envio", "data do envio",
        "contactado em", "contatado em", "data de contacto", "data de contato",
        "primeiro contacto", "primeiro contato", "ultimo contato",
        "datum", "fecha", "data", "tag", "jour", "dia", "dag", "giorno",
        "gesendet", "versendet", "envoye", "enviado", "verzonden", "verstuurd", "inviato",
        "kontaktiert", "contacte", "contactado", "contattato", "benaderd", "contatado",
    ),
    "replied_on": (
        "geantwortet am", "beantwortet am", "antwort am", "antwort erhalten am", "antwortdatum",
        "datum der antwort", "ruckmeldung am",
        "repondu le", "a repondu le", "date de reponse", "date de la reponse", "reponse le",
        "reponse recue le",
        "respondido el", "respondio el", "contestado el", "fecha de respuesta", "fecha respuesta",
        "beantwoord op", "geantwoord op", "gereageerd op", "antwoorddatum", "reactiedatum",
        "datum antwoord", "datum reactie",
        "risposto il", "ha risposto il", "data di risposta", "data risposta",
        "respondido em", "respondeu em", "data de resposta", "data da resposta",
        "geantwortet", "beantwortet", "repondu", "a repondu", "respondido", "respondio",
        "contestado", "beantwoord", "geantwoord", "gereageerd", "risposto", "ha risposto",
        "respondeu",
    ),
    "state": (
        "zustand", "ergebnis", "antwortstatus", "nachrichtenstatus", "statut", "etat", "resultat",
        "statut du message", "statut de la reponse", "estado", "estado del mensaje", "resultado",
        "resultaat", "stato", "stato del messaggio", "esito", "risultato", "situacao",
        "antwort", "ruckmeldung", "reponse", "respuesta", "antwoord", "reactie", "risposta",
        "resposta",
    ),
    "is_sent": (
        "nachricht gesendet", "gesendet", "versendet", "verschickt", "kontaktiert",
        "angeschrieben", "message envoye", "envoye", "contacte", "mensaje enviado", "enviado",
        "contactado", "bericht verzonden", "verzonden", "verstuurd", "benaderd",
        "messaggio inviato", "inviato", "contattato", "mensagem enviada", "contatado",
    ),
    "is_answered": (
        "geantwortet", "beantwortet", "antwort erhalten", "repondu", "a repondu", "reponse recue",
        "respondido", "respondio", "contestado", "beantwoord", "geantwoord", "gereageerd",
        "risposto", "ha risposto", "risposta ricevuta", "respondeu", "resposta recebida",
        "antwort", "reponse", "respuesta", "antwoord", "reactie", "risposta", "resposta",
    ),
    "is_declined": (
        "abgelehnt", "abgesagt", "kein interesse", "nicht interessiert", "refuse", "decline",
        "pas interesse", "pas d interet", "rechazado", "rechazo", "no interesado", "afgewezen",
        "niet geinteresseerd", "geen interesse", "rifiutato", "non interessato", "recusado",
        "recusou", "nao interessado", "sem interesse",
    ),
    "sent": (
        "gesendet", "versendet", "verschickt", "gesendete nachrichten", "nachrichten gesendet",
        "anzahl gesendet", "gesendete inmails", "inmails gesendet", "nachrichten",
        "envoyes", "envoyees", "envoye", "messages envoyes", "inmails envoyes",
        "enviados", "enviadas", "enviado", "mensajes enviados", "inmails enviados", "mensajes",
        "verzonden", "verstuurd", "verzonden berichten", "berichten verzonden",
        "verzonden inmails", "berichten",
        "inviati", "inviate", "inviato", "messaggi inviati", "inmail inviate", "messaggi",
        "mensagens enviadas", "inmails enviadas", "mensagens",
    ),
    "answered": (
        "antworten", "geantwortet", "beantwortet", "antworten erhalten", "erhaltene antworten",
        "ruckmeldungen", "reponses", "reponses recues", "repondu", "respuestas",
        "respuestas recibidas", "respondidos", "antwoorden", "reacties", "ontvangen antwoorden",
        "beantwoord", "risposte", "risposte ricevute", "respostas", "respostas recebidas",
    ),
    "declined": (
        "davon nein", "davon absagen", "absagen", "ablehnungen", "abgelehnt", "kein interesse",
        "dont non", "dont refus", "refus", "refuses", "rechazos", "rechazados", "de ellos no",
        "waarvan nee", "afwijzingen", "afgewezen", "rifiuti", "rifiutati", "di cui no", "recusas",
        "recusados", "dos quais nao", "nein", "nee", "nao",
    ),
    "bought": (
        "gekaufte credits", "credits gekauft", "gekauft", "zugekauft", "credits achetes",
        "achetes", "creditos comprados", "comprados", "gekochte credits", "credits gekocht",
        "gekocht", "crediti acquistati", "acquistati",
    ),
    "paid": (
        "bezahlt", "gezahlt", "ausgaben", "betrag", "kosten", "preis", "paye", "depense",
        "depenses", "montant", "cout", "couts", "prix", "pagado", "gasto", "gastos", "importe",
        "coste", "costes", "costo", "precio", "betaald", "uitgaven", "bedrag", "prijs", "pagato",
        "spesa", "spese", "importo", "costi", "prezzo", "pago", "valor pago", "custo", "custos",
        "preco",
    ),
    "credits_now": (
        "credits ubrig", "ubrige credits", "restliche credits", "verbleibende credits",
        "guthaben", "credits restants", "solde", "creditos restantes", "saldo",
        "resterende credits", "credits over", "tegoed", "crediti rimanenti", "crediti residui",
    ),
    "month": ("monat", "mois", "mes", "maand", "mese"),
    "week": ("woche", "kalenderwoche", "kw", "semaine", "semana", "settimana"),
    "first_on": (
        "von", "vom", "ab", "beginn", "erster tag", "du", "debut", "desde", "inicio", "van",
        "vanaf", "dal", "da", "inizio",
    ),
    "last_on": (
        "bis", "bis zum", "ende", "letzter tag", "au", "fin", "jusqu au", "hasta", "tot",
        "tot en met", "einde", "al", "fine", "ate", "fim",
    ),
    "person": (
        "vorname", "nachname", "e mail", "firma", "unternehmen", "ansprechpartner", "kontakt",
        "empfanger", "titel", "nom", "prenom", "courriel", "entreprise", "societe",
        "destinataire", "poste", "nombre", "apellido", "apellidos", "correo",
        "correo electronico", "empresa", "contacto", "destinatario", "cargo", "naam", "voornaam",
        "achternaam", "bedrijf", "contactpersoon", "ontvanger", "functie", "nome", "cognome",
        "azienda", "contatto", "ruolo", "sobrenome", "apelido", "contato",
    ),
    "audience": (
        "zielgruppe", "kampagne", "liste", "kunde", "mandant", "campagne", "cible", "audiencia",
        "publico objetivo", "campana", "lista", "segmento", "cliente", "doelgroep", "lijst",
        "klant", "pubblico", "campagna", "publico alvo", "campanha",
    ),
}  # fmt: skip

# Of states as in `campaigns.sheets.states`: "not sent" before "sent", a refusal before an answer.
NOT_SENT = (
    "nicht gesendet", "noch nicht gesendet", "nicht versendet", "nicht verschickt",
    "nicht kontaktiert", "nicht angeschrieben", "zu senden", "zu kontaktieren", "entwurf",
    "geplant", "vorgemerkt", "unzustellbar", "fehlgeschlagen",
    "pas envoye", "pas encore envoye", "non envoye", "pas contacte", "non contacte", "a envoyer",
    "a contacter", "a faire", "brouillon", "planifie", "prevu", "programme",
    "no enviado", "no enviada", "no contactado", "no contactada", "sin enviar", "sin contactar",
    "por enviar", "por contactar", "borrador", "planificado", "planificada", "programado",
    "niet verzonden", "niet verstuurd", "nog niet verzonden", "nog niet verstuurd",
    "niet benaderd", "te verzenden", "te versturen", "te benaderen", "concept", "gepland",
    "non inviato", "non inviata", "non contattato", "da inviare", "da contattare", "da fare",
    "bozza", "pianificato", "programmato",
    "nao enviado", "nao enviada", "nao contactado", "nao contatado", "a enviar", "a contactar",
    "a contatar", "rascunho", "planeado", "planejado",
)  # fmt: skip
NO_ANSWER = (
    "keine antwort", "ohne antwort", "nicht geantwortet", "nicht beantwortet", "unbeantwortet",
    "keine ruckmeldung", "keine reaktion", "wartet", "warte", "antwort ausstehend",
    "pas de reponse", "sans reponse", "aucune reponse", "pas repondu", "n a pas repondu",
    "en attente",
    "sin respuesta", "no respondio", "no ha respondido", "no respondido", "no contesto",
    "no ha contestado", "esperando",
    "geen antwoord", "geen reactie", "niet beantwoord", "niet geantwoord", "niet gereageerd",
    "onbeantwoord", "wacht op", "in afwachting",
    "nessuna risposta", "senza risposta", "non ha risposto", "non risposto", "in attesa",
    "sem resposta", "nao respondeu", "nao respondido", "aguardando", "a aguardar",
)  # fmt: skip
DECLINED = (
    "nicht interessiert", "kein interesse", "ohne interesse", "abgelehnt", "lehnt ab", "abgesagt",
    "absage",
    "pas interesse", "pas interessee", "pas d interet", "sans interet", "non interesse", "refuse",
    "refusee", "refus", "decline", "desabonne",
    "no interesado", "no interesada", "no le interesa", "sin interes", "rechazado", "rechazada",
    "rechazo", "declinado",
    "niet geinteresseerd", "geen interesse", "afgewezen", "geweigerd", "afgemeld",
    "non interessato", "non interessata", "nessun interesse", "senza interesse", "rifiutato",
    "rifiuto", "declinato",
    "nao interessado", "nao interessada", "sem interesse", "recusado", "recusada", "recusou",
    "rejeitado", "rejeitou",
)  # fmt: skip
ANSWERED = (
    "geantwortet", "beantwortet", "antwort erhalten", "hat reagiert", "interessiert",
    "interesse", "termin", "gesprach",
    "repondu", "reponse recue", "interessee", "rendez vous", "rdv", "reunion",
    "respondio", "respondido", "ha respondido", "contesto", "contestado", "respuesta recibida",
    "interesado", "interesada",
    "beantwoord", "geantwoord", "gereageerd", "geinteresseerd", "afspraak", "gesprek",
    "risposto", "risposta ricevuta", "interessato", "interessata", "riunione", "appuntamento",
    "respondeu", "resposta recebida", "interessado", "interessada", "reuniao",
)  # fmt: skip
SENT = (
    "gesendet", "versendet", "verschickt", "abgeschickt", "kontaktiert", "angeschrieben",
    "zugestellt", "gelesen", "geoffnet",
    "envoye", "envoyee", "contacte", "contactee", "relance", "delivre", "lu",
    "enviado", "enviada", "contactado", "contactada", "entregado", "leido",
    "verzonden", "verstuurd", "gestuurd", "benaderd", "gecontacteerd", "afgeleverd",
    "inviato", "inviata", "spedito", "contattato", "contattata", "consegnato", "letto",
    "contatado", "contatada", "entregue", "lido",
)  # fmt: skip
# Only as the whole text.
WHOLE_NOT_SENT = ("neu", "nouveau", "nuevo", "nieuw", "nuovo", "novo")
WHOLE_SENT = ("erledigt", "termine", "fait", "hecho", "gedaan", "fatto", "feito")
YES = ("ja", "oui", "si", "sim", "wahr", "vrai", "verdadero", "waar", "vero", "verdadeiro")
NO = ("nein", "non", "nee", "nao", "falsch", "faux", "falso", "onwaar")

# The months, each with its names and usual short forms beside the English ones.
MONTHS: dict[str, tuple[str, ...]] = {
    "january": ("januar", "janner", "janvier", "janv", "enero", "ene", "januari", "gennaio", "gen",
                "janeiro"),
    "february": ("februar", "fevrier", "fevr", "febrero", "februari", "febbraio", "fevereiro",
                 "fev"),
    "march": ("marz", "mrz", "mars", "marzo", "maart", "mrt", "marco"),
    "april": ("avril", "avr", "abril", "abr", "aprile"),
    "may": ("mai", "mayo", "mei", "maggio", "mag", "maio"),
    "june": ("juni", "juin", "junio", "giugno", "giu", "junho"),
    "july": ("juli", "juillet", "juil", "julio", "luglio", "lug", "julho"),
    "august": ("aout", "agosto", "ago", "augustus"),
    "september": ("septembre", "septiembre", "settembre", "setembro", "set"),
    "october": ("oktober", "okt", "octobre", "octubre", "ottobre", "ott", "outubro", "out"),
    "november": ("novembre", "noviembre", "novembro"),
    "december": ("dezember", "dez", "decembre", "diciembre", "dic", "dicembre", "dezembro"),
}  # fmt: skip
_ENGLISH = {name: month for month, names in MONTHS.items() for name in names}
_WORD = re.compile(r"[^\W\d_]+")
# "3 de noviembre de 2026"
_OF = re.compile(r"\b(?:de|del|di)\b ?")
# "3. November 2026", "1er janvier 2027"
_ORDINAL = re.compile(r"^([0-9]{1,2})(?:\.|er|o|a) ?(?=[a-z])")


def without_accents(text: str) -> str:
    """A text in small letters without accents: "Envoyé le" is "envoye le"."""
    return "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))


def with_english_months(text: str) -> str:
    """A text with the names of its months in English, and no point after the day before one."""
    plain = _ORDINAL.sub(r"\1 ", _OF.sub("", without_accents(text)))
    return _WORD.sub(lambda word: _ENGLISH.get(word[0], word[0]), plain)
