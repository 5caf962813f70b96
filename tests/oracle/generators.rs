//! Generators of JSON: mostly documented values, with the errors of servers and networks.

use std::fmt::Write as _;

use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::schemas::{Presence, Property, Schema};

/// A JSON value with duplicate properties and verbatim numbers.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    /// A number, `true`, `false` or `null`.
    Word(&'static str),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// The deviation of a value from its schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Distance {
    /// A documented value. Properties have any order, and some may be unknown.
    Documented,
    /// Any part may be missing, null, duplicate, or another value.
    Anything,
}

/// A serialized value, possibly damaged.
#[derive(Debug, Clone)]
pub(crate) struct Serialized {
    pub(crate) node: Node,
    pub(crate) bytes: Vec<u8>,
    pub(crate) is_damaged: bool,
}

/// Returns a strategy of serialized values of a schema.
pub(crate) fn serialized_values(schema: &Schema, distance: Distance) -> BoxedStrategy<Serialized> {
    let damage = match distance {
        Distance::Documented => Just(Damage::None).boxed(),
        Distance::Anything => damage(),
    };
    (nodes(schema, distance), styles(), damage)
        .prop_map(|(node, style, damage)| {
            let mut bytes = node.to_json(&style).into_bytes();
            let is_damaged = damage.apply(&mut bytes);
            Serialized {
                node,
                bytes,
                is_damaged,
            }
        })
        .boxed()
}

/// Returns a strategy of bytes that select whitespace and escapes.
pub(crate) fn styles() -> BoxedStrategy<Vec<u8>> {
    prop_oneof![Just(Vec::new()), vec(any::<u8>(), 1..64)].boxed()
}

#[derive(Debug, Clone)]
enum Damage {
    None,
    Cut(prop::sample::Index),
    Replace(prop::sample::Index, u8),
    Insert(prop::sample::Index, u8),
    Append(&'static str),
}

fn damage() -> BoxedStrategy<Damage> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        36 => Just(Damage::None),
        1 => index().prop_map(Damage::Cut),
        1 => (index(), any::<u8>()).prop_map(|(index, byte)| Damage::Replace(index, byte)),
        1 => (index(), any::<u8>()).prop_map(|(index, byte)| Damage::Insert(index, byte)),
        1 => select(vec![" ", "x", "{}", ",", "\0", "\u{feff}", "null"]).prop_map(Damage::Append),
    ]
    .boxed()
}

impl Damage {
    /// Damages the bytes. Returns `true` if the bytes changed.
    fn apply(self, bytes: &mut Vec<u8>) -> bool {
        match self {
            Self::None => return false,
            Self::Cut(index) => bytes.truncate(index.index(bytes.len())),
            Self::Replace(index, byte) => {
                let index = index.index(bytes.len());
                bytes[index] = byte;
            }
            Self::Insert(index, byte) => bytes.insert(index.index(bytes.len()), byte),
            Self::Append(text) => bytes.extend_from_slice(text.as_bytes()),
        }
        true
    }
}

/// Returns a strategy of values of a schema.
pub(crate) fn nodes(schema: &Schema, distance: Distance) -> BoxedStrategy<Node> {
    let documented = match schema {
        Schema::Boolean => select(vec!["true", "false"]).prop_map(Node::Word).boxed(),
        Schema::Integer => select(INTEGERS).prop_map(Node::Word).boxed(),
        Schema::String => strings(),
        Schema::Time => select(TIMES)
            .prop_map(|time| Node::Text(time.to_owned()))
            .boxed(),
        Schema::Enum(values) => {
            let listed = select(*values).prop_map(|value| Node::Text(value.to_owned()));
            prop_oneof![4 => listed, 1 => strings()].boxed()
        }
        Schema::Union => prop_oneof![
            strings(),
            select(INTEGERS).prop_map(Node::Word),
            vec(strings(), 0..3).prop_map(Node::List),
            any_json().prop_filter("null belongs to the property", |node| !matches!(
                node,
                Node::Word("null")
            )),
        ]
        .boxed(),
        Schema::List(item) => vec(nodes(item, distance), 0..4)
            .prop_map(Node::List)
            .boxed(),
        Schema::Object(properties) => objects(properties, distance),
    };
    match distance {
        Distance::Documented => documented,
        Distance::Anything => prop_oneof![
            150 => documented,
            1 => Just(Node::Word("null")),
            1 => any_json(),
            // A derived implementation accepts an array in place of an object.
            1 => vec(strings(), 0..4).prop_map(Node::List),
        ]
        .boxed(),
    }
}

