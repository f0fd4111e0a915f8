//! Italian.

use super::{Common, Concern, Letter};

pub const COMMON: Common = Common {
    hello: &[
        "Buongiorno",
        "Salve",
        "Ciao",
        "Buonasera",
        "Gentile assistenza",
        "Ciao a tutti",
        "Spett.le assistenza",
        "",
    ],
    since: &[
        "da ieri",
        "da stamattina",
        "da {weekday}",
        "dal {date}",
        "da [due|tre|alcuni] giorni",
        "dalle {clock} circa",
        "dal fine settimana",
        "dalla settimana scorsa",
    ],
    tried: &[
        "Ho [riavviato|cambiato browser|svuotato la cache], [senza esito|nessuna differenza].",
        "Abbiamo [riprovato|testato] [alle {clock}|due volte|stamattina], [stesso risultato|uguale].",
        "Il nostro informatico dice che da noi non è cambiato nulla.",
        "",
        "",
    ],
    impact: &[
        "Ci [rallenta|fa perdere tempo], ma [ce la caviamo|possiamo aspettare un po'].",
        "Ci serve per [la chiusura|la riunione di {weekday}|un cliente].",
        "{person} ha [lo stesso|lo stesso problema].",
        "",
        "",
    ],
    high_impact: &["[Riguarda|Capita a] tutti gli utenti[ di {place}| qui|].", "Tutto il reparto è [fermo|in attesa]."],
    low_impact: &["[Pare|Sembra] solo a me[, ai colleghi no|].", "Per ora solo io[, che sappia|]."],
    high_urgency: &[
        "È urgente[, abbiamo scadenza {weekday}| per noi|].",
        "[Serve aiuto|Ci serve una risposta] al più presto[, {person} aspetta|].",
        "Per favore [guardate|rispondete] al più presto.",
    ],
    low_urgency: &["Nessuna fretta[, va bene la settimana prossima|].", "Senza fretta[, quando potete|]."],
    ask: &[
        "[Potete|Potreste] [verificare|guardare|controllare]?",
        "[Avete idea|Sapete] da cosa dipende?",
        "Attendo [riscontro|una risposta].",
        "Cosa possiamo fare?",
        "È una cosa nota?",
    ],
    ask_request: &[
        "[Si riesce|È possibile] entro {weekday}?",
        "Confermate quando è fatto, per favore.",
        "Vi serve altro da parte nostra?",
    ],
    regards: &["Cordiali saluti", "Saluti", "Distinti saluti", "Buona giornata", "Buon lavoro", ""],
    thanking_regards: &["Grazie", "Grazie mille", "Grazie in anticipo", "Grazie e saluti", "Grazie dell'aiuto"],
    complaint: &[
        "Desidero presentare un reclamo[ formale|].",
        "[Considerate questo|Questo è] un reclamo.",
        "È la [seconda|terza] volta, quindi faccio un reclamo.",
    ],
    attached: &["Allego [schermata|immagine].", "[Vedi allegato|In allegato].", "Allego quello che vedo."],
    answer_lead: &["", "", "Certo:", "Ecco:", "Ciao {first},", "Per la domanda:", "Scusate il ritardo.", "Sì,"],
    chaser: &[
        "[Ci sono|Avete] [novità|notizie][ su {topic}|]?",
        "[Un sollecito|Torno sul punto]: [da noi è uguale|siamo ancora in attesa|è come {weekday}].",
        "Non ho [ancora|più] avuto risposta[ da {weekday}|]. [A che punto siete|Come procede]?",
        "[Quando|Per quando] [avremo una risposta|si prevede]? [{person} chiede|Devo pianificare].",
    ],
    angry_chaser: &[
        "[Così non va|Non è serio]. {small} giorni [senza una parola|senza risposta]. Aspetto oggi una telefonata al {phone}.",
        "Sinceramente paghiamo un supporto e nessuno risponde. Chi segue {topic}?",
    ],
    colleague: &[
        "[Anche a me|Confermo], [visto alle {clock}|da {weekday}|anche a {place}].",
        "[Aggiungo|Per completare]: [a {place} anche|a me dal {date}|alle {clock} per un momento andava].",
        "[Per info|Nota], {first} è assente da {weekday}, [scrivete a me|tenetemi in copia].",
    ],
    thanks: &[
        "[Grazie|Grazie mille|Perfetto, grazie|Ottimo, grazie][ {first}|][!|.]",
        "[Funziona|Tutto a posto|Ora va], [grazie|grazie mille][ per la rapidità|][!|.]",
        "[Verificato|Appena provato], {topic} ok. Grazie[ {first}|][!|.]",
        "Grazie[ {first}|][, buon fine settimana|, buona giornata|, buon {weekday}][!|.]",
    ],
    reopening: &[
        "[Purtroppo|Ahimè] [è tornato|ricapita]. [{small} giorni bene|Fino a {weekday} tutto bene|Dalle {clock} di nuovo].",
        "[Rieccomi|Torno a scrivere]: {topic} [come prima|di nuovo fermo]. [È cambiato qualcosa|Avete annullato la modifica]?",
        "[Non del tutto|Troppo presto]: [alle {clock}|oggi|{weekday}] [lo stesso errore|esattamente uguale]. [Potete riaprire|Potete riguardare]?",
    ],
    late_reply: &[
        "[Rispondo a questa vecchia mail|Riprendo questo scambio], [abbiamo un caso simile|ricapita].",
        "[A {month} ci avete aiutato|L'avevamo già a {month}], [e ora di nuovo|ecco un altro caso].",
    ],
    agent_hello: &["Buongiorno {first},", "Salve {first},", "Gentile {title},"],
    agent_working: &[
        "[grazie del messaggio|grazie dei dettagli]. [Sto guardando {topic}|Me ne occupo io e verifico {topic}|Lo riproduco e leggo i log] e le scrivo [oggi|entro {weekday}|appena so di più].",
        "[ricevuto|il messaggio è arrivato]. [{agent} guarda con me|Passo a {agent}, che conosce quella parte]. Avrà notizie [domani|{weekday}].",
        "[annotato, grazie]. [La piattaforma a prima vista è a posto|Il monitoraggio segna errori verso le {clock}], cerco ancora.",
    ],
    agent_update: &[
        "[breve aggiornamento|a che punto siamo]: [abbiamo ristretto il campo|riprodotto in prova|l'analisi continua]. [{weekday} saprò di più|Poi una prova con {agent}].",
        "[non l'ho dimenticata|scusi l'attesa]. {agent} [ci lavora|ha trovato una traccia alle {clock}|prova una correzione], [la tengo informata|domani di più].",
    ],
    agent_question_lead: &[
        "[grazie del messaggio|grazie]. [Una domanda|Mi manca un dato|Per cercare nel posto giusto]:",
        "[ho iniziato con {topic}|sto guardando]. [Una cosa|Quello che da qui non vedo]:",
    ],
    agent_reminder: &[
        "ha visto la mia domanda qui sotto? Senza [quel dato|risposta] non andiamo avanti.",
        "le ricordo la mia domanda: può [rispondere|inviarmelo]?",
    ],
    agent_again: &[
        "[mi dispiace che sia tornato|spiacente]. L'ho [riaperto|ripreso] e [guardo {topic} con {agent}|cerco cosa c'è di diverso].",
    ],
    agent_resolve: &[
        "[Con questo è risolto|È risolto|Per noi è risolto]. [Altrimenti risponda pure|Ci scriva se resta qualcosa].",
        "[Ora che tutto funziona|Fatto questo], chiudiamo il caso. [Una risposta lo riapre|Se manca qualcosa, risponda].",
        "[Risolto alle {clock}|Risolto e provato], chiudiamo. [Scusi il disagio|Buona giornata].",
    ],
    agent_unanswered: &[
        "[non avendo avuto risposta|senza sue notizie], chiudiamo per ora. [Basta rispondere per riprendere|Risponda quando vuole].",
    ],
    agent_regards: &["Cordiali saluti", "Saluti", "Buona giornata"],
    agent_apology: &[
        "[ci scusiamo|mi dispiace], [capisco il disappunto|non deve succedere]. [Ho passato la sua nota alla responsabile|La qualità è informata].",
    ],
    mobile_footer: &["Inviato da iPhone", "Inviato dal mio cellulare", "Scarica Outlook per Android"],
    absence_subject: &["Risposta automatica: {subject}", "Fuori sede: {subject}"],
    absence: &[
        "Buongiorno,\n\nsono [fuori ufficio|in ferie|in viaggio] fino al {date}. [Per necessità {person}, {phone}|Mi sostituisce {person}].\n\nCordiali saluti\n{me}",
        "Rientro il {date}. La posta [non è inoltrata|sarà letta al rientro].\n\n{me}",
    ],
    newsletter_subject: &["{buzz}: il webinar"],
    newsletter: &[
        "Buongiorno,\n\n{buzz}: iscrizione su https://www.{vendor}/news/{code}\n\nCancellazione: https://www.{vendor}/u/{code}",
    ],
    letter: Letter {
        reply_prefix: "R:",
        attribution: &[
            "Il giorno {date} alle {clock}, {name} <{address}> ha scritto:",
            "Il {date} {clock}, {name} ha scritto:",
        ],
        labels: ["Da:", "Inviato:", "A:", "Oggetto:"],
        original_message: "-----Messaggio originale-----",
        months: [
            "gennaio",
            "febbraio",
            "marzo",
            "aprile",
            "maggio",
            "giugno",
            "luglio",
            "agosto",
            "settembre",
            "ottobre",
            "novembre",
            "dicembre",
        ],
        weekdays: ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
    },
    disclaimer: "Messaggio riservato. Chi lo ricevesse per errore è pregato di cancellarlo e avvisare il mittente.",
    topics: ["il portale", "{invoice}", "il contatore {meter}", "{partner}", "{device}", "le cifre di {month}"],
};

