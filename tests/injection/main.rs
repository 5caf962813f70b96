//! Text of a document never becomes code: every string of OpenAPI 3.0.3 is replaced by text that
//! tries to, and what is generated may differ in strings, comments and names alone.

#[cfg(test)]
mod code;
#[cfg(test)]
mod comments;
#[cfg(test)]
mod doctored;
#[cfg(test)]
mod grammar;
#[cfg(test)]
mod output;
#[cfg(test)]
mod payloads;
#[cfg(test)]
mod rewrite;
#[cfg(test)]
mod suite;
