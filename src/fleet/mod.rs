//! The reports of many repositories as one table, and what they add up to.
//!
//! In: JSON and SARIF reports of `tollgate check`, by their names and a way to read them. Out: a [`Row`] for each finding,
//! given to [`Table`]s one after the other, and a [`Fleet`]: counts by repository, rule, owner and day. The reports are not
//! trusted, and no two of them are held at a time for each thread; one that cannot be read is a [`Problem`], and the
//! others count. Nothing but the reports is read, and nothing that they do not hold is told. Start reading at [`gather`].

pub mod html;
pub mod human;
pub mod json;
pub mod name;
pub mod ndjson;
#[cfg(feature = "parquet")]
pub mod parquet;
mod read;
mod row;
mod totals;

use std::cmp::Ordering;
use std::collections::HashSet;
use std::io;
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

pub use self::read::{MAX_REPORT, open};
pub use self::row::{Row, State, time};
pub use self::totals::{Counts, Fleet, OwnerTotals, Point, RepositoryTotals, RuleTotals};

use self::read::{Facts, Unreadable};
use self::totals::Sum;

/// A report that was named or found.
#[derive(Clone, Debug)]
pub struct Given {
    /// As the user knows it.
    pub name: String,
    /// The repository and the time, as far as the names of the file and its directories tell them; what the report
    /// itself tells comes first.
    pub repository: String,
    pub date: Option<Timestamp>,
    /// Whether the file was found in a directory, where there may be other JSON as well.
    pub is_found: bool,
}

/// Reads the report at a position among those given; the error is a sentence that does not name it.
pub type Reader<'r> = &'r (dyn Fn(usize) -> Result<Vec<u8>, String> + Sync);

/// What takes rows, in their order.
pub trait Table {
    fn add(&mut self, row: &Row) -> io::Result<()>;
}

/// A file that does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub report: String,
    /// One sentence.
    pub message: String,
    /// False for JSON of another kind that was found in a directory.
    pub is_error: bool,
}

/// Puts reports together: by repository, then by date, then by name.
///
/// All reports of one repository that are of the same time are one state of it, and a finding that several of them show is
/// one row. Every state has its rows; the last one of each repository is what the [`Fleet`] counts.
///
/// # Errors
/// A table cannot be written.
pub fn gather(
    given: &[Given],
    read: Reader<'_>,
    name: Option<&str>,
    tables: &mut [&mut dyn Table],
) -> io::Result<Fleet> {
    let heads: Vec<Result<Head, Problem>> =
        given.par_iter().enumerate().map(|(i, one)| Head::read(i, one, read, name)).collect();
    let mut sum = Sum::default();
    let mut order = Vec::new();
    for head in heads {
        match head {
            Ok(head) => order.push(head),
            Err(problem) => sum.problem(problem),
        }
    }
    order.sort_by(|one, other| one.order(other, given));
    for state in order.chunk_by(Head::is_same_state) {
        let mut rows = StateRows { seen: (state.len() > 1).then(HashSet::new) };
        // No more reports are held than threads read them.
        for batch in state.chunks(rayon::current_num_threads()) {
            let read: Vec<Result<Vec<Row>, Problem>> = batch.par_iter().map(|head| head.rows(given, read)).collect();
            for (head, found) in batch.iter().zip(read) {
                match found {
                    Ok(found) => {
                        sum.report(&head.repository, head.commit.as_ref(), head.date);
                        rows.add(&found, &mut sum, tables)?;
                    }
                    Err(problem) => sum.problem(problem),
                }
            }
        }
    }
    Ok(sum.finish())
}

/// What is known of a report before its findings are read.
#[derive(Debug)]
struct Head {
    position: usize,
    repository: Arc<str>,
    commit: Option<Arc<str>>,
    date: Option<Timestamp>,
}

impl Head {
    fn read(position: usize, given: &Given, read: Reader<'_>, name: Option<&str>) -> Result<Self, Problem> {
        let told = |message: String, is_error| Problem { report: given.name.clone(), message, is_error };
        let bytes = read(position).map_err(|message| told(message, true))?;
        let facts = read::facts(&bytes).map_err(|error| {
            let is_error = !(given.is_found && matches!(error, Unreadable::NoReport));
            told(error.to_string(), is_error)
        })?;
        let Facts { address, directory, commit, date } = facts;
        let repository =
            address.or_else(|| name.map(str::to_owned)).or(directory).unwrap_or_else(|| given.repository.clone());
        Ok(Self { position, repository: repository.into(), commit: commit.map(Arc::from), date: date.or(given.date) })
    }

    fn order(&self, other: &Self, given: &[Given]) -> Ordering {
        let name = |head: &Self| given.get(head.position).map(|given| given.name.as_str());
        (&self.repository, self.date, &self.commit, name(self), self.position).cmp(&(
            &other.repository,
            other.date,
            &other.commit,
            name(other),
            other.position,
        ))
    }

    fn is_same_state(&self, other: &Self) -> bool {
        self.repository == other.repository && self.date == other.date
    }

    fn rows(&self, given: &[Given], read: Reader<'_>) -> Result<Vec<Row>, Problem> {
        let report = given.get(self.position).map(|given| given.name.clone()).unwrap_or_default();
        let found = read(self.position).and_then(|bytes| {
            read::rows(&bytes, &self.repository, self.commit.as_ref(), self.date).map_err(|error| error.to_string())
        });
        found.map_err(|message| Problem { report, message, is_error: true })
    }
}

/// The rows of one state, each once.
struct StateRows {
    /// Digests; none where there is a single report, which shows nothing twice.
    seen: Option<HashSet<[u8; 16]>>,
}

impl StateRows {
    fn add(&mut self, rows: &[Row], sum: &mut Sum, tables: &mut [&mut dyn Table]) -> io::Result<()> {
        for row in rows {
            if self.seen.as_mut().is_some_and(|seen| !seen.insert(row.digest())) {
                sum.repeated();
                continue;
            }
            sum.row(row);
            for table in &mut *tables {
                table.add(row)?;
            }
        }
        Ok(())
    }
}
