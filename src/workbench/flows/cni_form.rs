//! The fields of a CNI, in both schemas, and what they make of an object.

use super::change::Terms;
use crate::domain::draft::Problem;
use crate::domain::{Asn, Bgp, Cni, Magic, Prefix, Schema};
use crate::workbench::form::{Form, Sort, Spec};

static CONDUIT: Spec = Spec::new(
    "magic/conduit_name",
    "Conduit name",
    "unique in the account; also the name of its Magic interconnect, so at most 15 characters are wise",
);
static NOTE: Spec = Spec::new("magic/description", "Description", "free text; may be empty");
static MTU: Spec =
    Spec::new("magic/mtu", "MTU", "bytes, 576 to 1500; may be empty, then the server decides").sort(Sort::Mtu);
static ASN: Spec =
    Spec::new("bgp/customer_asn", "Customer ASN", "your AS number, plain or dotted; empty for no BGP session")
        .sort(Sort::Asn);
static PREFIXES: Spec = Spec::new(
    "bgp/extra_prefixes",
    "Extra prefixes",
    "announced to you beside those of the account, with spaces between; may be empty",
);
static KEY: Spec =
    Spec::new("bgp/md5_key", "MD5 key", "printable ASCII without \" and ?; empty for none").sort(Sort::Secret);
static CUST_IP: Spec = Spec::new("cust_ip", "Your address", "with its length, such as 10.254.0.1/31");
static CF_IP: Spec = Spec::new("cf_ip", "Cloudflare's address", "the other end, such as 10.254.0.0/31").also("p2p_ip");
static BGP_ASN: Spec =
    Spec::new("bgp_asn", "Customer ASN", "your AS number, plain or dotted").sort(Sort::Asn).also("bgp/customer_asn");
static BGP_PASSWORD: Spec = Spec::new("bgp_password", "MD5 key", "printable ASCII without \" and ?; empty for none")
    .sort(Sort::Secret)
    .also("bgp/md5_key");
static VLAN: Spec = Spec::new("vlan", "VLAN", "1 to 4094; may be empty");

/// The fields, filled from a CNI.
pub(super) fn fields(terms: &Terms, cni: &Cni) -> Vec<(&'static Spec, String)> {
    let bgp = cni.bgp.as_ref();
    let asn = bgp.and_then(|bgp| bgp.customer_asn).map(|asn| asn.to_string()).unwrap_or_default();
    let key = bgp.and_then(|bgp| bgp.md5_key.clone()).unwrap_or_default();
    if terms.schema == Schema::Reference {
        let address = |prefix: &Option<Prefix>| prefix.as_ref().map(|p| p.as_str().to_owned()).unwrap_or_default();
        return vec![
            (&CUST_IP, address(&cni.cust_ip)),
            (&CF_IP, address(&cni.p2p_ip)),
            (&BGP_ASN, asn),
            (&BGP_PASSWORD, key),
            (&VLAN, cni.vlan.map(|vlan| vlan.to_string()).unwrap_or_default()),
        ];
    }
    let magic = cni.magic.clone().unwrap_or_default();
    let prefixes: Vec<&str> =
        bgp.map(|bgp| bgp.extra_prefixes.iter().map(Prefix::as_str).collect()).unwrap_or_default();
    vec![
        (&CONDUIT, magic.conduit_name),
        (&NOTE, magic.description),
        (&MTU, magic.mtu.map(|mtu| mtu.to_string()).unwrap_or_default()),
        (&ASN, asn),
        (&PREFIXES, prefixes.join(" ")),
        (&KEY, key),
    ]
}

/// The CNI that the form makes of another; what the form has no field for stays as it is.
pub(super) fn read(form: &Form, terms: &Terms, before: &Cni) -> Result<Cni, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut after = before.clone();
    if terms.schema == Schema::Reference {
        after.cust_ip = form.given("cust_ip").map(|text| text.as_str().into());
        after.p2p_ip = form.given("cf_ip").map(|text| text.as_str().into());
        for (field, missing) in [("cust_ip", after.cust_ip.is_none()), ("cf_ip", after.p2p_ip.is_none())] {
            if missing {
                problems.push(Problem::error(field, "both addresses are needed (API reference)"));
            }
        }
        after.vlan = number(form, "vlan", "a whole number, 1 to 4094", &mut problems);
        let asn = asn(form, "bgp_asn", &mut problems);
        after.bgp = bgp(before.bgp.as_ref(), asn, form.given("bgp_password"), None);
    } else {
        let magic = before.magic.clone().unwrap_or_default();
        after.magic = Some(Magic {
            conduit_name: form.text("magic/conduit_name").to_owned(),
            description: form.text("magic/description").to_owned(),
            mtu: number(form, "magic/mtu", "a whole number of bytes, 576 to 1500", &mut problems),
            extra: magic.extra,
        });
        let asn = asn(form, "bgp/customer_asn", &mut problems);
        after.bgp = bgp(before.bgp.as_ref(), asn, key(form), Some(prefixes(form.text("bgp/extra_prefixes"))));
    }
    if problems.is_empty() { Ok(after) } else { Err(problems) }
}

/// A key is taken as it was typed: a space at its end is part of it.
fn key(form: &Form) -> Option<String> {
    let field = form.fields.iter().find(|field| field.spec.sort == Sort::Secret)?;
    Some(field.text.text().to_owned()).filter(|key| !key.is_empty())
}

/// Addresses and prefixes, however they are set apart.
fn prefixes(text: &str) -> Vec<Prefix> {
    text.split([' ', ',', ';', '\t']).filter(|part| !part.is_empty()).map(Prefix::from).collect()
}

fn bgp(before: Option<&Bgp>, asn: Option<Asn>, key: Option<String>, prefixes: Option<Vec<Prefix>>) -> Option<Bgp> {
    let before = before.cloned().unwrap_or_default();
    let extra_prefixes = prefixes.unwrap_or(before.extra_prefixes);
    if asn.is_none() && key.is_none() && extra_prefixes.is_empty() {
        return None;
    }
    Some(Bgp { customer_asn: asn, extra_prefixes, md5_key: key, extra: before.extra })
}

/// An AS number; nothing typed is no number.
pub(super) fn asn(form: &Form, field: &'static str, problems: &mut Vec<Problem>) -> Option<Asn> {
    let text = form.given(field)?;
    match text.parse() {
        Ok(asn) => Some(asn),
        Err(why) => {
            problems.push(Problem::error(field, why));
            None
        }
    }
}

fn number<N: std::str::FromStr>(
    form: &Form,
    field: &'static str,
    right: &str,
    problems: &mut Vec<Problem>,
) -> Option<N> {
    let text = form.given(field)?;
    match text.parse() {
        Ok(number) => Some(number),
        Err(_) => {
            problems.push(Problem::error(field, format!("`{}` is not {right}", crate::domain::text::clean(&text))));
            None
        }
    }
}
