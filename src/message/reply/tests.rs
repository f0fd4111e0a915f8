//! Reply texts of made-up mails, one habit of people or programs a test.

use super::reply_text;

#[test]
fn attributions_in_many_languages_end_the_reply() {
    for attribution in [
        "On Mon, Oct 5, 2026 at 9:12 AM Ada <ada@desk.example> wrote:",
        "Am 05.10.2026 um 09:12 schrieb Ada:",
        "Le lun. 5 oct. 2026 à 09:12, Ada <ada@desk.example> a écrit :",
        "El lun, 5 oct 2026 a las 9:12, Ada (<ada@desk.example>) escribió:",
        "Il giorno lun 5 ott 2026 alle ore 09:12 Ada <ada@desk.example> ha scritto:",
        "Op ma 5 okt. 2026 om 09:12 schreef Ada <ada@desk.example>:",
        "Em seg., 5 de out. de 2026 às 09:12, Ada <ada@desk.example> escreveu:",
        "Den mån 5 okt. 2026 kl 09:12 skrev Ada <ada@desk.example>:",
        "pon., 5 paź 2026 o 09:12 Ada <ada@desk.example> napisał(a):",
        "пн, 5 окт. 2026 г. в 09:12, Ada <ada@desk.example> написал:",
        "2026年10月5日(月) 9:12 Ada <ada@desk.example>のメール:",
        "Ada <ada@desk.example> 于2026年10月5日周一 09:12写道：",
        "Ada <ada@desk.example> 於 2026年10月5日 週一 上午9:12寫道：",
        "2026년 10월 5일 (월) 오전 9:12, Ada <ada@desk.example>님이 작성:",
        "Ada <ada@desk.example>, 5 Eki 2026 Pzt, 09:12 tarihinde şunu yazdı:",
        "po 5. 10. 2026 v 9:12 odesílatel Ada <ada@desk.example> napsal:",
        "po 5. 10. 2026 o 9:12 Ada <ada@desk.example> napísal(a):",
        "Ada <ada@desk.example> ezt írta (időpont: 2026. okt. 5., H, 9:12):",
        "man. 5. okt. 2026 kl. 09:12 skrev Ada <ada@desk.example>:",
        "Den man. 5. okt. 2026 kl. 09.12 skrev Ada <ada@desk.example>:",
        "ma 5. lokak. 2026 klo 9:12 Ada <ada@desk.example> kirjoitti:",
        "În lun., 5 oct. 2026 la 09:12, Ada <ada@desk.example> a scris:",
        "Στις Δευ 5 Οκτ 2026 στις 9:12 π.μ., ο/η Ada <ada@desk.example> έγραψε:",
        "пн, 5 жовт. 2026 р. о 09:12 Ada <ada@desk.example> пише:",
        "На пн, 5.10.2026 г. в 9:12 ч. Ada <ada@desk.example> написа:",
        "El dl., 5 d’oct. 2026, 9:12, Ada <ada@desk.example> va escriure:",
        "pon., 5. okt. 2026 u 09:12 Ada <ada@desk.example> napisao/la je:",
        "V pon., 5. okt. 2026 ob 09:12 je oseba Ada <ada@desk.example> napisala:",
        "Vào Th 2, 5 thg 10, 2026 vào lúc 09:12 Ada <ada@desk.example> đã viết:",
        "Pada tanggal Sen, 5 Okt 2026 pukul 09.12 Ada <ada@desk.example> menulis:",
        "\u{202b}בתאריך יום ב׳, 5 באוק׳ 2026 ב-9:12 מאת \u{202a}Ada\u{202c}\u{200f} <\u{202a}ada@desk.example\u{202c}\u{200f}>:\u{202c}",
        "في الاثنين، 5 أكتوبر 2026 في 9:12 ص تمت كتابة ما يلي بواسطة Ada <ada@desk.example>:",
        "2026-10-05, pr, 09:12 Ada <ada@desk.example> rašė:",
        "pirmd., 2026. g. 5. okt., plkst. 09:12 lietotājs Ada <ada@desk.example> rakstīja:",
        "Kuupäev E, 5. oktoober 2026 kell 09:12 kirjutas Ada <ada@desk.example>:",
        "On Mon, Oct 5, 2026 at 9:12 AM Ada\n<ada@desk.example>\nwrote:",
        "On Mon, Oct 5, 2026 at 9:12 AM Ada\n\n<\nmailto:Ada <ada@desk.example>\n> wrote:",
    ] {
        assert_eq!(
            reply_text(&format!("Thank you.\n\n{attribution}\n\nOld words without a mark.\n")),
            "Thank you.",
            "{attribution}"
        );
    }
}