fn objects(properties: &[Property], distance: Distance) -> BoxedStrategy<Node> {
    let fields: Vec<_> = properties
        .iter()
        .map(|property| field(property, distance))
        .collect();
    let count = match distance {
        Distance::Documented => 0..2,
        Distance::Anything => 0..3,
    };
    let names: Vec<&str> = properties.iter().map(|property| property.name).collect();
    let others = match distance {
        Distance::Documented => other_names(),
        Distance::Anything => prop_oneof![30 => other_names(), 1 => select(names)].boxed(),
    };
    let others = option::weighted(0.3, vec((others, any_json()), count));
    let order = option::weighted(0.3, any::<prop::sample::Index>());
    (fields, others, order)
        .prop_map(|(fields, others, order)| {
            let fields = fields.into_iter().flatten();
            let others = others.into_iter().flatten();
            let others = others.map(|(name, node)| (name.to_owned(), node));
            let mut fields: Vec<_> = fields.chain(others).collect();
            if let (Some(order), false) = (order, fields.is_empty()) {
                let by = order.index(fields.len());
                fields.rotate_left(by);
                if by % 2 == 1 {
                    fields.reverse();
                }
            }
            Node::Object(fields)
        })
        .boxed()
}

fn field(property: &Property, distance: Distance) -> BoxedStrategy<Option<(String, Node)>> {
    let name = property.name;
    let value = nodes(&property.schema, distance);
    let value = match property.presence {
        Presence::Required => value,
        _ => prop_oneof![8 => value, 1 => Just(Node::Word("null"))].boxed(),
    };
    let present = match (property.presence, distance) {
        (Presence::Required, Distance::Documented) => {
            return value
                .prop_map(move |value| Some((name.to_owned(), value)))
                .boxed();
        }
        (Presence::Required, Distance::Anything) => 0.99,
        (Presence::Nullable, _) => 0.9,
        (Presence::Optional | Presence::OptionalNullable, _) => 0.6,
    };
    option::weighted(present, value)
        .prop_map(move |value| value.map(|value| (name.to_owned(), value)))
        .boxed()
}

const INTEGERS: &[&str] = &[
    "0",
    "1",
    "-1",
    "73",
    "9223372036854775807",
    "-9223372036854775808",
];

const NUMBERS: &[&str] = &[
    "-0",
    "1.0",
    "-0.0",
    "1e2",
    "1E-2",
    "0.1",
    "1.5e300",
    "1e400",
    "-1e400",
    "1e-400",
    "9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "123456789012345678901234567890",
];

const TIMES: &[&str] = &[
    "2011-09-06T17:26:27Z",
    "2011-09-06T17:26:27.123456789Z",
    "2011-09-06t17:26:27z",
    "2011-09-06 17:26:27+02:00",
    "-000001-01-01T00:00:00Z",
    "9999-12-30T22:00:00.999999999Z",
];

fn other_names() -> BoxedStrategy<&'static str> {
    select(vec![
        "",
        "x",
        "x",
        "ID",
        "id ",
        " id",
        "tokens",
        "é",
        "\u{0}",
        "i\u{301}d",
        "$ref",
    ])
    .boxed()
}

