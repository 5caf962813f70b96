//! Tests of the runtime. They aren't in the folder of the runtime, which is copied into clients.
mod errors;
mod exchange;
mod exchange_retries;
mod link;
mod locate;
mod media_type;
mod reader;
mod readers;
mod response_headers;
mod retry_after;
mod uri;
mod value;
