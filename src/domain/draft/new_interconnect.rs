//! A new interconnect, as it is asked for.

use super::{Problem, Validated, verdict};
use crate::domain::{SlotId, Speed, rules};

/// Bandwidths of a GCP partner interconnect (published schema, `GcpPartnerInterconnectCreate`).
pub const GCP_BANDWIDTHS: [&str; 12] =
    ["50M", "100M", "200M", "300M", "400M", "500M", "1G", "2G", "5G", "10G", "20G", "50G"];

/// A port in a facility. The last three are fields of the reference schema only.
#[derive(Debug, Clone, PartialEq)]
pub struct Direct {
    /// The free slot to take.
    pub slot: SlotId,
    /// The slot's speed; left out, the server takes it from the slot.
    pub speed: Option<Speed>,
    /// Facility code.
    pub facility: Option<String>,
    /// Name to give, at most 64 characters.
    pub name: Option<String>,
    /// Free text, at most 256 characters.
    pub description: Option<String>,
}

/// What to create.
#[derive(Debug, Clone, PartialEq)]
pub enum NewInterconnect {
    /// A cross-connect.
    Direct(Direct),
    /// Through Google Cloud.
    GcpPartner {
        /// One of [`GCP_BANDWIDTHS`].
        bandwidth: Speed,
        /// The pairing key that Google gave.
        pairing_key: String,
    },
}

impl NewInterconnect {
    /// The field rules.
    pub fn check(self) -> Result<Validated<Self>, Vec<Problem>> {
        let problems = match &self {
            Self::Direct(direct) => direct.problems(),
            Self::GcpPartner { bandwidth, pairing_key } => gcp_problems(bandwidth, pairing_key),
        };
        verdict(self, problems)
    }

    /// The slot it would take.
    pub fn slot(&self) -> Option<&SlotId> {
        match self {
            Self::Direct(direct) => Some(&direct.slot),
            Self::GcpPartner { .. } => None,
        }
    }
}

impl Direct {
    /// Everything that is wrong with it.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.slot.as_str().is_empty() {
            problems.push(Problem::error("slot_id", "choose a free slot"));
        }
        if let Some(speed) = &self.speed
            && speed.mbps().is_none()
        {
            problems.push(Problem::error("speed", format!("`{speed}` is not a speed such as 10G or 100G")));
        }
        for (field, text, most) in [("name", &self.name, 64), ("description", &self.description, 256)] {
            let Some(text) = text else { continue };
            problems.extend(rules::free_text(field, text, most));
        }
        if self.name.as_ref().is_some_and(|name| name.trim().is_empty()) {
            problems.push(Problem::error("name", "give a name"));
        }
        problems
    }
}

fn gcp_problems(bandwidth: &Speed, pairing_key: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !GCP_BANDWIDTHS.contains(&bandwidth.as_str()) {
        problems.push(Problem::error("bandwidth", format!("one of {}", GCP_BANDWIDTHS.join(", "))));
    }
    problems.extend(rules::pairing_key("pairing_key", pairing_key));
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn direct() -> Direct {
        Direct { slot: "s".into(), speed: Some("10G".into()), facility: None, name: None, description: None }
    }

    #[test]
    fn problems_name_their_field() {
        let bad = Direct {
            slot: "".into(),
            speed: Some("fast".into()),
            name: Some(" ".into()),
            description: Some("x".repeat(257)),
            ..direct()
        };
        let fields: Vec<&str> = bad.problems().iter().map(|p| p.field).collect();
        assert_eq!(fields, ["slot_id", "speed", "description", "name"]);
        assert!(NewInterconnect::Direct(bad).check().is_err());
        assert!(NewInterconnect::Direct(direct()).check().is_ok());
    }

    #[test]
    fn partner_ports_need_a_listed_bandwidth_and_a_key() {
        let ask = |bandwidth: &str, key: &str| {
            NewInterconnect::GcpPartner { bandwidth: bandwidth.into(), pairing_key: key.into() }.check()
        };
        assert!(ask("1G", "k").is_ok());
        assert!(ask("3G", "k").is_err() && ask("1G", " ").is_err());
    }
}
