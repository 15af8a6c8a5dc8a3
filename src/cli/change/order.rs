//! From arguments to a change: its kind, what goes into its form, how far it goes and who says yes.

use std::io::Read;

use serde_json::{Value, json};

use crate::cli::actions::{CniAction, IconAction, SettingsAction, TunnelAction};
use crate::cli::args::Command;
use crate::cli::change_args::{AskServer, ChangedCheck, CniFields, Going, Less, NewPort};
use crate::domain::{Cni, Extra, Fault, FaultKind, IconKey, Interconnect, Settings, Tunnel};
use crate::workbench::flows::change::{DryRunPolicy, Kind};
use crate::workbench::flows::{
    CreateCni, CreateInterconnect, CreatePartner, DESPITE, DeleteCni, DeleteInterconnect, EditCni, EditHealthCheck,
    EditSettings, Flow,
};

/// A change as the command line asks for it.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) kind: Kind,
    /// Field of the form, by each of its names, and what is typed into it.
    pub(super) typed: Vec<(&'static str, &'static [&'static str], String)>,
    pub(super) body: Option<Value>,
    /// Stop after the checks.
    pub(super) validate: bool,
    /// Commit without asking.
    pub(super) yes: bool,
    pub(super) if_exists: bool,
    pub(super) dry_run: Option<DryRunPolicy>,
    pub(super) account_name: Option<String>,
}

/// Reads files that the command names; standard input once.
pub(super) struct Files<'a> {
    input: Option<&'a mut (dyn Read + Send)>,
}

impl<'a> Files<'a> {
    pub(super) fn new(input: &'a mut (dyn Read + Send)) -> Self {
        Self { input: Some(input) }
    }

    fn text(&mut self, path: &str) -> Result<String, Fault> {
        let mut text = String::new();
        if path == "-" {
            let taken =
                || Fault::new(FaultKind::Usage, "standard input is used already; only one thing can come by it");
            let input = self.input.take().ok_or_else(taken)?;
            input.take(LONGEST).read_to_string(&mut text)
        } else {
            std::fs::File::open(path).and_then(|file| file.take(LONGEST).read_to_string(&mut text))
        }
        .map_err(|why| Fault::new(FaultKind::Local, format!("{path} cannot be read: {why}")))?;
        if text.len() as u64 == LONGEST {
            return Err(Fault::new(FaultKind::Usage, format!("{path} is longer than 1 MiB")));
        }
        Ok(text)
    }

    /// A key: the file without the end of its line.
    fn key(&mut self, path: &str) -> Result<String, Fault> {
        let text = self.text(path)?;
        Ok(text.strip_suffix('\n').map_or(text.as_str(), |line| line.strip_suffix('\r').unwrap_or(line)).to_owned())
    }

    fn body(&mut self, path: &str) -> Result<Value, Fault> {
        let body = serde_json::from_str(&self.text(path)?);
        body.map_err(|why| Fault::new(FaultKind::Usage, format!("{path} is not JSON: {why}")))
    }
}

/// Bytes of a body or key file that are read.
const LONGEST: u64 = 1024 * 1024;

/// The change that a command asks for; `None`: it changes nothing.
pub(super) fn of(command: &Command, files: &mut Files<'_>) -> Option<Result<Order, Fault>> {
    Some(match command {
        Command::Interconnects(IconAction::Create(new)) => create_port(new, files),
        Command::Interconnects(IconAction::Validate { file, dry_run }) => {
            let going = Going { validate: true, body: Some(file.clone()), dry_run: *dry_run, account_name: None };
            create_port(&NewPort { going, ..NewPort::default() }, files)
        }
        Command::Interconnects(IconAction::Delete(port)) => {
            let key = IconKey::from(port.less.name.as_str());
            let kind = Kind::DeleteInterconnect(Box::new(DeleteInterconnect {
                port: Interconnect::unread(key),
                healthy: vec![],
            }));
            less(kind, &port.less, files).map(|mut order| {
                if port.even_with_cnis {
                    order.typed.push(("--even-with-cnis", &["with_cnis"], DESPITE.to_owned()));
                }
                order
            })
        }
        Command::Cnis(CniAction::Create(new)) => {
            let over = new.interconnect.as_deref().map(IconKey::from);
            let kind = Kind::CreateCni(CreateCni { over, name: String::new() });
            link(kind, &new.fields, &new.going, new.yes.yes, files)
        }
        Command::Cnis(CniAction::Update(changed)) => {
            let cni = Cni::unread(changed.id.as_str().into());
            let kind = Kind::EditCni(Box::new(EditCni { cni }));
            link(kind, &changed.fields, &changed.going, changed.yes.yes, files)
        }
        Command::Cnis(CniAction::Delete(gone)) => {
            let cni = Cni::unread(gone.name.as_str().into());
            less(Kind::DeleteCni(Box::new(DeleteCni { cni })), gone, files)
        }
        Command::Settings(SettingsAction::Set(changed)) => {
            let settings = Settings { default_asn: None, extra: Extra::new() };
            let kind = Kind::EditSettings(Box::new(EditSettings { settings }));
            Order::new(kind, &changed.going, changed.yes.yes, files).map(|mut order| {
                order.put("--default-asn", &["default_asn"], changed.default_asn.as_ref());
                order
            })
        }
        Command::Tunnels(TunnelAction::Set(changed)) => check(changed, files),
        _ => return None,
    })
}

