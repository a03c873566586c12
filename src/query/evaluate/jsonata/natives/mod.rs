//! The functions of the language, and those that AWS adds.

mod arrays;
mod dates;
mod higher;
mod host;
mod integers;
mod numbers;
mod objects;
mod patterns;
mod picture;
mod texts;
mod urls;
mod words;

use super::fault::Fault;
use super::item::{Item, Text};
use super::machine::{Machine, Outcome};
pub(super) use integers::{Case, Format, Style, leading_integer};

/// A function of the language.
pub(super) struct Native {
    pub(super) name: &'static str,
    pub(super) signature: &'static str,
    /// How many arguments it says it takes, which decides what functions such as `$map` hand to it.
    pub(super) arity: usize,
    /// How many arguments it has names for, which decides how it can be called in part.
    pub(super) names: usize,
    pub(super) run: Run,
}

type Run = for<'a, 'h, 'm, 'g> fn(&'m Machine<'a, 'h>, &'g [Item<'a>]) -> Outcome<'a>;

const fn plain(name: &'static str, signature: &'static str, arity: usize, run: Run) -> Native {
    Native { name, signature, arity, names: arity, run }
}

/// The number of the function of this name.
pub(super) fn native(name: &str) -> Option<usize> {
    NATIVES.iter().position(|native| native.name == name)
}

/// All of them, as JSONata 2.0.6 and AWS have them; `$eval` is not there on AWS.
pub(super) static NATIVES: &[Native] = &[
    plain("sum", "<a<n>:n>", 1, arrays::sum),
    plain("count", "<a:n>", 1, arrays::count),
    plain("max", "<a<n>:n>", 1, arrays::max),
    plain("min", "<a<n>:n>", 1, arrays::min),
    plain("average", "<a<n>:n>", 1, arrays::average),
    Native { name: "string", signature: "<x-b?:s>", arity: 1, names: 2, run: texts::string },
    plain("substring", "<s-nn?:s>", 3, texts::substring),
    plain("substringBefore", "<s-s:s>", 2, texts::substring_before),
    plain("substringAfter", "<s-s:s>", 2, texts::substring_after),
    plain("lowercase", "<s-:s>", 1, texts::lowercase),
    plain("uppercase", "<s-:s>", 1, texts::uppercase),
    plain("length", "<s-:n>", 1, texts::length),
    plain("trim", "<s-:s>", 1, texts::trim),
    plain("pad", "<s-ns?:s>", 3, texts::pad),
    plain("match", "<s-f<s:o>n?:a<o>>", 3, patterns::matches),
    plain("contains", "<s-(sf):b>", 2, patterns::contains),
    plain("replace", "<s-(sf)(sf)n?:s>", 4, patterns::replace),
    plain("split", "<s-(sf)n?:a<s>>", 3, patterns::split),
    plain("join", "<a<s>s?:s>", 2, texts::join),
    plain("formatNumber", "<n-so?:s>", 3, picture::format_number),
    plain("formatBase", "<n-n?:s>", 2, numbers::format_base),
    plain("formatInteger", "<n-s:s>", 2, integers::format_integer),
    plain("parseInteger", "<s-s:n>", 2, integers::parse_integer),
    plain("number", "<(nsb)-:n>", 1, numbers::number),
    plain("floor", "<n-:n>", 1, numbers::floor),
    plain("ceil", "<n-:n>", 1, numbers::ceil),
    plain("round", "<n-n?:n>", 2, numbers::round),
    plain("abs", "<n-:n>", 1, numbers::abs),
    plain("sqrt", "<n-:n>", 1, numbers::sqrt),
    plain("power", "<n-n:n>", 2, numbers::power),
    plain("random", "<n?:n>", 0, host::random),
    plain("boolean", "<x-:b>", 1, objects::boolean),
    plain("not", "<x-:b>", 1, objects::not),
    plain("map", "<af>", 2, higher::map),
    plain("zip", "<a+>", 0, arrays::zip),
    plain("filter", "<af>", 2, higher::filter),
    plain("single", "<af?>", 2, higher::single),
    plain("reduce", "<afj?:j>", 3, higher::reduce),
    plain("sift", "<o-f?:o>", 2, higher::sift),
    plain("keys", "<x-:a<s>>", 1, objects::keys),
    plain("lookup", "<x-s:x>", 2, objects::lookup),
    plain("append", "<xx:a>", 2, arrays::append),
    plain("exists", "<x:b>", 1, objects::exists),
    plain("spread", "<x-:a<o>>", 1, objects::spread),
    plain("merge", "<a<o>:o>", 1, objects::merge),
    plain("reverse", "<a:a>", 1, arrays::reverse),
    plain("each", "<o-f:a>", 2, higher::each),
    plain("error", "<s?:x>", 1, objects::error),
    plain("assert", "<bs?:x>", 2, objects::assert),
    plain("type", "<x:s>", 1, objects::sort),
    plain("sort", "<af?:a>", 2, higher::sort),
    plain("shuffle", "<a:a>", 1, host::shuffle),
    plain("distinct", "<x:x>", 1, arrays::distinct),
    plain("base64encode", "<s-:s>", 1, urls::base64_encode),
    plain("base64decode", "<s-:s>", 1, urls::base64_decode),
    plain("encodeUrlComponent", "<s-:s>", 1, urls::encode_component),
    plain("encodeUrl", "<s-:s>", 1, urls::encode),
    plain("decodeUrlComponent", "<s-:s>", 1, urls::decode_component),
    plain("decodeUrl", "<s-:s>", 1, urls::decode),
    plain("toMillis", "<s-s?:n>", 2, dates::to_millis),
    plain("fromMillis", "<n-s?s?:s>", 3, dates::from_millis),
    plain("clone", "<(oa)-:o>", 1, objects::clone),
    plain("now", "<s?s?:s>", 2, dates::now),
    plain("millis", "<:n>", 0, dates::millis),
    plain("partition", "<an:a>", 2, host::partition),
    plain("range", "<nnn:a>", 3, host::range),
    plain("hash", "<ss?:s>", 2, host::hash),
    plain("uuid", "<:s>", 0, host::uuid),
    plain("parse", "<s:x>", 1, host::parse),
];

/// The argument at `index`; nothing beyond the last.
fn argument<'a>(arguments: &[Item<'a>], index: usize) -> Item<'a> {
    arguments.get(index).cloned().unwrap_or(Item::Undefined)
}

/// That an argument is not what the function needs. The signature has seen to that already, unless the function was
/// called in part.
fn unfit(index: usize) -> Fault {
    Fault::new("T0410").value((index + 1).to_string())
}

/// A text; `None` for nothing.
fn text<'a>(arguments: &[Item<'a>], index: usize) -> Result<Option<Text<'a>>, Fault> {
    match arguments.get(index) {
        Some(Item::Text(text)) => Ok(Some(text.clone())),
        None | Some(Item::Undefined) => Ok(None),
        Some(_) => Err(unfit(index)),
    }
}

/// A number; `None` for nothing.
fn number(arguments: &[Item<'_>], index: usize) -> Result<Option<f64>, Fault> {
    match arguments.get(index) {
        Some(Item::Number(number)) => Ok(Some(*number)),
        None | Some(Item::Undefined) => Ok(None),
        Some(_) => Err(unfit(index)),
    }
}

/// The items of an array; `None` for nothing.
fn items<'a>(arguments: &[Item<'a>], index: usize) -> Result<Option<super::item::List<'a>>, Fault> {
    match arguments.get(index) {
        None | Some(Item::Undefined) => Ok(None),
        Some(item) => item.list().map(Some).ok_or_else(|| unfit(index)),
    }
}
