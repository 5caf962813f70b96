//! Listed values: sets of values, their names, and open enums.

pub(super) mod listed_value;
pub(super) mod literal;
pub(super) mod open_strings;
pub(super) mod value_set;
