//! `references`: which files a document may refer to.

use std::path::{Path, PathBuf};

use super::process::{Ran, folder, run};

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

/// `specs/pets/openapi.yaml`, which refers into `specs/shared`.
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

fn generate(folder: &Path, arguments: &[&str]) -> Ran {
    let mut all = vec!["generate", "specs/pets/openapi.yaml", "--output", "client"];
    all.extend(arguments);
    run(folder, &all)
}

#[test]
fn no_reference_leads_out_of_the_documents_folder() {
    let folder = specs("references_inside");
    generate(&folder, &[])
        .ended(0)
        .complained("unsupported reference `../shared/pet.yaml#/Pet`: it leads outside the folder");
}

#[test]
fn references_lead_as_far_as_is_allowed_and_files_are_shown_from_there() {
    let folder = specs("references_allowed");
    generate(&folder, &["--references", "specs"])
        .ended(0)
        .complained("--> specs/shared/people.yaml:2:26");
    let owner = folder.join("client/src/models/people.rs");
    assert!(owner.exists());
}

#[test]
fn a_configuration_allows_relative_to_itself() {
    let folder = specs("references_configured");
    let config = "input = \"openapi.yaml\"\noutput = \"../../client\"\nreferences = \"..\"\n";
    std::fs::write(folder.join("specs/pets/rejoinder.toml"), config).unwrap();
    let ran = run(
        &folder,
        &["generate", "--config", "specs/pets/rejoinder.toml"],
    );
    assert!(!ran.ended(0).err.contains("unsupported reference"));
}

#[test]
fn every_command_that_reads_follows() {
    let folder = specs("references_commands");
    let arguments = ["specs/pets/openapi.yaml", "--references", "specs"];
    let extracted = run(&folder, &[&["extract"][..], &arguments].concat()).ended(0);
    assert!(extracted.out.contains("owner"), "{}", extracted.out);
    let inspected = run(&folder, &[&["inspect"][..], &arguments].concat()).ended(0);
    assert!(
        !inspected.err.contains("unsupported reference"),
        "{}",
        inspected.err
    );
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let folder = specs("references_nowhere");
    generate(&folder, &["--references", "elsewhere"])
        .ended(1)
        .complained("there is no folder `elsewhere`");
}
