//! Numbers by a picture: `$formatNumber`.
//!
//! Checked against <https://www.w3.org/TR/xpath-functions-31/#formatting-numbers>, where JSONata does not do otherwise.

use super::numbers::to_even;
use super::{argument, number, text};
use crate::query::evaluate::jsonata::fault::Fault;
use crate::query::evaluate::jsonata::item::{Item, Text, number_text};
use crate::query::evaluate::jsonata::machine::{Machine, Outcome};

/// The signs of a picture.
struct Signs {
    decimal: char,
    grouping: char,
    exponent: char,
    minus: String,
    percent: char,
    per_mille: char,
    zero: char,
    digit: char,
    separator: char,
}

impl Signs {
    fn of(options: &Item<'_>) -> Signs {
        let sign = |name: &str, otherwise: char| match options.member(name) {
            Item::Text(text) => text.chars().next().unwrap_or(otherwise),
            _ => otherwise,
        };
        let minus = match options.member("minus-sign") {
            Item::Text(text) => text.to_string(),
            _ => "-".to_owned(),
        };
        Signs {
            decimal: sign("decimal-separator", '.'),
            grouping: sign("grouping-separator", ','),
            exponent: sign("exponent-separator", 'e'),
            minus,
            percent: sign("percent", '%'),
            per_mille: sign("per-mille", '\u{2030}'),
            zero: sign("zero-digit", '0'),
            digit: sign("digit", '#'),
            separator: sign("pattern-separator", ';'),
        }
    }

    fn is_digit(&self, c: char) -> bool {
        u32::from(c).checked_sub(u32::from(self.zero)).is_some_and(|value| value < 10)
    }

    fn is_active(&self, c: char) -> bool {
        self.is_digit(c)
            || [self.decimal, self.exponent, self.grouping, self.digit, self.separator].contains(&c)
    }

    /// Digits in the family of the picture.
    fn digits(&self, text: &str) -> Vec<char> {
        let digit = |c: char| match c.to_digit(10) {
            Some(value) => char::from_u32(u32::from(self.zero) + value).unwrap_or(c),
            None => c,
        };
        text.chars().map(digit).collect()
    }
}

/// A part of a picture, cut up.
struct Parts<'p> {
    all: &'p [char],
    prefix: &'p [char],
    suffix: &'p [char],
    active: &'p [char],
    mantissa: &'p [char],
    exponent: Option<&'p [char]>,
    whole: &'p [char],
    fraction: &'p [char],
}

/// What a part of a picture asks for.
struct Shape {
    prefix: String,
    suffix: String,
    has_percent: bool,
    has_per_mille: bool,
    has_decimal: bool,
    whole_positions: Vec<usize>,
    regular: usize,
    least_whole: usize,
    scaling: usize,
    fraction_positions: Vec<usize>,
    least_fraction: usize,
    most_fraction: usize,
    least_exponent: usize,
}

pub(super) fn format_number<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(value) = number(arguments, 0)? else { return Ok(Item::Undefined) };
    let picture = text(arguments, 1)?.unwrap_or(Text::Borrowed(""));
    machine.spend_text(64 * picture.len())?;
    let signs = Signs::of(&argument(arguments, 2));
    let picture: Vec<char> = picture.chars().collect();
    let subs: Vec<&[char]> = picture.split(|c| *c == signs.separator).collect();
    if subs.len() > 2 {
        return Err(Fault::new("D3080"));
    }
    let mut shapes = Vec::new();
    for sub in subs {
        let parts = cut(sub, &signs).ok_or_else(|| Fault::new("D3085"))?;
        check(&parts, &signs)?;
        shapes.push(shape(&parts, &signs));
    }
    let negative = value < 0.0;
    let is_own = shapes.len() > 1;
    let Some(mut shape) = (if negative { shapes.pop() } else { shapes.into_iter().next() }) else {
        return Ok(Item::Undefined);
    };
    if negative && !is_own {
        shape.prefix = format!("{}{}", signs.minus, shape.prefix);
    }
    Ok(Item::text(write(value, &shape, &signs)))
}

