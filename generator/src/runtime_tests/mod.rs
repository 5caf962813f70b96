//! Tests of the runtime: beside it, because it is shipped without them.
mod link;
mod locate;
mod uri;
mod value;
