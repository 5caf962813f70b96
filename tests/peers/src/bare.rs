//! A lower bound: the types and operation functions of a client without their implementations. No
//! client with the same types can compile faster.

use std::{fs, path::Path};

use quote::ToTokens;
use syn::{Attribute, Field, Item, parse_quote};

use crate::{Result, calls};

/// The folders of shared code, which are copied unchanged.
const SHARED: [&str; 2] = ["src/runtime", "src/transports"];

/// Writes the crate `bare`, based on Rejoinder's client.
pub(crate) fn write(client: &Path, folder: &Path) -> Result<()> {
    for path in calls::sources(&client.join("src"))? {
        let inside = path.strip_prefix(client)?;
        let mut source = fs::read_to_string(&path)?;
        if !SHARED.iter().any(|shared| inside.starts_with(shared)) {
            source = bare(&source)?;
        }
        let path = folder.join(inside);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, source)?;
    }
    let manifest = fs::read_to_string(client.join("Cargo.toml"))?;
    let manifest = manifest.replace("name = \"client\"", "name = \"bare\"");
    Ok(fs::write(folder.join("Cargo.toml"), manifest)?)
}

/// Removes the implementations from a source file.
fn bare(source: &str) -> Result<String> {
    let mut file = syn::parse_file(source)?;
    file.attrs.clear();
    let implements = |item: &Item| matches!(item, Item::Impl(_) | Item::Static(_));
    file.items.retain(|item| !implements(item));
    let strip = |attributes: &mut Vec<Attribute>| {
        attributes.retain(|attribute| attribute.path().is_ident("cfg"));
    };
    let fields = |field: &mut Field| strip(&mut field.attrs);
    for item in &mut file.items {
        match item {
            Item::Struct(item) => {
                strip(&mut item.attrs);
                item.fields.iter_mut().for_each(fields);
            }
            Item::Enum(item) => {
                strip(&mut item.attrs);
                for variant in &mut item.variants {
                    strip(&mut variant.attrs);
                    variant.fields.iter_mut().for_each(fields);
                }
            }
            Item::Fn(item) => {
                strip(&mut item.attrs);
                item.block = parse_quote!({ loop {} });
            }
            _ => {}
        }
    }
    Ok(file.to_token_stream().to_string())
}
