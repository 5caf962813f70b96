//! Atomic output: whenever a run ends, the output is either the old or the new output.
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

/// The contents of the files of a folder.
type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// A folder of a test, with two documents whose outputs have few files in common.
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

    /// Returns the output and the duration of an undisturbed run.
    fn run_undisturbed(&self, version: &str) -> (Tree, Duration) {
        let output = format!("undisturbed-{version}");
        let begin = Instant::now();
        assert!(self.run(version, &output).status().unwrap().success());
        (tree(&self.0.join(output)), begin.elapsed())
    }

    fn has_stage(&self) -> bool {
        self.stages().iter().any(Option::is_some)
    }

    /// Returns the modification times of the folders in which runs prepare their output.
    fn stages(&self) -> [Option<SystemTime>; 2] {
        let time = |path| fs::metadata(self.0.join(path)).ok()?.modified().ok();
        [STAGE, STAGE_OF_CODE].map(time)
    }

    /// Returns the inode of the folder of the code.
    fn code(&self) -> Option<u64> {
        let code = fs::metadata(self.client().join("src")).ok()?;
        Some(code.ino())
    }

    /// Starts a run and kills it after a fraction of its duration. In every other round, kills it
    /// shortly after it began to write, began to remove the remains of an earlier run, or replaced
    /// the code.
    fn kill(&self, version: &str, round: usize, fraction: f64, duration: Duration) {
        let (stages, code) = (self.stages(), self.code());
        let mut child = self.start(version);
        if round.is_multiple_of(2) {
            // Half of these rounds end in the last third.
            let is_late = round.is_multiple_of(4);
            let fraction = if is_late {
                (2.0 + fraction) / 3.0
            } else {
                fraction
            };
            sleep(duration.mul_f64(fraction));
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
            // The delay is between 0.1 ms and 50 ms, for machines of any speed.
            sleep(Duration::from_micros(100).mul_f64(500_f64.powf(fraction)));
        }
        // The process may have exited.
        drop(child.kill());
        child.wait().unwrap();
    }
}

fn document(version: &str, numbers: std::ops::Range<usize>) -> String {
    let mut content = format!(
        "openapi: 3.0.3\ninfo: {{title: Things, version: {version}}}\npaths:\n  /things:\n    get:\n      \
         operationId: things\n      responses:\n        '200':\n          description: ok\n          \
         content:\n            application/json:\n              schema:\n                type: object\n                \
         properties:\n"
    );
    for number in numbers.clone() {
        let reference = format!("{{$ref: '#/components/schemas/Thing{number}'}}");
        content += &format!("                  t{number}: {reference}\n");
    }
    content += "components:\n  schemas:\n";
    for number in numbers {
        let id = "properties: {id: {type: string}}";
        content +=
            &format!("    Thing{number}: {{type: object, description: Of {version}., {id}}}\n");
    }
    content
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

/// A sequence of fractions with a fixed seed.
struct Fractions(u64);

impl Fractions {
    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        f64::from(u32::try_from(self.0 >> 32).unwrap()) / f64::from(u32::MAX)
    }
}

#[test]
fn a_killed_run_leaves_the_old_or_the_new_code() {
    let bench = Bench::new("killed");
    let (a, duration) = bench.run_undisturbed("a");
    let (b, _) = bench.run_undisturbed("b");
    assert!(bench.start("a").wait().unwrap().success());

    // The user has a file among the code, two files beside the code, and lines in the manifest.
    let client = bench.client();
    let manifest = fs::read_to_string(client.join("Cargo.toml")).unwrap();
    let manifest = manifest.replace("0.1.0", "2.3.4") + "\n[dev-dependencies]\ntokio = \"1\"\n";
    let user_files = [
        ("Cargo.toml", manifest.as_str()),
        ("README.md", "mine\n"),
        ("notes.txt", "mine\n"),
        ("src/mine.rs", "// mine\n"),
        ("src/models/mine.rs", "// mine\n"),
    ];
    let (mut a, mut b) = (a, b);
    for (path, content) in user_files {
        fs::write(client.join(path), content).unwrap();
        for tree in [&mut a, &mut b] {
            tree.insert(path.into(), content.into());
        }
    }

    let mut fractions = Fractions(1);
    let (mut interrupted, mut completed) = (0, 0);
    let mut is_a = true;
    for round in 0..200 {
        bench.kill(
            if is_a { "b" } else { "a" },
            round,
            fractions.next(),
            duration,
        );
        interrupted += usize::from(bench.has_stage());
        let mut found = tree(&client);
        found.retain(|path, _| !path.starts_with(".src.rejoinder"));
        assert!(found == a || found == b, "round {round}: a mixture");
        completed += usize::from((found == a) != is_a);
        is_a = found == a;
    }
    assert!(
        interrupted >= 10,
        "only {interrupted} were killed during writing"
    );
    assert!(completed >= 10, "only {completed} were completed");

    assert!(bench.start("b").wait().unwrap().success());
    assert!(tree(&client) == b);
    assert!(!bench.has_stage());
}

#[test]
fn a_killed_first_run_leaves_nothing_or_everything() {
    let bench = Bench::new("killed_first");
    let (a, duration) = bench.run_undisturbed("a");
    let mut fractions = Fractions(2);
    for round in 0..24 {
        bench.kill("a", round, fractions.next(), duration);
        if bench.client().exists() {
            assert!(tree(&bench.client()) == a, "round {round}: a mixture");
            fs::remove_dir_all(bench.client()).unwrap();
        }
    }
    assert!(bench.start("a").wait().unwrap().success());
    assert!(tree(&bench.client()) == a);
    assert!(!bench.has_stage());
}

/// The limit is 64 KiB per file, and one of the new files exceeds it.
#[test]
fn a_full_disk_leaves_the_old_code() {
    let bench = Bench::new("full");
    let long = "x ".repeat(50_000);
    let content = document("c", 0..30).replacen(
        "Thing7: {type: object, description: Of c.",
        &format!("Thing7: {{type: object, description: {long}"),
        1,
    );
    fs::write(bench.0.join("c"), content).unwrap();
    let full = || {
        let run = bench.run("c", "client");
        let mut command = Command::new("bash");
        command.args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$@\"", "bash"]);
        command.arg(run.get_program()).args(run.get_args());
        let done = command.output().unwrap();
        let stderr = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(1), "{stderr}");
        assert!(stderr.contains("error[io]"), "{stderr}");
        assert!(stderr.contains("/client/src/models/thing7.rs`"), "{stderr}");
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
fn concurrent_runs_do_not_mix() {
    let bench = Bench::new("at_once");
    let trees = ["a", "b"].map(|version| bench.run_undisturbed(version).0);
    for _ in 0..3 {
        let versions = ["a", "b", "a", "b", "a", "b"];
        let mut running = versions.map(|version| bench.start(version));
        for child in &mut running {
            assert!(child.wait().unwrap().success());
        }
        let mut found = tree(&bench.client());
        // The README was written once, by the first run.
        let readme = found.remove(Path::new("README.md")).unwrap();
        assert!(
            trees
                .iter()
                .any(|tree| tree[Path::new("README.md")] == readme)
        );
        let is_one_of_both = trees.iter().any(|tree| {
            let mut tree = tree.clone();
            tree.remove(Path::new("README.md"));
            // The description in the manifest was written once, too.
            let manifest = Path::new("Cargo.toml");
            tree.insert(manifest.into(), found[manifest].clone());
            tree == found
        });
        assert!(is_one_of_both, "a mixture");
        assert!(!bench.has_stage());
    }
}
