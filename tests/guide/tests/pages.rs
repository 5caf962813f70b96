//! The pages of the guide are complete, and their TOML blocks are valid.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read files"
)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use rejoinder::{Generator, settings::SECRETS};
use toml_edit::{DocumentMut, Item, Value};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Returns the pages of the guide by file name.
fn pages() -> BTreeMap<String, String> {
    let folder = Path::new(ROOT).join("docs/guide");
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let pages = entries.map(|entry| {
        let name = entry.file_name().into_string().unwrap();
        (name, fs::read_to_string(entry.path()).unwrap())
    });
    pages.collect()
}

/// Returns the code blocks of a page that begin with this info string.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let mut parts = page.split("\n```");
    parts.next();
    // Invariant: opening and closing fences alternate.
    let opened = parts.step_by(2);
    let blocks = opened.filter_map(|block| {
        let (info, code) = block.split_once('\n')?;
        (info.split(',').next() == Some(language)).then_some(code)
    });
    blocks.collect()
}

#[test]
fn every_page_is_in_the_summary_and_its_rust_blocks_are_compiled() {
    let library = fs::read_to_string(Path::new(ROOT).join("tests/guide/lib.rs")).unwrap();
    let pages = pages();
    let summary = &pages["SUMMARY.md"];
    for (name, page) in &pages {
        if name != "SUMMARY.md" {
            assert!(summary.contains(&format!("({name})")), "{name}");
        }
        let is_compiled = library.contains(&format!("\"docs/guide/{name}\""));
        assert_eq!(is_compiled, !blocks(page, "rust").is_empty(), "{name}");
    }
}

/// The blocks that include the client of a build script compile with what the shown script generates.
#[test]
fn the_build_script_is_that_of_the_readme() {
    let root = Path::new(ROOT);
    let script = fs::read_to_string(root.join("tests/guide/build.rs")).unwrap();
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    for page in [&readme, &pages()["build-scripts.md"]] {
        let blocks = blocks(page, "rust");
        let mut shown = blocks.iter().filter(|it| it.starts_with("// build.rs\n"));
        let mut lines = shown.next().unwrap().lines();
        let statement = lines.find(|line| line.contains("Generator::new")).unwrap();
        assert!(
            script.contains(&format!("\n{statement}?;\n")),
            "{statement}"
        );
    }
}

#[test]
fn every_link_leads_to_a_page_and_a_heading() {
    let pages = pages();
    let root = Path::new(ROOT);
    let mut files: Vec<PathBuf> = pages
        .keys()
        .map(|name| root.join("docs/guide").join(name))
        .collect();
    for folder in [
        "",
        "docs",
        "docs/decisions",
        "tests/corpus",
        "tests/peers",
        "tests/benches",
    ] {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        files.extend(paths.filter(|path| path.extension().is_some_and(|it| it == "md")));
    }
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            if link.starts_with("http") {
                continue;
            }
            let (path, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = match path {
                "" => file.clone(),
                path => file.parent().unwrap().join(path),
            };
            assert!(target.exists(), "{}: {link}", file.display());
            if !heading.is_empty() {
                let text = fs::read_to_string(&target).unwrap();
                let mut headings = text.lines().filter(|line| line.starts_with('#'));
                assert!(
                    headings.any(|line| anchor(line) == heading),
                    "{}: {link}",
                    file.display()
                );
            }
        }
    }
}

/// Returns the anchor of a heading, as GitHub and mdBook write it.
fn anchor(heading: &str) -> String {
    let heading = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = heading
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Each configuration is valid, and everything that it names is in the document.
#[test]
fn every_configuration_generates() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guide");
    let document =
        fs::read_to_string(Path::new(ROOT).join("tests/guide/spec/petstore.yaml")).unwrap();
    for place in ["spec", "spec/api"] {
        fs::create_dir_all(folder.join(place)).unwrap();
        fs::write(folder.join(place).join("petstore.yaml"), &document).unwrap();
    }
    let mut count = 0;
    for (name, page) in pages() {
        for block in blocks(&page, "toml") {
            if block.starts_with("# rejoinder.toml\n") {
                let path = folder.join("rejoinder.toml");
                let input = match block.contains("input = ") {
                    true => "",
                    false => "input = \"spec/petstore.yaml\"\n",
                };
                fs::write(&path, format!("{input}{block}")).unwrap();
                let generation = Generator::from_config(&path).unwrap().generate();
                let diagnostics = generation.rendered(false);
                assert!(
                    generation.output.is_some(),
                    "{name}: {block}\n{diagnostics}"
                );
                count += 1;
            } else {
                assert!(block.starts_with("# Cargo.toml\n"), "{name}: {block}");
                block.parse::<DocumentMut>().unwrap();
            }
        }
    }
    assert!(count > 10);
}

#[test]
fn every_key_and_every_secret_is_documented() {
    let page = &pages()["configuration.md"];
    let schema = Path::new(ROOT).join("generator/rejoinder.schema.json");
    let schema: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
    let properties = |schema: &serde_json::Value| {
        schema["properties"]
            .as_object()
            .cloned()
            .unwrap_or_default()
    };
    for (key, value) in properties(&schema) {
        assert!(page.contains(&format!("`{key}`")), "{key}");
        for inner in properties(&value).keys() {
            let documented = [format!("`{key}.{inner}`"), format!("`{inner}`")];
            assert!(
                documented.iter().any(|it| page.contains(it)),
                "{key}.{inner}"
            );
        }
    }
    for phrase in SECRETS {
        assert!(page.contains(&format!("`{phrase}`")), "{phrase}");
    }
}

/// The guide lists the dependencies of generated modules.
#[test]
fn the_dependencies_are_those_of_a_generated_crate() {
    let pages = pages();
    let listed: DocumentMut = blocks(&pages["build-scripts.md"], "toml")[0]
        .parse()
        .unwrap();
    let document = Path::new(ROOT).join("tests/guide/spec/petstore.yaml");
    let output = Generator::new(document).generate().output.unwrap();
    for dependency in output.package.unwrap().manifest.dependencies {
        let name = dependency.name;
        if name == "ureq" {
            continue;
        }
        let item = &listed["dependencies"][name];
        let version = item.as_str().or_else(|| item.get("version")?.as_str());
        assert_eq!(version, Some(dependency.version), "{name}");
        let default_features = item.get("default-features").and_then(Item::as_bool);
        assert_eq!(
            default_features.unwrap_or(true),
            dependency.default_features,
            "{name}"
        );
        let features = item.get("features").and_then(Item::as_array);
        let features: Vec<&str> = features
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        for feature in dependency.features {
            assert!(features.contains(&feature), "{name}: {feature}");
        }
    }
}
