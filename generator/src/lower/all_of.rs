//! Merging of schemas: `allOf`, its contradictions, and the properties of several members.

pub(super) mod contradiction;
pub(super) mod intersect;
pub(super) mod merge;
pub(super) mod merge_property;
pub(super) mod narrow;
