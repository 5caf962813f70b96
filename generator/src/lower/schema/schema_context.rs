//! Locations of schemas.

use crate::{
    ir::{Owner, PathSegment},
    pointer::Pointer,
};

/// The location of a schema: its pointer, and the path from its owner.
#[derive(Clone)]
pub(in crate::lower) struct SchemaContext {
    pub(in crate::lower) pointer: Pointer,
    pub(in crate::lower) owner: Owner,
    pub(in crate::lower) steps: Vec<PathSegment>,
    /// The unions that the schema is a variant of, the outermost first.
    pub(in crate::lower) unions: Vec<Pointer>,
}

impl SchemaContext {
    pub(in crate::lower) fn new(pointer: Pointer, owner: Owner, steps: Vec<PathSegment>) -> Self {
        Self {
            pointer,
            owner,
            steps,
            unions: Vec::new(),
        }
    }

    /// Returns the context of a schema within this one.
    pub(in crate::lower) fn child(&self, pointer: Pointer, step: PathSegment) -> Self {
        let unions = match step {
            PathSegment::Variant(_) => self.unions.clone(),
            _ => Vec::new(),
        };
        let steps = self.steps.iter().cloned().chain([step]).collect();
        Self {
            pointer,
            owner: self.owner.clone(),
            steps,
            unions,
        }
    }
}
