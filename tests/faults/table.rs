//! The table: a fault a line, with what it comes to.

use meetme::domain::Schema;
use meetme::sim::ValidateOnly;

pub(super) use super::changes::CHANGES;

/// What is read or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// `slots list -o json`, and the pane of slots.
    Slots,
    /// `cnis list`, and the pane of CNIs.
    Cnis,
    /// `interconnects status`, and the pane of interconnects.
    Status,
    /// `interconnects loa`, and the same key.
    Letter,
    /// A new interconnect.
    Create,
    /// Another MTU for a CNI.
    Edit,
    /// Another default ASN.
    Settings,
    /// A CNI less.
    Delete,
    /// An interconnect without CNIs less.
    Unplug,
    /// A new partner interconnect.
    Partner,
    /// A new CNI.
    Link,
    /// Another rate of a health check.
    Check,
}

/// A fault and what it comes to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// The rule, as `meetme sim --fault` takes it; ` + ` stands between several, of which the first is the row's.
    pub(super) rule: &'static str,
    /// What is tried.
    pub(super) subject: Subject,
    /// How the server and the client speak.
    pub(super) schema: Schema,
    /// What the server does with a dry run.
    pub(super) validate_only: ValidateOnly,
    /// Nothing comes: the limits are short here.
    pub(super) silent: bool,
    /// Exit code of the command.
    pub(super) exit: u8,
    /// What the command says; ` .. ` stands between several.
    pub(super) told: &'static str,
    /// What is on the screen.
    pub(super) screen: &'static str,
    /// Calls that met the rule: of the command, of the workbench.
    pub(super) calls: (usize, usize),
    /// Letters and the results in the record; `-` for nothing.
    pub(super) disk: &'static str,
}

impl Row {
    /// Which row it is.
    pub(super) fn title(&self) -> String {
        format!("{:?} ({}) {}", self.subject, self.schema, self.rule)
    }

    /// The name of the fault.
    pub(super) fn fault(&self) -> &'static str {
        let fault = self.rule.split(':').nth(1).unwrap();
        fault.split(['=', ' ']).next().unwrap()
    }
}

pub(super) const fn row(
    subject: Subject,
    rule: &'static str,
    exit: u8,
    told: &'static str,
    screen: &'static str,
    calls: (usize, usize),
    disk: &'static str,
) -> Row {
    let (schema, validate_only) = (Schema::Published, ValidateOnly::Honoured);
    Row { rule, subject, schema, validate_only, silent: false, exit, told, screen, calls, disk }
}

/// Nothing comes, or not soon enough.
pub(super) const fn silent(row: Row) -> Row {
    Row { silent: true, ..row }
}

/// By the other description of the API.
pub(super) const fn reference(row: Row) -> Row {
    Row { schema: Schema::Reference, ..row }
}

/// By a server that takes a dry run for the change itself.
pub(super) const fn ignored(row: Row) -> Row {
    Row { validate_only: ValidateOnly::Ignored, ..row }
}

/// Both tables.
pub(super) fn all() -> impl Iterator<Item = &'static Row> {
    TABLE.iter().chain(CHANGES)
}

/// Not counted: how many connections lie open is chance.
pub(super) const ANY: usize = usize::MAX;

use Subject::{Check, Cnis, Create, Delete, Edit, Letter, Settings, Slots, Status};

