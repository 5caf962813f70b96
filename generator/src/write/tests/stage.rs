//! Tests of replacing the old folder, and of recovering from a killed run.

use std::io;

use super::super::switch::switch;
use super::*;

const FIRST: [(&str, &str); 2] = [("src/a.rs", "a\n"), ("src/b/c.rs", "c\n")];
const SECOND: [(&str, &str); 2] = [("src/a.rs", "a2\n"), ("src/d.rs", "d\n")];

impl Folder {
    /// Creates the state after a killed run: the code of `SECOND` is in a folder of the stage.
    fn killed(name: &str, tree: &str) -> Self {
        let folder = Self::new(name);
        folder.write(&files(&SECOND)).unwrap();
        let stage = folder.output().join(".src.rejoinder");
        fs::create_dir_all(&stage).unwrap();
        fs::rename(folder.output().join("src"), stage.join(tree)).unwrap();
        folder.write_over_stage(&files(&FIRST));
        folder
    }

    /// Writes while the stage is moved away.
    fn write_over_stage(&self, files: &Files) {
        let stage = self.output().join(".src.rejoinder");
        let aside = self.0.join("aside");
        fs::rename(&stage, &aside).unwrap();
        self.write(files).unwrap();
        fs::rename(&aside, &stage).unwrap();
    }

    fn assert_code(&self, files: &[(&str, &str)], others: &[&str]) {
        let mut expected: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
        expected.extend(others);
        expected.extend(["Cargo.toml", "README.md", "src", "src/.rejoinder"]);
        if files == FIRST {
            expected.push("src/b");
        }
        expected.sort_unstable();
        assert_eq!(self.all(), expected);
        for (path, content) in files {
            assert_eq!(self.get(path), *content, "{path}");
        }
    }
}

#[test]
fn an_empty_folder_is_filled() {
    let folder = Folder::new("empty");
    fs::create_dir_all(folder.output()).unwrap();
    folder.write(&files(&FIRST)).unwrap();
    folder.assert_code(&FIRST, &[]);
}

#[test]
fn a_folder_with_other_files_is_filled() {
    let folder = Folder::new("filled");
    folder.put("mine.txt", "mine\n");
    folder.write(&files(&FIRST)).unwrap();
    folder.assert_code(&FIRST, &["mine.txt"]);
}

#[test]
fn files_of_the_user_are_carried_over() {
    let folder = Folder::new("along");
    folder.write(&files(&FIRST)).unwrap();
    folder.put("src/mine.rs", "mine\n");
    folder.put("src/b/mine.rs", "mine\n");
    folder.put("src/deep/er/mine.rs", "mine\n");
    fs::create_dir_all(folder.output().join("src/empty")).unwrap();
    let mut others = vec![
        "src/b",
        "src/b/mine.rs",
        "src/deep",
        "src/deep/er",
        "src/deep/er/mine.rs",
        "src/empty",
        "src/mine.rs",
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("mine.rs", folder.output().join("src/link.rs")).unwrap();
        std::os::unix::fs::symlink("/nowhere", folder.output().join("src/broken")).unwrap();
        others.extend(["src/link.rs", "src/broken"]);
    }
    folder.write(&files(&SECOND)).unwrap();
    folder.assert_code(&SECOND, &others);
    assert_eq!(folder.get("src/deep/er/mine.rs"), "mine\n");
    #[cfg(unix)]
    {
        let target = |path: &str| fs::read_link(folder.output().join(path)).unwrap();
        assert_eq!(target("src/link.rs"), Path::new("mine.rs"));
        assert_eq!(target("src/broken"), Path::new("/nowhere"));
    }
}

#[test]
fn without_links_there_are_copies() {
    let folder = Folder::new("copies");
    folder.put("a", "a\n");
    let (from, to) = (folder.output().join("a"), folder.output().join("b"));
    let time = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    fs::File::options()
        .write(true)
        .open(&from)
        .unwrap()
        .set_modified(time)
        .unwrap();
    super::super::stage::copy(&from, &to).unwrap();
    assert_eq!(folder.get("b"), "a\n");
    assert_eq!(fs::metadata(&to).unwrap().modified().unwrap(), time);
    assert!(
        super::super::stage::copy(&from, &to).is_err(),
        "nothing is overwritten"
    );
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/nowhere", folder.output().join("c")).unwrap();
        super::super::stage::copy(&folder.output().join("c"), &folder.output().join("d")).unwrap();
        assert_eq!(
            fs::read_link(folder.output().join("d")).unwrap(),
            Path::new("/nowhere")
        );
    }
}

