//! A file of decisions: one JSON object a line, appended under a lock, on the disk before anybody is told of it.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// One line of a ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry<D> {
    /// When it was decided, UTC.
    pub at: Timestamp,
    /// Who decided.
    pub by: String,
    pub decision: D,
}

/// The file of one kind of decisions.
pub struct Ledger<D> {
    path: PathBuf,
    of: PhantomData<D>,
}

#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("cannot read {path}")]
    Read {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("cannot write {path}; the decision is not recorded")]
    Write {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error(
        "{path}, line {line}: the last line is half-written, so its decision was never confirmed to anybody; delete the \
         line and decide again"
    )]
    HalfWritten { path: PathBuf, line: usize },
    #[error(
        "{path}, line {line}: no decision that this version knows; restore the line from git or a backup, or use the \
         version that wrote it"
    )]
    Unreadable {
        path: PathBuf,
        line: usize,
        #[source]
        source: Damage,
    },
}

/// What is wrong within a line; which line of the file it is nobody below the file knows.
#[derive(Debug, thiserror::Error)]
#[error("column {column}: {what}")]
pub struct Damage {
    column: usize,
    what: String,
}

impl From<serde_json::Error> for Damage {
    fn from(error: serde_json::Error) -> Self {
        let (column, words) = (error.column(), error.to_string());
        Self { column, what: words.split(" at line ").next().unwrap_or_default().into() }
    }
}

