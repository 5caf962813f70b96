//! Tests of the runtime: beside it, because it is shipped without them.
