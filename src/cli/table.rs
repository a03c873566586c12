//! Columns of text that fit a terminal.

use super::paint::Paint;

/// The space between two columns.
const GAP: usize = 2;

/// How narrow a column may get.
const NARROW: usize = 14;

/// The longest word that is kept whole while other columns can still give way.
const WORD: usize = 30;

/// What stands before the further lines of text that is wrapped.
const INDENT: &str = "  ";

/// A table. A cell holds lines, each of which is wrapped where its column is too narrow.
#[derive(Debug)]
pub(super) struct Table {
    head: Vec<&'static str>,
    rows: Vec<Vec<Vec<String>>>,
    overflow: bool,
}

impl Table {
    pub(super) fn new(head: &[&'static str]) -> Self {
        Table { head: head.to_vec(), rows: Vec::new(), overflow: false }
    }

    /// Leaves the last column as wide as it is: for addresses, which must not be cut.
    pub(super) fn last_as_it_is(mut self) -> Self {
        self.overflow = true;
        self
    }

    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = Vec<String>>) {
        self.rows.push(cells.into_iter().collect());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The text, indented by so many spaces and at most so wide. Rows stand apart where one of them has several lines.
    pub(super) fn render(&self, paint: Paint, indent: usize, width: usize) -> String {
        let widths = self.widths(width.saturating_sub(indent));
        let rows: Vec<Vec<Vec<String>>> = self.rows.iter().map(|row| self.wrapped(row, &widths)).collect();
        let height = |row: &Vec<Vec<String>>| row.iter().map(Vec::len).max().unwrap_or(0);
        let apart = rows.iter().any(|row| height(row) > 1);
        let margin = " ".repeat(indent);
        let mut out = String::new();
        let mut line = |cells: Vec<&str>, head: bool| {
            let mut text = String::new();
            let mut owed = 0;
            for (cell, width) in cells.iter().zip(&widths) {
                if !cell.is_empty() {
                    text.push_str(&" ".repeat(owed));
                    text.push_str(cell);
                    owed = 0;
                }
                owed += width.saturating_sub(cell.chars().count()) + GAP;
            }
            out.push_str(&margin);
            out.push_str(&if head { paint.dim(&text) } else { text });
            out.push('\n');
        };
        line(self.head.clone(), true);
        for (index, row) in rows.iter().enumerate() {
            if apart && index > 0 {
                line(Vec::new(), false);
            }
            for number in 0..height(row) {
                let at = |cell: &'_ Vec<String>| cell.get(number).cloned().unwrap_or_default();
                let cells: Vec<String> = row.iter().map(at).collect();
                line(cells.iter().map(String::as_str).collect(), false);
            }
        }
        if indent > 0 {
            // No spaces on lines that only keep rows apart.
            out = out.lines().map(str::trim_end).fold(String::new(), |text, line| text + line + "\n");
        }
        out
    }

    fn widths(&self, room: usize) -> Vec<usize> {
        let columns = self.head.len();
        let lines = |column: usize| self.rows.iter().filter_map(move |row| row.get(column)).flatten();
        let head = |column: usize| self.head.get(column).map_or(0, |head| head.chars().count());
        let widest = |column: usize| lines(column).map(|line| line.chars().count()).max().unwrap_or(0);
        let unbroken = |column: usize| {
            let words = lines(column).flat_map(|line| pieces(line).enumerate());
            // A word that is not the first may come to stand on a line that is indented.
            let length = |(index, word): (usize, &str)| {
                word.trim_end().chars().count() + if index == 0 { 0 } else { INDENT.len() }
            };
            words.map(length).max().unwrap_or(0)
        };
        let mut widths: Vec<usize> = (0..columns).map(|column| widest(column).max(head(column))).collect();
        let fixed = if self.overflow { columns.saturating_sub(1) } else { columns };
        let gaps = GAP * columns.saturating_sub(1);
        // The widest columns give way first: as far as their words allow, and further only where that is not enough.
        for wordwise in [true, false] {
            let floors: Vec<usize> = (0..fixed)
                .map(|column| {
                    let least = if wordwise { unbroken(column).min(WORD) } else { 0 };
                    least.max(head(column)).max(NARROW)
                })
                .collect();
            while widths.iter().take(fixed).sum::<usize>() + gaps > room {
                let givers = widths.iter_mut().zip(&floors).filter(|(width, floor)| **width > **floor);
                let Some((width, _)) = givers.max_by_key(|(width, _)| **width) else { break };
                *width -= 1;
            }
        }
        widths
    }

    fn wrapped(&self, row: &[Vec<String>], widths: &[usize]) -> Vec<Vec<String>> {
        let cells = row.iter().zip(widths);
        cells.map(|(cell, width)| cell.iter().flat_map(|line| wrap(line, *width)).collect()).collect()
    }
}

/// Text in pieces between which it may be broken: after spaces, slashes and commas, and in an ARN after colons; never
/// within `${…}`.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let arn = text.starts_with("arn:");
    let mut depth = 0_u32;
    text.split_inclusive(move |c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && (matches!(c, ' ' | '/' | ',' | '}') || (arn && c == ':'))
    })
}

/// Text in lines of at most `width`; those after the first are indented.
fn wrap(text: &str, width: usize) -> Vec<String> {
    if text.chars().count() <= width {
        return vec![text.to_owned()];
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    for piece in pieces(text) {
        let mut rest = piece;
        loop {
            let needed = rest.trim_end().chars().count();
            if length + needed <= width {
                line.push_str(rest);
                length += rest.chars().count();
                break;
            }
            if line.trim().is_empty() {
                let cut = cut(rest, width.saturating_sub(length).max(1));
                let (head, tail) = rest.split_at(cut);
                line.push_str(head);
                rest = tail;
            }
            lines.push(line.trim_end().to_owned());
            line = INDENT.to_owned();
            length = INDENT.len();
            if rest.is_empty() {
                break;
            }
        }
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Where to cut a word that is longer than a line: where a part of it begins, in its second half, or else where the
/// line is full.
fn cut(word: &str, room: usize) -> usize {
    let mut full = word.len();
    let mut part = None;
    let mut before = ' ';
    for (number, (at, c)) in word.char_indices().enumerate() {
        if number == room {
            full = at;
        }
        if number > room {
            break;
        }
        if number > room / 2 && (before == '.' || (c.is_uppercase() && before.is_lowercase())) {
            part = Some(at);
        }
        before = c;
    }
    part.filter(|part| *part <= full).unwrap_or(full)
}
