//! What a hostile server costs: bytes that are taken before it is given up, and memory (RELIABILITY N6).

use meetme::api::Timeouts;
use meetme::domain::call::{Query, Urgency};
use meetme::domain::{FaultKind, SlotFilter};
use meetme::sim::{self, ValidateOnly};
use tokio::runtime::Builder;

use super::bench::{account, services};

const MIB: u64 = 1 << 20;

/// Rule, whether a letter is asked for, words of the fault.
const CASES: [(&str, bool, &str); 7] = [
    (":endless-body", false, "larger than 16 MiB"),
    (":gzip-bomb", false, "larger than 16 MiB"),
    (":huge-page", false, "larger than 16 MiB"),
    (":letter-huge", true, "larger than 20 MiB"),
    (":endless-body", true, "larger than 20 MiB"),
    (":huge-header", false, "larger than 64 KiB"),
    (":deep", false, "recursion limit"),
];

/// The simulator has a thread of its own, so that what is counted here is the client's alone.
fn elsewhere(folder: &std::path::Path) -> sim::Running {
    let folder = folder.to_owned();
    let (send, running) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            send.send(account(&folder, ValidateOnly::Honoured).await).unwrap();
            std::future::pending::<()>().await;
        });
    });
    running.recv().unwrap()
}

#[test]
fn what_is_too_much_is_given_up_at_its_cap_and_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let sim = elsewhere(folder.path());
    let client = services(&sim, folder.path(), Timeouts::default()).client;
    let port = sim.world().interconnects()[0].as_str().into();
    let (slots, letter) = (Query::Slots(SlotFilter::default()), Query::Loa(port, None));
    for (rule, is_letter, words) in CASES {
        sim.world().remove_faults(None);
        sim.world().add_fault(rule.parse().unwrap());
        let (before, query) = (sim.world().poured(), if is_letter { &letter } else { &slots });
        let mut said = None;
        let cost = allocation_counter::measure(|| {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            said = Some(runtime.block_on(client.one(query, Urgency::User)).unwrap_err());
        });
        let fault = said.unwrap();
        assert!(fault.what.contains(words) && fault.kind == FaultKind::Unreadable, "{rule}: {fault}");
        let (cap, poured) = (if is_letter { 20 } else { 16 }, (sim.world().poured() - before) / MIB);
        // What lies in the buffers of both ends was sent and never taken.
        assert!(poured <= cap + 12, "{rule}: {poured} MiB were sent");
        assert!(cost.bytes_max < 100 * MIB, "{rule}: {} MiB at the most", cost.bytes_max / MIB);
    }
}