impl<D: Serialize + DeserializeOwned> Ledger<D> {
    /// The ledger `register/NAME.jsonl` of a data folder; it need not be there yet.
    pub fn of(data: &Path, name: &str) -> Self {
        Self { path: data.join("register").join(format!("{name}.jsonl")), of: PhantomData }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// All decisions, in the order in which they were taken; none where there is no file.
    pub fn entries(&self) -> Result<Vec<Entry<D>>, LedgerError> {
        match std::fs::read(&self.path) {
            Ok(bytes) => self.parse(&bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(source) => Err(LedgerError::Read { path: self.path.clone(), source }),
        }
    }

    /// Appends what `decide` makes of all decisions before it, of which nobody can add another meanwhile.
    pub fn append<E: From<LedgerError>>(
        &self,
        decide: impl FnOnce(&[Entry<D>]) -> Result<Entry<D>, E>,
    ) -> Result<Entry<D>, E> {
        let mut file = self.open_alone().map_err(|source| self.unwritten(source))?;
        let mut known = Vec::new();
        file.read_to_end(&mut known).map_err(|source| LedgerError::Read { path: self.path.clone(), source })?;
        let entry = decide(&self.parse(&known)?)?;
        self.write(&mut file, &known, &entry).map_err(|source| self.unwritten(source))?;
        Ok(entry)
    }

    /// Waits for its turn, which is a moment.
    fn open_alone(&self) -> io::Result<File> {
        if !folder_of(&self.path).exists() {
            std::fs::create_dir_all(folder_of(&self.path))?;
            File::open(folder_of(folder_of(&self.path)))?.sync_all()?;
        }
        let file = OpenOptions::new().read(true).append(true).create(true).open(&self.path)?;
        file.lock()?;
        Ok(file)
    }

    fn write(&self, file: &mut File, known: &[u8], entry: &Entry<D>) -> io::Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        if known.last().is_some_and(|byte| *byte != b'\n') {
            line.insert(0, b'\n');
        }
        if let Err(error) = file.write_all(&line).and_then(|()| file.sync_all()) {
            // A full disk leaves half a line; what cannot be taken back either is told by the next reader.
            let _ = file.set_len(known.len() as u64);
            return Err(error);
        }
        if known.is_empty() { File::open(folder_of(&self.path))?.sync_all() } else { Ok(()) }
    }

    fn parse(&self, bytes: &[u8]) -> Result<Vec<Entry<D>>, LedgerError> {
        let last = bytes.split(|byte| *byte == b'\n').count();
        let lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
        let written = lines.filter(|(_, text)| !text.trim_ascii().is_empty());
        written
            .map(|(line, text)| {
                let path = self.path.clone();
                serde_json::from_slice(text).map_err(|source| match line == last {
                    // Whole lines end; JSON that ends too early was cut off.
                    true if source.is_eof() => LedgerError::HalfWritten { path, line },
                    _ => LedgerError::Unreadable { path, line, source: source.into() },
                })
            })
            .collect()
    }

    fn unwritten(&self, source: io::Error) -> LedgerError {
        LedgerError::Write { path: self.path.clone(), source }
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case", deny_unknown_fields)]
    enum Choice {
        Take { number: usize, words: String },
    }

    fn entry(number: usize) -> Entry<Choice> {
        let at = "2026-11-22T18:00:00Z".parse().unwrap();
        Entry { at, by: "anna".into(), decision: Choice::Take { number, words: "grün".into() } }
    }

    fn take(ledger: &Ledger<Choice>) -> Result<Entry<Choice>, LedgerError> {
        ledger.append(|known| Ok(entry(known.len())))
    }

    fn ledger() -> (tempfile::TempDir, Ledger<Choice>) {
        let data = tempfile::tempdir().unwrap();
        let ledger = Ledger::of(data.path(), "choices");
        (data, ledger)
    }

    #[test]
    fn decisions_come_back_as_they_were_taken_and_the_file_only_grows() {
        let (_data, ledger) = ledger();
        assert_eq!(ledger.entries().unwrap(), []);
        take(&ledger).unwrap();
        let before = std::fs::read_to_string(ledger.path()).unwrap();
        take(&ledger).unwrap();
        let after = std::fs::read_to_string(ledger.path()).unwrap();
        assert!(after.starts_with(&before));
        let line = r#"{"at":"2026-11-22T18:00:00Z","by":"anna","decision":{"take":{"number":0,"words":"grün"}}}"#;
        assert_eq!(before, format!("{line}\n"));
        assert_eq!(ledger.entries().unwrap(), [entry(0), entry(1)]);
    }

    #[test]
    fn two_writers_lose_nothing_and_each_knows_what_the_other_decided() {
        let (data, ledger) = ledger();
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| (0..40).for_each(|_| drop(take(&Ledger::of(data.path(), "choices")).unwrap())));
            }
        });
        assert_eq!(ledger.entries().unwrap(), (0..80).map(entry).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_refused_is_not_recorded() {
        let (_data, ledger) = ledger();
        let refused: Result<_, LedgerError> =
            ledger.append(|_| Err(LedgerError::HalfWritten { path: "elsewhere".into(), line: 1 }));
        assert!(refused.is_err());
        assert_eq!(ledger.entries().unwrap(), []);
    }

    #[test]
    fn a_line_cut_off_anywhere_is_told_with_file_line_and_remedy() {
        let (_data, ledger) = ledger();
        take(&ledger).unwrap();
        let whole = std::fs::read(ledger.path()).unwrap();
        let again: Vec<u8> = [&whole[..], &whole[..]].concat();
        // One byte short of all only the end of the line is missing, and the decision is whole.
        for length in whole.len() + 1..again.len() - 1 {
            std::fs::write(ledger.path(), &again[..length]).unwrap();
            let error = take(&ledger).unwrap_err();
            assert!(matches!(&error, LedgerError::HalfWritten { line: 2, .. }), "{length}: {error}");
            assert!(error.to_string().contains("choices.jsonl, line 2: the last line is half-written"), "{error}");
            assert_eq!(std::fs::read(ledger.path()).unwrap(), again[..length], "the damage is left to see");
        }
        std::fs::write(ledger.path(), &again[..again.len() - 1]).unwrap();
        take(&ledger).unwrap();
        assert_eq!(ledger.entries().unwrap().len(), 3);
    }

    #[test]
    fn unknown_fields_and_words_are_refused_with_their_line() {
        let (_data, ledger) = ledger();
        take(&ledger).unwrap();
        let good = std::fs::read_to_string(ledger.path()).unwrap();
        let damages = [
            ("\"number\":0", "\"number\":0,\"mood\":1"),
            ("\"by\"", "\"team\":\"x\",\"by\""),
            ("\"take\"", "\"drop\""),
        ];
        for (from, to) in damages {
            std::fs::write(ledger.path(), format!("{}{good}", good.replace(from, to))).unwrap();
            let error = ledger.entries().unwrap_err();
            assert!(matches!(&error, LedgerError::Unreadable { line: 1, .. }), "{error}");
            let within = std::error::Error::source(&error).unwrap().to_string();
            assert!(within.starts_with("column ") && !within.contains("line"), "{within}");
        }
        std::fs::write(ledger.path(), format!("{good}<<<<<<< HEAD")).unwrap();
        assert!(matches!(ledger.entries().unwrap_err(), LedgerError::Unreadable { line: 2, .. }));
    }
}
