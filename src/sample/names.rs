//! Invented customers and the names of their people, by country: data only.

use super::organisation::Language;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Country {
    Germany,
    France,
    Netherlands,
    Spain,
    Italy,
    Nordics,
    Britain,
}

/// How people of a country are called and write.
pub struct Folk {
    pub time_zone: &'static str,
    pub language: Language,
    /// How many write in it; the others write English.
    pub own_language: f64,
    pub women: &'static [&'static str],
    pub men: &'static [&'static str],
    pub surnames: &'static [&'static str],
    pub towns: &'static [&'static str],
    pub streets: &'static [&'static str],
    pub roles: &'static [&'static str],
    /// International prefix and area code.
    pub phone: &'static str,
}

pub fn folk(country: Country) -> &'static Folk {
    match country {
        Country::Germany => &GERMANY,
        Country::France => &FRANCE,
        Country::Netherlands => &NETHERLANDS,
        Country::Spain => &SPAIN,
        Country::Italy => &ITALY,
        Country::Nordics => &NORDICS,
        Country::Britain => &BRITAIN,
    }
}

const GERMANY: Folk = Folk {
    time_zone: "Europe/Berlin",
    language: Language::German,
    own_language: 0.66,
    women: &["Sabine", "Katrin", "Monika", "Lena", "Petra", "Ulrike", "Jana", "Birgit", "Meike", "Franziska", "Aylin", "Svenja", "Heike", "Nora"],
    men: &["Jürgen", "Matthias", "Tobias", "Holger", "Sven", "Uwe", "Florian", "Kai", "Björn", "Dirk", "Emre", "Jonas", "Rüdiger", "Felix"],
    surnames: &["Müller", "Schäfer", "Hoffmann", "Weiß", "Krause", "Brandt", "Lüders", "Kowalski", "Bergmann", "Voß", "Yilmaz", "Hinrichs", "Böhm", "Petersen", "Dietrich", "Engel", "Roth", "Seidel", "Winkler", "Haas", "Köhler", "Otto", "Arnold", "Reuter"],
    towns: &["Kassel", "Bielefeld", "Erfurt", "Lübeck", "Regensburg", "Ulm", "Cottbus", "Trier"],
    streets: &["Industriestraße 14", "Am Hafen 3", "Lange Gasse 22", "Werkstraße 8", "Bahnhofsallee 41"],
    roles: &["Energiemanagement", "Leiter Technik", "Sachbearbeitung", "Netzbetrieb", "Controlling", "IT-Koordination", "Einkauf Energie", "Betriebsleitung"],
    phone: "+49 561 ",
};

const FRANCE: Folk = Folk {
    time_zone: "Europe/Paris",
    language: Language::French,
    own_language: 0.72,
    women: &["Camille", "Sophie", "Amélie", "Nathalie", "Chloé", "Hélène", "Fatima", "Isabelle", "Margaux", "Céline", "Aurélie"],
    men: &["Julien", "François", "Mathieu", "Olivier", "Karim", "Benoît", "Laurent", "Antoine", "Sébastien", "Hugo", "Rémi"],
    surnames: &["Lefèvre", "Moreau", "Girard", "Dubois", "Marchand", "Benali", "Rousseau", "Garnier", "Faure", "Chevalier", "Perrin", "Masson", "Noël", "Dupuis", "Barbier", "Renaud", "Leclerc", "Morin"],
    towns: &["Lyon", "Nantes", "Grenoble", "Lille", "Dijon", "Pau", "Reims"],
    streets: &["12 rue des Ateliers", "4 quai du Port", "87 avenue de la Gare", "zone industrielle Nord, lot 6"],
    roles: &["Responsable énergie", "Service technique", "Chargée d'exploitation", "Contrôle de gestion", "Achats", "Direction technique"],
    phone: "+33 4 72 ",
};

const NETHERLANDS: Folk = Folk {
    time_zone: "Europe/Amsterdam",
    language: Language::Dutch,
    own_language: 0.55,
    women: &["Sanne", "Femke", "Marieke", "Anouk", "Ingrid", "Lotte", "Yvonne", "Fenna", "Esther"],
    men: &["Daan", "Jeroen", "Bas", "Ruben", "Sjoerd", "Wouter", "Mehmet", "Hendrik", "Thijs", "Koen"],
    surnames: &["Jansen", "Visser", "Bakker", "Smit", "Dekker", "Mulder", "Vermeer", "Hoekstra", "Kuipers", "Postma", "Willems", "Schouten", "Peeters", "Kok", "Bos"],
    towns: &["Zwolle", "Breda", "Almere", "Groningen", "Venlo", "Arnhem"],
    streets: &["Havenweg 12", "Nijverheidsstraat 5", "Stationsplein 31", "Dijkgraaf 9"],
    roles: &["Energiecoördinator", "Facilitair beheer", "Bedrijfsleider", "Financiën", "Technische dienst"],
    phone: "+31 38 ",
};

