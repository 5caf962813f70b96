//! Every key of the specifications has an effect: it is generated, documented or diagnosed.
//! `openapi.yaml` and `swagger.yaml` list the effects, each with a value that verifies it.
//!
//! A row contains the name of the node as in diagnostics, its place in the template, and the effect
//! and the value of each key. `set` adds further values to the document, with and without the key.
//! A key of another version that Rejoinder obeys has the same effect, and a note. Any other key of
//! another version is diagnosed. A key beside `$ref` is diagnosed in versions that ignore it:
//! `references` has a place for each kind of node.

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

/// A document for the keys, and their effects.
#[derive(Deserialize)]
struct Table {
    template: Value,
    nodes: BTreeMap<String, Node>,
    /// The references, by the kind of node that they refer to.
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

/// The keys of a kind of node.
#[derive(Deserialize)]
struct Node {
    at: String,
    keys: BTreeMap<String, Row>,
}

/// The effect of a key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    is: Effect,
    with: Value,
    /// A place that overrides the place of the node.
    at: Option<String>,
    /// Further values of the document, with and without the key.
    #[serde(default)]
    set: BTreeMap<String, Value>,
}

impl Row {
    /// Returns a document with the further values.
    fn set_in(&self, template: &Value) -> Value {
        let mut document = template.clone();
        for (place, value) in &self.set {
            put(&mut document, &at_fragment(place), value);
        }
        document
    }
}

/// The effect of a key.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
enum Effect {
    /// The key changes the code of the client.
    Generated,
    /// The key changes the documentation of the client.
    Documented,
    /// A diagnostic is at the place of the key, or at the place of a node that isn't generated.
    Diagnosed,
}

impl Table {
    /// Returns the place and the row of a key.
    fn row(&self, node: &str, key: &str) -> Option<(&String, &Row)> {
        let node = self.nodes.get(node)?;
        let row = node.keys.get(key)?;
        Some((row.at.as_ref().unwrap_or(&node.at), row))
    }
}

fn table(content: &str) -> Table {
    serde_yaml::from_str(content).unwrap()
}

/// Sets a value at a place with an existing parent.
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
        found => panic!("missing place {place}: {found:?}"),
    }
}

fn generate(document: &Value) -> Generation {
    let content = serde_json::to_string(document).unwrap();
    Generator::new("api.json")
        .name("probe")
        .generate_from(content)
}

/// Returns the documentation and the code of a client.
fn docs_and_code(generation: &Generation) -> (String, String) {
    let Some(output) = &generation.output else {
        return Default::default();
    };
    let files = output.files.iter();
    let files = files.filter(|(path, _)| !path.starts_with("src/runtime"));
    let all: String = files
        .map(|(path, content)| format!("// {path}\n{content}\n"))
        .collect();
    let package = output.package.as_ref().unwrap();
    let is_comment = |line: &&str| line.trim_start().starts_with("//");
    let (docs, code): (Vec<&str>, Vec<&str>) = all.lines().partition(is_comment);
    (
        format!("{}\n{}", docs.join("\n"), package.readme),
        format!("{}\n{:?}", code.join("\n"), package.manifest),
    )
}

/// A client with its diagnostics.
struct Generated {
    docs: String,
    code: String,
    found: Vec<(Code, Option<Pointer>, String)>,
}

fn generated(document: &Value) -> Generated {
    let generation = generate(document);
    let (docs, code) = docs_and_code(&generation);
    let found = generation.diagnostics.iter().map(|found| {
        let place = match &found.location {
            Location::Pointer(pointer) | Location::Key(pointer) => {
                Some(generation.sources.origin(pointer).pointer)
            }
            Location::Position { .. } | Location::Setting(_) | Location::Nowhere => None,
        };
        (found.code, place, found.message.clone())
    });
    let found = found.collect();
    Generated { docs, code, found }
}

/// A key that is added to a document.
struct Probe<'a> {
    name: String,
    is: Effect,
    /// `true` if a diagnostic must name the key as well.
    is_named: bool,
    document: Value,
    place: Pointer,
    value: &'a Value,
}

