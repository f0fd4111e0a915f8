//! Tallypost: support mail in, improvement out.
//!
//! Two programs that meet in a folder of Parquet files, the *lake*:
//!
//! ```text
//! mailbox ─▶ message ─▶ ticket ─▶ journal ─▶ LAKE ─▶ kpi, trend ─▶ report
//! (IMAP,     (parse,    (which    (SQLite,   (Parquet)
//!  Maildir,   under-     ticket?   one tx
//!  mbox,      stand)     what      per batch)
//!  stdin)                now?) └▶ outbound (SMTP)
//! └──────────── the gateway ──────────────┘  └────── the analysis ─────┘
//! ```
//!
//! A mail is read ([`mailbox`], signed in by password or [`oauth`]), understood ([`message`]), decided upon
//! ([`ticket`]: pure functions), committed ([`journal`]: one SQLite transaction a batch), answered where it may be
//! ([`outbound`]) and published ([`gateway::publish`] → [`lake`]). Another tool's export becomes events and joins the
//! same lake ([`history`]). The analysis reads the lake and nothing else: KPIs are SQL files ([`kpi`]), what changed
//! and what only wobbled is in [`trend`], which tickets share one cause in [`recurrence`] (by sentence [`models`] that
//! an operator adds, if any), what people decided about them in [`register`], and [`report`] draws and writes the
//! management review.
//!
//! The modules are declared in the order in which they are best read. `tests/architecture.rs` enforces who
//! may import whom, and which modules may touch the world (files, sockets, clock).

mod fail_point;
mod full_disk;

pub mod config;
pub mod message;
pub mod ticket;
pub mod oauth;
pub mod mailbox;
pub mod journal;
pub mod outbound;
pub mod lake;
pub mod history;
pub mod gateway;
pub mod kpi;
pub mod trend;
pub mod recurrence;
pub mod models;
pub mod register;
pub mod report;
pub mod sample;
pub mod commands;
