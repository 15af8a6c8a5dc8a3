//! "Near Ashburn": places found by the beginnings of words – city, region, site, facility, address – whatever their case
//! and accents, and by a word that is nearly right where none is.

use super::{Facility, Metro, Site, Slot};

/// Letters alone, without case and accents.
pub fn fold(text: &str) -> String {
    text.chars().map(nucleo_matcher::chars::normalize).flat_map(char::to_lowercase).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold)
}

/// The words that a place is looked for by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spot(Vec<String>);

impl Spot {
    fn of(site: Option<&Site>, facility: Option<&Facility>) -> Self {
        let site = site.map(Site::as_str);
        let code = site.or_else(|| facility.map(|facility| facility.name.as_str()));
        let metro = code.and_then(Metro::of).map(|metro| format!("{} {} {}", metro.code, metro.city, metro.more));
        let facility = facility.map(Facility::one_line);
        let parts = [site.map(fold), metro, facility];
        let mut all: Vec<String> = parts.iter().flatten().flat_map(|part| words(part)).collect();
        // A site is also looked for as it is written: `iad-a`.
        all.extend(site.map(fold));
        Self(all)
    }

    /// The place of a slot.
    pub fn of_slot(slot: &Slot) -> Self {
        Self::of(slot.site.as_ref(), slot.facility.as_deref())
    }

    fn has(&self, word: &str) -> bool {
        self.0.iter().any(|own| own.starts_with(word))
    }
}

/// What is looked for: every word must begin a word of the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near(Vec<String>);

impl Near {
    /// Reads what was typed; `None` where that holds no word.
    pub fn read(typed: &str) -> Option<Self> {
        let split = |part: &str| if part.contains('-') { vec![fold(part)] } else { words(part).collect() };
        let words: Vec<String> = typed.split([' ', ',']).flat_map(split).filter(|word| !word.is_empty()).collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// It lies there.
    pub fn fits(&self, spot: &Spot) -> bool {
        self.0.iter().all(|word| spot.has(word))
    }

    /// Where a word begins none of these places' words, the nearest one is taken for it. Answers typed and taken.
    pub fn mend(&mut self, spots: &[Spot]) -> Vec<(String, String)> {
        let mut mended = Vec::new();
        for word in &mut self.0 {
            if spots.iter().any(|spot| spot.has(word)) {
                continue;
            }
            let near = |own: &&String| strsim::damerau_levenshtein(own, word) <= slips(word);
            let all = spots.iter().flat_map(|spot| &spot.0).filter(near);
            let nearest = all.min_by_key(|own| (strsim::damerau_levenshtein(own, word), (*own).clone()));
            if let Some(nearest) = nearest.cloned() {
                mended.push((std::mem::replace(word, nearest.clone()), nearest));
            }
        }
        mended
    }
}

/// Slips of the finger that a word may hold: one, and none in a short word, which is likely a code. More would take
/// one place for another.
fn slips(word: &str) -> usize {
    usize::from(word.chars().count() > 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(site: Option<&str>, name: &str, address: &[&str]) -> Spot {
        let address = address.iter().map(|line| (*line).to_owned()).collect();
        Spot::of(site.map(Site::from).as_ref(), Some(&Facility { name: name.into(), address }))
    }

    #[test]
    fn a_place_is_found_by_city_region_site_facility_and_address() {
        let ashburn = spot(Some("iad-a"), "Equinix DC2", &["21715 Filigree Court", "Ashburn, VA 20147", "US"]);
        let zurich = spot(Some("zrh-a"), "Equinix ZH4", &["Josefstraße 225", "8005 Zürich", "CH"]);
        let code = spot(None, "LHR2", &[]);
        let cases: [(&str, &Spot, bool); 16] = [
            ("ashburn", &ashburn, true),
            ("ASH", &ashburn, true),
            ("burn", &ashburn, false),
            ("iad", &ashburn, true),
            ("iad-a", &ashburn, true),
            ("iad-b", &ashburn, false),
            ("dc2, filigree", &ashburn, true),
            ("virginia", &ashburn, true),
            ("20147", &ashburn, true),
            ("ashburn london", &ashburn, false),
            ("zurich", &zurich, true),
            ("ZÜRICH", &zurich, true),
            ("switzerland", &zurich, true),
            ("london", &code, true),
            ("lhr2", &code, true),
            ("lhr1", &code, false),
        ];
        for (typed, spot, fits) in cases {
            assert_eq!(Near::read(typed).unwrap().fits(spot), fits, "{typed}");
        }
        assert_eq!(Near::read(" , "), None);
    }

    #[test]
    fn a_slip_is_mended_only_where_nothing_is_right_and_never_in_a_code() {
        let spots = [spot(Some("iad-a"), "Equinix DC2", &["Ashburn"]), spot(Some("fra-a"), "Equinix FR5", &[])];
        let mended = |typed: &str| {
            let mut near = Near::read(typed).unwrap();
            let said = near.mend(&spots);
            (said, spots.iter().filter(|spot| near.fits(spot)).count())
        };
        assert_eq!(mended("asburn"), (vec![("asburn".into(), "ashburn".into())], 1));
        assert_eq!(mended("frankfrut"), (vec![("frankfrut".into(), "frankfurt".into())], 1));
        assert_eq!(mended("equinix"), (vec![], 2));
        for (typed, found) in [("iax", 0), ("paris", 0), ("dc3", 0), ("frankfrtu", 0)] {
            assert_eq!(mended(typed), (vec![], found), "{typed}");
        }
    }
}
