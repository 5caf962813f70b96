//! The vocabulary of types that values have.

use super::TypeId;

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TypeRef {
    /// A type of the language or its libraries.
    Scalar(Scalar),
    /// A type of [`Api::types`](super::Api::types).
    Named(TypeId),
    /// A list.
    List(Box<TypeRef>),
    /// A list with a type for each place.
    Tuple(Vec<TypeRef>),
    /// An object whose property names aren't known.
    Map(Box<TypeRef>),
    /// A value that may be null, in a list or a map.
    Nullable(Box<TypeRef>),
    /// Any JSON.
    Json,
    /// A file in a request: bytes or a stream.
    File,
    /// A type of the user's.
    Foreign {
        /// Its path in Rust.
        path: String,
        /// `true` if it is a string, number or boolean, as parameters and headers can be.
        is_text: bool,
    },
}

/// The longest tuple: longer ones lack traits of Rust's that models have.
pub const MAX_TUPLE_LENGTH: usize = 12;

/// A type of the language or its libraries; of two integers or floats the wider one comes last.
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
    /// `string`, `uri`, where it isn't a plain string
    Uri,
}
