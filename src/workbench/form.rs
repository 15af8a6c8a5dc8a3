//! A form: fields as data, one line of text each, problems where they belong.

use super::key::Key;
use super::text_field::TextField;
use crate::domain::draft::Problem;

/// What a field is.
#[derive(Debug, PartialEq, Eq)]
pub struct Spec {
    /// Its name in the request body; problems find it by that.
    pub name: &'static str,
    /// What a person reads before it.
    pub label: &'static str,
    /// One line of help.
    pub help: &'static str,
}

/// A field being filled.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// What it is.
    pub spec: &'static Spec,
    /// What was typed.
    pub text: TextField,
    /// What is wrong with it.
    pub problem: Option<Problem>,
    baseline: String,
}

/// A form with its fields and a button after them.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// In the order of the screen.
    pub fields: Vec<Field>,
    focus: usize,
}

impl Form {
    /// A form with a start value for each field.
    pub fn new(specs: impl IntoIterator<Item = (&'static Spec, String)>) -> Self {
        let field = |(spec, text): (&'static Spec, String)| Field {
            spec,
            text: TextField::new(&text),
            problem: None,
            baseline: text,
        };
        Self { fields: specs.into_iter().map(field).collect(), focus: 0 }
    }

    /// Index of the field in focus; `None` on the button.
    pub fn focus(&self) -> Option<usize> {
        (self.focus < self.fields.len()).then_some(self.focus)
    }

    /// To the next field, or the button; then from the start again.
    pub fn next(&mut self) {
        self.focus = (self.focus + 1) % (self.fields.len() + 1);
    }

    /// Back.
    pub fn previous(&mut self) {
        self.focus = (self.focus + self.fields.len()) % (self.fields.len() + 1);
    }

    /// To a field by its name.
    pub fn focus_on(&mut self, name: &str) {
        if let Some(at) = self.fields.iter().position(|field| field.spec.name == name) {
            self.focus = at;
        }
    }

    /// The text of a field, trimmed; empty where there is no such field.
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|field| field.spec.name == name).map_or("", |field| field.text.text().trim())
    }

    /// The text of an optional field.
    pub fn given(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Something was typed that is not in the baseline.
    pub fn is_dirty(&self) -> bool {
        self.fields.iter().any(|field| field.text.text() != field.baseline)
    }

    /// An editing key for the field in focus. A problem goes when its field is touched.
    pub fn press(&mut self, key: Key) -> bool {
        let Some(field) = self.fields.get_mut(self.focus) else { return false };
        let taken = field.text.press(key);
        if taken {
            field.problem = None;
        }
        taken
    }

    /// Pasted text for the field in focus.
    pub fn paste(&mut self, text: &str) {
        if let Some(field) = self.fields.get_mut(self.focus) {
            field.text.insert(text);
            field.problem = None;
        }
    }

    /// Puts each problem on its field and the focus on the first. Answers those that belong to none.
    pub fn show(&mut self, problems: Vec<Problem>) -> Vec<Problem> {
        for field in &mut self.fields {
            field.problem = None;
        }
        let mut homeless = Vec::new();
        let mut first = None;
        for problem in problems {
            match self.fields.iter().position(|field| field.spec.name == problem.field) {
                Some(at) => {
                    first = Some(first.unwrap_or(at).min(at));
                    self.fields[at].problem.get_or_insert(problem);
                }
                None => homeless.push(problem),
            }
        }
        if let Some(at) = first {
            self.focus = at;
        }
        homeless
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static A: Spec = Spec { name: "a", label: "A", help: "" };
    static B: Spec = Spec { name: "b", label: "B", help: "" };

    #[test]
    fn problems_go_to_their_field_and_leave_when_it_is_touched() {
        let mut form = Form::new([(&A, String::new()), (&B, "x".to_owned())]);
        let problem = |field| Problem { field, warning: false, text: "bad".into() };
        let homeless = form.show(vec![problem("c"), problem("b")]);
        assert_eq!((homeless.len(), form.focus()), (1, Some(1)));
        assert!(!form.is_dirty());
        form.press(Key::char('y'));
        assert!(form.fields[1].problem.is_none() && form.is_dirty());
        form.next();
        assert_eq!(form.focus(), None, "the button");
        assert!(!form.press(Key::char('z')), "a button takes no text");
        form.next();
        assert_eq!(form.focus(), Some(0));
        form.previous();
        assert_eq!(form.focus(), None);
    }
}
