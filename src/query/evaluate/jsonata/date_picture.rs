//! Times by a picture.
//!
//! Checked against <https://www.w3.org/TR/xpath-functions-31/#rules-for-datetime-formatting>, where JSONata does not do
//! otherwise.

use super::calendar::{component, utc};
use super::fault::Fault;
use super::item::{Item, number_text};
use super::natives::{Case, Format, Style, leading_integer};
use fancy_regex::RegexBuilder;

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// How often the pattern of a picture may try again.
const MOST_RETRIES: usize = 1_000_000;

/// A picture, taken apart.
pub(super) struct DatePicture {
    parts: Vec<Part>,
}

enum Part {
    Literal(String),
    Marker(Marker),
}

/// `[Y0001]` and its like.
struct Marker {
    /// Which component.
    sign: char,
    /// Whether it is written as a name, and how.
    names: Option<Case>,
    /// The picture of its number.
    format: Option<Format>,
    /// Of years: how many digits are there at most; `None` is all of them.
    digits: Option<usize>,
    /// The most letters.
    most: Option<usize>,
    /// The second letter about how to write it.
    modifier: Option<char>,
}

impl DatePicture {
    pub(super) fn parse(picture: &str) -> Result<DatePicture, Fault> {
        let mut parts = Vec::new();
        let literal = |parts: &mut Vec<Part>, text: &str| {
            if !text.is_empty() {
                parts.push(Part::Literal(text.replace("]]", "]")));
            }
        };
        let mut rest = picture;
        while let Some((before, after)) = rest.split_once('[') {
            literal(&mut parts, before);
            if let Some(after) = after.strip_prefix('[') {
                parts.push(Part::Literal("[".to_owned()));
                rest = after;
                continue;
            }
            let (marker, after) = after.split_once(']').ok_or_else(|| Fault::new("D3135"))?;
            let marker: String = marker.chars().filter(|c| !c.is_whitespace()).collect();
            parts.push(Part::Marker(Marker::parse(&marker)?));
            rest = after;
        }
        literal(&mut parts, rest);
        Ok(DatePicture { parts })
    }

    /// A time in the zone that lies so far from UTC: `+hhmm`.
    pub(super) fn write(&self, millis: f64, zone: Option<&str>) -> Result<String, Fault> {
        let offset = zone.map_or(0.0, leading_integer);
        let (hours, minutes) = ((offset / 100.0).floor(), offset % 100.0);
        let here = millis + (60.0 * hours + minutes) * 60_000.0;
        // The times that JavaScript knows.
        if here.is_nan() || here.abs() > 8.64e15 {
            return Err(Fault::new("D1001").value(number_text(millis)));
        }
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Literal(text) => out.push_str(text),
                Part::Marker(marker) => out.push_str(&marker.write(here.trunc(), hours, minutes)?),
            }
        }
        Ok(out)
    }
}

