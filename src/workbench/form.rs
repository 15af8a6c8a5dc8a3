//! A form: fields as data, one line of text each, problems where they belong.

mod document;

pub use document::with_reason;
use serde_json::Value;

use super::command::Command;
use super::key::Key;
use super::text_field::TextField;
use crate::domain::draft::Problem;

/// What is typed into a field, where that is more than text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Text.
    Text,
    /// A key: not drawn unless asked for, kept in no file.
    Secret,
    /// A word that is typed anew for each change: kept in no file, and no part of what is sent.
    Consent,
    /// An AS number, plain or dotted.
    Asn,
    /// Bytes of a packet.
    Mtu,
    /// One of these words.
    Words(&'static [&'static str]),
    /// A free slot of the account's list.
    Slot,
    /// An interconnect of the account's list.
    Interconnect,
}

impl Sort {
    /// It may be written to a file: a draft, the text for an editor.
    pub fn is_kept(self) -> bool {
        !matches!(self, Self::Secret | Self::Consent)
    }

    /// Its values can be chosen from a list.
    pub fn has_list(self) -> bool {
        matches!(self, Self::Words(_) | Self::Slot | Self::Interconnect | Self::Asn)
    }
}

/// What a field is.
#[derive(Debug, PartialEq, Eq)]
pub struct Spec {
    /// Its name in the request body, levels joined by `/`; problems find it by that.
    pub name: &'static str,
    /// Another name that the field rules know it by; empty for none.
    pub also: &'static str,
    /// What a person reads before it.
    pub label: &'static str,
    /// One line of help.
    pub help: &'static str,
    /// What is typed into it.
    pub sort: Sort,
}

impl Spec {
    /// A field of text.
    pub const fn new(name: &'static str, label: &'static str, help: &'static str) -> Self {
        Self { name, also: "", label, help, sort: Sort::Text }
    }

    /// The same with another sort of content.
    #[must_use]
    pub const fn sort(self, sort: Sort) -> Self {
        Self { sort, ..self }
    }

    /// The same, known to the field rules by another name, too.
    #[must_use]
    pub const fn also(self, also: &'static str) -> Self {
        Self { also, ..self }
    }

    fn is(&self, name: &str) -> bool {
        self.name == name || (!self.also.is_empty() && self.also == name)
    }
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
    earlier: Vec<String>,
}

impl Field {
    /// What it held at the start.
    pub fn baseline(&self) -> &str {
        &self.baseline
    }

    /// It holds something else than at the start.
    pub fn is_touched(&self) -> bool {
        self.text.text() != self.baseline
    }

    /// Puts a text in its place; what was there can be had back.
    fn put(&mut self, text: &str) {
        if self.text.text() != text {
            self.remember();
            self.text = TextField::new(text);
        }
        self.problem = None;
    }

    fn remember(&mut self) {
        let now = self.text.text();
        if self.earlier.last().is_none_or(|last| last != now) {
            self.earlier.push(now.to_owned());
        }
        if self.earlier.len() > STEPS_BACK {
            self.earlier.remove(0);
        }
    }
}

/// How many states of a field can be had back.
const STEPS_BACK: usize = 100;

