//! The building where a port is: a name and an address, or only a code.

use serde::{Deserialize, Serialize};

/// A facility. The reference schema knows only a code such as `EWR1`; then the address is empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Facility {
    /// Name of the building, or the code.
    pub name: String,
    /// Lines of the postal address, maybe none.
    pub address: Vec<String>,
}

impl Facility {
    /// The postal address on one line, maybe empty.
    pub fn postal(&self) -> String {
        self.address.join(", ")
    }

    /// Name and address on one line.
    pub fn one_line(&self) -> String {
        let mut line = self.name.clone();
        for part in &self.address {
            line.push_str(", ");
            line.push_str(part);
        }
        line
    }
}
