//! English.

use super::{Common, Concern, Letter};

pub const COMMON: Common = Common {
    hello: &[
        "Hi",
        "Hello",
        "Hi there",
        "Hello team",
        "Dear support team",
        "Good morning",
        "Dear all",
        "Hi all",
        "Hello support",
        "Dear Sir or Madam",
        "Hey",
        "Hi Lumenta team",
        "Hello everybody at the desk",
        "",
    ],
    since: &[
        "since yesterday",
        "since this morning",
        "since {weekday}",
        "since {date}",
        "for [two|three|a few] days now",
        "since about {clock}",
        "since the weekend",
        "since last week",
        "as of {date}",
    ],
    tried: &[
        "I have already [restarted everything|cleared the cache|tried another browser|tried it from a colleague's PC] [without success|but no luck|and it made no difference].",
        "We [tried|tested] [it again at {clock}|it twice|the same thing this morning], [same result|nothing changed].",
        "[Logging off and on again|A reboot|Waiting an hour|Trying again later] did not help.",
        "Our own IT [says|tells me] that nothing changed on our side.",
        "[As far as I can see|From what I can tell] nothing was changed here.",
        "I [checked|looked at] [our firewall|our network|the settings] and found nothing unusual.",
        "",
        "",
        "",
    ],
    impact: &[
        "It [slows us down|costs us time] but we can [manage|work around it] [for now|for a while].",
        "We need it for [our month-end|the meeting on {weekday}|a client|our planning].",
        "[Two|Three|Four] of us [are affected|have the same thing].",
        "{person} has it as well.",
        "I have to [hand this over|send the figures] by {weekday}.",
        "",
        "",
        "",
    ],
    high_impact: &[
        "[This|It] [affects|hits|concerns] all users [here|at our site|in {place}].",
        "Nobody can work, all users in {place} are affected.",
        "It is the same for all users[, I asked around|, not one exception|].",
        "Right now the whole department is [stuck|waiting].",
        "The whole department in {place} has [this|it].",
    ],
    low_impact: &[
        "It seems to be only me[, colleagues are fine|].",
        "[As far as I know|I think] it is just one user[, namely me|, {person}|].",
        "Only me so far[, nobody else noticed|].",
    ],
    high_urgency: &[
        "This is urgent[, we have a deadline on {weekday}| for us|, please treat it that way].",
        "Please [look at|handle] this asap[, {person} is waiting for it|].",
        "We need [help|this] urgently[, the regulator wants it by {weekday}|].",
        "[Urgent|It is urgent], please call me on {phone} if that is quicker.",
    ],
    low_urgency: &[
        "There is no rush[ at all| with this|, next week is fine].",
        "No hurry[, whenever it fits|, it can wait until {weekday}].",
        "[Just|Please look] when you have time.",
    ],
    ask: &[
        "[Can|Could] you [have a look|take a look|check|look into it][, please|]?",
        "[Please|Could you please] [check|have a look][ and let me know|].",
        "What [can we do|do you need from us]?",
        "[Any idea|Do you know] what is [going on|wrong here]?",
        "Please [advise|help].",
        "[Is this known|Is that a known thing] on your side?",
        "[Looking forward to your answer|I look forward to hearing from you].",
    ],
    ask_request: &[
        "[Can|Could] you [do that|arrange this] by {weekday}[, please|]?",
        "[Please|Could you please] confirm when it is done.",
        "[Tell|Let] me [know|] if you need [anything else|more details|a form for that].",
        "What do you need from [me|us] for that?",
        "How long does [this|it] usually take?",
    ],
    regards: &[
        "[Kind|Best|Warm] regards",
        "Best",
        "Regards",
        "BR",
        "All the best",
        "Best wishes",
        "Rgds",
        "",
        "Yours sincerely",
    ],
    thanking_regards: &[
        "Thanks",
        "Thank you",
        "Thanks in advance",
        "Many thanks",
        "Thank you in advance",
        "Thanks and regards",
        "Thx & thanks",
    ],
    complaint: &[
        "I would like to make a formal complaint[ about this|].",
        "[Please take this as|Treat this as|This is] a complaint[, not as a question|].",
        "I want to file a complaint about [the way this is handled|the quality|how long everything takes].",
        "This is the [second|third] time and I want it recorded as a complaint.",
    ],
    attached: &[
        "[Screenshot|Picture] attached.",
        "[See|Please see] the attachment.",
        "I attach [what we see|the details].",
        "[Attached is|Enclosed is] what [I|we] see.",
        "More in the attachment.",
    ],
    answer_lead: &[
        "",
        "",
        "Sure:",
        "Here you go:",
        "Of course.",
        "Hi {first},",
        "To your question:",
        "OK,",
        "Sorry for the late answer.",
        "See below.",
        "Hello {first},",
    ],
    chaser: &[
        "[Any news|Any update|Any progress][ on this|]?",
        "[Is there|Do you have] [any news|an update][ about {topic}| on this one| for us|]?",
        "[Just checking in|Gentle reminder|Following up|Coming back to this]: [we are still waiting|it is still open here|nothing has changed on our side|same state as on {weekday}].",
        "I have not heard back [yet|since {weekday}]. [What is the status|Where do we stand|How far are you]?",
        "[When|By when] can we expect [an answer|something]? [{person} is asking|My manager is asking|I need to plan].",
        "Still [waiting|the same] here[, it is day {small} now|]. Could you [give|send] [me|us] a short update?",
    ],
    angry_chaser: &[
        "This is getting [ridiculous|embarrassing]. [{small} days|Days] without [a word|an answer]. I expect a call today on {phone}.",
        "[Honestly, we pay|We are paying] for support and hear nothing. Who is responsible for {topic} at your end?",
        "I am [really|quite] disappointed. [Nobody calls|No answer, no call], and I am the one who has to explain it to {person}.",
    ],
    colleague: &[
        "[Same here|I can confirm that|It is the same for me], [I saw it at {clock}|since {weekday} as well|also in {place}].",
        "[Adding|To add] to what {first} wrote: [it also happens in {place}|I noticed it on {date} for the first time|in my case it began around {clock}].",
        "[I am in copy, so one remark|Short note from my side]: [we saw the same thing in {month}|it does not happen on {weekday}s, oddly|please keep me posted, {first} is away from {weekday}].",
        "[For info|FYI], {first} is [travelling|on leave] from {weekday}, please [write to|contact] me [instead|about {topic}].",
    ],
    thanks: &[
        "[Thanks|Thank you|Great, thanks|Perfect, thank you|Super, thanks][ {first}|][!|.]",
        "[Works now|It works again|All good here], [thanks|thank you][ {first}|][!|.]",
        "[Thanks|Thank you] for the [quick|fast] help[, {first}|][!|.]",
        "[Confirmed|Just checked it], {topic} is fine now. [Thanks|Many thanks][!|.]",
        "Cheers[ {first}|], [that did it|works now|much appreciated][!|.]",
        "[Brilliant|Wonderful|Excellent], [thank you|thanks][ {first}|][!| and a nice {weekday}.| and have a good weekend.]",
    ],
    reopening: &[
        "[Unfortunately|I am afraid|Sorry to say,] it is back. [It worked for {small} days|It was fine until {weekday}|Since {clock} we see the same thing again].",
        "[It happened again|The same thing happened again] [today at {clock}|on {weekday}|this morning]. [Please reopen|Can you look at it again|So something must still be wrong]?",
        "[I have to come back to this|Hello again]: {topic} [is broken again|shows the same behaviour as before]. [Was it rolled back|Did something change in the meantime]?",
        "[Not quite|Not yet], [I am afraid|sorry]. [It looked good on {weekday}|For a moment it looked good], but [now it is the same as before|{person} still sees it|the second case is still wrong].",
    ],
    late_reply: &[
        "[I found this old conversation|I am answering to the old mail, I hope that is fine|Some weeks ago you helped me], [now I have something similar|and now it looks much the same|and here we are again].",
        "[We had this in {month} already|You may remember this one|Picking up this old thread, as it fits].",
    ],
    agent_hello: &[
        "Hello {first},",
        "Hi {first},",
        "Dear {first},",
        "Good morning {first},",
        "Hello {title},",
        "Dear {title},",
    ],
    agent_working: &[
        "[thank you for your mail|thanks for letting us know|thank you for the details]. [I am looking into {topic} right now|I have picked this up and am checking {topic}|I can reproduce it and am checking the logs] and will [come back to you|get back to you|write again] [today|by {weekday}|as soon as I know more].",
        "[I have seen your mail about {topic}|your mail reached me]. [I am passing it to {agent}, who knows that part best|I asked {agent} to look at the logs with me|I need to ask our second line]. You will hear from us [today|tomorrow|by {weekday}].",
        "[thanks, noted|got it, thanks]. [First checks show nothing on our platform|The monitoring shows a few red entries around {clock}], [so I need a closer look|I am digging further].",
    ],
    agent_update: &[
        "[a short update|quick status]: [we have narrowed it down|we could reproduce it in our test system|we are still analysing {topic}]. [I expect news by {weekday}|The next step is a test with {agent}|I will write again tomorrow].",
        "[I have not forgotten you|sorry for the wait]. {agent} [is working on it|found a first trace at {clock}|is testing a correction], [I will keep you posted|more tomorrow|I hope to have it by {weekday}].",
        "[still with us, and still in progress|we are not there yet]. [The supplier has confirmed that they are looking into it|We need one more night run to be sure].",
    ],
    agent_question_lead: &[
        "[thank you for your mail|thanks for your message|thank you]. [To go on I need a little more|Before I dig deeper, one question|So that we look in the right place|One thing first]:",
        "[I had a first look at {topic}|I started to look into this]. [One question|Something I cannot see from here]:",
        "",
    ],
    agent_reminder: &[
        "did you [see|get] my question [of {weekday}|below]? [Without it we cannot go on|I need it to continue].",
        "just a reminder of my question below. Could you [have a look|send me that]? [We are waiting for it|Until then we are stuck].",
    ],
    agent_again: &[
        "[sorry that it is back|sorry to hear that|that should not happen]. I have [taken it up again|opened it again] and [am checking what is different this time|am looking at {topic} with {agent}].",
    ],
    agent_resolve: &[
        "[With that, it is resolved|We regard this as resolved|So this is resolved from our side|I consider it resolved]. [Just reply if you see it again|Tell us if anything is left].",
        "[It has been fixed|This has been fixed][ since {clock}| and tested| with this morning's deployment|]. [Please reply to this mail if not|Sorry for the trouble].",
        "[As everything works|With that done], I am closing this. [A reply reopens it|If something is missing, just reply].",
        "[It is fixed now|That part is fixed], [and we are closing this|so we are closing this ticket].",
    ],
    agent_unanswered: &[
        "[as I have not heard from you|since there was no answer to my question], I am closing this for now. [Just reply if you still need us|A reply opens it again].",
    ],
    agent_regards: &["Best regards", "Kind regards", "Regards", "All the best", "Best wishes"],
    agent_apology: &[
        "[we are sorry|I am sorry, and I understand your anger|I apologise] for [the trouble|the delay|this experience]. [Your remarks went to our team lead|I passed it on to our quality management|{agent} will call you as well].",
    ],
    mobile_footer: &[
        "Sent from my iPhone",
        "Sent from my Samsung Galaxy smartphone.",
        "Get Outlook for Android",
        "Sent from my mobile, please excuse typos",
        "Get Outlook for iOS",
    ],
    absence_subject: &["Automatic reply: {subject}", "Out of office: {subject}", "Auto: {subject}"],
    absence: &[
        "[Thank you for your mail.|Hello,]\n\nI am [out of the office|on leave|travelling] until {date} [with limited access to e-mail|and will read your message after that]. In [urgent|important] matters please contact {person} on {phone}.\n\n[Best|Kind] regards\n{me}",
        "I'm away until {date}. [My mails are not forwarded|{person} stands in for me].\n\n{me}",
    ],
    newsletter_subject: &[
        "[Webinar|Live event]: {buzz} in {month}",
        "{buzz}: [what changes|your guide|5 trends] in {year}",
        "[Last chance|Save {percent} %|Early bird]: {buzz} Summit",
        "[Weekly|Monthly] digest: {buzz}",
    ],
    newsletter: &[
        "[Dear reader|Hello|Dear energy professional],\n\n[our new white paper shows|in this issue you will read|join us to learn] how {buzz} [changes|transforms|reshapes] [the work of utilities|your business]. [More than {count} companies|{count} experts] [took part|already joined|are in].\n\n[Register today|Read more|Book your seat]: https://www.{vendor}/news/{code}\n\n[You receive this mail because you visited one of our events.|You are subscribed with this address.] Unsubscribe: https://www.{vendor}/u/{code}",
    ],
    letter: Letter {
        reply_prefix: "Re:",
        attribution: &[
            "On {date} at {clock}, {name} <{address}> wrote:",
            "On {date}, {clock}, {name} <{address}> wrote:",
        ],
        labels: ["From:", "Sent:", "To:", "Subject:"],
        original_message: "-----Original Message-----",
        months: [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    },
    disclaimer: "This e-mail may contain confidential information. If you are not the intended recipient, please tell the sender and delete it. Any copying or distribution is not permitted.",
    topics: ["the portal", "{invoice}", "meter {meter}", "{partner}", "{device}", "the {month} figures"],
};

pub const CONCERNS: [Concern; super::KIND_COUNT] = [
    // Sign-in to the portal.
    Concern {
        subjects: &[
            "[Cannot|Can't] log in to the portal",
            "Portal login [fails|not possible|rejected]",
            "Login [problem|trouble] {person}",
            "Portal: error {code} at login",
            "[no|No] login since {date}",
        ],
        what: &[
            "[I|We] [can't|cannot|can no longer] log in to the [customer portal|portal] {since}. [It|The page] [only says|shows|comes back with] [error {code}|\"session invalid\"|\"user unknown\"].",
            "The portal [throws me out|kicks me out] [right after|a few seconds after] the login[, every single time|, mostly in the afternoon|].",
            "{since}, the login [page of the portal|to your portal] [just reloads|stays empty|spins for ever] [after I enter my user name|when I press enter|].",
            "My login for the portal ({user}) [is not accepted any more|seems to be locked]. [It worked on {date}|Yesterday it was fine].",
        ],
        detail: &[
            "[My user is|User name:|It is about the user] {user}.",
            "[I use|We use] [Edge|Firefox|Chrome] {version}, [Windows 11|macOS|as always].",
            "The message appears at {clock} and [mentions|names] {code}.",
            "[The second factor arrives|The code on my phone arrives], but [after that it stops|then nothing happens].",
        ],
        question: &[
            "[Which user name|With which user name] do you [use|try] exactly, and [do you see an error code|at what time did you try last]?",
            "[Does it also happen|Do you see the same] in a private window[, and with which browser|]?",
        ],
        answer: &[
            "It is {user}, [last try at {clock}|last attempt today {clock}, code {code}].",
            "[Yes|Yes, unfortunately], in a private window [too|it is just the same]. [Browser is|We have] Edge {version}.",
            "No, in the private window it [is fine|gets one step further], [but not in the normal one|code {code} then].",
        ],
        cause: &[
            "[Your account {user} was|The account was] locked after [too many attempts|{small} failed attempts]; I [have unlocked it|unlocked it at {clock}].",
            "[A stale session|An old session cookie] [blocked|was blocking] the sign-in; we [cleared it on our side|have cleared the sessions of {user}].",
            "[One of our two sign-in servers|A sign-in server] had a wrong clock and rejected the second factor. [It is back in step|{agent} has corrected that].",
        ],
    },
    // Slow pages.
    Concern {
        subjects: &[
            "Portal [very slow|extremely slow|slow again]",
            "[Time-outs|Timeouts] in the portal",
            "Portal: [page|overview] takes {small} minutes to load",
            "slow portal {place}",
        ],
        what: &[
            "The portal is [very|unbearably|terribly] slow {since}. [The overview|The contract page|Every click] takes [{count} seconds|more than {small} minutes|ages].",
            "{since} the portal [runs into a time-out|ends in a timeout] [when I open the contract list|on nearly every page|about every third click].",
            "[Loading|Opening] the contract list in the portal takes [{small} minutes|forever], [last month it was seconds|that was not so in {month}].",
        ],
        detail: &[
            "[Measured|I measured it] at {clock}: {count} seconds.",
            "[The line is fine|Our internet connection is fine], other sites [are quick|load at once].",
            "[In the morning|Before nine] it is [better|OK], [worst around {clock}|after lunch it gets bad].",
            "It says error {code} [from time to time|now and then].",
        ],
        question: &[
            "[Is it slow for all pages|Which pages are slow], and [at what time of day|how many contracts do you open at once]?",
            "[Could you send me|Can you tell me] the time of one slow click [to the minute|], so that I find it in our logs?",
        ],
        answer: &[
            "[Mostly|Above all] the contract list, [about {count} contracts|with {count} entries]. [For example|The last one was] today at {clock}.",
            "[Today|This morning] at {clock}, [it took {count} seconds|I gave up after {small} minutes].",
        ],
        cause: &[
            "[A database index|An index] was missing after the maintenance of {date}; [{agent} rebuilt it|we have built it again] and the pages answer in under two seconds.",
            "[One of the web nodes|A web node] was out of memory. [We replaced it|It was restarted at {clock}] and added an alert.",
            "[The contract list loaded|The page fetched] all {count} contracts at once. It now loads them page by page.",
        ],
    },
    // Access for colleagues.
    Concern {
        subjects: &[
            "[Access|Portal access] for {person}",
            "New [colleague|colleagues]: portal account",
            "[Please set up|Set up] a portal user for {person}",
            "Portal: rights for {person}",
        ],
        what: &[
            "[Please set up|Could you set up|We need you to set up] a portal account for [our new colleague|] {person} [from {date}|as of {date}|].",
            "{person} [joins|joined] us [on {date}|this month] and needs portal access. Please set up the same rights as [mine|{person2} has].",
            "[We have {small} new people|{small} colleagues joined our team], could you set up portal access for them? [Names|The list]: {person}, {person2}.",
        ],
        detail: &[
            "[Mail address|E-mail]: {mail}.",
            "[Read only is enough|Reading rights are enough|Full rights, please].",
            "[Cost centre|Our reference]: {order}.",
            "{person2} has left us, [that account can go|please disable that account].",
        ],
        question: &[
            "[Which role|Which rights] should {person} [have|get]: reading only, or contracts too?",
            "[Could you send me|Can I have] the mail address and [the site|the cost centre] of {person}?",
        ],
        answer: &[
            "[Reading only|Read only] [is fine|, please]. [Site is|It is the site] {place}.",
            "{mail}, [cost centre|reference] {order}.",
            "[Contracts too|Full rights please], {person} [replaces|takes over from] {person2}.",
        ],
        cause: &[
            "The account for {person} [is active|was created at {clock}], [the invitation went out to {mail}|the invitation is on its way].",
            "[I created the account|{agent} created the account] with [reading rights|the rights that you named]; the invitation is valid for {small} days.",
        ],
    },
    // Planted: reset mails that never arrive.
    Concern {
        subjects: &[
            "Password reset mail [does not arrive|never arrives|missing]",
            "[Forgot|Forgotten] password, no mail",
            "Portal password: no reset link",
            "[No reset link|Reset link missing] ({user})",
            "password reset",
        ],
        what: &[
            "[I asked|I have asked] for a new portal password [{small} times|three times] {since} but the reset mail [never arrives|does not come|is not in my inbox, nor in junk].",
            "The password reset of the portal [sends nothing|does not send me a mail]. [Our mail server shows no attempt|Nothing in quarantine either].",
            "[{person} forgot the portal password|My portal password expired] and the reset link [was never delivered|has not come]. [We waited since {clock}|Last try: {clock}].",
        ],
        detail: &[
            "[Address|My address]: {mail}.",
            "[Our mail is with|We use] an external mail filter[, no trace there|].",
            "[Colleagues|Two colleagues] had [that in {month}|the same a while ago].",
            "User name {user}.",
        ],
        question: &[
            "[To which address|Which address] should the reset mail go, and [at what time|when] did you last [ask for it|press the button]?",
            "Does your mail filter [show|list] anything from noreply@lumenta-energy.example around that time?",
        ],
        answer: &[
            "{mail}, [last tried|again] at {clock}.",
            "[Nothing|No, nothing] in the filter. [Last try {clock}|I pressed the button at {clock}].",
            "Our postmaster [says|writes] it was [greylisted|refused: SPF] at {clock}.",
        ],
        cause: &[
            "[Your mail server|Your filter] refused our reset mails (SPF); I [set a new password by hand|have sent you a one-time link from this mailbox].",
            "[The reset mail was stuck in our queue|Our relay held the mail back]; [I sent the link again at {clock}|a new link is out, valid for {small} hours].",
        ],
    },
    // Wrong invoices.
    Concern {
        subjects: &[
            "Invoice {invoice}[: wrong amount| is wrong| - question|]",
            "[Wrong tariff|Wrong price] on invoice {invoice}",
            "[Incorrect|Strange] invoice for {month}",
            "invoice {invoice} too high",
        ],
        what: &[
            "[The invoice {invoice}|Invoice {invoice}] [is wrong|cannot be right|does not add up]: [you charge|it says] {amount}, [we expected|according to our contract it should be] {amount2}.",
            "On invoice {invoice} [the tariff is wrong|the old tariff was used|position {small} is charged twice].",
            "[We received|I am looking at] invoice {invoice} for {month} and [the amount of {amount} does not match|the base price appears twice in] [our contract|the offer of {date}].",
        ],
        detail: &[
            "[Contract|Contract number] {order}.",
            "[The price per kWh|The energy price] should be [{cents} ct|{cents} cents].",
            "[Last month|In {month}] it was {amount2}[, so something must have changed|].",
            "[Please do not collect|Please stop] the direct debit [until this is clear|for now].",
        ],
        question: &[
            "[Which position|Which line] do you mean, and [could you send|do you have] the contract page with the agreed price?",
            "[Is it about|Do you mean] the base price or the energy price on {invoice}?",
        ],
        answer: &[
            "[Position|Line] {small}, [the energy price|the base price]. [We agreed|Agreed were] {cents} ct on {date}.",
            "[It is the base price|The base price]: {amount} [instead of|and not] {amount2}. [Contract|It is contract] {order}.",
        ],
        cause: &[
            "[The tariff change of {date}|The new tariff] had not reached contract {order}. [I corrected it|{agent} corrected it] and a credit of {amount2} is on its way.",
            "[Position {small} was charged twice|One position was doubled] in the run. [A corrected document|The corrected document] goes out [tonight|on {weekday}].",
            "[The price is right|I checked it with {agent}: the price is right], the index clause of contract {order} applies since {date}; [the calculation is attached to your account|I explained the steps above].",
        ],
    },
    // Invoices that did not come.
    Concern {
        subjects: &[
            "[Missing invoice|No invoice] for {month}",
            "Invoice {month} [not received|missing]",
            "[Where is|Waiting for] our invoice?",
            "Copy of invoice {invoice}",
        ],
        what: &[
            "[We have not received|We are still missing] the invoice for {month}[, contract {order}|]. [It usually comes on the 5th|Normally it is here by {weekday}].",
            "Our accounts department [is missing|cannot find|did not get] invoice {invoice}. [The reminder came, though|But a dunning letter did arrive].",
            "[There is no invoice for {month} in our inbox|The {month} invoice never came]. [Was it sent to|Did it go to] {mail}?",
        ],
        detail: &[
            "[Contract|Account] {order}.",
            "[It should go to|Right address:] {mail}.",
            "[We closed our books on {date}|Our books close on {weekday}], so [it matters|we need it before].",
            "[{small} sites are concerned|It is about {small} sites].",
        ],
        question: &[
            "[To which address|Which address] should it go, and is it [one contract|contract {order}] only?",
            "[Do you want|Would you like] it by mail as PDF or in the XRechnung format?",
        ],
        answer: &[
            "[To|Please to] {mail}, [contract {order} only|all our contracts].",
            "[PDF by mail|As PDF][, please|] to {mail}.",
        ],
        cause: &[
            "[It was sent|It went] to an old address ({mail2}); [I changed it|we have corrected that] and sent it again [at {clock}|today].",
            "[Our run of {date}|The run] skipped contract {order} because of a missing order number. [It is out now|I released it at {clock}].",
        ],
    },
    // Master data of billing.
    Concern {
        subjects: &[
            "[New|Change of] billing address",
            "Billing: new [order number|PO number]",
            "[Please update our|Update our] billing details",
            "Billing address {customer}",
        ],
        what: &[
            "[Please update our|Could you update our|We moved, so please update our] billing address: {customer}, {street}, {place}[, from {date}|].",
            "[For billing|On all future invoices] we need [the order number|PO] {order}. Please update our [master data|records] [from {date}|].",
            "{person} [now handles|takes over] our billing contact. Please update our records: {mail}.",
        ],
        detail: &[
            "[This is valid|Valid] from {date}.",
            "[The VAT number stays the same|Our VAT number does not change].",
            "[It concerns|Concerns] [all contracts|contract {order}].",
            "[The old address|Our old address] ends on {date}.",
        ],
        question: &[
            "[Does it concern|Is it for] all your contracts, or only {order}?",
            "From which [day|month] should [it|the change] apply?",
        ],
        answer: &[
            "[All of them|All contracts]. [Starting|From] {date}.",
            "Only {order}[, the others stay as they are|].",
        ],
        cause: &[
            "[The new details are|The change is] stored for [all contracts|contract {order}] and [applies from {date}|will be on the next document].",
            "[I entered it|{agent} entered it] [today|at {clock}]; the next document will [show it|carry the new data].",
        ],
    },
    // Planted: blank PDFs after the month-end run.
    Concern {
        subjects: &[
            "Invoice PDF [is blank|empty|without content]",
            "[Empty|Blank] PDF: invoice {invoice}",
            "Invoice {invoice} - blank pages",
            "[blank|empty] invoice pdf",
        ],
        what: &[
            "[The PDF of invoice|The PDF for invoice] {invoice} is [blank|empty]: [{small} white pages|only our logo|nothing but the footer].",
            "[We opened|I opened] invoice {invoice} [from the month-end run|of {date}] and the PDF [has blank pages|is a blank page].",
            "[All PDFs|{small} of our PDFs] of the last invoice run are blank[, for example {invoice}|, starting with {invoice}].",
        ],
        detail: &[
            "[File size|The size] is [only|just] {small} KB.",
            "[Adobe and the browser|Two different viewers] show the same.",
            "[Last month's one|The one before] was fine.",
            "[Our scanner software|Our archive] [rejects it|cannot read it].",
        ],
        question: &[
            "[Could you|Can you] send me [the PDF as you received it|the document number of another one]?",
            "[Is it|Are they] all documents of this run or only {invoice}?",
        ],
        answer: &[
            "[All of this run|All of them], {small} documents. [First one|It begins with] {invoice}.",
            "[Only|Just] {invoice} and {invoice2}.",
        ],
        cause: &[
            "[The font service stalled|The PDF service ran out of font handles] during the month-end run; [we rendered {invoice} again|all documents were rendered again at {clock}].",
            "[It is the known stall of the PDF service|The PDF service had stalled again]. [New copies went out|I have sent new copies] [at {clock}|today].",
        ],
    },
    // Gaps.
    Concern {
        subjects: &[
            "No values from meter {meter}",
            "Meter {meter} [silent|no data|not reporting]",
            "[Missing|Gaps in] meter readings {place}",
            "[Meters|{small} meters] without values",
        ],
        what: &[
            "Meter {meter} [in {place}|at our site {place}|] [has sent nothing|sends no values|is silent] {since}.",
            "[There are gaps|We see gaps] in the readings of meter {meter}: [nothing between {clock} and {clock2}|{count} quarter-hours are missing].",
            "[{small} meters in {place}|Several of our meters] [show no readings|have no values] {since}, [among them|for example] {meter}.",
        ],
        detail: &[
            "[The display on site works|On site the display is on].",
            "[The modem shows|The modem's LED is] [green|red|nothing].",
            "[Last value|The last value was] {kwh} kWh at {clock}.",
            "[An electrician was there|We had the electrician in] on {date}[, no findings|].",
        ],
        question: &[
            "[What does the modem show on site|Can somebody look at the LED of the modem]: green, red or off?",
            "[Was there|Did you have] a power cut or work on the mains around {date}?",
        ],
        answer: &[
            "[The LED is|It blinks] [red|green|off].",
            "[Yes|Yes, indeed], [on {date} from {clock} to {clock2}|there was work on the mains on {date}].",
            "No, [nothing of the sort|no cut, no work]. [Display shows|The display says] {kwh} kWh.",
        ],
        cause: &[
            "[The SIM card of the modem|The modem's SIM] had been [blocked by the provider|deactivated]; [it is active|we had it activated] since {clock} and the gap was filled from memory.",
            "[The collector|Our collector] had [dropped|lost] {meter} after the restart of {date}. [I added it again|It is in the list again], the values are complete.",
            "[The modem needed|It took] a restart from our side, [the values from {date} on were fetched later|all {count} values were fetched].",
        ],
    },
    // Jumps.
    Concern {
        subjects: &[
            "Implausible [values|readings] meter {meter}",
            "Meter {meter}: [jump|spike] on {date}",
            "[Strange|Odd] meter readings",
            "meter reading {kwh} kWh???",
        ],
        what: &[
            "Meter {meter} [jumped|shows a jump] from {kwh} to {kwh2} kWh [on {date}|within one hour|overnight], [that is implausible|which is implausible for {place}].",
            "[The readings|Readings] of meter {meter} are implausible {since}: [{kwh} kWh per quarter-hour|ten times the usual values|negative values at night].",
            "[We found|I found] an implausible spike in the meter data of {place} ({meter}), [{date} around {clock}|{kwh} kWh at {clock}].",
        ],
        detail: &[
            "[The factory was closed|There was no production] that day.",
            "[Transformer ratio|The ratio] is {small}0/5[, if that helps|].",
            "[Read on site|I read it on site]: {kwh} kWh.",
            "[Normal would be|We usually have] about {small}0 kWh.",
        ],
        question: &[
            "[Was a current transformer|Was the meter or its transformer] changed [recently|around {date}]?",
            "[Could you|Can you] send a photo of the display[ with the date|]?",
        ],
        answer: &[
            "[Yes|Yes, it was], on {date}, [ratio is now {small}0/5|new transformer].",
            "[No changes|Nothing was changed]. [Display says|The display shows] {kwh} kWh.",
            "[Photo attached|I attach a photo]: {kwh} kWh on {date}.",
        ],
        cause: &[
            "[The transformer ratio|The ratio] in our system was still the old one. [I corrected it from {date}|Corrected from {date} on], the values were computed again.",
            "[One packet|A packet] was [doubled|received twice] on {date}; the [double value was removed|series is clean again].",
        ],
    },
    // New meters.
    Concern {
        subjects: &[
            "[Register|Please register] meter {meter}",
            "New meter [in|at] {place}",
            "[Meter change|Exchange of meter] {meter}",
            "new meters to register",
        ],
        what: &[
            "[Please register|Could you register] [our new meter|the meter] {meter} at {street}, {place}[ from {date}|].",
            "[We exchanged|Our installer exchanged] a meter on {date}: old {meter}, new {meter2}. Please register the new one.",
            "[{small} new meters were installed|We have {small} additional meters] in {place}. Please register them, [first number|starting with] {meter}.",
        ],
        detail: &[
            "[Final reading|Closing value] {kwh} kWh.",
            "[Start value|Initial reading] {small} kWh.",
            "[It belongs|Belongs] to contract {order}.",
            "[Medium is|It measures] [electricity|gas|heat].",
        ],
        question: &[
            "[What was|Do you have] the closing value of the old one[ and the day of the exchange|]?",
            "To which contract [does it belong|should it go]?",
        ],
        answer: &[
            "{kwh} kWh on {date}.",
            "[Contract|It goes to contract] {order}.",
            "[Closing value|It was] {kwh} kWh, [exchanged|done] on {date}.",
        ],
        cause: &[
            "[{meter} is registered|The device {meter} is in the system] with start value {small}; [first values arrived at {clock}|the first values are in].",
            "[I registered it|{agent} registered it] under contract {order}, [values flow since {clock}|first values by tomorrow].",
        ],
    },
    // Planted: clocks after firmware 4.2.
    Concern {
        subjects: &[
            "LX400 meter: time [wrong|one hour off|shifted]",
            "[Time stamps|Timestamps] of meter {meter} [shifted|wrong]",
            "Meter {meter}: clock drifts since firmware 4.2",
            "LX400 [clock|time] problem",
        ],
        what: &[
            "Since the update to firmware 4.2 the timestamps of meter {meter} (LX400) are [{small} minutes|one hour] [off|behind|ahead].",
            "[Our LX400 meter|The LX400 meter] {meter} [loses time|drifts] {since}, [now {small} minutes|by now about {small} minutes]. Firmware is 4.2, the timestamps are unusable.",
            "The timestamps from {place} are shifted: meter {meter}, type LX400, firmware 4.2. [The load curve is {small} quarter-hours late|Everything arrives {small} minutes late].",
        ],
        detail: &[
            "[With 4.1|Before the update] it was fine.",
            "[The update came|It was updated] on {date}.",
            "[Setting the clock by hand|A manual sync] [holds|helps] for [a day|two days][ only|].",
            "[Other types|Our older types] are not affected.",
        ],
        question: &[
            "[Which firmware|What firmware] does the display show[, 4.2.0 or 4.2.1|], and how many minutes is it off?",
            "When was the device updated[, and does it reach the time server|]?",
        ],
        answer: &[
            "[4.2.0|It says 4.2.0], {small} minutes [off|behind].",
            "[Updated|It was updated] on {date}. [Time server|The time server]: [reachable|no idea, our network people say yes].",
        ],
        cause: &[
            "[I set the clock|We set the clock] of {meter} and [corrected|shifted] the values since {date}. The cause is in firmware 4.2 of the LX400, the manufacturer is informed.",
            "[{meter} went back to 4.1|We rolled {meter} back to firmware 4.1], the time is right [since {clock}|again]. [The manufacturer promises 4.3|A corrected firmware is announced].",
        ],
    },
    // Rejected messages.
    Concern {
        subjects: &[
            "[MSCONS|UTILMD|INVRPT] rejected ({code})",
            "EDI: [negative CONTRL|APERAK] {code}",
            "EDIFACT rejection {partner}",
            "[Rejected EDI messages|EDI rejections] from {partner}",
        ],
        what: &[
            "[Your system rejects|You reject] our [MSCONS|UTILMD] [of {date}|messages] {since} with {code}.",
            "[{count} MSCONS|{count} UTILMD] messages [from|for] {partner} were rejected [on {date}|last night]. [The APERAK says|Error is] {code}.",
            "[We get|We receive] a negative CONTRL for [every|each] EDIFACT [message|interchange] {since}[, {code}|, reference {order}].",
        ],
        detail: &[
            "[Interchange|Reference] {order}.",
            "[The same format|Our format] was accepted [until {date}|all year].",
            "[Sender|Our code]: {gln}.",
            "[It is the segment|The segment is] [LOC+172|DTM+163|RFF+Z13].",
        ],
        question: &[
            "[Could you|Can you] send one rejected [message|interchange] [as it is|with its reference]?",
            "[Which format version|Which version] do you send [since {date}|], 2.4 or 5.2?",
        ],
        answer: &[
            "[Reference|The reference is] {order}, [attached|sent at {clock}].",
            "[Version|We send] [2.4|5.2][, since {date}|].",
        ],
        cause: &[
            "[Our partner table|The partner table] still [held|had] the old code {gln2}; [I entered {gln}|{agent} entered the new one] and processed the {count} messages again.",
            "[The segment|A segment] was [missing|wrong] in the new version; [our mapping accepts it|the mapping was extended] since {clock}, all messages are through.",
        ],
    },
    // Late or missing transfers.
    Concern {
        subjects: &[
            "[SFTP|AS2] transfer [delayed|late|missing]",
            "No files on SFTP [since|after] {date}",
            "AS2: [no delivery|nothing arrives] from {partner}",
            "SFTP [connection refused|time-out]",
        ],
        what: &[
            "[There are no new files|Nothing new] on the SFTP server {since}[, the last one is from {clock}|]. [Delivery is overdue|The delivery of {date} is missing].",
            "The AS2 delivery [to|from] {partner} [is late|stopped] {since}, [{count} transfers are queued|our queue holds {count} transfers].",
            "[Our SFTP client|Our job] [gets no connection|runs into a time-out] {since}, so no delivery [takes place|went out] [today|tonight].",
        ],
        detail: &[
            "[Server|Host]: sftp{small}.",
            "[Our IP|We come from] 203.0.113.{octet}.",
            "[The log says|Log:] {code}.",
            "[The last good one|Last good transfer]: {date}, {clock}.",
        ],
        question: &[
            "[From which address|With which IP] do you connect, and [what does your log say|at what time]?",
            "[Is it|Is this] one partner only or all transfers?",
        ],
        answer: &[
            "203.0.113.{octet}, [log says {code}|at {clock}].",
            "[Only|It is only] {partner}.",
            "[All of them|All transfers] since {clock}.",
        ],
        cause: &[
            "[The disk of sftp{small} was full|A full disk stopped the transfer]; [space was made at {clock}|we made room] and the queue is empty again.",
            "[Your new address 203.0.113.{octet}|Your address] was not on our list. [I added it|It was added at {clock}], all {count} transfers are through.",
            "[A worker hung|A transfer worker was hanging] since {clock}; restarted, the queue of {count} is empty.",
        ],
    },
    // New partners.
    Concern {
        subjects: &[
            "Change request: [new AS2 partner|EDI partner] {partner}",
            "Change request EDI [endpoint|partner]",
            "[AS2|EDI]: change request for {date}",
        ],
        what: &[
            "[This is a|We have a] change request for EDI: [please add|add] [the new partner|our new partner] {partner} ({gln}) [from {date}|].",
            "Change request: our AS2 [endpoint|address] [moves|changes] on {date} to as2.{customerdomain}.",
            "[We change our EDI provider|Our EDI provider changes] on {date}. [Please treat this as|This is our] change request to [switch|move] the AS2 partner data.",
        ],
        detail: &[
            "[GLN|Our GLN] {gln}.",
            "[Test|A test] would be possible [on {weekday}|from {date}].",
            "[Technical contact|Contact]: {person}, {phone}.",
            "[The old one|The old address] stays [until|active until] {date}.",
        ],
        question: &[
            "[When|On which day] can we test, and who is [the technical contact|there on your side]?",
            "Should the old [address|endpoint] stay in parallel[ for some days|]?",
        ],
        answer: &["[On {weekday}|{weekday} morning], {person}, {phone}.", "[Yes|Yes please], until {date}."],
        cause: &[
            "[The new partner data is|The change is] in production since {clock}; [the test message went through|{small} test messages were accepted].",
            "[{agent} made the switch|We made the switch] [on {date}|this morning], both directions were tested with {person}.",
        ],
    },
    // Planted: certificates.
    Concern {
        subjects: &[
            "AS2 certificate [expired|renewal]",
            "AS2: [signature invalid|certificate error]",
            "[Certificate|New certificate] AS2 {partner}",
            "AS2 stopped: certificate",
        ],
        what: &[
            "[Our AS2 connection|The AS2 connection] stopped {since}: [your certificate has expired|certificate expired|the certificate is not trusted].",
            "[Since your certificate change|After the certificate renewal] AS2 [fails|does not work] [with \"{code}\"|in both directions|any more].",
            "AS2 [messages from you are|traffic with you is] refused {since}, our side says the certificate [is unknown|expired on {date}].",
        ],
        detail: &[
            "[Serial|Serial number] {code}.",
            "[Nobody told us|We got no notice] [about|of] the renewal.",
            "[{count} messages are waiting|Our queue: {count} messages].",
            "[Last quarter|In {month}] [it was the same|we had exactly that].",
        ],
        question: &[
            "[Which serial number|Which certificate serial] [do you have installed|does your system show]?",
            "[Can you|Could you] [import|install] the new certificate that I [attach|send], and tell me when?",
        ],
        answer: &[
            "[Serial|It is] {code}.",
            "[Installed|Done] at {clock}[, still the same|]. [Serial|It shows] {code}.",
        ],
        cause: &[
            "[The quarterly certificate change|The certificate change of {date}] was not announced to your side. [Both certificates are exchanged|You have the new one], {count} messages went through [at {clock}|since].",
            "[We put the old chain back|I loaded your side's new certificate] at {clock}, [signatures verify again|the queue is empty].",
        ],
    },
    // Synchronisation.
    Concern {
        subjects: &[
            "App [does not sync|no sync|sync error {code}]",
            "Field app: work orders missing",
            "[No work orders|Work orders missing] in the app",
            "App sync {person}",
        ],
        what: &[
            "The [field app|app] [does not sync|no longer syncs] {since}. [{person} has no work orders|The work orders of today are missing|It hangs at {percent} %].",
            "[{small} work orders|Work orders] [are missing|do not appear] in the app [of {person}|on {device}] {since}[, sync ends with {code}|].",
            "[Finished work orders|What our technicians enter] [do not come back from|stays in] the app, sync [stops at {percent} %|ends with {code}].",
        ],
        detail: &[
            "[Tablet|Device] {device}, app {version}.",
            "[Wi-Fi and mobile|Both Wi-Fi and 4G] [are fine|tested].",
            "[Order|For example order] {order}.",
            "[Last sync|The last good sync] was at {clock}.",
        ],
        question: &[
            "[Which app version|Which version] is on {device}, and [when was the last sync|does it have a connection]?",
            "[Could you|Can you] [sign the technician out and in again|open the sync log] and tell me the code?",
        ],
        answer: &[
            "[Version|It is] {version}, last sync {clock}.",
            "[Code|The log says] {code}.",
            "[Did that|Done], [now it stops at {percent} %|no change], [version|it is] {version}.",
        ],
        cause: &[
            "[A work order with a damaged photo|Order {order}] blocked the queue of {device}; [I took it out|we removed it], the rest [synced|came through] at {clock}.",
            "[The token of {device}|The device token] had expired. [Renewed at {clock}|I renewed it], all orders are there.",
            "[The synchronisation service|The sync service] was [overloaded|too slow] between {clock} and {clock2}; [a second instance runs|we added a second one].",
        ],
    },
    // Crashes.
    Concern {
        subjects: &[
            "App [crashes|crash] when taking photos",
            "[App crash|App closes itself] on {device}",
            "Field app [crashing|crashes] {version}",
            "app crash",
        ],
        what: &[
            "The app [crashes|closes itself, a real crash,] [when {person} takes a photo|as soon as we open a work order|at the signature] {since}.",
            "[Every|Each] time [we take a photo|a technician scans a barcode] the [field app|app] crashes[, tablet {device}|].",
            "[After the update to {version}|With version {version}] the field app [crashes|crashes {small} times a day] [on {device}|on two tablets|for {person}].",
        ],
        detail: &[
            "[Android|It runs on Android] 1{digit}.",
            "[A restart|Restarting] helps [for an hour|until the next photo].",
            "[Memory is|There is] free: {small} GB.",
            "[We lost|It cost us] {small} [entries|signatures] [today|yesterday].",
        ],
        question: &[
            "[Which version|Which app version] and which tablet model is it?",
            "[Could you|Can you] send the crash log (Settings > Help > Send log)?",
        ],
        answer: &[
            "[Version|It is] {version} on {device}.",
            "[Log sent|I sent the log] at {clock}[, device {device}|].",
        ],
        cause: &[
            "[The camera library|A library] of {version} [runs out of memory|needs too much memory] with large photos; [version {version2} is out|{version2} is in the store] and [{device} has it|was installed on {device}].",
            "[The cache|A full cache] on {device} was [damaged|the reason]; cleared from here, [no crash since {clock}|{person} confirmed it by phone].",
        ],
    },
    // New devices.
    Concern {
        subjects: &[
            "[New|{small} new] tablets for our technicians",
            "[Set up|Please set up] tablet {device}",
            "App for {person}: [new device|set up]",
            "tablet for {person}",
        ],
        what: &[
            "[Please set up|Could you set up] the [field app|app] on {small} new [tablets|devices] for our [technicians|crew] in {place}.",
            "{person} [starts|begins] on {date} and needs a tablet with the app. Please set up {device}.",
            "[A tablet broke|We lost a tablet] ({device}); please set up the app on the replacement {device2}.",
        ],
        detail: &[
            "[IMEI|Serial] {order}.",
            "[Delivery|They should be ready] by {date}.",
            "[User|Account]: {mail}.",
            "[Same profile|The same profile] as {device}.",
        ],
        question: &[
            "[Which profile|Which role] should [it|they] get, [electrician|technician] or [inspector|team lead]?",
            "[Could you|Can you] send the serial number[s|]?",
        ],
        answer: &["[Technician|Electrician], [like {device}|as always].", "[Serial|Serial number] {order}."],
        cause: &[
            "[{device} is enrolled|The device is enrolled], {person} [can start|gets the start code by text message].",
            "[All {small} devices are|The devices are] enrolled with the profile of {place}; the start codes [are valid until {date}|went to {person}].",
        ],
    },
    // Wrong figures.
    Concern {
        subjects: &[
            "[Report|Dashboard]: [totals|figures] do not match",
            "Wrong [figures|totals] in the {month} report",
            "[Dashboard|Report] shows {kwh} instead of {kwh2}",
            "report {month} - [question|totals]",
        ],
        what: &[
            "[The totals|The figures] in the [consumption report|monthly report] for {month} [do not match|differ from] [our own numbers|what the sites give]: {kwh} against {kwh2} kWh.",
            "The dashboard [shows|gives] wrong figures {since}: [{place} appears twice|{place} is missing|{percent} % too high].",
            "[In the report|In our report] of {date} the totals for {place} [are zero|are off by {percent} %|were still right, now they are wrong].",
        ],
        detail: &[
            "[Filter|I filter by] {place}, {month}.",
            "[The sum|My sum]: {kwh2} kWh.",
            "[Tile|It is the tile] \"[Top sites|Base load|CO2]\".",
            "[In {month}|Last time] it was [correct|fine].",
        ],
        question: &[
            "[Which filter|Which filters] do you [set|use], and for which [sites|period]?",
            "[Could you|Can you] send me [your own numbers|the numbers you compare with]?",
        ],
        answer: &[
            "[Period|It is] {month}, site {place}[, no other filter|].",
            "[Our number|Ours]: {kwh2} kWh [for {place}|].",
        ],
        cause: &[
            "[{place} was assigned to two groups|A site was in two groups] and counted twice. [Corrected|I corrected the group], the figures match.",
            "[The nightly load|The load] of {date} had [stopped half-way|broken off]; [it ran again|we started it again] at {clock} and {kwh2} kWh are shown.",
        ],
    },
    // Exports.
    Concern {
        subjects: &[
            "[Excel export|Export] [fails|does not work|empty]",
            "Export [aborts|stops] at {percent} %",
            "[CSV|Excel] export {month}",
            "Report export: error {code}",
        ],
        what: &[
            "The export [to Excel|as CSV] [fails|aborts] {since} [with {code}|at {percent} %|after {small} minutes].",
            "[When I export|Exporting] the {month} report [I get an empty sheet|the sheet has only headings|it stops with {code}]; [the Excel export worked in {month}|an Excel export of one site works].",
            "[The scheduled report|Our scheduled report] [was not sent|did not come] {since}, and the manual export [ends with {code}|stops at {percent} %].",
        ],
        detail: &[
            "[About|It has] {count} rows.",
            "[Format|I chose] [XLSX|CSV][, semicolon|].",
            "[Period|For] {month}.",
            "[Smaller periods|One week] [works|is fine].",
        ],
        question: &[
            "[Which period|What period] and how many sites do you [choose|select]?",
            "Does it [also happen|fail] with CSV[, or only with Excel|]?",
        ],
        answer: &[
            "[{month}, all sites|All sites], about {count} rows.",
            "[CSV works|With CSV it is fine].",
            "[CSV too|The same with CSV], {code}.",
        ],
        cause: &[
            "[The limit|A limit] of {count} rows was [too low|reached]; [it is raised|I raised it] and your [sheet is complete|run went through at {clock}].",
            "[A special character|A character] in the site name {place} broke the file. [We handle that now|{agent} corrected it], I [ran it|started it] again for you.",
        ],
    },
    // New reports.
    Concern {
        subjects: &[
            "Change request: [additional column|new report]",
            "Change request report {month}",
            "[Dashboard|Report]: change request",
        ],
        what: &[
            "[We have a|Please take this as a] change request: [we need|please add] a column with [the CO2 factor|the peak load|the cost centre] in the monthly report.",
            "Change request for our dashboard: [a tile for {place}|one more tile with the base load|a comparison with last year] would [help us a lot|save us hours].",
            "[Could the report be sent|Please send the report] to {mail} every {weekday}? [If that is|I guess this is] a change request, [take it as one|please treat it so].",
        ],
        detail: &[
            "[Needed by|We need it by] {date}.",
            "[Who pays|Cost]: [our budget|please make an offer].",
            "[Recipients|For]: {person}, {person2}.",
            "[A sketch|Sketch] [follows|can be had].",
        ],
        question: &[
            "[For which sites|Which sites] and from which month [on|]?",
            "[Who should|Who is to] [get|see] it[, only you or the whole board|]?",
        ],
        answer: &["[All sites|Only {place}], from {date}.", "{person} and [me|{person2}]."],
        cause: &[
            "[The column is|It is] there since {clock}, [first|visible] in the {month} edition.",
            "[{agent} built it|We built it] and {person} [sees it|has the right to see it] [from today|since {clock}].",
        ],
    },
];
