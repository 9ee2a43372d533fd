//! What a demonstration says of itself, wherever it goes.

use super::{Form, Table, words};
use shared::words::statement::DEMONSTRATION;

impl Table {
    /// The same, said to be made up: in its title and, where a line may be copied elsewhere, in
    /// every line.
    #[must_use]
    pub fn made_up(mut self, form: Form) -> Self {
        self.title = made_up(&self.title);
        let is_said = self.columns.iter().any(|column| column == words::DATA);
        match form {
            Form::Csv | Form::Xlsx if !is_said => {
                self.columns.push(words::DATA.into());
                self.lines.iter_mut().for_each(|line| line.push(DEMONSTRATION.into()));
            }
            Form::Csv | Form::Xlsx | Form::Pdf => {}
        }
        self
    }
}

/// A title with the mark of what was made up for the demonstration.
pub(crate) fn made_up(title: &str) -> String {
    format!("{title} ({DEMONSTRATION})")
}
