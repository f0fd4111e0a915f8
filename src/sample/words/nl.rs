//! Dutch.

use super::{Common, Concern, Letter};

pub const COMMON: Common = Common {
    hello: &[
        "Hoi",
        "Hallo",
        "Beste",
        "Goedemorgen",
        "Goedemiddag",
        "Beste collega's",
        "Dag allemaal",
        "Geachte heer, mevrouw",
        "",
    ],
    since: &[
        "sinds gisteren",
        "sinds vanochtend",
        "sinds {weekday}",
        "sinds {date}",
        "al [twee|drie|een paar] dagen",
        "sinds ongeveer {clock}",
        "sinds het weekend",
        "sinds vorige week",
    ],
    tried: &[
        "[Herstart|Andere browser|Cache leeg] [geprobeerd|gedaan], [zonder succes|geen verschil].",
        "We hebben het [om {clock}|twee keer|vanmorgen] [getest|geprobeerd], [zelfde resultaat|niets veranderd].",
        "Onze eigen IT zegt dat hier niets gewijzigd is.",
        "",
        "",
    ],
    impact: &[
        "Het [kost tijd|vertraagt ons], maar [we redden ons|het kan even].",
        "We hebben het nodig voor [de maandafsluiting|het overleg van {weekday}|een klant].",
        "{person} heeft [het ook|hetzelfde].",
        "",
        "",
    ],
    high_impact: &[
        "[Dit raakt|Het geldt voor] alle gebruikers[ in {place}| hier|].",
        "De hele afdeling [staat stil|wacht].",
    ],
    low_impact: &[
        "[Zo te zien|Volgens mij] alleen bij mij[, collega's hebben niets|].",
        "Tot nu toe alleen ik[, voor zover ik weet|].",
    ],
    high_urgency: &[
        "Het heeft spoed[, deadline {weekday}|].",
        "Met spoed graag[, {person} wacht erop|].",
        "We hebben met spoed [hulp|een antwoord] nodig.",
    ],
    low_urgency: &["Geen haast[, volgende week is prima|].", "Het heeft de tijd[, als het uitkomt|]."],
    ask: &[
        "[Kunnen|Willen] jullie [ernaar kijken|dit nakijken]?",
        "[Enig idee|Weten jullie] waar het aan ligt?",
        "Graag [een reactie|even laten weten].",
        "Wat kunnen we doen?",
        "Is dit bekend?",
    ],
    ask_request: &[
        "[Lukt dat|Kan dat] voor {weekday}?",
        "Graag een bevestiging als het klaar is.",
        "Hebben jullie nog iets van ons nodig?",
    ],
    regards: &["Met vriendelijke groet", "Groeten", "Groet", "Mvg", "Vriendelijke groeten", ""],
    thanking_regards: &["Bedankt", "Alvast bedankt", "Dank u", "Alvast bedankt en groet", "Bedankt voor de moeite"],
    complaint: &[
        "Ik wil [hierover|] een klacht indienen.",
        "[Zie dit als|Dit is] een klacht.",
        "Dit is de [tweede|derde] keer, dus nu een klacht.",
    ],
    attached: &["[Schermafdruk|Screenshot] [bijgevoegd|zit erbij].", "Zie bijlage.", "Ik stuur mee wat ik zie."],
    answer_lead: &[
        "",
        "",
        "Zeker:",
        "Hier komt het:",
        "Hoi {first},",
        "Over je vraag:",
        "Sorry voor de late reactie.",
        "Ja,",
    ],
    chaser: &[
        "[Is er|Hebben jullie] [al nieuws|al iets][ over {topic}|]?",
        "[Even navragen|Nog even hierover]: [hier is niets veranderd|we wachten nog|het is nog als {weekday}].",
        "Ik heb [sinds {weekday}|nog] niets gehoord. [Hoe staat het ervoor|Hoe ver zijn jullie]?",
        "[Wanneer|Voor wanneer] [kunnen we iets verwachten|komt er antwoord]? [{person} vraagt erom|Ik moet plannen].",
    ],
    angry_chaser: &[
        "[Dit gaat nergens meer over|Zo gaat het niet]. {small} dagen [geen woord|geen antwoord]. Ik verwacht vandaag een telefoontje op {phone}.",
        "Eerlijk gezegd betalen we voor support en horen we niets. Wie gaat er over {topic}?",
    ],
    colleague: &[
        "[Hier ook|Kan ik bevestigen], [gezien om {clock}|sinds {weekday}|ook in {place}].",
        "[Aanvulling|Nog een aanvulling]: [in {place} ook|bij mij begon het op {date}|om {clock} was het even goed].",
        "[Ter info|Let op], {first} is vanaf {weekday} [weg|vrij], [mail mij dan|neem mij mee].",
    ],
    thanks: &[
        "[Bedankt|Top, bedankt|Mooi, bedankt|Dank je][ {first}|][!|.]",
        "[Werkt weer|Het doet het|Alles goed], [bedankt|dank je][ voor de snelle hulp|][!|.]",
        "[Net getest|Nagekeken], {topic} is weer goed. Bedankt[ {first}|][!|.]",
        "Bedankt[ {first}|][, fijn weekend|, fijne dag|, fijne {weekday}][!|.]",
    ],
    reopening: &[
        "[Helaas|Jammer genoeg] [is het terug|gebeurt het weer]. [{small} dagen ging het goed|Tot {weekday} was het prima|Sinds {clock} hetzelfde].",
        "[Daar ben ik weer|Nog een keer]: {topic} [doet het weer niet|doet als vroeger]. [Is er iets teruggedraaid|Is er iets gewijzigd]?",
        "[Toch niet helemaal|Te vroeg gejuicht]: [om {clock}|vandaag|op {weekday}] [dezelfde fout|precies hetzelfde]. [Graag weer openen.|Kunnen jullie nog eens kijken?]",
    ],
    late_reply: &[
        "[Ik antwoord op deze oude mail|Ik pak dit oude draadje op], [we hebben weer zoiets|het lijkt er erg op].",
        "[In {month} hielpen jullie ons|We hadden dit in {month}], [en nu weer|hier is er nog een].",
    ],
    agent_hello: &["Beste {first},", "Hallo {first},", "Beste {title},", "Dag {first},"],
    agent_working: &[
        "[bedankt voor uw bericht|bedankt voor de details]. [Ik kijk nu naar {topic}|Ik heb het opgepakt en bekijk {topic}|Ik kan het naspelen en lees de logs] en kom [vandaag|voor {weekday}|zodra ik meer weet] terug.",
        "[uw bericht is binnen|ontvangen]. [{agent} kijkt mee|Dit gaat naar {agent}, die kent dat deel]. U hoort [morgen|{weekday}] van ons.",
        "[genoteerd, dank]. [Op het platform is zo niets te zien|De bewaking toont fouten rond {clock}], ik zoek verder.",
    ],
    agent_update: &[
        "[korte stand van zaken|een update]: [we hebben het ingekaderd|in de testomgeving nagespeeld|de analyse loopt]. [{weekday} weet ik meer|Daarna een test met {agent}].",
        "[ik ben u niet vergeten|excuus voor het wachten]. {agent} [is bezig|vond om {clock} een spoor|test een correctie], [ik houd u op de hoogte|morgen meer].",
    ],
    agent_question_lead: &[
        "[bedankt voor uw bericht|bedankt]. [Een vraag|Ik mis nog iets|Om op de juiste plek te zoeken]:",
        "[ik ben met {topic} begonnen|ik heb gekeken]. [Kort|Wat ik hier niet zie]:",
    ],
    agent_reminder: &[
        "hebt u mijn vraag hieronder gezien? Zonder [dat gegeven|antwoord] komen we niet verder.",
        "een herinnering aan mijn vraag: kunt u [antwoorden|dat sturen]?",
    ],
    agent_again: &[
        "[jammer dat het terug is|excuus]. Ik heb het [heropend|weer opgepakt] en [bekijk {topic} met {agent}|zoek wat nu anders is].",
    ],
    agent_resolve: &[
        "[Daarmee is het opgelost|Het is opgelost|Wat ons betreft opgelost]. [Zo niet, antwoord gerust|Laat weten of er nog iets is].",
        "[Nu alles werkt|Dit gedaan], we sluiten het ticket. [Een antwoord opent het weer|Ontbreekt er iets, antwoord dan].",
        "[Om {clock} opgelost|Opgelost en getest], we sluiten dit. [Excuus voor het ongemak|Nog een fijne dag].",
    ],
    agent_unanswered: &[
        "[omdat ik niets meer hoorde|zonder antwoord], we sluiten dit voorlopig. [Een antwoord opent het weer|Antwoord gerust later].",
    ],
    agent_regards: &["Met vriendelijke groet", "Vriendelijke groeten", "Groeten"],
    agent_apology: &[
        "[excuses|het spijt me], [dit hoort niet zo|ik begrijp uw ergernis]. [Uw opmerking ligt bij onze teamleider|Onze kwaliteitsafdeling weet ervan].",
    ],
    mobile_footer: &["Verstuurd vanaf mijn iPhone", "Verzonden vanaf mijn mobiel", "Outlook voor Android downloaden"],
    absence_subject: &["Automatisch antwoord: {subject}", "Afwezig: {subject}"],
    absence: &[
        "Hallo,\n\nIk ben tot {date} [afwezig|met vakantie|op reis]. [Neem contact op met {person}, {phone}|{person} vervangt mij].\n\nMet vriendelijke groet\n{me}",
        "Ik ben er weer op {date}. Mijn mail [wordt niet doorgestuurd|lees ik daarna].\n\n{me}",
    ],
    newsletter_subject: &["{buzz}: het webinar"],
    newsletter: &[
        "Hallo,\n\n{buzz}: schrijf u in op https://www.{vendor}/news/{code}\n\nAfmelden: https://www.{vendor}/u/{code}",
    ],
    letter: Letter {
        reply_prefix: "RE:",
        attribution: &[
            "Op {date} om {clock} schreef {name} <{address}>:",
            "Op {weekday} {date} {clock} schreef {name}:",
        ],
        labels: ["Van:", "Verzonden:", "Aan:", "Onderwerp:"],
        original_message: "-----Oorspronkelijk bericht-----",
        months: [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ],
        weekdays: ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
    },
    disclaimer: "Deze mail is vertrouwelijk. Bent u niet de geadresseerde, verwijder de mail dan en waarschuw de afzender.",
    topics: ["het portaal", "{invoice}", "meter {meter}", "{partner}", "{device}", "de cijfers van {month}"],
};

