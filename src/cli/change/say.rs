//! What a change says: words on standard error as it goes, data on standard output at its end.

use std::io::Write;

use serde_json::{Map, Value, json};

use crate::cli::args::Format;
use crate::cli::{object, output, run};
use crate::domain::change::{Made, Review};
use crate::domain::draft::{Change, Problem};
use crate::domain::record::{Record, redacted};
use crate::domain::{Fault, text};
use crate::workbench::flows::Flow;
use crate::workbench::flows::change::{Ending, Kind};
use crate::workbench::flows::layer::Layer;
use crate::workbench::flows::said;

/// Exit code where the form holds something that the field rules refuse.
const BAD_INPUT: u8 = 2;
/// Exit code where the account stands against it.
const CONFLICT: u8 = 10;

/// The data of a change: for people a few lines, for programs the whole verdict.
pub(super) struct Lines {
    format: Format,
    people: Vec<String>,
    data: Map<String, Value>,
}

impl Lines {
    pub(super) fn new(format: Format) -> Self {
        Self { format, people: vec![], data: Map::new() }
    }

    fn put(&mut self, name: &str, value: impl Into<Value>) {
        self.data.insert(name.to_owned(), value.into());
    }

    pub(super) fn title(&mut self, flow: &Flow) {
        self.put("change", flow.kind.id());
        self.put("title", flow.kind.plan().title());
    }

    pub(super) fn verdict(&mut self, word: &str, line: &str) {
        self.put("verdict", word);
        self.people.push(line.to_owned());
    }

    pub(super) fn review(&mut self, review: &Review<Change>) {
        let request = review.request();
        self.put("request", json!({"method": request.method, "path": request.path, "body": redacted(&request.body)}));
        let findings: Vec<Value> =
            review.findings.iter().map(|found| json!({"warning": found.warning, "text": found.text})).collect();
        self.put("findings", findings);
        self.put(
            "dry_run",
            match &review.dry_run {
                crate::domain::change::DryRun::Proven => "accepted",
                crate::domain::change::DryRun::Skipped(_) => "left out",
            },
        );
    }

    pub(super) fn problems(&mut self, flow: &Flow) {
        self.layers(flow);
        if flow.trouble.is_none() {
            self.put("verdict", "not valid");
        }
        let problem =
            |problem: &Problem| json!({"field": problem.field, "warning": problem.warning, "text": problem.text});
        let problems: Vec<Value> =
            flow.form.fields.iter().filter_map(|field| field.problem.as_ref()).map(problem).collect();
        self.put("problems", problems);
    }

    fn layers(&mut self, flow: &Flow) {
        let layers = flow.layers.named().map(|(name, layer)| {
            let (word, said) = match layer {
                Layer::Waiting => ("not made", ""),
                Layer::Running(what) => ("under way", *what),
                Layer::Passed(said) => ("passed", said.as_str()),
                Layer::Skipped(why) => ("left out", *why),
                Layer::Failed(why) => ("failed", why.as_str()),
            };
            json!({"layer": name, "result": word, "text": said})
        });
        self.put("layers", layers.to_vec());
    }

    pub(super) fn fault(&mut self, fault: &Fault) {
        let errors: Vec<Value> = fault
            .errors
            .iter()
            .map(|error| json!({"code": error.code, "message": error.message, "pointer": error.pointer}))
            .collect();
        if !self.data.contains_key("verdict") {
            self.put("verdict", "not made");
        }
        self.put(
            "fault",
            json!({"what": fault.what, "status": fault.status, "errors": errors, "cf_ray": fault.ray, "next": fault.next_step()}),
        );
    }

