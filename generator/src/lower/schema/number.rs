//! Integer types of schemas.

use crate::document::Schema;
use crate::ir::Scalar;

/// The integer formats with their types, minimums and maximums.
pub(in crate::lower) const FORMATS: [(&str, Scalar, i128, i128); 8] = [
    ("int8", Scalar::Integer8, i8::MIN as i128, i8::MAX as i128),
    (
        "int16",
        Scalar::Integer16,
        i16::MIN as i128,
        i16::MAX as i128,
    ),
    (
        "int32",
        Scalar::Integer32,
        i32::MIN as i128,
        i32::MAX as i128,
    ),
    (
        "int64",
        Scalar::Integer64,
        i64::MIN as i128,
        i64::MAX as i128,
    ),
    ("uint8", Scalar::Unsigned8, 0, u8::MAX as i128),
    ("uint16", Scalar::Unsigned16, 0, u16::MAX as i128),
    ("uint32", Scalar::Unsigned32, 0, u32::MAX as i128),
    ("uint64", Scalar::Unsigned64, 0, u64::MAX as i128),
];

/// Returns the type of an integer: the type of its format, or `i64` without a format. If bounds or
/// values exceed the type, returns the first of `i64`, `u64` and `i128` that can represent them.
pub(in crate::lower) fn integer(schema: &Schema) -> Scalar {
    let (least, most) = schema.range();
    let holds = |first: i128, last: i128| {
        least.is_none_or(|least| least >= first) && most.is_none_or(|most| most <= last)
    };
    let mut formats = FORMATS.into_iter();
    let formatted = formats.find(|(format, ..)| *format == schema.format);
    match formatted {
        Some((_, scalar, first, last)) if holds(first, last) => scalar,
        _ if holds(i64::MIN.into(), i64::MAX.into()) => Scalar::Integer64,
        _ if least.is_some() && holds(0, u64::MAX.into()) => Scalar::Unsigned64,
        _ => Scalar::Integer128,
    }
}
