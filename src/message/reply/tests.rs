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
