//! Text with references in it, and `Fn::Sub`.

use super::{Property, Reference};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// A stretch of literal text, or a reference that stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    /// Literal text; `${` in it survives.
    Text(Cow<'static, str>),
    /// A value put in on deployment.
    Reference(Reference),
}

impl From<&str> for Piece {
    fn from(text: &str) -> Self {
        Piece::Text(text.to_owned().into())
    }
}

impl From<String> for Piece {
    fn from(text: String) -> Self {
        Piece::Text(text.into())
    }
}

impl From<Reference> for Piece {
    fn from(reference: Reference) -> Self {
        Piece::Reference(reference)
    }
}

impl From<&Reference> for Piece {
    fn from(reference: &Reference) -> Self {
        Piece::Reference(reference.clone())
    }
}

impl From<&Property<String>> for Piece {
    fn from(property: &Property<String>) -> Self {
        match property {
            Property::Literal(text) => Piece::Text(text.clone().into()),
            Property::Reference(reference) => Piece::Reference(reference.clone()),
        }
    }
}

/// Text with references in it: `{}` in the pattern stands for the next value. `{{` and `}}` are braces.
///
/// A pattern and a list that do not fit each other leave the remaining `{}` as text, and values left over are
/// appended, so that nothing is lost silently.
///
/// ```
/// use stepwright::reference::{account, partition, region, sub};
///
/// let topic = sub("arn:{}:sns:{}:{}:orders", [partition(), region(), account()]);
/// assert_eq!(
///     serde_json::to_string(&topic).unwrap(),
///     r#"{"Fn::Sub":"arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:orders"}"#
/// );
/// ```
pub fn sub<P: Into<Piece>>(pattern: &str, values: impl IntoIterator<Item = P>) -> Reference {
    let mut pieces = Pieces::default();
    pieces.pattern(pattern, values);
    pieces.finish()
}

/// Text with references in it, being put together.
#[derive(Default)]
pub(crate) struct Pieces {
    done: Vec<Piece>,
    text: String,
}

impl Pieces {
    /// With room for an ARN.
    pub(crate) fn with_room() -> Self {
        Pieces { done: Vec::with_capacity(8), text: String::with_capacity(64) }
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(crate) fn piece(&mut self, piece: Piece) {
        match piece {
            Piece::Text(more) => self.text.push_str(&more),
            Piece::Reference(Reference::Text(inner)) => {
                for piece in inner.iter() {
                    self.piece(piece.clone());
                }
            }
            reference => {
                self.flush();
                self.done.push(reference);
            }
        }
    }

    /// A pattern as [`sub`] takes it.
    pub(crate) fn pattern<P: Into<Piece>>(&mut self, pattern: &str, values: impl IntoIterator<Item = P>) {
        let mut values = values.into_iter();
        let mut rest = pattern;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, brace) = rest.split_at(at);
            self.text.push_str(before);
            let (mark, skip) = match brace.as_bytes() {
                [b'{', b'{', ..] => ("{", 2),
                [b'}', b'}', ..] => ("}", 2),
                [b'{', b'}', ..] => match values.next() {
                    Some(value) => {
                        self.piece(value.into());
                        ("", 2)
                    }
                    None => ("{}", 2),
                },
                [b'{', ..] => ("{", 1),
                _ => ("}", 1),
            };
            self.text.push_str(mark);
            rest = brace.get(skip..).unwrap_or_default();
        }
        self.text.push_str(rest);
        for value in values {
            self.piece(value.into());
        }
    }

    /// Ends the stretch of text at hand.
    fn flush(&mut self) {
        let piece = match self.text.as_str() {
            "" => return,
            // What every ARN has.
            "arn:" => Cow::Borrowed("arn:"),
            ":" => Cow::Borrowed(":"),
            text => Cow::Owned(text.to_owned()),
        };
        self.done.push(Piece::Text(piece));
        self.text.clear();
    }

    pub(crate) fn finish(mut self) -> Reference {
        self.flush();
        Reference::Text(self.done.into())
    }
}

/// A plain string, a lone reference, or `Fn::Sub` (with named values where a function has to stand in it).
pub(super) fn to_json(pieces: &[Piece]) -> Value {
    match pieces {
        [] => return Value::from(""),
        [Piece::Text(text)] => return Value::from(&**text),
        [Piece::Reference(reference)] => return reference.to_json(),
        _ => {}
    }
    let mut pattern = String::new();
    let mut named = Map::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => pattern.push_str(&text.replace("${", "${!")),
            Piece::Reference(Reference::Ref(name)) => {
                pattern.push_str("${");
                pattern.push_str(name);
                pattern.push('}');
            }
            Piece::Reference(Reference::Attribute(id, attribute)) => {
                pattern.push_str("${");
                pattern.push_str(id);
                pattern.push('.');
                pattern.push_str(attribute);
                pattern.push('}');
            }
            Piece::Reference(other) => {
                let name = format!("Value{}", named.len() + 1);
                pattern.push_str(&format!("${{{name}}}"));
                named.insert(name, other.to_json());
            }
        }
    }
    let argument = if named.is_empty() {
        Value::from(pattern)
    } else {
        Value::Array(vec![Value::from(pattern), Value::Object(named)])
    };
    super::single("Fn::Sub", argument)
}
