//! The measurements of each client.

use std::{fs, path::Path};

use serde_json::Value;

use crate::{
    Result, bare, calls,
    comparison::Comparison,
    data::ROOT,
    options::Step,
    print_line,
    process::Usage,
    project::{Attempt, Project},
    table::Unit,
};

/// The number of operations that the program with several calls uses.
const SOME: usize = 20;

/// The number of items in the decoded response.
const ITEMS: usize = 100;

impl Comparison<'_> {
    pub(crate) fn take(&mut self, step: Step) -> Result<()> {
        print_line(&format!("  {}", format!("{step:?}").to_lowercase()));
        match step {
            Step::Generate => self.generate(),
            Step::Check => self.check(),
            Step::Binary => self.binary(),
            Step::Decode => self.decode()?,
            Step::Cold => self.cold(),
            Step::Features => self.features(),
            Step::Floor => self.floor(),
            // This step only adds rows to the other steps.
            Step::Growth => {}
        }
        Ok(())
    }

    fn generate(&mut self) {
        let before = self.failures.iter().map(|failure| match failure {
            Some(reason) => Err(reason.clone()),
            None => Ok(()),
        });
        let before: Vec<Attempt<()>> = before.collect();
        let usage = self.measure(&before, |project, ()| {
            Ok(project.generate(self.document)?.usage)
        });
        self.rows("generate", &usage);
        self.fail(&usage);
        let source_size = self.each(|project| to_attempt(source_size(&project.client())));
        self.row("lines of Rust", Unit::Count, &source_size, |it| it.0);
        self.row("bytes of Rust", Unit::Bytes, &source_size, |it| it.1);
        let prepared = self.each(|project| to_attempt(project.prepare()));
        self.fail(&prepared);
    }

    fn check(&mut self) {
        let command = ["check", "--package", "client"];
        let warnings = self.each(|project| {
            let errors = project.cargo(&command)?.errors;
            let mut summaries = errors.lines().filter(|line| line.contains("generated "));
            let count =
                summaries.find_map(|line| line.split_once("generated ")?.1.split(' ').next());
            Ok(count.and_then(|count| count.parse().ok()).unwrap_or(0.0))
        });
        let usage = self.measure(&warnings, |project, _| {
            measure_rebuild(project, "client", &command)
        });
        self.rows("`cargo check`", &usage);
        self.row("warnings", Unit::Count, &warnings, |count| *count);
        self.fail(&usage);
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

    /// Measures the build of a program that calls operations.
    fn program(&mut self, name: &str, ids: &[String]) {
        let found = self.each(|project| {
            let calls = to_attempt(calls::find(project.generator, &project.client(), ids))?;
            to_attempt(project.add(name, &calls::program(&calls)))?;
            Ok(calls.len() as f64)
        });
        let count = ids.len();
        let what = format!("called operations of {count}");
        self.row(&what, Unit::Count, &found, |count| *count);
        for profile in ["debug", "release"] {
            let mut command = vec!["build", "--package", name];
            command.extend((profile == "release").then_some("--release"));
            let first = self.projects.iter().zip(&found).map(|(project, found)| {
                found.as_ref().map_err(Clone::clone)?;
                // The first program compiles the shared dependencies.
                if name == "calls-one" {
                    project.cargo(&command)?;
                }
                Ok(())
            });
            let first: Vec<Attempt<()>> = first.collect();
            let usage = self.measure(&first, |project, _| {
                measure_rebuild(project, "client", &command)
            });
            let what = format!("{profile} build of {count} calls");
            self.rows(&what, &usage);
            let sizes = self.projects.iter().zip(&usage).map(|(project, usage)| {
                usage.as_ref().map_err(Clone::clone)?;
                let program = fs::metadata(project.program(profile, name));
                program.map_err(|error| error.to_string())
            });
            let sizes: Vec<Attempt<fs::Metadata>> = sizes.collect();
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
            to_attempt(project.add("decode", &main.replace("BODY", &format!("{body:?}"))))?;
            project.cargo(&["build", "--release", "--package", "decode"])
        });
        let usage = self.measure(&built, |project, _| {
            let seconds = project.run("decode")?.out;
            let wall = seconds.trim().parse().map_err(|_| seconds.clone())?;
            Ok(Usage {
                wall,
                ..Usage::default()
            })
        });
        let cells = usage.into_iter().map(|usage| Ok(usage?.wall));
        let what = format!("decode a response of {ITEMS} authorizations");
        self.table
            .row(&what, Unit::Microseconds, &cells.collect::<Vec<_>>());
        Ok(())
    }

    fn cold(&mut self) {
        let default_arguments = self.each(|_| Ok(Vec::new()));
        self.cold_configuration("`cargo check` with all dependencies", &default_arguments);
        let configurations = self.projects.iter();
        let configurations = configurations.flat_map(|project| project.generator.cold.keys());
        for configuration in configurations.cloned().collect::<Vec<_>>() {
            let arguments = self.each(|project| {
                let arguments = project.generator.cold.get(&configuration);
                arguments
                    .cloned()
                    .ok_or_else(|| "no such configuration".to_owned())
            });
            self.cold_configuration(
                &format!("`cargo check` with all dependencies, {configuration}"),
                &arguments,
            );
        }
    }

    fn cold_configuration(&mut self, what: &str, arguments: &[Attempt<Vec<String>>]) {
        let usage = self.measure(arguments, |project, arguments| {
            project.cargo(&["fetch"])?;
            let command = with(&["check", "--offline", "--package", "client"], arguments);
            project.cargo_cold(&command)
        });
        self.rows(what, &usage);
    }

    fn floor(&mut self) {
        let command = ["check", "--package", "bare"];
        let bare = self.each(|project| {
            if project.generator.install.is_some() {
                return Err("Rejoinder only".to_owned());
            }
            to_attempt(bare::write(&project.client(), &project.package("bare")))?;
            project.cargo(&command)
        });
        let usage = self.measure(&bare, |project, _| {
            measure_rebuild(project, "bare", &command)
        });
        self.rows(
            "`cargo check` of the same types and functions without their implementations",
            &usage,
        );
    }

    fn features(&mut self) {
        let parts = self.each(|project| {
            let part = project.generator.part.clone();
            let part = part.ok_or("no such features")?;
            project.cargo(&with(&["check", "--package", "client"], &part))?;
            Ok(part)
        });
        let usage = self.measure(&parts, |project, part| {
            measure_rebuild(
                project,
                "client",
                &with(&["check", "--package", "client"], part),
            )
        });
        self.rows("`cargo check` of the tags gists, issues and users", &usage);
    }
}

/// Measures a command after a modification of a package.
fn measure_rebuild(project: &Project<'_>, package: &str, command: &[&str]) -> Attempt<Usage> {
    to_attempt(project.touch(package))?;
    Ok(project.cargo(&[command, &["--offline"]].concat())?.usage)
}

fn with<'a>(command: &[&'a str], more: &'a [String]) -> Vec<&'a str> {
    let more = more.iter().map(String::as_str);
    command.iter().copied().chain(more).collect()
}

fn to_attempt<T>(result: Result<T>) -> Attempt<T> {
    result.map_err(|error| error.to_string())
}

/// Returns the lines and bytes of the Rust files in a folder.
fn source_size(folder: &Path) -> Result<(f64, f64)> {
    let (mut lines, mut bytes) = (0, 0);
    for path in calls::sources(folder)? {
        let source = fs::read_to_string(path)?;
        lines += source.lines().count();
        bytes += source.len();
    }
    Ok((lines as f64, bytes as f64))
}
