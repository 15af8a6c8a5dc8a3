//! What holds for everything that is on the disk: whoever planted links, whatever is broken, whoever else can use it.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::audit::{self, Audit};
use super::drafts::Drafts;
use super::folder::private;
use super::journal::Journal;
use super::kept::Kept as Views;
use super::letter;
use super::lock;
use super::pollers::Pollers;
use crate::domain::Fault;
use crate::domain::change::{Outcome, Request};
use crate::domain::kept::Kept;
use crate::domain::record::Who;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn form() -> Kept {
    Kept {
        profile: "p".into(),
        account: "acc".into(),
        flow: "create-interconnect".into(),
        about: String::new(),
        at: NOW,
        fields: vec![("name".into(), "na\u{ef}ve \u{9b}31m".into())],
        opened: vec![],
        left_out: vec![],
        owner: String::new(),
    }
}

fn request() -> Request {
    Request { method: "PUT", path: "/accounts/acc/cni/settings".into(), body: r#"{"default_asn":65010}"#.into() }
}

fn change(folder: &Path) -> Result<(), Fault> {
    let journal = Journal::open(folder, Who::default(), false);
    let begun = journal.begin("acc", &request(), "", None)?;
    journal.end(begun, &Outcome::Done(()), None, |()| None).1
}

fn draft(folder: &Path) -> Result<(), Fault> {
    let drafts = Drafts::new(folder);
    drafts.keep(&form(), drafts.turn())
}

fn views(folder: &Path) -> Result<(), Fault> {
    Views::new(folder, "p").keep([("filter".to_owned(), "iad\u{7}".to_owned())].into(), NOW).map(|_| ())
}

/// Everything that writes into the state folder.
type Writer = (&'static str, fn(&Path) -> Result<(), Fault>);
const WRITERS: [Writer; 5] = [
    ("a change", change),
    ("a draft", draft),
    ("views", views),
    ("a lock", |folder| lock::take(folder, "acc", "slot").map(drop)),
    ("a seat", |folder| Pollers::new(folder, "host").count().map(drop)),
];

/// Everything below a folder, files and folders.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(below(&path));
        }
        all.push(path);
    }
    all.sort();
    all
}

/// A state folder in which this was written, and what is in it, below it. Names that are made by chance are left out.
fn written(write: fn(&Path) -> Result<(), Fault>) -> (tempfile::TempDir, Vec<PathBuf>) {
    let place = tempfile::tempdir().unwrap();
    let state = place.path().join("state");
    write(&state).unwrap();
    let names = below(&state).into_iter().map(|path| path.strip_prefix(&state).unwrap().to_owned()).collect();
    (place, names)
}

#[test]
fn everything_is_ours_alone() {
    for (what, write) in WRITERS {
        let (place, names) = written(write);
        assert!(!names.is_empty(), "{what}");
        for name in names {
            let found = std::fs::metadata(place.path().join("state").join(&name)).unwrap();
            let wanted = if found.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(found.mode() & 0o7777, wanted, "{what}: {}", name.display());
        }
    }
}

#[test]
fn a_link_in_the_place_of_anything_leads_nowhere() {
    for (what, write) in WRITERS {
        let (_first, names) = written(write);
        for name in names {
            for there in [false, true] {
                let place = tempfile::tempdir().unwrap();
                let (state, elsewhere) = (place.path().join("state"), place.path().join("elsewhere"));
                let link = state.join(&name);
                private(link.parent().unwrap()).unwrap();
                let folder = name.extension().is_none() && !name.to_string_lossy().contains('/');
                match (there, folder) {
                    (true, true) => private(&elsewhere).unwrap(),
                    (true, false) => std::fs::write(&elsewhere, "precious").unwrap(),
                    (false, _) => {}
                }
                symlink(&elsewhere, &link).unwrap();
                let _ = write(&state);
                let told = format!("{what}: {} -> elsewhere ({there})", name.display());
                match (there, folder) {
                    (true, true) => assert!(below(&elsewhere).is_empty(), "{told}"),
                    (true, false) => assert_eq!(std::fs::read_to_string(&elsewhere).unwrap(), "precious", "{told}"),
                    (false, _) => assert!(!elsewhere.exists(), "{told}"),
                }
            }
        }
    }
}

/// Others may have put things into it, or read them: it is not used, and the sentence says how to mend it.
#[test]
fn what_others_can_use_is_not_used() {
    let give = |path: &Path, mode: u32| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    for (what, write) in WRITERS {
        for mode in [0o755, 0o770, 0o701] {
            let (place, _) = written(write);
            let state = place.path().join("state");
            give(&state, mode);
            let told = write(&state);
            give(&state, 0o700);
            // These have a folder of their own inside, which is as private as it was.
            if !matches!(what, "a draft" | "a lock" | "a seat") {
                let fault = told.unwrap_err();
                assert!(fault.what.contains("chmod 700"), "{what}: {fault}");
            }
        }
        // Where we are root, a folder can be given away.
        if rustix::process::geteuid().is_root() {
            let (place, _) = written(write);
            for path in below(&place.path().join("state")).iter().filter(|path| path.is_dir()) {
                std::os::unix::fs::chown(path, Some(65_534), None).unwrap();
            }
            std::os::unix::fs::chown(place.path().join("state"), Some(65_534), None).unwrap();
            assert!(write(&place.path().join("state")).unwrap_err().what.contains("another user"), "{what}");
        }
    }
}