#[test]
fn separators_and_copied_heads_end_the_reply() {
    for below in [
        "-----Ursprüngliche Nachricht-----\nVon: Ada",
        "________________________________\nFrom: Ada <ada@desk.example>\nSent: Monday\nTo: me\nSubject: x",
        "*De :* Ada\n*Envoyé :* lundi 5 octobre\n*À :* moi\n*Objet :* x",
        "发件人: Ada <ada@desk.example>\n发送时间: 2026年10月5日\n收件人: me\n主题: x",
        "Begin forwarded message:\n\n> From: Ada",
    ] {
        assert_eq!(reply_text(&format!("Fine now.\n\n{below}\n\nOld words.\n")), "Fine now.", "{below}");
    }
}

#[test]
fn sentences_that_resemble_marks_stay() {
    for text in [
        "On your host you can run:\n\n    telnet 127.0.0.1 52698",
        "From: is the field that I cannot edit.\nTo: works.",
        "Sent from my desk, which is easier than the telephone.",
        "Steps:\n\n- open it\n- close it",
        "Two -- or three -- times a day.",
        "As you wrote: it is broken.",
        "It came twice.\n\nEnviado por error.",
        "请尽快发送",
    ] {
        assert_eq!(reply_text(text), text);
    }
}

#[test]
fn answers_among_quotes_stay_even_below_a_copied_head() {
    let text = "From: Ada\nSent: 5 October 2026 09:12\n> Is it on?\nYes.\n> Since when?\nSince noon.\n";
    assert_eq!(reply_text(text), "> Is it on?\nYes.\n> Since when?\nSince noon.");
}

#[test]
fn a_reply_with_a_number_like_a_year_is_no_part_of_the_attribution_below() {
    let text =
        "TAB-1921 works. Thanks!\n\nKim\n\nOn 18 September 2026 at 08:18, Lee <lee@desk.example> wrote:\n> Done.\n";
    assert_eq!(reply_text(text), "TAB-1921 works. Thanks!\n\nKim");
}

#[test]
fn a_reply_below_the_quote_is_found() {
    assert_eq!(reply_text("Ada wrote on 2026-10-05:\n> Is it on?\n\nYes, it is.\n"), "Yes, it is.");
}

#[test]
fn a_mail_of_a_signature_alone_is_not_left_empty() {
    assert_eq!(reply_text("--\nGreta, Warehouse 2\n"), "--\nGreta, Warehouse 2");
}

#[test]
fn texts_made_of_marks_cost_linear_time() {
    let started = std::time::Instant::now();
    for unit in
        ["--\n\n", "-----\n\n", "From: a\nDate: b\n\n", "a@b.example:\n\n", "> q\nx\n", "On 1.1.2026 <\n", "__\nx\n"]
    {
        reply_text(&format!("{}> end", unit.repeat(10_000)));
    }
    assert!(started.elapsed() < std::time::Duration::from_secs(20), "took {:?}", started.elapsed());
}

#[test]
fn a_long_text_below_two_dashes_is_no_signature() {
    let log = (0..40).map(|line| format!("line {line}")).collect::<Vec<_>>().join("\n");
    assert!(reply_text(&format!("The log:\n--\n{log}")).ends_with("line 39"));
}

#[test]
fn a_question_quoted_once_above_its_answer_is_left_out() {
    let text = "Ada wrote on 2026-10-05:\n> Is it on?\nYes.\n";
    assert_eq!(reply_text(text), "Yes.");
}

