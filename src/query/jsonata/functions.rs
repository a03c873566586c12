//! The functions there are.

/// A function that expressions may call by its name.
///
/// ```
/// use stepwright::query::jsonata::{Origin, function};
///
/// let pad = function("pad").unwrap();
/// assert_eq!((pad.least(), pad.most()), (1, Some(3)));
/// assert_eq!(function("uuid").unwrap().origin, Origin::StepFunctions);
/// ```
///
/// Checked against `jsonata` 2.0.6 of npm, and
/// <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>.
#[derive(Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name, without the `$`.
    pub name: &'static str,
    /// What it takes and gives, as JSONata writes it.
    pub signature: &'static str,
    /// Who has it.
    pub origin: Origin,
}

/// Who has a function.
///
/// ```
/// use stepwright::query::jsonata::{FUNCTIONS, Origin};
///
/// let missing = FUNCTIONS.iter().filter(|function| function.origin == Origin::JsonataOnly);
/// assert!(missing.map(|function| function.name).eq(["eval"]));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// JSONata, and so Step Functions.
    Jsonata,
    /// JSONata, but not Step Functions.
    JsonataOnly,
    /// Step Functions, in place of an intrinsic function.
    StepFunctions,
}

impl Function {
    /// The fewest arguments it takes. Where it can take what is looked at in place of one, that one is not counted.
    pub fn least(&self) -> usize {
        self.parameters().iter().filter(|parameter| !parameter.optional).count()
    }

    /// The most arguments it takes; `None` is any number.
    pub fn most(&self) -> Option<usize> {
        let parameters = self.parameters();
        if parameters.iter().any(|parameter| parameter.repeats) { None } else { Some(parameters.len()) }
    }

    pub(super) fn parameters(&self) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut characters = self.signature.chars().skip(1);
        while let Some(c) = characters.next() {
            match (c, parameters.last_mut()) {
                (':' | '>', _) => break,
                ('-' | '?', Some(last)) => last.optional = true,
                ('+', Some(last)) => last.repeats = true,
                ('<', Some(last)) => last.of = characters.by_ref().take_while(|c| *c != '>').next(),
                ('(', _) => {
                    let types = characters.by_ref().take_while(|c| *c != ')').collect();
                    parameters.push(Parameter::new(types));
                }
                // What is no array is taken for an array of one.
                ('a' | 'x', _) => parameters.push(Parameter::new("asnblfo".to_owned())),
                ('j', _) => parameters.push(Parameter::new("asnblo".to_owned())),
                (c, _) => parameters.push(Parameter::new(c.to_string())),
            }
        }
        parameters
    }
}

/// What a function takes.
#[derive(Debug)]
pub(super) struct Parameter {
    /// What it may be: text `s`, a number `n`, a boolean `b`, null `l`, an array `a`, an object `o` or a function `f`.
    pub(super) types: String,
    /// What the elements of an array have to be.
    pub(super) of: Option<char>,
    pub(super) optional: bool,
    pub(super) repeats: bool,
}

impl Parameter {
    fn new(types: String) -> Self {
        Parameter { types, of: None, optional: false, repeats: false }
    }
}

/// The function of this name, without its `$`.
pub fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

const fn jsonata(name: &'static str, signature: &'static str) -> Function {
    Function { name, signature, origin: Origin::Jsonata }
}

const fn aws(name: &'static str, signature: &'static str) -> Function {
    Function { name, signature, origin: Origin::StepFunctions }
}

/// All of them: strings, numbers, lists and objects, functions on functions, time; then those of Step Functions.
///
/// What Step Functions says of its own is how many arguments they take.
///
/// ```
/// use stepwright::query::jsonata::FUNCTIONS;
///
/// assert!(FUNCTIONS.iter().any(|function| function.name == "parse"));
/// ```
pub static FUNCTIONS: &[Function] = &[
    jsonata("string", "<x-b?:s>"),
    jsonata("length", "<s-:n>"),
    jsonata("substring", "<s-nn?:s>"),
    jsonata("substringBefore", "<s-s:s>"),
    jsonata("substringAfter", "<s-s:s>"),
    jsonata("uppercase", "<s-:s>"),
    jsonata("lowercase", "<s-:s>"),
    jsonata("trim", "<s-:s>"),
    jsonata("pad", "<s-ns?:s>"),
    jsonata("contains", "<s-(sf):b>"),
    jsonata("split", "<s-(sf)n?:a<s>>"),
    jsonata("join", "<a<s>s?:s>"),
    jsonata("match", "<s-f<s:o>n?:a<o>>"),
    jsonata("replace", "<s-(sf)(sf)n?:s>"),
    jsonata("base64encode", "<s-:s>"),
    jsonata("base64decode", "<s-:s>"),
    jsonata("encodeUrlComponent", "<s-:s>"),
    jsonata("encodeUrl", "<s-:s>"),
    jsonata("decodeUrlComponent", "<s-:s>"),
    jsonata("decodeUrl", "<s-:s>"),
    jsonata("number", "<(nsb)-:n>"),
    jsonata("abs", "<n-:n>"),
    jsonata("floor", "<n-:n>"),
    jsonata("ceil", "<n-:n>"),
    jsonata("round", "<n-n?:n>"),
    jsonata("power", "<n-n:n>"),
    jsonata("sqrt", "<n-:n>"),
    jsonata("formatNumber", "<n-so?:s>"),
    jsonata("formatBase", "<n-n?:s>"),
    jsonata("formatInteger", "<n-s:s>"),
    jsonata("parseInteger", "<s-s:n>"),
    jsonata("sum", "<a<n>:n>"),
    jsonata("max", "<a<n>:n>"),
    jsonata("min", "<a<n>:n>"),
    jsonata("average", "<a<n>:n>"),
    jsonata("boolean", "<x-:b>"),
    jsonata("not", "<x-:b>"),
    jsonata("exists", "<x:b>"),
    jsonata("count", "<a:n>"),
    jsonata("append", "<xx:a>"),
    jsonata("sort", "<af?:a>"),
    jsonata("reverse", "<a:a>"),
    jsonata("shuffle", "<a:a>"),
    jsonata("distinct", "<x:x>"),
    jsonata("zip", "<a+>"),
    jsonata("keys", "<x-:a<s>>"),
    jsonata("lookup", "<x-s:x>"),
    jsonata("spread", "<x-:a<o>>"),
    jsonata("merge", "<a<o>:o>"),
    jsonata("sift", "<o-f?:o>"),
    jsonata("each", "<o-f:a>"),
    jsonata("error", "<s?:x>"),
    jsonata("assert", "<bs?:x>"),
    jsonata("type", "<x:s>"),
    jsonata("clone", "<(oa)-:o>"),
    jsonata("map", "<af>"),
    jsonata("filter", "<af>"),
    jsonata("single", "<af?>"),
    jsonata("reduce", "<afj?:j>"),
    jsonata("now", "<s?s?:s>"),
    jsonata("millis", "<:n>"),
    jsonata("fromMillis", "<n-s?s?:s>"),
    jsonata("toMillis", "<s-s?:n>"),
    Function { name: "eval", signature: "<sx?:x>", origin: Origin::JsonataOnly },
    aws("partition", "<xx:a>"),
    aws("range", "<xxx:a>"),
    aws("hash", "<xx:s>"),
    // JSONata's own takes no seed.
    aws("random", "<x?:n>"),
    aws("uuid", "<:s>"),
    aws("parse", "<x:x>"),
];