impl Marker {
    fn parse(text: &str) -> Result<Marker, Fault> {
        let mut characters = text.chars();
        let sign = characters.next();
        let unknown = || Fault::new("D3132").about(&Item::text(sign.map(String::from).unwrap_or_default()));
        let (modifiers, width) = match characters.as_str().rsplit_once(',') {
            Some((modifiers, width)) => (modifiers, Some(width)),
            None => (characters.as_str(), None),
        };
        let (least, most) = match width.map(|width| width.split_once('-').unwrap_or((width, "*"))) {
            Some((least, most)) => (count(least), count(most)),
            None => (None, None),
        };
        let sign = sign.ok_or_else(unknown)?;
        let last = modifiers.chars().last().filter(|c| modifiers.chars().count() > 1 && "atco".contains(*c));
        let first = match (modifiers, last) {
            ("", _) => usual(sign).ok_or_else(unknown)?,
            (_, Some(_)) => modifiers.get(..modifiers.len() - 1).unwrap_or_default(),
            _ => modifiers,
        };
        let mut marker = Marker { sign, names: None, format: None, digits: None, most, modifier: last };
        let mut letters = first.chars();
        match (letters.next(), letters.next()) {
            (Some('n'), _) => marker.names = Some(Case::Lower),
            (Some('N'), Some('n')) => marker.names = Some(Case::Title),
            (Some('N'), _) => marker.names = Some(Case::Upper),
            _ if "YMDdFWwXxHhmsf".contains(sign) => {
                let modifier = last.map(|last| format!(";{last}")).unwrap_or_default();
                let mut format = Format::parse(&format!("{first}{modifier}"))?;
                if let Some(digits) = format.digits_mut() {
                    digits.mandatory = digits.mandatory.max(least.unwrap_or(0));
                    if "YMD".contains(sign) {
                        let all = digits.mandatory + digits.optional;
                        marker.digits = most.or((all >= 2).then_some(all));
                        digits.mandatory = most.unwrap_or(digits.mandatory);
                    }
                } else if "YMD".contains(sign) {
                    marker.digits = most;
                }
                marker.format = Some(format);
            }
            _ => {}
        }
        if matches!(sign, 'Z' | 'z') {
            marker.format = Some(Format::parse(first)?);
        }
        Ok(marker)
    }

    fn write(&self, here: f64, hours: f64, minutes: f64) -> Result<String, Fault> {
        match self.sign {
            'Z' | 'z' => self.write_zone(hours, minutes),
            'P' => {
                let text = if component(here, 'P') == 1.0 { "pm" } else { "am" };
                Ok(if self.names == Some(Case::Upper) { text.to_uppercase() } else { text.to_owned() })
            }
            'C' | 'E' => Ok("ISO".to_owned()),
            sign if "YMDdFWwXxHhmsf".contains(sign) => {
                let mut value = component(here, sign);
                if let (Some(case), true) = (self.names, sign != 'f') {
                    let wrong = || Fault::new("D3133").about(&Item::text(sign));
                    let name = self.name(value).ok_or_else(wrong)?;
                    let name = match case {
                        Case::Upper => name.to_uppercase(),
                        Case::Lower => name.to_lowercase(),
                        Case::Title => name.to_owned(),
                    };
                    return Ok(name.chars().take(self.most.unwrap_or(usize::MAX)).collect());
                }
                if let (Some(digits), 'Y') = (self.digits, sign) {
                    value %= 10f64.powi(i32::try_from(digits).unwrap_or(i32::MAX));
                }
                Ok(self.format.as_ref().map_or_else(|| number_text(value), |format| format.write(value)))
            }
            _ => Ok("undefined".to_owned()),
        }
    }

    fn write_zone(&self, hours: f64, minutes: f64) -> Result<String, Fault> {
        let offset = hours * 100.0 + minutes;
        let Some(format) = &self.format else { return Ok(String::new()) };
        let digits = format.digits();
        let mut out = match digits.map(|digits| (digits.regular, digits.mandatory)) {
            Some((None, 1 | 2)) => {
                let rest =
                    if minutes == 0.0 { String::new() } else { format!(":{:0>2}", number_text(minutes)) };
                format.write(hours) + &rest
            }
            Some((Some(_), _) | (None, 3 | 4)) => format.write(offset),
            _ => return Err(Fault::new("D3134")),
        };
        if offset >= 0.0 {
            out.insert(0, '+');
        }
        if self.sign == 'z' {
            out.insert_str(0, "GMT");
        }
        if offset == 0.0 && self.modifier == Some('t') {
            out = "Z".to_owned();
        }
        Ok(out)
    }

    fn name(&self, value: f64) -> Option<&'static str> {
        let names: &[&str] = match self.sign {
            'M' | 'x' => &MONTHS,
            'F' => &DAYS,
            _ => return None,
        };
        // A month or a day, from 1.
        names.get((value - 1.0) as usize).copied()
    }
}

