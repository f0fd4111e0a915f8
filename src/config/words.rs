//! The phrases by which mail moves a ticket, where the configuration names none: one language a line.
//!
//! The lists of all languages count together, because a short mail does not tell its language; a word that means
//! something else in another of these languages is left out (`als`, `si`, `ma`).

pub(super) const RESOLVE: &str = "resolved, has been fixed, is fixed, we are closing this, i am closing this,
    gelöst, behoben, wir schließen, erledigt,
    résolu, nous clôturons, je clôture,
    resuelto, cerramos,
    risolto, chiudiamo,
    opgelost, we sluiten";

pub(super) const THANKS: &str = "thank*, thanks, cheers,
    danke, vielen dank, besten dank,
    merci,
    gracias,
    grazie,
    bedankt, dank je, dank u,
    tack, takk, obrigad*, dziękuj*";

pub(super) const SOLVED: &str = "works again, working again, works now, fine again, back to normal,
    wieder in ordnung, wieder da, geht wieder, funktioniert wieder, läuft wieder, klappt wieder, geht jetzt,
    funktioniert jetzt,
    fonctionne à nouveau, fonctionne de nouveau, à nouveau en ordre, remarche, ça marche,
    funciona de nuevo, vuelve a funcionar, ya funciona,
    funziona di nuovo, di nuovo a posto, ora funziona,
    werkt weer, doet het weer, weer goed, weer in orde, werkt nu,
    fungerar igen, virker igen, virker igjen";

pub(super) const UNSOLVED: &str = "but, still, again, however, unfortunately,
    aber, leider, wieder, immer noch, trotzdem, erneut,
    mais, encore, toujours, nouveau, malheureusement,
    pero, todavía, otra vez, de nuevo, aún, lamentablemente,
    ancora, di nuovo, purtroppo,
    maar, nog steeds, weer, helaas, opnieuw";

pub(super) const DENYING: &str = "not, isn't, hasn't, wasn't, never, cannot,
    nicht, kein, keine, nie,
    pas, jamais,
    no, nunca,
    non,
    niet, geen, nooit,
    inte, ikke";

pub(super) const CONDITIONAL: &str = "until, once, if, when, before, unless, as soon as,
    sobald, wenn, bevor, falls, bis,
    dès, lorsque, quand, jusqu, avant,
    cuando, hasta, antes,
    quando, finché, appena,
    zodra, totdat, wanneer, voordat";

pub(super) fn list(words: &str) -> Vec<String> {
    words.split(',').map(|word| word.trim().to_string()).collect()
}
