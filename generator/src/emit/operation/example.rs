//! Examples of operations: calls with the examples of the document, or with placeholder values.

use crate::emit::{
    Emitter,
    operation::{ArgumentSource, OperationContext},
    sample::FILE,
};
use crate::{
    ir::{Necessity, Parameter, RequestContent, TypeRef, Variable},
    name::setter,
    settings::Layout,
};

/// The statements of an example, and their imports.
struct Statements {
    lines: Vec<String>,
    imports: Vec<String>,
}

impl Emitter<'_> {
    /// Returns a doctest that is compiled but not run, since it would call a server; empty if an
    /// argument has no sample value.
    pub(in crate::emit) fn example(&self, context: &OperationContext<'_>) -> Vec<String> {
        let Some(statements) = self.statements(context) else {
            return Vec::new();
        };
        let name = self.crate_ident();
        let mut lines = vec![
            // The examples of modules can't compile, because the location of the modules in the
            // user's crate is unknown.
            match self.settings.layout {
                Layout::Crate => "```no_run".to_owned(),
                Layout::Modules => "```ignore".to_owned(),
            },
            "# #![allow(deprecated)]".to_owned(),
            format!("# use {name}::runtime::{{Client, Transport}};"),
            format!("use {name}::{};", import_list(statements.imports)),
            String::new(),
            "# async fn example<T: Transport>(".to_owned(),
            "#     client: &Client<T>,".to_owned(),
            "# ) -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
        ];
        lines.extend(statements.lines);
        lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
        lines
    }

    /// Returns the introductory example: a client, and a call of the first operation.
    pub(in crate::emit) fn usage(&self) -> Vec<String> {
        let all = self.api.operations.iter().zip(&self.names.operations);
        let mut all = all.map(|(operation, names)| OperationContext { operation, names });
        let shown = all.find_map(|context| Some((self.statements(&context)?, context)));
        let Some((statements, context)) = shown else {
            return Vec::new();
        };
        let (security, credentials) = self.credentials(&context);
        let name = self.crate_ident();
        let (base, server) = self.base();
        let mut imports = statements.imports;
        imports.extend(
            ["Client"]
                .into_iter()
                .chain(security)
                .chain(server)
                .map(str::to_owned),
        );
        let reqwest = "feature = \"reqwest\"";
        let condition = match self.tag_features().get(context.names.module.as_str()) {
            Some(tag) => format!("all({reqwest}, feature = \"{tag}\")"),
            None => reqwest.to_owned(),
        };
        let mut lines = vec![
            "```no_run".to_owned(),
            "# #![allow(deprecated)]".to_owned(),
            format!("# #[cfg({condition})]"),
            "# async fn example() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
            format!("use {name}::{};", import_list(imports)),
            String::new(),
            format!("let client = Client::builder({base})"),
        ];
        lines.extend(credentials);
        lines.push("    .build()?;".to_owned());
        lines.extend(statements.lines);
        lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
        lines
    }

    /// Returns the base URL of an example, and the import that the base URL needs.
    fn base(&self) -> (String, Option<&'static str>) {
        match (self.api.servers.first(), self.names.servers.first()) {
            (Some(server), Some(names)) if server.is_general => {
                let open = server
                    .variables
                    .iter()
                    .filter(|variable| variable.default.is_none());
                let example = |variable: &Variable| {
                    let start = format!("{{{}}}", variable.name);
                    let after = server.template.strip_prefix(&start);
                    // A variable at the start of the URL includes the scheme, unless the variable
                    // is only the scheme.
                    let is_start = after.is_some_and(|after| !after.starts_with("://"));
                    if is_start {
                        "\"https://example.com\""
                    } else {
                        "\"example.com\""
                    }
                };
                let arguments: Vec<&str> = open.map(example).collect();
                // Credentials must not be sent unencrypted.
                let scheme = server
                    .variables
                    .iter()
                    .zip(&names.variables)
                    .find(|(variable, _)| {
                        let any = variable.allowed.is_empty();
                        variable.default.as_deref() == Some("http")
                            && (any || variable.allowed.iter().any(|value| value == "https"))
                    });
                let secure = scheme.map(|(_, setter)| format!(".{setter}(\"https\")"));
                let base = format!(
                    "{}::new({}){}",
                    names.ident,
                    arguments.join(", "),
                    secure.unwrap_or_default()
                );
                (base, Some("servers::Server"))
            }
            _ => ("\"https://example.com\"".to_owned(), None),
        }
    }

    fn statements(&self, context: &OperationContext<'_>) -> Option<Statements> {
        let mut body = None;
        let mut required = Vec::new();
        let mut optional = String::new();
        let arguments = context.arguments();
        let needed = arguments.iter().filter(|one| one.is_required());
        let many = needed.count() > super::MAX_ARGUMENTS;
        for argument in &arguments {
            if argument.necessity == Necessity::Required && !argument.is_required() {
                continue;
            }
            let text = match &argument.source {
                ArgumentSource::Parameter(parameter) => {
                    self.parameter_example(parameter, argument.necessity)
                }
                ArgumentSource::Body(sent) => match sent.ty() {
                    Some(ty) => self.body_example(context, ty).map(|lines| {
                        body = Some(lines);
                        "body".to_owned()
                    }),
                    None if matches!(sent, RequestContent::Parts(_)) => None,
                    None => Some(FILE.to_owned()),
                },
                ArgumentSource::Choice(contents) => {
                    let preferred = contents.first().and_then(|content| content.payload.ty());
                    // The literal of an array or a string converts into its own type, but not into
                    // the enum of bodies.
                    let loose = |ty: &TypeRef| {
                        matches!(self.unaliased(ty), TypeRef::List(_) | TypeRef::Scalar(_))
                    };
                    preferred
                        .filter(|ty| !loose(ty))
                        .and_then(|ty| self.body_example(context, ty))
                        .map(|lines| {
                            body = Some(lines);
                            // The struct of arguments converts nothing, so the body becomes the
                            // enum of bodies here.
                            let into = if many { ".into()" } else { "" };
                            format!("body{into}")
                        })
                }
            };
            match (argument.necessity, text) {
                (Necessity::Required, text) => required.push((argument.name, text?)),
                (Necessity::Optional, Some(text)) => {
                    optional += &format!(".{}({text})", setter(argument.name))
                }
                (Necessity::Optional, None) => {}
            }
        }
        let arguments = self.required_example(context, &required);
        let module = &context.names.module;
        let (path, imported) = if hides_function(context) {
            (format!("{module}::"), module.clone())
        } else {
            (String::new(), format!("{module}::*"))
        };
        let call = format!("{path}{}({arguments}){optional}", context.names.function);
        let code = body.iter().flatten().chain([&call]);
        let models = code.into_iter().any(|text| text.contains("models::"));
        let models = models.then(|| "models".to_owned());
        let imports = models.into_iter().chain([imported]).collect();
        Some(Statements {
            lines: self.lines(context, body, &call),
            imports,
        })
    }

    fn required_example(
        &self,
        context: &OperationContext<'_>,
        required: &[(&str, String)],
    ) -> String {
        if required.len() > super::MAX_ARGUMENTS {
            let fields: Vec<String> = required
                .iter()
                .map(|(name, text)| {
                    let owned = text.starts_with('"') && !text.ends_with("()?");
                    format!("{name}: {text}{}", if owned { ".into()" } else { "" })
                })
                .collect();
            let path = if hides_function(context) {
                format!("{}::", context.names.module)
            } else {
                String::new()
            };
            let arguments = &context.names.arguments;
            format!("{path}{arguments} {{ {} }}", fields.join(", "))
        } else {
            let strings: Vec<&str> = required.iter().map(|(_, text)| text.as_str()).collect();
            strings.join(", ")
        }
    }

    fn lines(
        &self,
        context: &OperationContext<'_>,
        body: Option<Vec<String>>,
        call: &str,
    ) -> Vec<String> {
        let success = self.success_type(context);
        let binding = if self.success_is_unit(context) {
            String::new()
        } else {
            let ty = success.as_ref().map(|(ty, _)| ty);
            let default = if body.is_some() { "value" } else { "body" };
            format!("let {} = ", self.variable(ty).unwrap_or(default))
        };
        let mut lines = Vec::new();
        if let Some(mut body) = body {
            if let Some(first) = body.first_mut() {
                *first = format!("let body = {first}");
            }
            if let Some(last) = body.last_mut() {
                last.push(';');
            }
            lines.extend(body);
        }
        let into = success.as_ref().and_then(|(_, into)| *into);
        let into = into.map(|into| format!(".{into}()?")).unwrap_or_default();
        let line = format!("{binding}client.call({call}).await?{into};");
        if line.len() <= 90 {
            lines.push(line);
        } else {
            lines.push(format!("let operation = {call};"));
            lines.push(format!("{binding}client.call(operation).await?{into};"));
        }
        lines
    }

    /// Returns the name of a variable with a value of the type, if the type is an array or a
    /// component.
    fn variable(&self, ty: Option<&TypeRef>) -> Option<&str> {
        match ty? {
            TypeRef::List(_) => Some("items"),
            TypeRef::Named(id) => {
                let is_component = self.api.types.get(id.0)?.uses.is_empty();
                let module = self.type_names(id.0)?.module.as_deref();
                module.filter(|_| is_component)
            }
            _ => None,
        }
    }

    /// Returns the example of a parameter. An optional parameter is shown only if the document has
    /// an example or default.
    fn parameter_example(&self, parameter: &Parameter, necessity: Necessity) -> Option<String> {
        let value = parameter.docs.example().or(parameter.docs.default.as_ref());
        let value = value.and_then(|value| self.literal(value, &parameter.ty, 0));
        match necessity {
            Necessity::Optional => value,
            Necessity::Required => value.or_else(|| self.synthetic(&parameter.ty, 0)),
        }
    }

    fn body_example(&self, context: &OperationContext<'_>, ty: &TypeRef) -> Option<Vec<String>> {
        let example = context
            .operation
            .body
            .as_ref()
            .and_then(|body| body.docs.example());
        let text = example.and_then(|value| self.literal(value, ty, 0));
        let text = text.or_else(|| self.synthetic(ty, 0))?;
        Some(break_chain(&text))
    }
}

/// Returns `true` if the example itself defines the name of the operation function: its client, its
/// body or its own function.
fn hides_function(context: &OperationContext<'_>) -> bool {
    ["body", "client", "example"].contains(&context.names.function.as_str())
}

/// Returns the tree of a `use` declaration. Its order doesn't depend on the names of the document.
fn import_list(imports: Vec<String>) -> String {
    match imports.as_slice() {
        [only] => only.clone(),
        several => format!("{{{}}}", several.join(", ")),
    }
}

/// Splits a chain of setters into a line for each setter, as rustfmt does.
fn break_chain(text: &str) -> Vec<String> {
    if text.len() <= 60 {
        return vec![text.to_owned()];
    }
    let mut lines = vec![String::new()];
    let (mut depth, mut quoted, mut escaped, mut last) = (0_usize, false, false, ' ');
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth = depth.saturating_sub(1),
            '.' if !quoted && depth == 0 && last == ')' => lines.push("    ".to_owned()),
            _ => {}
        }
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
        last = c;
    }
    lines
}
