//! Generates clients of documents with unions and values of every kind, and a table of their types.

use std::{error::Error, fmt::Write, fs, path::Path};

use rejoinder::Settings;

#[expect(dead_code, reason = "this crate lists its documents")]
#[path = "../../tests/build/client.rs"]
mod client;

/// The folders of documents, and the documents whose clients are fuzzed.
const DOCUMENTS: [(&str, &[&str]); 2] = [
    (
        "../../tests/cases/documents",
        &[
            "discriminator_values",
            "enum_shapes",
            "mixed_enums",
            "narrowing",
            "nested_unions",
            "nulls",
            "open_discriminators",
            "overlapping_unions",
            "value_types",
        ],
    ),
    (
        "../../tests/fixtures",
        &[
            "discriminators",
            "formats",
            "maps",
            "numbers",
            "tuples",
            "unions",
        ],
    ),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut clients = client::Clients::new(&[])?;
    let output = std::env::var("OUT_DIR")?;
    let mut table = String::from("const TYPES: &[fn(&[u8])] = &[\n");
    for (folder, names) in DOCUMENTS {
        for name in names {
            clients.add(Path::new(folder), name, Settings::default())?;
            for ty in types(&Path::new(&output).join(name).join("models"))? {
                writeln!(table, "    check::<clients::{name}_client::models::{ty}>,")?;
            }
        }
    }
    fs::write(Path::new(&output).join("types.rs"), table + "];\n")?;
    clients.declare("clients.rs")
}

/// Returns the types of a folder of models, in order.
fn types(models: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    const READ: &str = "impl<'de> serde::Deserialize<'de> for ";
    let mut types = Vec::new();
    for entry in fs::read_dir(models)? {
        let source = fs::read_to_string(entry?.path())?;
        let heads = source.lines().filter_map(|line| line.strip_prefix(READ));
        types.extend(
            heads
                .filter_map(|head| head.strip_suffix(" {"))
                .map(str::to_owned),
        );
    }
    types.sort();
    Ok(types)
}
