//! Items: prettyplease formats them with a hole for each part that rustfmt formats differently. The
//! holes are filled with the rustfmt layout of the parts.

use proc_macro2::{Ident, Span};
use syn::{
    Attribute, Block, Expr, ExprLit, Fields, FieldsNamed, Generics, ImplItem, Item, ItemConst,
    ItemEnum, ItemImpl, ItemStruct, ItemType, Lit, LitStr, Meta, ReturnType, Safety, Signature,
    Token, Type, Visibility, parse_quote, punctuated::Punctuated, token::Paren,
};

use super::{
    block::body,
    condition::condition,
    definition, import, signature,
    width::{LINE, Space, TAB},
};

/// A part that prettyplease sees only as a mark.
struct Hole {
    /// The mark in the output of prettyplease, on one line.
    mark: String,
    /// The replacement of the mark.
    text: String,
}

/// The holes of an item, in the order of their lines.
struct Holes {
    /// The indentation of the item.
    indent: usize,
    found: Vec<Hole>,
}

/// Formats an item, without the indentation of its first line and the end of its last line.
pub(super) fn item(mut item: Item, indent: usize) -> String {
    let mut holes = Holes {
        indent,
        found: Vec::new(),
    };
    holes.punch(&mut item);
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    };
    holes.fill(&prettyplease::unparse(&file))
}

impl Holes {
    fn punch(&mut self, item: &mut Item) {
        let attrs: Option<&mut Vec<Attribute>> = match item {
            Item::Fn(function) => Some(&mut function.attrs),
            Item::Struct(structure) => Some(&mut structure.attrs),
            Item::Enum(enumeration) => Some(&mut enumeration.attrs),
            Item::Type(alias) => Some(&mut alias.attrs),
            Item::Const(constant) => Some(&mut constant.attrs),
            Item::Mod(module) => Some(&mut module.attrs),
            _ => None,
        };
        if let Some(attrs) = attrs {
            self.documentation(attrs, self.indent);
        }
        match item {
            Item::Fn(function) => {
                let space = Space::line(self.indent);
                self.function(
                    &mut function.vis,
                    &mut function.sig,
                    &mut function.block,
                    space,
                );
            }
            Item::Impl(implementation) => self.implementation(implementation),
            Item::Struct(structure) => self.structure(structure),
            Item::Enum(enumeration) => self.enumeration(enumeration),
            Item::Type(alias) => self.alias(alias),
            Item::Const(constant) => self.constant(constant),
            Item::Mod(module) => self.conditions(&mut module.attrs, Space::line(self.indent)),
            Item::Use(import) => {
                // rustfmt uses a smaller width for attributes of imports.
                let space = Space::line(self.indent).at_most(LINE - 5);
                self.conditions(&mut import.attrs, space);
                if let Some(text) = import::import(import, Space::line(self.indent)) {
                    let name = self.hole(text, "use ", ";");
                    import.vis = Visibility::Inherited;
                    import.tree = parse_quote!(#name);
                }
            }
            _ => {}
        }
    }

    fn function(
        &mut self,
        visibility: &mut Visibility,
        signature: &mut Signature,
        block: &mut Block,
        space: Space,
    ) {
        let Some(head) = signature::signature(visibility, signature, space) else {
            return;
        };
        let Some(body) = body(block, space) else {
            return;
        };
        let name = self.hole(head + &body, "fn ", "() {}");
        *visibility = Visibility::Inherited;
        *signature = Signature {
            constness: None,
            asyncness: None,
            safety: Safety::Default,
            abi: None,
            fn_token: Token![fn](signature.ident.span()),
            ident: name,
            generics: Generics::default(),
            paren_token: Paren::default(),
            inputs: Punctuated::new(),
            variadic: None,
            output: ReturnType::Default,
        };
        block.stmts.clear();
    }

    fn implementation(&mut self, implementation: &mut ItemImpl) {
        if let Some(text) = definition::implementation(implementation, Space::line(self.indent)) {
            let end = if implementation.items.is_empty() {
                "{}"
            } else {
                "{"
            };
            let name = self.hole(text, "impl ", &format!(" {end}"));
            implementation.generics = Generics::default();
            implementation.trait_ = None;
            *implementation.self_ty = named(&name);
        }
        let mut before = None;
        for member in &mut implementation.items {
            let is_method = matches!(member, ImplItem::Fn(_));
            if before.is_some_and(|before| before || is_method) {
                self.blank(member);
            }
            before = Some(is_method);
            self.member(member);
        }
    }

    /// Replaces documentation, line by line.
    fn documentation(&mut self, attrs: &mut [Attribute], indent: usize) {
        for attr in attrs {
            let Meta::NameValue(meta) = &mut attr.meta else {
                continue;
            };
            let Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) = &mut meta.value
            else {
                continue;
            };
            if !meta.path.is_ident("doc") {
                continue;
            }
            let all = text.value();
            let margin = " ".repeat(indent);
            let mut lines = String::with_capacity(all.len() + all.len() / 4);
            for (index, line) in all.split('\n').enumerate() {
                if index > 0 {
                    lines.push('\n');
                    lines.push_str(&margin);
                }
                lines.push_str("///");
                lines.push_str(line);
            }
            // Documentation has its own line, also in a variant that would fit on one line.
            let name = self.hole(lines, "///", "").to_string();
            *text = LitStr::new(&name, Span::call_site());
        }
    }

