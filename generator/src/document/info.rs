//! The metadata of an API.

/// The metadata of an API.
#[derive(Debug, Clone, Default)]
pub struct Info {
    /// The title.
    pub title: String,
    /// The description.
    pub description: Option<String>,
    /// The URL of the terms of service.
    pub terms_of_service: Option<String>,
    /// The contact.
    pub contact: Option<Contact>,
    /// The license.
    pub license: Option<License>,
    /// The version of the API.
    pub version: String,
}

/// The contact of an API.
#[derive(Debug, Clone)]
pub struct Contact {
    /// The name of the person or organization.
    pub name: Option<String>,
    /// The URL.
    pub url: Option<String>,
    /// The email address.
    pub email: Option<String>,
}

/// The license of an API.
#[derive(Debug, Clone)]
pub struct License {
    /// The name, with the SPDX identifier if there is one.
    pub name: String,
    /// The URL of the text.
    pub url: Option<String>,
}

/// A tag of operations.
#[derive(Debug, Clone)]
pub struct Tag {
    /// The name.
    pub name: String,
    /// The description.
    pub description: Option<String>,
    /// A link to more documentation.
    pub external_docs: Option<ExternalDocumentation>,
}

/// A link to documentation.
#[derive(Debug, Clone)]
pub struct ExternalDocumentation {
    /// The description of the target.
    pub description: Option<String>,
    /// The URL.
    pub url: String,
}
