//! The Letter of Authorization as a page of PDF, plainly marked as simulated.

use jiff::{SignedDuration, Timestamp};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};

use super::sites::Site;

/// Days until a letter expires.
const DAYS: i64 = 90;
/// What makes a letter worthless outside of the simulator.
pub(crate) const MARK: &str = "SIMULATED - not a valid authorization";

/// What a letter says.
#[derive(Debug, Clone)]
pub(crate) struct Letter<'a> {
    pub(crate) customer: &'a str,
    pub(crate) interconnect: &'a str,
    pub(crate) slot: &'a str,
    pub(crate) speed: &'a str,
    pub(crate) device: Option<&'a str>,
    pub(crate) site: Option<&'a Site>,
    pub(crate) date: Timestamp,
}

impl Letter<'_> {
    fn lines(&self) -> Vec<(f32, String)> {
        let day = |at: Timestamp| at.strftime("%-d %B %Y").to_string();
        let expires = self.date.checked_add(SignedDuration::from_hours(24 * DAYS)).unwrap_or(self.date);
        let mut lines = vec![
            (20.0, "Letter of Authorization".to_owned()),
            (11.0, "and Connecting Facility Assignment (LOA-CFA)".to_owned()),
            (11.0, String::new()),
            (11.0, format!("Date: {}", day(self.date))),
            (11.0, format!("Valid until: {}", day(expires))),
            (11.0, String::new()),
            (13.0, "Parties".to_owned()),
            (11.0, "Issued by: Cloudflare, Inc.".to_owned()),
            (11.0, format!("Authorized party: {}", self.customer)),
            (11.0, String::new()),
            (13.0, "Facility".to_owned()),
        ];
        if let Some(site) = self.site {
            lines.push((11.0, site.name.clone()));
            lines.extend(site.address.iter().map(|line| (11.0, line.clone())));
            lines.push((11.0, format!("Site code: {}", site.code)));
        }
        lines.push((11.0, String::new()));
        lines.push((13.0, "Assignment".to_owned()));
        lines.push((11.0, format!("Interconnect: {}", self.interconnect)));
        lines.push((11.0, format!("Slot: {}", self.slot)));
        lines.push((11.0, format!("Device: {}", self.device.unwrap_or("to be assigned"))));
        lines.push((11.0, format!("Speed and medium: {}, single-mode fibre, LC", self.speed)));
        lines.push((11.0, String::new()));
        lines.push((9.0, "The bearer may order a cross-connect to the port above.".to_owned()));
        lines.push((9.0, "This page was made by a simulator. It authorizes nothing and nobody.".to_owned()));
        lines
    }

    /// The page.
    pub(crate) fn pdf(&self) -> Vec<u8> {
        let (catalog, tree, page, plain, text, info) =
            (Ref::new(1), Ref::new(2), Ref::new(3), Ref::new(4), Ref::new(5), Ref::new(6));
        let mut pdf = Pdf::new();
        pdf.catalog(catalog).pages(tree);
        pdf.document_info(info).title(pdf_writer::TextStr(MARK));
        pdf.pages(tree).kids([page]).count(1);
        let mut leaf = pdf.page(page);
        leaf.media_box(Rect::new(0.0, 0.0, 595.0, 842.0)).parent(tree).contents(text);
        leaf.resources().fonts().pair(Name(b"F1"), plain);
        leaf.finish();
        pdf.type1_font(plain).base_font(Name(b"Helvetica")).encoding_predefined(Name(b"WinAnsiEncoding"));

        let mut content = Content::new();
        content.set_fill_rgb(0.75, 0.1, 0.1);
        say(&mut content, 14.0, 60.0, 800.0, MARK);
        content.set_fill_rgb(0.0, 0.0, 0.0);
        let mut y = 750.0;
        for (size, line) in self.lines() {
            for part in wrapped(&line) {
                say(&mut content, size, 60.0, y, &part);
                y -= size * 1.5;
            }
        }
        content.set_fill_rgb(0.75, 0.1, 0.1);
        say(&mut content, 14.0, 60.0, 40.0, MARK);
        pdf.stream(text, &content.finish());
        pdf.finish()
    }
}

/// Long lines in parts that fit the page.
fn wrapped(line: &str) -> Vec<String> {
    let letters: Vec<char> = line.chars().collect();
    if letters.is_empty() {
        return vec![String::new()];
    }
    letters.chunks(80).map(|part| part.iter().collect()).collect()
}

fn say(content: &mut Content, size: f32, x: f32, y: f32, text: &str) {
    let bytes: Vec<u8> = text.chars().map(win_ansi).collect();
    content.begin_text().set_font(Name(b"F1"), size).next_line(x, y).show(Str(&bytes)).end_text();
}

/// The code page of the base fonts; what it lacks becomes a question mark.
fn win_ansi(letter: char) -> u8 {
    match letter {
        ' '..='~' | '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(letter)).unwrap_or(b'?'),
        '€' => 0x80,
        'Š' => 0x8a,
        'š' => 0x9a,
        'Ž' => 0x8e,
        'ž' => 0x9e,
        '–' => 0x96,
        '—' => 0x97,
        '’' => 0x92,
        _ => b'?',
    }
}

#[cfg(test)]
mod tests {
    use super::super::sites;
    use super::*;

    fn letter(customer: &str) -> Vec<u8> {
        Letter {
            customer,
            interconnect: "icn-iad-a-10g-0007",
            slot: "5b0c0000-0000-4000-8000-000000000001",
            speed: "10G",
            device: Some("ccr01.iad-a"),
            site: sites::find("iad-a"),
            date: "2026-11-24T10:00:00Z".parse().unwrap(),
        }
        .pdf()
    }

    fn has(pdf: &[u8], text: &str) -> bool {
        pdf.windows(text.len()).any(|window| window == text.as_bytes())
    }

    #[test]
    fn a_letter_is_one_page_that_says_everything() {
        let pdf = letter("Lumenfold Media");
        assert!(pdf.starts_with(b"%PDF-1."));
        assert!(pdf.trim_ascii_end().ends_with(b"%%EOF"));
        for text in [
            MARK,
            "Lumenfold Media",
            "Cloudflare",
            "icn-iad-a-10g-0007",
            "5b0c0000-0000-4000-8000-000000000001",
            "ccr01.iad-a",
            "10G",
            "Equinix DC2",
            "21715 Filigree Court",
            "24 November 2026",
            "22 February 2027",
        ] {
            assert!(has(&pdf, text), "{text}");
        }
    }

    #[test]
    fn a_hostile_name_stays_text() {
        let pdf = letter("A) Tj (B\u{1b}[2J \u{202e}x");
        assert!(!pdf.contains(&0x1b));
        assert!(!has(&pdf, "party: A) Tj"));
    }
}
