//! The invented organisation: Lumenta Energy runs IT services for utilities and industry in Europe.

use crate::ticket::TicketType;

/// A language that customers write in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    English,
    German,
    French,
    Spanish,
    Dutch,
    Italian,
}

impl Language {
    /// ISO 639-1.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Dutch => "nl",
            Self::Italian => "it",
        }
    }
}

pub const NAME: &str = "Lumenta Energy Services";
pub const DOMAIN: &str = "lumenta-energy.example";
pub const SUPPORT: &str = "support@lumenta-energy.example";
pub const TIME_ZONE: &str = "Europe/Berlin";

pub const TEAMS: [&str; 4] = ["Service Desk", "Billing Team", "Metering and Data", "Applications"];

/// Name, address before the `@`, index of the team.
pub const AGENTS: [(&str, &str, usize); 11] = [
    ("Anna Lindqvist", "anna.lindqvist", 0),
    ("Marco Bianchi", "marco.bianchi", 0),
    ("Julia Sommer", "julia.sommer", 0),
    ("Pieter de Wit", "pieter.dewit", 1),
    ("Claire Fontaine", "claire.fontaine", 1),
    ("Thomas Krüger", "thomas.krueger", 2),
    ("Elena Vidal", "elena.vidal", 2),
    ("Rasmus Holm", "rasmus.holm", 2),
    ("Nadia Haddad", "nadia.haddad", 3),
    ("Stefan Vogt", "stefan.vogt", 3),
    ("Owen Pritchard", "owen.pritchard", 3),
];

/// A service of the catalogue.
pub struct Service {
    pub name: &'static str,
    pub team: usize,
    pub words: &'static [&'static str],
    pub categories: &'static [(&'static str, &'static [&'static str])],
}

pub const PORTAL: usize = 0;
pub const BILLING: usize = 1;
pub const METERING: usize = 2;
pub const DATA_EXCHANGE: usize = 3;
pub const FIELD_APP: usize = 4;
pub const REPORTING: usize = 5;

