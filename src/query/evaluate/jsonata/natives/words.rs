//! Numbers in English words, in letters and in Roman digits.

const SMALL: [&str; 20] = [
    "Zero",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Thirteen",
    "Fourteen",
    "Fifteen",
    "Sixteen",
    "Seventeen",
    "Eighteen",
    "Nineteen",
];

const SMALL_ORDINALS: [&str; 20] = [
    "Zeroth",
    "First",
    "Second",
    "Third",
    "Fourth",
    "Fifth",
    "Sixth",
    "Seventh",
    "Eighth",
    "Ninth",
    "Tenth",
    "Eleventh",
    "Twelfth",
    "Thirteenth",
    "Fourteenth",
    "Fifteenth",
    "Sixteenth",
    "Seventeenth",
    "Eighteenth",
    "Nineteenth",
];

const TENS: [&str; 8] = ["Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"];

const MAGNITUDES: [&str; 4] = ["Thousand", "Million", "Billion", "Trillion"];

const ROMAN: [(f64, &str); 13] = [
    (1000.0, "m"),
    (900.0, "cm"),
    (500.0, "d"),
    (400.0, "cd"),
    (100.0, "c"),
    (90.0, "xc"),
    (50.0, "l"),
    (40.0, "xl"),
    (10.0, "x"),
    (9.0, "ix"),
    (5.0, "v"),
    (4.0, "iv"),
    (1.0, "i"),
];

/// A whole number that is not negative, in words, such as `One Hundred and Five`.
pub(super) fn in_words(number: f64, ordinal: bool) -> String {
    let mut out = String::new();
    write_words(number, Joined::Alone, ordinal, &mut out);
    out
}

/// What stands before a piece of a number in words.
#[derive(Clone, Copy, PartialEq)]
enum Joined {
    Alone,
    Behind,
}

fn write_words(number: f64, joined: Joined, ordinal: bool, out: &mut String) {
    let behind = joined == Joined::Behind;
    if number < 100.0 {
        out.push_str(if behind { " and " } else { "" });
        let number = number as usize;
        if number < 20 {
            out.push_str(named(if ordinal { &SMALL_ORDINALS } else { &SMALL }, number));
            return;
        }
        let tens = named(&TENS, number / 10 - 2);
        match number % 10 {
            0 if ordinal => {
                out.push_str(tens.trim_end_matches('y'));
                out.push_str("ieth");
            }
            0 => out.push_str(tens),
            rest => {
                out.push_str(tens);
                out.push('-');
                out.push_str(named(if ordinal { &SMALL_ORDINALS } else { &SMALL }, rest));
            }
        }
        return;
    }
    out.push_str(if behind { ", " } else { "" });
    let rest = if number < 1000.0 {
        out.push_str(named(&SMALL, (number / 100.0) as usize));
        out.push_str(" Hundred");
        number % 100.0
    } else {
        // Beyond trillions there are thousands of them.
        let magnitude = ((number.log10() / 3.0).floor() as usize).clamp(1, MAGNITUDES.len());
        let factor = 1000f64.powi(magnitude as i32);
        let count = (number / factor).floor();
        write_words(count, Joined::Alone, false, out);
        out.push(' ');
        out.push_str(named(&MAGNITUDES, magnitude - 1));
        number - count * factor
    };
    if rest > 0.0 {
        write_words(rest, Joined::Behind, ordinal, out);
    } else if ordinal {
        out.push_str("th");
    }
}

