//! References to types.

use super::TypeId;

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TypeRef {
    /// A scalar.
    Scalar(Scalar),
    /// A type of [`Api::types`](super::Api::types).
    Named(TypeId),
    /// An array.
    List(Box<TypeRef>),
    /// An array with a type for each position.
    Tuple(Vec<TypeRef>),
    /// An object with arbitrary property names.
    Map(Box<TypeRef>),
    /// A nullable value in an array or a map.
    Nullable(Box<TypeRef>),
    /// Any JSON.
    Json,
    /// A file in a request: bytes or a stream.
    File,
    /// A type of the user.
    Foreign {
        /// The path in Rust.
        path: String,
        /// `true` if the schema is a scalar, so that the value can be a parameter or a header.
        is_text: bool,
    },
}

/// The length of the longest tuple with the standard traits that models implement.
pub const MAX_TUPLE_LENGTH: usize = 12;

/// A scalar type. Integers, and floats, are ordered from narrow to wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scalar {
    /// `null`.
    Null,
    /// `boolean`
    Boolean,
    /// `integer`, `int8`
    Integer8,
    /// `integer`, `int16`
    Integer16,
    /// `integer`, `int32`
    Integer32,
    /// `integer`, `int64` or no format
    Integer64,
    /// `integer`, `uint8`
    Unsigned8,
    /// `integer`, `uint16`
    Unsigned16,
    /// `integer`, `uint32`
    Unsigned32,
    /// `integer`, `uint64`
    Unsigned64,
    /// `integer`, with bounds beyond 64 bits
    Integer128,
    /// `number`, `float`
    Float32,
    /// `number`, `double` or no format
    Float64,
    /// `string`
    String,
    /// `string`, `date-time`
    DateTime,
    /// `string`, `date`
    Date,
    /// `string`, `uri`, if the settings select a URL type
    Uri,
}
