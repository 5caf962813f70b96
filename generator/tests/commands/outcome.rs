//! What is said of a run, and how it ends: `--quiet`, `--strict`, `--report`, colors.

use std::path::Path;

use serde_json::Value;

use super::process::{SPEC, folder, pets, run, run_with};

const REFUSED: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: list_pets
      parameters:
        - { name: my session, in: header, schema: { type: string } }
      responses: { 200: { description: Done. } }
  - wrong
";

const ERROR_AND_WARNING: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /login:
    post:
      operationId: login
      requestBody: { $ref: '#/components/requestBodies/keeper' }
      responses: { 200: { description: Done. } }
";

fn report(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn quiet_is_silent_when_nothing_is_wrong() {
    let folder = pets("quiet");
    let arguments = ["generate", "api.yaml", "--output", "client", "--quiet"];
    // There are two warnings; they are no errors.
    assert_eq!(run(&folder, &arguments).ended(0).silent().out, "");
    let check = [&arguments[..], &["--check"]].concat();
    assert_eq!(run(&folder, &check).ended(0).silent().out, "");
    assert!(folder.join("client/src/lib.rs").exists());
}

#[test]
fn quiet_says_errors_and_nothing_else() {
    let folder = folder("quiet_refused");
    std::fs::write(folder.join("api.yaml"), ERROR_AND_WARNING).unwrap();
    let arguments = ["generate", "api.yaml", "--output", "client"];
    let loud = run(&folder, &arguments)
        .ended(1)
        .complained("error[nothing-to-generate]")
        .complained("warning[unresolved-reference]");
    assert_eq!(loud.out, "");
    let quiet = [&arguments[..], &["-q"]].concat();
    let quiet = run(&folder, &quiet)
        .ended(1)
        .complained("error[nothing-to-generate]");
    assert!(!quiet.err.contains("warning["), "{}", quiet.err);
    assert_eq!(quiet.out, "");
}

const UNKNOWN_FORMAT: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: list_pets
      responses:
        200:
          description: All.
          content:
            application/json: { schema: { type: string, format: pet-name } }
";

#[test]
fn notes_are_counted_and_shown_on_request() {
    let folder = folder("notes");
    std::fs::write(folder.join("api.yaml"), UNKNOWN_FORMAT).unwrap();
    let arguments = ["generate", "api.yaml", "--output", "client", "--strict"];
    let with = |more: &[&str]| run(&folder, &[&arguments[..], more].concat()).ended(0);
    let ran = with(&["--report", "report.json"]).silent();
    let hidden = "no problems; 1 note is hidden (`--verbose` shows it)";
    assert!(ran.out.contains(hidden), "{}", ran.out);
    let found = &report(&folder.join("report.json"))["diagnostics"];
    assert_eq!(found[0]["severity"], "note");
    assert_eq!(found[0]["code"], "unknown-format");
    let ran = with(&["--verbose"]).complained("note[unknown-format]");
    assert!(ran.out.contains("problems    1 note\n"), "{}", ran.out);
}

#[test]
fn strict_writes_nothing_when_something_is_left_out() {
    let folder = pets("strict");
    // An operation is left out, then only a parameter of one.
    for wanted in [&[][..], &["--operation", "list_pets"]] {
        let arguments = ["generate", "api.yaml", "--output", "client", "--strict"];
        let arguments = [&arguments[..], wanted].concat();
        let ran = run(&folder, &arguments).ended(1);
        let ran = ran.complained("warning[unsupported-");
        let ran = ran.complained("error: parts of the document are left out");
        assert_eq!(ran.out, "");
        assert!(!folder.join("client").exists(), "{wanted:?}");
    }
    let whole = [
        "generate",
        "api.yaml",
        "--output",
        "client",
        "--strict",
        "--operation",
        "list_keepers",
    ];
    run(&folder, &whole).ended(0).silent();
    assert!(folder.join("client/src/keepers.rs").exists());
}

/// What was written before stays as it was.
#[test]
fn strict_keeps_the_output_that_is_there() {
    let folder = pets("strict_keeps");
    let arguments = ["generate", "api.yaml", "--output", "client"];
    run(&folder, &arguments).ended(0);
    let before = super::process::files(&folder.join("client"));
    let fewer = [&arguments[..], &["--operation", "list_pets", "--strict"]].concat();
    run(&folder, &fewer).ended(1);
    assert_eq!(super::process::files(&folder.join("client")), before);
}

#[test]
fn strict_is_satisfied_with_the_fragment() {
    let folder = folder("strict_fragment");
    let arguments = ["generate", SPEC, "--output", "client", "--strict"];
    run(&folder, &arguments).ended(0).silent();
    assert!(folder.join("client/src/lib.rs").exists());
}

#[test]
fn a_report_is_written_of_every_run() {
    let folder = pets("report");
    std::fs::write(folder.join("refused.yaml"), REFUSED).unwrap();
    std::fs::write(
        folder.join("strict.json"),
        "{\n  \"document\": null, \"old\": 1\n}",
    )
    .unwrap();
    let generate = |spec: &str, report: &str, flags: &[&str]| {
        let arguments = ["generate", spec, "--output", "client", "--report", report];
        run(&folder, &[&arguments[..], flags].concat())
    };
    // Nothing but a report is ever replaced by one.
    generate("refused.yaml", "api.yaml", &["--quiet"])
        .ended(1)
        .complained("`api.yaml` exists, and is not a report");
    assert!(
        std::fs::read_to_string(folder.join("api.yaml"))
            .unwrap()
            .starts_with("openapi")
    );
    generate("refused.yaml", "refused.json", &["--quiet"]).ended(1);
    let refused = report(&folder.join("refused.json"));
    assert_eq!(refused["document"], "refused.yaml");
    assert_eq!(refused["operations"]["generated"], 0);
    assert_eq!(refused["files"], serde_json::json!([]));
    assert_eq!(refused["diagnostics"][0]["severity"], "error");
    assert_eq!(refused["diagnostics"][0]["line"], 10);

    generate("none.yaml", "none.json", &[]).ended(1);
    let none = report(&folder.join("none.json"));
    assert_eq!(none["diagnostics"][0]["code"], "io");

    generate("api.yaml", "strict.json", &["--strict"]).ended(1);
    let strict = report(&folder.join("strict.json"));
    assert_eq!(strict["operations"]["documented"], 3);
    assert_eq!(strict["operations"]["generated"], 2);
    let skipped = &strict["operations"]["skipped"][0];
    assert_eq!(skipped["operation"], "add_keeper");
    assert_eq!(skipped["pointer"], "#/paths/~1keepers/post");
    assert!(!folder.join("client").exists());

    generate("api.yaml", "done.json", &["--quiet"]).ended(0);
    let done = report(&folder.join("done.json"));
    let listed = done["files"].as_array().unwrap();
    let listed: Vec<&str> = listed.iter().filter_map(Value::as_str).collect();
    let written = super::process::files(&folder.join("client"));
    let written: Vec<&str> = written
        .keys()
        .map(String::as_str)
        .filter(|path| *path != "src/.rejoinder")
        .collect();
    assert_eq!(listed, written);

    // What can't be written is an error, and nothing else is written then.
    generate("api.yaml", "no/such/folder.json", &[])
        .ended(1)
        .complained("no/such/folder.json");
}

/// Only a terminal is drawn on; the runs of a test have none.
#[test]
fn there_are_no_escape_codes_but_on_a_terminal() {
    let folder = pets("plain");
    std::fs::write(folder.join("refused.yaml"), REFUSED).unwrap();
    let commands: [&[&str]; 7] = [
        &["generate", "api.yaml", "--output", "client"],
        &["generate", "refused.yaml", "--output", "client"],
        &["generate"],
        &["inspect", "api.yaml"],
        &["inspect", "refused.yaml"],
        &["explain", "unknown-kex"],
        &["--help"],
    ];
    for command in commands {
        for variables in [&[][..], &[("NO_COLOR", "1")], &[("TERM", "xterm-256color")]] {
            let ran = run_with(&folder, command, "", variables);
            let said = ran.out + &ran.err;
            assert!(!said.is_empty(), "{command:?}");
            assert!(!said.contains(['\x1b', '\r']), "{command:?}: {said:?}");
        }
    }
}

/// A terminal of its own for the command, where there is the tool for it.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_has_colors_unless_they_are_unwanted() {
    use std::process::Command;
    let folder = pets("terminal");
    let binary = env!("CARGO_BIN_EXE_rejoinder");
    let on_terminal = |unwanted: Option<&str>| {
        let mut command = Command::new("script");
        command
            .args(["--quiet", "--return", "--command"])
            .arg(format!("'{binary}' inspect none.yaml"))
            .arg("/dev/null")
            .current_dir(&folder)
            .env("TERM", "xterm")
            .env_remove("NO_COLOR");
        if let Some(value) = unwanted {
            command.env("NO_COLOR", value);
        }
        let output = command.output().ok()?;
        Some(String::from_utf8(output.stdout).unwrap())
    };
    let Some(colored) = on_terminal(None) else {
        eprintln!("there is no `script` here");
        return;
    };
    assert!(colored.contains("\x1b["), "{colored:?}");
    // Empty is as good as unset: no-color.org.
    assert!(on_terminal(Some("")).unwrap().contains("\x1b["));
    let plain = on_terminal(Some("1")).unwrap();
    assert!(plain.contains("error[io]"), "{plain:?}");
    assert!(!plain.contains('\x1b'), "{plain:?}");
}
