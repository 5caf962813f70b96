//! `rejoinder explain`, `completions` and `manual`: what explains the command line.

use rejoinder::diagnostic::Code;

use super::process::{folder, run};

#[test]
fn every_code_has_a_page() {
    let folder = folder("explain");
    for code in Code::ALL {
        let page = run(&folder, &["explain", code.text()])
            .ended(0)
            .silent()
            .out;
        let mut blocks = page.split("\n\n");
        let title = blocks.next().unwrap();
        assert!(title.starts_with("# "), "{page}");
        assert_eq!(title.lines().count(), 1, "{page}");
        let text = blocks.filter(|block| !block.trim().is_empty());
        assert!(
            text.count() > 1,
            "one paragraph on {}:\n{page}",
            code.text()
        );
        assert!(page.ends_with('\n'), "{page}");
    }
}

#[test]
fn without_a_code_all_are_listed() {
    let folder = folder("explain_all");
    let list = run(&folder, &["explain"]).ended(0).silent().out;
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines.len(), Code::ALL.len());
    for (line, code) in lines.into_iter().zip(Code::ALL) {
        let (listed, title) = line.split_once("  ").unwrap();
        assert_eq!(listed, code.text());
        let page = run(&folder, &["explain", listed]).ended(0).out;
        let first = page.lines().next().unwrap();
        assert_eq!(first, format!("# {}", title.trim()));
    }
}

#[test]
fn an_unknown_code_is_a_wrong_one() {
    let folder = folder("explain_unknown");
    let ran = run(&folder, &["explain", "unkown-key"])
        .ended(1)
        .complained("unknown code `unkown-key`")
        .complained("did you mean `unknown-key`?");
    assert_eq!(ran.out, "");
    let far = run(&folder, &["explain", "xyzzy-plugh"])
        .ended(1)
        .complained("run `rejoinder explain` to list all codes");
    assert!(!far.err.contains("did you mean"), "{}", far.err);
}

/// The commands that there are.
const COMMANDS: [&str; 7] = [
    "init",
    "generate",
    "extract",
    "inspect",
    "explain",
    "completions",
    "manual",
];

#[test]
fn completions_know_the_commands_and_their_flags() {
    let folder = folder("completions");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&folder, &["completions", shell]).ended(0).silent().out;
        for command in COMMANDS {
            assert!(script.contains(command), "{shell}: no {command}");
        }
        assert!(script.contains("operation"), "{shell}: no --operation");
        assert!(script.contains("strict"), "{shell}: no --strict");
    }
}

#[cfg(unix)]
#[test]
fn the_completions_of_bash_are_a_script() {
    let folder = folder("completions_bash");
    let script = run(&folder, &["completions", "bash"]).ended(0).out;
    std::fs::write(folder.join("rejoinder.bash"), script).unwrap();
    let bash = std::process::Command::new("bash")
        .args(["--norc", "-c"])
        .arg(
            "source ./rejoinder.bash && COMP_WORDS=(rejoinder gen) COMP_CWORD=1 \
             && _rejoinder rejoinder gen rejoinder; echo \"${COMPREPLY[@]}\"",
        )
        .current_dir(&folder)
        .output();
    let Ok(output) = bash else {
        eprintln!("there is no `bash` here");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(said, "generate\n", "{output:?}");
}

#[test]
fn the_manual_is_roff() {
    let folder = folder("manual");
    let manual = run(&folder, &["manual"]).ended(0).silent().out;
    assert!(manual.contains(".TH rejoinder 1"), "{manual}");
    assert!(manual.contains("\n.SH NAME\n"), "{manual}");
    for command in COMMANDS {
        assert!(manual.contains(command), "no {command}");
    }
    // What can be said to `generate` is in it, with roff's hyphens.
    for flag in ["check", "strict", "force", "report", "quiet", "config"] {
        let flag = format!("\\-\\-{flag}");
        assert!(manual.contains(&flag), "no {flag}");
    }
}

#[test]
fn help_and_version_are_no_failures() {
    let folder = folder("help");
    let help = run(&folder, &["--help"]).ended(0).silent().out;
    for command in COMMANDS {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
    }
    for command in COMMANDS {
        run(&folder, &[command, "--help"]).ended(0).silent();
    }
    let version = run(&folder, &["--version"]).ended(0).silent().out;
    assert_eq!(
        version,
        format!("rejoinder {}\n", env!("CARGO_PKG_VERSION"))
    );
}