    pub(super) fn ended(&mut self, flow: &Flow, ending: &Ending, record: Option<&Record>) {
        self.layers(flow);
        let word = match ending {
            Ending::Done { made: Made::Gone, .. } => "deleted",
            Ending::Done { .. } if flow.kind.is_edit() => "changed",
            Ending::Done { .. } => "created",
            Ending::AlreadyGone { .. } => "gone already",
            Ending::StillThere(_) => "still there",
            Ending::ByDryRun(_) => "made by the dry run",
            Ending::Unproven(_) | Ending::Unknown(_) => "unknown",
        };
        self.put("verdict", word);
        match ending {
            Ending::Done { made, mismatches, found_by_reading, unread } => {
                self.put("object", made_json(made));
                self.put("differs", mismatches.clone());
                self.put("found_by_reading", *found_by_reading);
                self.put("read_back", unread.is_none());
            }
            Ending::ByDryRun(Some(made)) | Ending::StillThere(made) => self.put("object", made_json(made)),
            Ending::Unproven(why) | Ending::Unknown(why) => self.fault(why),
            Ending::AlreadyGone { .. } | Ending::ByDryRun(None) => {}
        }
        if let Some(record) = record {
            self.put("operation", record.id.clone());
        }
        let said = said::verdict(flow, ending);
        self.people.extend(said.lines.into_iter().map(|(_, line)| line));
    }

    /// What standard output gets.
    pub(super) fn text(mut self, code: u8) -> String {
        self.put("exit_code", code);
        if self.format == Format::Table {
            return self.people.iter().map(|line| text::clean(line) + "\n").collect();
        }
        run::one(&Value::Object(self.data), self.format)
    }
}

fn made_json(made: &Made) -> Value {
    match made {
        Made::Interconnect(port) => object::value(&**port),
        Made::Cni(cni) => object::value(&**cni),
        Made::Settings(settings) => object::value(&**settings),
        Made::Tunnel(tunnel) => object::value(&**tunnel),
        Made::Gone => Value::Null,
    }
}

/// The review, as on the screen.
pub(super) fn review(review: &Review<Change>, err: &mut (dyn Write + Send)) {
    for said::Line { label, text, .. } in said::review(review, false) {
        output::note(err, &format!("{label:<9}{text}"));
    }
}

/// What is wrong with the fields, and the exit code for that.
pub(super) fn problems(flow: &Flow, err: &mut (dyn Write + Send)) -> u8 {
    for field in &flow.form.fields {
        let Some(problem) = &field.problem else { continue };
        let sign = if problem.warning { "warning" } else { "error" };
        output::note(err, &format!("{sign}: {}: {}", field.spec.name, problem.text));
        if field.spec.name == "with_cnis" {
            output::note(err, "next: the flag that says so is --even-with-cnis");
        }
    }
    if matches!(flow.layers.fields, Layer::Failed(_)) { BAD_INPUT } else { CONFLICT }
}

/// Why an outcome is not known, and what a shell does next.
pub(super) fn ended(flow: &Flow, ending: &Ending, code: u8, err: &mut (dyn Write + Send)) {
    match ending {
        Ending::Unproven(why) | Ending::Unknown(why) => output::fault(err, why),
        Ending::Done { made, .. } if code == 0 => output::note(err, &format!("next: {}", next(&flow.kind, made))),
        _ => {}
    }
}

fn next(kind: &Kind, made: &Made) -> String {
    let id = made.id().unwrap_or_default();
    match kind {
        Kind::CreateInterconnect(_) => {
            format!("order the cross-connect with its letter: meetme interconnects loa {id}")
        }
        Kind::CreatePartner(_) => format!("accept it in Google Cloud, then look: meetme interconnects status {id}"),
        Kind::DeleteInterconnect(_) => "tell the facility to take the cross-connect out, or it is billed on".to_owned(),
        Kind::CreateCni(_) => {
            "put the addresses and the session on your router, then set the check: meetme tunnels list".to_owned()
        }
        Kind::EditCni(_) => {
            "look at its health check (meetme tunnels list) and at the session on your router".to_owned()
        }
        Kind::DeleteCni(_) => "take the addresses and the session off your router".to_owned(),
        Kind::EditSettings(_) => "sessions made from now on have it at Cloudflare's end".to_owned(),
        Kind::EditHealthCheck(_) => "watch the state of its interconnect: meetme interconnects list --watch".to_owned(),
    }
}