/// A form with its fields and a button after them.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// In the order of the screen.
    pub fields: Vec<Field>,
    /// Keys are drawn as they are.
    pub revealed: bool,
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
            earlier: Vec::new(),
        };
        let mut form = Self { fields: specs.into_iter().map(field).collect(), revealed: false, focus: 0 };
        form.arrive();
        form
    }

    /// What a field came with is a proposal: the first letter takes its place, any other editing key edits it. What a
    /// person typed is never taken away by coming back to it.
    fn arrive(&mut self) {
        for (at, field) in self.fields.iter_mut().enumerate() {
            if at == self.focus && !field.is_touched() {
                field.text.select();
            } else {
                field.text.deselect();
            }
        }
    }

    /// The field in focus.
    pub fn field(&self) -> Option<&Field> {
        self.fields.get(self.focus)
    }

    /// Index of the field in focus; `None` on the button.
    pub fn focus(&self) -> Option<usize> {
        (self.focus < self.fields.len()).then_some(self.focus)
    }

    /// To the next field, or the button; then from the start again.
    pub fn next(&mut self) {
        self.focus = (self.focus + 1) % (self.fields.len() + 1);
        self.arrive();
    }

    /// Back.
    pub fn previous(&mut self) {
        self.focus = (self.focus + self.fields.len()) % (self.fields.len() + 1);
        self.arrive();
    }

    /// This command hands the form in: from anywhere, or by its button.
    pub fn is_handed_in(&self, command: Command) -> bool {
        command == Command::Validate || (command == Command::Press && self.focus().is_none())
    }

    /// Where a command leads among the fields; others do nothing.
    pub fn go(&mut self, command: Command) {
        match command {
            Command::Press | Command::Next => self.next(),
            Command::Previous => self.previous(),
            _ => {}
        }
    }

    /// To a field by its name.
    pub fn focus_on(&mut self, name: &str) {
        if let Some(at) = self.fields.iter().position(|field| field.spec.name == name) {
            self.focus = at;
            self.arrive();
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
        // A word of consent is no work that could be lost, and changes nothing.
        self.fields.iter().any(|field| field.is_touched() && field.spec.sort != Sort::Consent)
    }

    /// Puts a text into a field by its name.
    pub fn set(&mut self, name: &str, text: &str) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.spec.name == name) {
            field.put(text);
        }
    }

    /// Puts in what was chosen from a list; the first letter that is typed after it takes its place.
    pub fn choose(&mut self, name: &str, text: &str) {
        self.set(name, text);
        if let Some(field) = self.fields.get_mut(self.focus).filter(|field| field.spec.name == name) {
            field.text.select();
        }
    }

    /// Other start values; what was typed stays.
    pub fn rebase(&mut self, values: impl IntoIterator<Item = (&'static Spec, String)>) {
        for (spec, text) in values {
            if let Some(field) = self.fields.iter_mut().find(|field| field.spec.name == spec.name) {
                field.baseline = text;
            }
        }
    }

    /// The field in focus as it was a step before.
    pub fn undo(&mut self) {
        let Some(field) = self.fields.get_mut(self.focus) else { return };
        if let Some(text) = field.earlier.pop() {
            field.text = TextField::new(&text);
            field.problem = None;
        }
    }

    /// The field in focus as it was at the start.
    pub fn reset(&mut self) {
        if let Some(field) = self.fields.get_mut(self.focus) {
            field.put(&field.baseline.clone());
        }
    }

    /// Puts what the rules say now on the fields that were touched; the focus stays.
    pub fn mark(&mut self, problems: &[Problem]) {
        for field in &mut self.fields {
            let found = |warning| problems.iter().find(|p| field.spec.is(p.field) && p.warning == warning);
            field.problem = Some(&field.text)
                .filter(|text| text.text() != field.baseline && !text.text().trim().is_empty())
                .and_then(|_| found(false).or_else(|| found(true)).cloned());
        }
    }

    /// An editing key for the field in focus. A problem goes when its field is touched.
    pub fn press(&mut self, key: Key) -> bool {
        let Some(field) = self.fields.get_mut(self.focus) else { return false };
        let before = field.clone();
        let taken = field.text.press(key);
        if taken {
            field.problem = None;
        }
        if before.text.text() != field.text.text() {
            let now = std::mem::replace(&mut field.text, before.text);
            field.remember();
            field.text = now;
        }
        taken
    }

    /// Pasted text for the field in focus.
    pub fn paste(&mut self, text: &str) {
        if let Some(field) = self.fields.get_mut(self.focus) {
            field.remember();
            field.text.insert(text);
            field.problem = None;
        }
    }

    /// Shows what is wrong with it. `true`: nothing is.
    pub fn passes(&mut self, problems: Vec<Problem>) -> bool {
        self.show(problems).is_empty() && self.fields.iter().all(|field| field.problem.is_none())
    }

    /// Puts each problem on its field and the focus on the first. Answers those that belong to none.
    pub fn show(&mut self, problems: Vec<Problem>) -> Vec<Problem> {
        for field in &mut self.fields {
            field.problem = None;
        }
        let mut homeless = Vec::new();
        let mut first = None;
        for problem in problems {
            match self.fields.iter().position(|field| field.spec.is(problem.field)) {
                Some(at) => {
                    first = Some(first.unwrap_or(at).min(at));
                    self.fields[at].problem.get_or_insert(problem);
                }
                None => homeless.push(problem),
            }
        }
        if let Some(at) = first {
            self.focus = at;
            self.arrive();
        }
        homeless
    }
}

/// A value of a body as a person would type it.
fn as_typed(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(on) => if *on { "on" } else { "off" }.to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(as_typed).collect::<Vec<_>>().join(" "),
        // A target that tells what was set from what is probed.
        Value::Object(map) => map.get("saved").map(as_typed).unwrap_or_default(),
        Value::Number(number) => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbench::key::Code;

    static A: Spec = Spec::new("a", "A", "");
    static B: Spec = Spec::new("b", "B", "").also("old/b");

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

    #[test]
    fn what_a_field_came_with_gives_way_to_the_first_letter_and_what_was_typed_does_not() {
        let mut form = Form::new([(&A, "cni-1".to_owned()), (&B, "1500".to_owned())]);
        form.press(Key::char('x'));
        form.press(Key::char('y'));
        assert_eq!(form.text("a"), "xy");
        form.next();
        form.paste("1400");
        assert_eq!(form.text("b"), "1400");
        form.previous();
        form.press(Key::char('z'));
        assert_eq!(form.text("a"), "xyz", "typed, so it is edited");
        form.undo();
        form.undo();
        form.undo();
        assert_eq!(form.text("a"), "cni-1");
        form.next();
        form.previous();
        form.press(Key::plain(Code::Backspace));
        assert_eq!(form.text("a"), "cni-", "any other key edits it");
        form.choose("a", "of the list");
        form.press(Key::char('n'));
        assert_eq!(form.text("a"), "n");
    }

    #[test]
    fn a_field_goes_back_step_by_step_and_to_its_start() {
        let mut form = Form::new([(&B, "x".to_owned())]);
        form.press(Key::plain(Code::End));
        form.press(Key::char('y'));
        form.paste("zz");
        form.undo();
        assert_eq!(form.text("b"), "xy");
        form.undo();
        form.undo();
        assert_eq!(form.text("b"), "x");
        form.set("b", "other");
        form.reset();
        assert_eq!(form.text("b"), "x");
        form.undo();
        assert_eq!(form.text("b"), "other", "a reset can be taken back, too");
    }

    #[test]
    fn rules_mark_what_was_touched_only_and_know_a_field_by_both_names() {
        let mut form = Form::new([(&A, String::new()), (&B, String::new())]);
        let all = [Problem { field: "a", warning: false, text: "needed".into() }, Problem::error("old/b", "bad")];
        form.focus_on("b");
        form.press(Key::char('q'));
        form.mark(&all);
        assert!(form.fields[0].problem.is_none(), "nobody was there yet");
        assert_eq!(form.fields[1].problem.as_ref().unwrap().text, "bad");
        assert_eq!(form.focus(), Some(1));
    }
}
