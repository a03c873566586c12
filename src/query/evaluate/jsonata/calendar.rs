//! The calendar: milliseconds since 1970 and what they are called.

pub(super) const DAY: f64 = 86_400_000.0;

/// What a component of a picture is of a time in UTC: `Y` is the year, and so on as in XPath. `X` and `x` are the year
/// and the month that a week belongs to.
pub(super) fn component(millis: f64, sign: char) -> f64 {
    let date = Date::of(millis);
    let today = (millis / DAY).floor() * DAY;
    match sign {
        'Y' => date.year,
        'M' => date.month + 1.0,
        'D' => date.day,
        'd' => (today - first_of(date.year, 0.0)) / DAY + 1.0,
        'F' => weekday(today),
        'W' => {
            let week = weeks(first_week(date.year, 0.0), today);
            if week > 52.0 && today >= first_week(date.year + 1.0, 0.0) {
                1.0
            } else if week < 1.0 {
                weeks(first_week(date.year - 1.0, 0.0), today)
            } else {
                week
            }
        }
        'w' => {
            let week = weeks(first_week(date.year, date.month), today);
            let (next, last) = (month_at(&date, 1.0), month_at(&date, -1.0));
            if week > 4.0 && today >= first_week(next.0, next.1) {
                1.0
            } else if week < 1.0 {
                weeks(first_week(last.0, last.1), today)
            } else {
                week
            }
        }
        'X' => {
            if millis < first_week(date.year, 0.0) {
                date.year - 1.0
            } else if millis >= first_week(date.year + 1.0, 0.0) {
                date.year + 1.0
            } else {
                date.year
            }
        }
        'x' => {
            let (next, last) = (month_at(&date, 1.0), month_at(&date, -1.0));
            if millis < first_week(date.year, date.month) {
                last.1 + 1.0
            } else if millis >= first_week(next.0, next.1) {
                next.1 + 1.0
            } else {
                date.month + 1.0
            }
        }
        'H' => ((millis - today) / 3_600_000.0).floor(),
        'h' => match ((millis - today) / 3_600_000.0).floor() % 12.0 {
            0.0 => 12.0,
            hour => hour,
        },
        'P' => f64::from(u8::from((millis - today) / 3_600_000.0 >= 12.0)),
        'm' => ((millis - today) / 60_000.0).floor() % 60.0,
        's' => ((millis - today) / 1000.0).floor() % 60.0,
        _ => (millis - today).floor() % 1000.0,
    }
}

struct Date {
    year: f64,
    /// From 0.
    month: f64,
    day: f64,
}

impl Date {
    fn of(millis: f64) -> Date {
        // Days since the first of March of a year that is a multiple of 400: leap days come last in such years.
        let days = (millis / DAY).floor() + 719_468.0;
        let era = (days / 146_097.0).floor();
        let of_era = days - era * 146_097.0;
        let leap = (of_era / 1_460.0).floor() - (of_era / 36_524.0).floor() + (of_era / 146_096.0).floor();
        let year = ((of_era - leap) / 365.0).floor();
        let of_year = of_era - (365.0 * year + (year / 4.0).floor() - (year / 100.0).floor());
        let from_march = ((5.0 * of_year + 2.0) / 153.0).floor();
        let day = of_year - ((153.0 * from_march + 2.0) / 5.0).floor() + 1.0;
        let month = (from_march + 2.0) % 12.0;
        let year = year + era * 400.0 + if month < 2.0 { 1.0 } else { 0.0 };
        Date { year, month, day }
    }
}

/// Milliseconds of a time in UTC, as `Date.UTC` of JavaScript gives them: months count from 0, what is too large goes over
/// into the next, and a year below 100 is one of the twentieth century.
pub(super) fn utc(year: f64, month: f64, day: f64, hour: f64, minute: f64, second: f64, milli: f64) -> f64 {
    let year = if (0.0..100.0).contains(&year) { year + 1900.0 } else { year };
    days_before(year, month) * DAY
        + (day - 1.0) * DAY
        + hour * 3_600_000.0
        + minute * 60_000.0
        + second * 1000.0
        + milli
}

/// Days from 1970 to the first of a month.
fn days_before(year: f64, month: f64) -> f64 {
    let year = year + (month / 12.0).floor();
    let month = month.rem_euclid(12.0);
    let year = if month < 2.0 { year - 1.0 } else { year };
    let from_march = (month + 10.0) % 12.0;
    let era = (year / 400.0).floor();
    let of_era = year - era * 400.0;
    let of_year = ((153.0 * from_march + 2.0) / 5.0).floor();
    era * 146_097.0 + of_era * 365.0 + (of_era / 4.0).floor() - (of_era / 100.0).floor() + of_year - 719_468.0
}

fn first_of(year: f64, month: f64) -> f64 {
    utc(year, month, 1.0, 0.0, 0.0, 0.0, 0.0)
}

/// From 1, which is Monday.
fn weekday(today: f64) -> f64 {
    (today / DAY + 3.0).rem_euclid(7.0) + 1.0
}

/// When the first week of a month begins: the one with its first Thursday.
fn first_week(year: f64, month: f64) -> f64 {
    let first = first_of(year, month);
    let day = weekday(first);
    if day > 4.0 { first + (8.0 - day) * DAY } else { first - (day - 1.0) * DAY }
}

fn weeks(from: f64, to: f64) -> f64 {
    ((to - from) / (DAY * 7.0) + 1.0).floor()
}

/// The year and the month so many months on, for one step.
fn month_at(date: &Date, step: f64) -> (f64, f64) {
    let month = date.month + step;
    (date.year + (month / 12.0).floor(), month.rem_euclid(12.0))
}
