//! The floor: the types and the operation functions of a client, bare. There is nothing that reads or
//! writes them, so no client of the same types can be cheaper to compile.

use std::{fs, path::Path};

use quote::ToTokens;
use syn::{Attribute, Field, Item, parse_quote};

use crate::{Result, calls};

/// The folders of what all operations share, which stays as it is.
const SHARED: [&str; 2] = ["src/runtime", "src/transports"];

/// Writes the crate `bare` after Rejoinder's client.
pub(crate) fn write(client: &Path, folder: &Path) -> Result<()> {
    for path in calls::sources(&client.join("src"))? {
        let inside = path.strip_prefix(client)?;
        let mut text = fs::read_to_string(&path)?;
        if !SHARED.iter().any(|shared| inside.starts_with(shared)) {
            text = bare(&text)?;
        }
        let path = folder.join(inside);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)?;
    }
    let manifest = fs::read_to_string(client.join("Cargo.toml"))?;
    let manifest = manifest.replace("name = \"client\"", "name = \"bare\"");
    Ok(fs::write(folder.join("Cargo.toml"), manifest)?)
}

/// A file without what it implements.
fn bare(text: &str) -> Result<String> {
    let mut file = syn::parse_file(text)?;
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
