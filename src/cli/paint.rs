//! Colours, where they are wanted.

use std::ffi::OsString;

/// Whether text is coloured.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint(bool);

impl Paint {
    /// On a terminal; never where `NO_COLOR` is set to anything, always where `CLICOLOR_FORCE` is set to other than 0.
    pub(super) fn wanted(terminal: bool, variable: &dyn Fn(&str) -> Option<OsString>) -> Self {
        let is_set = |name: &str| variable(name).filter(|value| !value.is_empty());
        if is_set("NO_COLOR").is_some() {
            return Paint(false);
        }
        let forced = is_set("CLICOLOR_FORCE").is_some_and(|value| value != "0");
        let dumb = is_set("TERM").is_some_and(|value| value == "dumb");
        Paint(forced || (terminal && !dumb))
    }

    pub(super) fn is_on(self) -> bool {
        self.0
    }

    fn code(self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.code("1", text)
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.code("2", text)
    }

    pub(super) fn red(self, text: &str) -> String {
        self.code("1;31", text)
    }

    pub(super) fn green(self, text: &str) -> String {
        self.code("32", text)
    }

    pub(super) fn yellow(self, text: &str) -> String {
        self.code("1;33", text)
    }

    pub(super) fn cyan(self, text: &str) -> String {
        self.code("36", text)
    }
}
