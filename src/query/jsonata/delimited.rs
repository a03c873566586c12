//! `{% … %}`: how a state machine says that a text is an expression.

/// A text of a state machine that speaks JSONata.
///
/// AWS takes a text for an expression when `{%` is its very beginning and `%}` its very end: blanks outside of them make
/// it plain text, blanks within mean nothing. One of them without the other is refused, says AWS's page.
///
/// ```
/// use stepwright::query::jsonata::{Delimited, delimited};
///
/// assert_eq!(delimited("{% $total %}"), Delimited::Expression { inner: " $total ", offset: 2 });
/// assert_eq!(delimited(" {% $total %} "), Delimited::Plain);
/// assert_eq!(delimited("{% $total"), Delimited::NotClosed);
/// assert_eq!(delimited("$total %}"), Delimited::NotOpened);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>, and against what AWS
/// accepted and evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimited<'a> {
    /// Text that means itself.
    Plain,
    /// An expression.
    Expression {
        /// What stands between the delimiters, blanks included.
        inner: &'a str,
        /// Bytes before `inner`.
        offset: usize,
    },
    /// `{%` at the beginning, and no `%}` at the end.
    NotClosed,
    /// `%}` at the end, and no `{%` at the beginning.
    NotOpened,
}

/// Looks for the delimiters of an expression.
pub fn delimited(text: &str) -> Delimited<'_> {
    match text.strip_prefix("{%") {
        Some(rest) => match rest.strip_suffix("%}") {
            Some(inner) => Delimited::Expression { inner, offset: text.len() - rest.len() },
            None => Delimited::NotClosed,
        },
        None if text.ends_with("%}") => Delimited::NotOpened,
        None => Delimited::Plain,
    }
}
