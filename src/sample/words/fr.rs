//! French.

use super::{Common, Concern, Letter};

pub const COMMON: Common = Common {
    hello: &[
        "Bonjour",
        "Bonjour à tous",
        "Madame, Monsieur",
        "Bonjour l'équipe",
        "Bonjour à toute l'équipe",
        "Salut",
        "Chère équipe support",
        "",
    ],
    since: &[
        "depuis hier",
        "depuis ce matin",
        "depuis {weekday}",
        "depuis le {date}",
        "depuis [deux|trois|quelques] jours",
        "depuis {clock} environ",
        "depuis ce week-end",
        "depuis la semaine dernière",
    ],
    tried: &[
        "J'ai [redémarré|changé de navigateur|vidé le cache], [sans succès|rien n'y fait|aucun changement].",
        "On a [réessayé|testé] [à {clock}|deux fois|ce matin], [même résultat|toujours pareil].",
        "Notre informatique [dit|me dit] que rien n'a changé chez nous.",
        "",
        "",
    ],
    impact: &[
        "Cela nous [ralentit|fait perdre du temps] mais on [se débrouille|peut attendre un peu].",
        "On en a besoin pour [la clôture|la réunion de {weekday}|un client].",
        "{person} a [le même souci|la même chose].",
        "",
        "",
    ],
    high_impact: &[
        "[Cela touche|Sont touchés] tous les utilisateurs[ du site| de {place}| chez nous].",
        "Tout le service [est bloqué|attend].",
    ],
    low_impact: &[
        "[Apparemment|A priori] [seulement moi|il n'y a que moi][, les collègues n'ont rien|].",
        "Cela ne concerne que moi[, je crois|].",
    ],
    high_urgency: &[
        "Merci de [regarder|traiter cela] au plus vite[, {person} attend|].",
        "[Nous avons besoin d'aide|Il nous faut une réponse] au plus vite[, échéance {weekday}|].",
        "C'est urgent[, nous avons une échéance {weekday}| pour nous|].",
    ],
    low_urgency: &["Rien de pressé[, la semaine prochaine suffit|].", "Pas de hâte[, quand vous pourrez|]."],
    ask: &[
        "[Pouvez-vous|Pourriez-vous] [vérifier|regarder|jeter un œil][ s'il vous plaît|] ?",
        "[Avez-vous une idée|Savez-vous] [de la cause|d'où cela vient] ?",
        "Merci de [nous tenir informés|votre retour].",
        "Que [pouvons-nous|faut-il] faire ?",
        "[Est-ce connu|Est-ce un souci connu] chez vous ?",
    ],
    ask_request: &[
        "[Est-ce possible|Pouvez-vous le faire] avant {weekday} ?",
        "Merci de confirmer quand c'est fait.",
        "[De quoi avez-vous besoin|Vous faut-il autre chose] de notre part ?",
    ],
    regards: &["Cordialement", "Bien cordialement", "Bien à vous", "Cdlt", "Salutations", "Bonne journée", ""],
    thanking_regards: &[
        "Merci d'avance",
        "Merci et bonne journée",
        "Merci",
        "Avec mes remerciements, merci",
        "Merci beaucoup",
    ],
    complaint: &[
        "[Je souhaite déposer|Je dépose] une réclamation[ officielle|].",
        "[Veuillez considérer ce message comme|Ceci est] une réclamation.",
        "C'est la [deuxième|troisième] fois, je fais donc une réclamation.",
    ],
    attached: &[
        "[Capture|Copie d'écran] [jointe|en pièce jointe].",
        "Voir [la pièce jointe|le document joint].",
        "Je joins [ce que je vois|une capture].",
    ],
    answer_lead: &[
        "",
        "",
        "Voici :",
        "Bien sûr :",
        "Bonjour {first},",
        "Pour votre question :",
        "Désolé pour le délai.",
        "Oui,",
    ],
    chaser: &[
        "[Avez-vous|Y a-t-il] [du nouveau|des nouvelles][ pour {topic}|] ?",
        "[Petite relance|Je me permets de relancer] : [rien n'a changé de notre côté|nous attendons toujours|c'est toujours pareil qu'à {clock}].",
        "Je n'ai pas eu de retour [depuis {weekday}|à ce jour]. [Où en êtes-vous|Quel est l'état] ?",
        "[Quand|Pour quand] [peut-on espérer une réponse|aurons-nous un retour] ? [{person} me le demande|Je dois planifier].",
    ],
    angry_chaser: &[
        "[Cela devient pénible|C'est inadmissible]. {small} jours [sans un mot|sans réponse]. J'attends un appel aujourd'hui au {phone}.",
        "Franchement, [nous payons un support|on paie] et personne ne répond. Qui s'occupe de {topic} chez vous ?",
    ],
    colleague: &[
        "[Pareil chez moi|Je confirme], [vu à {clock}|depuis {weekday}|à {place} aussi].",
        "[J'ajoute|Pour compléter] : [à {place} aussi|chez moi cela a commencé le {date}|à {clock} c'était bon un instant].",
        "[Pour info|À noter], {first} est absent à partir de {weekday}, [écrivez-moi|merci de me mettre en copie].",
    ],
    thanks: &[
        "[Merci|Merci beaucoup|Parfait, merci|Super, merci][ {first}|][ !|.]",
        "[Ça marche|C'est bon|Tout fonctionne], [merci|merci beaucoup][ pour la rapidité|][ !|.]",
        "[Vérifié|Je viens de tester], {topic} c'est bon. Merci[ {first}|][ !|.]",
        "Merci[ {first}|][, bonne journée|, bon week-end|, bon {weekday}][ !|.]",
    ],
    reopening: &[
        "[Malheureusement|Hélas], [c'est revenu|cela recommence]. [Bon pendant {small} jours|Jusqu'à {weekday} tout allait bien|Depuis {clock} même constat].",
        "[Je reviens vers vous|Me revoilà] : {topic} [de nouveau en panne|même comportement qu'avant]. [Quelque chose a changé|Y a-t-il eu un retour arrière] ?",
        "[Pas tout à fait|Ce n'est pas fini] : [à {clock}|ce matin|{weekday}] [la même erreur|exactement pareil]. [Pouvez-vous rouvrir|Pouvez-vous regarder encore] ?",
    ],
    late_reply: &[
        "[Je réponds à cet ancien message|Je reprends ce vieil échange], [nous avons de nouveau un cas|cela ressemble beaucoup].",
        "[Vous nous aviez aidés en {month}|On a eu cela en {month}], [et rebelote|voici un nouveau cas].",
    ],
    agent_hello: &["Bonjour {first},", "Bonjour {title},"],
    agent_working: &[
        "[merci pour votre message|merci pour ces précisions]. [Je regarde {topic}|Je m'en occupe et je vérifie {topic}|Je reproduis le cas et je lis les journaux] et je reviens vers vous [aujourd'hui|d'ici {weekday}|dès que j'en sais plus].",
        "[bien reçu|votre message est bien arrivé]. [{agent} regarde avec moi|Je transmets à {agent}, qui connaît cette partie]. Vous aurez des nouvelles [demain|avant {weekday}].",
        "[merci, c'est noté]. [Rien de visible sur la plateforme à première vue|La supervision montre des erreurs vers {clock}], je creuse.",
    ],
    agent_update: &[
        "[un point rapide|petit point d'étape] : [la cause se précise|nous l'avons reproduit en test|l'analyse continue]. [J'en saurai plus {weekday}|Prochaine étape : un essai avec {agent}].",
        "[je ne vous oublie pas|désolé pour l'attente]. {agent} [y travaille|a trouvé une piste à {clock}|teste une correction], [je vous tiens au courant|la suite demain].",
    ],
    agent_question_lead: &[
        "[merci pour votre message|merci]. [Une question|Il me manque un élément|Pour chercher au bon endroit] :",
        "[j'ai commencé à regarder {topic}|premier coup d'œil fait]. [Une précision|Ce que je ne vois pas d'ici] :",
    ],
    agent_reminder: &[
        "avez-vous vu ma question ci-dessous ? Sans [réponse|cet élément] nous ne pouvons pas avancer.",
        "petit rappel de ma question : pourriez-vous [répondre|m'envoyer cela] ?",
    ],
    agent_again: &[
        "[désolé que ce soit revenu|navré]. J'ai [rouvert le dossier|repris le dossier] et [je regarde {topic} avec {agent}|je cherche ce qui diffère cette fois].",
    ],
    agent_resolve: &[
        "[C'est donc résolu|Le problème est résolu|Pour nous c'est résolu]. [Sinon, répondez simplement|N'hésitez pas à répondre s'il reste un souci].",
        "[Tout fonctionne|C'est fait], je clôture le dossier. [Une réponse le rouvre|Répondez s'il manque quelque chose].",
        "[L'incident est résolu depuis {clock}|Le point est résolu et testé], nous clôturons. [Désolé pour la gêne|Bonne journée].",
    ],
    agent_unanswered: &[
        "[sans nouvelles de votre part|n'ayant pas eu de réponse], je clôture pour le moment. [Une simple réponse suffit pour reprendre|Répondez quand vous voulez].",
    ],
    agent_regards: &["Cordialement", "Bien cordialement", "Bien à vous"],
    agent_apology: &[
        "[toutes nos excuses|je suis désolé] pour [la gêne|ce délai|cette expérience]. [Votre remarque est transmise à notre responsable|Notre qualité est informée].",
    ],
    mobile_footer: &["Envoyé de mon iPhone", "Envoyé depuis mon mobile", "Télécharger Outlook pour Android"],
    absence_subject: &[
        "Réponse automatique : {subject}",
        "Absence du bureau : {subject}",
        "Réponse automatique: {subject}",
    ],
    absence: &[
        "Bonjour,\n\nJe suis [absent du bureau|en congés|en déplacement] jusqu'au {date}. [Pour toute question, contactez {person} au {phone}|En cas de besoin : {person}].\n\nCordialement\n{me}",
        "De retour le {date}. Vos messages [ne sont pas transférés|seront lus à mon retour].\n\n{me}",
    ],
    newsletter_subject: &["{buzz} : le webinaire"],
    newsletter: &[
        "Bonjour,\n\n{buzz} : inscrivez-vous sur https://www.{vendor}/news/{code}\n\nDésinscription : https://www.{vendor}/u/{code}",
    ],
    letter: Letter {
        reply_prefix: "RE:",
        attribution: &[
            "Le {date} à {clock}, {name} <{address}> a écrit :",
            "Le {weekday} {date} à {clock}, {name} a écrit :",
        ],
        labels: ["De :", "Envoyé :", "À :", "Objet :"],
        original_message: "-----Message d'origine-----",
        months: [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
        weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    },
    disclaimer: "Ce message est confidentiel. Si vous n'en êtes pas le destinataire, merci de le supprimer et d'avertir l'expéditeur.",
    topics: ["le portail", "{invoice}", "le compteur {meter}", "{partner}", "{device}", "les chiffres de {month}"],
};

pub const CONCERNS: [Concern; super::KIND_COUNT] = [
    Concern {
        subjects: &[
            "Connexion au portail impossible",
            "Portail : connexion refusée {code}",
            "[Pas de connexion|Plus de connexion] portail ({user})",
        ],
        what: &[
            "[la connexion au portail|ma connexion au portail] [échoue|est refusée|ne marche plus] {since}[, erreur {code}|, identifiant {user}|].",
            "{since} [impossible d'ouvrir une connexion|plus aucune connexion] au portail, [la page reste vide|le message est {code}|on me dit \"session invalide\"].",
            "le portail [me déconnecte|coupe ma connexion] au bout de {count} secondes, {since}.",
        ],
        detail: &[
            "Identifiant : {user}.",
            "[Edge|Firefox|Chrome] {version}.",
            "Message reçu à {clock}.",
            "Le code arrive sur le téléphone, [puis plus rien|mais ensuite rien].",
        ],
        question: &[
            "quel identifiant utilisez-vous, et à quelle heure était le dernier essai ?",
            "est-ce pareil dans une fenêtre privée[, et avec quel navigateur|] ?",
        ],
        answer: &["{user}, dernier essai à {clock}.", "Pareil en fenêtre privée, Edge {version}[, code {code}|]."],
        cause: &[
            "le compte {user} était bloqué après {small} essais, [je l'ai débloqué|débloqué à {clock}].",
            "une ancienne session bloquait l'accès, [elle est fermée|nous l'avons fermée à {clock}].",
        ],
    },
    Concern {
        subjects: &["Portail très lent", "Lenteurs du portail : trop lent", "Portail lent à {place}"],
        what: &[
            "le portail est [très|terriblement] lent {since}, [la liste des contrats|chaque page|chaque clic] prend [{count} secondes|plus de {small} min].",
            "{since} le portail devient lent, surtout [vers {clock}|l'après-midi|la liste des contrats].",
        ],
        detail: &[
            "Mesuré à {clock} : {count} secondes.",
            "Les autres sites [vont bien|sont rapides].",
            "[Le matin|Avant neuf heures] c'est mieux.",
        ],
        question: &[
            "quelles pages, et combien de contrats ouvrez-vous ?",
            "pouvez-vous m'indiquer l'heure exacte d'un clic concerné ?",
        ],
        answer: &[
            "Surtout la liste, {count} contrats, à {clock}.",
            "Ce matin à {clock}, abandonné après {small} minutes.",
        ],
        cause: &[
            "un index manquait après la maintenance du {date}, [{agent} l'a recréé|il est recréé] et les pages s'ouvrent vite.",
            "un serveur web manquait de mémoire, [il a été remplacé|relancé à {clock}].",
        ],
    },
    Concern {
        subjects: &["Accès portail pour {person}", "Nouvel accès au portail", "Créer un accès portail"],
        what: &[
            "[pourriez-vous|merci de] créer un accès au portail pour {person}[, à partir du {date}|] ?",
            "{person} arrive le {date}, il faut lui créer un accès au portail [comme {person2}|avec mes droits].",
        ],
        detail: &["Adresse : {mail}.", "[Lecture seule|Droits complets].", "Centre de coût {order}."],
        question: &["quels droits faut-il, lecture seule ou contrats aussi ?", "quelle est son adresse mail ?"],
        answer: &["Lecture seule, site de {place}.", "{mail}, centre de coût {order}."],
        cause: &[
            "l'accès de {person} est ouvert, l'invitation est partie à {clock}.",
            "[j'ai créé|{agent} a créé] le compte, l'invitation vaut {small} jours.",
        ],
    },
    Concern {
        subjects: &[
            "Mot de passe oublié, pas de mail",
            "Mot de passe portail : lien non reçu",
            "Lien pour le mot de passe {user}",
        ],
        what: &[
            "[j'ai demandé|nous avons demandé] {small} fois un nouveau mot de passe pour le portail {since}, le lien [n'arrive jamais|ne vient pas|n'est pas dans les indésirables].",
            "le mail pour changer le mot de passe du portail [n'arrive pas|n'est jamais livré] {since}.",
            "{person} a oublié son mot de passe, [aucun lien reçu|rien reçu] depuis {clock}.",
        ],
        detail: &["Adresse : {mail}.", "Dernier essai à {clock}.", "Rien dans notre filtre.", "Identifiant {user}."],
        question: &[
            "à quelle adresse et à quelle heure l'avez-vous demandé ?",
            "votre filtre montre-t-il un message de noreply@lumenta-energy.example ?",
        ],
        answer: &["{mail}, à {clock}.", "Rien dans le filtre, essai de {clock}."],
        cause: &[
            "votre serveur refusait nos messages (SPF), [je vous ai envoyé un lien unique|j'ai fixé un accès provisoire].",
            "le message était bloqué dans notre file, un nouveau lien est parti à {clock}.",
        ],
    },
    Concern {
        subjects: &[
            "Facture {invoice} : montant [erroné|faux]",
            "Mauvais tarif, facture {invoice}",
            "Facture {month} : montant trop élevé",
        ],
        what: &[
            "[la facture|notre facture] {invoice} [est fausse|ne va pas] : le montant est de {amount}, [nous attendions|selon le contrat] {amount2}.",
            "sur la facture {invoice}, [l'ancien tarif est appliqué|le tarif n'est pas le bon].",
            "facture {invoice} pour {month} : la position {small} est comptée deux fois, le montant est [donc|] faux.",
        ],
        detail: &[
            "Contrat {order}.",
            "Prix convenu : {cents} ct.",
            "Merci de suspendre le prélèvement.",
            "En {month} c'était {amount2}.",
        ],
        question: &[
            "quelle position est concernée, et avez-vous la page du contrat ?",
            "s'agit-il de l'abonnement ou du prix de l'énergie ?",
        ],
        answer: &["Position {small}, {cents} ct convenus.", "L'abonnement, {amount} au lieu de {amount2}."],
        cause: &[
            "la nouvelle grille n'était pas saisie pour {order}, [c'est corrigé|{agent} l'a saisie] et l'avoir de {amount2} est parti.",
            "la position {small} était en double, le document corrigé part {weekday}.",
        ],
    },
    Concern {
        subjects: &[
            "Facture {month} non reçue, elle manque",
            "Il manque la facture {invoice}",
            "Facture {month} : pas reçu",
        ],
        what: &[
            "nous n'avons pas reçu la facture de {month}[, contrat {order}|].",
            "il nous manque la facture {invoice}[, la relance est pourtant arrivée|].",
            "la comptabilité n'a pas reçu la facture {invoice}[, est-elle partie à {mail}|].",
        ],
        detail: &["À envoyer à {mail}.", "Nous clôturons le {date}.", "{small} sites sont concernés."],
        question: &["à quelle adresse faut-il l'envoyer, et pour quel contrat ?", "la voulez-vous en PDF ?"],
        answer: &["À {mail}, contrat {order}.", "PDF, à {mail}."],
        cause: &[
            "elle était partie à une ancienne adresse ({mail2}), [c'est changé|je l'ai changée] et renvoyée à {clock}.",
            "le contrat {order} avait été sauté faute de numéro de commande, elle est partie.",
        ],
    },
    Concern {
        subjects: &[
            "Nouvelle adresse de facturation",
            "Adresse de facturation {customer}",
            "Facturation : mettre à jour l'adresse",
        ],
        what: &[
            "merci de mettre à jour notre adresse de facturation : {customer}, {street}, {place}[, à partir du {date}|].",
            "nous déménageons, il faut mettre à jour l'adresse de facturation : {street}, {place}.",
        ],
        detail: &[
            "Valable dès le {date}.",
            "Le numéro de TVA ne change pas.",
            "Pour [tous les contrats|le contrat {order}].",
        ],
        question: &["est-ce pour tous les contrats ou seulement {order} ?", "à partir de quelle date ?"],
        answer: &["Tous, dès le {date}.", "Seulement {order}."],
        cause: &["les données sont enregistrées pour [tous les contrats|{order}], visibles sur le prochain document."],
    },
    Concern {
        subjects: &["Facture {invoice} : PDF vide", "PDF vide (facture {invoice})", "Facture vide"],
        what: &[
            "le PDF de la facture {invoice} est vide, [{small} pages blanches|seul le logo apparaît|rien d'autre que le pied de page].",
            "[on a ouvert|j'ouvre] la facture {invoice} de {month} : le PDF est vide.",
            "{small} factures du dernier lot ont un PDF vide, [dont|par exemple] {invoice}.",
        ],
        detail: &["Taille {small} Ko.", "Pareil avec deux lecteurs.", "Celle de {month} était bonne."],
        question: &["est-ce tout le lot ou seulement {invoice} ?", "pouvez-vous m'envoyer le fichier reçu ?"],
        answer: &["Tout le lot, {small} documents.", "{invoice} et {invoice2}."],
        cause: &[
            "le service PDF s'est figé pendant le lot mensuel, [{invoice} est régénérée|tout est régénéré depuis {clock}].",
            "toujours ce blocage du service PDF, de nouvelles copies sont parties à {clock}.",
        ],
    },
    Concern {
        subjects: &[
            "Compteur {meter} sans valeurs",
            "[Pas de valeurs|Plus de valeurs] compteur {meter}",
            "Valeurs manquantes, compteur {place}",
        ],
        what: &[
            "le compteur {meter} [de {place}|] n'envoie plus de valeurs {since}.",
            "[des valeurs manquent|il y a des trous dans les valeurs] pour le compteur {meter} : rien entre {clock} et {clock2}.",
            "{small} compteurs de {place} ne donnent plus de valeurs {since}, dont {meter}.",
        ],
        detail: &[
            "L'afficheur fonctionne.",
            "La LED du modem est [rouge|verte|éteinte].",
            "Dernière valeur : {kwh} kWh à {clock}.",
        ],
        question: &[
            "que montre la LED du modem : vert, rouge ou éteinte ?",
            "y a-t-il eu une coupure vers le {date} ?",
        ],
        answer: &[
            "LED [rouge|verte|éteinte].",
            "Oui, le {date} de {clock} à {clock2}.",
            "Non, aucune coupure. Afficheur {kwh} kWh.",
        ],
        cause: &[
            "la carte SIM du modem était bloquée, elle est active depuis {clock} et les trous sont comblés.",
            "notre collecte avait perdu {meter}, [je l'ai remis|il y est de nouveau], les données sont complètes.",
        ],
    },
    Concern {
        subjects: &["Valeurs aberrantes compteur {meter}", "Compteur {meter} : valeurs incohérentes"],
        what: &[
            "le compteur {meter} donne des valeurs aberrantes {since} : [{kwh} kWh par quart d'heure|négatif la nuit].",
            "le compteur {meter} est passé de {kwh} à {kwh2} kWh [le {date}|dans la nuit], c'est incohérent.",
        ],
        detail: &["L'usine était fermée ce jour-là.", "Relevé sur place : {kwh} kWh.", "D'habitude {small}0 kWh."],
        question: &[
            "le transformateur a-t-il été remplacé vers le {date} ?",
            "pouvez-vous m'envoyer une photo de l'afficheur ?",
        ],
        answer: &["Oui, le {date}, rapport {small}0/5.", "Non. L'afficheur indique {kwh} kWh."],
        cause: &[
            "l'ancien rapport de transformation était encore saisi, [corrigé|je l'ai corrigé] et recalculé.",
            "une trame du {date} était en double, la série est propre.",
        ],
    },
    Concern {
        subjects: &["Enregistrer le compteur {meter}", "Nouveau compteur à {place}, à enregistrer"],
        what: &[
            "merci d'enregistrer le compteur {meter}, {street}, {place}. Il faut l'enregistrer sur le contrat {order}.",
            "un compteur a été remplacé le {date} : ancien {meter}, nouveau {meter2}. Merci de bien vouloir enregistrer le nouveau.",
        ],
        detail: &["Index final {kwh} kWh.", "Contrat {order}."],
        question: &["quel était l'index final, et quel jour le remplacement ?", "sur quel contrat ?"],
        answer: &["{kwh} kWh le {date}.", "Contrat {order}."],
        cause: &["{meter} est dans le système, premières données à {clock}.", "{agent} l'a ajouté au contrat {order}."],
    },
    Concern {
        subjects: &[
            "Compteur LX400 : horodatage faux",
            "Horodatage du compteur {meter} décalé",
            "LX400 firmware 4.2 (compteur {meter})",
        ],
        what: &[
            "depuis le firmware 4.2, l'horodatage du compteur {meter} (LX400) est décalé de [{small} minutes|une heure].",
            "notre compteur LX400 {meter} dérive {since}, déjà {small} minutes. Firmware 4.2, horodatage inutilisable.",
        ],
        detail: &["En 4.1 tout allait bien.", "Mise à niveau le {date}.", "Remis à l'heure, il tient un jour."],
        question: &[
            "quel firmware affiche-t-il, et de combien de minutes dérive-t-il ?",
            "quand a eu lieu la mise à niveau ?",
        ],
        answer: &["4.2.0, {small} minutes.", "Le {date}."],
        cause: &[
            "j'ai remis {meter} à l'heure et corrigé les données depuis le {date}. Cause : firmware 4.2 du LX400, fabricant averti.",
            "{meter} est repassé en 4.1, l'heure est bonne depuis {clock}.",
        ],
    },
    Concern {
        subjects: &["[MSCONS|UTILMD] rejetés ({code})", "EDI : messages rejetés {partner}"],
        what: &[
            "{count} messages [MSCONS|UTILMD] de {partner} sont rejetés {since}, [APERAK|code] {code}.",
            "vous avez rejeté nos [MSCONS|UTILMD] du {date}, ils sont tous rejetés avec {code}.",
        ],
        detail: &["Référence {order}.", "Format inchangé.", "Notre code : {gln}."],
        question: &[
            "pouvez-vous m'envoyer un message avec sa référence ?",
            "quelle version envoyez-vous, 2.4 ou 5.2 ?",
        ],
        answer: &["Référence {order}.", "Version [2.4|5.2]."],
        cause: &[
            "la table des partenaires contenait encore {gln2}, [{agent} a saisi {gln}|corrigé], les {count} messages sont traités.",
            "un segment manquait à notre mapping, c'est passé à {clock}.",
        ],
    },
    Concern {
        subjects: &["SFTP : pas de livraison", "AS2 : livraison en retard {partner}", "Livraison SFTP du {date}"],
        what: &[
            "aucune livraison sur le SFTP {since}, celle du {date} manque.",
            "la livraison AS2 vers {partner} est arrêtée {since}, {count} envois attendent.",
        ],
        detail: &["Hôte sftp{small}.", "Notre adresse : 203.0.113.{octet}.", "Journal : {code}."],
        question: &["depuis quelle adresse, et que dit votre journal ?", "un seul partenaire ou tous ?"],
        answer: &["203.0.113.{octet}, code {code}.", "Seulement {partner}."],
        cause: &[
            "le disque de sftp{small} était plein, [c'est libéré depuis {clock}|nous avons fait de la place], la file est vide.",
            "l'adresse 203.0.113.{octet} n'était pas autorisée, elle l'est, {count} envois sont passés.",
        ],
    },
    Concern {
        subjects: &["Demande de modification : partenaire EDI {partner}", "Demande de modification AS2"],
        what: &[
            "demande de modification EDI : [ajouter le partenaire|nouveau partenaire] {partner} ({gln}) à partir du {date}.",
            "demande de modification : notre adresse AS2 change le {date}, as2.{customerdomain}.",
        ],
        detail: &["GLN {gln}.", "Test possible {weekday}.", "Contact : {person}, {phone}."],
        question: &["quand peut-on tester, et avec qui ?", "faut-il garder l'ancienne adresse quelques jours ?"],
        answer: &["{weekday}, {person}.", "Oui, jusqu'au {date}."],
        cause: &[
            "le partenaire est en production, {small} messages de test sont passés.",
            "{agent} a basculé ce matin, testé avec {person}.",
        ],
    },
    Concern {
        subjects: &["Certificat AS2 expiré", "AS2 : erreur de certificat {partner}"],
        what: &[
            "notre AS2 est arrêté {since} : [votre certificat a expiré|le certificat n'est pas reconnu].",
            "depuis votre nouveau certificat, AS2 ne passe plus, message {code}.",
        ],
        detail: &["Série {code}.", "Aucune annonce reçue.", "{count} messages attendent."],
        question: &["quel numéro de série voyez-vous ?", "pouvez-vous installer le nouveau et me dire quand ?"],
        answer: &["{code}.", "Installé à {clock}."],
        cause: &[
            "le changement trimestriel n'avait pas été annoncé chez vous, c'est aligné, {count} messages sont passés.",
            "votre nouvelle chaîne est chargée depuis {clock}.",
        ],
    },
    Concern {
        subjects: &[
            "App : pas de synchronisation",
            "Synchronisation de l'app bloquée ({person})",
            "App, synchronisation : {code}",
        ],
        what: &[
            "l'app ne fait plus de synchronisation {since}, [{person} n'a aucun ordre|bloquée à {percent} %|code {code}].",
            "la synchronisation de l'app [échoue|s'arrête à {percent} %] {since} sur {device}.",
        ],
        detail: &["Version {version}.", "Wi-Fi et 4G sont bons.", "Dernière fois à {clock}."],
        question: &[
            "quelle version sur {device}, et quand était la dernière synchronisation ?",
            "pouvez-vous déconnecter puis reconnecter le technicien ?",
        ],
        answer: &["{version}, à {clock}.", "Fait, [code {code}|arrêt à {percent} %]."],
        cause: &[
            "un ordre avec une photo abîmée ({order}) bloquait {device}, il est retiré.",
            "le jeton de {device} avait expiré, renouvelé à {clock}.",
        ],
    },
    Concern {
        subjects: &["L'app plante avec les photos", "App {version} plante", "App : plantage {device}"],
        what: &[
            "l'app plante [dès que {person} prend une photo|à la signature|à l'ouverture d'un ordre] {since}.",
            "depuis la version {version}, l'app plante [{small} fois par jour|sans cesse] sur {device}.",
        ],
        detail: &["Android 1{digit}.", "Un redémarrage aide [un peu|une heure].", "{small} saisies perdues."],
        question: &["quelle version et quel modèle ?", "pouvez-vous envoyer le journal (Réglages, Aide) ?"],
        answer: &["{version}, {device}.", "Journal envoyé à {clock}."],
        cause: &[
            "la caméra de {version} sature avec les grandes photos, {version2} est installée sur {device}.",
            "le cache de {device} était abîmé, vidé à distance.",
        ],
    },
    Concern {
        subjects: &[
            "Tablettes à configurer",
            "Configurer la tablette {device}",
            "Tablette pour {person}, à configurer",
        ],
        what: &[
            "merci de configurer l'app sur {small} tablettes pour {place}[, avant le {date}|].",
            "{person} commence le {date}, pouvez-vous lui configurer la tablette {device} avec l'app ?",
        ],
        detail: &["IMEI {order}.", "Profil comme {device2}."],
        question: &["quel profil, technicien ou chef d'équipe ?", "quel numéro de série ?"],
        answer: &["Technicien.", "Série {order}."],
        cause: &[
            "{device} est inscrite, {person} reçoit le code par SMS.",
            "les {small} appareils sont inscrits, codes valables jusqu'au {date}.",
        ],
    },
    Concern {
        subjects: &[
            "Tableau de bord : chiffres faux",
            "Rapport {month} : totaux faux",
            "Rapport : les chiffres ne collent pas",
        ],
        what: &[
            "dans le rapport de {month} les totaux ne sont pas bons : {kwh} contre {kwh2} kWh.",
            "le tableau de bord montre de faux chiffres {since}, [{place} y est deux fois|{place} manque|{percent} % de trop].",
        ],
        detail: &["Filtre : {place}, {month}.", "Nous avons {kwh2} kWh.", "Avant c'était bon."],
        question: &["quels filtres, et quels sites ?", "pouvez-vous m'envoyer vos propres totaux ?"],
        answer: &["{month}, {place}.", "{kwh2} kWh à {place}."],
        cause: &[
            "{place} était dans deux groupes, compté deux fois, c'est corrigé.",
            "le chargement du {date} s'était interrompu, relancé à {clock}, on lit {kwh2} kWh.",
        ],
    },
    Concern {
        subjects: &["Export Excel vide", "L'export s'arrête à {percent} %", "Export {month} : {code}"],
        what: &[
            "l'export Excel [échoue|s'arrête à {percent} %|reste vide] {since}[, {code}|].",
            "l'export {month} [donne une feuille vide|finit en {code}], en CSV [aussi|cela passe].",
        ],
        detail: &["Environ {count} lignes.", "Une semaine passe.", "Période {month}."],
        question: &["quelle période et combien de sites ?", "est-ce pareil en CSV ?"],
        answer: &["{month}, tous les sites, {count} lignes.", "CSV [passe|pareil, {code}]."],
        cause: &[
            "la limite de {count} lignes était atteinte, [je l'ai relevée|relevée], c'est passé à {clock}.",
            "un caractère spécial de {place} cassait le fichier, {agent} l'a corrigé.",
        ],
    },
    Concern {
        subjects: &["Demande de modification : rapport", "Demande de modification, tableau de bord"],
        what: &[
            "demande de modification du rapport : une colonne avec [le facteur CO2|la pointe|le centre de coût].",
            "demande de modification du tableau de bord : [une tuile pour {place}|une comparaison avec l'an dernier].",
        ],
        detail: &["Pour le {date}.", "Destinataires : {person}, {person2}."],
        question: &["pour quels sites, et à partir de quel mois ?", "qui doit le voir ?"],
        answer: &["Tous les sites, dès le {date}.", "{person} et moi."],
        cause: &["la colonne est en place depuis {clock}.", "{agent} l'a ajoutée, {person} la voit."],
    },
];