fn cut<'p>(all: &'p [char], signs: &Signs) -> Option<Parts<'p>> {
    let is_start = |c: &char| signs.is_active(*c) && *c != signs.exponent;
    let start = all.iter().position(is_start)?;
    let end = all.iter().rposition(is_start)? + 1;
    let (prefix, suffix, active) = (all.get(..start)?, all.get(end..)?, all.get(start..end)?);
    let exponent_at = all
        .iter()
        .skip(start)
        .position(|c| *c == signs.exponent)
        .map(|at| at + start)
        .filter(|at| *at <= end);
    // JSONata counts the place of the exponent from the start of the picture, not of the digits.
    let (mantissa, exponent) = match exponent_at {
        Some(at) => (active.get(..at.min(active.len()))?, Some(active.get(at + 1..).unwrap_or_default())),
        None => (active, None),
    };
    let (whole, fraction) = match mantissa.iter().position(|c| *c == signs.decimal) {
        Some(at) => (mantissa.get(..at)?, mantissa.get(at + 1..)?),
        None => (mantissa, suffix),
    };
    Some(Parts { all, prefix, suffix, active, mantissa, exponent, whole, fraction })
}

fn check(parts: &Parts<'_>, signs: &Signs) -> Result<(), Fault> {
    let count = |sign: char| parts.all.iter().filter(|c| **c == sign).count();
    let has = |sign: char| count(sign) > 0;
    let mut code = None;
    let mut refuse = |holds: bool, found: &'static str| {
        if holds {
            code = Some(found);
        }
    };
    // Of several faults the last one is told.
    refuse(count(signs.decimal) > 1, "D3081");
    refuse(count(signs.percent) > 1, "D3082");
    refuse(count(signs.per_mille) > 1, "D3083");
    refuse(has(signs.percent) && has(signs.per_mille), "D3084");
    refuse(!parts.mantissa.iter().any(|c| signs.is_digit(*c) || *c == signs.digit), "D3085");
    refuse(parts.active.iter().any(|c| !signs.is_active(*c)), "D3086");
    match parts.all.iter().position(|c| *c == signs.decimal) {
        Some(at) => {
            let before = at.checked_sub(1).and_then(|at| parts.all.get(at));
            let beside = [before, parts.all.get(at + 1)];
            refuse(beside.contains(&Some(&signs.grouping)), "D3087");
        }
        None => refuse(parts.whole.last() == Some(&signs.grouping), "D3088"),
    }
    refuse(parts.all.windows(2).any(|pair| pair == [signs.grouping, signs.grouping]), "D3089");
    let first_optional = parts.whole.iter().position(|c| *c == signs.digit);
    let before = parts.whole.get(..first_optional.unwrap_or(0)).unwrap_or_default();
    refuse(before.iter().any(|c| signs.is_digit(*c)), "D3090");
    let last_optional = parts.fraction.iter().rposition(|c| *c == signs.digit);
    let after = last_optional.and_then(|at| parts.fraction.get(at..)).unwrap_or_default();
    refuse(after.iter().any(|c| signs.is_digit(*c)), "D3091");
    if let Some(exponent) = parts.exponent {
        refuse(!exponent.is_empty() && (has(signs.percent) || has(signs.per_mille)), "D3092");
        refuse(exponent.is_empty() || exponent.iter().any(|c| !signs.is_digit(*c)), "D3093");
    }
    code.map_or(Ok(()), |code| Err(Fault::new(code)))
}

fn shape(parts: &Parts<'_>, signs: &Signs) -> Shape {
    let mandatory = |part: &[char]| part.iter().filter(|c| signs.is_digit(**c)).count();
    let possible = |part: &[char]| part.iter().filter(|c| signs.is_digit(**c) || **c == signs.digit).count();
    let positions = |part: &[char], to_left: bool| {
        let mut out = Vec::new();
        let mut at = part.iter().position(|c| *c == signs.grouping);
        while let Some(here) = at {
            let side = if to_left { part.get(..here) } else { part.get(here..) };
            out.push(possible(side.unwrap_or(part)));
            // JSONata looks for the next one before the point in either case.
            let rest = parts.whole.get(here + 1..).unwrap_or_default();
            at = rest.iter().position(|c| *c == signs.grouping).map(|next| here + 1 + next);
        }
        out
    };
    let whole_positions = positions(parts.whole, false);
    let mut shape = Shape {
        prefix: parts.prefix.iter().collect(),
        suffix: parts.suffix.iter().collect(),
        has_percent: parts.all.contains(&signs.percent),
        has_per_mille: parts.all.contains(&signs.per_mille),
        has_decimal: parts.all.contains(&signs.decimal),
        regular: regular(&whole_positions),
        whole_positions,
        least_whole: mandatory(parts.whole),
        scaling: mandatory(parts.whole),
        fraction_positions: positions(parts.fraction, true),
        least_fraction: mandatory(parts.fraction),
        most_fraction: possible(parts.fraction),
        least_exponent: parts.exponent.map_or(0, mandatory),
    };
    let has_exponent = parts.exponent.is_some();
    if shape.least_whole == 0 && shape.most_fraction == 0 {
        if has_exponent {
            (shape.least_fraction, shape.most_fraction) = (1, 1);
        } else {
            shape.least_whole = 1;
        }
    }
    if has_exponent && shape.least_whole == 0 && parts.whole.contains(&signs.digit) {
        shape.least_whole = 1;
    }
    if shape.least_whole == 0 && shape.least_fraction == 0 {
        shape.least_fraction = 1;
    }
    shape
}

