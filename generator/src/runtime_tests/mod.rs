//! Tests of the runtime: beside it, because it is shipped without them.
mod link;
mod locate;
mod media_type;
mod reader;
mod readers;
mod uri;
mod value;
