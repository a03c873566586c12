//! Moments, and how they are written.

use crate::asl::Seconds;
use std::fmt;
use std::ops::Add;

const DAY: i64 = 86_400_000;

/// A moment on the virtual clock, in milliseconds since 1970 (UTC).
///
/// ```
/// use stepwright::run::Time;
///
/// let time = Time::parse("2026-03-14T15:09:26+01:00").unwrap();
/// assert_eq!(time.to_string(), "2026-03-14T14:09:26.000Z");
/// assert_eq!((time + stepwright::asl::hours(24)).to_string(), "2026-03-15T14:09:26.000Z");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

impl Time {
    /// Reads a date and time with its offset, as ISO 8601 and RFC 3339 write it: `2026-03-14T15:09:26.5Z`.
    ///
    /// Seconds may be missing, and an offset may be hours alone; a space for the `T` is refused, as is a moment
    /// that no calendar has. That is what Step Functions takes where a field wants a timestamp.
    ///
    /// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html> and
    /// <https://docs.oracle.com/javase/8/docs/api/java/time/format/DateTimeFormatter.html#ISO_OFFSET_DATE_TIME>.
    pub fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text };
        let year = reader.number(4)?;
        reader.byte(b"-")?;
        let month = reader.number(2)?;
        reader.byte(b"-")?;
        let day = reader.number(2)?;
        reader.byte(b"Tt")?;
        let hour = reader.number(2)?;
        reader.byte(b":")?;
        let minute = reader.number(2)?;
        let mut milliseconds = 0;
        let mut second = 0;
        if reader.byte(b":").is_some() {
            second = reader.number(2)?;
            if reader.byte(b".").is_some() {
                milliseconds = reader.fraction()?;
            }
        }
        let offset = reader.offset()?;
        let possible = reader.rest.is_empty()
            && (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        if !possible {
            return None;
        }
        let seconds = hour * 3_600 + minute * 60 + second - offset;
        Some(Time(days_before(year, month, day) * DAY + seconds * 1_000 + milliseconds))
    }

    /// So many seconds later; what is beyond all calendars becomes the last moment there is.
    pub(super) fn later(self, seconds: f64) -> Time {
        // The conversion saturates.
        Time(self.0.saturating_add((seconds * 1_000.0) as i64))
    }

    /// Milliseconds from `earlier` to this.
    pub fn since(self, earlier: Time) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl Add<Seconds> for Time {
    type Output = Time;

    fn add(self, span: Seconds) -> Time {
        self.later(f64::from(span.0))
    }
}

impl fmt::Display for Time {
    /// As the context object writes moments: `2026-03-14T14:09:26.500Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = date(self.0.div_euclid(DAY));
        let rest = self.0.rem_euclid(DAY);
        let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
        let (second, millisecond) = (rest / 1_000 % 60, rest % 1_000);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z")
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn byte(&mut self, any_of: &[u8]) -> Option<u8> {
        let first = *self.rest.as_bytes().first()?;
        if !any_of.contains(&first) {
            return None;
        }
        self.rest = self.rest.get(1..)?;
        Some(first)
    }

    fn number(&mut self, digits: usize) -> Option<i64> {
        let text = self.rest.get(..digits)?;
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.rest = self.rest.get(digits..)?;
        text.parse().ok()
    }

    /// Up to nine digits behind the point, as milliseconds.
    fn fraction(&mut self) -> Option<i64> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 9 {
            return None;
        }
        let text = self.rest.get(..digits)?;
        self.rest = self.rest.get(digits..)?;
        format!("{text:0<3}").get(..3)?.parse().ok()
    }

    fn offset(&mut self) -> Option<i64> {
        let sign = match self.byte(b"Zz+-")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Some(0),
        };
        let hours = self.number(2)?;
        let minutes = if self.byte(b":").is_some() { self.number(2)? } else { 0 };
        (hours <= 18 && minutes < 60).then_some(sign * (hours * 3_600 + minutes * 60))
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar. Years are counted from March, so that the leap day is
/// the last one.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date so many days after 1970-01-01.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + later, month, day)
}
