//! Why versions cannot be compared, and what to do about it.

use wxgen::report::visible;

/// What is wrong, in one line, and help.
#[derive(Debug)]
pub struct DiffError {
    message: String,
    help: Vec<String>,
}

impl DiffError {
    /// An error, so far without help.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: Vec::new() }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// The problem in one line.
    pub fn line(&self) -> String {
        let all: Vec<_> = std::iter::once(&self.message).chain(&self.help).map(|text| visible(text)).collect();
        all.join("; ")
    }

    /// The problem on lines of its own, without the word "error".
    pub fn text(&self) -> String {
        let help = self.help.iter().map(|help| format!("\n  = help: {}", visible(help)));
        visible(&self.message) + &help.collect::<String>()
    }
}
