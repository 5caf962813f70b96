//! Multipart bodies: their parts, the files among them, and the headers of parts.

pub(super) mod file_part;
pub(super) mod form;
pub(super) mod part;
pub(super) mod part_header;
pub(super) mod part_union;
