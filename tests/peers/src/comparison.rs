//! A document, its clients and what is found out of them: rows of a table.

use std::path::Path;

use crate::{
    process::Spent,
    project::{Project, Tried},
    table::{Cell, Table, Unit},
};

/// What stands where another row says why there is nothing.
const NOTHING: &str = "–";

/// A number of what a process needed.
type Measure = fn(&Spent) -> f64;

/// One document by each generator.
pub(crate) struct Comparison<'a> {
    pub(crate) document: &'a Path,
    /// The ids of its operations.
    pub(crate) ids: Vec<String>,
    pub(crate) runs: u32,
    /// Whether the processor's time for each operation has rows.
    pub(crate) grows: bool,
    pub(crate) projects: Vec<Project<'a>>,
    /// Why the client of a generator is of no further use.
    pub(crate) failures: Vec<Option<String>>,
    pub(crate) table: Table,
}

impl Comparison<'_> {
    /// What comes of each client that is of use.
    pub(crate) fn each<T>(&self, does: impl Fn(&Project<'_>) -> Tried<T>) -> Vec<Tried<T>> {
        let pairs = self.projects.iter().zip(&self.failures);
        let done = pairs.map(|(project, failure)| match failure {
            Some(_) => Err(NOTHING.to_owned()),
            None => does(project),
        });
        done.collect()
    }

    /// Measures something of each client that `before` brought something for, in turns, so that a loaded
    /// moment is one for all; the medians.
    pub(crate) fn measure<T>(
        &self,
        before: &[Tried<T>],
        does: impl Fn(&Project<'_>, &T) -> Tried<Spent>,
    ) -> Vec<Tried<Spent>> {
        let results = before.iter().map(|before| match before {
            Ok(_) => Ok(Vec::new()),
            Err(reason) => Err(reason.clone()),
        });
        let mut results: Vec<Tried<Vec<Spent>>> = results.collect();
        for _ in 0..self.runs {
            let all = self.projects.iter().zip(before).zip(&mut results);
            for ((project, before), result) in all {
                if let (Ok(before), Ok(spent)) = (before, &mut *result) {
                    match does(project, before) {
                        Ok(one) => spent.push(one),
                        Err(reason) => *result = Err(reason),
                    }
                }
            }
        }
        let results = results.into_iter();
        results.map(|spent| Ok(medians(&spent?))).collect()
    }

    /// Notes whose clients are of no further use.
    pub(crate) fn fail<T>(&mut self, tried: &[Tried<T>]) {
        for (failure, tried) in self.failures.iter_mut().zip(tried) {
            if failure.is_none() {
                *failure = tried.as_ref().err().cloned();
            }
        }
    }

    /// The rows of time and memory.
    pub(crate) fn rows(&mut self, what: &str, spent: &[Tried<Spent>]) {
        let measures: [(&str, Unit, Measure); 3] = [
            ("", Unit::Seconds, |spent| spent.wall),
            (": processor", Unit::Seconds, |spent| spent.processor),
            (": memory", Unit::Bytes, |spent| spent.memory),
        ];
        for (which, unit, of) in measures {
            let cells = spent.iter().map(|spent| match spent {
                Ok(spent) => Ok(of(spent)),
                Err(reason) if which.is_empty() => Err(reason.clone()),
                Err(_) => Err(NOTHING.to_owned()),
            });
            let cells: Vec<Cell> = cells.collect();
            self.table.row(&format!("{what}{which}"), unit, &cells);
        }
        if self.grows {
            let count = self.ids.len() as f64;
            let cells = spent
                .iter()
                .map(|spent| Ok(spent.as_ref().map_err(Clone::clone)?.processor / count));
            let cells: Vec<Cell> = cells.collect();
            let what = format!("{what}: processor for each operation");
            self.table.row(&what, Unit::Microseconds, &cells);
        }
    }

    /// A row of one of several numbers.
    pub(crate) fn row<T>(
        &mut self,
        what: &str,
        unit: Unit,
        of: &[Tried<T>],
        number: fn(&T) -> f64,
    ) {
        let cells = of.iter().map(|it| match it {
            Ok(it) => Ok(number(it)),
            Err(_) => Err(NOTHING.to_owned()),
        });
        self.table.row(what, unit, &cells.collect::<Vec<_>>());
    }
}

fn medians(spent: &[Spent]) -> Spent {
    let median = |of: Measure| {
        let mut values: Vec<f64> = spent.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    Spent {
        wall: median(|spent| spent.wall),
        processor: median(|spent| spent.processor),
        memory: median(|spent| spent.memory),
    }
}
