//! The picture of a model. Touches no network, no disk, no clock.

mod change;
mod detail;
mod filter;
mod header;
mod inspect;
mod letters;
mod message;
mod pages;
mod pen;
mod picker;
mod sheet;
mod small;
mod table;
mod timeline;
mod verdict;
mod welcome;

use pen::Pen;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::theme::Theme;
use crate::workbench::Model;
use crate::workbench::geometry::Area;
use crate::workbench::sheet::Sheet;

/// Paints a model and tells where the cursor stands, if text is being typed.
pub fn paint(model: &Model, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
    if let Some(ground) = theme.ground() {
        buffer.set_style(buffer.area, ground);
    }
    let mut pen = Pen::new(buffer, theme, model.mask());
    let Some(geometry) = model.geometry() else {
        small::paint(&mut pen, model);
        return None;
    };
    if let Some(Sheet::Plain(text, scroll, _)) = &model.sheet {
        inspect::plain(&mut pen, text, *scroll, model.size);
        return None;
    }
    header::paint(&mut pen, model, &geometry);
    let cursor = match &model.sheet {
        None => {
            table::paint(&mut pen, model, &geometry);
            if let Some(area) = geometry.detail {
                detail::beside(&mut pen, model, area, geometry.is_wide());
            }
            None
        }
        Some(sheet) => on_top(&mut pen, model, sheet, geometry.body),
    };
    let typed = message::paint(&mut pen, model, geometry.message);
    message::footer(&mut pen, model, geometry.footer);
    cursor.or(typed)
}

fn on_top(pen: &mut Pen<'_>, model: &Model, sheet: &Sheet, body: Area) -> Option<Position> {
    match sheet {
        Sheet::Detail(seen) => inspect::object(pen, model, seen, body),
        Sheet::Raw(raw, scroll) => inspect::document(pen, raw, *scroll, body),
        Sheet::Plain(..) => {}
        Sheet::Receipt(seen) => pages::receipt(pen, model, seen, body),
        Sheet::Log(scroll) => pages::log(pen, model, *scroll, body),
        Sheet::Timeline(browse) => timeline::paint(pen, model, browse, body),
        Sheet::Change(flow, leaving) => return change::paint(pen, model, flow, *leaving, body),
        Sheet::Letters(flow) => return letters::paint(pen, model, flow, body),
        Sheet::Letter(flow) => return sheet::letter(pen, model, flow, body),
        Sheet::Narrow(form) => return sheet::narrow(pen, model, form, body),
        Sheet::Pick(picker) => return Some(picker::paint(pen, picker, body)),
        Sheet::Unlock(question) => return sheet::unlock(pen, model, question, body),
        Sheet::Welcome => welcome::paint(pen, model, body),
        Sheet::Quit(under) => sheet::quit(pen, model, under.as_deref(), body),
    }
    None
}
