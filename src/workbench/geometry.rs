//! Where things are on the screen: pure, so that scrolling and drawing agree.

/// A rectangle in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// From the left.
    pub x: u16,
    /// From the top.
    pub y: u16,
    /// Across.
    pub width: u16,
    /// Down.
    pub height: u16,
}

/// Least size that can be worked in.
pub const LEAST: (u16, u16) = (60, 10);
/// From this width on, the detail stands beside the table.
const WIDE: u16 = 120;
/// From this height on, a narrow screen has a detail below the table.
const TALL: u16 = 18;
const DETAIL_BELOW: u16 = 9;

/// The parts of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geometry {
    /// The first line: who, where, how it is.
    pub header: Area,
    /// The second: the panes.
    pub tabs: Area,
    /// Everything between tabs and message.
    pub body: Area,
    /// The line over the table.
    pub title: Area,
    /// The column heads.
    pub head: Area,
    /// The rows.
    pub rows: Area,
    /// The detail of the selected row, where there is room.
    pub detail: Option<Area>,
    /// The line above the footer: what was typed to filter, a notice, or the trouble that lasts.
    pub message: Area,
    /// The last line: keys.
    pub footer: Area,
}

impl Geometry {
    /// The parts for a size; `None` where it is too small.
    pub fn of((columns, rows): (u16, u16)) -> Option<Self> {
        if columns < LEAST.0 || rows < LEAST.1 {
            return None;
        }
        let line = |y| Area { x: 0, y, width: columns, height: 1 };
        let body = Area { x: 0, y: 2, width: columns, height: rows - 4 };
        let (table, detail) = if columns >= WIDE {
            let left = columns / 5 * 3;
            let right = Area { x: left + 1, width: columns - left - 1, ..body };
            (Area { width: left, ..body }, Some(right))
        } else if rows >= TALL {
            let upper = body.height - DETAIL_BELOW;
            let below = Area { y: body.y + upper, height: DETAIL_BELOW, ..body };
            (Area { height: upper, ..body }, Some(below))
        } else {
            (body, None)
        };
        Some(Self {
            header: line(0),
            tabs: line(1),
            body,
            title: Area { height: 1, ..table },
            head: Area { y: table.y + 1, height: 1, ..table },
            rows: Area { y: table.y + 2, height: table.height - 2, ..table },
            detail,
            message: line(rows - 2),
            footer: line(rows - 1),
        })
    }

    /// The same with the table as wide as the screen, where the detail stands beside it.
    #[must_use]
    pub fn without_side(self) -> Self {
        if !self.is_wide() {
            return self;
        }
        let wide = |area: Area| Area { width: self.body.width, ..area };
        Self { title: wide(self.title), head: wide(self.head), rows: wide(self.rows), detail: None, ..self }
    }

    /// The detail stands beside the table, not below.
    pub fn is_wide(&self) -> bool {
        self.body.width >= WIDE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_is_tiled_or_refused() {
        for columns in 0..220 {
            for rows in 0..80 {
                let Some(g) = Geometry::of((columns, rows)) else {
                    assert!(columns < LEAST.0 || rows < LEAST.1);
                    continue;
                };
                assert!(g.rows.height >= 1 && g.rows.y + g.rows.height <= g.message.y);
                if let Some(detail) = g.detail {
                    assert!(detail.x + detail.width <= columns && detail.y + detail.height <= g.message.y);
                    assert!(detail.x > g.rows.width || detail.y >= g.rows.y + g.rows.height, "no overlap");
                }
            }
        }
    }
}