#[test]
fn a_blank_line_before_an_address_in_a_sentence_ends_no_reply() {
    let text = "We met on 5.10.2026 at noon\n\n<see the file> it wrote:\n\nerror 5";
    assert_eq!(reply_text(text), text);
}

#[test]
fn legal_notices_at_the_end_are_left_out() {
    let notice = "This e-mail and any attachments are confidential and intended solely for the addressee.\n\
        If you have received this message in error, please delete it.";
    assert_eq!(reply_text(&format!("It works now.\n\n{notice}\n")), "It works now.");
    let german = "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, vernichten Sie sie bitte.";
    assert_eq!(reply_text(&format!("Es geht wieder.\n\n{german}\n")), "Es geht wieder.");
    let asked = "Please keep my case confidential, it is about my salary.";
    assert_eq!(reply_text(&format!("Hello.\n\n{asked}\n")), format!("Hello.\n\n{asked}"));
    assert_eq!(reply_text(notice), notice);
}

const QUOTE: &str = "On Mon, 5 Oct 2026 at 09:12, Ada <ada@desk.example> wrote:\n\n> Is it on?\n";

#[test]
fn lines_of_telephones_and_programs_are_left_out_in_their_languages() {
    for line in [
        "Sent from my iPhone",
        "Sent from my iPhone, please excuse typos",
        "Sent from my Android device with K-9 Mail. Please excuse my brevity.",
        "Get Outlook for Android<https://aka.ms/AAb9ysg>",
        "Sent with Proton Mail secure email.",
        "Von meinem iPad gesendet",
        "Gesendet mit der GMX Mail App",
        "Outlook für iOS beziehen",
        "Envoyé de mon iPhone",
        "Provenance : Courrier pour Windows 10",
        "Enviado desde mi iPhone",
        "Enviado do meu smartphone Samsung Galaxy.",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Skickat från min iPhone",
        "Sendt fra min iPhone",
        "Lähetetty iPhonesta",
        "Wysłane z iPhone'a",
        "Odesláno z iPhonu",
        "Az iPhone-omról küldve",
        "Trimis de pe iPhone-ul meu",
        "Отправлено с iPhone",
        "Надіслано з iPhone",
        "Изпратено от моя iPhone",
        "iPhone'umdan gönderildi",
        "Στάλθηκε από το iPhone μου",
        "נשלח מה-iPhone שלי",
        "أُرسلت من الـ iPhone",
        "iPhoneから送信",
        "发自我的 iPhone",
        "從我的iPhone傳送",
        "나의 iPhone에서 보냄",
        "Được gửi từ iPhone của tôi",
        "Dikirim dari iPhone saya",
        "Poslano s mog iPhonea",
    ] {
        assert_eq!(reply_text(&format!("It is broken.\n\n{line}\n\n{QUOTE}")), "It is broken.", "{line}");
        assert_eq!(reply_text(&format!("It is broken.\n{line}\n")), "It is broken.", "{line}");
    }
}

#[test]
fn what_stands_below_a_help_desk_line_is_not_the_persons() {
    for line in [
        "##- Please type your reply above this line -##",
        "-- Reply above this line --",
        "=-=-= Bitte oberhalb dieser Zeile antworten =-=-=",
        "— Répondez au-dessus de cette ligne —",
        "##- Por favor, escriba su respuesta por encima de esta línea. -##",
        "--- この行の上に返信を入力してください ---",
    ] {
        assert_eq!(reply_text(&format!("Done.\n\n{line}\n\nTicket 42 was updated.\n")), "Done.", "{line}");
        assert_eq!(reply_text(&format!("{line}\n\nDone.\n")), "Done.", "{line}");
    }
    let person = "Look at the figure above this line.";
    assert_eq!(reply_text(person), person);
}

