//! Shares imported schemas, so that each is one component.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::ImportedNode;
use super::kind::{is_other, is_schemas};
use super::naming::provisional;
use crate::pointer::Pointer;
use crate::read::node_kind::NodeKind;
use crate::read::version::Version;

/// Replaces imported schemas of the document itself with references, in the document and in other
/// imported nodes, so that each is one type. Inner schemas are replaced first, because the
/// replacement of an outer schema removes them from the tree.
pub(super) fn share(
    node_kind: &'static NodeKind,
    document: &mut Value,
    nodes: &mut [ImportedNode],
    version: Version,
) {
    let mut imported: BTreeMap<Pointer, Vec<usize>> = BTreeMap::new();
    let mut own = Vec::new();
    for (index, (kind, origin, _)) in nodes.iter().enumerate() {
        if origin.file == 0 {
            let pointer = origin.pointer.clone();
            imported.entry(pointer.clone()).or_default().push(index);
            if is_schemas(kind) && !is_other(node_kind, &pointer, version) {
                own.push((provisional(kind, index).to_string(), pointer));
            }
        }
    }
    own.sort_by_key(|(_, pointer)| Reverse(pointer.keys().count()));
    for (reference, pointer) in own {
        let reference = json!({ "$ref": reference });
        let mut around = pointer.parent();
        let mut rest: Vec<String> = Vec::new();
        while let Some((holder, key)) = around {
            rest.insert(0, key);
            for index in imported.get(&holder).into_iter().flatten() {
                let keys = rest.iter();
                let inner = keys.fold(Pointer::root(), |inner, key| inner.child(key));
                let node = nodes.get_mut(*index).map(|(.., node)| node);
                if let Some(node) = node.and_then(|node| inner.look_mut(node)) {
                    node.clone_from(&reference);
                }
            }
            around = holder.parent();
        }
        if let Some(node) = pointer.look_mut(document) {
            *node = reference;
        }
    }
}
