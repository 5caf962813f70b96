//! Every key of the specifications has an answer: it is generated, documented or diagnosed. The
//! answers are in `openapi.yaml` and `swagger.yaml`, each with a value that proves it.
//!
//! A row names a node by the words of diagnostics, its place in the template, and for each key the
//! answer and the value. `set` puts further values into the document, with and without the key. A key
//! of another version that is obeyed has the same answer, and a note; one that isn't is diagnosed. So is
//! a key beside `$ref` where a version ignores it: `references` has a place for each sort of node.

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
    diagnostic::{Code, Location},
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
    /// By the sort of node that they refer to.
    references: BTreeMap<String, Reference>,
}

/// A reference to a component.
#[derive(Deserialize)]
struct Reference {
    /// The place of the reference.
    at: String,
    /// The place of the components.
    to: String,
    component: Value,
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

impl Row {
    /// A document with what else is in it.
    fn set_in(&self, template: &Value) -> Value {
        let mut document = template.clone();
        for (place, value) in &self.set {
            put(&mut document, &at_fragment(place), value);
        }
        document
    }
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
        let place = match &found.location {
            Location::Pointer(pointer) | Location::Key(pointer) => {
                Some(generation.sources.origin(pointer).pointer)
            }
            Location::Position { .. } | Location::Nowhere => None,
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
    is_named: bool,
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
        let mut diagnostics = with.found.iter();
        let is_diagnosed = diagnostics.any(|found| self.is_about(found, &without));
        let is_named = with.found.iter().any(|found| self.is_naming(found));
        let holds = match self.is {
            Answer::Generated => with.code != without.code,
            Answer::Documented => with.docs != without.docs,
            Answer::Diagnosed => is_diagnosed || self.is_named,
        };
        let holds = holds && (is_named || !self.is_named);
        let found = || with.found.iter().map(|(.., message)| message.as_str());
        (!holds).then(|| {
            let messages: Vec<&str> = found().collect();
            format!("{} isn't {:?}: {}", self.name, self.is, messages.join("; "))
        })
    }