/// What a component is written as where its marker says nothing.
fn usual(sign: char) -> Option<&'static str> {
    Some(match sign {
        'Y' | 'M' | 'D' | 'd' | 'W' | 'w' | 'X' | 'x' | 'H' | 'h' | 'f' => "1",
        'F' | 'P' | 'C' | 'E' => "n",
        'm' | 's' => "01",
        'Z' | 'z' => "01:01",
        _ => return None,
    })
}

/// A width; `*` is any.
fn count(text: &str) -> Option<usize> {
    let number = leading_integer(text);
    // Wider than this is as wide as can be.
    (number >= 0.0).then_some(number.min(1000.0) as usize)
}

impl DatePicture {
    /// The time that a text means, in milliseconds; nothing if it does not look like the picture.
    pub(super) fn read(&self, text: &str, now: f64) -> Result<Option<f64>, Fault> {
        let mut pattern = "(?i)^".to_owned();
        for part in &self.parts {
            pattern.push_str(&format!("({})", part.pattern()?));
        }
        pattern.push('$');
        let regex = RegexBuilder::new(&pattern).backtrack_limit(MOST_RETRIES).build();
        let Ok(Some(found)) = regex.map_err(|_| Fault::limit("a picture is too long"))?.captures(text) else {
            return Ok(None);
        };
        let mut given = Given { values: Vec::new() };
        for (index, part) in self.parts.iter().enumerate() {
            if let (Part::Marker(marker), Some(group)) = (part, found.get(index + 1)) {
                given.set(marker.sign, marker.value(group.as_str()));
            }
        }
        if given.values.is_empty() {
            return Ok(None);
        }
        given.millis(now).map(Some)
    }
}

impl Part {
    fn pattern(&self) -> Result<String, Fault> {
        let marker = match self {
            Part::Literal(text) => return Ok(fancy_regex::escape(text).into_owned()),
            Part::Marker(marker) => marker,
        };
        if matches!(marker.sign, 'Z' | 'z') {
            let name = if marker.sign == 'z' { "GMT" } else { "" };
            let regular = marker.format.as_ref().and_then(Format::digits).and_then(|digits| digits.regular);
            let rest = regular.map_or(String::new(), |(_, sign)| {
                format!("{}[0-9]+", fancy_regex::escape(&sign.to_string()))
            });
            return Ok(format!("{name}[-+][0-9]+{rest}"));
        }
        let Some(format) = &marker.format else {
            return match marker.sign {
                'M' | 'x' | 'F' | 'P' => Ok("[a-zA-Z]+".to_owned()),
                sign => Err(Fault::new("D3133").about(&Item::text(sign))),
            };
        };
        Ok(match &format.style {
            Style::Letters => "[a-z]+".to_owned(),
            Style::Roman => "[mdclxvi]+".to_owned(),
            Style::Words => "[a-z, -]+".to_owned(),
            Style::Digits(digits) => {
                let ordinal = if format.ordinal { "(?:th|st|nd|rd)" } else { "" };
                let times = match marker.digits.filter(|most| *most > 0) {
                    Some(most) if digits.optional == 0 => format!("{{{most}}}"),
                    Some(most) => format!("{{{},{most}}}", most.saturating_sub(digits.optional)),
                    None => "+".to_owned(),
                };
                format!("[0-9]{times}{ordinal}")
            }
        })
    }
}