pub const CONCERNS: [Concern; super::KIND_COUNT] = [
    Concern {
        subjects: &[
            "Inloggen op het portaal lukt niet",
            "Portaal: inloggen geeft {code}",
            "Niet inloggen portaal ({user})",
        ],
        what: &[
            "[ik kan|we kunnen] {since} niet inloggen op het portaal[, fout {code}|, gebruiker {user}|].",
            "inloggen op het portaal [lukt niet|wordt geweigerd] {since}, [de pagina blijft leeg|er staat {code}|ik vlieg er na {count} seconden uit].",
        ],
        detail: &[
            "[Edge|Firefox|Chrome] {version}.",
            "De melding kwam om {clock}.",
            "De code komt op de telefoon, daarna niets.",
        ],
        question: &["met welke naam, en wanneer was de laatste poging?", "is het ook zo in een privévenster?"],
        answer: &["{user}, laatste poging {clock}.", "Ook privé, Edge {version}."],
        cause: &[
            "account {user} was na {small} pogingen geblokkeerd, om {clock} vrijgegeven.",
            "een oude sessie zat in de weg, die is beëindigd.",
        ],
    },
    Concern {
        subjects: &["Portaal erg traag", "Traag portaal in {place}"],
        what: &[
            "het portaal is [erg|vreselijk] traag {since}, [de contractlijst|elke pagina] duurt {count} seconden.",
            "{since} is het portaal traag, vooral [rond {clock}|na de middag].",
        ],
        detail: &["Gemeten om {clock}: {count} s.", "Andere sites zijn snel.", "In de ochtend gaat het."],
        question: &["welke pagina's, en hoeveel contracten opent u?", "hoe laat precies was een trage klik?"],
        answer: &["De lijst, {count} contracten, {clock}.", "Vandaag {clock}, na {small} min gestopt."],
        cause: &[
            "na het onderhoud van {date} ontbrak een index, {agent} heeft hem herbouwd en alles opent snel.",
            "een webserver had geen geheugen, om {clock} herstart.",
        ],
    },
    Concern {
        subjects: &["Toegang portaal voor {person}", "Portaal: toegang aanmaken"],
        what: &[
            "graag toegang tot het portaal aanmaken voor {person}[ vanaf {date}|].",
            "{person} begint op {date}, kunnen jullie toegang tot het portaal aanmaken [zoals {person2}|met mijn rechten]?",
        ],
        detail: &["Mail: {mail}.", "[Alleen lezen|Volle rechten].", "Kostenplaats {order}."],
        question: &["welke rechten, lezen of ook contracten?", "wat is het mailadres?"],
        answer: &["Lezen, {place}.", "{mail}, kostenplaats {order}."],
        cause: &[
            "de toegang van {person} is actief, uitnodiging om {clock} verstuurd.",
            "{agent} heeft het gemaakt, de uitnodiging geldt {small} dagen.",
        ],
    },
    Concern {
        subjects: &["Wachtwoord: geen mail", "Wachtwoord portaal vergeten ({user})", "Geen link voor wachtwoord"],
        what: &[
            "ik heb {since} {small} keer een nieuw wachtwoord voor het portaal gevraagd, de mail [komt niet|komt nooit aan|zit ook niet in spam].",
            "de link voor een nieuw wachtwoord van het portaal komt niet aan {since}.",
            "{person} is het wachtwoord vergeten, [geen link|niets] sinds {clock}.",
        ],
        detail: &["Adres: {mail}.", "Laatste poging {clock}.", "In het filter niets."],
        question: &["naar welk adres en hoe laat gevraagd?", "ziet uw filter iets van noreply@lumenta-energy.example?"],
        answer: &["{mail}, {clock}.", "Niets in het filter, poging {clock}."],
        cause: &[
            "uw server weigerde onze mail (SPF), ik heb een eenmalige link gestuurd.",
            "de mail stond in onze wachtrij, nieuwe link om {clock}.",
        ],
    },
    Concern {
        subjects: &[
            "Factuur {invoice}: verkeerd bedrag",
            "Tarief klopt niet, factuur {invoice}",
            "Factuur {month}: bedrag te hoog",
        ],
        what: &[
            "factuur {invoice} klopt niet: het bedrag is {amount}, volgens contract {amount2}.",
            "op factuur {invoice} staat [het oude|een verkeerd] tarief.",
            "factuur {invoice} van {month}: regel {small} staat dubbel, het bedrag is te hoog.",
        ],
        detail: &["Contract {order}.", "Afgesproken {cents} ct.", "Graag de incasso stoppen."],
        question: &["welke regel, en hebt u de contractpagina?", "gaat het om de vaste prijs of de energie?"],
        answer: &["Regel {small}, {cents} ct.", "De vaste prijs, {amount} in plaats van {amount2}."],
        cause: &[
            "de nieuwe prijs stond niet bij {order}, [nu wel|{agent} heeft hem ingevoerd], creditnota {amount2} onderweg.",
            "regel {small} was dubbel, het goede stuk komt {weekday}.",
        ],
    },
    Concern {
        subjects: &["Factuur {month} ontbreekt", "Factuur {invoice} niet ontvangen"],
        what: &[
            "de factuur van {month} ontbreekt nog[, contract {order}|].",
            "we hebben factuur {invoice} niet ontvangen[, wel de herinnering|].",
            "onze administratie heeft factuur {invoice} niet ontvangen[, ging die naar {mail}|].",
        ],
        detail: &["Graag naar {mail}.", "We sluiten af op {date}.", "Het gaat om {small} locaties."],
        question: &["naar welk adres, en welk contract?", "wilt u hem als PDF?"],
        answer: &["Naar {mail}, contract {order}.", "PDF naar {mail}."],
        cause: &[
            "hij ging naar een oud adres ({mail2}), [gewijzigd|dat heb ik gewijzigd] en om {clock} opnieuw gestuurd.",
            "de run sloeg {order} over door een ontbrekend ordernummer, nu verstuurd.",
        ],
    },
    Concern {
        subjects: &["Nieuw factuuradres", "Factuuradres bijwerken {customer}"],
        what: &[
            "graag ons factuuradres bijwerken: {customer}, {street}, {place}[, vanaf {date}|].",
            "we verhuizen, wilt u het factuuradres bijwerken: {street}, {place}.",
        ],
        detail: &["Vanaf {date}.", "Btw-nummer blijft.", "Voor [alle contracten|contract {order}]."],
        question: &["voor alle contracten of alleen {order}?", "vanaf welke datum?"],
        answer: &["Alle, vanaf {date}.", "Alleen {order}."],
        cause: &["de gegevens staan bij [alle contracten|{order}], zichtbaar op het volgende stuk."],
    },
    Concern {
        subjects: &["Factuur {invoice}: lege PDF", "Lege PDF (factuur {invoice})"],
        what: &[
            "de PDF van factuur {invoice} is leeg, [{small} witte bladzijden|alleen het logo].",
            "ik open factuur {invoice} van {month} en de PDF is leeg.",
            "{small} facturen van de laatste run hebben een lege PDF, zoals {invoice}.",
        ],
        detail: &["{small} KB groot.", "Twee programma's, zelfde beeld.", "Die van {month} was goed."],
        question: &["is het de hele run of alleen {invoice}?", "kunt u het bestand sturen?"],
        answer: &["De hele run, {small} stuks.", "{invoice} en {invoice2}."],
        cause: &[
            "de PDF-dienst liep vast in de maandrun, [{invoice} is opnieuw gemaakt|alles opnieuw gemaakt om {clock}].",
            "weer de PDF-dienst, nieuwe kopieën om {clock} verstuurd.",
        ],
    },
    Concern {
        subjects: &["Meter {meter} zonder waarden", "Geen waarden meter {place}", "Ontbrekende waarden meter {meter}"],
        what: &[
            "meter {meter} [in {place}|] stuurt {since} geen waarden.",
            "er zijn gaten in de waarden van meter {meter}, niets tussen {clock} en {clock2}.",
            "{small} meters in {place} geven geen waarden {since}, zoals {meter}.",
        ],
        detail: &[
            "Het scherm werkt.",
            "De LED van de modem is [rood|groen|uit].",
            "Laatste stand {kwh} kWh om {clock}.",
        ],
        question: &["wat toont de LED van de modem?", "was er rond {date} een stroomstoring?"],
        answer: &["[Rood|Groen|Uit].", "Ja, {date} van {clock} tot {clock2}.", "Nee. Scherm {kwh} kWh."],
        cause: &[
            "de SIM in de modem was geblokkeerd, actief sinds {clock}, het gat is gevuld.",
            "onze collector was {meter} kwijt, weer toegevoegd, alles compleet.",
        ],
    },
    Concern {
        subjects: &["Onwaarschijnlijke stand meter {meter}", "Meter {meter}: onwaarschijnlijk"],
        what: &[
            "meter {meter} geeft onwaarschijnlijke standen {since}, [{kwh} kWh per kwartier|'s nachts negatief].",
            "meter {meter} ging van {kwh} naar {kwh2} kWh [op {date}|in één nacht], onwaarschijnlijk.",
        ],
        detail: &["Die dag geen productie.", "Zelf afgelezen: {kwh} kWh."],
        question: &["is de transformator rond {date} vervangen?", "kunt u een foto van het scherm sturen?"],
        answer: &["Ja, {date}, verhouding {small}0/5.", "Nee. Scherm {kwh} kWh."],
        cause: &[
            "de oude verhouding stond er nog, [gewijzigd|door mij gewijzigd] en herberekend.",
            "een bericht van {date} was dubbel, reeks is schoon.",
        ],
    },
    Concern {
        subjects: &["Meter {meter} registreren", "Nieuwe meter in {place} registreren"],
        what: &[
            "graag meter {meter} registreren, {street}, {place}.",
            "op {date} is een meter vervangen: oud {meter}, nieuw {meter2}. Wilt u de nieuwe registreren?",
        ],
        detail: &["Eindstand {kwh} kWh.", "Contract {order}."],
        question: &["wat was de eindstand en op welke dag?", "bij welk contract?"],
        answer: &["{kwh} kWh op {date}.", "Bij {order}."],
        cause: &["{meter} staat in het systeem, eerste standen om {clock}.", "{agent} zette hem bij {order}."],
    },
    Concern {
        subjects: &["LX400 meter: klok fout", "Meter {meter}: LX400, firmware 4.2"],
        what: &[
            "sinds firmware 4.2 loopt de klok van meter {meter} (LX400) [{small} minuten|een uur] verkeerd.",
            "onze LX400 meter {meter} loopt {since} weg, al {small} minuten, firmware 4.2.",
        ],
        detail: &["Met 4.1 was het goed.", "Update op {date}."],
        question: &["welke firmware staat er, en hoeveel minuten afwijking?", "wanneer kwam de update?"],
        answer: &["4.2.0, {small} minuten.", "Op {date}."],
        cause: &[
            "klok van {meter} gezet en standen sinds {date} verschoven. Oorzaak: firmware 4.2 van de LX400, fabrikant weet het.",
            "{meter} terug op 4.1, tijd klopt sinds {clock}.",
        ],
    },
    Concern {
        subjects: &["[MSCONS|UTILMD] geweigerd {code}", "EDI: geweigerd door {partner}"],
        what: &[
            "{count} [MSCONS|UTILMD] van {partner} zijn geweigerd {since}, code {code}.",
            "onze [MSCONS|UTILMD] worden {since} geweigerd, in de APERAK staat {code}.",
        ],
        detail: &["Referentie {order}.", "Het formaat is gelijk.", "Code {gln}."],
        question: &["kunt u er een sturen met referentie?", "welke versie stuurt u, 2.4 of 5.2?"],
        answer: &["Referentie {order}.", "Versie [2.4|5.2]."],
        cause: &[
            "in de tabel stond nog {gln2}, {agent} voerde {gln} in, {count} verwerkt.",
            "onze mapping miste een segment, om {clock} alles door.",
        ],
    },
    Concern {
        subjects: &["SFTP: geen levering", "AS2: levering te laat {partner}"],
        what: &[
            "er is geen levering op de SFTP {since}, die van {date} mist.",
            "de AS2 levering aan {partner} staat stil {since}, {count} wachten.",
        ],
        detail: &["Host sftp{small}.", "IP 203.0.113.{octet}.", "Log: {code}."],
        question: &["vanaf welk IP, en wat zegt uw log?", "één partner of allemaal?"],
        answer: &["203.0.113.{octet}, {code}.", "Alleen {partner}."],
        cause: &[
            "schijf van sftp{small} vol, ruimte sinds {clock}, wachtrij leeg.",
            "IP 203.0.113.{octet} was niet toegestaan, nu wel, {count} verstuurd.",
        ],
    },
    Concern {
        subjects: &["Wijzigingsverzoek: EDI {partner}", "Wijzigingsverzoek AS2"],
        what: &[
            "wijzigingsverzoek EDI: partner {partner} ({gln}) vanaf {date}.",
            "wijzigingsverzoek: ons AS2 adres wordt op {date} as2.{customerdomain}.",
        ],
        detail: &["GLN {gln}.", "Test op {weekday}.", "Contact {person}, {phone}."],
        question: &["wanneer testen we, met wie?", "moet het oude adres nog blijven?"],
        answer: &["{weekday}, {person}.", "Ja, tot {date}."],
        cause: &[
            "de partner staat in productie, {small} testen goed.",
            "{agent} zette vandaag om, getest met {person}.",
        ],
    },
    Concern {
        subjects: &["AS2 certificaat verlopen", "AS2: certificaat {partner}"],
        what: &[
            "onze AS2 staat stil {since}, uw certificaat is [verlopen|niet vertrouwd].",
            "sinds uw nieuwe certificaat werkt AS2 niet, melding {code}.",
        ],
        detail: &["Serie {code}.", "Niemand meldde het.", "{count} wachten."],
        question: &["welk serienummer ziet u?", "kunt u het nieuwe plaatsen en zeggen wanneer?"],
        answer: &["{code}.", "Geplaatst om {clock}."],
        cause: &[
            "de kwartaalwissel was bij u niet gemeld, nu gelijk, {count} door.",
            "uw nieuwe keten geladen om {clock}.",
        ],
    },
    Concern {
        subjects: &["App synchroniseert niet", "App sync hangt ({person})"],
        what: &[
            "de app synchroniseert niet {since}, [{person} heeft geen orders|stopt bij {percent} %|{code}].",
            "op {device} synchroniseert de app tot {percent} % en dan niet meer {since}.",
        ],
        detail: &["Versie {version}.", "Wifi en 4G goed.", "Laatste om {clock}."],
        question: &["welke versie op {device}, en wanneer was de laatste?", "kunt u de monteur af- en aanmelden?"],
        answer: &["{version}, {clock}.", "Gedaan, {code}."],
        cause: &[
            "een order met kapotte foto ({order}) hield {device} tegen, verwijderd.",
            "token van {device} verlopen, om {clock} vernieuwd.",
        ],
    },
    Concern {
        subjects: &["App crasht bij foto's", "App {version} crasht"],
        what: &[
            "de app crasht [als {person} een foto maakt|bij de handtekening|bij het openen van een order] {since}.",
            "met {version} crasht de app {small} keer per dag op {device}.",
        ],
        detail: &["Android 1{digit}.", "Herstart helpt even.", "{small} invoeren weg."],
        question: &["welke versie en welk model?", "kunt u het log sturen (Instellingen, Help)?"],
        answer: &["{version}, {device}.", "Gestuurd om {clock}."],
        cause: &[
            "de camera van {version} loopt vol bij grote foto's, {version2} staat op {device}.",
            "cache op {device} stuk, geleegd.",
        ],
    },
    Concern {
        subjects: &["Tablets instellen", "Tablet {device} instellen"],
        what: &[
            "graag de app op {small} tablets instellen voor {place}[, voor {date}|].",
            "{person} begint {date}, kunnen jullie tablet {device} met de app instellen?",
        ],
        detail: &["IMEI {order}.", "Profiel als {device2}."],
        question: &["welk profiel, monteur of teamleider?", "wat is het serienummer?"],
        answer: &["Monteur.", "Serie {order}."],
        cause: &[
            "{device} is aangemeld, {person} krijgt de code per sms.",
            "de {small} toestellen zijn aangemeld tot {date}.",
        ],
    },
    Concern {
        subjects: &["Rapport {month}: cijfers kloppen niet", "Dashboard met verkeerde cijfers", "Totalen rapport"],
        what: &[
            "in het rapport van {month} kloppen de totalen niet: {kwh} in plaats van {kwh2} kWh.",
            "het dashboard toont verkeerde cijfers {since}, [{place} staat dubbel|{place} mist|{percent} % te veel].",
        ],
        detail: &["Filter {place}, {month}.", "Wij: {kwh2} kWh."],
        question: &["welke filters en locaties?", "kunt u uw eigen totalen sturen?"],
        answer: &["{month}, {place}.", "{kwh2} kWh in {place}."],
        cause: &[
            "{place} zat in twee groepen en telde dubbel, gecorrigeerd.",
            "de nachtrun van {date} brak af, om {clock} herhaald: {kwh2} kWh.",
        ],
    },
    Concern {
        subjects: &["Excel export lukt niet", "Export {month}: {code}"],
        what: &[
            "de export naar Excel [lukt niet|stopt bij {percent} %|is leeg] {since}.",
            "de export van {month} [geeft een leeg blad|eindigt in {code}], CSV [ook|gaat wel].",
        ],
        detail: &["Zo'n {count} rijen.", "Eén week gaat.", "Periode {month}."],
        question: &["welke periode en hoeveel locaties?", "gebeurt het met CSV?"],
        answer: &["{month}, alle, {count} rijen.", "CSV [gaat|ook]."],
        cause: &[
            "grens van {count} rijen bereikt, verhoogd, klaar om {clock}.",
            "een teken in {place} brak het bestand, {agent} heeft het aangepast.",
        ],
    },
    Concern {
        subjects: &["Wijzigingsverzoek: rapport", "Wijzigingsverzoek dashboard"],
        what: &[
            "wijzigingsverzoek voor het rapport: een kolom met [de CO2-factor|de piek|de kostenplaats].",
            "wijzigingsverzoek voor het dashboard: [een tegel voor {place}|vergelijken met vorig jaar].",
        ],
        detail: &["Nodig op {date}.", "Voor {person} en {person2}."],
        question: &["voor welke locaties, vanaf welke maand?", "wie mag het zien?"],
        answer: &["Alle, vanaf {date}.", "{person} en ik."],
        cause: &["de kolom staat er sinds {clock}.", "{agent} maakte het, {person} ziet het."],
    },
];
