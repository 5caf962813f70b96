//! `references`: the files that a document may refer to.

use std::path::{Path, PathBuf};

use super::process::{Run, folder, run};

const DOCUMENT: &str = r##"
openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: get_pet
      responses:
        "200":
          description: A pet
          content:
            application/json:
              schema: {$ref: "../shared/pet.yaml#/Pet"}
"##;

const SHARED: &str = r##"
Pet:
  type: object
  required: [name, owner]
  properties:
    name: {type: string}
    owner: {$ref: "people.yaml"}
"##;

/// Writes `specs/pets/openapi.yaml`, which refers to `specs/shared`.
fn specs(name: &str) -> PathBuf {
    let folder = folder(name);
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("specs/pets/openapi.yaml", DOCUMENT);
    write("specs/shared/pet.yaml", SHARED);
    write(
        "specs/shared/people.yaml",
        "type: object\nproperties: {age: {type: wrong}}\n",
    );
    folder
}

fn generate(folder: &Path, arguments: &[&str]) -> Run {
    let mut all = vec!["generate", "specs/pets/openapi.yaml", "--output", "client"];
    all.extend(arguments);
    run(folder, &all)
}

#[test]
fn a_reference_out_of_the_folder_is_an_error() {
    let folder = specs("references_inside");
    generate(&folder, &[]).exited(0).assert_stderr(
        "unsupported reference `../shared/pet.yaml#/Pet`: the file is outside the folder",
    );
}

#[test]
fn references_can_be_allowed_in_another_folder() {
    let folder = specs("references_allowed");
    generate(&folder, &["--references", "specs"])
        .exited(0)
        .assert_stderr("--> specs/shared/people.yaml:2:26");
    let owner = folder.join("client/src/models/people.rs");
    assert!(owner.exists());
}

#[test]
fn a_configuration_allows_a_relative_folder() {
    let folder = specs("references_configured");
    let config = "input = \"openapi.yaml\"\noutput = \"../../client\"\nreferences = \"..\"\n";
    std::fs::write(folder.join("specs/pets/rejoinder.toml"), config).unwrap();
    let run_result = run(
        &folder,
        &["generate", "--config", "specs/pets/rejoinder.toml"],
    );
    assert!(!run_result.exited(0).err.contains("unsupported reference"));
}

#[test]
fn every_command_follows_references() {
    let folder = specs("references_commands");
    let arguments = ["specs/pets/openapi.yaml", "--references", "specs"];
    let extracted = run(&folder, &[&["extract"][..], &arguments].concat()).exited(0);
    assert!(extracted.out.contains("owner"), "{}", extracted.out);
    let inspected = run(&folder, &[&["inspect"][..], &arguments].concat()).exited(0);
    assert!(
        !inspected.err.contains("unsupported reference"),
        "{}",
        inspected.err
    );
}

#[test]
fn a_missing_folder_is_an_error() {
    let folder = specs("references_nowhere");
    generate(&folder, &["--references", "elsewhere"])
        .exited(1)
        .assert_stderr("missing folder `elsewhere`");
}
