//! Lists: page after page, each delivered as it comes, until the last one or the first that cannot be trusted.

use serde_json::Value;

use super::client::{Client, with_query};
use super::paging::{Pager, Style};
use super::wire::{self, Params};
use super::{path, retry};
use crate::domain::call::{Account, Urgency};
use crate::domain::{
    Cni, CniFilter, Fault, FaultKind, Interconnect, InterconnectFilter, Page, Schema, Slot, SlotFilter, Tunnel, text,
};

/// How a server says that a question is wrong: its size may be what it means.
const REFUSED: [u16; 2] = [400, 422];

/// A list to read: where, how, how far.
struct List<'a, T> {
    path: String,
    style: Style,
    filter: Params,
    urgency: Urgency,
    most: u32,
    read: &'a mut (dyn FnMut(Value) -> Result<T, String> + Send),
    keep: &'a (dyn Fn(&T) -> bool + Sync),
}

impl Client {
    pub(super) async fn list_interconnects(
        &self,
        filter: &InterconnectFilter,
        urgency: Urgency,
        most: u32,
        deliver: &mut (dyn FnMut(Page<Interconnect>) + Send),
    ) -> Result<(), Fault> {
        let schema = self.schema();
        let list = List {
            path: path::under(self.account(), &["cni", "interconnects"]),
            style: self.style(),
            filter: wire::interconnect_filter(schema, filter),
            urgency,
            most,
            read: &mut |value| wire::interconnect(value, schema),
            keep: &|row| schema == Schema::Published || fits_interconnect(row, filter),
        };
        self.pages(list, deliver).await
    }

    pub(super) async fn list_cnis(
        &self,
        filter: &CniFilter,
        urgency: Urgency,
        most: u32,
        deliver: &mut (dyn FnMut(Page<Cni>) + Send),
    ) -> Result<(), Fault> {
        let list = List {
            path: path::under(self.account(), &["cni", "cnis"]),
            style: self.style(),
            filter: wire::cni_filter(filter),
            urgency,
            most,
            read: &mut wire::cni,
            keep: &|_| true,
        };
        self.pages(list, deliver).await
    }

    pub(super) async fn list_slots(
        &self,
        filter: &SlotFilter,
        urgency: Urgency,
        most: u32,
        deliver: &mut (dyn FnMut(Page<Slot>) + Send),
    ) -> Result<(), Fault> {
        let schema = self.schema();
        let mut pool = wire::Pool::default();
        let list = List {
            path: path::under(self.account(), &["cni", "slots"]),
            style: self.style(),
            filter: wire::slot_filter(schema, filter),
            urgency,
            most,
            read: &mut |value| wire::slot(value, &mut pool),
            keep: &|row| schema == Schema::Published || fits_slot(row, filter),
        };
        self.pages(list, deliver).await
    }

    pub(super) async fn list_tunnels(
        &self,
        urgency: Urgency,
        most: u32,
        deliver: &mut (dyn FnMut(Page<Tunnel>) + Send),
    ) -> Result<(), Fault> {
        let list = List {
            path: path::under(self.account(), &["magic", "cf_interconnects"]),
            style: Style::Whole,
            filter: Vec::new(),
            urgency,
            most,
            read: &mut wire::tunnel,
            keep: &|_| true,
        };
        self.pages(list, deliver).await
    }

    /// All accounts; one that cannot be read is left out, for without an id it cannot be chosen.
    pub(super) async fn all_accounts(&self, urgency: Urgency) -> Result<Vec<Account>, Fault> {
        let mut accounts = Vec::new();
        let list = List {
            path: "/accounts".to_owned(),
            style: Style::Accounts,
            filter: Vec::new(),
            urgency,
            most: u32::MAX,
            read: &mut wire::account,
            keep: &|_| true,
        };
        self.pages(list, &mut |page| accounts.extend(page.rows)).await?;
        Ok(accounts)
    }

    fn style(&self) -> Style {
        match self.schema() {
            Schema::Published => Style::Cursor,
            Schema::Reference => Style::Pages,
        }
    }

    async fn pages<T>(&self, list: List<'_, T>, deliver: &mut (dyn FnMut(Page<T>) + Send)) -> Result<(), Fault> {
        let scrubber = &self.shared().scrubber;
        let mut pager = Pager::new(list.style, list.most == 1 || self.shared().pages_are_small());
        loop {
            let params = list.filter.iter().cloned().chain(pager.params());
            let target = with_query(&list.path, params);
            let (received, payload) = match self.payload(&target, list.urgency, retry::ATTEMPTS).await {
                Ok(answer) => answer,
                Err(fault) if fault.status.is_some_and(|status| REFUSED.contains(&status)) && pager.shrink() => {
                    self.shared().note_small_pages();
                    continue;
                }
                Err(fault) => return Err(partial(fault, pager.pages())),
            };
            let taken = pager.take(payload).map_err(|why| {
                let fault = received.fault(FaultKind::Unreadable, format!("the list cannot be read: {why}"));
                partial(scrubber.fault(fault), pager.pages())
            })?;
            let mut page = Page { rows: Vec::new(), unreadable: Vec::new(), number: taken.number, last: taken.last };
            for (at, row) in taken.rows.into_iter().enumerate() {
                let name = row.get("name").or_else(|| row.get("id")).and_then(Value::as_str).map(str::to_owned);
                match (list.read)(row) {
                    Ok(row) if (list.keep)(&row) => page.rows.push(row),
                    Ok(_) => {}
                    Err(why) => {
                        let name = name.map(|name| format!(" ({})", text::cut(&text::clean(&name), 64)));
                        let place = format!("row {} of page {}", at + 1, taken.number);
                        let sentence = format!("{place}{} cannot be read: {why}", name.unwrap_or_default());
                        page.unreadable.push(scrubber.scrub(&text::clean(&sentence)));
                    }
                }
            }
            deliver(page);
            if let Some(why) = taken.stop {
                return Err(partial(received.fault(FaultKind::Unreadable, why), pager.pages()));
            }
            if taken.last || pager.pages() >= list.most {
                return Ok(());
            }
        }
    }
}

/// The fault of a list of which pages were delivered. What stops all traffic or all polling keeps its own kind.
fn partial(fault: Fault, pages: u32) -> Fault {
    if pages == 0 {
        return fault;
    }
    let kind =
        if fault.stops_polling() || fault.kind == FaultKind::RateLimited { fault.kind } else { FaultKind::Partial };
    let came = if pages == 1 { "only page 1 came".to_owned() } else { format!("only pages 1 to {pages} came") };
    Fault { kind, what: format!("{came}: {}", fault.what), ..fault }
}

/// The reference offers no filter here, so what came is filtered. What a row does not say does not fit.
fn fits_interconnect(row: &Interconnect, filter: &InterconnectFilter) -> bool {
    let kind = filter.kind.as_ref().is_none_or(|kind| row.kind.as_ref().is_some_and(|own| own.word() == kind));
    let site = filter.site.as_ref().is_none_or(|site| {
        row.site.as_ref() == Some(site) || row.facility.as_ref().is_some_and(|place| place.name == site.as_str())
    });
    kind && site
}

/// Likewise for the address of a slot.
fn fits_slot(row: &Slot, filter: &SlotFilter) -> bool {
    filter.address_contains.as_ref().is_none_or(|part| {
        let part = part.to_lowercase();
        row.facility.as_ref().is_some_and(|place| place.one_line().to_lowercase().contains(&part))
    })
}