#[cfg(unix)]
#[test]
fn folders_keep_their_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("permissions");
    folder.write(&files(&FIRST)).unwrap();
    let path = folder.output().join("src");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o770)).unwrap();
    folder.write(&files(&SECOND)).unwrap();
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o770
    );
}

#[test]
fn files_saved_during_the_run_are_restored() {
    let folder = Folder::new("meanwhile");
    folder
        .write(&files(&[
            ("src/a.rs", "a\n"),
            ("src/b.rs", "b\n"),
            ("src/c.rs", "c\n"),
        ]))
        .unwrap();
    folder.put("src/mine.rs", "mine\n");
    let unit = folder.output().join("src");
    let stage = Stage::of(&unit);
    let changed = |present, new| Change {
        present: Some(present),
        new,
    };
    let changes = Changes::from([
        ("a.rs", changed("a\n", Some("a2\n"))),
        ("b.rs", changed("b\n", Some("b2\n"))),
        ("c.rs", changed("c\n", None)),
    ]);
    let carried = stage.fill(RECORD, &changes).unwrap();
    // Editors write a temporary file and rename it.
    for (path, content) in [
        ("mine.rs", "mine, too\n"),
        ("a.rs", "edited\n"),
        ("new.rs", "new\n"),
    ] {
        fs::remove_file(unit.join(path)).ok();
        folder.put(&format!("src/{path}"), content);
    }
    let old = stage.switch().unwrap().unwrap();
    stage.restore_changes(&old, &changes, &carried).unwrap();
    stage.remove().unwrap();
    let get = |path: &str| folder.get(&format!("src/{path}"));
    assert_eq!(get("a.rs"), "edited\n");
    assert_eq!(get("b.rs"), "b2\n");
    assert_eq!(get("mine.rs"), "mine, too\n");
    assert_eq!(get("new.rs"), "new\n");
    assert!(!unit.join("c.rs").exists());
}

#[test]
fn folders_that_cannot_be_exchanged_are_renamed() {
    let folder = Folder::new("renamed");
    let at = |path: &str| folder.output().join(path);
    for kind in [io::ErrorKind::Unsupported, io::ErrorKind::InvalidInput] {
        drop(fs::remove_dir_all(folder.output()));
        folder.put("new/a", "new");
        folder.put("unit/a", "old");
        let done = switch(&at("new"), &at("unit"), &at("old"), |_, _| Err(kind.into()));
        assert_eq!(done.unwrap(), Some(at("old")));
        assert_eq!(folder.all(), ["old", "old/a", "unit", "unit/a"]);
        assert_eq!(
            (folder.get("unit/a"), folder.get("old/a")),
            ("new".into(), "old".into())
        );
    }
    // A failed switch is undone.
    let done = switch(&at("none"), &at("unit"), &at("gone"), |_, _| {
        Err(io::ErrorKind::Unsupported.into())
    });
    assert!(done.is_err());
    assert_eq!(folder.get("unit/a"), "new");
    let denied = || Err(io::ErrorKind::PermissionDenied.into());
    assert!(switch(&at("old"), &at("unit"), &at("gone"), |_, _| denied()).is_err());
    assert_eq!(folder.all(), ["old", "old/a", "unit", "unit/a"]);
}

#[test]
fn a_run_killed_while_it_prepared_leaves_nothing() {
    let folder = Folder::killed("preparing", "new");
    // A partly written file.
    fs::write(folder.output().join(".src.rejoinder/new/d.rs"), "").unwrap();
    folder.put(".src.rejoinder/beside/Cargo.toml", "[pack");
    assert!(
        folder.check(&files(&FIRST)).unwrap().is_fresh(),
        "check ignores the stage"
    );
    assert!(
        folder.output().join(".src.rejoinder").exists(),
        "check writes nothing"
    );
    assert_eq!(folder.write(&files(&FIRST)).unwrap().written, [""; 0]);
    folder.assert_code(&FIRST, &[]);
}

