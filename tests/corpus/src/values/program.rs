//! The program that decodes and encodes values with the types of a client.

use std::{fmt::Write, fs, path::Path, process::Command};

use rejoinder::{Generation, Generator};
use serde_json::Value;

use super::{Case, Cases, ValueSettings, compare};
use crate::{Result, child, documents::Document, record::Step, worker::wall_clock_limit};

/// Writes a program into a crate, and a file with the values that the program reads.
pub(crate) fn write(
    folder: &Path,
    crate_name: &str,
    generation: &Generation,
    tree: &Value,
    settings: ValueSettings,
) -> Result<()> {
    let cases = Cases::new(generation, tree, settings)?;
    let ty = |case: &Case| cases.places.get(case.place).map(|place| place.ty.as_str());
    let mut types: Vec<&str> = cases.cases.iter().filter_map(ty).collect();
    types.sort_unstable();
    types.dedup();
    let mut values = String::new();
    for case in &cases.cases {
        let index = types.iter().position(|other| Some(*other) == ty(case));
        writeln!(values, "{}\t{}", index.unwrap_or_default(), case.value)?;
    }
    let examples = folder.join("examples");
    fs::create_dir_all(&examples)?;
    fs::write(folder.join("values.txt"), values)?;
    let name = crate_name.replace('-', "_");
    let path = examples.join(format!("values_{name}.rs"));
    Ok(fs::write(path, program(&name, &types))?)
}

/// Returns a program that writes a line of output for each line of input.
fn program(name: &str, types: &[&str]) -> String {
    let arms = types.iter().enumerate();
    let arms: String = arms
        .map(|(index, ty)| format!("        \"{index}\" => again::<{ty}>(json),\n"))
        .collect();
    format!(
        r#"//! Decodes and encodes values.
use std::io::Write;

use {name} as client;

fn again<T: serde::de::DeserializeOwned + serde::Serialize>(
    json: &str,
) -> Result<String, serde_json::Error> {{
    serde_json::to_string(&serde_json::from_str::<T>(json)?)
}}

fn answer(ty: &str, json: &str) -> Result<String, serde_json::Error> {{
    match ty {{
{arms}        _ => Ok("no such type".to_owned()),
    }}
}}

fn main() -> std::io::Result<()> {{
    let mut answers = std::io::LineWriter::new(std::fs::File::create("answers.txt")?);
    for line in std::fs::read_to_string("values.txt")?.lines() {{
        let (ty, json) = line.split_once('\t').unwrap_or_default();
        match answer(ty, json) {{
            Ok(json) => writeln!(answers, "{{json}}")?,
            Err(error) => writeln!(answers, "!{{}}", error.to_string().replace('\n', " "))?,
        }}
    }}
    Ok(())
}}
"#
    )
}

/// Runs the program of a crate in its folder, and checks its output.
pub(crate) fn run(
    document: &Document,
    program: &Path,
    folder: &Path,
    settings: ValueSettings,
) -> Result<Step> {
    child::run(
        Command::new(program).current_dir(folder),
        wall_clock_limit(&document.path)?,
    )?;
    let answers = fs::read_to_string(folder.join("answers.txt"))?;
    let generation = Generator::new(&document.path).generate();
    compare(
        &answers,
        &generation,
        &super::tree(&document.path)?,
        settings,
    )
}
