//! Exit codes: one meaning each. Help, man page and `docs/exit-codes.md` are made from this table.

use std::fmt::Write as _;

/// An exit code.
pub(super) struct Exit {
    /// The number.
    pub(super) code: u8,
    /// In a few words.
    pub(super) short: &'static str,
    /// What it means.
    pub(super) means: &'static str,
    /// What a script does with it.
    pub(super) then: &'static str,
}

const fn exit(code: u8, short: &'static str, means: &'static str, then: &'static str) -> Exit {
    Exit { code, short, means, then }
}

/// All of them.
#[rustfmt::skip]
pub(super) const EXITS: [Exit; 16] = [
    exit(0, "done", "Done, and what was printed is complete.", "Go on."),
    exit(2, "usage", "A flag, a word, the configuration, or a form that a rule refuses. Nothing was sent.", "Mend the call."),
    exit(3, "token", "No token, or one that is not taken or lacks the permission (401, 403).", "`meetme check` tells which."),
    exit(4, "refused", "The API refused (another 4xx), or changes are locked. Nothing was changed.", "Read the server's words; mend; again."),
    exit(5, "not found", "There is no such object.", "List again."),
    exit(6, "rate limited", "Too many calls (429). Nothing was changed.", "Later, or with a longer `--max-wait`; others share the limit."),
    exit(7, "network", "Name, connection, TLS or time-out of a read: no answer came. Nothing was changed.", "Again, later."),
    exit(8, "server or partial answer", "The server failed, its answer cannot be read, or a page of a list is missing (`\"complete\": false`).", "Do not rely on what is missing; again."),
    exit(9, "outcome of a change unknown", "A change was sent and no verdict came. It may have happened.", "Never send it again: look (`meetme audit list --open`, the object, the slot) and decide."),
    exit(10, "conflict", "Something is in the way: taken or changed by somebody else meanwhile, still in use, or stored otherwise than asked for.", "Look at what changed; again from the start."),
    exit(11, "local file", "A file of this machine: it is there already, cannot be written, or has the wrong owner or mode.", "Mend what it names: place, name, owner or mode."),
    exit(70, "a bug of ours", "Something that must not happen.", "Report it with what you did."),
    exit(129, "hang-up", "The terminal went away (SIGHUP).", ""),
    exit(130, "interrupt", "SIGINT, or a person said no to the review of a change.", ""),
    exit(141, "pipe closed", "Nobody reads standard output any more.", ""),
    exit(143, "terminated", "SIGTERM or SIGQUIT.", ""),
];

/// In one paragraph, for the help.
pub(super) fn paragraph() -> String {
    let own = EXITS.iter().filter(|exit| exit.code < 128);
    let said: Vec<String> = own.map(|exit| format!("{} {}", exit.code, exit.short)).collect();
    format!("Exit codes: {}.", said.join(", "))
}

/// The page `docs/exit-codes.md`.
pub(super) fn page() -> String {
    let mut page =
        "# Exit codes\n\nGenerated from the table that the help is made from. One meaning each; data goes to standard \
                    output, the reason and the next step to standard error.\n\n| code | | what it means | what then |\n\
                    | --- | --- | --- | --- |\n"
            .to_owned();
    for Exit { code, short, means, then } in &EXITS {
        let _ = writeln!(page, "| {code} | {short} | {means} | {then} |");
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Fault, FaultKind};

    #[test]
    fn every_sort_of_fault_ends_with_a_code_that_is_told() {
        use FaultKind::{
            Bug, Conflict, Forbidden, Local, Locked, Lost, Network, NoToken, NotFound, Partial, RateLimited, ReadOnly,
            Refused, Server, Token, Unreadable, Usage,
        };
        for kind in [
            Usage,
            NoToken,
            Token,
            Forbidden,
            Refused,
            NotFound,
            Conflict,
            RateLimited,
            Network,
            Lost,
            Server,
            Unreadable,
            Partial,
            ReadOnly,
            Locked,
            Local,
            Bug,
        ] {
            let code = Fault::new(kind, "").exit_code();
            assert!(EXITS.iter().any(|exit| exit.code == code), "{kind:?}: {code}");
        }
        assert!(EXITS.is_sorted_by_key(|exit| exit.code));
        assert!(paragraph().contains("9 outcome of a change unknown"));
    }
}
