//! Deviations from the API description that the client accepts: `[tolerance]` in `rejoinder.toml`.

/// Reads a body of an undocumented media type as the documented binary or text content.
pub(crate) const UNDOCUMENTED_MEDIA_TYPES: bool = true;
/// Reads `null` as empty where an array or a map is documented.
pub(crate) const NULL_AS_EMPTY: bool = true;
/// Reads a time without an offset as UTC.
pub(crate) const TIMES_WITHOUT_OFFSET: bool = false;
