//! Which reads are tried again and when, and what a server says about waiting. Pure.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// Attempts of a read, the first included.
pub(crate) const ATTEMPTS: u32 = 3;

const LONGEST: Duration = Duration::from_secs(30);

/// Statuses after which the same read may succeed. 429 is not among them: it stops everything.
pub(crate) fn worth_again(status: u16) -> bool {
    matches!(status, 408 | 500 | 502..=504 | 520..=524)
}

/// The wait after a failed attempt (1 for the first): anywhere between nothing and a bound that doubles, so that many
/// clients do not come back together. `random` is any 64 bits.
pub(crate) fn delay(attempt: u32, base: Duration, random: u64) -> Duration {
    let bound = base.saturating_mul(1 << attempt.saturating_sub(1).min(16)).min(LONGEST);
    bound.mul_f64((random >> 11) as f64 / (1_u64 << 53) as f64)
}

/// `Retry-After` in seconds, or as a date that is measured against the answer's own `Date`: this machine's clock may be
/// wrong. `None` for absent, past or garbage.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().map(Duration::from_secs);
    }
    let seconds = moment(text)?.as_second().checked_sub(date(headers)?.as_second())?;
    u64::try_from(seconds).ok().filter(|seconds| *seconds > 0).map(Duration::from_secs)
}

/// `Date` of an answer.
pub(crate) fn date(headers: &HeaderMap) -> Option<Timestamp> {
    moment(headers.get(DATE)?.to_str().ok()?.trim())
}

fn moment(text: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(text).ok()
}

/// Calls left in the window and how long that holds, from `Ratelimit: "default";r=50;t=30` or `X-RateLimit-Remaining`.
/// Of several policies the tightest counts.
pub(crate) fn calls_left(headers: &HeaderMap) -> Option<(u32, Option<Duration>)> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let policies = text("ratelimit").into_iter().flat_map(|value| value.split(','));
    let stated = policies.filter_map(|policy| {
        let number =
            |key: &str| policy.split(';').find_map(|part| part.trim().strip_prefix(key)?.trim().parse::<u32>().ok());
        Some((number("r=")?, number("t=").map(|seconds| Duration::from_secs(seconds.into()))))
    });
    stated.min_by_key(|(left, _)| *left).or_else(|| Some((text("x-ratelimit-remaining")?.trim().parse().ok()?, None)))
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn waits_double_below_a_bound_with_full_jitter() {
        let base = Duration::from_millis(500);
        assert_eq!(delay(1, base, 0), Duration::ZERO);
        for (attempt, bound) in [(1, 500), (2, 1000), (3, 2000), (9, 30_000), (40, 30_000)] {
            let most = delay(attempt, base, u64::MAX);
            let bound = Duration::from_millis(bound);
            assert!(most <= bound && most > bound.mul_f64(0.99), "{attempt}: {most:?}");
        }
    }

    #[test]
    fn only_passing_trouble_is_tried_again() {
        let again: Vec<u16> = (100..600).filter(|status| worth_again(*status)).collect();
        assert_eq!(again, [408, 500, 502, 503, 504, 520, 521, 522, 523, 524]);
    }

    #[test]
    fn reads_seconds_and_dates_and_no_garbage() {
        let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        let cases = [
            ("120", Some(120)),
            ("0", Some(0)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", Some(30)),
            ("Sun, 06 Nov 1994 08:49:07 GMT", None),
            ("soon", None),
            ("-5", None),
            ("", None),
            ("99999999999999999999999", None),
        ];
        for (value, seconds) in cases {
            assert_eq!(
                retry_after(&headers(&[("retry-after", value), date])),
                seconds.map(Duration::from_secs),
                "{value}"
            );
        }
        assert_eq!(retry_after(&headers(&[("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")])), None);
        assert_eq!(retry_after(&headers(&[])), None);
    }

    #[test]
    fn the_tightest_policy_counts() {
        let two = headers(&[("ratelimit", "\"default\";r=50;t=30, \"burst\";r=7;t=1"), ("x-ratelimit-remaining", "1")]);
        assert_eq!(calls_left(&two), Some((7, Some(Duration::from_secs(1)))));
        assert_eq!(calls_left(&headers(&[("x-ratelimit-remaining", "12")])), Some((12, None)));
        assert_eq!(calls_left(&headers(&[("ratelimit", "what")])), None);
        assert_eq!(calls_left(&headers(&[])), None);
    }
}
