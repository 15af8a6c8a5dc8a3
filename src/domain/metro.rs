//! Which city a site code means: the first three letters of `iad-a` or `IAD1` are an airport's (IATA) code.

/// Code, city, and other words that a person may look for it by.
///
/// Public facts: IATA codes of metros where Cloudflare offers interconnects; the city is where the buildings stand, which
/// need not be the airport's own.
const METROS: &[(&str, &str, &str)] = &[
    ("akl", "Auckland", "New Zealand"),
    ("ams", "Amsterdam", "Netherlands"),
    ("arn", "Stockholm", "Sweden"),
    ("atl", "Atlanta", "Georgia United States"),
    ("bkk", "Bangkok", "Thailand"),
    ("bna", "Nashville", "Tennessee United States"),
    ("bog", "Bogota", "Colombia"),
    ("bom", "Mumbai", "Bombay India"),
    ("bos", "Boston", "Massachusetts United States"),
    ("bru", "Brussels", "Belgium"),
    ("bud", "Budapest", "Hungary"),
    ("buf", "Buffalo", "New York United States"),
    ("cdg", "Paris", "France"),
    ("cgk", "Jakarta", "Indonesia"),
    ("clt", "Charlotte", "North Carolina United States"),
    ("cmh", "Columbus", "Ohio United States"),
    ("cph", "Copenhagen", "Denmark"),
    ("cpt", "Cape Town", "South Africa"),
    ("del", "Delhi", "India"),
    ("den", "Denver", "Colorado United States"),
    ("dfw", "Dallas", "Fort Worth Texas United States"),
    ("dub", "Dublin", "Ireland"),
    ("dus", "Dusseldorf", "Germany"),
    ("dxb", "Dubai", "United Arab Emirates"),
    ("ewr", "Newark", "New York New Jersey Secaucus United States"),
    ("eze", "Buenos Aires", "Argentina"),
    ("fra", "Frankfurt", "Germany"),
    ("gig", "Rio de Janeiro", "Brazil"),
    ("gru", "Sao Paulo", "Brazil"),
    ("ham", "Hamburg", "Germany"),
    ("hel", "Helsinki", "Finland"),
    ("hkg", "Hong Kong", "China"),
    ("iad", "Ashburn", "Washington Reston Virginia United States"),
    ("iah", "Houston", "Texas United States"),
    ("icn", "Seoul", "Korea"),
    ("ist", "Istanbul", "Turkey"),
    ("jfk", "New York", "United States"),
    ("jnb", "Johannesburg", "South Africa"),
    ("kix", "Osaka", "Japan"),
    ("kul", "Kuala Lumpur", "Malaysia"),
    ("las", "Las Vegas", "Nevada United States"),
    ("lax", "Los Angeles", "California United States"),
    ("lhr", "London", "England United Kingdom"),
    ("lim", "Lima", "Peru"),
    ("lis", "Lisbon", "Portugal"),
    ("maa", "Chennai", "Madras India"),
    ("mad", "Madrid", "Spain"),
    ("man", "Manchester", "England United Kingdom"),
    ("mci", "Kansas City", "Missouri United States"),
    ("mel", "Melbourne", "Australia"),
    ("mia", "Miami", "Florida United States"),
    ("mrs", "Marseille", "France"),
    ("msp", "Minneapolis", "Saint Paul Minnesota United States"),
    ("muc", "Munich", "Germany"),
    ("mxp", "Milan", "Italy"),
    ("nrt", "Tokyo", "Japan"),
    ("oma", "Omaha", "Nebraska United States"),
    ("ord", "Chicago", "Illinois United States"),
    ("osl", "Oslo", "Norway"),
    ("otp", "Bucharest", "Romania"),
    ("pdx", "Portland", "Hillsboro Oregon United States"),
    ("per", "Perth", "Australia"),
    ("phl", "Philadelphia", "Pennsylvania United States"),
    ("phx", "Phoenix", "Arizona United States"),
    ("prg", "Prague", "Czechia"),
    ("qro", "Queretaro", "Mexico"),
    ("scl", "Santiago", "Chile"),
    ("sea", "Seattle", "Washington State United States"),
    ("sin", "Singapore", ""),
    ("sjc", "San Jose", "Silicon Valley Santa Clara California United States"),
    ("slc", "Salt Lake City", "Utah United States"),
    ("sof", "Sofia", "Bulgaria"),
    ("stl", "St. Louis", "Saint Louis Missouri United States"),
    ("syd", "Sydney", "Australia"),
    ("tpa", "Tampa", "Florida United States"),
    ("tpe", "Taipei", "Taiwan"),
    ("txl", "Berlin", "Germany"),
    ("vie", "Vienna", "Austria"),
    ("waw", "Warsaw", "Poland"),
    ("yul", "Montreal", "Canada"),
    ("yvr", "Vancouver", "Canada"),
    ("yyz", "Toronto", "Canada"),
    ("zrh", "Zurich", "Switzerland"),
];

/// A metro that this program knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metro {
    /// Three letters.
    pub code: &'static str,
    /// Its city.
    pub city: &'static str,
    /// Other words that it is looked for by: region, country, other names.
    pub more: &'static str,
}

impl Metro {
    /// The metro of a site or facility code; `None` where the text is no such code, or one that is not known here.
    pub fn of(place: &str) -> Option<Self> {
        let letters = place.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(place.len());
        let (code, rest) = place.split_at(letters);
        if code.len() != 3 || !(rest.is_empty() || rest.starts_with(|c: char| c == '-' || c.is_ascii_digit())) {
            return None;
        }
        let at =
            METROS.binary_search_by(|metro| metro.0.bytes().cmp(code.bytes().map(|b| b.to_ascii_lowercase()))).ok()?;
        METROS.get(at).map(|&(code, city, more)| Self { code, city, more })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_plain() {
        assert!(METROS.is_sorted_by(|a, b| a.0 < b.0), "it is searched by halves");
        for (code, city, more) in METROS {
            assert!(code.len() == 3 && code.bytes().all(|b| b.is_ascii_lowercase()), "{code}");
            assert!(!city.is_empty() && format!("{city}{more}").is_ascii(), "{city}");
        }
    }

    #[test]
    fn both_spellings_of_a_site_mean_its_city_and_other_texts_mean_none() {
        for place in ["iad-a", "IAD1", "iad", "iad12-c"] {
            assert_eq!(Metro::of(place).map(|metro| metro.city), Some("Ashburn"), "{place}");
        }
        for place in ["", "Equinix DC2", "iadx-a", "ia-a", "zzz-a", "iad a", "é"] {
            assert_eq!(Metro::of(place), None, "{place}");
        }
    }
}
