//! The intermediate representation between `lower` and `emit`: an API as plain data, independent
//! of OpenAPI keywords and of Rust syntax.

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
    Segment, Status, Style, StyleKind, is_text,
};
pub use security::{Alternative, Authorization, Flow, Requirement, SchemeKind, SecurityScheme};
pub use server::{Server, Variable};
pub use type_ref::{MAX_TUPLE_LENGTH, Scalar, TypeRef};
pub use union::{Case, ConstantSet, JsonType, Literal, Predicate, TagOrigin, Union, Variant};

/// An API, limited to the selected operations.
#[derive(Debug, Clone)]
pub struct Api {
    /// The title, version and description of the document.
    pub info: Info,
    /// The tags with a description or a link, in document order.
    pub tags: Vec<Tag>,
    /// The top-level servers, then the servers of operations.
    pub servers: Vec<Server>,
    /// The security schemes that a client can have credentials for, in document order.
    pub security: Vec<SecurityScheme>,
    /// The top-level security requirements. They apply to operations that declare no requirements.
    pub requirements: Vec<Alternative>,
    /// The types that the operations refer to, in the order of the first reference.
    pub types: Vec<TypeDef>,
    /// The operations, in document order.
    pub operations: Vec<Operation>,
    /// The selected operations that can't be generated, in document order.
    pub skipped: Vec<Skipped>,
    /// The schemas that are typed as raw JSON, in the order of the first reference.
    pub raw: Vec<RawJson>,
    /// All operations of the document, generated or not. The name of an operation doesn't depend on
    /// the selection.
    pub documented: Vec<DocumentedOperation>,
    /// The names of all component schemas of the document. The name of a type doesn't depend on the
    /// selection.
    pub component_names: Vec<String>,
}

impl Api {
    /// Returns the definition of a type.
    pub fn type_def(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id.0)
    }
}

/// The parts of an operation that determine its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentedOperation {
    /// The `operationId`, or else the method and the path.
    pub id: String,
    /// The first tag.
    pub tag: Option<String>,
    /// The HTTP method in upper case.
    pub method: String,
    /// The path template.
    pub path: String,
}

/// A schema whose values are raw JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawJson {
    /// The location of the schema.
    pub pointer: Pointer,
    /// The reason: the schema has no constraints, or an unsupported combination of keywords.
    pub reason: String,
}

/// The title, version and description of the document.
#[derive(Debug, Clone)]
pub struct Info {
    /// The title.
    pub title: String,
    /// The version of the description.
    pub version: String,
    /// The description.
    pub description: Option<String>,
    /// The labels and URLs of the terms of service, the contact and the license.
    pub links: Vec<(String, String)>,
}

/// A tag with documentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The name in the document.
    pub name: String,
    /// The description.
    pub description: Option<String>,
    /// The description and the URL of the external documentation.
    pub external_docs: Option<(Option<String>, String)>,
}

/// The index of a type in [`Api::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// A named type.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// The location of the schema.
    pub pointer: Pointer,
    /// The owner: its module contains the type, and its name is the prefix of the type's name.
    pub owner: Owner,
    /// The paths from the owner to the uses of the type. A type that the owner uses several times
    /// has several paths; the type of a component has no path.
    pub uses: Vec<Vec<PathSegment>>,
    /// Further paths, which have no part in the name of the type.
    pub other_uses: Vec<Vec<PathSegment>>,
    /// The direction that the type is limited to, if any. A schema whose directions differ has two types.
    pub direction: Option<Direction>,
    /// The documentation.
    pub docs: Docs,
    /// The definition.
    pub kind: TypeKind,
}

/// A direction of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// From the server: without write-only properties.
    Response,
    /// From the client: without read-only properties.
    Request,
}

/// The owner of an inline type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// A component schema, by name.
    Component(String),
    /// Another component with an inline schema, or a path item with a parameter, by kind and by name
    /// or path.
    Shared(SharedKind, String),
    /// An operation, by its index in [`Api::operations`].
    Operation(usize),
}

/// A kind of component, or a path item, that can have inline schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SharedKind {
    /// A parameter.
    Parameter,
    /// A response.
    Response,
    /// A request body.
    RequestBody,
    /// A response header.
    Header,
    /// A path item, whose operations share its parameters.
    PathItem,
}

/// A segment of the path from an owner to an inline schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathSegment {
    /// A property.
    Property(String),
    /// The items of an array.
    Item,
    /// An item of a tuple, by its index.
    Position(usize),
    /// The values of a map.
    MapValue,
    /// A variant of a union, by its name.
    Variant(String),
    /// The request body, or the body of a shared response.
    Body,
    /// Like [`Self::Body`], in a media type that isn't the default.
    BodyAs(String),
    /// A response body.
    ResponseBody(Status),
    /// A response body in a media type that isn't the default.
    ResponseBodyAs(Status, String),
    /// A choice of the contents of a response.
    ResponseContent(Status),
    /// A choice of the contents of a shared response.
    Content,
    /// A response header, by name.
    ResponseHeader(Status, String),
    /// A header of a shared response, by name.
    Header(String),
    /// A parameter, by name.
    Parameter(String),
    /// The multipart body of a component that is also JSON.
    Multipart,
    /// The type for one direction of a schema with two types.
    Direction(Direction),
}

/// The documentation of a schema, operation or message.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Docs {
    /// The title.
    pub title: Option<String>,
    /// The description in Markdown.
    pub description: Option<String>,
    /// The constraints of a value, such as `at most 20 characters`.
    pub constraints: Vec<String>,
    /// The default value.
    pub default: Option<Value>,
    /// The examples. The first is the usual one.
    pub examples: Vec<Example>,
    /// `true` if the item is deprecated.
    pub deprecated: bool,
}

