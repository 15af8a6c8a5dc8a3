//! The client against small servers on loopback: what it believes, what it repeats, what it never sends.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "client/connect.rs"]
mod connect;
#[path = "client/limits.rs"]
mod limits;
#[path = "client/reads.rs"]
mod reads;
#[path = "client/servers.rs"]
mod servers;
#[path = "client/writes.rs"]
mod writes;

use std::time::Duration;

use meetme::api::{BaseUrl, Client, Options, Timeouts};
use meetme::domain::call::{Query, Reply, Urgency};
use meetme::domain::change::{Confirmed, DryRun, Made, Outcome, Prepared, Review};
use meetme::domain::draft::{Change, Direct, NewInterconnect, Validated};
use meetme::domain::{Fault, FaultKind, Mode, Schema, SlotFilter, Token};
use serde_json::json;

use servers::{refusal, server, targets, yes};

const SECRET: &str = "v1.0-aBcDEFghiJKLmno42";

fn options(base: &str, schema: Schema) -> Options {
    Options {
        base_url: BaseUrl::parse(base).unwrap(),
        token: Token::parse(SECRET).unwrap(),
        account: Some("acc".into()),
        schema,
        mode: Mode::Write,
        ca_file: None,
        timeouts: Timeouts { retry_base: Duration::from_millis(1), ..Timeouts::default() },
    }
}

fn client(base: &str, schema: Schema) -> Client {
    Client::new(options(base, schema)).unwrap()
}

fn direct() -> Validated<Change> {
    let direct = Direct {
        slot: "s1".into(),
        speed: Some("10G".into()),
        facility: Some("EWR1".into()),
        name: Some("prod".into()),
        description: None,
    };
    Change::NewInterconnect(NewInterconnect::Direct(direct)).check().unwrap()
}

fn confirmed<T: std::fmt::Debug>(prepared: Prepared<T>) -> Confirmed<Validated<T>> {
    Review::new(prepared, vec![], DryRun::Proven, Duration::ZERO).confirm(Duration::ZERO).unwrap()
}

async fn create(client: &Client) -> Outcome<Made> {
    client.commit(&confirmed(client.prepare(direct()))).await
}

async fn settings(client: &Client) -> Result<Reply, Fault> {
    client.one(&Query::Settings, Urgency::User).await
}

fn unknown<R: std::fmt::Debug>(outcome: Outcome<R>) -> Fault {
    let Outcome::Unknown(fault) = outcome else { panic!("{outcome:?}") };
    fault
}

fn not_sent<R: std::fmt::Debug>(outcome: Outcome<R>) -> Fault {
    let Outcome::NotSent(fault) = outcome else { panic!("{outcome:?}") };
    fault
}

#[tokio::test]
async fn a_name_is_one_segment_or_is_not_sent() {
    let (base, calls) = server(|_, _| yes(&json!({"name": "x"}))).await;
    let client = client(&base, Schema::Published);
    let ask = |key: &str| Query::Interconnect(key.into());
    client.one(&ask("../a/b?c=é%2e"), Urgency::User).await.unwrap();
    assert_eq!(targets(&calls), ["/accounts/acc/cni/interconnects/..%2Fa%2Fb%3Fc%3D%C3%A9%252e"]);
    for bad in ["", ".", ".."] {
        assert_eq!(client.one(&ask(bad), Urgency::User).await.unwrap_err().kind, FaultKind::Usage);
        let status = Query::Status(bad.into());
        assert_eq!(client.one(&status, Urgency::User).await.unwrap_err().kind, FaultKind::Usage);
    }
    assert_eq!(calls.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_token_that_is_not_accepted_is_not_tried_again() {
    let (base, calls) = server(|_, _| refusal(403, 10_000, "Authentication error")).await;
    let fault = settings(&client(&base, Schema::Published)).await.unwrap_err();
    assert!(fault.kind == FaultKind::Token && fault.stops_polling());
    assert_eq!(calls.lock().unwrap().len(), 1);
}

#[test]
fn a_ca_file_that_is_not_there_is_named() {
    let ca_file = Some("/nonexistent.pem".into());
    let options = Options { base_url: BaseUrl::default(), ca_file, ..options("http://127.0.0.1:1", Schema::Published) };
    let fault = Client::new(options).unwrap_err();
    assert!(fault.kind == FaultKind::Local && fault.what.contains("/nonexistent.pem"), "{fault}");
}

#[test]
fn a_client_needs_no_runtime_to_be_made_and_moves_between_threads() {
    fn sendable<T: Send>(_: T) {}
    let client = client("http://127.0.0.1:1", Schema::Published);
    sendable(client.clone());
    sendable(client.one(&Query::Slots(SlotFilter::default()), Urgency::User));
    sendable(client.ask(&Query::Settings, Urgency::User, &mut |_| {}));
}