pub const CONCERNS: [Concern; super::KIND_COUNT] = [
    Concern {
        subjects: &[
            "Impossibile accedere al portale",
            "Portale: accedere dà {code}",
            "Non riesco ad accedere al portale ({user})",
        ],
        what: &[
            "non [riesco|riusciamo] ad accedere al portale {since}[, errore {code}|, utente {user}|].",
            "{since} non si riesce ad accedere al portale, [la pagina resta vuota|esce {code}|mi butta fuori dopo {count} secondi].",
        ],
        detail: &[
            "[Edge|Firefox|Chrome] {version}.",
            "Messaggio alle {clock}.",
            "Il codice arriva sul telefono, poi niente.",
        ],
        question: &["con quale nome e a che ora l'ultimo tentativo?", "succede anche in una finestra privata?"],
        answer: &["{user}, ultimo alle {clock}.", "Anche privata, Edge {version}."],
        cause: &[
            "l'utenza {user} era bloccata dopo {small} tentativi, sbloccata alle {clock}.",
            "una vecchia sessione bloccava l'ingresso, terminata.",
        ],
    },
    Concern {
        subjects: &["Portale lento", "Il portale è lento a {place}"],
        what: &[
            "il portale è [molto|terribilmente] lento {since}, [la lista contratti|ogni pagina] impiega {count} secondi.",
            "{since} il portale è lento, soprattutto [verso le {clock}|al pomeriggio].",
        ],
        detail: &["Misurato alle {clock}: {count} s.", "Altri siti vanno bene.", "Al mattino va meglio."],
        question: &["quali pagine, e quanti contratti apre?", "mi dice l'ora esatta di un clic?"],
        answer: &["La lista, {count} contratti, alle {clock}.", "Oggi alle {clock}, smesso dopo {small} minuti."],
        cause: &[
            "dopo la manutenzione del {date} mancava un indice, {agent} l'ha ricreato e si apre subito.",
            "un server web senza memoria, riavviato alle {clock}.",
        ],
    },
    Concern {
        subjects: &["Accesso al portale per {person}", "Portale: creare un accesso"],
        what: &[
            "vi chiedo di creare l'accesso al portale per {person}[ dal {date}|].",
            "{person} inizia il {date}, potete creare un accesso al portale [come {person2}|con i miei diritti]?",
        ],
        detail: &["Mail: {mail}.", "[Sola lettura|Diritti pieni].", "Centro di costo {order}."],
        question: &["quali diritti, lettura o anche contratti?", "qual è la mail?"],
        answer: &["Lettura, {place}.", "{mail}, centro {order}."],
        cause: &[
            "l'accesso di {person} è attivo, invito alle {clock}.",
            "{agent} l'ha creato, l'invito vale {small} giorni.",
        ],
    },
    Concern {
        subjects: &[
            "Password: nessuna mail",
            "Password del portale dimenticata ({user})",
            "Nessun link per la password",
        ],
        what: &[
            "ho chiesto {small} volte una nuova password del portale {since}, la mail [non arriva|non arriva mai|non è nello spam].",
            "il link per la password del portale non arriva {since}.",
            "{person} ha dimenticato la password, [nessun link|niente] dalle {clock}.",
        ],
        detail: &["Indirizzo: {mail}.", "Ultimo tentativo {clock}.", "Nel filtro nulla."],
        question: &["a quale indirizzo e a che ora?", "il filtro mostra qualcosa da noreply@lumenta-energy.example?"],
        answer: &["{mail}, {clock}.", "Nel filtro nulla, tentativo {clock}."],
        cause: &[
            "il vostro server rifiutava le nostre mail (SPF), ho inviato un link unico.",
            "la mail era nella nostra coda, nuovo link alle {clock}.",
        ],
    },
    Concern {
        subjects: &[
            "Fattura {invoice}: importo errato",
            "Tariffa sbagliata, fattura {invoice}",
            "Fattura di {month}, importo alto",
        ],
        what: &[
            "la fattura {invoice} non torna: importo {amount}, da contratto {amount2}.",
            "nella fattura {invoice} c'è [la vecchia|una] tariffa [che non è la nostra|sbagliata].",
            "fattura {invoice} di {month}: la voce {small} è doppia, importo errato.",
        ],
        detail: &["Contratto {order}.", "Concordato {cents} ct.", "Fermate l'addebito, per favore."],
        question: &["quale voce, e ha la pagina del contratto?", "è la quota fissa o l'energia?"],
        answer: &["Voce {small}, {cents} ct.", "La quota fissa, {amount} e non {amount2}."],
        cause: &[
            "il nuovo prezzo non era su {order}, [ora sì|{agent} l'ha inserito], nota di credito {amount2} in arrivo.",
            "la voce {small} era doppia, il documento corretto parte {weekday}.",
        ],
    },
    Concern {
        subjects: &["Manca la fattura di {month}", "Fattura {invoice}: non ricevuto nulla"],
        what: &[
            "ci manca la fattura di {month}[, contratto {order}|].",
            "non abbiamo ricevuto la fattura {invoice}, [il sollecito sì|nulla in posta].",
            "all'amministrazione manca la fattura {invoice}[, è andata a {mail}|].",
        ],
        detail: &["Da inviare a {mail}.", "Chiudiamo i conti il {date}.", "Sono {small} sedi."],
        question: &["a quale indirizzo, e quale contratto?", "la vuole in PDF?"],
        answer: &["A {mail}, contratto {order}.", "PDF a {mail}."],
        cause: &[
            "era andata a un vecchio indirizzo ({mail2}), [cambiato|l'ho cambiato] e rispedita alle {clock}.",
            "il ciclo saltava {order} senza numero d'ordine, ora è partita.",
        ],
    },
    Concern {
        subjects: &["Nuovo indirizzo di fatturazione", "Fatturazione: aggiornare indirizzo"],
        what: &[
            "vi prego di aggiornare l'indirizzo di fatturazione: {customer}, {street}, {place}[, dal {date}|].",
            "ci trasferiamo, da aggiornare l'indirizzo di fatturazione: {street}, {place}.",
        ],
        detail: &["Dal {date}.", "La partita IVA resta.", "Per [tutti i contratti|il contratto {order}]."],
        question: &["per tutti i contratti o solo {order}?", "da quale data?"],
        answer: &["Tutti, dal {date}.", "Solo {order}."],
        cause: &["inserito per [tutti i contratti|{order}], visibile sul prossimo documento."],
    },
    Concern {
        subjects: &["Fattura {invoice}: PDF vuoto", "PDF vuoto (fattura {invoice})"],
        what: &[
            "il PDF della fattura {invoice} è vuoto, [{small} pagine bianche|solo il logo].",
            "apro la fattura {invoice} di {month} e il PDF è vuoto.",
            "{small} fatture dell'ultimo ciclo hanno il PDF vuoto, per esempio {invoice}.",
        ],
        detail: &["{small} KB.", "Con due programmi uguale.", "Quella di {month} era giusta."],
        question: &["è tutto il ciclo o solo {invoice}?", "mi invia il file?"],
        answer: &["Tutto il ciclo, {small}.", "{invoice} e {invoice2}."],
        cause: &[
            "il servizio PDF si è fermato nel ciclo mensile, [{invoice} è rifatta|tutto rifatto alle {clock}].",
            "di nuovo il servizio PDF, nuove copie inviate alle {clock}.",
        ],
    },
    Concern {
        subjects: &["Contatore {meter} senza valori", "Mancano valori, contatore di {place}"],
        what: &[
            "il contatore {meter} [di {place}|] non invia valori {since}.",
            "mancano valori del contatore {meter}, niente tra le {clock} e le {clock2}.",
            "{small} contatori di {place} non danno valori {since}, tra cui {meter}.",
        ],
        detail: &["Il display funziona.", "Il LED del modem è [rosso|verde|spento].", "Ultimo {kwh} kWh alle {clock}."],
        question: &["cosa mostra il LED del modem?", "c'è stata un'interruzione verso il {date}?"],
        answer: &["[Rosso|Verde|Spento].", "Sì, il {date} dalle {clock} alle {clock2}.", "No. Display {kwh} kWh."],
        cause: &[
            "la SIM del modem era bloccata, attiva dalle {clock}, vuoto colmato.",
            "la raccolta aveva perso {meter}, rimesso, tutto completo.",
        ],
    },
    Concern {
        subjects: &["Valori anomali contatore {meter}", "Contatore {meter}: anomalo"],
        what: &[
            "il contatore {meter} dà letture anomale {since}, [{kwh} kWh per quarto d'ora|negative di notte].",
            "il contatore {meter} è passato da {kwh} a {kwh2} kWh [il {date}|di notte], anomalo.",
        ],
        detail: &["Quel giorno nessuna produzione.", "Letto qui: {kwh} kWh."],
        question: &["il trasformatore è stato cambiato verso il {date}?", "mi manda una foto del display?"],
        answer: &["Sì, il {date}, rapporto {small}0/5.", "No. Display {kwh} kWh."],
        cause: &[
            "c'era ancora il vecchio rapporto, [corretto|l'ho corretto] e ricalcolato.",
            "un pacchetto del {date} era doppio, serie pulita.",
        ],
    },
    Concern {
        subjects: &["Registrare contatore {meter}", "Nuovo contatore a {place}: registrare"],
        what: &[
            "da registrare il contatore {meter}, {street}, {place}.",
            "il {date} è stato cambiato un contatore: vecchio {meter}, nuovo {meter2}. Vi prego di registrare il nuovo.",
        ],
        detail: &["Lettura finale {kwh} kWh.", "Contratto {order}."],
        question: &["quale lettura finale e che giorno?", "su quale contratto?"],
        answer: &["{kwh} kWh il {date}.", "Su {order}."],
        cause: &["{meter} è nel sistema, prime letture alle {clock}.", "{agent} l'ha messo su {order}."],
    },
    Concern {
        subjects: &["Contatore LX400: ora sbagliata", "LX400 firmware 4.2, contatore {meter}"],
        what: &[
            "dal firmware 4.2 l'ora del contatore {meter} (LX400) è [{small} minuti|un'ora] sbagliata.",
            "il nostro contatore LX400 {meter} sbanda {since}, già {small} minuti, firmware 4.2.",
        ],
        detail: &["Con la 4.1 andava.", "Installato il {date}."],
        question: &["quale firmware mostra e di quanti minuti sbaglia?", "quando è stato installato?"],
        answer: &["4.2.0, {small} minuti.", "Il {date}."],
        cause: &[
            "ho regolato {meter} e corretto le letture dal {date}. Causa: firmware 4.2 del LX400, il produttore lo sa.",
            "{meter} torna a 4.1, ora giusta dalle {clock}.",
        ],
    },
    Concern {
        subjects: &["[MSCONS|UTILMD] rifiutati {code}", "EDI: rifiutati da {partner}"],
        what: &[
            "{count} [MSCONS|UTILMD] di {partner} rifiutati {since}, codice {code}.",
            "i nostri [MSCONS|UTILMD] sono rifiutati {since}, APERAK {code}.",
        ],
        detail: &["Riferimento {order}.", "Formato invariato.", "Codice {gln}."],
        question: &["me ne invia uno con il riferimento?", "quale versione inviate, 2.4 o 5.2?"],
        answer: &["Riferimento {order}.", "La [2.4|5.2]."],
        cause: &[
            "in tabella c'era ancora {gln2}, {agent} ha messo {gln}, {count} elaborati.",
            "mancava un segmento nella mappatura, passato tutto alle {clock}.",
        ],
    },
    Concern {
        subjects: &["SFTP: nessuna consegna", "AS2: consegna in ritardo {partner}"],
        what: &[
            "nessuna consegna su SFTP {since}, manca quella del {date}.",
            "la consegna AS2 a {partner} è ferma {since}, {count} in coda.",
        ],
        detail: &["Host sftp{small}.", "IP 203.0.113.{octet}.", "Log: {code}."],
        question: &["da quale IP e cosa dice il log?", "uno solo o tutti?"],
        answer: &["203.0.113.{octet}, {code}.", "Solo {partner}."],
        cause: &[
            "disco di sftp{small} pieno, libero dalle {clock}, coda vuota.",
            "IP 203.0.113.{octet} non ammesso, ora sì, {count} inviati.",
        ],
    },
    Concern {
        subjects: &["Richiesta di modifica: EDI {partner}", "Richiesta di modifica AS2"],
        what: &[
            "richiesta di modifica EDI: partner {partner} ({gln}) dal {date}.",
            "richiesta di modifica: il nostro indirizzo AS2 dal {date} sarà as2.{customerdomain}.",
        ],
        detail: &["GLN {gln}.", "Prova {weekday}.", "Contatto {person}, {phone}."],
        question: &["quando proviamo e con chi?", "il vecchio indirizzo resta qualche giorno?"],
        answer: &["{weekday}, {person}.", "Sì, fino al {date}."],
        cause: &["il partner è in produzione, {small} prove ok.", "{agent} ha cambiato oggi, provato con {person}."],
    },
    Concern {
        subjects: &["AS2: certificati scaduti", "AS2, errore certificati {partner}"],
        what: &[
            "il nostro AS2 è fermo {since}, i vostri certificati sono [scaduti|non riconosciuti].",
            "con i nuovi certificati AS2 non va, messaggio {code}.",
        ],
        detail: &["Serie {code}.", "Nessun avviso.", "{count} in attesa."],
        question: &["quale serie vede?", "può installare il nuovo e dirmi quando?"],
        answer: &["{code}.", "Installato alle {clock}."],
        cause: &[
            "il cambio trimestrale non era annunciato da voi, ora allineato, {count} passati.",
            "caricata la vostra catena alle {clock}.",
        ],
    },
    Concern {
        subjects: &["L'app non sincronizza", "App: sincronizzazione ferma ({person})"],
        what: &[
            "l'app non sincronizza {since}, [{person} non ha ordini|si ferma al {percent} %|{code}].",
            "su {device} l'app sincronizza fino al {percent} % e si ferma {since}.",
        ],
        detail: &["Versione {version}.", "Wi-Fi e 4G ok.", "Ultima alle {clock}."],
        question: &["quale versione su {device}, e quando l'ultima?", "può far uscire e rientrare il tecnico?"],
        answer: &["{version}, alle {clock}.", "Fatto, {code}."],
        cause: &[
            "un ordine con foto rovinata ({order}) bloccava {device}, tolto.",
            "token di {device} scaduto, rinnovato alle {clock}.",
        ],
    },
    Concern {
        subjects: &["L'app si chiude con le foto", "App {version} si blocca"],
        what: &[
            "l'app si chiude [quando {person} fa una foto|alla firma|aprendo un ordine] {since}.",
            "con la {version} l'app si blocca {small} volte al giorno su {device}.",
        ],
        detail: &["Android 1{digit}.", "Riavviare aiuta poco.", "Persi {small} inserimenti."],
        question: &["quale versione e modello?", "può inviare il log (Impostazioni, Aiuto)?"],
        answer: &["{version}, {device}.", "Inviato alle {clock}."],
        cause: &[
            "la fotocamera di {version} non regge foto grandi, {version2} è su {device}.",
            "cache di {device} rovinata, svuotata.",
        ],
    },
    Concern {
        subjects: &["Tablet da configurare", "Configurare tablet {device}"],
        what: &[
            "da configurare l'app su {small} tablet per {place}[, entro il {date}|].",
            "{person} inizia il {date}, potete configurare il tablet {device} con l'app?",
        ],
        detail: &["IMEI {order}.", "Profilo come {device2}."],
        question: &["quale profilo, tecnico o capo squadra?", "il numero di serie?"],
        answer: &["Tecnico.", "Serie {order}."],
        cause: &[
            "{device} è iscritto, {person} riceve il codice via SMS.",
            "i {small} apparecchi sono iscritti fino al {date}.",
        ],
    },
    Concern {
        subjects: &["Report {month}: cifre errate", "Cruscotto con cifre errate", "Totali del report"],
        what: &[
            "nel report di {month} i totali non tornano: {kwh} e non {kwh2} kWh.",
            "il cruscotto mostra cifre errate {since}, [{place} è doppio|manca {place}|un {percent} % di troppo].",
        ],
        detail: &["Filtro {place}, {month}.", "Noi: {kwh2} kWh."],
        question: &["quali filtri e sedi?", "mi invia i vostri totali?"],
        answer: &["{month}, {place}.", "{kwh2} kWh a {place}."],
        cause: &[
            "{place} era in due gruppi e contava doppio, corretto.",
            "il carico del {date} si è interrotto, ripetuto alle {clock}: {kwh2} kWh.",
        ],
    },
    Concern {
        subjects: &["Excel: esportazione non riesce", "Esportazione {month}: {code}"],
        what: &[
            "l'esportazione in Excel [non riesce|si ferma al {percent} %|resta vuota] {since}.",
            "se esporto {month} in Excel [esce un foglio vuoto|esce {code}], CSV [anche|va].",
        ],
        detail: &["Circa {count} righe.", "Una settimana va.", "Periodo {month}."],
        question: &["quale periodo e quante sedi?", "succede con CSV?"],
        answer: &["{month}, tutte, {count} righe.", "CSV [va|uguale]."],
        cause: &[
            "limite di {count} righe raggiunto, alzato, finito alle {clock}.",
            "un carattere di {place} rompeva il file, {agent} ha corretto.",
        ],
    },
    Concern {
        subjects: &["Richiesta di modifica: report", "Richiesta di modifica cruscotto"],
        what: &[
            "richiesta di modifica del report: una colonna con [il fattore CO2|il picco|il centro di costo].",
            "richiesta di modifica del cruscotto: [un riquadro per {place}|confronto con l'anno scorso].",
        ],
        detail: &["Per il {date}.", "Per {person} e {person2}."],
        question: &["per quali sedi, da quale mese?", "chi deve vederlo?"],
        answer: &["Tutte, dal {date}.", "{person} e io."],
        cause: &["la colonna c'è dalle {clock}.", "{agent} l'ha fatta, {person} la vede."],
    },
];