const SPAIN: Folk = Folk {
    time_zone: "Europe/Madrid",
    language: Language::Spanish,
    own_language: 0.72,
    women: &["Lucía", "Carmen", "Marta", "Inés", "Rocío", "Pilar", "Nuria", "Begoña", "Laia"],
    men: &["Javier", "Álvaro", "Sergio", "Raúl", "Íñigo", "Pablo", "Jordi", "Andrés", "Manuel"],
    surnames: &["García", "Fernández", "Muñoz", "Navarro", "Ibáñez", "Ortega", "Castro", "Serrano", "Molina", "Vázquez", "Peña", "Cano", "Rubio", "Prieto"],
    towns: &["Zaragoza", "Bilbao", "Valencia", "Vigo", "Murcia", "Burgos"],
    streets: &["Calle del Puerto 18", "Polígono Sur, nave 7", "Avenida de la Estación 55"],
    roles: &["Responsable de energía", "Mantenimiento", "Administración", "Jefe de planta", "Compras"],
    phone: "+34 976 ",
};

const ITALY: Folk = Folk {
    time_zone: "Europe/Rome",
    language: Language::Italian,
    own_language: 0.72,
    women: &["Giulia", "Francesca", "Chiara", "Elisa", "Paola", "Valentina", "Silvia", "Ilaria"],
    men: &["Luca", "Matteo", "Andrea", "Giorgio", "Davide", "Stefano", "Nicolò", "Fabio"],
    surnames: &["Rossi", "Ferrari", "Esposito", "Colombo", "Ricci", "Marino", "Gallo", "Conti", "Bruno", "De Luca", "Fontana", "Caruso", "Moretti"],
    towns: &["Bologna", "Torino", "Verona", "Parma", "Bari", "Udine"],
    streets: &["via dell'Industria 21", "viale Europa 104", "via Mazzini 9"],
    roles: &["Energy manager", "Ufficio tecnico", "Amministrazione", "Responsabile impianti", "Acquisti"],
    phone: "+39 051 ",
};

const NORDICS: Folk = Folk {
    time_zone: "Europe/Stockholm",
    language: Language::English,
    own_language: 1.0,
    women: &["Astrid", "Ingeborg", "Maja", "Sofie", "Kirsten", "Linnéa", "Aino", "Solveig", "Freja", "Tuuli"],
    men: &["Lars", "Mikkel", "Erik", "Jörgen", "Søren", "Olli", "Håkon", "Magnus", "Anders", "Jari"],
    surnames: &["Johansson", "Nielsen", "Lindgren", "Hansen", "Bergström", "Virtanen", "Sørensen", "Dahl", "Åkesson", "Nyström", "Koskinen", "Lund", "Holmberg", "Strand"],
    towns: &["Aarhus", "Malmö", "Bergen", "Tampere", "Odense", "Uppsala", "Stavanger"],
    streets: &["Havnegade 6", "Industrivägen 19", "Fabriksgatan 2"],
    roles: &["Energy coordinator", "Operations", "Facility management", "Plant manager", "Finance", "Grid operations"],
    phone: "+46 40 ",
};

const BRITAIN: Folk = Folk {
    time_zone: "Europe/London",
    language: Language::English,
    own_language: 1.0,
    women: &["Emily", "Hannah", "Priya", "Gemma", "Fiona", "Rachel", "Aisha", "Claire", "Bethan"],
    men: &["James", "Oliver", "Callum", "Gareth", "Imran", "Stuart", "Ben", "Hamish", "Dev"],
    surnames: &["Taylor", "Hughes", "Patel", "Murray", "Clarke", "Robinson", "Fraser", "Bennett", "Khan", "Davies", "Whitfield", "Marsh", "Doyle"],
    towns: &["Leeds", "Bristol", "Dundee", "Norwich", "Swansea", "Preston"],
    streets: &["14 Foundry Lane", "Unit 6, Dockside Park", "221 Mill Road"],
    roles: &["Energy manager", "Estates", "Operations lead", "Finance assistant", "Site engineer", "Procurement"],
    phone: "+44 113 ",
};

use Country::{Britain, France, Germany, Italy, Netherlands, Nordics, Spain};

