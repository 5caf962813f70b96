//! Deviations from the API description that the client accepts: `[tolerance]` in `rejoinder.toml`.

/// Reads a body in another media type as binary or text content, where that is documented.
pub(crate) const OTHER_MEDIA_TYPES: bool = true;
/// Reads `null` as empty where an array or a map is documented.
pub(crate) const NULL_AS_EMPTY: bool = true;
/// Reads a time without an offset as one in UTC.
pub(crate) const TIMES_WITHOUT_OFFSET: bool = false;
