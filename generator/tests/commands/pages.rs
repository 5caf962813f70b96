//! `rejoinder explain`, `completions` and `manual`: the documentation of the command line.

use rejoinder::diagnostic::Code;

use super::process::{folder, run};

#[test]
fn every_code_has_a_page() {
    let folder = folder("explain");
    for code in Code::ALL {
        let page = run(&folder, &["explain", code.as_str()])
            .exited(0)
            .assert_no_stderr()
            .out;
        let mut blocks = page.split("\n\n");
        let title = blocks.next().unwrap();
        assert!(title.starts_with("# "), "{page}");
        assert_eq!(title.lines().count(), 1, "{page}");
        let text = blocks.filter(|block| !block.trim().is_empty());
        assert!(
            text.count() > 1,
            "one paragraph on {}:\n{page}",
            code.as_str()
        );
        assert!(page.ends_with('\n'), "{page}");
    }
}

#[test]
fn without_a_code_all_codes_are_listed() {
    let folder = folder("explain_all");
    let list = run(&folder, &["explain"]).exited(0).assert_no_stderr().out;
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines.len(), Code::ALL.len());
    for (line, code) in lines.into_iter().zip(Code::ALL) {
        let (listed, title) = line.split_once("  ").unwrap();
        assert_eq!(listed, code.as_str());
        let page = run(&folder, &["explain", listed]).exited(0).out;
        let first = page.lines().next().unwrap();
        assert_eq!(first, format!("# {}", title.trim()));
    }
}

#[test]
fn an_unknown_code_is_an_error() {
    let folder = folder("explain_unknown");
    let run_result = run(&folder, &["explain", "unkown-key"])
        .exited(1)
        .assert_stderr("unknown code `unkown-key`")
        .assert_stderr("did you mean `unknown-key`?");
    assert_eq!(run_result.out, "");
    let far = run(&folder, &["explain", "xyzzy-plugh"])
        .exited(1)
        .assert_stderr("run `rejoinder explain` to list all codes");
    assert!(!far.err.contains("did you mean"), "{}", far.err);
}

/// The commands.
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
fn completions_have_the_commands_and_their_options() {
    let folder = folder("completions");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&folder, &["completions", shell])
            .exited(0)
            .assert_no_stderr()
            .out;
        for command in COMMANDS {
            assert!(script.contains(command), "{shell}: missing {command}");
        }
        assert!(script.contains("operation"), "{shell}: missing --operation");
        assert!(script.contains("strict"), "{shell}: missing --strict");
    }
}

#[cfg(unix)]
#[test]
fn the_completions_of_bash_are_a_script() {
    let folder = folder("completions_bash");
    let script = run(&folder, &["completions", "bash"]).exited(0).out;
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
        eprintln!("`bash` is not installed");
        return;
    };
    let completions = String::from_utf8_lossy(&output.stdout);
    assert_eq!(completions, "generate\n", "{output:?}");
}

#[test]
fn the_manual_is_roff() {
    let folder = folder("manual");
    let manual = run(&folder, &["manual"]).exited(0).assert_no_stderr().out;
    assert!(manual.contains(".TH rejoinder 1"), "{manual}");
    assert!(manual.contains("\n.SH NAME\n"), "{manual}");
    for command in COMMANDS {
        assert!(manual.contains(command), "no {command}");
    }
    // The options of `generate` are in the manual, with escaped hyphens.
    for flag in ["check", "strict", "force", "report", "quiet", "config"] {
        let flag = format!("\\-\\-{flag}");
        assert!(manual.contains(&flag), "no {flag}");
    }
}

#[test]
fn help_and_version_succeed() {
    let folder = folder("help");
    let help = run(&folder, &["--help"]).exited(0).assert_no_stderr().out;
    for command in COMMANDS {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
    }
    for command in COMMANDS {
        run(&folder, &[command, "--help"])
            .exited(0)
            .assert_no_stderr();
    }
    let version = run(&folder, &["--version"])
        .exited(0)
        .assert_no_stderr()
        .out;
    assert_eq!(
        version,
        format!("rejoinder {}\n", env!("CARGO_PKG_VERSION"))
    );
}