    /// Replaces conditions, each on a line or with a line for each part.
    fn conditions(&mut self, attrs: &mut [Attribute], space: Space) {
        for attr in attrs {
            if let Some(text) = condition(attr, space) {
                let name = self.hole(text, "#[", "]");
                *attr = parse_quote!(#[#name]);
            }
        }
    }

    /// Inserts a blank line before a member.
    fn blank(&mut self, member: &mut ImplItem) {
        let attrs: &mut Vec<Attribute> = match member {
            ImplItem::Fn(method) => &mut method.attrs,
            ImplItem::Const(constant) => &mut constant.attrs,
            ImplItem::Type(ty) => &mut ty.attrs,
            _ => return,
        };
        let name = self.hole(String::new(), "#[", "]");
        attrs.insert(0, parse_quote!(#[#name]));
    }

    fn member(&mut self, member: &mut ImplItem) {
        let space = Space::line(self.indent + TAB);
        match member {
            ImplItem::Fn(method) => {
                self.documentation(&mut method.attrs, space.indent);
                self.function(&mut method.vis, &mut method.sig, &mut method.block, space);
            }
            ImplItem::Const(constant) => {
                self.documentation(&mut constant.attrs, space.indent);
                self.conditions(&mut constant.attrs, space);
                let what = (&constant.vis, &constant.ident, &constant.ty);
                let value = &constant.expr;
                if let Some(text) = definition::constant(what, &constant.generics, value, space) {
                    let name = self.hole(text, "const ", ": () = ();");
                    constant.vis = Visibility::Inherited;
                    constant.ident = name;
                    constant.ty = parse_quote!(());
                    constant.expr = parse_quote!(());
                }
            }
            ImplItem::Type(ty) => {
                self.documentation(&mut ty.attrs, space.indent);
                if let Some(text) =
                    definition::alias((&ty.vis, &ty.ident, &ty.ty), &ty.generics, space)
                {
                    let name = self.hole(text, "type ", " = ();");
                    ty.vis = Visibility::Inherited;
                    ty.ident = name;
                    ty.generics = Generics::default();
                    ty.ty = parse_quote!(());
                }
            }
            _ => {}
        }
    }

    fn fields(&mut self, fields: &mut FieldsNamed, indent: usize) {
        for field in &mut fields.named {
            self.documentation(&mut field.attrs, indent);
            if let Some(text) = definition::field(field, Space::line(indent)) {
                field.ident = Some(self.hole(text, "", ": ()"));
                field.vis = Visibility::Inherited;
                field.ty = parse_quote!(());
            }
        }
    }

    fn structure(&mut self, structure: &mut ItemStruct) {
        let Fields::Named(fields) = &mut structure.fields else {
            return;
        };
        let space = Space::line(self.indent);
        let what = (&structure.vis, "struct", &structure.ident);
        let empty = fields.named.is_empty();
        if let Some(text) = definition::head(what, &structure.generics, empty, space) {
            structure.ident = self.hole(text, "struct ", if empty { " {}" } else { " {" });
            structure.vis = Visibility::Inherited;
            structure.generics = Generics::default();
        }
        self.fields(fields, self.indent + TAB);
    }

    fn enumeration(&mut self, enumeration: &mut ItemEnum) {
        let space = Space::line(self.indent);
        let what = (&enumeration.vis, "enum", &enumeration.ident);
        let empty = enumeration.variants.is_empty();
        if let Some(text) = definition::head(what, &enumeration.generics, empty, space) {
            enumeration.ident = self.hole(text, "enum ", if empty { " {}" } else { " {" });
            enumeration.vis = Visibility::Inherited;
            enumeration.generics = Generics::default();
        }
        for variant in &mut enumeration.variants {
            let space = Space::line(self.indent + TAB);
            self.documentation(&mut variant.attrs, space.indent);
            if let Fields::Named(fields) = &mut variant.fields {
                self.fields(fields, space.indent + TAB);
            } else if let Some(text) = definition::variant(variant, space) {
                variant.ident = self.hole(text, "", "");
                variant.fields = Fields::Unit;
            }
        }
    }

    fn alias(&mut self, alias: &mut ItemType) {
        let what = (&alias.vis, &alias.ident, &*alias.ty);
        if let Some(text) = definition::alias(what, &alias.generics, Space::line(self.indent)) {
            alias.ident = self.hole(text, "type ", " = ();");
            alias.vis = Visibility::Inherited;
            alias.generics = Generics::default();
            *alias.ty = parse_quote!(());
        }
    }

    fn constant(&mut self, constant: &mut ItemConst) {
        let what = (&constant.vis, &constant.ident, &*constant.ty);
        let space = Space::line(self.indent);
        let text = definition::constant(what, &constant.generics, &constant.expr, space);
        if let Some(text) = text {
            constant.ident = self.hole(text, "const ", ": () = ();");
            constant.vis = Visibility::Inherited;
            *constant.ty = parse_quote!(());
            *constant.expr = parse_quote!(());
        }
    }

    /// Returns the name of a new hole, which prettyplease writes between `before` and `after`.
    fn hole(&mut self, text: String, before: &str, after: &str) -> Ident {
        let name = format!("__rejoinder_{}", self.found.len());
        self.found.push(Hole {
            mark: format!("{before}{name}{after}"),
            text,
        });
        Ident::new(&name, Span::call_site())
    }

    /// Indents the output of prettyplease, and replaces the mark of each hole with its text.
    fn fill(self, lines: &str) -> String {
        let mut text = String::with_capacity(lines.len() * 2);
        let margin = " ".repeat(self.indent);
        let mut holes = self.found.into_iter().peekable();
        for line in lines.lines() {
            if !text.is_empty() {
                text.push('\n');
            }
            let begin = text.len();
            if begin > 0 {
                text.push_str(&margin);
            }
            let mut rest = line;
            let line = line.trim_start();
            let is_code = !line.starts_with("//");
            while let Some(hole) =
                holes.next_if(|hole| is_code && rest.contains(&hole.mark) || line == hole.mark)
            {
                let (before, after) = rest.split_once(&hole.mark).unwrap_or_default();
                text.push_str(before);
                text.push_str(&hole.text);
                rest = after;
            }
            text.push_str(rest);
            if text.ends_with(' ') {
                text.truncate(begin);
            }
        }
        text
    }
}

fn named(name: &Ident) -> Type {
    parse_quote!(#name)
}
