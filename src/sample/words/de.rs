//! German.

use super::{Common, Concern, Letter};

pub const COMMON: Common = Common {
    hello: &[
        "Hallo",
        "Guten Tag",
        "Moin",
        "Hallo zusammen",
        "Guten Morgen",
        "Sehr geehrte Damen und Herren",
        "Liebes Support-Team",
        "Hallo liebes Team",
        "Servus",
        "",
    ],
    since: &[
        "seit gestern",
        "seit heute früh",
        "seit {weekday}",
        "seit dem {date}",
        "seit [zwei|drei|ein paar] Tagen",
        "seit etwa {clock} Uhr",
        "seit dem Wochenende",
        "seit letzter Woche",
    ],
    tried: &[
        "[Neustart|Browser gewechselt|Cache geleert], [ohne Erfolg|hilft nicht|gleiches Bild].",
        "Wir haben es [um {clock} Uhr|heute früh|zweimal] nochmal [probiert|getestet], [gleiches Ergebnis|unverändert].",
        "[Unsere IT|Unser Admin] sagt, bei uns wurde nichts geändert.",
        "[Abwarten|Ab- und wieder anmelden|Ein anderer PC] hat nichts gebracht.",
        "",
        "",
    ],
    impact: &[
        "Es [kostet uns Zeit|bremst uns], aber [es geht noch irgendwie|wir behelfen uns].",
        "Wir brauchen es für [den Monatsabschluss|die Besprechung am {weekday}|einen Kunden].",
        "{person} hat [das auch|das gleiche Problem].",
        "[Zwei|Drei] Kollegen [haben das auch|geht es genauso].",
        "",
        "",
    ],
    high_impact: &[
        "[Es betrifft|Betroffen sind] alle Benutzer[ in {place}| am Standort| bei uns].",
        "Die ganze Abteilung [steht|wartet|kann nicht arbeiten].",
        "Alle Benutzer [melden das|haben das], [ich habe herumgefragt|keiner ausgenommen].",
    ],
    low_impact: &[
        "[Anscheinend|Offenbar|Soweit ich weiß] nur bei mir[, bei den Kollegen geht es|].",
        "Das betrifft [wohl|anscheinend] nur mich.",
    ],
    high_urgency: &[
        "[Das ist|Es ist] dringend[, wir haben am {weekday} Abgabe|, bitte entsprechend behandeln|].",
        "Bitte [schnell ansehen|zeitnah melden], es eilt[ wirklich|].",
        "Wir brauchen dringend [Hilfe|eine Lösung][, {person} wartet darauf|].",
    ],
    low_urgency: &[
        "[Das hat Zeit|Hat Zeit][, nächste Woche reicht|].",
        "[Keine Eile|Es ist keine Eile geboten][, wenn es mal passt|].",
    ],
    ask: &[
        "[Können|Könnten] Sie [bitte|] [mal nachsehen|das prüfen]?",
        "[Woran|Wissen Sie, woran] [kann das liegen|liegt das]?",
        "Bitte um [Prüfung|kurze Rückmeldung|Info].",
        "[Ist das bekannt|Was können wir tun]?",
        "Ich bitte um [Rückmeldung|Antwort][ bis {weekday}|].",
    ],
    ask_request: &[
        "[Klappt das|Geht das] bis {weekday}?",
        "Bitte kurz bestätigen, [wenn es so weit ist|dass es angekommen ist].",
        "Brauchen Sie [noch etwas|weitere Angaben] von [uns|mir]?",
        "Wie lange dauert [das|so etwas] normalerweise?",
    ],
    regards: &[
        "[Mit freundlichen|Freundliche|Viele|Beste|Schöne] Grüße[n|]",
        "MfG",
        "VG",
        "Gruß",
        "LG",
        "Mit freundlichem Gruß",
        "Grüße aus {place}",
        "",
    ],
    thanking_regards: &[
        "Danke und Gruß",
        "Vielen Dank",
        "Danke",
        "Danke vorab",
        "Besten Dank im Voraus",
        "Vielen Dank und beste Grüße",
    ],
    complaint: &[
        "[Hiermit möchte ich mich beschweren|Ich möchte mich beschweren][, so geht es nicht weiter|].",
        "[Bitte nehmen Sie das als Beschwerde auf|Das ist eine Beschwerde und keine Anfrage].",
        "Ich [reiche hiermit|richte] eine Beschwerde [ein|an Ihre Leitung], [das ist das dritte Mal|der Umgang damit ist enttäuschend].",
    ],
    attached: &[
        "[Screenshot|Bild] [anbei|hängt an].",
        "Siehe [Anhang|Anlage].",
        "[Im Anhang|Anbei] [das, was ich sehe|die Einzelheiten].",
    ],
    answer_lead: &[
        "",
        "",
        "Klar:",
        "Gerne:",
        "Hallo {first},",
        "Zu Ihrer Frage:",
        "Sorry für die späte Antwort.",
        "Siehe unten.",
        "Ja,",
    ],
    chaser: &[
        "[Gibt es|Haben Sie] [schon|] [etwas Neues|Neuigkeiten|einen Zwischenstand][ zu {topic}|]?",
        "[Kurze Nachfrage|Nachfrage dazu|Ich hake mal nach]: [bei uns ist es unverändert|hier steht es noch so wie am {weekday}|wir warten noch].",
        "[Ich habe|Wir haben] [seit {weekday}|bisher] nichts gehört. [Wie ist der Stand|Wie weit sind Sie]?",
        "[Wann|Bis wann] [können wir mit einer Antwort rechnen|ist damit zu rechnen]? [{person} fragt schon|Ich muss planen|Mein Chef fragt].",
        "[Leider|] immer noch [dasselbe|nichts], [Tag {small}|auch um {clock} Uhr]. Kommt da noch [was|eine Antwort]?",
    ],
    angry_chaser: &[
        "[Das ist allmählich nicht mehr lustig|So langsam reicht es]. [Seit {small} Tagen|Seit {weekday}] [kein Wort|keine Reaktion]. Ich erwarte [heute|bis {weekday}] einen Anruf: {phone}.",
        "[Ehrlich gesagt|Mit Verlaub], wir zahlen für Support und hören nichts. Wer ist bei Ihnen für {topic} zuständig?",
    ],
    colleague: &[
        "[Bei mir auch|Kann ich bestätigen], [um {clock} Uhr gesehen|seit {weekday}|auch in {place}].",
        "[Ergänzung zu {first}|Noch ergänzend]: [in {place} tritt es auch auf|bei mir fing es am {date} an|um {clock} Uhr war es kurz gut].",
        "[Zur Info|Nur zur Info], {first} ist ab {weekday} [im Urlaub|unterwegs], bitte dann [an mich|mit mir weitermachen].",
    ],
    thanks: &[
        "[Super|Perfekt|Prima|Klasse], [vielen Dank|danke][ {first}|][!|.]",
        "[Funktioniert wieder|Läuft wieder|Passt jetzt], [danke|vielen Dank][ für die schnelle Hilfe|][!|.]",
        "[Danke|Vielen Dank|Besten Dank] für die [schnelle|rasche] [Hilfe|Reaktion][, {first}|][!|.]",
        "[Habe es geprüft|Gerade getestet], {topic} ist wieder in Ordnung. [Danke|Besten Dank][!|.]",
        "Danke[ {first}|][, schönes Wochenende|, schönen {weekday} noch|, Problem weg][!|.]",
    ],
    reopening: &[
        "[Leider|Tut mir leid, aber] [ist es wieder da|tritt es wieder auf]. [{small} Tage ging es gut|Bis {weekday} war alles in Ordnung|Seit {clock} Uhr dasselbe].",
        "[Zu früh gefreut|Ich muss mich nochmal melden]: [heute um {clock} Uhr|am {weekday}|heute früh] [war es wieder soweit|genau der gleiche Fehler]. [Bitte nochmal öffnen.|Können Sie nochmal schauen?]",
        "[Ganz weg ist es nicht|Es war nur kurz gut]: {topic} [zeigt wieder das alte Verhalten|geht wieder nicht]. [Wurde etwas zurückgedreht|Hat sich inzwischen etwas geändert]?",
    ],
    late_reply: &[
        "[Ich antworte mal auf die alte Mail|Ich hole diesen alten Vorgang hervor], [jetzt haben wir etwas Ähnliches|es passt gerade wieder].",
        "[Im {month}|Vor einigen Wochen] hatten [wir das schon einmal|Sie uns schon geholfen].",
    ],
    agent_hello: &["Hallo {first},", "Hallo {title},", "Guten Tag {title},", "Guten Morgen {first},"],
    agent_working: &[
        "[vielen Dank für Ihre Mail|danke für die Meldung]. [Ich sehe mir {topic} gerade an|Ich habe das übernommen und prüfe {topic}|Ich kann es nachstellen und gehe die Protokolle durch] und melde mich [heute noch|bis {weekday}|sobald ich mehr weiß].",
        "[Ihre Nachricht ist angekommen|danke, ist angekommen]. [Ich habe {agent} dazugeholt|Das geht an {agent}, der Bereich liegt dort]; Sie hören [heute|morgen|bis {weekday}] von uns.",
        "[danke für den Hinweis|notiert, danke]. [Auf den ersten Blick ist auf der Plattform nichts zu sehen|Die Überwachung zeigt um {clock} Uhr ein paar Fehler], [ich sehe genauer hin|ich grabe weiter].",
    ],
    agent_update: &[
        "[kurzer Zwischenstand|ein kurzes Update]: [wir haben es eingegrenzt|im Testsystem ist es nachgestellt|die Analyse läuft noch]. [Bis {weekday} weiß ich mehr|Als Nächstes folgt ein Test mit {agent}|Ich melde mich morgen wieder].",
        "[Sie sind nicht vergessen|entschuldigen Sie die Wartezeit]. {agent} [ist dran|hat um {clock} Uhr eine erste Spur gefunden|testet eine Korrektur], [ich halte Sie auf dem Laufenden|morgen mehr dazu].",
    ],
    agent_question_lead: &[
        "[vielen Dank für Ihre Nachricht|danke für Ihre Mail]. [Eine Rückfrage|Damit wir an der richtigen Stelle suchen|Eins brauche ich noch]:",
        "[ich habe einen ersten Blick auf {topic} geworfen|ich habe angefangen zu suchen]. [Kurze Frage|Was ich von hier nicht sehe]:",
    ],
    agent_reminder: &[
        "haben Sie meine [Frage unten|Rückfrage vom {weekday}] gesehen? Ohne [die Angabe|die Antwort] kommen wir nicht weiter.",
        "nur als Erinnerung an meine Frage unten: könnten Sie [kurz antworten|mir das schicken]?",
    ],
    agent_again: &[
        "[das tut mir leid|schade, dass es wieder da ist]. Ich habe [den Vorgang wieder aufgenommen|es wieder geöffnet] und [sehe mir {topic} mit {agent} an|prüfe, was diesmal anders ist].",
    ],
    agent_resolve: &[
        "[Damit ist das gelöst|Damit ist die Sache gelöst|Aus unserer Sicht ist das gelöst]. [Falls nicht, antworten Sie einfach|Melden Sie sich gern, wenn noch etwas fehlt].",
        "[Das Problem ist behoben|Der Fehler ist seit {clock} Uhr behoben|Es ist behoben und getestet]. [Entschuldigen Sie die Umstände|Bei Fragen antworten Sie einfach auf diese Mail].",
        "[Damit ist das erledigt|Ihr Anliegen ist erledigt]. [Eine Antwort öffnet den Vorgang wieder|Sollte etwas fehlen, genügt eine kurze Antwort].",
        "[Da alles läuft|Nachdem das geklärt ist], wir schließen [den Vorgang|das Ticket] hiermit.",
    ],
    agent_unanswered: &[
        "[da ich nichts mehr gehört habe|ohne Ihre Antwort kommen wir leider nicht weiter], wir schließen den Vorgang vorerst. [Eine Antwort genügt|Antworten Sie einfach], [dann geht es weiter|und er ist wieder offen].",
    ],
    agent_regards: &[
        "[Mit freundlichen|Viele|Beste|Freundliche] Grüße[n|]",
        "Schöne Grüße",
        "Viele Grüße aus dem Service Desk",
    ],
    agent_apology: &[
        "[es tut mir leid|entschuldigen Sie bitte], [dass es so gelaufen ist|die Umstände]. [Ihren Hinweis habe ich an unsere Teamleitung gegeben|Ihre Kritik ist bei unserem Qualitätsmanagement].",
    ],
    mobile_footer: &[
        "Von meinem iPhone gesendet",
        "Gesendet mit der mobilen Mail App",
        "Holen Sie sich Outlook für Android",
        "Gesendet von unterwegs",
    ],
    absence_subject: &["Automatische Antwort: {subject}", "Abwesenheitsnotiz: {subject}", "Abwesend: {subject}"],
    absence: &[
        "[Guten Tag,|Vielen Dank für Ihre Nachricht.]\n\nIch bin bis zum {date} [nicht im Büro|im Urlaub|auf Dienstreise]. Ihre Mail wird nicht weitergeleitet. In wichtigen Fällen wenden Sie sich bitte an {person}, {phone}.\n\n[Mit freundlichen|Viele] Grüße[n|]\n{me}",
        "Ich bin ab dem {date} wieder erreichbar. [Meine Vertretung ist|Vertretung:] {person}.\n\n{me}",
    ],
    newsletter_subject: &[
        "[Webinar|Praxisforum]: {buzz} am {date}",
        "{buzz}: [was sich ändert|der Leitfaden|5 Trends {year}]",
        "[Nur noch bis {weekday}|Frühbucher]: {buzz} Kongress",
    ],
    newsletter: &[
        "[Sehr geehrte Leserinnen und Leser|Guten Tag],\n\n[in dieser Ausgabe lesen Sie|unser Whitepaper zeigt], wie {buzz} [die Arbeit der Versorger verändert|sich rechnet]. [{count} Unternehmen|Mehr als {count} Fachleute] [sind dabei|haben teilgenommen].\n\n[Jetzt anmelden|Mehr lesen]: https://www.{vendor}/news/{code}\n\nAbmelden: https://www.{vendor}/u/{code}",
    ],
    letter: Letter {
        reply_prefix: "AW:",
        attribution: &["Am {date} um {clock} schrieb {name} <{address}>:", "Am {digits} um {clock} schrieb {name}:"],
        labels: ["Von:", "Gesendet:", "An:", "Betreff:"],
        original_message: "-----Ursprüngliche Nachricht-----",
        months: [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
        weekdays: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    },
    disclaimer: "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, informieren Sie bitte den Absender und löschen Sie diese Mail. Das unerlaubte Kopieren ist nicht gestattet.",
    topics: ["Portal", "{invoice}", "Zähler {meter}", "{partner}", "{device}", "Zahlen {month}"],
};

pub const CONCERNS: [Concern; super::KIND_COUNT] = [
    Concern {
        subjects: &[
            "[Login|Anmeldung] am Portal [nicht möglich|geht nicht|schlägt fehl]",
            "Portal: [kein Login|Fehler {code} beim Login]",
            "Kein Login {person}",
            "Login Portal",
        ],
        what: &[
            "[ich|wir] [komme|kommen] {since} nicht mehr ins Portal. [Beim Login|Bei der Anmeldung] [kommt nur Fehler {code}|steht nur \"Benutzer unbekannt\"|bleibt die Seite leer].",
            "[Die Anmeldung am Kundenportal|Der Login am Portal] [schlägt fehl|geht nicht mehr|endet mit {code}] {since}[, bei jedem Versuch|].",
            "nach dem Login [wirft mich das Portal wieder raus|bin ich nach Sekunden wieder abgemeldet], [{since}|immer nachmittags].",
        ],
        detail: &[
            "[Benutzer|Mein Benutzername]: {user}.",
            "[Edge|Firefox|Chrome] {version}[, Windows 11|].",
            "[Die Meldung|Der Fehler] kam um {clock} Uhr.",
            "Der Code aufs Handy kommt, [danach passiert nichts|aber dann ist Schluss].",
        ],
        question: &[
            "[mit welchem Benutzernamen|welchen Benutzernamen] [versuchen Sie es|verwenden Sie], und [steht ein Fehlercode dabei|um wie viel Uhr war der letzte Versuch]?",
            "[passiert es auch|ist es genauso] in einem privaten Fenster?",
        ],
        answer: &[
            "{user}, [letzter Versuch um {clock} Uhr|Code {code}].",
            "[Ja, auch dort|Im privaten Fenster genauso], [Edge|Firefox] {version}.",
        ],
        cause: &[
            "[Ihr Konto {user} war|das Konto {user} war] nach {small} Fehlversuchen gesperrt, [ich habe es entsperrt|um {clock} Uhr entsperrt].",
            "[eine alte Sitzung|eine hängende Sitzung] hat die Anmeldung blockiert, [wir haben sie beendet|sie ist beendet].",
            "ein Anmeldeserver hatte die falsche Uhrzeit und hat den zweiten Faktor abgelehnt. [{agent} hat das korrigiert|Die Uhr stimmt wieder].",
        ],
    },
    Concern {
        subjects: &[
            "Portal [sehr langsam|extrem langsam|wieder langsam]",
            "[Timeouts|Timeout] im Portal",
            "Portal braucht ewig",
            "Portal langsam {place}",
        ],
        what: &[
            "das Portal ist {since} [sehr|unerträglich|extrem] langsam. [Die Vertragsliste|Jede Seite|Jeder Klick] [braucht {count} Sekunden|dauert {small} Minuten].",
            "{since} [läuft das Portal ständig in einen Timeout|bekommen wir im Portal dauernd einen Timeout], [vor allem in der Vertragsliste|auf fast jeder Seite].",
        ],
        detail: &[
            "[Gemessen|Gestoppt] um {clock} Uhr: {count} Sekunden.",
            "[Die Leitung ist frei|Am Internet liegt es nicht], andere Seiten sind schnell.",
            "[Vor neun|Morgens] [geht es|ist es besser].",
        ],
        question: &[
            "[welche Seiten sind betroffen|sind alle Seiten betroffen], und [um welche Uhrzeit|wie viele Verträge haben Sie offen]?",
            "[können Sie mir|nennen Sie mir] die Uhrzeit eines langsamen Klicks auf die Minute [nennen|], damit ich ihn im Protokoll finde?",
        ],
        answer: &[
            "[Vor allem|Meist] die Vertragsliste mit {count} Einträgen, [zuletzt|heute] um {clock} Uhr.",
            "Heute {clock} Uhr, [nach {small} Minuten abgebrochen|{count} Sekunden].",
        ],
        cause: &[
            "[nach der Wartung|seit der Wartung] fehlte ein Datenbankindex. [{agent} hat ihn neu aufgebaut|Er ist wieder da], die Seiten antworten unter zwei Sekunden.",
            "[ein Webserver|einer der Webserver] hatte keinen Speicher mehr, [er wurde um {clock} Uhr neu gestartet|wir haben ihn ersetzt].",
        ],
    },
    Concern {
        subjects: &[
            "Portalzugang für {person}",
            "[Zugang|Neuer Zugang] Portal",
            "Bitte Portal-Zugang einrichten",
            "Zugang zum Portal: {person}",
        ],
        what: &[
            "[bitte|könnten Sie bitte] für [unsere neue Kollegin|unseren Neuzugang|] {person} einen Zugang zum Portal einrichten[, ab {date}|]?",
            "{person} [fängt am {date} bei uns an|ist neu im Team] und braucht einen Zugang zum Portal. Bitte einrichten mit [denselben Rechten wie {person2}|meinen Rechten].",
        ],
        detail: &[
            "Mail: {mail}.",
            "[Leserechte reichen|Bitte mit vollen Rechten].",
            "Kostenstelle {order}.",
            "{person2} ist nicht mehr bei uns, [der Zugang kann weg|bitte sperren].",
        ],
        question: &[
            "[welche Rechte|welche Rolle] soll {person} [bekommen|haben], nur lesen oder auch Verträge?",
            "[wie lautet|schicken Sie mir] die Mailadresse und die Kostenstelle?",
        ],
        answer: &["[Nur lesen|Lesen reicht], Standort {place}.", "{mail}, Kostenstelle {order}."],
        cause: &[
            "der Zugang für {person} ist [aktiv|seit {clock} Uhr aktiv], [die Einladung ging an {mail}|die Einladung ist unterwegs].",
            "[ich habe|{agent} hat] den Zugang [mit Leserechten|wie gewünscht] angelegt, die Einladung gilt {small} Tage.",
        ],
    },
    Concern {
        subjects: &[
            "Passwort zurücksetzen: [keine Mail|Mail kommt nicht]",
            "Passwort vergessen, [kein Link|keine Mail]",
            "Portal Passwort Reset [kommt nicht an|geht nicht]",
            "Passwort {user}",
        ],
        what: &[
            "[ich habe {since}|ich habe schon] {small} mal ein neues Passwort für das Portal angefordert, die Mail [kommt nicht an|kommt nie|ist auch nicht im Spam].",
            "die Mail zum Zurücksetzen des Passworts [kommt nicht|wird nicht zugestellt], [im Mailfilter ist auch nichts|unser Mailserver sieht keinen Versuch].",
            "{person} hat das Passwort vergessen und der Link [zum Portal|] [kam nie an|fehlt bis heute].",
        ],
        detail: &[
            "Adresse: {mail}.",
            "[Letzter Versuch|Zuletzt] um {clock} Uhr.",
            "[Bei Kollegen war das im {month} auch so|Das hatten wir schon einmal].",
            "Benutzer {user}.",
        ],
        question: &[
            "an welche Adresse sollte die Mail gehen, und [wann war der letzte Versuch|um wie viel Uhr haben Sie sie angefordert]?",
            "sehen Sie in Ihrem Mailfilter etwas von noreply@lumenta-energy.example?",
        ],
        answer: &[
            "{mail}, [zuletzt|um] {clock} Uhr.",
            "[Im Filter ist nichts|Unser Postmaster sieht nichts], Versuch um {clock} Uhr.",
        ],
        cause: &[
            "[Ihr Mailserver|Ihr Filter] hat unsere Mails abgelehnt (SPF). [Ich habe einen Einmal-Link aus diesem Postfach geschickt|Ich habe das Kennwort von Hand gesetzt].",
            "die Mail hing in unserer Warteschlange, [ein neuer Link ist unterwegs|um {clock} Uhr ging ein neuer Link raus].",
        ],
    },
    Concern {
        subjects: &[
            "Rechnung {invoice} [falsch|: falscher Betrag|stimmt nicht]",
            "[Falscher Tarif|Tarif] auf Rechnung {invoice}",
            "Rechnung {month} zu hoch",
            "Rückfrage Rechnung {invoice}",
        ],
        what: &[
            "[die Rechnung|unsere Rechnung] {invoice} [stimmt nicht|kann nicht stimmen]: [Betrag|der Betrag] {amount}, laut Vertrag [wären es|müssten es] {amount2} [sein|].",
            "auf der Rechnung {invoice} ist der [falsche|alte] Tarif [angesetzt|berechnet].",
            "[in der|auf der] Rechnung {invoice} für {month} ist [Position {small} doppelt|der Grundpreis doppelt], der Betrag von {amount} ist falsch.",
        ],
        detail: &[
            "Vertrag {order}.",
            "[Der Arbeitspreis|Vereinbart] [wäre|sind] {cents} ct.",
            "[Bitte nicht abbuchen|Bitte die Abbuchung stoppen], bis das geklärt ist.",
            "Im {month} waren es {amount2}.",
        ],
        question: &[
            "[welche Position meinen Sie|um welche Position geht es], und [haben Sie die Vertragsseite zur Hand|können Sie mir die Preisvereinbarung schicken]?",
            "geht es um den Grundpreis oder den Arbeitspreis auf {invoice}?",
        ],
        answer: &[
            "Position {small}, [der Arbeitspreis|der Grundpreis], vereinbart sind {cents} ct.",
            "Um den Grundpreis, {amount} statt {amount2}.",
        ],
        cause: &[
            "die Preisänderung war bei Vertrag {order} noch nicht hinterlegt. [Ich habe sie eingetragen|{agent} hat sie eingetragen], die Gutschrift über {amount2} ist unterwegs.",
            "[Position {small} war doppelt|eine Position war im Lauf doppelt], das korrigierte Dokument [geht heute raus|kommt am {weekday}].",
        ],
    },
    Concern {
        subjects: &[
            "Rechnung {month} [fehlt|nicht erhalten]",
            "[Fehlende Rechnung|Keine Rechnung] {month}",
            "Rechnung {invoice} nicht erhalten",
        ],
        what: &[
            "[wir haben|bisher haben wir] die Rechnung für {month} nicht erhalten[, Vertrag {order}|].",
            "unserer Buchhaltung fehlt die Rechnung {invoice}[, die Mahnung kam aber|].",
            "die Rechnung {month} fehlt [uns noch|noch], [sonst kommt sie am 5.|ging sie an {mail}?]",
        ],
        detail: &[
            "Bitte an {mail}.",
            "[Wir schließen am|Buchungsschluss ist] {date}.",
            "Es geht um {small} Standorte.",
        ],
        question: &[
            "[an welche Adresse soll sie gehen|welche Adresse ist richtig], und geht es nur um Vertrag {order}?",
            "[möchten Sie|brauchen Sie] sie als PDF oder als XRechnung?",
        ],
        answer: &["An {mail}, [nur {order}|alle Verträge].", "Als PDF an {mail} bitte."],
        cause: &[
            "sie ging an eine alte Adresse ({mail2}). [Ich habe das geändert|Das ist geändert] und sie um {clock} Uhr nochmals geschickt.",
            "der Lauf hatte Vertrag {order} wegen fehlender Bestellnummer übersprungen, [ich habe ihn freigegeben|das Dokument ist jetzt raus].",
        ],
    },
    Concern {
        subjects: &["[Neue|Geänderte] Rechnungsadresse", "Rechnungsadresse {customer}", "Bestellnummer für Rechnungen"],
        what: &[
            "[wir sind umgezogen|unsere Rechnungsadresse ändert sich], bitte die neue Rechnungsadresse hinterlegen: {customer}, {street}, {place}[, ab {date}|].",
            "[künftig|ab {date}] brauchen wir auf jeder Rechnung die Bestellnummer {order}. Bitte in den Stammdaten hinterlegen.",
        ],
        detail: &[
            "[Gültig ab|Ab dem] {date}.",
            "Die USt-IdNr. bleibt.",
            "[Betrifft alle Verträge|Nur Vertrag {order}].",
        ],
        question: &[
            "[gilt das für alle Verträge|betrifft es alle Verträge] oder nur {order}?",
            "ab welchem Datum soll [das gelten|die Änderung greifen]?",
        ],
        answer: &["Für alle, ab {date}.", "Nur {order}."],
        cause: &[
            "die neuen Angaben sind [für alle Verträge|bei Vertrag {order}] eingetragen und [gelten ab {date}|stehen auf dem nächsten Dokument].",
        ],
    },
    Concern {
        subjects: &[
            "Rechnung {invoice}: PDF leer",
            "Leeres PDF {invoice} (Rechnung)",
            "Rechnung [als leeres PDF|ohne Inhalt, PDF leer]",
        ],
        what: &[
            "das PDF zur Rechnung {invoice} ist leer, [{small} weiße Seiten|nur die Fußzeile ist da|nur das Logo].",
            "[wir haben|heute kam] die Rechnung {invoice} [erhalten|], [das PDF ist aber leer|aber das PDF hat nur leere Seiten].",
            "[alle PDFs|{small} PDFs] aus dem letzten Rechnungslauf sind leer, [z. B.|angefangen mit] {invoice}.",
        ],
        detail: &[
            "Dateigröße {small} KB.",
            "[In zwei Programmen geöffnet|Adobe und Browser], [gleiches Bild|nichts zu sehen].",
            "Das vom {month} war in Ordnung.",
        ],
        question: &[
            "[betrifft es alle Dokumente|sind alle Dokumente] des Laufs oder nur {invoice} [betroffen|]?",
            "[schicken Sie mir|könnten Sie mir] das PDF, wie es ankam[, schicken|]?",
        ],
        answer: &["Alle {small} aus diesem Lauf.", "Nur {invoice} und {invoice2}."],
        cause: &[
            "der PDF-Dienst ist im Monatslauf [hängen geblieben|stehen geblieben], [{invoice} wurde neu erzeugt|alle Dokumente wurden um {clock} Uhr neu erzeugt].",
            "[der bekannte Hänger des PDF-Dienstes|wieder der PDF-Dienst], [neue Kopien sind verschickt|ich habe neue Kopien geschickt].",
        ],
    },
    Concern {
        subjects: &[
            "[Keine Werte|Keine Daten] von Zähler {meter}",
            "Zähler {meter} [stumm|liefert keine Werte]",
            "[Lücken|Fehlende Werte] Zähler {place}",
        ],
        what: &[
            "Zähler {meter} [in {place}|] liefert {since} keine Werte[ mehr|].",
            "[beim|am] Zähler {meter} fehlen Werte: [zwischen {clock} und {clock2} Uhr nichts|{count} Viertelstunden].",
            "[{small} Zähler in {place}|mehrere Zähler] [schicken|liefern] {since} keine Werte, [z. B.|darunter] {meter}.",
        ],
        detail: &[
            "[Vor Ort läuft die Anzeige|Das Display geht].",
            "Die LED am Modem ist [rot|grün|aus].",
            "Letzter Wert: {kwh} kWh um {clock} Uhr.",
        ],
        question: &[
            "[was zeigt die LED am Modem|kann jemand nach der LED am Modem sehen], grün, rot oder aus?",
            "gab es um den {date} [einen Stromausfall|Arbeiten am Netz]?",
        ],
        answer: &[
            "[Die LED ist|Sie leuchtet] [rot|grün|gar nicht].",
            "[Ja|Stimmt], am {date} von {clock} bis {clock2} Uhr.",
            "Nein, [nichts dergleichen|alles normal]. Display {kwh} kWh.",
        ],
        cause: &[
            "die SIM-Karte im Modem war [gesperrt|deaktiviert], [sie ist wieder aktiv|seit {clock} Uhr ist sie wieder aktiv] und die Lücke ist gefüllt.",
            "unser Abrufdienst hatte {meter} [verloren|aus der Liste geworfen]. [Er ist wieder eingetragen|Ich habe ihn wieder eingetragen], die Werte sind vollständig.",
            "[ein Neustart des Modems aus der Ferne|ein Neustart] hat gereicht, alle {count} Werte sind nachgeholt.",
        ],
    },
    Concern {
        subjects: &[
            "[Unplausible Werte|Unplausibel:] Zähler {meter}",
            "Zähler {meter}: unplausible Werte",
            "Zähler {meter} springt, unplausibel",
        ],
        what: &[
            "[Zähler {meter} springt|beim Zähler {meter} springt der Wert] [am {date}|über Nacht] von {kwh} auf {kwh2} kWh, das ist unplausibel.",
            "die Werte von Zähler {meter} sind {since} unplausibel: [{kwh} kWh pro Viertelstunde|nachts negativ|das Zehnfache].",
        ],
        detail: &[
            "An dem Tag war [keine Produktion|der Betrieb zu].",
            "[Abgelesen|Vor Ort abgelesen]: {kwh} kWh.",
            "Normal sind {small}0 kWh.",
        ],
        question: &[
            "wurde [um den {date}|zuletzt] der Wandler oder das Gerät getauscht?",
            "[können|könnten] Sie mir ein Foto vom Display schicken?",
        ],
        answer: &["Ja, am {date}, Wandler jetzt {small}0/5.", "Nein, nichts getauscht. Display: {kwh} kWh."],
        cause: &[
            "bei uns war noch das alte Wandlerverhältnis hinterlegt, [ich habe es geändert|{agent} hat es geändert], die Reihe ist neu gerechnet.",
            "ein Telegramm vom {date} war doppelt, [der doppelte Wert ist entfernt|die Reihe ist bereinigt].",
        ],
    },
    Concern {
        subjects: &[
            "[Neuer Zähler|Zähler] in {place} registrieren",
            "Zählerwechsel {meter}",
            "Bitte Zähler {meter} registrieren",
        ],
        what: &[
            "[bitte|könnten Sie] den neuen Zähler {meter} in {street}, {place}, registrieren.",
            "am {date} wurde ein Zähler getauscht: alt {meter}, neu {meter2}. Bitte den neuen registrieren.",
            "[wir haben {small} neue Zähler|{small} neue Zähler sind] in {place}, bitte registrieren, [der erste|angefangen mit] {meter}.",
        ],
        detail: &["Endstand {kwh} kWh.", "Vertrag {order}.", "Anfangsstand {small}."],
        question: &[
            "[wie war|haben Sie] der Endstand des alten Geräts und [an welchem Tag war der Tausch|wann wurde getauscht]?",
            "zu welchem Vertrag gehört er?",
        ],
        answer: &["{kwh} kWh am {date}.", "Zu Vertrag {order}."],
        cause: &[
            "{meter} ist [registriert|im System], [die ersten Werte kamen um {clock} Uhr|die ersten Werte sind da].",
            "[ich habe|{agent} hat] das Gerät unter Vertrag {order} registriert, [die Werte laufen ein|erste Werte bis morgen].",
        ],
    },
    Concern {
        subjects: &[
            "LX400 Zähler: Uhr [falsch|geht nach]",
            "Zeitstempel Zähler {meter} [falsch|verschoben]",
            "LX400 nach Firmware 4.2 (Zähler {meter})",
        ],
        what: &[
            "seit dem Update auf Firmware 4.2 sind die Zeitstempel von Zähler {meter} (LX400) um [{small} Minuten|eine Stunde] verschoben.",
            "[unser|der] LX400 Zähler {meter} [geht nach|verliert Zeit], inzwischen {small} Minuten. Firmware 4.2, die Zeitstempel sind unbrauchbar.",
            "Zeitstempel aus {place} verschoben, Zähler {meter}, Typ LX400, Firmware 4.2.",
        ],
        detail: &[
            "Mit 4.1 war alles gut.",
            "Das Update kam am {date}.",
            "Von Hand gestellt hält es [einen Tag|zwei Tage].",
        ],
        question: &[
            "[welche Firmware zeigt das Display|welche Firmware steht im Display], und um wie viele Minuten geht er falsch?",
            "wann kam das Update, und erreicht das Gerät den Zeitserver?",
        ],
        answer: &["4.2.0, {small} Minuten [nach|daneben].", "Am {date}, der Zeitserver ist erreichbar."],
        cause: &[
            "[ich habe die Uhr|wir haben die Uhr] von {meter} gestellt und die Werte seit {date} verschoben. Ursache ist Firmware 4.2 des LX400, der Hersteller weiß Bescheid.",
            "{meter} läuft wieder mit Firmware 4.1, [die Zeit stimmt|die Uhr stimmt] seit {clock} Uhr.",
        ],
    },
    Concern {
        subjects: &[
            "[MSCONS|UTILMD] abgelehnt ({code})",
            "EDI: MSCONS von {partner} abgelehnt",
            "APERAK {code}: abgelehnt",
        ],
        what: &[
            "Ihr System hat {since} unsere [MSCONS|UTILMD] abgelehnt, [Fehler|Grund] {code}.",
            "{count} [MSCONS|UTILMD] [von|für] {partner} wurden [am {date}|heute Nacht] abgelehnt, [im APERAK steht|Code] {code}.",
        ],
        detail: &["Referenz {order}.", "[Bis {date} ging es|Das Format ist unverändert].", "Unsere Codenummer: {gln}."],
        question: &[
            "[können Sie|könnten Sie] mir eine der Nachrichten mit Referenz schicken?",
            "welche Formatversion senden Sie [seit {date}|], 2.4 oder 5.2?",
        ],
        answer: &["Referenz {order}, [um {clock} Uhr gesendet|siehe Anhang].", "Version [2.4|5.2] seit {date}."],
        cause: &[
            "in der Partnertabelle stand noch {gln2}. [Ich habe {gln} eingetragen|{agent} hat {gln} eingetragen], die {count} Nachrichten sind verarbeitet.",
            "[unser Mapping|das Mapping] kannte ein Segment der neuen Version nicht, seit {clock} Uhr ist es erweitert und alles ist durch.",
        ],
    },
    Concern {
        subjects: &[
            "SFTP: [Übertragung fehlt|keine Übertragung]",
            "[Keine Dateien|Nichts Neues] auf dem SFTP seit {date}",
            "AS2 Übertragung [von|an] {partner} steht",
        ],
        what: &[
            "auf dem SFTP Server liegt {since} nichts Neues, die Übertragung [vom {date}|] fehlt.",
            "die AS2 Übertragung [an|von] {partner} steht {since}, {count} Sendungen [warten|hängen].",
            "unser SFTP Client bekommt {since} keine Verbindung, [es gibt also keine Übertragung|die Übertragung fällt aus].",
        ],
        detail: &["Host sftp{small}.", "Unsere Adresse: 203.0.113.{octet}.", "[Log|Im Log steht]: {code}."],
        question: &[
            "von welcher Adresse verbinden Sie sich, und was steht im Log?",
            "[ist nur ein Partner betroffen|betrifft es nur einen Partner] oder alle?",
        ],
        answer: &["203.0.113.{octet}, [Log sagt {code}|um {clock} Uhr].", "Nur {partner}.", "Alle, seit {clock} Uhr."],
        cause: &[
            "die Platte von sftp{small} war voll, [seit {clock} Uhr ist Platz|wir haben aufgeräumt], die Warteschlange ist leer.",
            "[Ihre neue Adresse|die Adresse] 203.0.113.{octet} war nicht freigegeben, [jetzt ist sie es|ich habe sie freigegeben], alle {count} Sendungen sind durch.",
            "ein Dienst hing seit {clock} Uhr, nach dem Neustart sind alle {count} Sendungen raus.",
        ],
    },
    Concern {
        subjects: &["Änderungswunsch: [neuer EDI Partner|AS2] {partner}", "Änderungswunsch EDI"],
        what: &[
            "[ein Änderungswunsch|wir haben einen Änderungswunsch] zu EDI: [neuer Partner|bitte ergänzen Sie den Partner] {partner} ({gln}) ab {date}.",
            "Änderungswunsch: unser AS2 Endpunkt zieht am {date} um nach as2.{customerdomain}.",
        ],
        detail: &["GLN {gln}.", "Test ginge [am {weekday}|ab {date}].", "Technischer Kontakt: {person}, {phone}."],
        question: &[
            "wann können wir testen, und wer ist bei Ihnen technisch zuständig?",
            "soll der alte Endpunkt noch [einige Tage|] parallel bleiben?",
        ],
        answer: &["{weekday}, {person}, {phone}.", "Ja, bis {date}."],
        cause: &[
            "[der Partner ist|die Partnerdaten sind] seit {clock} Uhr produktiv, [die Testnachricht ging durch|{small} Testnachrichten wurden angenommen].",
            "[{agent} hat|wir haben] heute früh umgestellt und mit {person} beide Richtungen getestet.",
        ],
    },
    Concern {
        subjects: &[
            "AS2 Zertifikat [abgelaufen|getauscht]",
            "AS2: Zertifikatsfehler {partner}",
            "AS2 steht, Zertifikat",
        ],
        what: &[
            "unsere AS2 Verbindung steht {since}: [Ihr Zertifikat ist abgelaufen|dem Zertifikat wird nicht vertraut|Zertifikat ungültig].",
            "seit [Ihrem Zertifikatstausch|dem neuen Zertifikat] geht AS2 [nicht mehr|in keine Richtung], Meldung {code}.",
        ],
        detail: &[
            "Seriennummer {code}.",
            "[Uns hat niemand informiert|Eine Ankündigung gab es nicht].",
            "{count} Nachrichten warten.",
            "Im {month} hatten wir das schon.",
        ],
        question: &[
            "welche Seriennummer [ist bei Ihnen installiert|zeigt Ihr System]?",
            "können Sie das [neue|angehängte] Zertifikat [einspielen|importieren] und mir sagen, wann?",
        ],
        answer: &["Seriennummer {code}.", "Um {clock} Uhr eingespielt[, unverändert|]."],
        cause: &[
            "der vierteljährliche Zertifikatstausch war bei Ihnen nicht angekündigt. [Beide Seiten sind jetzt aktuell|Sie haben nun das neue], {count} Nachrichten sind durch.",
            "[ich habe|wir haben] um {clock} Uhr Ihre neue Kette eingespielt, die Signaturen stimmen wieder.",
        ],
    },
    Concern {
        subjects: &[
            "App synchronisiert nicht",
            "App: [Aufträge fehlen nach Sync|Sync {code}]",
            "Sync der App hängt ({person})",
        ],
        what: &[
            "die App synchronisiert {since} nicht[ mehr|]. [{person} hat keine Aufträge|Die Aufträge von heute fehlen|Bleibt bei {percent} % stehen].",
            "[in der App fehlen|der App fehlen] {since} {small} Aufträge, der Sync [endet mit {code}|bleibt bei {percent} % hängen].",
        ],
        detail: &[
            "[Gerät|Tablet] {device}, Version {version}.",
            "WLAN und Mobilfunk [sind gut|getestet].",
            "Letzter Sync {clock} Uhr.",
        ],
        question: &[
            "welche Version läuft auf {device}, und wann war der letzte Sync?",
            "[melden Sie|könnten Sie] den Monteur einmal ab und wieder an[melden|], und sagen mir den Code?",
        ],
        answer: &[
            "{version}, letzter Sync {clock} Uhr.",
            "[Gemacht|Ist gemacht], [Code {code}|bleibt bei {percent} % stehen].",
        ],
        cause: &[
            "ein Auftrag mit kaputtem Foto ({order}) hat {device} blockiert, [ich habe ihn entfernt|er ist raus], der Rest kam um {clock} Uhr.",
            "das Token von {device} war abgelaufen, [erneuert|ich habe es erneuert], alle Aufträge sind da.",
        ],
    },
    Concern {
        subjects: &["App [stürzt ab|Absturz] beim Foto", "App Absturz {device}", "App {version} stürzt ab"],
        what: &[
            "die App stürzt {since} ab, [sobald {person} ein Foto macht|beim Öffnen eines Auftrags|bei der Unterschrift].",
            "[nach dem Update|seit dem Update] auf {version} stürzt die App [auf {device}|ständig|{small}-mal am Tag] ab.",
        ],
        detail: &[
            "Android 1{digit}.",
            "Neustart hilft [kurz|bis zum nächsten Foto].",
            "{small} [Erfassungen|Unterschriften] sind weg.",
        ],
        question: &[
            "welche App-Version und welches Modell ist das?",
            "[können|könnten] Sie das Absturzprotokoll schicken (Einstellungen, Hilfe)?",
        ],
        answer: &["{version} auf {device}.", "Protokoll um {clock} Uhr gesendet."],
        cause: &[
            "die Kamera-Bibliothek in {version} kommt mit großen Fotos nicht zurecht, {version2} [ist auf {device} installiert|steht bereit].",
            "der Zwischenspeicher auf {device} war beschädigt, [von hier geleert|geleert], seit {clock} Uhr kein Absturz.",
        ],
    },
    Concern {
        subjects: &["[Neue Tablets|Tablet] einrichten", "Tablet {device} für {person}", "App einrichten: {person}"],
        what: &[
            "bitte die App auf {small} neuen Tablets für [unsere Monteure|das Team] in {place} einrichten.",
            "{person} fängt am {date} an und braucht ein Tablet mit der App, bitte {device} einrichten.",
        ],
        detail: &["IMEI {order}.", "[Profil wie|Gleiches Profil wie] {device2}.", "Benutzer: {mail}."],
        question: &[
            "welches Profil soll es sein, Monteur oder Teamleitung?",
            "[wie lautet|schicken Sie mir] die Seriennummer?",
        ],
        answer: &["Monteur[, wie immer|].", "Seriennummer {order}."],
        cause: &[
            "{device} ist angemeldet, {person} bekommt den Startcode per SMS.",
            "alle {small} Geräte sind mit dem Profil von {place} angemeldet, die Startcodes gelten bis {date}.",
        ],
    },
    Concern {
        subjects: &[
            "Auswertung {month}: [Summen|Zahlen] stimmen nicht",
            "Falsche Zahlen im Dashboard",
            "Auswertung: {kwh} statt {kwh2}, Summen falsch",
        ],
        what: &[
            "in der Auswertung für {month} stimmen die Summen nicht: {kwh} statt {kwh2} kWh.",
            "das Dashboard zeigt {since} falsche Zahlen, [{place} ist doppelt|{place} fehlt|{percent} % zu viel].",
        ],
        detail: &[
            "Filter: {place}, {month}.",
            "[Unsere Zahl|Wir kommen auf] {kwh2} kWh.",
            "Letztes Mal [hat es gepasst|war es richtig].",
        ],
        question: &[
            "[welche Filter sind gesetzt|mit welchem Filter], und für welche Standorte?",
            "[können|könnten] Sie mir Ihre eigenen Werte schicken?",
        ],
        answer: &["{month}, {place}[, sonst kein Filter|].", "{kwh2} kWh für {place}."],
        cause: &[
            "{place} war in zwei Gruppen und wurde doppelt gezählt, [das ist geändert|ich habe die Gruppe bereinigt].",
            "der Nachtlauf vom {date} war abgebrochen, [er lief um {clock} Uhr neu|neu gestartet], jetzt sind es {kwh2} kWh.",
        ],
    },
    Concern {
        subjects: &[
            "Excel Export [geht nicht|bricht ab|leer]",
            "Export bricht bei {percent} % ab",
            "Export {month}: {code}",
        ],
        what: &[
            "der Export nach Excel [bricht ab|geht nicht] {since}[, {code}|, bei {percent} %].",
            "[beim Export|wenn ich] der Auswertung {month} [kommt nur ein leeres Blatt|kommt {code}], der CSV Export [auch|geht].",
        ],
        detail: &["Etwa {count} Zeilen.", "[Eine Woche|Ein kürzerer Zeitraum] geht.", "Zeitraum {month}."],
        question: &["welchen Zeitraum und wie viele Standorte wählen Sie?", "passiert es auch mit CSV?"],
        answer: &["{month}, alle Standorte, rund {count} Zeilen.", "Mit CSV [geht es|genauso, {code}]."],
        cause: &[
            "die Grenze von {count} Zeilen war erreicht, [ich habe sie angehoben|sie ist angehoben], Ihr Lauf ist um {clock} Uhr durchgegangen.",
            "ein Sonderzeichen im Namen {place} hat die Datei zerlegt, [{agent} hat das geändert|das fangen wir jetzt ab].",
        ],
    },
    Concern {
        subjects: &["Änderungswunsch Auswertung", "Änderungswunsch: [Dashboard|zusätzliche Spalte in der Auswertung]"],
        what: &[
            "[ein Änderungswunsch|wir hätten einen Änderungswunsch] zur Auswertung: bitte eine Spalte mit [dem CO2-Faktor|der Lastspitze|der Kostenstelle].",
            "Änderungswunsch für das Dashboard: [eine Kachel für {place}|ein Vergleich mit dem Vorjahr] [würde uns helfen|spart uns Stunden].",
        ],
        detail: &["Gebraucht bis {date}.", "Empfänger: {person}, {person2}.", "[Kosten|Angebot] bitte vorab."],
        question: &["für welche Standorte und ab welchem Monat?", "wer soll es sehen, nur Sie oder auch {person2}?"],
        answer: &["[Alle Standorte|Nur {place}], ab {date}.", "{person} und ich."],
        cause: &[
            "die Spalte ist [da|seit {clock} Uhr da] und im {month} erstmals zu sehen.",
            "{agent} hat es gebaut, {person} [sieht es ab heute|hat das Recht dazu].",
        ],
    },
];
