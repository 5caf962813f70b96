//! Generates the client of the README, and the client that the guide calls.

use rejoinder::{Failure, Feature};

fn main() -> Result<(), Failure> {
    rejoinder::Generator::new("spec/petstore.yaml").build("petstore")?;
    rejoinder::Generator::new("spec/petstore.yaml")
        .modules([Feature::Reqwest, Feature::Ureq])
        .build("guide")
}