fn strings() -> BoxedStrategy<Node> {
    let some = select(vec![
        "",
        "a",
        "read",
        "Read",
        "null",
        "1",
        "a/b\\\"c\n",
        "é",
        "𝄞",
        "\u{0}\u{7f}",
        "]}",
    ]);
    prop_oneof![4 => some.prop_map(str::to_owned), 1 => any::<String>()]
        .prop_map(Node::Text)
        .boxed()
}

/// Returns a strategy of any JSON.
fn any_json() -> BoxedStrategy<Node> {
    let leaf = prop_oneof![
        8 => strings(),
        4 => select(INTEGERS).prop_map(Node::Word),
        4 => select(NUMBERS).prop_map(Node::Word),
        4 => select(vec!["null", "true", "false"]).prop_map(Node::Word),
        // These depths are around the recursion limit of `serde_json`.
        1 => select(vec![2, 100, 126, 127, 128, 200]).prop_map(deep),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let names = select(vec!["a", "a", "id", "b", ""]).prop_map(str::to_owned);
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Node::List),
            vec((names, inner), 0..3).prop_map(Node::Object),
        ]
    })
    .boxed()
}

fn deep(levels: usize) -> Node {
    (0..levels).fold(Node::Word("0"), |inner, _| Node::List(vec![inner]))
}

impl Node {
    /// Serializes the value, with whitespace and escapes selected by `style`.
    pub(crate) fn to_json(&self, style: &[u8]) -> String {
        let mut writer = Writer {
            text: String::new(),
            style,
            at: 0,
        };
        writer.blank();
        writer.node(self);
        writer.blank();
        writer.text
    }

    /// Returns `true` if an array is in place of an object of the schema.
    pub(crate) fn has_array_for_object(&self, schema: &Schema) -> bool {
        match (self, schema) {
            (Self::List(_), Schema::Object(_)) => true,
            (Self::List(items), Schema::List(schema)) => {
                items.iter().any(|item| item.has_array_for_object(schema))
            }
            (Self::Object(fields), Schema::Object(properties)) => {
                fields.iter().any(|(name, node)| {
                    let property = properties.iter().find(|property| property.name == name);
                    property.is_some_and(|property| node.has_array_for_object(&property.schema))
                })
            }
            _ => false,
        }
    }
}

struct Writer<'a> {
    text: String,
    style: &'a [u8],
    at: usize,
}

impl Writer<'_> {
    fn choice(&mut self) -> u8 {
        self.at += 1;
        self.style
            .get(self.at % self.style.len().max(1))
            .copied()
            .unwrap_or_default()
    }

    fn blank(&mut self) {
        let blank = match self.choice() {
            1..=20 => " ",
            21..=30 => "\n",
            31..=40 => "\r\n\t ",
            _ => "",
        };
        self.text.push_str(blank);
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Word(word) => self.text.push_str(word),
            Node::Text(text) => self.string(text),
            Node::List(items) => self.items('[', ']', items, Self::node),
            Node::Object(fields) => self.items('{', '}', fields, |writer, (name, value)| {
                writer.string(name);
                writer.blank();
                writer.text.push(':');
                writer.blank();
                writer.node(value);
            }),
        }
    }

    fn items<T>(&mut self, open: char, close: char, items: &[T], write: impl Fn(&mut Self, &T)) {
        self.text.push(open);
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.blank();
            write(self, item);
            self.blank();
        }
        self.text.push(close);
    }

    fn string(&mut self, string: &str) {
        self.text.push('"');
        for character in string.chars() {
            let must = character < ' ' || matches!(character, '"' | '\\');
            match (self.choice(), character) {
                (1..=20, '/' | '"' | '\\') => {
                    self.text.push('\\');
                    self.text.push(character);
                }
                (41..=60, '\n') => self.text.push_str("\\n"),
                (41..=60, _) => self.escape(character),
                _ if must => self.escape(character),
                _ => self.text.push(character),
            }
        }
        self.text.push('"');
    }

    fn escape(&mut self, character: char) {
        for unit in character.encode_utf16(&mut [0; 2]) {
            write!(self.text, "\\u{unit:04x}").unwrap();
        }
    }
}