impl Probe<'_> {
    /// Compares the clients with and without the key. Returns a message if the effect is wrong.
    fn verify(&self, cache: &Mutex<BTreeMap<String, Arc<Generated>>>) -> Option<String> {
        let key = self.document.to_string();
        let before = cache.lock().unwrap().get(&key).cloned();
        let without = before.unwrap_or_else(|| {
            let generated_client = Arc::new(generated(&self.document));
            cache
                .lock()
                .unwrap()
                .insert(key, Arc::clone(&generated_client));
            generated_client
        });
        let mut changed = self.document.clone();
        put(&mut changed, &self.place, self.value);
        let with = generated(&changed);
        let mut diagnostics = with.found.iter();
        let is_diagnosed = diagnostics.any(|found| self.is_about(found, &without));
        let is_named = with.found.iter().any(|found| self.is_naming(found));
        let holds = match self.is {
            Effect::Generated => with.code != without.code,
            Effect::Documented => with.docs != without.docs,
            Effect::Diagnosed => is_diagnosed || self.is_named,
        };
        let holds = holds && (is_named || !self.is_named);
        let found = || with.found.iter().map(|(.., message)| message.as_str());
        (!holds).then(|| {
            let messages: Vec<&str> = found().collect();
            format!(
                "expected that {} is {:?}, found {}",
                self.name,
                self.is,
                messages.join("; ")
            )
        })
    }

    /// Returns `true` if a diagnostic at the key names the key. A diagnostic of an unknown key
    /// around the key counts, too.
    fn is_naming(&self, (code, place, message): &(Code, Option<Pointer>, String)) -> bool {
        let Some(place) = place else { return false };
        let is_at_key = match code {
            Code::UnknownKey => self.place.is_in(place),
            _ => self.place == *place,
        };
        let key = place.last().unwrap_or_default();
        is_at_key && message.contains(&format!("`{key}`"))
    }

    /// Returns `true` if a diagnostic is at the key or inside its value, or reports that an
    /// enclosing node isn't generated.
    fn is_about(&self, found: &(Code, Option<Pointer>, String), without: &Generated) -> bool {
        let (code, Some(place), _) = found else {
            return false;
        };
        if place.is_in(&self.place) {
            return !without.found.contains(found);
        }
        match code {
            Code::NotGenerated => self.place.is_in(place),
            // The diagnostic is at a keyword of an untyped schema.
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

/// Keys by the name of a kind of node.
type Keys = BTreeMap<&'static str, BTreeSet<&'static str>>;

fn flat(keys: Keys) -> impl Iterator<Item = (&'static str, &'static str)> {
    let keys = keys.into_iter();
    keys.flat_map(|(node, keys)| keys.into_iter().map(move |key| (node, key)))
}

fn verify(table: &Table, version_key: &str, versions: &[&str]) {
    let mut probes = Vec::new();
    let mut errors = Vec::new();
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
                errors.push(format!("missing effect of {name}"));
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
        let cache = specified.get(node.as_str());
        let unknown = row
            .keys
            .keys()
            .filter(|key| !cache.is_some_and(|it| it.contains(key.as_str())));
        errors.extend(unknown.map(|key| format!("unknown key `{key}` of {node}")));
    }
    errors.extend(run(&probes));
    assert_none(&errors);
}

fn assert_none(errors: &[String]) {
    let list = errors.join("\n");
    assert!(errors.is_empty(), "{} of:\n{list}", errors.len());
}

/// Verifies all keys with several threads.
fn run(probes: &[Probe<'_>]) -> Vec<String> {
    let cache = Mutex::default();
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let work = || {
            let take = || probes.get(next.fetch_add(1, Ordering::Relaxed));
            let mut errors = Vec::new();
            while let Some(probe) = take() {
                errors.extend(probe.verify(&cache));
            }
            errors
        };
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .flat_map(|it| it.join().unwrap())
            .collect()
    })
}

/// Returns a function that returns `true` for keys that apply in a version.
fn is_read(version: &str) -> impl Fn(&str, &str) -> bool {
    let (own, obeyed) = (keys_of(version), obeyed_keys_of(version));
    move |node, key| {
        let all = [&own, &obeyed].into_iter();
        let mut all = all.filter_map(|keys| keys.get(node));
        all.any(|keys| keys.contains(key))
    }
}

/// Returns probes of keys that only other versions have in a node.
fn keys_of_other_versions<'a>(
    tables: &'a [Table; 2],
    table: &'a Table,
    template: &Value,
    version: &str,
) -> Vec<Probe<'a>> {
    let is_read = is_read(version);
    let all = VERSIONS.iter().flat_map(|(_, other)| flat(keys_of(other)));
    // Keys beside a reference are in another table.
    let all = all.filter(|(node, key)| *node != "a reference" && !is_read(node, key));
    let all: BTreeSet<_> = all.collect();
    let probe = |(node, key)| {
        // This version doesn't have the kind of node.
        keys_of(version).get(node)?;
        let node_of = table.nodes.get(node)?;
        let (_, row) = tables.iter().find_map(|table| table.row(node, key))?;
        // A row of the other table has the place of any row of the node.
        let own = node_of.keys.get(key).or(node_of.keys.values().next())?;
        let at = own.at.as_ref().unwrap_or(&node_of.at);
        Some(Probe {
            name: format!("{version}: `{key}` of {node}"),
            is: Effect::Diagnosed,
            is_named: true,
            document: own.set_in(template),
            place: at_fragment(at).child(key),
            value: &row.with,
        })
    };
    all.into_iter().filter_map(probe).collect()
}

/// Returns probes of keys beside `$ref` that a version ignores.
fn keys_beside_references<'a>(table: &'a Table, template: &Value, version: &str) -> Vec<Probe<'a>> {
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
        // A schema may have any keyword beside a reference since 3.1.
        let is_schema = node == "a schema" && version > "3.1";
        for key in keys[node.as_str()]
            .iter()
            .filter(|key| !is_allowed(key) && !is_schema)
        {
            probes.push(Probe {
                name: format!("{version}: `{key}` beside a reference to {node}"),
                is: Effect::Diagnosed,
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
fn every_ignored_key_is_diagnosed() {
    let tables = [include_str!("openapi.yaml"), include_str!("swagger.yaml")].map(table);
    let mut probes = Vec::new();
    for (index, version) in VERSIONS {
        let table = &tables[index];
        let mut template = table.template.clone();
        template[["openapi", "swagger"][index]] = Value::from(version);
        probes.extend(keys_of_other_versions(&tables, table, &template, version));
        probes.extend(keys_beside_references(table, &template, version));
    }
    assert!(probes.len() > 200, "{}", probes.len());
    assert_none(&run(&probes));
}

#[test]
fn every_key_of_openapi_has_an_effect() {
    let table = table(include_str!("openapi.yaml"));
    verify(&table, "openapi", &["3.0.4", "3.1.2", "3.2.0"]);
}

#[test]
fn every_key_of_swagger_has_an_effect() {
    let table = table(include_str!("swagger.yaml"));
    verify(&table, "swagger", &["2.0"]);
}
