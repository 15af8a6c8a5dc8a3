//! The places where commands work, and their names: stable words for the key map and the printed page.

/// Where a row of the table works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere.
    Any,
    /// On a table.
    Browse,
    /// While a filter is typed.
    Filter,
    /// On a page that is only read.
    Read,
    /// On the timeline.
    Timeline,
    /// On an object.
    Describe,
    /// In a document.
    Document,
    /// While what is looked for in a document is typed.
    Search,
    /// In a picker.
    Pick,
    /// In a form.
    Form,
    /// Before a question.
    Question,
    /// On a receipt, or at the end of a change.
    Receipt,
    /// On the first screen of a run without a token.
    Welcome,
    /// On the review.
    Review,
    /// Before a foreign change.
    Merge,
    /// While something is under way that cannot be stopped, or is only waited for.
    Wait,
}

impl Scope {
    /// In the order of the printed page.
    pub const ALL: [Self; 16] = [
        Self::Browse,
        Self::Filter,
        Self::Read,
        Self::Timeline,
        Self::Describe,
        Self::Document,
        Self::Receipt,
        Self::Search,
        Self::Pick,
        Self::Form,
        Self::Review,
        Self::Merge,
        Self::Question,
        Self::Welcome,
        Self::Wait,
        Self::Any,
    ];

    /// Its name in the key map.
    pub fn id(self) -> &'static str {
        match self {
            Self::Any => "everywhere",
            Self::Browse => "table",
            Self::Filter => "filter-line",
            Self::Read => "page",
            Self::Timeline => "changes",
            Self::Describe => "object",
            Self::Document => "document",
            Self::Search => "search-line",
            Self::Pick => "list",
            Self::Form => "form",
            Self::Question => "question",
            Self::Welcome => "first-screen",
            Self::Review => "review",
            Self::Receipt => "receipt",
            Self::Merge => "foreign-change",
            Self::Wait => "wait",
        }
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Any => "Everywhere",
            Self::Browse => "On a table",
            Self::Filter => "While a filter is typed",
            Self::Read => "On a page that is read",
            Self::Timeline => "On the timeline",
            Self::Describe => "On an object",
            Self::Document => "In a document",
            Self::Search => "While a search is typed",
            Self::Pick => "In a list to choose from",
            Self::Form => "In a form",
            Self::Question => "Before a question",
            Self::Welcome => "On the first screen, without a token",
            Self::Review => "On the review",
            Self::Receipt => "On a receipt, or at the end of a change",
            Self::Merge => "Before a change by somebody else",
            Self::Wait => "While something is under way",
        }
    }

    /// Characters are text here, not keys.
    pub fn types_text(self) -> bool {
        matches!(self, Self::Filter | Self::Search | Self::Pick | Self::Form)
    }
}