/// The words of one service stand in no text about another.
pub const SERVICES: [Service; 6] = [
    Service {
        name: "Customer Portal",
        team: 0,
        words: &[
            "portal",
            "kundenportal",
            "portail",
            "portale",
            "portaal",
            "klantenportaal",
            "login",
            "log in",
            "password",
            "passwort",
            "mot de passe",
            "contraseña",
            "wachtwoord",
        ],
        categories: &[
            ("Password reset", &["password", "passwort", "mot de passe", "contraseña", "wachtwoord", "reset*"]),
            (
                "Performance",
                &[
                    "slow", "time-out", "timeout*", "langsam", "lent", "lente", "lento", "lenta", "traag", "loading",
                    "minutes",
                ],
            ),
            (
                "Access",
                &[
                    "account",
                    "access",
                    "set up",
                    "zugang",
                    "benutzerkonto",
                    "accès",
                    "acceso",
                    "toegang",
                    "accesso",
                    "utenza",
                ],
            ),
            (
                "Sign-in",
                &["login", "log in", "anmeldung", "session", "connexion", "iniciar sesión", "inloggen", "accedere"],
            ),
        ],
    },
    Service {
        name: "Billing",
        team: 1,
        words: &["invoice*", "billing", "rechnung*", "factur*", "factuur*", "fattur*"],
        categories: &[
            (
                "Document",
                &[
                    "pdf", "pdfs", "blank", "leer", "leere", "leeres", "vide", "vides", "blanco", "leeg", "lege",
                    "vuoto", "vuota", "bianco",
                ],
            ),
            (
                "Master data",
                &[
                    "billing address",
                    "billing details",
                    "records",
                    "order number",
                    "rechnungsadresse",
                    "stammdaten",
                    "adresse",
                    "datos",
                    "dirección",
                    "gegevens",
                    "factuuradres",
                    "indirizzo",
                    "dati",
                ],
            ),
            (
                "Delivery",
                &[
                    "not received",
                    "missing",
                    "copy",
                    "no invoice",
                    "cannot find",
                    "did not get",
                    "never came",
                    "where is",
                    "waiting for",
                    "erhalten",
                    "fehlt",
                    "fehlende",
                    "keine rechnung",
                    "reçu",
                    "manque",
                    "recibido",
                    "falta",
                    "ontvangen",
                    "ontbreekt",
                    "ricevuto",
                    "manca",
                ],
            ),
            (
                "Content",
                &[
                    "wrong",
                    "tariff",
                    "amount",
                    "add up",
                    "cannot be right",
                    "incorrect",
                    "strange",
                    "too high",
                    "twice",
                    "falsch*",
                    "stimmt nicht",
                    "zu hoch",
                    "tarif",
                    "betrag",
                    "montant",
                    "tarifa",
                    "importe",
                    "tarief",
                    "bedrag",
                    "tariffa",
                    "importo",
                ],
            ),
        ],
    },
    Service {
        name: "Metering",
        team: 2,
        words: &["meter", "meters", "zähler*", "compteur*", "contador*", "contatore", "contatori"],
        categories: &[
            ("Time stamps", &["lx400", "firmware", "timestamps", "zeitstempel", "horodatage*", "4.2"]),
            ("Registration", &["register", "registrieren", "enregistrer", "registrar", "registreren", "registrare"]),
            (
                "Implausible values",
                &[
                    "implausible",
                    "unplausibel",
                    "unplausible",
                    "incohérent*",
                    "aberrant*",
                    "incoherente*",
                    "onwaarschijnlijk*",
                    "anomal*",
                    "anómal*",
                    "jump*",
                    "spike",
                ],
            ),
            (
                "Missing values",
                &[
                    "no values",
                    "nothing",
                    "silent",
                    "gaps",
                    "no readings",
                    "werte",
                    "valeur*",
                    "valores",
                    "waarden",
                    "valori",
                ],
            ),
        ],
    },
    Service {
        name: "Data Exchange",
        team: 2,
        words: &["edi", "edifact", "mscons", "utilmd", "invrpt", "as2", "sftp", "contrl", "aperak"],
        categories: &[
            (
                "Certificates",
                &["certificate", "zertifikat*", "certificat*", "certificado*", "certificaat", "certificati"],
            ),
            (
                "Partner setup",
                &[
                    "change request",
                    "änderungswunsch",
                    "demande de modification",
                    "solicitud de cambio",
                    "wijzigingsverzoek",
                    "richiesta di modifica",
                ],
            ),
            (
                "Transfer",
                &[
                    "delivery",
                    "delayed",
                    "connection",
                    "sftp",
                    "server",
                    "übertragung",
                    "livraison",
                    "entrega",
                    "levering",
                    "consegna",
                ],
            ),
            (
                "Rejected messages",
                &[
                    "rejected",
                    "rejects",
                    "reject",
                    "rejection",
                    "negative",
                    "abgelehnt",
                    "rejeté*",
                    "rechazad*",
                    "geweigerd",
                    "rifiutat*",
                    "mscons",
                    "utilmd",
                ],
            ),
        ],
    },
    Service {
        name: "Field App",
        team: 3,
        words: &["app", "apps", "tablet*", "work order", "work orders"],
        categories: &[
            (
                "Devices",
                &[
                    "set up",
                    "new tablets",
                    "replacement",
                    "einrichten",
                    "configurer",
                    "configurar",
                    "instellen",
                    "configurare",
                ],
            ),
            (
                "Stability",
                &[
                    "crash*",
                    "closes itself",
                    "abstürz*",
                    "absturz",
                    "stürzt",
                    "plante*",
                    "cierra",
                    "crasht",
                    "blocca",
                    "chiude",
                ],
            ),
            ("Synchronisation", &["sync*", "work order", "work orders", "synchron*", "sincroniz*"]),
        ],
    },
    Service {
        name: "Reporting",
        team: 3,
        words: &[
            "report",
            "reports",
            "dashboard*",
            "export*",
            "auswertung*",
            "rapport*",
            "informe*",
            "excel",
            "tableau de bord",
            "cruscotto",
            "esporta*",
        ],
        categories: &[
            (
                "New reports",
                &[
                    "change request",
                    "änderungswunsch",
                    "demande de modification",
                    "solicitud de cambio",
                    "wijzigingsverzoek",
                    "richiesta di modifica",
                ],
            ),
            ("Export", &["export*", "excel", "csv", "esporta*"]),
            (
                "Figures",
                &[
                    "totals",
                    "figures",
                    "zahlen",
                    "summen",
                    "chiffres",
                    "totaux",
                    "cifras",
                    "totales",
                    "cijfers",
                    "totalen",
                    "cifre",
                    "totali",
                    "dashboard",
                ],
            ),
        ],
    },
];

/// A kind of concern that customers write about.
pub struct Kind {
    pub service: usize,
    pub category: &'static str,
    pub ticket_type: TicketType,
    /// How often it comes, relative to others; 0 where only a planted problem brings it.
    pub weight: f64,
    /// Its dates lie ahead (an access needed from the 1st) and not behind.
    pub looks_ahead: bool,
}

pub const KIND_COUNT: usize = 22;

/// Kinds that only planted problems bring.
pub const RESET_MAIL: usize = 3;
pub const BLANK_INVOICE: usize = 7;
pub const DRIFTING_CLOCK: usize = 11;
pub const CERTIFICATE: usize = 15;

