//! Small documents, each with a feature of real documents: the emitted items, the diagnostics, and
//! the behavior of the compiled client. `documents` is compiled.
#![expect(clippy::disallowed_methods, reason = "tests read files")]

#[cfg(test)]
mod all_of;
#[cfg(test)]
mod annotations;
#[cfg(test)]
mod component_names;
#[cfg(test)]
mod contradictions;
#[cfg(test)]
mod default_tags;
#[cfg(test)]
mod discriminators;
mod enums;
#[cfg(test)]
mod equal_types;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod features;
#[cfg(test)]
mod finite_numbers;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod generated_unions;
#[cfg(test)]
mod idempotency_keys;
#[cfg(test)]
mod json_parameters;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod large_numbers;
#[cfg(test)]
mod many;
#[cfg(test)]
mod names;
#[cfg(test)]
mod nested_unions;
#[cfg(test)]
mod part_unions;
#[cfg(test)]
mod path_patterns;
#[cfg(test)]
mod places;
#[cfg(test)]
mod read;
#[cfg(test)]
mod recursive_types;
#[cfg(test)]
mod references;
#[cfg(test)]
mod request_contents;
#[cfg(test)]
mod request_files;
#[cfg(test)]
mod responses;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod servers;
#[cfg(test)]
mod streams;
#[cfg(test)]
mod support;
#[cfg(test)]
mod titles;
#[cfg(test)]
mod tolerance;
#[cfg(test)]
mod types;
#[cfg(test)]
mod unions;
#[cfg(test)]
mod value_names;
#[cfg(test)]
mod values;
#[cfg(test)]
mod variant_selection;