    /// Returns `true` if a diagnostic is at the key and names it, or does so with an unknown key that it is in.
    fn is_naming(&self, (code, place, message): &(Code, Option<Pointer>, String)) -> bool {
        let Some(place) = place else { return false };
        let is_there = match code {
            Code::UnknownKey => self.place.is_in(place),
            _ => self.place == *place,
        };
        let key = place.last().unwrap_or_default();
        is_there && message.contains(&format!("`{key}`"))
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

fn at_fragment(place: &str) -> Pointer {
    Pointer::from_fragment(place).unwrap()
}

/// Keys by the name of a sort of node.
type Keys = BTreeMap<&'static str, BTreeSet<&'static str>>;

fn flat(keys: Keys) -> impl Iterator<Item = (&'static str, &'static str)> {
    let keys = keys.into_iter();
    keys.flat_map(|(node, keys)| keys.into_iter().map(move |key| (node, key)))
}

fn prove(table: &Table, version_key: &str, versions: &[&str]) {
    let mut probes = Vec::new();
    let mut wrong = Vec::new();
    let mut specified: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for version in versions {
        let mut template = table.template.clone();
        template[version_key] = Value::from(*version);
        let own = flat(keys_of(version)).map(|key| (key, false));
        let obeyed = flat(obeyed_keys_of(version)).map(|key| (key, true));
        for ((node, key), is_named) in own.chain(obeyed) {
            specified.entry(node).or_default().insert(key);
            let name = format!("{version}: `{key}` of {node}");
            let Some((at, row)) = table.row(node, key) else {
                wrong.push(format!("{name} has no answer"));
                continue;
            };
            let document = row.set_in(&template);
            probes.push(Probe {
                name,
                is: row.is,
                is_named,
                document,
                place: at_fragment(at).child(key),
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
    assert_none(&wrong);
}

fn assert_none(wrong: &[String]) {
    let list = wrong.join("\n");
    assert!(wrong.is_empty(), "{} of:\n{list}", wrong.len());
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

/// The keys of a version, by whether it obeys those of other versions.
fn is_read(version: &str) -> impl Fn(&str, &str) -> bool {
    let (own, obeyed) = (keys_of(version), obeyed_keys_of(version));
    move |node, key| {
        let all = [&own, &obeyed].into_iter();
        let mut all = all.filter_map(|keys| keys.get(node));
        all.any(|keys| keys.contains(key))
    }
}

/// Documents with keys that only other versions have at a node.
fn foreign<'a>(
    tables: &'a [Table; 2],
    table: &'a Table,
    template: &Value,
    version: &str,
) -> Vec<Probe<'a>> {
    let is_read = is_read(version);
    let all = VERSIONS.iter().flat_map(|(_, other)| flat(keys_of(other)));
    // What is beside a reference is another table.
    let all = all.filter(|(node, key)| *node != "a reference" && !is_read(node, key));
    let all: BTreeSet<_> = all.collect();
    let probe = |(node, key)| {
        // A sort of node that this version doesn't have.
        keys_of(version).get(node)?;
        let node_of = table.nodes.get(node)?;
        let (_, row) = tables.iter().find_map(|table| table.row(node, key))?;
        // A row of the other table has the place of another row of the node.
        let own = node_of.keys.get(key).or(node_of.keys.values().next())?;
        let at = own.at.as_ref().unwrap_or(&node_of.at);
        Some(Probe {
            name: format!("{version}: `{key}` of {node}"),
            is: Answer::Diagnosed,
            is_named: true,
            document: own.set_in(template),
            place: at_fragment(at).child(key),
            value: &row.with,
        })
    };
    all.into_iter().filter_map(probe).collect()
}

/// Documents with keys beside `$ref` that a version ignores there.
fn beside<'a>(table: &'a Table, template: &Value, version: &str) -> Vec<Probe<'a>> {
    let mut probes = Vec::new();
    let keys = keys_of(version);
    for (node, reference) in &table.references {
        let mut document = template.clone();
        let (at, to) = (at_fragment(&reference.at), at_fragment(&reference.to));
        if to.look(&document).is_none() {
            put(&mut document, &to, &Value::Object(Default::default()));
        }
        put(&mut document, &to.child("Target"), &reference.component);
        let target = format!("{}/Target", reference.to);
        put(&mut document, &at, &serde_json::json!({ "$ref": target }));
        let is_allowed = |key: &str| keys["a reference"].contains(key);
        // Any key of a schema may be beside a reference since 3.1.
        let is_schema = node == "a schema" && version > "3.1";
        for key in keys[node.as_str()]
            .iter()
            .filter(|key| !is_allowed(key) && !is_schema)
        {
            probes.push(Probe {
                name: format!("{version}: `{key}` beside a reference to {node}"),
                is: Answer::Diagnosed,
                is_named: true,
                document: document.clone(),
                place: at.child(key),
                value: &table.row(node, key).unwrap().1.with,
            });
        }
    }
    probes
}

/// The versions, each with the index of its table.
const VERSIONS: [(usize, &str); 4] = [(0, "3.0.4"), (0, "3.1.2"), (0, "3.2.0"), (1, "2.0")];

#[test]
fn every_key_that_is_ignored_is_diagnosed() {
    let tables = [include_str!("openapi.yaml"), include_str!("swagger.yaml")].map(table);
    let mut probes = Vec::new();
    for (index, version) in VERSIONS {
        let table = &tables[index];
        let mut template = table.template.clone();
        template[["openapi", "swagger"][index]] = Value::from(version);
        probes.extend(foreign(&tables, table, &template, version));
        probes.extend(beside(table, &template, version));
    }
    assert!(probes.len() > 200, "{}", probes.len());
    assert_none(&run(&probes));
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
