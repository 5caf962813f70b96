//! The vocabulary between `lower` and `emit`: what an API is, in Rust's terms but without its
//! syntax. Plain data; nothing here knows OpenAPI's spelling or Rust's.

mod operation;
mod security;
mod server;
mod type_ref;
mod union;

use serde_json::Value;

use crate::{diagnostic::Skipped, pointer::Pointer};

pub use operation::{
    Accept, AcceptChoice, Body, Header, Necessity, Operation, Parameter, ParameterEncoding,
    ParameterLocation, Payload, RequestContent, RequestMediaType, Response, ResponseContent,
    Segment, Status, Style, StyleKind,
};
pub use security::{Alternative, Authorization, Flow, Requirement, SchemeKind, SecurityScheme};
pub use server::{Server, Variable};
pub use type_ref::{MAX_TUPLE_LENGTH, Scalar, TypeRef};
pub use union::{Case, ConstantSet, JsonType, Literal, Predicate, TagOrigin, Union, Variant};

/// An API, or the part of it that was asked for.
#[derive(Debug, Clone)]
pub struct Api {
    /// The title, version and description of the document.
    pub info: Info,
    /// Its tags that the document says something of, in document order.
    pub tags: Vec<Tag>,
    /// The servers of the document, then those of single operations.
    pub servers: Vec<Server>,
    /// The security schemes that a client can have credentials for, in document order.
    pub security: Vec<SecurityScheme>,
    /// The alternatives of the document's own security requirements, which operations without any
    /// of their own have.
    pub requirements: Vec<Alternative>,
    /// Every type that an operation reaches, in the order of first reach.
    pub types: Vec<TypeDef>,
    /// The operations, in document order.
    pub operations: Vec<Operation>,
    /// The operations that were asked for and can't be generated, in document order.
    pub skipped: Vec<Skipped>,
    /// The places that are typed as raw JSON, in the order of first reach.
    pub raw: Vec<RawJson>,
    /// All operations of the document, generated or not, for the same reason as the next.
    pub documented: Vec<DocumentedOperation>,
    /// The names of all component schemas of the document, reached or not: a type's name doesn't
    /// depend on what else was kept.
    pub component_names: Vec<String>,
}

impl Api {
    /// The definition of a type.
    pub fn type_def(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id.0)
    }
}

/// The properties that an operation of the document is named after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentedOperation {
    /// Its `operationId`; its method and path where it has none.
    pub id: String,
    /// Its first tag.
    pub tag: Option<String>,
    /// Its HTTP method, as it is sent.
    pub method: String,
    /// Its path.
    pub path: String,
}

/// A place whose values are raw JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawJson {
    /// Its place.
    pub pointer: Pointer,
    /// Why: the schema says "anything", or what it says isn't understood.
    pub reason: String,
}

/// The title, version and description of the document.
#[derive(Debug, Clone)]
pub struct Info {
    /// The title.
    pub title: String,
    /// The version of the description.
    pub version: String,
    /// Its description.
    pub description: Option<String>,
    /// Terms, contact and license: what each is, and where it leads.
    pub links: Vec<(String, String)>,
}

/// A tag that has documentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: Option<String>,
    /// A page on it: description and URL.
    pub external_docs: Option<(Option<String>, String)>,
}

/// The index of a type in [`Api::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// A type that gets a name.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// Its place.
    pub pointer: Pointer,
    /// Whose file it is in, and whose name it begins with.
    pub owner: Owner,
    /// The ways from the owner to it: one, or several when the owner says the same type more than
    /// once; none for the owner's own.
    pub uses: Vec<Vec<PathSegment>>,
    /// The direction that it is limited to.
    pub direction: DirectionFilter,
    /// Its documentation.
    pub docs: Docs,
    /// Its kind.
    pub kind: TypeKind,
}

/// The direction that the type of a schema is limited to: two types if the directions differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DirectionFilter {
    /// All of it.
    Both,
    /// Received values: without write-only properties.
    Response,
    /// Sent values: without read-only properties.
    Request,
}

/// The owner of an inline type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// A component schema, by name.
    Component(String),
    /// A component that isn't a schema and says one inline, by name.
    Shared(SharedKind, String),
    /// An operation, by its index in [`Api::operations`].
    Operation(usize),
}

/// The components that say schemas inline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SharedKind {
    /// A parameter.
    Parameter,
    /// A response.
    Response,
    /// The body of a request.
    RequestBody,
    /// A header of a response.
    Header,
}

/// A step from an owner to a type that it says inline.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathSegment {
    /// A property.
    Property(String),
    /// The items of a list.
    Item,
    /// An item of a tuple, by its index.
    Position(usize),
    /// The values of a map.
    MapValue,
    /// A branch of a union, by what tells it apart.
    Variant(String),
    /// The body of the request, or of a response that operations share.
    Body,
    /// The same in another media type than the usual one.
    BodyAs(String),
    /// The body of a response.
    ResponseBody(Status),
    /// The body of a response in another media type than the usual one.
    ResponseBodyAs(Status, String),
    /// The body of a response in one of several media types.
    ResponseContent(Status),
    /// The same of a response that operations share.
    Content,
    /// A header of a response, by name.
    ResponseHeader(Status, String),
    /// A header of a response that operations share.
    Header(String),
    /// A parameter.
    Parameter(String),
    /// The part of it that is received, where the whole isn't.
    Response,
    /// The part of it that is sent, where the whole isn't.
    Request,
}

