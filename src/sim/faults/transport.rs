//! Faults on the way: connections and bytes.

use std::io::Write as _;

use super::super::exchange::{Ending, Framing, Part, Then};
use super::catalogue::{Entry, Phase, Spoil, content, instead, travel};

/// More than a client should take: 17 MiB.
pub(super) const TOO_MUCH: usize = 17 << 20;

const fn connection(name: &'static str, does: &'static str, spoil: fn(&mut Spoil<'_>)) -> Entry {
    Entry { phase: Phase::Connection, ..content(name, does, spoil) }
}

fn raw(spoil: &mut Spoil<'_>, framing: Framing, part: Part, then: Then) {
    spoil.end(Ending::Raw(framing, part, then));
}

pub(super) const ENTRIES: &[Entry] = &[
    connection("reset-accept", "the connection is reset as soon as it is made", |spoil| spoil.end(Ending::Reset)),
    connection("stall-accept", "the connection is made, and nobody ever reads from it", |spoil| {
        spoil.end(Ending::Hang);
    }),
    instead("refuse", "the connection is reset, and for so many virtual seconds nobody listens", |spoil| {
        spoil.end(Ending::Shut(spoil.number()));
    })
    .with("seconds", "60"),
    instead("reset", "the connection is reset before the first byte of an answer", |spoil| spoil.end(Ending::Reset)),
    instead("hang", "nothing ever arrives, and the connection stays open", |spoil| spoil.end(Ending::Hang)),
    travel("reset-head", "the connection is reset in the middle of the headers", |spoil| {
        raw(spoil, Framing::Length, Part::HalfHead, Then::Reset);
    }),
    travel("reset-body", "the connection is reset in the middle of the body", |spoil| {
        raw(spoil, Framing::Length, Part::HalfBody, Then::Reset);
    }),
    travel("stall-head", "half of the headers arrive, then nothing more", |spoil| {
        raw(spoil, Framing::Length, Part::HalfHead, Then::Hang);
    }),
    travel("stall-body", "half of the body arrives, then nothing more", |spoil| {
        raw(spoil, Framing::Length, Part::HalfBody, Then::Hang);
    }),
    travel("delay", "the answer comes so many virtual milliseconds late", |spoil| {
        spoil.answer.transport.delay = std::time::Duration::from_millis(spoil.number());
    })
    .with("milliseconds", "3000"),
    travel("slow-body", "the body comes byte by byte, one in so many virtual milliseconds", |spoil| {
        raw(spoil, Framing::Length, Part::Head, Then::Drip(spoil.number()));
    })
    .with("milliseconds", "1000"),
    travel("endless-body", "the body never ends", |spoil| raw(spoil, Framing::Chunked, Part::Head, Then::Endless)),
    travel("cut", "half of the body arrives, then the connection is closed in good order", |spoil| {
        raw(spoil, Framing::Length, Part::HalfBody, Then::Close);
    }),
    travel("short-length", "the headers promise half of the body that is sent", |spoil| {
        raw(spoil, Framing::HalfLength, Part::All, Then::Close);
    }),
    travel("two-ways", "the headers state a length, and chunks as well", |spoil| {
        raw(spoil, Framing::LengthAndChunks, Part::All, Then::Close);
    }),
    travel("two-lengths", "the headers state two lengths that differ", |spoil| {
        raw(spoil, Framing::TwoLengths, Part::All, Then::Close);
    }),
    travel("bad-chunk", "the body comes in chunks, and one has a size that is none", |spoil| {
        raw(spoil, Framing::BadChunk, Part::All, Then::Close);
    }),
    travel("close", "the answer is whole, then the connection is closed without having said so", |spoil| {
        raw(spoil, Framing::Length, Part::All, Then::Close);
    }),
    travel("not-http", "what arrives is not HTTP", |spoil| raw(spoil, Framing::Noise, Part::All, Then::Close)),
    content("many-headers", "the answer has 150 header lines", |spoil| {
        (0..150).for_each(|n| spoil.header(&format!("x-simulated-{n}"), "1"));
    }),
    content("huge-header", "one header has 70000 bytes", |spoil| spoil.header("x-simulated", "x".repeat(70_000))),
    content("cut-json", "the body is half of the JSON, and the length agrees", |spoil| {
        let half = spoil.answer.body.len() / 2;
        spoil.answer.body.truncate(half);
    }),
    content("gzip-bomb", "the body is packed small and unpacks to 17 MiB", |spoil| {
        spoil.header("content-encoding", "gzip");
        spoil.answer.body = packed(&vec![b' '; TOO_MUCH]);
    }),
    content("gzip-garbage", "the headers say gzip, and the body is none", |spoil| {
        spoil.header("content-encoding", "gzip");
    }),
    content("unasked-packing", "the headers name a packing that nobody asked for", |spoil| {
        spoil.header("content-encoding", "br");
    }),
];

fn packed(body: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    // Writing to memory does not fail.
    let _ = packer.write_all(body).is_ok();
    packer.finish().unwrap_or_default()
}
