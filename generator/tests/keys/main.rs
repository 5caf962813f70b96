//! Every key of the specifications has an answer: it is generated, documented or diagnosed. The
//! answers are in `openapi.yaml` and `swagger.yaml`, each with a value that proves it.
//!
//! A row names a node by the words of diagnostics, its place in the template, and for each key the
//! answer and the value. `set` puts further values into the document, with and without the key. A key
//! of another version that is obeyed has the same answer, and a note.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test of a table"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use rejoinder::{
    Generation, Generator,
    diagnostic::{Code, Place},
    pointer::Pointer,
    read::{keys_of, obeyed_keys_of},
};
use serde::Deserialize;
use serde_json::Value;

/// A document to put keys into, and the answers.
#[derive(Deserialize)]
struct Table {
    template: Value,
    nodes: BTreeMap<String, Node>,
}

/// The keys of a sort of node.
#[derive(Deserialize)]
struct Node {
    at: String,
    keys: BTreeMap<String, Row>,
}

/// The answer for a key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    is: Answer,
    with: Value,
    /// Another place than that of the node.
    at: Option<String>,
    /// What else is in the document, with and without the key.
    #[serde(default)]
    set: BTreeMap<String, Value>,
}

/// What becomes of a key.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
enum Answer {
    /// The code of the client follows from it.
    Generated,
    /// The documentation of the client has it.
    Documented,
    /// A diagnostic is at its place, or at that of a node that nothing is generated of.
    Diagnosed,
}

impl Table {
    /// The place and the row of a key.
    fn row(&self, node: &str, key: &str) -> Option<(&String, &Row)> {
        let node = self.nodes.get(node)?;
        let row = node.keys.get(key)?;
        Some((row.at.as_ref().unwrap_or(&node.at), row))
    }
}

fn table(text: &str) -> Table {
    serde_yaml::from_str(text).unwrap()
}

/// Puts a value at a place whose parent is there.
fn put(document: &mut Value, place: &Pointer, value: &Value) {
    let (parent, key) = place.parent().unwrap();
    match parent.look_mut(document) {
        Some(Value::Object(keys)) => {
            keys.insert(key, value.clone());
        }
        Some(Value::Array(items)) => match key.parse::<usize>().unwrap() {
            index if index < items.len() => items[index] = value.clone(),
            _ => items.push(value.clone()),
        },
        found => panic!("no place {place}: {found:?}"),
    }
}

fn generate(document: &Value) -> Generation {
    let text = serde_json::to_string(document).unwrap();
    Generator::new("api.json").name("probe").generate_from(text)
}

/// The text of a client: its documentation and its code.
fn texts(generation: &Generation) -> (String, String) {
    let Some(output) = &generation.output else {
        return Default::default();
    };
    let files = output.files.iter();
    let files = files.filter(|(path, _)| !path.starts_with("src/runtime"));
    let all: String = files
        .map(|(path, text)| format!("// {path}\n{text}\n"))
        .collect();
    let package = output.package.as_ref().unwrap();
    let is_comment = |line: &&str| line.trim_start().starts_with("//");
    let (docs, code): (Vec<&str>, Vec<&str>) = all.lines().partition(is_comment);
    (
        format!("{}\n{}", docs.join("\n"), package.readme),
        format!("{}\n{:?}", code.join("\n"), package.manifest),
    )
}

/// A client and what was said of it.
struct Generated {
    docs: String,
    code: String,
    found: Vec<(Code, Option<Pointer>, String)>,
}

fn generated(document: &Value) -> Generated {
    let generation = generate(document);
    let (docs, code) = texts(&generation);
    let found = generation.diagnostics.iter().map(|found| {
        let place = match &found.place {
            Place::Pointer(pointer) | Place::Key(pointer) => {
                Some(generation.sources.origin(pointer).pointer)
            }
            Place::Position { .. } | Place::Nowhere => None,
        };
        (found.code, place, found.message.clone())
    });
    let found = found.collect();
    Generated { docs, code, found }
}

/// A key to put into a document.
struct Probe<'a> {
    name: String,
    is: Answer,
    /// `true` if a diagnostic names the key as well.
    is_noted: bool,
    document: Value,
    place: Pointer,
    value: &'a Value,
}