pub const KINDS: [Kind; KIND_COUNT] = [
    incident(PORTAL, "Sign-in", 1.1),
    incident(PORTAL, "Performance", 0.6),
    request(PORTAL, "Access", 0.9),
    incident(PORTAL, "Password reset", 0.0),
    incident(BILLING, "Content", 1.2),
    incident(BILLING, "Delivery", 0.8),
    request(BILLING, "Master data", 0.6),
    incident(BILLING, "Document", 0.0),
    incident(METERING, "Missing values", 1.4),
    incident(METERING, "Implausible values", 0.7),
    Kind { looks_ahead: false, ..request(METERING, "Registration", 0.6) },
    incident(METERING, "Time stamps", 0.0),
    incident(DATA_EXCHANGE, "Rejected messages", 1.1),
    incident(DATA_EXCHANGE, "Transfer", 0.9),
    Kind { ticket_type: TicketType::ChangeRequest, ..request(DATA_EXCHANGE, "Partner setup", 0.35) },
    incident(DATA_EXCHANGE, "Certificates", 0.0),
    incident(FIELD_APP, "Synchronisation", 0.8),
    incident(FIELD_APP, "Stability", 0.6),
    request(FIELD_APP, "Devices", 0.4),
    incident(REPORTING, "Figures", 0.7),
    incident(REPORTING, "Export", 0.6),
    Kind { ticket_type: TicketType::ChangeRequest, ..request(REPORTING, "New reports", 0.35) },
];

const fn incident(service: usize, category: &'static str, weight: f64) -> Kind {
    Kind { service, category, ticket_type: TicketType::Incident, weight, looks_ahead: false }
}

const fn request(service: usize, category: &'static str, weight: f64) -> Kind {
    Kind { service, category, ticket_type: TicketType::ServiceRequest, weight, looks_ahead: true }
}

/// Words that make a complaint, a request or a change of a mail; they stand in no other text.
pub const COMPLAINT_WORDS: &[&str] =
    &["complaint", "beschwerde", "beschweren", "réclamation", "reclamación", "klacht", "reclamo"];
pub const REQUEST_WORDS: &[&str] = &[
    "set up",
    "register",
    "update our",
    "einrichten",
    "registrieren",
    "hinterlegen",
    "créer",
    "enregistrer",
    "mettre à jour",
    "configurer",
    "dar de alta",
    "registrar",
    "actualizar",
    "configurar",
    "aanmaken",
    "registreren",
    "bijwerken",
    "instellen",
    "creare",
    "registrare",
    "aggiornare",
    "configurare",
];
pub const CHANGE_WORDS: &[&str] = &[
    "change request",
    "änderungswunsch",
    "demande de modification",
    "solicitud de cambio",
    "wijzigingsverzoek",
    "richiesta di modifica",
];
pub const HIGH_IMPACT_WORDS: &[&str] = &[
    "all users",
    "whole department",
    "alle benutzer",
    "ganze abteilung",
    "tous les utilisateurs",
    "tout le service",
    "todos los usuarios",
    "todo el departamento",
    "alle gebruikers",
    "hele afdeling",
    "tutti gli utenti",
    "tutto il reparto",
];
pub const LOW_IMPACT_WORDS: &[&str] = &[
    "only me",
    "just one user",
    "nur bei mir",
    "nur mich",
    "seulement moi",
    "que moi",
    "solo a mí",
    "solo yo",
    "alleen bij mij",
    "alleen ik",
    "solo a me",
    "solo io",
];
pub const HIGH_URGENCY_WORDS: &[&str] = &[
    "urgent",
    "urgently",
    "asap",
    "dringend",
    "eilt",
    "au plus vite",
    "urgente",
    "cuanto antes",
    "spoed",
    "al più presto",
];
pub const LOW_URGENCY_WORDS: &[&str] = &[
    "no rush",
    "no hurry",
    "when you have time",
    "keine eile",
    "hat zeit",
    "rien de pressé",
    "pas de hâte",
    "sin prisa",
    "no corre prisa",
    "geen haast",
    "heeft de tijd",
    "nessuna fretta",
    "senza fretta",
];

/// Every word that decides something, in lower case.
pub fn telling_words() -> impl Iterator<Item = &'static str> {
    let of_services = SERVICES.iter().flat_map(|service| {
        let of_categories = service.categories.iter().flat_map(|(_, words)| words.iter());
        service.words.iter().chain(of_categories)
    });
    let lists = [
        COMPLAINT_WORDS,
        REQUEST_WORDS,
        CHANGE_WORDS,
        HIGH_IMPACT_WORDS,
        LOW_IMPACT_WORDS,
        HIGH_URGENCY_WORDS,
        LOW_URGENCY_WORDS,
        THANKS_STEMS,
    ];
    of_services.chain(lists.into_iter().flatten()).copied()
}

/// What thank-you words begin with, in the languages used.
const THANKS_STEMS: &[&str] =
    &["thank", "cheers", "works now", "danke", "dank", "merci", "gracias", "grazie", "bedankt"];
