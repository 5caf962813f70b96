//! The client as committed modules of a crate with its own code.

use std::{collections::BTreeMap, path::Path, time::SystemTime};

use rejoinder::{Config, Generator, write::Written};

use super::package::{DEPENDENCIES, PETS, Package, with_one_more};

const CONFIG: &str = "\
input = \"api.yaml\"
output = \"src/api\"
layout = \"modules\"
features = [\"reqwest\"]
";

const LIBRARY: &str = "\
//! The client, and more.

pub mod api;
pub mod greeting;
";

const MAIN: &str = "\
//! Prints a request.

use user_of_modules::{api::{BaseUrl, Operation, pets}, greeting};

fn main() {
    let base = BaseUrl::parse(\"https://example.com/v1\").unwrap();
    let request = pets::list_pets().request(&base).unwrap();
    println!(\"{} {} {}\", greeting::TEXT, request.method(), request.uri());
}
";

const GREETING: &str = "//! Mine.\n\npub const TEXT: &str = \"hello:\";\n";

/// Generates the client like `rejoinder generate` in the folder of the crate.
fn generate(package: &Package) -> Written {
    let path = package.path(Config::FILE);
    let folder = Config::read(&path).unwrap().output.unwrap();
    let generation = Generator::from_config(path).unwrap().generate();
    let output = generation.output.unwrap();
    assert!(output.package.is_none());
    output.write(&folder).unwrap()
}

/// Returns every file below a folder, with its content and modification time.
fn files(folder: &Path) -> BTreeMap<String, (String, SystemTime)> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap();
            let content = std::fs::read_to_string(&path).unwrap();
            let time = path.metadata().unwrap().modified().unwrap();
            found.insert(name.replace('\\', "/"), (content, time));
        }
    }
    found
}

#[test]
fn committed_modules_are_part_of_a_crate() {
    let package = Package::new("user-of-modules", DEPENDENCIES);
    package.write("rejoinder.toml", CONFIG);
    package.write("api.yaml", PETS);
    package.write("src/lib.rs", LIBRARY);
    package.write("src/main.rs", MAIN);
    package.write("src/greeting.rs", GREETING);
    generate(&package);
    // Modules have neither a manifest nor a README, so the manifest of the user doesn't change.
    for file in ["Cargo.toml", "README.md"] {
        assert!(!package.path("src/api").join(file).exists(), "{file}");
    }
    let run = package.cargo(&["run"]).succeeded();
    assert_eq!(run.out, "hello: GET https://example.com/v1/pets\n");
    assert!(!run.err.contains("warning"), "{}", run.err);
    let tree = package.tree();
    assert!(!tree.iter().any(|name| name == "rejoinder"), "{tree:?}");

    // A file of the user among the generated files is kept.
    package.write("src/api/mine.rs", "// mine\n");
    let before = files(&package.folder);
    let written = generate(&package);
    assert_eq!(written.written, Vec::<String>::new());
    assert_eq!(files(&package.folder), before, "nothing has changed");

    package.write("api.yaml", &with_one_more());
    let before = files(&package.folder);
    let written = generate(&package);
    assert!(written.removed.is_empty());
    let after = files(&package.folder);
    let changed = after
        .iter()
        .filter(|(path, file)| before.get(*path) != Some(file));
    let changed: Vec<&str> = changed.map(|(path, _)| path.as_str()).collect();
    assert_eq!(changed, ["src/api/.rejoinder", "src/api/pets.rs"]);
    package.write(
        "src/main.rs",
        &MAIN.replace("list_pets()", "remove_pet(\"a\")"),
    );
    let run = package.cargo(&["run"]).succeeded();
    assert_eq!(run.out, "hello: DELETE https://example.com/v1/pets/a\n");
}
