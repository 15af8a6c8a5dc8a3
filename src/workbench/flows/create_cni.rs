//! Creating a CNI over an interconnect.

use super::change::{Checked, Obstacle, Plan, Terms};
use super::cni_form;
use super::look::{Seen, all_cnis, all_ports};
use crate::domain::call::Query;
use crate::domain::change::Made;
use crate::domain::draft::{Change, NewCni, Problem};
use crate::domain::{Bgp, Cni, Fault, FaultKind, IconKey, Magic, Prefix, Schema};
use crate::workbench::form::{Form, Sort, Spec};

static OVER: Spec = Spec::new("interconnect", "Interconnect", "the port that it runs over").sort(Sort::Interconnect);

/// The MTU that is offered: what Cloudflare names for CNI with the current data plane.
const USUAL_MTU: u32 = 1500;

/// The kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateCni {
    /// The interconnect that it was begun on.
    pub over: Option<IconKey>,
    /// A conduit name that no CNI of the account has.
    pub name: String,
}

impl CreateCni {
    /// A short name after the site that none of the CNIs has.
    pub fn unused_name(site: Option<&str>, taken: &[Cni]) -> String {
        let site: String = site.unwrap_or("cni").chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let free = |name: &String| taken.iter().all(|cni| !cni.title().eq_ignore_ascii_case(name));
        let names = (1..=taken.len() + 1).map(|n| format!("{}-{n}", site.get(..11).unwrap_or(&site)));
        // One more name than there are CNIs: one of them is free.
        names.into_iter().find(free).unwrap_or_default()
    }

    fn blank(&self) -> Cni {
        let magic = Magic { conduit_name: self.name.clone(), mtu: Some(USUAL_MTU), ..Magic::default() };
        Cni { magic: Some(magic), ..Cni::unread("".into()) }
    }
}

impl Plan for CreateCni {
    fn title(&self) -> String {
        "Create a CNI".to_owned()
    }

    fn verb(&self) -> &'static str {
        "create it"
    }

    fn fields(&self, terms: &Terms) -> Vec<(&'static Spec, String)> {
        let own = cni_form::fields(terms, &self.blank());
        if terms.schema == Schema::Reference {
            return own;
        }
        let over = self.over.as_ref().map(ToString::to_string).unwrap_or_default();
        std::iter::once((&OVER, over)).chain(own).collect()
    }

    fn read(&self, form: &Form, terms: &Terms) -> Result<Change, Vec<Problem>> {
        let over = form.text("interconnect");
        let missing = terms.schema == Schema::Published && over.is_empty();
        let missing = missing.then(|| Problem::error("interconnect", "choose the interconnect that it runs over"));
        match (cni_form::read(form, terms, &self.blank()), missing) {
            (Err(mut problems), missing) => {
                problems.extend(missing);
                Err(problems)
            }
            (Ok(_), Some(missing)) => Err(vec![missing]),
            (Ok(cni), None) => Ok(Change::NewCni(Box::new(NewCni {
                interconnect: over.into(),
                magic: cni.magic.unwrap_or_default(),
                bgp: cni.bgp,
                cust_ip: cni.cust_ip,
                cf_ip: cni.p2p_ip,
                vlan: cni.vlan,
            }))),
        }
    }

    fn questions(&self, _form: &Form) -> Vec<Query> {
        vec![all_ports(), all_cnis(), Query::Settings]
    }

    fn check(&self, asked: &Change, seen: &Seen, _form: &Form, terms: &Terms) -> Checked {
        let mut checked = Checked::default();
        let Change::NewCni(new) = asked else { return checked };
        if terms.schema == Schema::Published {
            match seen.ports.rows.iter().find(|port| port.key == new.interconnect) {
                None => checked.stop("interconnect", format!("the account has no interconnect {}", new.interconnect)),
                Some(port) => {
                    let over = seen.cnis.rows.iter().filter(|cni| cni.interconnect.as_ref() == Some(&port.key)).count();
                    checked.note(format!("{} exists and carries {over} CNIs now", port.name));
                }
            }
            if has_name(seen, &new.magic.conduit_name).is_some() {
                let text = format!("a CNI named {} exists already", new.magic.conduit_name);
                checked.stop("magic/conduit_name", text);
            }
        }
        addresses(&[&new.cust_ip, &new.cf_ip], None, &seen.cnis.rows, &mut checked);
        prefixes(new.bgp.as_ref(), None, &seen.cnis.rows, &mut checked);
        session(new.bgp.as_ref(), None, seen, &mut checked);
        checked
    }

    fn obstacle(&self, asked: &Change, base: &Seen, seen: &Seen, _terms: &Terms) -> Option<Obstacle> {
        let made = self.happened(asked, base, seen)?;
        let what = format!("a CNI like this appeared in the meantime: {}", made.name());
        Some(Obstacle::Foreign(Fault::new(FaultKind::Conflict, what)))
    }

    fn happened(&self, asked: &Change, base: &Seen, seen: &Seen) -> Option<Made> {
        let Change::NewCni(new) = asked else { return None };
        let ours = |cni: &&Cni| match &new.cust_ip {
            Some(address) => cni.cust_ip.as_ref() == Some(address) && cni.p2p_ip == new.cf_ip,
            None => cni.magic.as_ref().is_some_and(|magic| magic.conduit_name == new.magic.conduit_name),
        };
        seen.new_cnis(base).find(ours).map(|cni| Made::Cni(Box::new(cni.clone())))
    }

    fn mismatches(&self, asked: &Change, made: &Made, _terms: &Terms) -> Vec<String> {
        let (Change::NewCni(new), Made::Cni(made)) = (asked, made) else { return vec![] };
        // The server adds what it assigns: only what was asked for is compared.
        let asked = Cni {
            magic: new.cust_ip.is_none().then(|| new.magic.clone()),
            bgp: new.bgp.clone(),
            cust_ip: new.cust_ip.clone(),
            p2p_ip: new.cf_ip.clone(),
            vlan: new.vlan,
            interconnect: new.cust_ip.is_none().then(|| new.interconnect.clone()),
            ..self.blank()
        };
        let asked = Cni { id: made.id.clone(), ..asked };
        super::differences::asked_and_stored(&self.blank(), &asked, &**made)
    }

    fn read_back(&self, made: &Made) -> Query {
        match made {
            Made::Cni(cni) => Query::Cni(cni.id.clone()),
            _ => all_cnis(),
        }
    }

    fn next_step(&self) -> &'static str {
        "Next: put the addresses and the session on your router; the health check is at <health-checks>."
    }
}

