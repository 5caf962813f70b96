//! All or nothing: whatever ends a run, the output is the old one or the new one.
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test of files and processes"
)]

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant, SystemTime},
};

const STAGE: &str = ".client.rejoinder";
const STAGE_OF_CODE: &str = "client/.src.rejoinder";

/// What is in each file of a folder.
type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// A folder for a test, with two documents whose outputs have few files in common.
struct Bench(PathBuf);

impl Bench {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).unwrap();
        for (version, numbers) in [("a", 0..30), ("b", 15..45)] {
            fs::write(folder.join(version), document(version, numbers)).unwrap();
        }
        Self(folder)
    }

    fn client(&self) -> PathBuf {
        self.0.join("client")
    }

    fn run(&self, version: &str, output: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rejoinder"));
        command.arg("generate").arg(self.0.join(version));
        command.arg("--output").arg(self.0.join(output));
        command.args(["--name", "client"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn start(&self, version: &str) -> Child {
        self.run(version, "client").spawn().unwrap()
    }

    /// What a run gives that nothing disturbs; and how long it takes.
    fn undisturbed(&self, version: &str) -> (Tree, Duration) {
        let output = format!("undisturbed-{version}");
        let begin = Instant::now();
        assert!(self.run(version, &output).status().unwrap().success());
        (tree(&self.0.join(output)), begin.elapsed())
    }

    fn has_stage(&self) -> bool {
        self.stages().iter().any(Option::is_some)
    }

    /// When something was last done in the folders in which runs prepare.
    fn stages(&self) -> [Option<SystemTime>; 2] {
        let time = |path| fs::metadata(self.0.join(path)).ok()?.modified().ok();
        [STAGE, STAGE_OF_CODE].map(time)
    }

    /// Which folder the code is in.
    fn code(&self) -> Option<u64> {
        let code = fs::metadata(self.client().join("src")).ok()?;
        Some(code.ino())
    }

    /// Starts a run and kills it after a part of its time; or, in every other round, soon after
    /// it began to write, or to clear away what the last one left, or after it replaced the code.
    fn kill(&self, version: &str, round: usize, part: f64, duration: Duration) {
        let (stages, code) = (self.stages(), self.code());
        let mut child = self.start(version);
        if round.is_multiple_of(2) {
            // Half of these in the last third.
            let is_late = round.is_multiple_of(4);
            let part = if is_late { (2.0 + part) / 3.0 } else { part };
            sleep(duration.mul_f64(part));
        } else {
            let is_before = || {
                if round % 4 == 1 {
                    self.stages() == stages
                } else {
                    self.code() == code
                }
            };
            while is_before() && child.try_wait().unwrap().is_none() {
                sleep(Duration::from_micros(50));
            }
            // From a tenth of a millisecond to 50, whatever the machine is up to.
            sleep(Duration::from_micros(100).mul_f64(500_f64.powf(part)));
        }
        // It may have ended.
        drop(child.kill());
        child.wait().unwrap();
    }
}

fn document(version: &str, numbers: std::ops::Range<usize>) -> String {
    let mut text = format!(
        "openapi: 3.0.3\ninfo: {{title: Things, version: {version}}}\npaths:\n  /things:\n    get:\n      \
         operationId: things\n      responses:\n        '200':\n          description: ok\n          \
         content:\n            application/json:\n              schema:\n                type: object\n                \
         properties:\n"
    );
    for number in numbers.clone() {
        let reference = format!("{{$ref: '#/components/schemas/Thing{number}'}}");
        text += &format!("                  t{number}: {reference}\n");
    }
    text += "components:\n  schemas:\n";
    for number in numbers {
        let id = "properties: {id: {type: string}}";
        text += &format!("    Thing{number}: {{type: object, description: Of {version}., {id}}}\n");
    }
    text
}

fn tree(folder: &Path) -> Tree {
    let mut found = Tree::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(inner).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Parts of a whole, the same in every run of the test.
struct Parts(u64);

impl Parts {
    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        f64::from(u32::try_from(self.0 >> 32).unwrap()) / f64::from(u32::MAX)
    }
}

#[test]
fn a_killed_run_leaves_the_old_code_or_the_new() {
    let bench = Bench::new("killed");
    let (a, duration) = bench.undisturbed("a");
    let (b, _) = bench.undisturbed("b");
    assert!(bench.start("a").wait().unwrap().success());

    // What is the user's: a file among the code, two beside it, and lines of the manifest.
    let client = bench.client();
    let manifest = fs::read_to_string(client.join("Cargo.toml")).unwrap();
    let manifest = manifest.replace("0.1.0", "2.3.4") + "\n[dev-dependencies]\ntokio = \"1\"\n";
    let own = [
        ("Cargo.toml", manifest.as_str()),
        ("README.md", "mine\n"),
        ("notes.txt", "mine\n"),
        ("src/mine.rs", "// mine\n"),
        ("src/models/mine.rs", "// mine\n"),
    ];
    let (mut a, mut b) = (a, b);
    for (path, text) in own {
        fs::write(client.join(path), text).unwrap();
        for tree in [&mut a, &mut b] {
            tree.insert(path.into(), text.into());
        }
    }

    let mut parts = Parts(1);
    let (mut cut_short, mut switched) = (0, 0);
    let mut is_a = true;
    for round in 0..200 {
        bench.kill(if is_a { "b" } else { "a" }, round, parts.next(), duration);
        cut_short += usize::from(bench.has_stage());
        let mut found = tree(&client);
        found.retain(|path, _| !path.starts_with(".src.rejoinder"));
        assert!(found == a || found == b, "round {round}: a mixture");
        switched += usize::from((found == a) != is_a);
        is_a = found == a;
    }
    assert!(
        cut_short >= 10,
        "only {cut_short} were killed while they wrote"
    );
    assert!(switched >= 10, "only {switched} came to an end");

    assert!(bench.start("b").wait().unwrap().success());
    assert!(tree(&client) == b);
    assert!(!bench.has_stage());
}

#[test]
fn a_killed_first_run_leaves_nothing_or_all() {
    let bench = Bench::new("killed_first");
    let (a, duration) = bench.undisturbed("a");
    let mut parts = Parts(2);
    for round in 0..24 {
        bench.kill("a", round, parts.next(), duration);
        if bench.client().exists() {
            assert!(tree(&bench.client()) == a, "round {round}: a mixture");
            fs::remove_dir_all(bench.client()).unwrap();
        }
    }
    assert!(bench.start("a").wait().unwrap().success());
    assert!(tree(&bench.client()) == a);
    assert!(!bench.has_stage());
}

/// No file can be longer than 64 KiB here, and one of the new ones is.
#[test]
fn a_full_disk_leaves_the_old_code() {
    let bench = Bench::new("full");
    let long = "x ".repeat(50_000);
    let text = document("c", 0..30).replacen(
        "Thing7: {type: object, description: Of c.",
        &format!("Thing7: {{type: object, description: {long}"),
        1,
    );
    fs::write(bench.0.join("c"), text).unwrap();
    let full = || {
        let run = bench.run("c", "client");
        let mut command = Command::new("bash");
        command.args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$@\"", "bash"]);
        command.arg(run.get_program()).args(run.get_args());
        let done = command.output().unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(1), "{said}");
        assert!(said.contains("error[io]"), "{said}");
        assert!(said.contains("/client/src/models/thing7.rs`"), "{said}");
        assert!(!bench.has_stage());
    };
    full();
    assert!(!bench.client().exists());

    fs::create_dir(bench.client()).unwrap();
    full();
    assert!(tree(&bench.client()).is_empty());

    assert!(bench.start("a").wait().unwrap().success());
    fs::write(bench.client().join("src/mine.rs"), "// mine\n").unwrap();
    let before = tree(&bench.client());
    full();
    assert!(tree(&bench.client()) == before);

    assert!(bench.start("c").wait().unwrap().success());
    assert!(tree(&bench.client()) != before);
}

#[test]
fn runs_at_the_same_time_do_not_mix() {
    let bench = Bench::new("at_once");
    let trees = ["a", "b"].map(|version| bench.undisturbed(version).0);
    for _ in 0..3 {
        let versions = ["a", "b", "a", "b", "a", "b"];
        let mut running = versions.map(|version| bench.start(version));
        for child in &mut running {
            assert!(child.wait().unwrap().success());
        }
        let mut found = tree(&bench.client());
        // It was written once, by whoever came first.
        let readme = found.remove(Path::new("README.md")).unwrap();
        assert!(
            trees
                .iter()
                .any(|tree| tree[Path::new("README.md")] == readme)
        );
        let is_beforee = trees.iter().any(|tree| {
            let mut tree = tree.clone();
            tree.remove(Path::new("README.md"));
            // So was the description in the manifest.
            let manifest = Path::new("Cargo.toml");
            tree.insert(manifest.into(), found[manifest].clone());
            tree == found
        });
        assert!(is_beforee, "a mixture");
        assert!(!bench.has_stage());
    }
}