#[test]
fn a_run_killed_between_two_renames_is_undone() {
    let folder = Folder::killed("between", "new");
    let stage = folder.output().join(".src.rejoinder");
    folder.put("src/mine.rs", "mine\n");
    fs::rename(folder.output().join("src"), stage.join("old")).unwrap();
    assert_eq!(folder.write(&files(&FIRST)).unwrap().written, [""; 0]);
    folder.assert_code(&FIRST, &["src/mine.rs"]);
}

#[test]
fn a_run_killed_after_the_switch_is_finished() {
    for tree in ["new", "old"] {
        let folder = Folder::killed("after", tree);
        folder.put(&format!(".src.rejoinder/{tree}/mine.rs"), "mine\n");
        folder.put(&format!(".src.rejoinder/{tree}/deep/mine.rs"), "mine\n");
        folder.put(&format!(".src.rejoinder/{tree}/a.rs"), "edited\n");
        // An editor saved `after.rs` to the output after the exchange, and `before.rs` to the old
        // folder just before the exchange.
        folder.put(&format!(".src.rejoinder/{tree}/after.rs"), "old\n");
        folder.put("src/before.rs", "old\n");
        let pause = std::time::Duration::from_millis(20);
        std::thread::sleep(pause);
        folder.put("src/after.rs", "new\n");
        folder.put(&format!(".src.rejoinder/{tree}/before.rs"), "new\n");
        folder.write(&files(&FIRST)).unwrap();
        folder.assert_code(
            &FIRST,
            &[
                "src/after.rs",
                "src/before.rs",
                "src/deep",
                "src/deep/mine.rs",
                "src/mine.rs",
            ],
        );
        assert_eq!(folder.get("src/after.rs"), "new\n");
        assert_eq!(folder.get("src/before.rs"), "new\n");
    }
}

#[test]
fn a_run_killed_while_it_removed_is_finished() {
    // Without the record, the files can't be distinguished from files of the user.
    let folder = Folder::killed("removing", "gone");
    fs::remove_file(folder.output().join(".src.rejoinder/gone/.rejoinder")).unwrap();
    folder.write(&files(&FIRST)).unwrap();
    folder.assert_code(&FIRST, &[]);
}

#[test]
fn a_first_run_that_was_killed_leaves_nothing() {
    let folder = Folder::new("first");
    folder.write(&files(&SECOND)).unwrap();
    fs::create_dir_all(folder.0.join(".out.rejoinder")).unwrap();
    fs::rename(folder.output(), folder.0.join(".out.rejoinder/new")).unwrap();
    folder.write(&files(&FIRST)).unwrap();
    folder.assert_code(&FIRST, &[]);
}

#[test]
fn a_folder_of_the_user_is_not_a_stage() {
    let folder = Folder::new("name");
    folder.write(&files(&FIRST)).unwrap();
    folder.put(".src.rejoinder/mine", "mine\n");
    let found = messages(folder.write(&files(&SECOND)));
    assert!(
        found[0].starts_with("expected a stage of Rejoinder at"),
        "{found:?}"
    );
    assert_eq!(folder.get("src/a.rs"), "a\n");
    assert_eq!(folder.get(".src.rejoinder/mine"), "mine\n");
}

#[test]
fn a_second_run_waits_for_the_first() {
    let folder = Folder::new("waits");
    let output = folder.output();
    let first = files(&FIRST);
    let order = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        let held = lock(&output).unwrap();
        let waiting = scope.spawn(|| {
            write(&output, Edits::Keep, |_| {
                order.lock().unwrap().push("second");
                Ok(first.clone())
            })
        });
        std::thread::sleep(std::time::Duration::from_millis(100));
        order.lock().unwrap().push("first");
        drop(held);
        waiting.join().unwrap().unwrap();
    });
    assert_eq!(order.into_inner().unwrap(), ["first", "second"]);
}
