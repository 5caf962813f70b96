//! HTTP over loopback: the clients with their built-in transports against a scripted server. Each
//! case runs with the asynchronous and the blocking client.
#![expect(deprecated, reason = "every operation of the document is deprecated")]

#[cfg(test)]
mod client;
#[cfg(test)]
mod json_schema;
#[cfg(test)]
mod leak;
#[cfg(test)]
mod response;
#[cfg(test)]
mod sample;

#[cfg(test)]
mod any_method;
#[cfg(test)]
mod breakage;
#[cfg(test)]
mod compression;
#[cfg(test)]
mod contents;
#[cfg(test)]
mod credentials;
#[cfg(test)]
mod documented;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod generated;
#[cfg(test)]
mod headers;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod item_streams;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod locations;
#[cfg(test)]
mod media_types;
#[cfg(test)]
mod methods;
#[cfg(test)]
mod operations;
#[cfg(test)]
mod options;
#[cfg(test)]
mod own_clients;
#[cfg(test)]
mod paging;
#[cfg(test)]
mod query_string;
#[cfg(test)]
mod redirects;
#[cfg(test)]
mod retries;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod security;
#[cfg(test)]
mod statuses;
#[cfg(test)]
mod streams;
#[cfg(test)]
mod targets;
#[cfg(test)]
mod tasks;
#[cfg(test)]
mod timeouts;
#[cfg(test)]
mod undocumented;
#[cfg(test)]
mod undocumented_requests;