/// Name, mail domain, country.
pub const CUSTOMERS: &[(&str, &str, Country)] = &[
    ("Stadtwerke Eschenau", "stadtwerke-eschenau.example", Germany),
    ("Hartmann Papier", "hartmann-papier.example", Germany),
    ("Nordkiesel Beton", "nordkiesel.example", Germany),
    ("Klinikum Weserbogen", "klinikum-weserbogen.example", Germany),
    ("Brauhaus Lindenthal", "brauhaus-lindenthal.example", Germany),
    ("Ostwerk Logistik", "ostwerk-logistik.example", Germany),
    ("Gemeindewerke Althain", "gw-althain.example", Germany),
    ("Rheinglas", "rheinglas.example", Germany),
    ("Falkenroth Maschinenbau", "falkenroth.example", Germany),
    ("Kühlhaus Brinkmann", "kuehlhaus-brinkmann.example", Germany),
    ("Energie Bördeland", "energie-boerdeland.example", Germany),
    ("Zuckerfabrik Anklau", "zucker-anklau.example", Germany),
    ("Flughafen Harzvorland", "flughafen-harzvorland.example", Germany),
    ("Textilwerk Vogelsang", "textil-vogelsang.example", Germany),
    ("Wohnbau Südhang", "wohnbau-suedhang.example", Germany),
    ("Messtechnik Ahrens", "ahrens-messtechnik.example", Germany),
    ("Régie de Valmont", "regie-valmont.example", France),
    ("Laiterie du Bocage", "laiterie-bocage.example", France),
    ("Fonderies Arnaud", "fonderies-arnaud.example", France),
    ("Port de Saint-Brévin", "port-saint-brevin.example", France),
    ("Hôpitaux du Vercoin", "hopitaux-vercoin.example", France),
    ("Papeteries Morvelle", "morvelle.example", France),
    ("Énergies du Causse", "energies-causse.example", France),
    ("Transports Delmas", "transports-delmas.example", France),
    ("Verrerie de la Lys", "verrerie-lys.example", France),
    ("Waterschap Oosterveen", "waterschap-oosterveen.example", Netherlands),
    ("Kwekerij Van Houten", "kwekerij-vanhouten.example", Netherlands),
    ("Stroomhuis", "stroomhuis.example", Netherlands),
    ("Havenbedrijf Scheldemond", "scheldemond.example", Netherlands),
    ("Zuivel De Kempen", "zuivel-kempen.example", Netherlands),
    ("Metaalunie Twente", "metaal-twente.example", Netherlands),
    ("Koelveem", "koelveem.example", Netherlands),
    ("Gemeente Waalrijk", "waalrijk.example", Netherlands),
    ("Azulejos Monteclaro", "monteclaro.example", Spain),
    ("Aguas de la Ribera", "aguas-ribera.example", Spain),
    ("Frigoríficos Ebro", "frigorificos-ebro.example", Spain),
    ("Cooperativa El Olivar", "coop-olivar.example", Spain),
    ("Talleres Ugarte", "ugarte.example", Spain),
    ("Hotel Grupo Brisamar", "brisamar.example", Spain),
    ("Ceramiche Valpiana", "valpiana.example", Italy),
    ("Pastificio Serafini", "serafini.example", Italy),
    ("Servizi Idrici Altobrenta", "altobrenta.example", Italy),
    ("Officine Galvani Sud", "galvani-sud.example", Italy),
    ("Cartiera del Liri", "cartiera-liri.example", Italy),
    ("Logistica Porto Lungo", "portolungo.example", Italy),
    ("Norrhamn Energi", "norrhamn.example", Nordics),
    ("Fjordlaks", "fjordlaks.example", Nordics),
    ("Mejeri Sydvang", "sydvang.example", Nordics),
    ("Skogsbruk Vidarna", "vidarna.example", Nordics),
    ("Kalliola Paperi", "kalliola.example", Nordics),
    ("Bryggen Eiendom", "bryggen-eiendom.example", Nordics),
    ("Vindpark Østerhav", "vindpark-oesterhav.example", Nordics),
    ("Jernverket Solberg", "jernverket.example", Nordics),
    ("Kommunalteknik Lerum", "kommunalteknik.example", Nordics),
    ("Pennine Cold Storage", "penninecold.example", Britain),
    ("Harbour & Lowe Breweries", "harbourlowe.example", Britain),
    ("Thistlebank Distillers", "thistlebank.example", Britain),
    ("Calder Valley Council", "caldervalley.example", Britain),
    ("Redmoor Steel", "redmoor.example", Britain),
    ("Severn Estates", "severn-estates.example", Britain),
];
