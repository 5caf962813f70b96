//! Tests of links, and of files and folders that are replaced between the check and the writing.

use std::os::unix::fs::{PermissionsExt, symlink};

use super::super::single::report;
use super::*;

const FIRST: [(&str, &str); 2] = [("src/a.rs", "a\n"), ("src/b/c.rs", "c\n")];
const SECOND: [(&str, &str); 2] = [("src/a.rs", "a2\n"), ("src/b/c.rs", "c2\n")];

/// A folder with a client, and a folder `elsewhere` that must not change.
struct Swapped(Folder);

impl Swapped {
    fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        folder.write(&files(&FIRST)).unwrap();
        let elsewhere = folder.0.join("elsewhere");
        fs::create_dir_all(elsewhere.join("b")).unwrap();
        for path in ["a.rs", "mine.rs", "b/c.rs", "Cargo.toml"] {
            fs::write(elsewhere.join(path), "mine\n").unwrap();
        }
        Self(folder)
    }

    fn elsewhere(&self, path: &str) -> PathBuf {
        self.0.0.join("elsewhere").join(path)
    }

    /// Replaces a path in the output with a link to a path in `elsewhere`.
    fn swap(&self, path: &str, target: &str) {
        let at = self.0.output().join(path);
        fs::rename(&at, self.0.0.join("aside")).unwrap();
        symlink(self.elsewhere(target), at).unwrap();
    }

    /// Compares, calls `swap`, and then writes.
    fn write_after(&self, swap: impl FnOnce(&Self)) -> Result<Written, Diagnostic> {
        let mut files = files(&SECOND);
        files.shared.insert("Cargo.toml".into(), "[new]\n".into());
        let output = self.0.output();
        let plan = Plan::of(&files, &output).unwrap();
        assert_eq!(plan.objections(Edits::Keep), []);
        swap(self);
        let written = plan.carry_out(&output);
        self.assert_untouched();
        written
    }

    fn assert_untouched(&self) {
        let mut found = disk::files_in(&self.elsewhere("")).unwrap();
        found.sort();
        let all = ["Cargo.toml", "a.rs", "b/c.rs", "mine.rs"].map(PathBuf::from);
        assert_eq!(found, all);
        for path in all {
            let content = fs::read_to_string(self.elsewhere("").join(&path)).unwrap();
            assert_eq!(content, "mine\n", "{}", path.display());
        }
    }
}

fn make_fifo(path: &Path) {
    let made = std::process::Command::new("mkfifo").arg(path).status();
    assert!(made.unwrap().success());
}

#[test]
fn a_folder_that_becomes_a_link_is_not_followed() {
    for (name, path, target) in [
        ("unit", "src", ""),
        ("inner", "src/b", "b"),
        ("output", "", ""),
    ] {
        let swapped = Swapped::new(&format!("swapped-{name}"));
        let written = swapped.write_after(|it| match path {
            "" => {
                fs::rename(it.0.output(), it.0.0.join("aside")).unwrap();
                symlink(it.elsewhere(""), it.0.output()).unwrap();
            }
            path => it.swap(path, target),
        });
        match (path, written) {
            // The link is treated like a file that was saved during the run.
            ("src/b", Ok(_)) => {}
            (_, Err(error)) => assert!(
                error.message.ends_with("was replaced during the run"),
                "{error}"
            ),
            (_, Ok(written)) => panic!("{path}: {written:?}"),
        }
        if path != "src/b" {
            let at: PathBuf = swapped.0.output().join(path).components().collect();
            assert!(fs::symlink_metadata(at).unwrap().is_symlink());
        }
    }
}

#[test]
fn a_folder_that_becomes_a_link_at_the_switch_is_restored() {
    let swapped = Swapped::new("swapped-switch");
    let unit = swapped.0.output().join("src");
    let stage = Stage::of(&unit);
    stage.begin().unwrap();
    let change = Change {
        present: Some("a\n"),
        new: Some("a2\n"),
    };
    stage
        .fill(RECORD, &Changes::from([("a.rs", change)]))
        .unwrap();
    swapped.swap("src", "");
    let error = stage.switch().unwrap_err();
    assert!(error.message.ends_with("was replaced during the run"));
    stage.remove().unwrap();
    assert!(fs::symlink_metadata(unit).unwrap().is_symlink());
    swapped.assert_untouched();
}

