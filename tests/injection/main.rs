//! Text of a document never becomes code: every string of a document is replaced by a payload. The
//! output may differ only in strings, comments and names.

#[cfg(test)]
mod code;
#[cfg(test)]
mod comments;
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
#[cfg(test)]
mod tampered;