#[rustfmt::skip]
const TABLE: &[Row] = &[
    row(Slots, ":reset-accept:always", 7, "Connection reset by peer (os error 104) (attempt 3)", "1-5 of 5", (3, 0), "-"),
    silent(row(Slots, ":stall-accept:always", 7, "no answer came within 0.4 s (attempt 3)", "1-5 of 5", (3, 0), "-")),
    row(Slots, "GET /cni/slots:refuse=1000000:always", 7, "Connection refused (os error 111) (attempt 3)", "STALE", (1, ANY), "-"),
    row(Slots, "GET /cni/slots:reset:always", 7, "was lost before an answer: Connection reset by peer (os error 104) (at", "STALE .. was lost before an answer: Connection", (3, 3), "-"),
    silent(row(Slots, "GET /cni/slots:hang:always", 7, "no answer came within 0.4 s (attempt 3)", "STALE .. no answer came within 0.4 s", (3, 3), "-")),
    row(Slots, "GET /cni/slots:reset-head:always", 7, "was lost before an answer: Connection reset by peer (os error 104) (at", "STALE .. was lost before an answer: Connection", (3, 3), "-"),
    row(Slots, "GET /cni/slots:reset-body:always", 7, "the answer was cut off: Connection reset by peer (os error 104) (attem", "STALE .. the answer was cut off: Connection res", (3, 3), "-"),
    silent(row(Slots, "GET /cni/slots:stall-head:always", 7, "no answer came within 0.4 s (attempt 3)", "STALE .. no answer came within 0.4 s", (3, 3), "-")),
    silent(row(Slots, "GET /cni/slots:stall-body:always", 7, "no byte of the body came within 0.4 s (attempt 3)", "STALE .. no byte of the body came within 0.4 s", (3, 3), "-")),
    row(Slots, "GET /cni/slots:delay=3000:always", 0, "\"complete\": true", "1-5 of 5", (1, 1), "-"),
    silent(row(Slots, "GET /cni/slots:slow-body=50000:always", 7, "the whole call did not end within 4 s", "STALE .. the whole call did not end within 4 s", (1, 1), "-")),
    row(Slots, "GET /cni/slots:endless-body:always", 8, "the answer is larger than 16 MiB", "STALE .. the answer is larger than 16 MiB", (1, 1), "-"),
    row(Slots, "GET /cni/slots:cut:always", 7, "the answer was cut off: end of file before message length reached (att", "STALE .. the answer was cut off: end of file be", (3, 3), "-"),
    row(Slots, "GET /cni/slots:short-length:always", 8, "the answer is not JSON that can be read: EOF while parsing a string at", "STALE .. the answer is not JSON that can be rea", (1, 1), "-"),
    row(Slots, "GET /cni/slots:two-ways:always", 8, "the answer states its length in two ways", "STALE .. the answer states its length in two wa", (1, 1), "-"),
    row(Slots, "GET /cni/slots:two-lengths:always", 8, "answered something that is not HTTP: invalid content-length parsed", "STALE .. answered something that is not HTTP: i", (1, 1), "-"),
    row(Slots, "GET /cni/slots:bad-chunk:always", 8, "the answer cannot be unpacked: Invalid chunk size line: missing size d", "STALE .. the answer cannot be unpacked: Invalid", (1, 1), "-"),
    row(Slots, "GET /cni/slots:close:always", 0, "\"complete\": true", "1-5 of 5", (1, 1), "-"),
    row(Slots, "GET /cni/slots:not-http:always", 8, "answered something that is not HTTP: invalid HTTP version parsed", "STALE .. answered something that is not HTTP: i", (1, 1), "-"),
    row(Slots, "GET /cni/slots:many-headers:always", 8, "answered something that is not HTTP: message head is too large", "STALE .. answered something that is not HTTP: m", (1, 1), "-"),
    row(Slots, "GET /cni/slots:huge-header:always", 8, "the headers of the answer are larger than 64 KiB", "STALE .. the headers of the answer are larger t", (1, 1), "-"),
    row(Slots, "GET /cni/slots:cut-json:always", 8, "the answer is not JSON that can be read: EOF while parsing a string at", "STALE .. the answer is not JSON that can be rea", (1, 1), "-"),
    row(Slots, "GET /cni/slots:gzip-bomb:always", 8, "the answer is larger than 16 MiB", "STALE .. the answer is larger than 16 MiB", (1, 1), "-"),
    row(Slots, "GET /cni/slots:gzip-garbage:always", 8, "the answer cannot be unpacked: Invalid gzip header", "STALE .. the answer cannot be unpacked: Invalid", (1, 1), "-"),
    row(Slots, "GET /cni/slots:unasked-packing:always", 8, "the answer is packed in a way that was not asked for", "STALE .. the answer is packed in a way that was", (1, 1), "-"),
    row(Slots, "GET /cni/slots:status:always", 8, "the server failed (500) (attempt 3)", "STALE .. the server failed (500)", (3, 3), "-"),
    row(Slots, "GET /cni/slots:reject:always", 4, "the API refused (400)", "STALE .. the API refused (400)", (2, 2), "-"),
    row(Slots, "GET /cni/slots:unauthorized:always", 3, "the token was not accepted (401)", "STALE .. the token was not accepted (401)", (1, 1), "-"),
    row(Slots, "GET /cni/slots:token-refused:always", 3, "the token was not accepted (403)", "STALE .. the token was not accepted (403)", (1, 1), "-"),
    row(Slots, "GET /cni/slots:token-malformed:always", 3, "the token was not accepted (400)", "STALE .. the token was not accepted (400)", (2, 2), "-"),
    row(Slots, "GET /cni/slots:forbidden:always", 3, "not allowed (403)", "STALE .. not allowed (403)", (1, 1), "-"),
    row(Slots, "GET /cni/slots:missing:always", 5, "not found (404)", "STALE .. not found (404)", (1, 1), "-"),
    row(Slots, "GET /cni/slots:conflict:always", 10, "another object is in the way (409)", "STALE .. another object is in the way (409)", (1, 1), "-"),
    row(Slots, "GET /cni/slots:limited:always", 6, "too many calls (429)", "STALE .. 429: over the API's limit. Everything waits 5 s", (1, 1), "-"),
    row(Slots, "GET /cni/slots:limited-date:always", 6, "too many calls (429)", "STALE .. 429: over the API's limit. Everything waits 5 s", (1, 1), "-"),
    row(Slots, "GET /cni/slots:limited-past:always", 6, "too many calls (429)", "STALE .. 429: over the API's limit. Everything waits 60 s", (1, 1), "-"),
    row(Slots, "GET /cni/slots:limited-garbage:always", 6, "too many calls (429)", "STALE .. 429: over the API's limit. Everything waits 60 s", (1, 1), "-"),
    row(Slots, "GET /cni/slots:limited-bare:always", 6, "too many calls (429)", "STALE .. 429: over the API's limit. Everything waits 60 s", (1, 1), "-"),
    row(Slots, "GET /cni/slots:limited-html:always", 6, "the edge answered 429 (HTML): simulated edge | 429: Too many requests", "STALE .. 429: over the API's limit. Everything waits 5 s", (1, 1), "-"),
    row(Slots, "GET /cni/slots:html:always", 8, "the edge answered 502 (HTML): simulated edge | 502: Bad gateway (attem", "STALE .. the edge answered 502 (HTML): simulate", (3, 3), "-"),
    row(Slots, "GET /cni/slots:plain-error:always", 8, "the server failed (502) (attempt 3)", "STALE .. the server failed (502)", (3, 3), "-"),
    row(Slots, "GET /cni/slots:storm:always", 8, "the edge answered 504 (HTML): simulated edge | 504: Web server is down", "STALE .. the edge answered 504 (HTML): simulate", (3, 3), "-"),
    row(Slots, "GET /cni/slots:portal:always", 8, "something between (a proxy or a portal?) answered 200 (HTML): Sign in", "STALE .. something between (a proxy or a portal", (1, 1), "-"),
    row(Slots, "GET /cni/slots:mislabelled-page:always", 8, "something between (a proxy or a portal?) answered 200 (HTML): Hello", "STALE .. something between (a proxy or a portal", (1, 1), "-"),
    row(Slots, "GET /cni/slots:proxy-login:always", 7, "the proxy wants a login (407)", "STALE .. the proxy wants a login (407)", (1, 1), "-"),
    row(Slots, "GET /cni/slots:redirect:always", 8, "the answer (302) points to elsewhere.invalid; redirects are never foll", "STALE .. the answer (302) points to elsewhere.i", (1, 1), "-"),
    row(Slots, "GET /cni/slots:empty:always", 8, "the server answered 200 with nothing", "STALE .. the server answered 200 with nothing", (1, 1), "-"),
    row(Slots, "GET /cni/slots:no-content:always", 8, "the server answered 204 with nothing", "STALE .. the server answered 204 with nothing", (1, 1), "-"),
    row(Slots, "GET /cni/slots:teapot:always", 4, "the API refused (418)", "STALE .. the API refused (418)", (1, 1), "-"),
    row(Slots, "GET /cni/slots:bare:always", 0, "\"complete\": true", "1-5 of 5", (1, 1), "-"),
    row(Slots, "GET /cni/slots:enveloped:always", 0, "\"complete\": true", "1-5 of 5", (1, 1), "-"),
    row(Slots, "GET /cni/slots:success-false:always", 4, "the API answered 200 but said that it failed", "STALE .. the API answered 200 but said that it", (1, 1), "-"),
    row(Slots, "GET /cni/slots:null:always", 8, "the list cannot be read: the list is null", "STALE .. the list cannot be read: the list is n", (1, 1), "-"),
    row(Slots, "GET /cni/slots:null-result:always", 8, "the list cannot be read: the list is null", "STALE .. the list cannot be read: the list is n", (1, 1), "-"),
    row(Slots, "GET /cni/slots:another-text:always", 8, "the list cannot be read: the answer is no list", "STALE .. the list cannot be read: the answer is", (1, 1), "-"),
    row(Slots, "GET /cni/slots:missing-fields:always", 0, "\"complete\": true", "? unknown", (1, 1), "-"),
    row(Slots, "GET /cni/slots:nameless:always", 8, "5 rows could not be read; the list is not whole", "5 unreadable .. none of them could be read", (1, 1), "-"),
    row(Slots, "GET /cni/slots:null-fields:always", 0, "\"complete\": true", "? unknown", (1, 1), "-"),
    row(Slots, "GET /cni/slots:extra-fields:always", 0, "\"complete\": true", "1-5 of 5", (1, 1), "-"),
    row(Slots, "GET /cni/slots:wrong-kinds:always", 8, "5 rows could not be read; the list is not whole", "5 unreadable .. none of them could be read", (1, 1), "-"),
    row(Status, "GET /status:unknown-words:always", 0, "Quantum", "Quantum", (1, 1), "-"),
    row(Slots, "GET /cni/slots:one-bad-row:always", 8, "\"complete\": false .. 1 rows could not be read; the list is not whole", "1 unreadable", (1, 1), "-"),
    row(Slots, "GET /cni/slots:double-keys:always", 0, "\"complete\": true", "1-5 of 5", (1, 1), "-"),
    row(Slots, "GET /cni/slots:deep:always", 8, "the answer is not JSON that can be read: recursion limit exceeded at l", "STALE .. the answer is not JSON that can be rea", (1, 1), "-"),
    row(Slots, "GET /cni/slots:huge-text:always", 0, "\"complete\": true", "1-5 of 5", (1, 1), "-"),
    row(Slots, "GET /cni/slots:huge-page:always", 8, "the answer is larger than 16 MiB", "STALE .. the answer is larger than 16 MiB", (1, 1), "-"),
    row(Slots, "GET /cni/slots:lone-surrogate:always", 0, "\"complete\": true", "1-5 of 5", (1, 1), "-"),
    row(Slots, "GET /cni/slots:bom:always", 8, "the answer is not JSON that can be read: expected value at line 1 colu", "STALE .. the answer is not JSON that can be rea", (1, 1), "-"),
    row(Slots, "GET /cni/slots:trailing:always", 8, "the answer is not JSON that can be read: trailing characters at line 1", "STALE .. the answer is not JSON that can be rea", (1, 1), "-"),
    row(Slots, "GET /cni/slots:latin-1:always", 8, "the answer is not JSON that can be read: invalid unicode code point at", "STALE .. the answer is not JSON that can be rea", (1, 1), "-"),
    row(Slots, "GET /cni/slots:endless-list:always", 8, "\"complete\": false .. page 2 holds the same rows as the one before", "STALE .. page 2 holds the same rows", (2, 2), "-"),
    row(Slots, "GET /cni/slots:endless-empty:always", 8, "\"complete\": false .. only pages 1 to 4 came: pages up to 4 are empty, and each names anothe", "STALE .. only pages 1 to 4 came: pages up to 4", (4, 4), "-"),
    row(Slots, "GET /cni/slots:circle:always", 8, "\"complete\": false .. only pages 1 to 2 came: its cursor came a second time", "STALE .. only pages 1 to 2 came: its cursor cam", (2, 2), "-"),
    row(Slots, "GET /cni/slots:odd-cursor:always", 8, "\"complete\": false .. only page 1 came: its cursor is of an unknown kind", "STALE .. only page 1 came: its cursor is of an", (1, 1), "-"),
    row(Slots, "GET /cni/slots:page-two:always", 8, "\"complete\": false .. only page 1 came: the server failed (500) (attempt 3)", "STALE .. only page 1 came: the server failed (5", (4, 4), "-"),
    row(Slots, "GET /cni/slots:moving:always", 0, "\"complete\": true .. 1 rows came twice", "1-4 of 4 .. 1 twice", (2, 2), "-"),
    row(Slots, "GET /cni/slots:twice:always", 0, "\"complete\": true .. 1 rows came twice; the last of each is shown", "1 twice", (1, 1), "-"),
    row(Slots, "GET /cni/slots:null-list:always", 8, "the list cannot be read: `items` is no list", "STALE .. the list cannot be read: `items` is no", (1, 1), "-"),
    row(Slots, "GET /cni/slots:no-list:always", 8, "the list cannot be read: `items` is no list", "STALE .. the list cannot be read: `items` is no", (1, 1), "-"),
    row(Slots, "GET /cni/slots:empty-list:always", 0, "\"complete\": true", "3 Slots 0", (1, 1), "-"),
    row(Slots, "GET /cni/slots:small-pages:always", 4, "the API refused (400)", "STALE .. the API refused (400)", (2, 2), "-"),
    row(Cnis, "GET /cni/cnis:text-esc:always", 0, "link-iad-a-1�[2J�[H�[31mowned�c", "link-iad-a-1�[2J�[H�[3", (1, 1), "-"),
    row(Cnis, "GET /cni/cnis:text-osc:always", 0, "link-iad-a-1�]0;owned��]52;c;b3duZWQ=��]8;;http://elsewhere.invalid�\\x�]8;;�\\", "link-iad-a-1�]0;owned�", (1, 1), "-"),
    row(Cnis, "GET /cni/cnis:text-c1:always", 0, "link-iad-a-1�2J�0;owned��q�", "link-iad-a-1�2J�0;owne", (1, 1), "-"),
    row(Cnis, "GET /cni/cnis:text-bidi:always", 0, "link-iad-a-1�gpj.����", "link-iad-a-1�gpj.����", (1, 1), "-"),
    row(Cnis, "GET /cni/cnis:text-invisible:always", 0, "link-iad-a-1������", "link-iad-a-1������", (1, 1), "-"),
    row(Cnis, "GET /cni/cnis:text-combining:always", 0, "link-iad-a-1\u{336}\u{301}\u{336}\u{301}", "link-iad-a-1\u{336}\u{301}\u{336}\u{301}", (1, 1), "-"),
    row(Cnis, "GET /cni/cnis:text-wide:always", 0, "link-iad-a-1光レベル😀👩�🚒", "link-iad-a-1光レベル😀👩�🚒", (1, 1), "-"),
    row(Cnis, "GET /cni/cnis:text-lines:always", 0, "link-iad-a-1��X-Injected: 1��over�����", "link-iad-a-1��X-Inject", (1, 1), "-"),
    row(Cnis, "GET /cni/cnis:text-nul:always", 0, "link-iad-a-1�hidden��", "link-iad-a-1�hidden��", (1, 1), "-"),
    row(Cnis, "GET /cni/cnis:text-path:always", 0, "link-iad-a-1/../../../etc/passwd", "link-iad-a-1/../../../", (1, 1), "-"),
    row(Cnis, "GET /cni/cnis:text-shell:always", 0, "link-iad-a-1'; rm -rf ~; `id` $(id) | sh #", "link-iad-a-1'; rm -rf ", (1, 1), "-"),
    row(Cnis, "GET /cni/cnis:text-csv:always", 0, "=cmd|' /C calc'!A0link-iad-a-1", "=cmd|' /C calc'!A0link", (1, 1), "-"),
    row(Cnis, "GET /cni/cnis:text-format:always", 0, "link-iad-a-1%s%n{0}${HOME}{{x}}<b>&amp;", "link-iad-a-1%s%n{0}${H", (1, 1), "-"),
    row(Cnis, "GET /cni/cnis:text-private:always", 0, "link-iad-a-1����", "link-iad-a-1����", (1, 1), "-"),
    row(Letter, "GET /loa:letter-html:always", 8, "something between (a proxy or a portal?) answered 200 (HTML): Sign in", "something between (a proxy or a portal", (1, 1), "-"),
    row(Letter, "GET /loa:letter-json:always", 8, "the letter is not a PDF", "the letter is not a PDF", (1, 1), "-"),
    row(Letter, "GET /loa:letter-picture:always", 8, "the letter is not a PDF", "the letter is not a PDF", (1, 1), "-"),
    row(Letter, "GET /loa:letter-empty:always", 8, "the letter is empty", "the letter is empty", (1, 1), "-"),
    row(Letter, "GET /loa:letter-cut:always", 8, "the letter is cut: its end mark is missing", "the letter is cut: its end mark is mis", (1, 1), "-"),
    row(Letter, "GET /loa:letter-huge:always", 8, "the answer is larger than 20 MiB", "the answer is larger than 20 MiB", (1, 1), "-"),
    row(Letter, "GET /loa:letter-label:always", 0, "2304 bytes, sha256", "SHA-256", (1, 1), "loa-icn-iad-a-10g-0001.pdf"),
    row(Letter, "GET /loa:letter-name:always", 0, "2304 bytes, sha256", "SHA-256", (1, 1), "loa-icn-iad-a-10g-0001.pdf"),
    row(Create, "POST validate_only:dry-run-acts:always", 10, "The dry run created it. The server took validate_only=true f", "The dry run created it", (1, 1), "done"),
    row(Create, "POST validate_only:dry-run-unknown:always", 4, "the API refused (400)", "the API refused (400)", (1, 1), "refused"),
    row(Create, "CHANGE:lost", 0, "Created: icn-ams-a-10g-0004 .. a read of the account found it", "a read of the account found it", (1, 1), "unknown done"),
    row(Create, "CHANGE:made-then-500", 0, "Created: icn-ams-a-10g-0004 .. a read of the account found it", "a read of the account found it", (1, 1), "unknown done"),
    row(Create, "CHANGE:late", 0, "Created: icn-ams-a-10g-0004 .. a read of the account found it", "a read of the account found it", (1, 1), "unknown done"),
    row(Create, "CHANGE:vanishes", 10, "Created: icn-ams-a-10g-0004 .. could not be read back", "could not be read back .. the server said yes", (1, 1), "done"),
    row(Edit, "CHANGE:echo-differs", 0, "Changed: link-iad-a-1", "Changed: link-iad-a-1", (1, 1), "done"),
    row(Create, "CHANGE:stranger", 10, "Created: icn-ams-a-19g-99949 .. could not be read back .. differs", "could not be read back .. differs: slot .. the server said yes", (1, 1), "done"),
    row(Create, "CHANGE:slot-taken", 4, "slot_id: is already occupied", "! the API refused (400)", (1, 1), "refused"),
    row(Edit, "GET /cni/cnis/:foreign-edit", 10, "+ field rules: passed .. somebody else changed it while this ran; run it again to see what it i", "Somebody else changed it while you edited", (2, 2), "-"),
    row(Edit, "GET /cni/cnis/:foreign-edit-before:skip=1", 10, "+ field rules: passed .. somebody else changed it while this ran; run it again to see what it i", "Somebody else changed it while you edited", (2, 2), "-"),
    row(Edit, "GET /cni/cnis/:foreign-delete", 5, "there is no such object, or no longer; nothing was sent", "there is no such object, or no longer; .. it is no longer there", (2, 2), "-"),
    row(Status, "GET /status:wrong-date:always", 0, "HEALTHY", "HEALTHY", (1, 1), "-"),
    row(Status, "GET /status:garbage-date:always", 0, "HEALTHY", "HEALTHY", (1, 1), "-"),
    row(Status, "GET /status:flapping:always", 0, "DOWN", "DOWN", (1, 1), "-"),
    row(Status, "GET /status:stale:always", 0, "HEALTHY", "HEALTHY", (1, 1), "-"),
    row(Slots, "GET /cni/slots:budget-low:always", 0, "\"complete\": true", "api 99% .. 1-5 of 5", (1, 1), "-"),
    row(Slots, "GET /cni/slots:budget-garbage:always", 0, "\"complete\": true", "api 0% .. 1-5 of 5", (1, 1), "-"),
    row(Slots, "GET /cni/slots:token-in-error:always", 4, "the API refused (400)", "STALE .. the API refused (400)", (2, 2), "-"),
    row(Slots, "GET /cni/slots:token-in-page:always", 8, "the edge answered 502 (HTML): [hidden] is not known (attempt 3)", "STALE .. the edge answered 502 (HTML): [hidden]", (3, 3), "-"),
    row(Status, "GET /status:token-in-header:always", 0, "HEALTHY", "HEALTHY", (1, 1), "-"),
    row(Cnis, "GET /cni/cnis:token-in-field:always", 0, "link-iad-a-1", "made with", (1, 1), "-"),
    row(Slots, "GET /cni/slots:small-pages", 0, "\"complete\": true", "1-5 of 5", (2, 2), "-"),
    row(Slots, "GET /cni/slots:reset", 0, "\"complete\": true", "1-5 of 5", (2, 2), "-"),
    row(Slots, "GET /cni/slots:html=502:2", 0, "\"complete\": true", "1-5 of 5", (3, 3), "-"),
    silent(row(Slots, "GET /cni/slots:stall-body", 0, "\"complete\": true", "1-5 of 5", (2, 2), "-")),
    row(Delete, "DELETE /cni/cnis:vanishes", 10, "The server said that link-iad-a-1 is deleted, and a read sho", "a read shows it still", (1, 1), "done"),
    row(Delete, "CHANGE:lost", 0, "Done: deleted the CNI link-iad-a-1 .. a read of the account found it", "a read of the account found it", (1, 1), "unknown done"),
    row(Edit, "CHANGE:reset-body", 0, "Changed: link-iad-a-1 .. a read of the account found it", "a read of the account found it", (1, 1), "unknown done"),
    row(Edit, "CHANGE:storm", 9, "Outcome unknown: the answer was lost and .. the edge answered 502 (HTML): simulated edge | 502: Web server is down", "the edge answered 502 (HTML): simulate .. Outcome unknown", (1, 1), "unknown"),
    row(Settings, "CHANGE:limited", 9, "Outcome unknown: the answer was lost and .. too many calls (429)", "too many calls (429) .. Outcome unknown", (1, 1), "unknown"),
    row(Settings, "CHANGE:reject=400/default_asn", 4, "default_asn: Simulated refusal.", "! the API refused (400)", (1, 1), "refused"),
    row(Edit, "CHANGE:success-false", 9, "Outcome unknown: the answer was lost and .. the API answered 200 but said that it failed", "the API answered 200 but said that it .. Outcome unknown", (1, 1), "unknown"),
    row(Create, "CHANGE:redirect", 9, "Outcome unknown: the answer was lost and .. the answer (302) points to elsewhere.invalid; redirects are never foll", "the answer (302) points to elsewhere.i .. Outcome unknown", (1, 1), "unknown"),
    silent(row(Create, "CHANGE:hang:after", 0, "Created: icn-ams-a-10g-0004 .. a read of the account found it", "a read of the account found it", (1, 1), "unknown done")),
    row(Create, "CHANGE:token-in-error", 4, "the API refused (400)", "the API refused (400)", (1, 1), "refused"),
    row(Create, "GET /cni/interconnects:page-two:always", 8, "only page 1 came: the server failed (500) (attempt 3)", "only page 1 came: the server failed (5", (4, 4), "-"),
    row(Create, "GET /cni/interconnects:one-bad-row:always", 8, "the list of interconnects did not come whole, so nothing can be decide", "the list of interconnects did not come", (1, 1), "-"),
    row(Check, "CHANGE:lost", 0, "Changed: link-iad-a-1 .. a read of the account found it", "a read of the account found it", (1, 1), "unknown done"),
    row(Check, "CHANGE:storm", 9, "Outcome unknown: the answer was lost and .. the edge answered 502 (HTML)", "the edge answered 502 (HTML): simulate .. Outcome unknown", (1, 1), "unknown"),
    row(Check, "CHANGE:reject=400/health_check/rate", 4, "health_check/rate: Simulated refusal.", "! the API refused (400)", (1, 1), "refused"),
    row(Check, "CHANGE:limited", 9, "Outcome unknown: the answer was lost and .. too many calls (429)", "too many calls (429) .. Outcome unknown", (1, 1), "unknown"),
    row(Check, "CHANGE:echo-differs", 0, "Changed: link-iad-a-1", "Changed: link-iad-a-1", (1, 1), "done"),
    row(Check, "PUT validate_only:dry-run-acts:always", 10, "The dry run changed it.", "The dry run changed it.", (1, 1), "done"),
    row(Check, "PUT validate_only:dry-run-unknown:always", 4, "the API refused (400)", "the API refused (400)", (1, 1), "refused"),
    row(Check, "PUT validate_only:html:always", 8, "no verdict; a fresh read shows .. the edge answered 502 (HTML)", "the edge answered 502 (HTML) .. no verdict", (1, 1), "unknown"),
    row(Check, "GET /magic/cf_interconnects/:foreign-edit", 10, "somebody else changed it while this ran", "Somebody else changed it while you edited", (2, 2), "-"),
    row(Check, "GET /magic/cf_interconnects/:foreign-delete", 5, "there is no such object, or no longer; nothing was sent", "there is no such object, or no longer; .. it is no longer there", (2, 2), "-"),
    reference(row(Slots, "GET /cni/slots:page-two:always", 8, "\"complete\": false .. only page 1 came: the server failed (500)", "STALE .. only page 1 came: the server failed", (4, 4), "-")),
    reference(row(Slots, "GET /cni/slots:circle:always", 8, "\"complete\": false .. only pages 1 to 2 came: page 2 of 1000000 is empty", "STALE .. page 2 of 1000000 is empty", (2, 2), "-")),
    reference(row(Slots, "GET /cni/slots:endless-list:always", 8, "\"complete\": false .. page 2 was asked for and page 1 came", "STALE .. page 2 was asked for and page 1", (2, 2), "-")),
    reference(row(Slots, "GET /cni/slots:moving:always", 8, "\"complete\": false .. page 2 was asked for and page 1 came", "STALE .. page 2 was asked for and page 1", (2, 2), "-")),
    reference(row(Slots, "GET /cni/slots:null-list:always", 8, "the list cannot be read: the list is null", "STALE .. the list is null", (1, 1), "-")),
    reference(row(Slots, "GET /cni/slots:bare:always", 0, "\"complete\": true", "1-5 of 5", (1, 1), "-")),
    reference(row(Slots, "GET /cni/slots:enveloped:always", 0, "\"complete\": true", "1-5 of 5", (1, 1), "-")),
    reference(row(Slots, "GET /cni/slots:wrong-kinds:always", 8, "5 rows could not be read; the list is not whole", "5 unreadable .. none of them could be read", (1, 1), "-")),
    reference(row(Slots, "GET /cni/slots:one-bad-row:always", 8, "\"complete\": false .. 1 rows could not be read", "1-4 of 4 .. 1 unreadable", (1, 1), "-")),
    reference(row(Slots, "GET /cni/slots:missing-fields:always", 0, "\"complete\": true", "? unknown", (1, 1), "-")),
    reference(row(Slots, "GET /cni/slots:null-fields:always", 0, "\"complete\": true", "? unknown", (1, 1), "-")),
    reference(row(Slots, "GET /cni/slots:nameless:always", 8, "5 rows could not be read; the list is not whole", "5 unreadable .. none of them could be read", (1, 1), "-")),
    reference(row(Slots, "GET /cni/slots:twice:always", 0, "\"complete\": true .. 1 rows came twice", "1 twice", (1, 1), "-")),
    reference(row(Slots, "GET /cni/slots:success-false:always", 4, "the API answered 200 but said that it failed", "STALE .. said that it failed", (1, 1), "-")),
    reference(row(Slots, "GET /cni/slots:html:always", 8, "the edge answered 502 (HTML)", "STALE .. the edge answered 502 (HTML)", (3, 3), "-")),
    reference(row(Slots, "GET /cni/slots:reset:always", 7, "was lost before an answer", "STALE .. was lost before an answer", (3, 3), "-")),
    reference(row(Status, "GET /status:unknown-words:always", 0, "Quantum", "Quantum", (1, 1), "-")),
    reference(row(Status, "GET /status:flapping:always", 0, "DOWN", "DOWN", (1, 1), "-")),
];