impl Docs {
    /// Returns the value of the first example.
    pub fn example(&self) -> Option<&Value> {
        self.examples.first().map(|example| &example.value)
    }
}

/// An example of a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Example {
    /// The value.
    pub value: Value,
    /// The summary, in Markdown.
    pub summary: Option<String>,
}

impl Example {
    /// Returns a short value as JSON, or a short string without quotes; `None` for a long value.
    pub fn short(&self) -> Option<String> {
        short(&self.value)
    }
}

/// The maximum length of a value in a line of documentation, in bytes.
const MAX_SHORT: usize = 200;

/// Returns a short value as JSON, or a short string without quotes; `None` for a long value.
pub fn short(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    (text.len() <= MAX_SHORT).then_some(text)
}

/// The definition of a named type.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeKind {
    /// An object with named properties.
    Object(Object),
    /// Listed values with their documentation, which is empty if no value is documented.
    Enumeration(Values, Vec<ListedValue>),
    /// One of several types.
    Union(Union),
    /// An alias of a type.
    Alias(TypeRef),
    /// The contents of a response with several media types, beginning with the default.
    Contents(Vec<ResponseContent>),
}

/// The distinct values of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Values {
    /// Strings.
    Strings(Vec<String>),
    /// Integers.
    Integers(Vec<i64>),
}

impl Values {
    /// Returns `true` if the values can name their type: there are few, and they are words.
    pub fn are_a_name(&self) -> bool {
        match self {
            Self::Strings(strings) => {
                strings.len() <= MAX_NAMED_VALUES
                    && strings.iter().any(|string| string.len() > 2)
                    && !strings
                        .iter()
                        .any(|string| string.starts_with(|c: char| c.is_ascii_digit()))
            }
            Self::Integers(_) => false,
        }
    }

    /// Returns the number of values.
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
    /// The name from an extension or a title.
    pub name: Option<String>,
    /// The documentation.
    pub docs: Docs,
}

/// An object with named properties.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Object {
    /// The properties, in document order.
    pub fields: Vec<Field>,
    /// The properties with a fixed value, which have no field.
    pub constants: Vec<Constant>,
    /// The additional properties.
    pub additional: AdditionalProperties,
    /// The properties of the opposite direction, if additional properties are kept. These names
    /// aren't additional properties.
    pub ignored: Vec<String>,
    /// The multipart part of each field, by index; `None` for JSON.
    pub parts: Option<Vec<Part>>,
}

/// A property with a fixed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constant {
    /// The name of the property in JSON.
    pub json_name: String,
    /// The value: a string, an integer or a boolean.
    pub value: Value,
}

/// The encoding of a property as a multipart part.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Part {
    /// The media type; empty for the default media type.
    pub media_type: String,
    /// The names and values of headers with a fixed value.
    pub headers: Vec<(String, String)>,
    /// The separator of an array's items in a single part; `None` if each item is a part.
    pub delimiter: Option<String>,
}

/// The handling of additional properties.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum AdditionalProperties {
    /// Additional properties are unspecified or forbidden, and are dropped.
    #[default]
    Ignored,
    /// Additional properties are kept as values of this type.
    Kept(TypeRef),
}

/// A property.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name in JSON.
    pub json_name: String,
    /// The pointer of the schema.
    pub pointer: Pointer,
    /// The documentation.
    pub docs: Docs,
    /// The combination of `required` and nullable.
    pub presence: Presence,
    /// The type of a value that is present and not null.
    pub ty: TypeRef,
    /// The value in new objects: the only allowed value, or the value of a discriminator.
    pub constant: Option<Value>,
    /// `true` for the discriminator of a variant, which callers read but don't set.
    pub is_tag: bool,
    /// The value that is sent for a missing property: the first value of a discriminator that has
    /// other values in other unions, or the default of a discriminator with several values.
    pub fallback: Option<Value>,
    /// `true` for an optional discriminator with several values and no default. An object without
    /// the discriminator can't be decoded as its variant.
    pub is_selecting: bool,
    /// The directions of the property.
    pub direction: Option<Direction>,
    /// The visibility in `Debug`.
    pub secrecy: Secrecy,
}

impl Field {
    /// Returns `true` if the property is an argument of the constructor.
    pub fn is_argument(&self) -> bool {
        (self.presence.is_required() || self.is_selecting) && self.constant.is_none()
    }

    /// Returns `true` if the property has a setter.
    pub fn is_optional(&self) -> bool {
        !self.is_argument() && self.constant.is_none()
    }
}

/// The combination of `required` and nullable of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Required and not nullable.
    Required,
    /// Neither required nor nullable.
    Optional,
    /// Required and nullable.
    Nullable,
    /// Nullable and not required.
    OptionalNullable,
}

impl Presence {
    /// Returns the presence of a property.
    pub fn new(required: bool, nullable: bool) -> Self {
        match (required, nullable) {
            (true, false) => Self::Required,
            (false, false) => Self::Optional,
            (true, true) => Self::Nullable,
            (false, true) => Self::OptionalNullable,
        }
    }

    /// Returns `true` if the property is required.
    pub fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::Nullable)
    }
}

/// The visibility of a value in `Debug`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrecy {
    /// Visible.
    Public,
    /// Listed values are visible; other values are hidden.
    Unlisted,
    /// Hidden.
    Secret,
}

/// The maximum number of values of an enumeration that is named after its values.
pub const MAX_NAMED_VALUES: usize = 4;