/// Documentation for people.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Docs {
    /// A short name.
    pub title: Option<String>,
    /// Markdown.
    pub description: Option<String>,
    /// Constraints of a value, such as `at most 20 characters`.
    pub constraints: Vec<String>,
    /// The value where none is given.
    pub default: Option<Value>,
    /// A value that it may have.
    pub example: Option<Value>,
    /// Further ones.
    pub further_examples: Vec<Value>,
    /// A summary of that example.
    pub example_summary: Option<String>,
    /// `true` if it is deprecated.
    pub deprecated: bool,
}

/// The kind of a named type.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeKind {
    /// An object with named properties.
    Object(Object),
    /// Listed values, and the documentation of each; empty if none has any.
    Enumeration(Values, Vec<ListedValue>),
    /// One of several types.
    Union(Union),
    /// Another name for a type.
    Alias(TypeRef),
    /// The body of a response in one of several media types, the usual one first.
    Contents(Vec<ResponseContent>),
}

/// The values of an enumeration, each once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Values {
    /// Strings.
    Strings(Vec<String>),
    /// Integers.
    Integers(Vec<i64>),
}

impl Values {
    /// Returns `true` if the values make the name of their type: there are few, and they are words.
    pub fn are_a_name(&self) -> bool {
        match self {
            Self::Strings(strings) => {
                strings.len() <= MAX_NAMED_VALUES
                    && strings.iter().any(|text| text.len() > 2)
                    && !strings
                        .iter()
                        .any(|text| text.starts_with(|c: char| c.is_ascii_digit()))
            }
            Self::Integers(_) => false,
        }
    }

    /// The number of values.
    pub fn count(&self) -> usize {
        match self {
            Self::Strings(strings) => strings.len(),
            Self::Integers(integers) => integers.len(),
        }
    }
}

/// The documentation of a listed value.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListedValue {
    /// The name that the document gives it.
    pub name: Option<String>,
    /// Its documentation.
    pub docs: Docs,
}

/// An object with named properties.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Object {
    /// Its properties, in document order.
    pub fields: Vec<Field>,
    /// Properties that have one value in every object of the type, and no field.
    pub constants: Vec<Constant>,
    /// Its properties of any other name.
    pub additional: AdditionalProperties,
    /// Properties of the schema that only go in the other direction, where `others` are kept. They are no
    /// additional properties.
    pub ignored: Vec<String>,
    /// The parts that its properties are sent as, index by index; `None` if it is JSON.
    pub parts: Option<Vec<Part>>,
}

/// A property and its only value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constant {
    /// The name of the property in JSON.
    pub json_name: String,
    /// The value: a string, an integer or a boolean.
    pub value: Value,
}

/// A property that is sent as a part.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Part {
    /// Its media type, where that doesn't go without saying.
    pub media_type: String,
    /// Headers that have one value only.
    pub headers: Vec<(String, String)>,
    /// The separator of the values of an array that is a single part.
    pub between: Option<String>,
}

/// Properties that aren't named.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum AdditionalProperties {
    /// The document says nothing of them, or forbids them.
    #[default]
    Ignored,
    /// They are of this type, and kept.
    Kept(TypeRef),
}

/// A property.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name in JSON.
    pub json_name: String,
    /// Its documentation.
    pub docs: Docs,
    /// `required` and nullable, or not.
    pub presence: Presence,
    /// Its type where it is there and not null.
    pub ty: TypeRef,
    /// The value of new objects: the only one that the document allows, or that of a discriminator.
    pub constant: Option<Value>,
    /// `true` for the discriminator of a variant: callers read it and don't set it.
    pub is_tag: bool,
    /// The directions that it goes in.
    pub access: Access,
    /// `Secret` if `Debug` doesn't show it.
    pub secrecy: Secrecy,
}

impl Field {
    /// Returns `true` if it is an argument of the constructor.
    pub fn is_argument(&self) -> bool {
        self.presence.is_required() && self.constant.is_none()
    }

    /// Returns `true` if it has a setter.
    pub fn is_optional(&self) -> bool {
        !self.presence.is_required() && self.constant.is_none()
    }
}

/// The directions that a property goes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It is.
    Both,
    /// It is only received.
    ReadOnly,
    /// It is only sent.
    WriteOnly,
}

/// `required` and nullable of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// There, and not null.
    Required,
    /// There or not, and not null.
    Optional,
    /// There, and perhaps null.
    Nullable,
    /// There or not, and perhaps null.
    OptionalNullable,
}

impl Presence {
    /// The presence of a property that is required or not and nullable or not.
    pub fn new(required: bool, nullable: bool) -> Self {
        match (required, nullable) {
            (true, false) => Self::Required,
            (false, false) => Self::Optional,
            (true, true) => Self::Nullable,
            (false, true) => Self::OptionalNullable,
        }
    }

    /// Returns `true` if it is required.
    pub fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::Nullable)
    }
}

/// Secrecy of a value in `Debug`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrecy {
    /// It is.
    Public,
    /// Its listed values are, and others aren't.
    Unlisted,
    /// It isn't.
    Secret,
}

/// The most values of an enumeration that is named after them where an owner has it at several places.
pub const MAX_NAMED_VALUES: usize = 4;