#[test]
fn views_that_are_cut_or_changed_anywhere_are_whole_or_put_aside() {
    let place = tempfile::tempdir().unwrap();
    private(&place.path().join("state")).unwrap();
    let kept = Views::new(&place.path().join("state"), "p");
    views(&place.path().join("state")).unwrap();
    let good = kept.read(NOW).unwrap().values;
    let path = place.path().join("state/views-p.json");
    let whole = std::fs::read(&path).unwrap();
    for (at, broken) in every_break(&whole).enumerate() {
        put(&path, &broken);
        let now = NOW + jiff::SignedDuration::from_secs(at.try_into().unwrap());
        match kept.read(now) {
            Ok(found) if found.aside.is_none() => {
                assert!(found.values == good, "{:?}", String::from_utf8_lossy(&broken));
            }
            Ok(found) => {
                assert!(found.values.is_empty());
                std::fs::remove_file(found.aside.unwrap()).unwrap();
            }
            // A broken number of the version may look like a newer one: it is left alone.
            Err(fault) => assert!(fault.what.contains("newer"), "{fault}"),
        }
    }
}

#[test]
fn drafts_that_are_cut_or_changed_anywhere_are_whole_or_put_aside() {
    let place = tempfile::tempdir().unwrap();
    draft(place.path()).unwrap();
    let folder = place.path().join("drafts");
    let is_draft = |path: &PathBuf| path.extension().is_some_and(|end| end == "json");
    let path = below(&folder).into_iter().find(is_draft).unwrap();
    let whole = std::fs::read(&path).unwrap();
    let mut judged = 0;
    for broken in every_break(&whole) {
        put(&path, &broken);
        let found = Drafts::new(place.path()).left("p", "acc").unwrap();
        for form in &found.forms {
            assert_eq!(form.fields, self::form().fields);
        }
        judged += found.forms.len() + found.broken.len();
        for aside in found.broken {
            std::fs::remove_file(aside).unwrap();
        }
    }
    // But for a version that looks newer, which is left alone, each one is read or put aside.
    assert!(judged + 2 >= 2 * whole.len(), "{judged} of {}", 2 * whole.len());
}

#[test]
fn a_record_that_is_cut_or_changed_anywhere_tells_the_rest_and_can_be_written_on() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("state");
    change(&folder).unwrap();
    change(&folder).unwrap();
    let path = folder.join("audit.jsonl");
    let whole = std::fs::read(&path).unwrap();
    assert_eq!(audit::read(&folder).unwrap().rows.len(), 2);
    for broken in every_break(&whole) {
        std::fs::write(&path, &broken).unwrap();
        let found = audit::read(&folder).unwrap();
        assert!(found.rows.len() <= 2);
        if broken.len() == whole.len() {
            // One byte is at most one line, and an outcome without its intent is told, too.
            assert!(found.rows.len() + found.unreadable >= 2, "{:?}", String::from_utf8_lossy(&broken));
        }
    }
    // After every cut a new line is whole.
    for end in (0..whole.len()).step_by(29) {
        std::fs::write(&path, &whole[..end]).unwrap();
        let record = Audit::open(&folder).unwrap().intent(&Who::default(), &request(), "", None, NOW).unwrap();
        assert!(audit::read(&folder).unwrap().rows.iter().any(|row| row.id == record.id), "cut at {end}");
    }
}

/// A text cut at every byte, and with every byte changed.
fn every_break(whole: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let cut = (0..whole.len()).map(|end| whole[..end].to_vec());
    let changed = (0..whole.len()).map(|at| (at, [b'\0', b'"', b'9', b'\n', 0xff][at % 5]));
    cut.chain(changed.map(|(at, byte)| {
        let mut broken = whole.to_vec();
        broken[at] = byte;
        broken
    }))
}

/// As we would have written it.
fn put(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

/// A pipe that nobody writes to would be waited for, for ever.
#[test]
#[cfg(target_os = "linux")]
fn what_is_no_file_is_not_waited_for() {
    let place = tempfile::tempdir().unwrap();
    let state = place.path().join("state");
    private(&state.join("drafts")).unwrap();
    for name in ["audit.jsonl", "views-p.json", "drafts/x.json"] {
        let path = state.join(name);
        rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    }
    assert!(audit::read(&state).is_err());
    assert!(Audit::open(&state).is_err());
    assert!(Views::new(&state, "p").read(NOW).is_err());
    assert!(Drafts::new(&state).left("p", "acc").unwrap().forms.is_empty());
}

#[test]
fn a_letter_that_has_no_room_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    for bad in [place.path().join("gone"), PathBuf::from("/proc/self"), PathBuf::from("/dev/null")] {
        assert!(letter::save(&bad, "x.pdf", b"%PDF-1.7", letter::There::Stays).is_err(), "{}", bad.display());
    }
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0);
}