fn create_port(new: &NewPort, files: &mut Files<'_>) -> Result<Order, Fault> {
    let kind = Kind::CreateInterconnect(CreateInterconnect::default());
    let mut order = Order::new(kind, &new.going, new.yes.yes, files)?;
    let partner = order.body.as_ref().and_then(|body| body.get("type")).is_some_and(|kind| kind == "gcp_partner");
    if new.gcp || partner {
        order.kind = Kind::CreatePartner(CreatePartner);
    }
    order.put("--slot", &["slot_id"], new.slot.as_ref());
    order.put("--speed", &["speed"], new.speed.as_ref());
    order.put("--facility", &["facility"], new.facility.as_ref());
    order.put("--name", &["name"], new.name.as_ref());
    order.put("--description", &["description"], new.description.as_ref());
    order.put("--bandwidth", &["bandwidth"], new.bandwidth.as_ref());
    let key = new.pairing_key_file.as_ref().map(|path| files.key(path)).transpose()?;
    order.put("--pairing-key-file", &["pairing_key"], key.as_ref());
    Ok(order)
}

fn link(kind: Kind, fields: &CniFields, going: &Going, yes: bool, files: &mut Files<'_>) -> Result<Order, Fault> {
    let mut order = Order::new(kind, going, yes, files)?;
    order.put("--conduit-name", &["magic/conduit_name"], fields.conduit_name.as_ref());
    order.put("--description", &["magic/description"], fields.description.as_ref());
    order.put("--mtu", &["magic/mtu"], fields.mtu.as_ref());
    order.put("--asn", &["bgp/customer_asn", "bgp_asn"], fields.asn.as_ref());
    let prefixes = (!fields.prefixes.is_empty()).then(|| fields.prefixes.join(" "));
    order.put("--prefix", &["bgp/extra_prefixes"], prefixes.as_ref());
    let key = fields.md5_key_file.as_ref().map(|path| files.key(path)).transpose()?;
    order.put("--md5-key-file", &["bgp/md5_key", "bgp_password"], key.as_ref());
    order.put("--cust-ip", &["cust_ip"], fields.cust_ip.as_ref());
    order.put("--cf-ip", &["cf_ip"], fields.cf_ip.as_ref());
    order.put("--vlan", &["vlan"], fields.vlan.as_ref());
    Ok(order)
}

fn check(changed: &ChangedCheck, files: &mut Files<'_>) -> Result<Order, Fault> {
    let tunnel = Tunnel::unread(changed.id.as_str().into());
    let kind = Kind::EditHealthCheck(Box::new(EditHealthCheck { tunnel }));
    let mut order = Order::new(kind, &changed.going, changed.yes.yes, files)?;
    order.put("--enabled", &["health_check/enabled"], changed.enabled.as_ref());
    order.put("--rate", &["health_check/rate"], changed.rate.as_ref());
    order.put("--type", &["health_check/type"], changed.kind.as_ref());
    order.put("--target", &["health_check/target"], changed.target.as_ref());
    order.put("--direction", &["health_check/direction"], changed.direction.as_ref());
    Ok(order)
}

fn less(kind: Kind, gone: &Less, files: &mut Files<'_>) -> Result<Order, Fault> {
    if gone.going.body.is_some() {
        return Err(Fault::new(FaultKind::Usage, "a delete has no body"));
    }
    let mut order = Order::new(kind, &gone.going, gone.yes.is_some(), files)?;
    order.if_exists = gone.if_exists;
    order.put("--yes", &["name"], gone.yes.as_ref());
    Ok(order)
}

impl Order {
    fn new(kind: Kind, going: &Going, yes: bool, files: &mut Files<'_>) -> Result<Self, Fault> {
        let policy = |ask| match ask {
            AskServer::Never => DryRunPolicy::Never,
            AskServer::Ask => DryRunPolicy::Ask,
            AskServer::Always => DryRunPolicy::Always,
        };
        Ok(Self {
            kind,
            typed: vec![],
            body: going.body.as_ref().map(|path| files.body(path)).transpose()?,
            validate: going.validate,
            yes,
            if_exists: false,
            dry_run: going.dry_run.map(policy),
            account_name: going.account_name.clone(),
        })
    }

    fn put(&mut self, flag: &'static str, fields: &'static [&'static str], typed: Option<&String>) {
        self.typed.extend(typed.map(|text| (flag, fields, text.clone())));
    }
}

/// What the object is now, or what a new one is in any case: a body may say the same, though no field is for it.
pub(super) fn present(flow: &Flow) -> Value {
    let terms = flow.terms();
    match &flow.kind {
        Kind::CreateInterconnect(_) => json!({"account": terms.account, "type": "direct"}),
        Kind::CreatePartner(_) => json!({"account": terms.account, "type": "gcp_partner"}),
        Kind::CreateCni(_) => json!({"account": terms.account}),
        Kind::EditCni(plan) => json!(plan.cni),
        Kind::EditSettings(plan) => json!(plan.settings),
        Kind::EditHealthCheck(plan) => json!(plan.tunnel),
        Kind::DeleteInterconnect(_) | Kind::DeleteCni(_) => Value::Null,
    }
}