#[test]
fn a_file_that_becomes_a_link_is_replaced_or_kept() {
    let swapped = Swapped::new("swapped-file");
    swapped
        .write_after(|it| it.swap("src/a.rs", "a.rs"))
        .unwrap();
    // The link was created during the run, so it is restored.
    let link = swapped.0.output().join("src/a.rs");
    assert_eq!(fs::read_link(link).unwrap(), swapped.elsewhere("a.rs"));
    let found = messages(swapped.0.write(&files(&SECOND)));
    assert!(found[0].starts_with("expected a file at"));

    let swapped = Swapped::new("swapped-manifest");
    swapped
        .write_after(|it| it.swap("Cargo.toml", "Cargo.toml"))
        .unwrap();
    let manifest = swapped.0.output().join("Cargo.toml");
    let found = fs::symlink_metadata(manifest).unwrap();
    assert!(found.is_file());
    assert_eq!(found.permissions().mode() & 0o111, 0);
    assert_eq!(swapped.0.get("Cargo.toml"), "[new]\n");
}

#[test]
fn hard_links_elsewhere_are_not_changed() {
    let folder = Folder::new("hard");
    folder.write(&files(&FIRST)).unwrap();
    let paths = ["src/a.rs", "src/b/c.rs", "src/.rejoinder", "Cargo.toml"];
    let before = paths.map(|path| {
        let other = folder.0.join(path.replace('/', "-"));
        fs::hard_link(folder.output().join(path), &other).unwrap();
        (other, folder.get(path))
    });
    let mut second = files(&SECOND);
    second.shared.insert("Cargo.toml".into(), "[new]\n".into());
    folder.write(&second).unwrap();
    let third = files(&[("src/a.rs", "a2\n")]);
    folder.overwrite(&third).unwrap();
    for (other, content) in before {
        assert_eq!(fs::read_to_string(other).unwrap(), content);
    }
}

#[test]
fn a_link_at_the_path_of_the_stage_is_not_followed() {
    let swapped = Swapped::new("swapped-stage");
    let stage = swapped.0.output().join(".src.rejoinder");
    let written = swapped.write_after(|it| symlink(it.elsewhere(""), &stage).unwrap());
    assert!(written.is_err());
    assert!(fs::symlink_metadata(&stage).unwrap().is_symlink());
    // Links and hard links in the stage are not followed either.
    let link = swapped.0.0.join("link");
    symlink(swapped.elsewhere("a.rs"), &link).unwrap();
    assert!(disk::put(&link, "x", &link).is_err());
    let hard = swapped.0.0.join("hard");
    fs::hard_link(swapped.elsewhere("a.rs"), &hard).unwrap();
    assert!(disk::put(&hard, "x", &hard).is_err());
    swapped.assert_untouched();
}

#[test]
fn pipes_and_sockets_are_not_opened() {
    let folder = Folder::new("fifos");
    folder.write(&files(&FIRST)).unwrap();
    make_fifo(&folder.output().join("src/mine"));
    let socket = folder.output().join("src/socket");
    let _listener = std::os::unix::net::UnixListener::bind(socket).unwrap();
    folder.write(&files(&SECOND)).unwrap();
    assert!(folder.all().contains(&"src/mine".to_owned()));
    for path in ["src/a.rs", "src/.rejoinder", "Cargo.toml"] {
        let at = folder.output().join(path);
        fs::remove_file(&at).unwrap();
        make_fifo(&at);
        let expected = format!("expected a file at `{}`", at.display());
        assert_eq!(messages(folder.write(&files(&FIRST))), [expected.as_str()]);
        assert_eq!(messages(folder.check(&files(&FIRST))), [expected.as_str()]);
        let existing = existing(&folder.output(), path).unwrap_err();
        assert_eq!(existing.message, expected);
        fs::remove_file(&at).unwrap();
        let written = folder.overwrite(&files(&SECOND)).unwrap();
        assert_eq!(written.written, [path]);
    }
}

#[test]
fn a_report_overwrites_only_reports() {
    let folder = Folder::new("reports");
    fs::create_dir_all(folder.output()).unwrap();
    let at = |path: &str| folder.output().join(path);
    make_fifo(&at("fifo"));
    let error = report(&at("fifo"), "{}").unwrap_err();
    assert!(error.message.ends_with("exists, and is not a report"));
    folder.put("mine", "mine\n");
    let beside = at(&format!("report.json.{}.tmp", std::process::id()));
    symlink(at("mine"), beside).unwrap();
    assert!(report(&at("report.json"), "{}").is_err());
    assert_eq!(folder.get("mine"), "mine\n");
}
