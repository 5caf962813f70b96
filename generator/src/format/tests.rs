//! Comparison with the layout of rustfmt: rule by rule, and with rustfmt itself if it is installed.

mod bodies;
mod items;
mod shapes;

use std::{
    io::Write,
    process::{Command, Stdio},
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

/// Returns the text formatted by rustfmt; `None` if rustfmt isn't installed.
fn rustfmt(text: &str) -> Option<String> {
    let child = Command::new("rustfmt")
        .args([
            "--edition",
            "2024",
            "--config",
            "style_edition=2024,max_width=100",
        ])
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        println!("rustfmt isn't installed: nothing to compare with");
        return None;
    };
    let mut input = child.stdin.take().unwrap();
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Shows the first line in which two texts differ.
#[track_caller]
fn assert_same(ours: &str, theirs: &str) {
    let parted = ours
        .lines()
        .zip(theirs.lines())
        .position(|(ours, theirs)| ours != theirs);
    let around = |text: &str| {
        let lines = text
            .lines()
            .skip(parted.unwrap_or_default().saturating_sub(8))
            .take(20);
        lines.collect::<Vec<_>>().join("\n")
    };
    assert!(
        ours == theirs,
        "ours:\n{}\n\nrustfmt's:\n{}",
        around(ours),
        around(theirs)
    );
}

/// Formats items, and asserts that rustfmt changes nothing.
#[track_caller]
fn check(tokens: TokenStream, expected: &str) {
    let expected = expected.trim_start_matches('\n');
    let text = super::items(vec![tokens]);
    assert_eq!(text, expected, "\n{text}");
    if let Some(theirs) = rustfmt(&text) {
        assert_same(&text, &theirs);
    }
}

/// Returns the tokens except commas, braces and imports, which formatting adds, removes or sorts.
fn leaves(tokens: TokenStream, leaves: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace | Delimiter::None => ("", ""),
                };
                leaves.push(open.to_owned());
                self::leaves(group.stream(), leaves);
                leaves.push(close.to_owned());
            }
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                let value = syn::parse_str::<syn::LitStr>(&text).map(|text| text.value());
                leaves.push(value.unwrap_or(text));
            }
            other => leaves.push(other.to_string()),
        }
    }
    leaves.retain(|leaf| !matches!(leaf.as_str(), "" | ","));
}

fn assert_kept(tokens: &TokenStream) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    leaves(tokens.clone(), &mut before);
    let text = super::items(vec![tokens.clone()]);
    leaves(text.parse().unwrap(), &mut after);
    if tokens.to_string().contains("use ") {
        before.sort();
        after.sort();
    }
    assert_eq!(before, after, "{text}");
}

#[test]
fn every_width_is_as_rustfmt_has_it() {
    let shapes: Vec<TokenStream> = (1..=96).flat_map(shapes::shapes).collect();
    // Each shape is formatted alone, because successive imports would be sorted.
    let text: Vec<String> = shapes
        .iter()
        .map(|one| super::items(vec![one.clone()]))
        .collect();
    let text = text.join("\nconst A: u8 = 0;\n\n");
    let Some(theirs) = rustfmt(&text) else { return };
    assert_same(&text, &theirs);
}

#[test]
fn no_token_is_lost_at_any_width() {
    for tokens in (1..=96).step_by(5).flat_map(shapes::shapes) {
        assert_kept(&tokens);
    }
}

/// Unsupported code keeps the layout of prettyplease.
#[test]
fn what_emit_does_not_write_is_kept_too() {
    let samples = [
        quote!(
            pub fn f() -> u8 {
                for i in 0..10 {
                    if i > 2 && matches!(i, 4 | 5) {
                        return i;
                    }
                }
                #[derive(Default)]
                struct Inner {
                    a: u8,
                }
                let closure = |a: u8| a + 1;
                let text = format!("{}", closure(3));
                let [a, b] = [1, 2] else { unreachable!() };
                unsafe { f() }
            }
        ),
        quote!(
            impl<T> A for B<T>
            where
                T: Clone,
            {
                async fn a(self: Box<Self>, (a, b): (u8, u8)) -> impl Fn(u8) -> u8 {
                    move |c| a + b + c
                }
            }
        ),
        quote!(
            enum E {
                A {
                    a: u8,
                    b: std::collections::BTreeMap<String, Box<dyn Fn(u8) -> u8>>,
                },
                B(u8, u8),
                C = 3,
            }
        ),
        quote!(
            pub enum E {
                A {
                    aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:
                        Option<Option<Option<Option<Abcdef>>>>,
                },
            }
        ),
        quote!(
            #[cfg(feature = "a")]
            pub(crate) use a::b as c;
            mod inner {
                use x::*;
                pub const A: u8 = 1;
            }
        ),
        quote!(impl A { default fn f(&self) { match self { _ => { return; } } } fn g() {} const A: u8 = 1; }),
        quote!(
            macro_rules! m {
                () => {};
            }
        ),
        quote!(
            #![allow(dead_code)]
            fn f() {}
        ),
        quote!(
            static A: [u8; 3] = [1, 2, 3];
        ),
        quote!(
            trait T {
                fn f(&self) -> u8 {
                    1
                }
            }
        ),
    ];
    for tokens in &samples {
        assert_kept(tokens);
    }
}