#[test]
fn warnings_of_strangers_above_the_text_are_left_out() {
    for warning in [
        "[EXTERNAL]",
        "CAUTION: This email originated from outside of the organization. Do not click links or open attachments\n\
         unless you recognize the sender and know the content is safe.",
        "ACHTUNG: Diese E-Mail stammt von einem externen Absender. Bitte öffnen Sie keine Anhänge oder Links.",
        "ATTENTION : Cet e-mail provient de l'extérieur de l'organisation. N'ouvrez pas les pièces jointes.",
        "You don't often get email from ada@desk.example. Learn why this is important",
    ] {
        assert_eq!(reply_text(&format!("{warning}\n\nIt is broken.\n")), "It is broken.", "{warning}");
    }
    let asked = "The external monitor shows a warning.";
    assert_eq!(reply_text(&format!("{asked}\n\nWhy?")), format!("{asked}\n\nWhy?"));
}

#[test]
fn what_scanners_and_printers_friends_append_is_left_out() {
    for line in [
        "This email has been checked for viruses by Avast antivirus software.",
        "Virus-free. www.avast.com <https://www.avast.com/sig-email>",
        "Diese E-Mail wurde von Avast Antivirus-Software auf Viren geprüft.",
        "Garanti sans virus. www.avast.com",
        "Please consider the environment before printing this e-mail!",
        "Bitte denken Sie an die Umwelt, bevor Sie diese E-Mail ausdrucken.",
    ] {
        assert_eq!(reply_text(&format!("It is broken.\n\n{line}\n")), "It is broken.", "{line}");
    }
    let person = "Our Avast antivirus finds a virus in your file.";
    assert_eq!(reply_text(&format!("Hello.\n\n{person}")), format!("Hello.\n\n{person}"));
}

#[test]
fn copied_heads_are_known_in_many_languages_and_layouts() {
    for [from, date, to, subject] in [
        ["Von", "Gesendet", "An", "Betreff"],
        ["Saatja", "Saadetud", "Adressaat", "Teema"],
        ["No", "Nosūtīts", "Kam", "Tēma"],
        ["Nuo", "Išsiųsta", "Kam", "Tema"],
        ["Šalje", "Poslano", "Prima", "Predmet"],
        ["От", "Изпратено", "До", "Относно"],
        ["Από", "Στάλθηκε", "Προς", "Θέμα"],
        ["差出人", "送信日時", "宛先", "件名"],
        ["보낸 사람", "보낸 날짜", "받는 사람", "제목"],
    ] {
        let fields = [format!("{from}: Ada"), format!("{date}: 5"), format!("{to}: Bob"), format!("{subject}: x")];
        for between in ["\n", "\n\n", "*\n*"] {
            let text = format!("It is broken.\n\n{}\n\nOld words.\n", fields.join(between));
            assert_eq!(reply_text(&text), "It is broken.", "{text}");
        }
    }
    let form = "Name: Ada\nFrom: Berlin\nTo: Paris\nDate: 5 October 2026\n\nPlease book this.";
    assert_eq!(reply_text(form), form);
}

#[test]
fn a_rule_above_a_persons_card_begins_a_signature() {
    let card = "Ada Lovelace\nEngine Works\nTel. +44 20 7946 0000";
    assert_eq!(reply_text(&format!("It is broken.\n\n---\n{card}\n")), "It is broken.");
    let parts = "First part.\n\n---\n\nSecond part.";
    assert_eq!(reply_text(parts), parts);
}

#[test]
fn groupware_writes_arrows_and_dashes_above_the_answered_text() {
    for line in [
        ">>> Ada Lovelace <ada@desk.example> 05.10.2026 09:12 >>>",
        "Ada Lovelace ---05.10.2026 09:12:11---Hello all, the printer",
    ] {
        assert_eq!(reply_text(&format!("It is broken.\n\n{line}\nIs it on?\n")), "It is broken.", "{line}");
    }
}

#[test]
fn a_question_below_a_separator_is_answered_below_its_quote() {
    assert_eq!(reply_text("-----Original Message-----\n> Is it on?\n\nYes.\n"), "Yes.");
}

#[test]
fn a_forward_without_a_word_above_it_has_no_words_of_the_person() {
    assert_eq!(
        reply_text("---------- Forwarded message ---------\nFrom: Ada <ada@kunde.example>\n\nIt is broken.\n"),
        ""
    );
}
