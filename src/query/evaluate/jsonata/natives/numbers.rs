//! Functions of numbers.

use super::{argument, number as number_at};
use crate::query::evaluate::jsonata::fault::Fault;
use crate::query::evaluate::jsonata::item::{Item, number_text};
use crate::query::evaluate::jsonata::machine::{Machine, Outcome};

fn each<'a>(arguments: &[Item<'a>], make: impl Fn(f64) -> f64) -> Outcome<'a> {
    Ok(number_at(arguments, 0)?.map_or(Item::Undefined, |number| Item::Number(make(number))))
}

pub(super) fn floor<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    each(arguments, f64::floor)
}

pub(super) fn ceil<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    each(arguments, f64::ceil)
}

pub(super) fn abs<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    each(arguments, f64::abs)
}

pub(super) fn round<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let places = number_at(arguments, 1)?.unwrap_or(0.0);
    each(arguments, |number| to_even(number, places))
}

/// Rounds to so many places behind the point, a half to the even neighbour.
pub(super) fn to_even(number: f64, places: f64) -> f64 {
    let shifted = shift(number, places);
    let mut result = (shifted + 0.5).floor();
    if shifted.fract() == 0.0 {
        // Adding a half to what has no fraction loses digits of large numbers.
        result = shifted;
    }
    if (result - shifted).abs() == 0.5 && (result % 2.0).abs() == 1.0 {
        result -= 1.0;
    }
    let result = shift(result, -places);
    if result == 0.0 { 0.0 } else { result }
}

/// Moves the point by changing the text of the number, so that nothing is lost.
fn shift(number: f64, places: f64) -> f64 {
    if places == 0.0 || !number.is_finite() {
        return number;
    }
    let text = number_text(number);
    let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
    let power: f64 = power.parse().unwrap_or(0.0);
    format!("{digits}e{}", power + places).parse().unwrap_or(f64::NAN)
}

pub(super) fn sqrt<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    if let Some(number) = number_at(arguments, 0)?.filter(|number| *number < 0.0) {
        return Err(Fault::new("D3060").value(number_text(number)));
    }
    each(arguments, f64::sqrt)
}

pub(super) fn power<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(base) = number_at(arguments, 0)? else { return Ok(Item::Undefined) };
    let exponent = number_at(arguments, 1)?.unwrap_or(f64::NAN);
    // JavaScript knows no root of 1 of unknown degree.
    let is_unknown = base.abs() == 1.0 && exponent.is_infinite();
    let result = if is_unknown { f64::NAN } else { base.powf(exponent) };
    if result.is_finite() {
        return Ok(Item::Number(result));
    }
    Err(Fault::new("D3061").value(number_text(base)).second(number_text(exponent)))
}

pub(super) fn number<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let value = argument(arguments, 0);
    let number = match &value {
        Item::Undefined => return Ok(Item::Undefined),
        Item::Number(number) => Some(*number),
        Item::Bool(value) => Some(f64::from(u8::from(*value))),
        Item::Text(text) => read(text),
        _ => None,
    };
    number.map(Item::Number).ok_or_else(|| Fault::new("D3030").about(&value))
}

fn read(text: &str) -> Option<f64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    if is_decimal(digits) {
        return digits.parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| sign * number);
    }
    let lower = text.to_ascii_lowercase();
    let radix = [("0x", 16), ("0o", 8), ("0b", 2)].into_iter();
    radix.filter_map(|(prefix, radix)| Some((lower.strip_prefix(prefix)?, radix))).find_map(
        |(digits, radix)| {
            if digits.is_empty() {
                return None;
            }
            let mut number = 0.0;
            for digit in digits.chars() {
                number = number * f64::from(radix) + f64::from(digit.to_digit(radix)?);
            }
            Some(number)
        },
    )
}

/// Digits, perhaps a point and digits, perhaps a power of ten.
fn is_decimal(text: &str) -> bool {
    let (mantissa, power) = match text.split_once(['e', 'E']) {
        Some((mantissa, power)) => (mantissa, Some(power)),
        None => (text, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa_fits = match mantissa.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(mantissa),
    };
    mantissa_fits && power.is_none_or(|power| digits(power.strip_prefix(['-', '+']).unwrap_or(power)))
}

pub(super) fn format_base<'a>(_: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(number) = number_at(arguments, 0)? else { return Ok(Item::Undefined) };
    let number = to_even(number, 0.0);
    let radix = to_even(number_at(arguments, 1)?.unwrap_or(10.0), 0.0);
    if !(2.0..=36.0).contains(&radix) {
        return Err(Fault::new("D3100").value(number_text(radix)));
    }
    if radix == 10.0 {
        return Ok(Item::text(number_text(number)));
    }
    let mut left = number.abs();
    let mut digits = Vec::new();
    while left >= 1.0 {
        // A digit is below the base, and the base a small number.
        digits.push(char::from_digit((left % radix) as u32, radix as u32).unwrap_or('0'));
        left = (left / radix).floor();
    }
    if digits.is_empty() {
        digits.push('0');
    }
    if number < 0.0 {
        digits.push('-');
    }
    Ok(Item::text(digits.into_iter().rev().collect::<String>()))
}
