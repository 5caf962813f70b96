//! Requests and responses of clients as bytes, without a network.
#![expect(deprecated, reason = "every operation of the document is deprecated")]

#[cfg(test)]
mod bodies;
#[cfg(test)]
mod building;
#[cfg(test)]
mod call_errors;
#[cfg(test)]
mod contents;
#[cfg(test)]
mod directions;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod escapes;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod headers;
#[cfg(test)]
mod inheritance;
#[cfg(test)]
mod json_schema;
#[cfg(test)]
mod listed_values;
#[cfg(test)]
mod media_types;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod misreads;
#[cfg(test)]
mod mixed;
#[cfg(test)]
mod models;
#[cfg(test)]
mod numbers;
#[cfg(test)]
mod own_transport;
#[cfg(test)]
mod own_types;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod places;
#[cfg(test)]
mod properties_together;
#[cfg(test)]
mod published;
#[cfg(test)]
mod query_string;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod response_headers;
#[cfg(test)]
mod responses;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod servers;
#[cfg(test)]
mod styles;
#[cfg(test)]
mod swagger;
#[cfg(test)]
mod tuples;
#[cfg(test)]
mod unions;
