//! The outcome of a run: `--quiet`, `--strict`, `--report` and colors.

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
      parameters: [{ name: keeper id, in: header, required: true, schema: { type: string } }]
      responses: { 200: { description: Done. } }
";

fn report(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn quiet_prints_nothing_without_an_error() {
    let folder = pets("quiet");
    let arguments = ["generate", "api.yaml", "--output", "client", "--quiet"];
    // The two warnings aren't errors.
    assert_eq!(
        run(&folder, &arguments).exited(0).assert_no_stderr().out,
        ""
    );
    let check = [&arguments[..], &["--check"]].concat();
    assert_eq!(run(&folder, &check).exited(0).assert_no_stderr().out, "");
    assert!(folder.join("client/src/lib.rs").exists());
}

#[test]
fn quiet_prints_only_errors() {
    let folder = folder("quiet_refused");
    std::fs::write(folder.join("api.yaml"), ERROR_AND_WARNING).unwrap();
    let arguments = ["generate", "api.yaml", "--output", "client"];
    let loud = run(&folder, &arguments)
        .exited(1)
        .assert_stderr("error[nothing-to-generate]")
        .assert_stderr("warning[unsupported-parameter]");
    assert_eq!(loud.out, "");
    let quiet = [&arguments[..], &["-q"]].concat();
    let quiet = run(&folder, &quiet)
        .exited(1)
        .assert_stderr("error[nothing-to-generate]");
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
    let with = |more: &[&str]| run(&folder, &[&arguments[..], more].concat()).exited(0);
    let run_result = with(&["--report", "report.json"]).assert_no_stderr();
    let hidden = "problems    none (1 note is hidden; `--verbose` shows it)";
    assert!(run_result.out.contains(hidden), "{}", run_result.out);
    let found = &report(&folder.join("report.json"))["diagnostics"];
    assert_eq!(found[0]["severity"], "note");
    assert_eq!(found[0]["code"], "unknown-format");
    let run_result = with(&["--verbose"]).assert_stderr("note[unknown-format]");
    assert!(
        run_result.out.contains("problems    1 note\n"),
        "{}",
        run_result.out
    );
}

#[test]
fn strict_writes_nothing_if_a_node_is_excluded() {
    let folder = pets("strict");
    // First an operation is excluded, then only a parameter.
    for selection in [&[][..], &["--operation", "list_pets"]] {
        let arguments = ["generate", "api.yaml", "--output", "client", "--strict"];
        let arguments = [&arguments[..], selection].concat();
        let run_result = run(&folder, &arguments).exited(1);
        let run_result = run_result.assert_stderr("warning[unsupported-");
        let run_result = run_result.assert_stderr("error: parts of the document are left out");
        assert_eq!(run_result.out, "");
        assert!(!folder.join("client").exists(), "{selection:?}");
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
    run(&folder, &whole).exited(0).assert_no_stderr();
    assert!(folder.join("client/src/keepers.rs").exists());
}

/// The existing output is unchanged.
#[test]
fn strict_keeps_the_existing_output() {
    let folder = pets("strict_keeps");
    let arguments = ["generate", "api.yaml", "--output", "client"];
    run(&folder, &arguments).exited(0);
    let before = super::process::files(&folder.join("client"));
    let fewer = [&arguments[..], &["--operation", "list_pets", "--strict"]].concat();
    run(&folder, &fewer).exited(1);
    assert_eq!(super::process::files(&folder.join("client")), before);
}

#[test]
fn strict_accepts_the_fragment() {
    let folder = folder("strict_fragment");
    let arguments = ["generate", SPEC, "--output", "client", "--strict"];
    run(&folder, &arguments).exited(0).assert_no_stderr();
    assert!(folder.join("client/src/lib.rs").exists());
}

#[test]
fn a_report_is_written_for_every_run() {
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
    // A report replaces only a report.
    generate("refused.yaml", "api.yaml", &["--quiet"])
        .exited(1)
        .assert_stderr("`api.yaml` exists, and is not a report");
    assert!(
        std::fs::read_to_string(folder.join("api.yaml"))
            .unwrap()
            .starts_with("openapi")
    );
    generate("refused.yaml", "refused.json", &["--quiet"]).exited(1);
    let refused = report(&folder.join("refused.json"));
    assert_eq!(refused["document"], "refused.yaml");
    assert_eq!(refused["operations"]["generated"], 0);
    assert_eq!(refused["files"], serde_json::json!([]));
    assert_eq!(refused["diagnostics"][0]["severity"], "error");
    assert_eq!(refused["diagnostics"][0]["line"], 10);

    generate("none.yaml", "none.json", &[]).exited(1);
    let none = report(&folder.join("none.json"));
    assert_eq!(none["diagnostics"][0]["code"], "io");

    generate("api.yaml", "strict.json", &["--strict"]).exited(1);
    let strict = report(&folder.join("strict.json"));
    assert_eq!(strict["operations"]["selected"], 3);
    assert_eq!(strict["operations"]["generated"], 2);
    let skipped = &strict["operations"]["skipped"][0];
    assert_eq!(skipped["operation"], "add_keeper");
    assert_eq!(skipped["pointer"], "#/paths/~1keepers/post");
    assert!(!folder.join("client").exists());

    generate("api.yaml", "done.json", &["--quiet"]).exited(0);
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

    // A report that can't be written is an error, and no client is written.
    generate("api.yaml", "no/such/folder.json", &[])
        .exited(1)
        .assert_stderr("no/such/folder.json");
}

/// Only a terminal gets escape codes; tests run without a terminal.
#[test]
fn only_a_terminal_gets_escape_codes() {
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
            let run_result = run_with(&folder, command, "", variables);
            let output = run_result.out + &run_result.err;
            assert!(!output.is_empty(), "{command:?}");
            assert!(!output.contains(['\x1b', '\r']), "{command:?}: {output:?}");
        }
    }
}

/// Runs the command in a pseudoterminal, if `script` is installed.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_has_colors_unless_no_color_is_set() {
    use std::process::Command;
    let folder = pets("terminal");
    let binary = env!("CARGO_BIN_EXE_rejoinder");
    let on_terminal = |no_color: Option<&str>| {
        let mut command = Command::new("script");
        command
            .args(["--quiet", "--return", "--command"])
            .arg(format!("'{binary}' inspect none.yaml"))
            .arg("/dev/null")
            .current_dir(&folder)
            .env("TERM", "xterm")
            .env_remove("NO_COLOR");
        if let Some(value) = no_color {
            command.env("NO_COLOR", value);
        }
        let output = command.output().ok()?;
        Some(String::from_utf8(output.stdout).unwrap())
    };
    let Some(colored) = on_terminal(None) else {
        eprintln!("`script` is not installed");
        return;
    };
    assert!(colored.contains("\x1b["), "{colored:?}");
    // An empty value counts as unset: no-color.org.
    assert!(on_terminal(Some("")).unwrap().contains("\x1b["));
    let plain = on_terminal(Some("1")).unwrap();
    assert!(plain.contains("error[io]"), "{plain:?}");
    assert!(!plain.contains('\x1b'), "{plain:?}");
}
