//! The first screen of a run without a token: how to give it one, and the demo by one key.

use super::pen::{Pen, below};
use super::sheet::framed;
use crate::workbench::Model;
use crate::workbench::geometry::Area;
use crate::workbench::panes::Tone;

const LINES: [(&str, &str); 4] = [
    ("Token", "export CLOUDFLARE_API_TOKEN=...  or --token-file FILE (mode 0600)"),
    ("In a file", "`meetme config template` writes one with token_file or token_command"),
    ("Account", "--account TAG or CLOUDFLARE_ACCOUNT_ID; of several you are asked"),
    ("Needs", "Magic WAN Read or Magic Transit Read; `meetme check` tests it"),
];

pub(super) fn paint(pen: &mut Pen<'_>, model: &Model, body: Area) {
    let area = framed(pen, body, "No API token yet");
    for (y, (label, text)) in (area.y..area.y + area.height).zip(LINES) {
        pen.text(area.x, y, 10, label, Tone::Dim);
        pen.text(area.x + 11, y, area.width.saturating_sub(11), text, Tone::Plain);
    }
    let rest = below(area, 5);
    if rest.height > 0 {
        pen.text(
            rest.x,
            rest.y,
            rest.width,
            &model.spell("<demo> opens the demo: simulated data, no token, no network. <quit> quits."),
            Tone::Strong,
        );
    }
}
