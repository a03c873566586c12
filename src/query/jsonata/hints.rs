//! What was meant by a sign that JSONata does not have.

/// Signs of other languages and of later versions of JSONata, and what stands for them.
const MEANT: [(&str, &str); 8] = [
    ("??", "JSONata 2.0.6, which Step Functions runs, has no `??`: `$exists(a) ? a : b`"),
    ("?:", "JSONata 2.0.6, which Step Functions runs, has no `?:`: `a ? a : b`"),
    ("==", "`=` compares"),
    ("<>", "`!=` is unequal"),
    ("&&", "`and` joins conditions, `&` texts"),
    ("||", "`or` joins conditions"),
    ("=>", "`>=` is greater or equal, `function($x){…}` a function"),
    ("=<", "`<=` is less or equal"),
];

/// Help for a sign that has no place at `offset`, if it is part of one of these.
pub(super) fn hint(text: &str, offset: usize) -> Option<&'static str> {
    let written = |(sign, _): &&(&str, &str)| {
        let from_here = text.get(offset..).is_some_and(|rest| rest.starts_with(*sign));
        let before = offset.checked_sub(1).and_then(|before| text.get(before..));
        from_here || before.is_some_and(|rest| rest.starts_with(*sign))
    };
    MEANT.iter().find(written).map(|(_, help)| *help)
}