fn has_name<'a>(seen: &'a Seen, name: &str) -> Option<&'a Cni> {
    let named = |cni: &&Cni| cni.magic.as_ref().is_some_and(|magic| magic.conduit_name.eq_ignore_ascii_case(name));
    seen.cnis.rows.iter().find(named)
}

/// Point-to-point addresses that another CNI uses stop.
pub(super) fn addresses(mine: &[&Option<Prefix>], own: Option<&Cni>, all: &[Cni], checked: &mut Checked) {
    for cni in all.iter().filter(|cni| own.is_none_or(|own| own.id != cni.id)) {
        let theirs = [&cni.cust_ip, &cni.p2p_ip];
        let hit = mine
            .iter()
            .filter_map(|p| p.as_ref())
            .any(|p| theirs.iter().filter_map(|t| t.as_ref()).any(|t| t.overlaps(p)));
        if hit {
            checked.stop("cust_ip", format!("the CNI {} uses these addresses already", cni.title()));
            return;
        }
    }
}

/// The customer's number differs from that of Cloudflare's end, which is the default of the account's settings; and one
/// number at the ends of several links is worth a thought.
pub(super) fn session(bgp: Option<&Bgp>, own: Option<&Cni>, seen: &Seen, checked: &mut Checked) {
    let Some(asn) = bgp.and_then(|bgp| bgp.customer_asn) else { return };
    if seen.settings.as_ref().and_then(|settings| settings.default_asn) == Some(asn) {
        let text = format!(
            "{asn} is the account's default ASN (settings), so that of Cloudflare's end; the session is external BGP, and \
             the two ends differ"
        );
        checked.stop("bgp/customer_asn", text);
        return;
    }
    let others = seen.cnis.rows.iter().filter(|cni| own.is_none_or(|own| own.id != cni.id));
    let shared = others.filter(|cni| cni.bgp.as_ref().and_then(|bgp| bgp.customer_asn) == Some(asn)).count();
    if shared > 0 {
        let cnis = if shared == 1 { "another CNI speaks".to_owned() } else { format!("{shared} other CNIs speak") };
        checked.note(format!(
            "{cnis} with {asn}, too: routes between your sites do not pass unless your routers allow their own number"
        ));
    }
}

/// Extra prefixes that another CNI announces, too, are worth a thought.
pub(super) fn prefixes(bgp: Option<&Bgp>, own: Option<&Cni>, all: &[Cni], checked: &mut Checked) {
    for prefix in bgp.map(|bgp| bgp.extra_prefixes.as_slice()).unwrap_or_default() {
        let others = all.iter().filter(|cni| own.is_none_or(|own| own.id != cni.id));
        let shared = others.filter(|cni| {
            cni.bgp.as_ref().is_some_and(|bgp| bgp.extra_prefixes.iter().any(|other| other.overlaps(prefix)))
        });
        let names: Vec<&str> = shared.map(Cni::title).take(3).collect();
        if !names.is_empty() {
            checked.warn(format!("{} overlaps the extra prefixes of {}", prefix.as_str(), names.join(", ")));
        }
    }
}