/// The distance between separators that stand at the same distance from each other; 0 if they do not.
pub(super) fn regular(positions: &[usize]) -> usize {
    fn divisor(a: usize, b: usize) -> usize {
        if b == 0 { a } else { divisor(b, a % b) }
    }
    let Some(factor) = positions.iter().copied().reduce(divisor) else { return 0 };
    let is_regular = (1..=positions.len()).all(|number| positions.contains(&(number * factor)));
    if is_regular { factor } else { 0 }
}

fn write(value: f64, shape: &Shape, signs: &Signs) -> String {
    let scale = if shape.has_percent {
        100.0
    } else if shape.has_per_mille {
        1000.0
    } else {
        1.0
    };
    let mut mantissa = value * scale;
    let mut exponent = None;
    if shape.least_exponent > 0 {
        let most = 10f64.powi(i32::try_from(shape.scaling).unwrap_or(i32::MAX));
        let least = most / 10.0;
        let mut power = 0i32;
        // Nothing and what has no end cannot be scaled.
        if mantissa != 0.0 && mantissa.is_finite() {
            while mantissa.abs() < least && power > -400 {
                mantissa *= 10.0;
                power -= 1;
            }
            while mantissa.abs() > most && power < 400 {
                mantissa /= 10.0;
                power += 1;
            }
        }
        exponent = Some(power);
    }
    // Pictures are short.
    let rounded = to_even(mantissa, shape.most_fraction as f64).abs();
    let fixed =
        if rounded >= 1e21 { number_text(rounded) } else { format!("{rounded:.*}", shape.most_fraction) };
    let (whole, fraction) = fixed.split_once('.').unwrap_or((&fixed, ""));
    let whole = signs.digits(whole.trim_start_matches('0'));
    let fraction = signs.digits(fraction.trim_end_matches('0'));
    let padding = |missing: usize| std::iter::repeat_n(signs.zero, missing);
    let whole: Vec<char> = padding(shape.least_whole.saturating_sub(whole.len())).chain(whole).collect();
    let missing = shape.least_fraction.saturating_sub(fraction.len());
    let mut fraction: Vec<char> = fraction.into_iter().chain(padding(missing)).collect();

    let length = whole.len();
    let mut out = shape.prefix.clone();
    for (index, digit) in whole.into_iter().enumerate() {
        let left = length - index;
        let separated = if shape.regular > 0 {
            index > 0 && left.is_multiple_of(shape.regular)
        } else {
            shape.whole_positions.contains(&left) && (index > 0 || left < length)
        };
        if separated {
            out.push(signs.grouping);
        }
        out.push(digit);
    }
    for position in &shape.fraction_positions {
        if *position <= fraction.len() {
            fraction.insert(*position, signs.grouping);
        }
    }
    if shape.has_decimal && !fraction.is_empty() {
        out.push(signs.decimal);
        out.extend(fraction);
    }
    if let Some(power) = exponent {
        let digits = signs.digits(&power.unsigned_abs().to_string());
        out.push(signs.exponent);
        if power < 0 {
            out.push_str(&signs.minus);
        }
        out.extend(padding(shape.least_exponent.saturating_sub(digits.len())));
        out.extend(digits);
    }
    out + &shape.suffix
}
