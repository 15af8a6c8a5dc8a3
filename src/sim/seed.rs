//! Deterministic "random" values: the same seed and the same question give the same answer on every machine.

/// A 64-bit value for a seed and a question.
pub(crate) fn mix(seed: u64, question: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for byte in question.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// A value below `below` (0 where `below` is 0).
pub(crate) fn below(seed: u64, question: &str, below: usize) -> usize {
    if below == 0 {
        return 0;
    }
    usize::try_from(mix(seed, question) % below as u64).unwrap_or(0)
}

/// A version 4 UUID.
pub(crate) fn uuid(seed: u64, question: &str) -> String {
    let high = u128::from(mix(seed, question)) << 64;
    let low = u128::from(mix(seed ^ 0x5bd1_e995, question));
    let bytes = (high | low).to_be_bytes();
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// 32 hexadecimal digits, the shape of most Cloudflare ids.
pub(crate) fn hex32(seed: u64, question: &str) -> String {
    format!("{:016x}{:016x}", mix(seed, question), mix(seed ^ 0x27d4_eb2f, question))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_question_has_the_same_answer() {
        assert_eq!(uuid(1, "a"), uuid(1, "a"));
        assert_ne!(uuid(1, "a"), uuid(2, "a"));
        assert_ne!(uuid(1, "a"), uuid(1, "b"));
        assert_eq!(uuid(7, "x").as_bytes()[14], b'4');
        assert_eq!(hex32(7, "x").len(), 32);
        assert_eq!(below(7, "x", 0), 0);
    }
}
