//! HTTPS endpoints, as a request calls them.

use super::Scope;
use crate::asl::{Expression, Field, Form, compose};
use crate::diagnostic::Diagnostic;
use crate::reference::{Handle, Piece, Property, Reference, sub};
use crate::template::Parameter;

/// The URL of an HTTPS API.
///
/// Made from text, a reference or parameter whose value is a URL, or an expression that gives one. Of an expression the
/// fixed front is permitted, `https://api.example.com/orders/*`, where it shows one: `States.Format` with a fixed
/// template, or JSONata text that something is joined to.
///
/// ```
/// use stepwright::prelude::*;
///
/// let fixed = EndpointTarget::from("https://api.example.com/orders");
/// let below = EndpointTarget::below("https://api.example.com/orders", path("$.order"));
/// let chosen = EndpointTarget::from(path("$.url")).among(["https://api.example.com/*"]);
/// # let _ = (fixed, below, chosen);
/// ```
#[derive(Clone, Debug)]
pub struct EndpointTarget {
    url: Field<String>,
    scope: Scope,
    /// Whether the scope holds patterns rather than URLs.
    patterns: bool,
}

impl EndpointTarget {
    /// Whatever an expression names below a URL: the two are joined by `/`.
    pub fn below(root: impl Into<Property<String>>, rest: impl Into<Field<String>>) -> Self {
        let root = match root.into() {
            Property::Literal(text) => Property::Literal(format!("{}/", text.trim_end_matches('/'))),
            Property::Reference(root) => sub("{}/", [root]).into(),
        };
        let front = match &root {
            Property::Literal(text) => Field::from(text),
            Property::Reference(reference) => reference.into(),
        };
        match rest.into() {
            Field::Literal(rest) => {
                let url = sub("{}{}", [Piece::from(&root), rest.trim_start_matches('/').into()]);
                match &root {
                    Property::Literal(root) => {
                        format!("{root}{}", rest.trim_start_matches('/')).as_str().into()
                    }
                    Property::Reference(_) => url.into(),
                }
            }
            rest => EndpointTarget {
                url: compose::text([front, rest]),
                scope: Scope::one(sub("{}*", [Piece::from(&root)])),
                patterns: true,
            },
        }
    }

    /// What a request names it by.
    pub fn url(&self) -> &Field<String> {
        &self.url
    }

    /// What a condition of a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The operator that compares with what a policy names it by: `StringLike` for patterns, else `StringEquals`.
    pub fn operator(&self) -> &'static str {
        if self.patterns { "StringLike" } else { "StringEquals" }
    }

    /// The only URLs it may be, as patterns where `*` stands for anything, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, patterns: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(patterns.into_iter().map(Into::into).collect());
        self.patterns = true;
        self
    }

    /// What is wrong with it.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let finding = |code, message| Diagnostic::error(code, message).pointer("/Parameters/ApiEndpoint");
        let mut out = Vec::new();
        if let Field::Literal(url) = &self.url {
            if !url.starts_with("https://") {
                let message = format!("`{url}` is no URL that begins with `https://`");
                out.push(finding("malformed-endpoint", message).help("Step Functions calls HTTPS only"));
            } else if url.contains('?') {
                let message = format!("`{url}` holds query parameters");
                out.push(finding("query-in-path", message).help("say them with `query_parameter`"));
            }
        }
        match &self.scope {
            Scope::Dynamic => out.push(
                Diagnostic::warning(
                    "any-endpoint",
                    "which endpoint is called is decided at run time, so any may be",
                )
                .pointer("/Parameters/ApiEndpoint")
                .help("narrow it: `EndpointTarget::from(…).among([\"https://api.example.com/*\"])`"),
            ),
            Scope::Known(patterns) if self.patterns => {
                let literals = patterns.iter().filter_map(Property::literal);
                out.extend(literals.filter(|pattern| !ends_host(pattern)).map(|pattern| {
                    Diagnostic::warning("any-endpoint", format!("`{pattern}` also permits other hosts"))
                        .pointer("/Parameters/ApiEndpoint")
                        .help("end the host with `/` before the `*`: `https://api.example.com/*`")
                }));
            }
            Scope::Known(_) => {}
        }
        out
    }
}

/// Whether a pattern fixes the host: a `/` comes after it before any wildcard.
fn ends_host(pattern: &str) -> bool {
    let Some(rest) = pattern.strip_prefix("https://") else { return false };
    let fixed = rest.split(['*', '?']).next().unwrap_or_default();
    fixed.contains('/') || fixed.len() == rest.len()
}

/// The pattern of the URLs that an expression can give, where it shows one.
fn pattern(expression: &Expression) -> Option<String> {
    let text = expression.text.trim();
    let pattern = match expression.form {
        Form::JsonPath => {
            let template = text.strip_prefix("States.Format('")?.split('\'').next()?;
            (!template.contains('\\')).then(|| template.replace("{}", "*"))?
        }
        Form::Jsonata => {
            let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
            let (front, rest) = text.strip_prefix(quote)?.split_once(quote)?;
            // Operators that bind less than `&` could give something else.
            let joined =
                rest.trim_start().starts_with('&') && !rest.contains(['?', ':', '=', '~', ';', '<', '>']);
            let word = |word: &str| rest.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
            let plain = joined && !front.contains('\\') && !["and", "or", "in"].into_iter().any(word);
            plain.then(|| format!("{front}*"))?
        }
        _ => return None,
    };
    ends_host(&pattern).then_some(pattern)
}

impl From<&str> for EndpointTarget {
    fn from(url: &str) -> Self {
        EndpointTarget { url: url.into(), scope: Scope::one(url), patterns: false }
    }
}

impl From<String> for EndpointTarget {
    fn from(url: String) -> Self {
        url.as_str().into()
    }
}

impl From<Reference> for EndpointTarget {
    fn from(url: Reference) -> Self {
        let (url, scope) = super::referred(&url);
        EndpointTarget { url, scope, patterns: false }
    }
}

impl From<&Reference> for EndpointTarget {
    fn from(url: &Reference) -> Self {
        url.clone().into()
    }
}

impl From<&Handle<Parameter>> for EndpointTarget {
    /// A parameter whose value is the URL.
    fn from(url: &Handle<Parameter>) -> Self {
        url.reference().into()
    }
}

impl From<Expression> for EndpointTarget {
    fn from(url: Expression) -> Self {
        let scope = match pattern(&url) {
            Some(pattern) => Scope::one(pattern.as_str()),
            None => Scope::Dynamic,
        };
        EndpointTarget { url: url.into(), scope, patterns: true }
    }
}
