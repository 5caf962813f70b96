//! The client as a committed crate, and a crate that depends on it by its path.

use rejoinder::Generator;

use super::package::{PETS, Package, with_one_more};

const MAIN: &str = "\
//! Prints a request.

use pets_client::{BaseUrl, Operation, pets};

fn main() {
    let base = BaseUrl::parse(\"https://example.com/v1\").unwrap();
    let request = pets::list_pets().request(&base).unwrap();
    println!(\"{} {}\", request.method(), request.uri());
}
";

const DEPENDENCY: &str = "\
[dependencies]
pets-client = { path = \"pets-client\", default-features = false, features = [\"reqwest\"] }
";

fn generate(package: &Package) {
    let generator = Generator::new(package.path("api.yaml")).name("pets-client");
    let output = generator.generate().output.unwrap();
    output.write(&package.path("pets-client")).unwrap();
}

#[test]
fn a_committed_crate_is_a_dependency() {
    let package = Package::new("user-of-a-committed-crate", DEPENDENCY);
    package.write("src/main.rs", MAIN);
    package.write("api.yaml", PETS);
    generate(&package);
    // The crate is independent of the document.
    std::fs::remove_file(package.path("api.yaml")).unwrap();
    let checked = package.cargo(&["check"]).succeeded();
    assert!(!checked.err.contains("warning"), "{}", checked.err);
    let tree = package.tree();
    assert!(tree.contains(&"pets-client".to_owned()), "{tree:?}");
    let ours = |name: &&String| name.starts_with("rejoinder");
    assert_eq!(tree.iter().find(ours), None, "{tree:?}");
    let lock = std::fs::read_to_string(package.path("Cargo.lock")).unwrap();
    assert!(!lock.contains("\"rejoinder\""), "{lock}");

    // A new version of the document updates the crate; the version in its manifest is kept.
    let manifest = package.path("pets-client/Cargo.toml");
    let manifest_text = std::fs::read_to_string(&manifest).unwrap();
    let manifest_text = manifest_text.replace("version = \"0.1.0\"", "version = \"0.2.0\"");
    std::fs::write(&manifest, manifest_text).unwrap();
    package.write("api.yaml", &with_one_more());
    generate(&package);
    package.write(
        "src/main.rs",
        &MAIN.replace("list_pets()", "remove_pet(\"a\")"),
    );
    let run = package.cargo(&["run"]).succeeded();
    assert_eq!(run.out, "DELETE https://example.com/v1/pets/a\n");
    run.assert_stderr("pets-client v0.2.0");
}
