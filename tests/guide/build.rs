//! Generates the client that the guide calls.

use rejoinder::{Failure, Feature, Generator};

fn main() -> Result<(), Failure> {
    Generator::new("spec/petstore.yaml")
        .modules([Feature::Reqwest, Feature::Ureq])
        .build("petstore")
}