impl Probe<'_> {
    /// What is wrong with the answer, by comparing the clients with and without the key.
    fn prove(&self, known: &Mutex<BTreeMap<String, Arc<Generated>>>) -> Option<String> {
        let key = self.document.to_string();
        let before = known.lock().unwrap().get(&key).cloned();
        let without = before.unwrap_or_else(|| {
            let made = Arc::new(generated(&self.document));
            known.lock().unwrap().insert(key, Arc::clone(&made));
            made
        });
        let mut changed = self.document.clone();
        put(&mut changed, &self.place, self.value);
        let with = generated(&changed);
        let is_diagnosed = with
            .found
            .iter()
            .any(|found| self.is_about(found, &without));
        let holds = match self.is {
            Answer::Generated => with.code != without.code,
            Answer::Documented => with.docs != without.docs,
            Answer::Diagnosed => is_diagnosed,
        };
        let holds = holds && (is_diagnosed || !self.is_noted);
        let found = || with.found.iter().map(|(.., message)| message.as_str());
        (!holds).then(|| {
            let messages: Vec<&str> = found().collect();
            format!("{} isn't {:?}: {}", self.name, self.is, messages.join("; "))
        })
    }

    /// Whether a diagnostic is about the key or what is in it, or says that nothing is generated of
    /// what holds it.
    fn is_about(&self, found: &(Code, Option<Pointer>, String), without: &Generated) -> bool {
        let (code, Some(place), _) = found else {
            return false;
        };
        if place.is_in(&self.place) {
            return !without.found.contains(found);
        }
        match code {
            Code::NotGenerated => self.place.is_in(place),
            // At a key of the schema that isn't typed.
            Code::UnsupportedSchema => {
                let schema = place.parent();
                schema.is_some_and(|(schema, _)| self.place.is_in(&schema))
            }
            _ => false,
        }
    }
}

fn prove(table: &Table, version_key: &str, versions: &[&str]) {
    let mut probes = Vec::new();
    let mut wrong = Vec::new();
    let mut specified: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for version in versions {
        let mut template = table.template.clone();
        template[version_key] = Value::from(*version);
        let flat = |all: BTreeMap<&'static str, BTreeSet<&'static str>>, is_noted| {
            let all = all.into_iter();
            all.flat_map(move |(node, keys)| keys.into_iter().map(move |key| (node, key, is_noted)))
        };
        let own = flat(keys_of(version), false);
        for (node, key, is_noted) in own.chain(flat(obeyed_keys_of(version), true)) {
            specified.entry(node).or_default().insert(key);
            let name = format!("{version}: `{key}` of {node}");
            let Some((at, row)) = table.row(node, key) else {
                wrong.push(format!("{name} has no answer"));
                continue;
            };
            let mut document = template.clone();
            for (place, value) in &row.set {
                put(
                    &mut document,
                    &Pointer::from_fragment(place).unwrap(),
                    value,
                );
            }
            probes.push(Probe {
                name,
                is: row.is,
                is_noted,
                document,
                place: Pointer::from_fragment(at).unwrap().child(key),
                value: &row.with,
            });
        }
    }
    for (node, row) in &table.nodes {
        let known = specified.get(node.as_str());
        let strange = row
            .keys
            .keys()
            .filter(|key| !known.is_some_and(|it| it.contains(key.as_str())));
        wrong.extend(strange.map(|key| format!("`{key}` of {node} isn't in the specification")));
    }
    wrong.extend(run(&probes));
    assert!(
        wrong.is_empty(),
        "{} of:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Proves on all processors.
fn run(probes: &[Probe<'_>]) -> Vec<String> {
    let known = Mutex::default();
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let work = || {
            let take = || probes.get(next.fetch_add(1, Ordering::Relaxed));
            let mut wrong = Vec::new();
            while let Some(probe) = take() {
                wrong.extend(probe.prove(&known));
            }
            wrong
        };
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .flat_map(|it| it.join().unwrap())
            .collect()
    })
}

#[test]
fn every_key_of_openapi_has_an_answer() {
    let table = table(include_str!("openapi.yaml"));
    prove(&table, "openapi", &["3.0.4", "3.1.2", "3.2.0"]);
}

#[test]
fn every_key_of_swagger_has_an_answer() {
    let table = table(include_str!("swagger.yaml"));
    prove(&table, "swagger", &["2.0"]);
}
