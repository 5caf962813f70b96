//! The comparison of the clients of one document: the rows of a table.

use std::path::Path;

use crate::{
    process::Usage,
    project::{Attempt, Project},
    table::{Cell, Table, Unit},
};

/// The content of a cell whose failure is in an earlier row.
const EARLIER_FAILURE: &str = "–";

/// A number of a measurement.
type Measure = fn(&Usage) -> f64;

/// The clients of one document.
pub(crate) struct Comparison<'a> {
    pub(crate) document: &'a Path,
    /// The ids of the operations.
    pub(crate) ids: Vec<String>,
    pub(crate) runs: u32,
    /// `true` if the table has rows for the CPU time per operation.
    pub(crate) grows: bool,
    pub(crate) projects: Vec<Project<'a>>,
    /// The failure that excludes a generator from further steps.
    pub(crate) failures: Vec<Option<String>>,
    pub(crate) table: Table,
}

impl Comparison<'_> {
    /// Applies a function to each client without a failure.
    pub(crate) fn each<T>(
        &self,
        measure_one: impl Fn(&Project<'_>) -> Attempt<T>,
    ) -> Vec<Attempt<T>> {
        let pairs = self.projects.iter().zip(&self.failures);
        let done = pairs.map(|(project, failure)| match failure {
            Some(_) => Err(EARLIER_FAILURE.to_owned()),
            None => measure_one(project),
        });
        done.collect()
    }

    /// Measures each client that has a result of the previous step. The runs of the clients
    /// alternate, so that a temporary load affects all of them. Returns the medians.
    pub(crate) fn measure<T>(
        &self,
        before: &[Attempt<T>],
        measure_one: impl Fn(&Project<'_>, &T) -> Attempt<Usage>,
    ) -> Vec<Attempt<Usage>> {
        let results = before.iter().map(|before| match before {
            Ok(_) => Ok(Vec::new()),
            Err(reason) => Err(reason.clone()),
        });
        let mut results: Vec<Attempt<Vec<Usage>>> = results.collect();
        for _ in 0..self.runs {
            let all = self.projects.iter().zip(before).zip(&mut results);
            for ((project, before), result) in all {
                if let (Ok(before), Ok(usage)) = (before, &mut *result) {
                    match measure_one(project, before) {
                        Ok(one) => usage.push(one),
                        Err(reason) => *result = Err(reason),
                    }
                }
            }
        }
        let results = results.into_iter();
        results.map(|usage| Ok(medians(&usage?))).collect()
    }

    /// Records failures.
    pub(crate) fn fail<T>(&mut self, attempts: &[Attempt<T>]) {
        for (failure, attempts) in self.failures.iter_mut().zip(attempts) {
            if failure.is_none() {
                *failure = attempts.as_ref().err().cloned();
            }
        }
    }

    /// Adds the rows of time and memory.
    pub(crate) fn rows(&mut self, what: &str, usage: &[Attempt<Usage>]) {
        let measures: [(&str, Unit, Measure); 3] = [
            ("", Unit::Seconds, |usage| usage.wall),
            (": CPU", Unit::Seconds, |usage| usage.processor),
            (": memory", Unit::Bytes, |usage| usage.memory),
        ];
        for (suffix, unit, of) in measures {
            let cells = usage.iter().map(|usage| match usage {
                Ok(usage) => Ok(of(usage)),
                Err(reason) if suffix.is_empty() => Err(reason.clone()),
                Err(_) => Err(EARLIER_FAILURE.to_owned()),
            });
            let cells: Vec<Cell> = cells.collect();
            self.table.row(&format!("{what}{suffix}"), unit, &cells);
        }
        if self.grows {
            let count = self.ids.len() as f64;
            let cells = usage
                .iter()
                .map(|usage| Ok(usage.as_ref().map_err(Clone::clone)?.processor / count));
            let cells: Vec<Cell> = cells.collect();
            let what = format!("{what}: CPU per operation");
            self.table.row(&what, Unit::Microseconds, &cells);
        }
    }

    /// Adds a row with one number for each generator.
    pub(crate) fn row<T>(
        &mut self,
        what: &str,
        unit: Unit,
        of: &[Attempt<T>],
        number: fn(&T) -> f64,
    ) {
        let cells = of.iter().map(|it| match it {
            Ok(it) => Ok(number(it)),
            Err(_) => Err(EARLIER_FAILURE.to_owned()),
        });
        self.table.row(what, unit, &cells.collect::<Vec<_>>());
    }
}

fn medians(usage: &[Usage]) -> Usage {
    let median = |of: Measure| {
        let mut values: Vec<f64> = usage.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    Usage {
        wall: median(|usage| usage.wall),
        processor: median(|usage| usage.processor),
        memory: median(|usage| usage.memory),
    }
}
