//! What a process that holds a token does not leave lying about (RELIABILITY T7).

use rustix::process::{Resource, Rlimit, setrlimit};

/// No core is written when it dies, and on Linux no other process of the same person can look into its memory. What the
/// system refuses changes nothing else: there is no safer way to go on than to go on.
pub fn seal() {
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

#[cfg(test)]
mod tests {
    use rustix::process::getrlimit;

    use super::*;

    #[test]
    fn nothing_of_the_memory_is_written_or_seen() {
        seal();
        assert_eq!(getrlimit(Resource::Core), Rlimit { current: Some(0), maximum: Some(0) });
        #[cfg(target_os = "linux")]
        assert_eq!(rustix::process::dumpable_behavior().unwrap(), rustix::process::DumpableBehavior::NotDumpable);
    }
}