impl Marker {
    /// What a text means for the component; nothing if it has no meaning.
    fn value(&self, text: &str) -> Option<f64> {
        if matches!(self.sign, 'Z' | 'z') {
            let text = text.get(if self.sign == 'z' { 3 } else { 0 }..).unwrap_or_default();
            let regular = self.format.as_ref().and_then(Format::digits).and_then(|digits| digits.regular);
            let (hours, minutes) = match regular.and_then(|(_, sign)| text.split_once(sign)) {
                Some((hours, minutes)) => (hours, minutes),
                None if text.len() <= 3 => (text, "0"),
                None => (text.get(..3).unwrap_or(text), text.get(3..).unwrap_or_default()),
            };
            return Some(leading_integer(hours) * 60.0 + leading_integer(minutes));
        }
        if let Some(format) = &self.format {
            return Some(format.read(text));
        }
        let place = |names: &[&str]| {
            let shortened = |name: &str| {
                name.chars()
                    .take(self.most.filter(|most| *most > 0).unwrap_or(usize::MAX))
                    .collect::<String>()
            };
            // Names that are shortened to the same text mean the last of them.
            names.iter().rposition(|name| shortened(name) == text).map(|index| index as f64 + 1.0)
        };
        match (self.sign, text) {
            ('M' | 'x', _) => place(&MONTHS),
            ('F', _) => place(&DAYS),
            (_, "am" | "AM") => Some(0.0),
            (_, "pm" | "PM") => Some(1.0),
            _ => None,
        }
    }
}

/// The components that a text has given.
struct Given {
    values: Vec<(char, Option<f64>)>,
}

impl Given {
    fn set(&mut self, sign: char, value: Option<f64>) {
        self.values.retain(|(known, _)| *known != sign);
        self.values.push((sign, value));
    }

    fn get(&self, sign: char) -> Option<f64> {
        self.values.iter().find(|(known, _)| *known == sign).and_then(|(_, value)| *value)
    }

    /// Whether some of `wanted` are given and none of `others`. What is 0 counts as not given.
    fn is_made_of(&self, wanted: &str, others: &str) -> bool {
        let given = |sign: char| self.get(sign).is_some_and(|value| value != 0.0 && !value.is_nan());
        wanted.chars().any(given) && !others.chars().any(given)
    }

    fn millis(mut self, now: f64) -> Result<f64, Fault> {
        let by_month = self.is_made_of("YMD", "XxWwd");
        let by_day = !by_month && self.is_made_of("Yd", "XMxWwD");
        let by_week_of_month = self.is_made_of("Xxw", "YMWdD");
        let by_week = !by_week_of_month && self.is_made_of("XW", "YMxwdD");
        let by_half_day = !self.is_made_of("Hmsf", "Ph") && self.is_made_of("Phmsf", "H");
        let dates = if by_day {
            "YD"
        } else if by_week_of_month {
            "XxwF"
        } else if by_week {
            "XWF"
        } else {
            "YMD"
        };
        let times = if by_half_day { "Phmsf" } else { "Hmsf" };
        let (mut started, mut ended) = (false, false);
        for sign in dates.chars().chain(times.chars()) {
            if self.get(sign).is_some() {
                started = true;
                if ended {
                    return Err(Fault::new("D3136"));
                }
            } else if started {
                // Behind what is given, everything begins.
                self.set(sign, Some(if "MDd".contains(sign) { 1.0 } else { 0.0 }));
                ended = true;
            } else {
                // Before it, everything is as it is now.
                self.set(sign, Some(component(now, sign)));
            }
        }
        if by_week_of_month || by_week {
            return Err(Fault::new("D3136"));
        }
        let get = |sign: char| self.get(sign).unwrap_or(f64::NAN);
        let (mut month, mut day) =
            (self.get('M').filter(|month| *month > 0.0).map_or(0.0, |month| month - 1.0), get('D'));
        if by_day {
            let date = utc(get('Y'), 0.0, 1.0, 0.0, 0.0, 0.0, 0.0) + (get('d') - 1.0) * super::calendar::DAY;
            (month, day) = (component(date, 'M') - 1.0, component(date, 'D'));
        }
        let hour = if by_half_day { get('h') % 12.0 + 12.0 * get('P') } else { get('H') };
        let millis = utc(get('Y'), month, day, hour, get('m'), get('s'), get('f'));
        let zone = ['Z', 'z'].into_iter().find_map(|sign| self.get(sign).filter(|zone| *zone != 0.0));
        Ok(millis - zone.unwrap_or(0.0) * 60_000.0)
    }
}
