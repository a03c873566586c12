//! Times: `$now`, `$millis`, `$fromMillis` and `$toMillis`.

use super::{number, text};
use crate::query::evaluate::jsonata::calendar::utc;
use crate::query::evaluate::jsonata::date_picture::DatePicture;
use crate::query::evaluate::jsonata::fault::Fault;
use crate::query::evaluate::jsonata::item::Item;
use crate::query::evaluate::jsonata::machine::{Machine, Outcome};

/// What a time looks like where nothing is said.
const ISO_8601: &str = "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]";

pub(super) fn millis<'a>(machine: &Machine<'a, '_>, _: &[Item<'a>]) -> Outcome<'a> {
    Ok(Item::Number(machine.now))
}

pub(super) fn now<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    written(machine, machine.now, arguments)
}

pub(super) fn from_millis<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(millis) = number(arguments, 0)? else { return Ok(Item::Undefined) };
    written(machine, millis, arguments.get(1..).unwrap_or_default())
}

fn written<'a>(machine: &Machine<'a, '_>, millis: f64, arguments: &[Item<'a>]) -> Outcome<'a> {
    let (picture, zone) = (text(arguments, 0)?, text(arguments, 1)?);
    let picture = picture.as_deref().unwrap_or(ISO_8601);
    machine.spend_text(256 * picture.len())?;
    DatePicture::parse(picture)?.write(millis, zone.as_deref()).map(Item::text)
}

pub(super) fn to_millis<'a>(machine: &Machine<'a, '_>, arguments: &[Item<'a>]) -> Outcome<'a> {
    let Some(time) = text(arguments, 0)? else { return Ok(Item::Undefined) };
    machine.spend_text(256 * time.len())?;
    match text(arguments, 1)? {
        Some(picture) => {
            machine.spend_text(256 * picture.len())?;
            let found = DatePicture::parse(&picture)?.read(&time, machine.now)?;
            Ok(found.map_or(Item::Undefined, Item::Number))
        }
        None => match iso_8601(&time) {
            Some(millis) => Ok(Item::Number(millis)),
            None => Err(Fault::new("D3110").about(&Item::Text(time))),
        },
    }
}

/// A time in ISO 8601, in milliseconds; without a zone it is UTC.
fn iso_8601(text: &str) -> Option<f64> {
    let (year, mut rest) = digits(text, 4)?;
    let (mut month, mut day, mut time, mut fraction) = (1.0, 1.0, [0.0; 3], 0.0);
    if let Some(more) = rest.strip_prefix('-').and_then(|rest| digits(rest, 2)) {
        (month, rest) = more;
        if let Some(more) = rest.strip_prefix('-').and_then(|rest| digits(rest, 2)) {
            (day, rest) = more;
        }
    }
    if let Some(mut clock) = rest.strip_prefix('T') {
        for (index, part) in time.iter_mut().enumerate() {
            clock = if index > 0 { clock.strip_prefix(':')? } else { clock };
            (*part, clock) = digits(clock, 2)?;
        }
        rest = clock;
    }
    if let Some(behind) = rest.strip_prefix('.') {
        let end = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
        // Milliseconds count, what is finer is dropped.
        let number: f64 = format!("0.{}", behind.get(..end.min(3))?).parse().ok().filter(|_| end > 0)?;
        fraction = (number * 1000.0).round();
        rest = behind.get(end..)?;
    }
    let mut offset = 0.0;
    if rest == "Z" {
        rest = "";
    } else if let Some(sign) = rest.chars().next().filter(|c| matches!(c, '+' | '-')) {
        let (hours, behind) = digits(rest.get(1..)?, 2)?;
        let (minutes, end) = digits(behind.strip_prefix(':').unwrap_or(behind), 2)?;
        offset = (hours * 60.0 + minutes) * if sign == '-' { -1.0 } else { 1.0 };
        rest = end;
    }
    let [hour, minute, second] = time;
    let fits = rest.is_empty()
        && (1.0..=12.0).contains(&month)
        && (1.0..=31.0).contains(&day)
        && hour <= 24.0
        && minute < 60.0
        && second < 60.0;
    if !fits {
        return None;
    }
    // A year below 100 is that year here, other than in a picture.
    let millis =
        utc(year + 400.0, month - 1.0, day, hour, minute, second, fraction) - DAYS_OF_400_YEARS * 864e5;
    Some(millis - offset * 60_000.0)
}

/// After 400 years the calendar repeats itself.
const DAYS_OF_400_YEARS: f64 = 146_097.0;

/// So many digits, and what follows.
fn digits(text: &str, count: usize) -> Option<(f64, &str)> {
    let digits = text.get(..count)?;
    let all = digits.bytes().all(|byte| byte.is_ascii_digit());
    Some((digits.parse().ok().filter(|_| all)?, text.get(count..)?))
}
