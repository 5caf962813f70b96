//! What is measured of each client.

use std::{fs, path::Path};

use serde_json::Value;

use crate::{
    Result, bare, calls,
    comparison::Comparison,
    data::ROOT,
    options::Step,
    process::Spent,
    project::{Project, Tried},
    say,
    table::Unit,
};

/// How many operations a program calls that calls neither one nor all.
const SOME: usize = 20;

/// How many items there are in the response that is read.
const ITEMS: usize = 100;

impl Comparison<'_> {
    pub(crate) fn take(&mut self, step: Step) -> Result<()> {
        say(&format!("  {}", format!("{step:?}").to_lowercase()));
        match step {
            Step::Generate => self.generate(),
            Step::Check => self.check(),
            Step::Binary => self.binary(),
            Step::Decode => self.decode()?,
            Step::Cold => self.cold(),
            Step::Features => self.features(),
            Step::Floor => self.floor(),
            // Generating and checking have further rows.
            Step::Growth => {}
        }
        Ok(())
    }

    fn generate(&mut self) {
        let before = self.failures.iter().map(|failure| match failure {
            Some(reason) => Err(reason.clone()),
            None => Ok(()),
        });
        let before: Vec<Tried<()>> = before.collect();
        let spent = self.measure(&before, |project, ()| {
            Ok(project.generate(self.document)?.spent)
        });
        self.rows("generate", &spent);
        self.fail(&spent);
        let written = self.each(|project| said(written(&project.client())));
        self.row("lines of Rust", Unit::Count, &written, |it| it.0);
        self.row("bytes of Rust", Unit::Bytes, &written, |it| it.1);
        let prepared = self.each(|project| said(project.prepare()));
        self.fail(&prepared);
    }

    fn check(&mut self) {
        let command = ["check", "--package", "client"];
        let warnings = self.each(|project| {
            let errors = project.cargo(&command)?.errors;
            let mut said = errors.lines().filter(|line| line.contains("generated "));
            let count = said.find_map(|line| line.split_once("generated ")?.1.split(' ').next());
            Ok(count.and_then(|count| count.parse().ok()).unwrap_or(0.0))
        });
        let spent = self.measure(&warnings, |project, _| again(project, "client", &command));
        self.rows("check", &spent);
        self.row("warnings", Unit::Count, &warnings, |count| *count);
        self.fail(&spent);
    }

    fn binary(&mut self) {
        let step = (self.ids.len() / SOME).max(1);
        let some = self.ids.iter().step_by(step).take(SOME).cloned();
        let some: Vec<String> = some.collect();
        let one = some.iter().take(1).cloned().collect();
        for (name, ids) in [("one", one), ("some", some), ("all", self.ids.clone())] {
            if name == "some" && ids.len() == self.ids.len() {
                continue;
            }
            self.program(&format!("calls-{name}"), &ids);
        }
    }

    /// Builds a program that calls operations.
    fn program(&mut self, name: &str, ids: &[String]) {
        let found = self.each(|project| {
            let calls = said(calls::find(project.generator, &project.client(), ids))?;
            said(project.add(name, &calls::program(&calls)))?;
            Ok(calls.len() as f64)
        });
        let count = ids.len();
        let what = format!("operations called of {count}");
        self.row(&what, Unit::Count, &found, |count| *count);
        for profile in ["debug", "release"] {
            let mut command = vec!["build", "--package", name];
            command.extend((profile == "release").then_some("--release"));
            let first = self.projects.iter().zip(&found).map(|(project, found)| {
                found.as_ref().map_err(Clone::clone)?;
                // What all programs depend on is compiled with the one that is built first.
                if name == "calls-one" {
                    project.cargo(&command)?;
                }
                Ok(())
            });
            let first: Vec<Tried<()>> = first.collect();
            let spent = self.measure(&first, |project, _| again(project, "client", &command));
            let what = format!("{profile} build of {count} called");
            self.rows(&what, &spent);
            let sizes = self.projects.iter().zip(&spent).map(|(project, spent)| {
                spent.as_ref().map_err(Clone::clone)?;
                let program = fs::metadata(project.program(profile, name));
                program.map_err(|error| error.to_string())
            });
            let sizes: Vec<Tried<fs::Metadata>> = sizes.collect();
            let stripped = if profile == "release" {
                ", stripped"
            } else {
                ""
            };
            let what = format!("{what}: size{stripped}");
            self.row(&what, Unit::Bytes, &sizes, |file| file.len() as f64);
        }
    }

    fn decode(&mut self) -> Result<()> {
        let responses = fs::read_to_string(Path::new(ROOT).join("tests/published-responses.json"))?;
        let responses: Value = serde_json::from_str(&responses)?;
        let body = responses
            .pointer("/0/body")
            .ok_or("no published response")?;
        let body = Value::from(vec![body.clone(); ITEMS]).to_string();
        let built = self.each(|project| {
            let main = include_str!("decode.txt");
            let main = main.replace("Authorization", &project.generator.authorization);
            said(project.add("decode", &main.replace("BODY", &format!("{body:?}"))))?;
            project.cargo(&["build", "--release", "--package", "decode"])
        });
        let spent = self.measure(&built, |project, _| {
            let seconds = project.run("decode")?.out;
            let wall = seconds.trim().parse().map_err(|_| seconds.clone())?;
            Ok(Spent {
                wall,
                ..Spent::default()
            })
        });
        let cells = spent.into_iter().map(|spent| Ok(spent?.wall));
        let what = format!("reading a response of {ITEMS} authorizations");
        self.table
            .row(&what, Unit::Microseconds, &cells.collect::<Vec<_>>());
        Ok(())
    }

    fn cold(&mut self) {
        let usual = self.each(|_| Ok(Vec::new()));
        self.cold_form("check with all dependencies", &usual);
        let forms = self.projects.iter();
        let forms = forms.flat_map(|project| project.generator.cold.keys());
        for form in forms.cloned().collect::<Vec<_>>() {
            let arguments = self.each(|project| {
                let arguments = project.generator.cold.get(&form);
                arguments
                    .cloned()
                    .ok_or_else(|| "has no such form".to_owned())
            });
            self.cold_form(&format!("the same {form}"), &arguments);
        }
    }

    fn cold_form(&mut self, what: &str, arguments: &[Tried<Vec<String>>]) {
        let spent = self.measure(arguments, |project, arguments| {
            project.cargo(&["fetch"])?;
            let command = with(&["check", "--offline", "--package", "client"], arguments);
            project.cargo_cold(&command)
        });
        self.rows(what, &spent);
    }

    fn floor(&mut self) {
        let command = ["check", "--package", "bare"];
        let bare = self.each(|project| {
            if project.generator.install.is_some() {
                return Err("of Rejoinder alone".to_owned());
            }
            said(bare::write(&project.client(), &project.package("bare")))?;
            project.cargo(&command)
        });
        let spent = self.measure(&bare, |project, _| again(project, "bare", &command));
        self.rows("check of the same, bare", &spent);
    }

    fn features(&mut self) {
        let parts = self.each(|project| {
            let part = project.generator.part.clone();
            let part = part.ok_or("has no feature for each tag")?;
            project.cargo(&with(&["check", "--package", "client"], &part))?;
            Ok(part)
        });
        let spent = self.measure(&parts, |project, part| {
            again(
                project,
                "client",
                &with(&["check", "--package", "client"], part),
            )
        });
        self.rows("check of gists, issues and users alone", &spent);
    }
}

/// What a command takes when a package, and what uses it, is compiled again.
fn again(project: &Project<'_>, package: &str, command: &[&str]) -> Tried<Spent> {
    said(project.touch(package))?;
    Ok(project.cargo(&[command, &["--offline"]].concat())?.spent)
}

fn with<'a>(command: &[&'a str], more: &'a [String]) -> Vec<&'a str> {
    let more = more.iter().map(String::as_str);
    command.iter().copied().chain(more).collect()
}

fn said<T>(result: Result<T>) -> Tried<T> {
    result.map_err(|error| error.to_string())
}

/// The lines and bytes of the Rust in a folder.
fn written(folder: &Path) -> Result<(f64, f64)> {
    let (mut lines, mut bytes) = (0, 0);
    for path in calls::sources(folder)? {
        let text = fs::read_to_string(path)?;
        lines += text.lines().count();
        bytes += text.len();
    }
    Ok((lines as f64, bytes as f64))
}