fn named(names: &[&'static str], index: usize) -> &'static str {
    names.get(index).copied().unwrap_or_default()
}

/// What a number in words means, in lower case; not a number where a word is none of them.
pub(super) fn from_words(text: &str) -> f64 {
    let mut segments = vec![0.0];
    for word in words(text) {
        let value = value_of(word);
        let top: f64 = segments.pop().unwrap_or(0.0);
        if value < 100.0 {
            if top >= 1000.0 {
                segments.extend([top, value]);
            } else {
                segments.push(top + value);
            }
        } else {
            segments.push(top * value);
        }
    }
    segments.into_iter().fold(0.0, |sum, segment| sum + segment)
}

/// Words between commas, blanks, hyphens and `and`.
fn words(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    let mut start = 0;
    let mut at = 0;
    while let Some(ahead) = rest.get(at..) {
        let Some(c) = ahead.chars().next() else { break };
        let blank = ahead.chars().nth(1).filter(|next| next.is_whitespace());
        let skipped = if let (',', Some(blank)) = (c, blank) {
            1 + blank.len_utf8()
        } else if c.is_whitespace() {
            let behind = ahead.get(c.len_utf8()..).unwrap_or_default();
            let joined = behind.strip_prefix("and").and_then(|more| more.chars().next());
            match joined.filter(|next| next.is_whitespace()) {
                Some(next) => c.len_utf8() + 3 + next.len_utf8(),
                None => c.len_utf8(),
            }
        } else if matches!(c, '\\' | '-') {
            1
        } else {
            at += c.len_utf8();
            continue;
        };
        out.push(rest.get(start..at).unwrap_or_default());
        rest = rest.get(at + skipped..).unwrap_or_default();
        (start, at) = (0, 0);
    }
    out.push(rest.get(start..).unwrap_or_default());
    out
}

fn value_of(word: &str) -> f64 {
    let find = |names: &[&str]| names.iter().position(|name| name.to_lowercase() == word);
    if let Some(small) = find(&SMALL).or_else(|| find(&SMALL_ORDINALS)) {
        return small as f64;
    }
    let tens = TENS.iter().position(|name| {
        let name = name.to_lowercase();
        name == word || word.strip_suffix("ieth") == Some(name.trim_end_matches('y'))
    });
    if let Some(tens) = tens {
        return 10.0 * (tens + 2) as f64;
    }
    let word = word.strip_suffix("th").unwrap_or(word);
    if word == "hundred" {
        return 100.0;
    }
    match MAGNITUDES.iter().position(|name| name.to_lowercase() == word) {
        Some(magnitude) => 1000f64.powi(magnitude as i32 + 1),
        None => f64::NAN,
    }
}

/// Roman digits in lower case, for a number below a million; more would be nothing but thousands.
pub(super) fn roman(number: f64) -> String {
    let mut out = String::new();
    let mut left = number;
    for (value, digits) in ROMAN {
        while left >= value && out.len() < 100_000 {
            out.push_str(digits);
            left -= value;
        }
    }
    out
}

/// What Roman digits mean.
pub(super) fn from_roman(text: &str) -> f64 {
    let mut most = 1.0;
    let mut sum = 0.0;
    for digit in text.chars().rev() {
        let value = match digit.to_ascii_lowercase() {
            'm' => 1000.0,
            'd' => 500.0,
            'c' => 100.0,
            'l' => 50.0,
            'x' => 10.0,
            'v' => 5.0,
            'i' => 1.0,
            _ => return f64::NAN,
        };
        if value < most {
            sum -= value;
        } else {
            most = value;
            sum += value;
        }
    }
    sum
}

/// Letters as the columns of a table are named.
pub(super) fn letters(number: f64, first: u8) -> String {
    let mut out = Vec::new();
    let mut left = number;
    while left > 0.0 {
        // One of 26 letters.
        out.push(char::from(first + ((left - 1.0) % 26.0) as u8));
        left = ((left - 1.0) / 26.0).floor();
    }
    out.into_iter().rev().collect()
}

/// What such letters mean.
pub(super) fn from_letters(text: &str, first: char) -> f64 {
    let value = |c: char| f64::from(u32::from(c)) - f64::from(u32::from(first)) + 1.0;
    text.chars().fold(0.0, |sum, c| sum * 26.0 + value(c))
}
