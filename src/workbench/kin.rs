//! Rows of a long list that are alike in all but their identity: what is asked about one of them is asked about all.

use std::collections::HashMap;
use std::hash::Hash;

use super::model::Model;
use super::panes::{Pane, slots};

/// The rows of a list by what they have in common.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Kin {
    /// Generation of the data, and how many rows it has.
    of: (u64, usize),
    /// The family of each row.
    families: Vec<u32>,
    /// A row of each family.
    heads: Vec<u32>,
}

impl Kin {
    /// The families of a pane's rows, as they were found before or anew; `None`: its lists are short.
    pub(super) fn of(model: &Model, pane: Pane, of: (u64, usize), before: Option<Self>) -> Option<Self> {
        if pane != Pane::Slots {
            return None;
        }
        before.filter(|before| before.of == of).or_else(|| {
            let rows = model.slots.list.rows.iter().zip(0..);
            Some(Self { of, ..Self::by(rows.map(|(slot, row)| slots::family(model, slot, row))) })
        })
    }

    fn by<K: Hash + Eq>(keys: impl Iterator<Item = K>) -> Self {
        let mut known: HashMap<K, u32> = HashMap::new();
        let mut kin = Self::default();
        for (key, row) in keys.zip(0..) {
            let next = kin.heads.len() as u32;
            let family = *known.entry(key).or_insert(next);
            if family == next {
                kin.heads.push(row);
            }
            kin.families.push(family);
        }
        kin
    }

    /// The family of a row.
    pub(super) fn family(&self, row: usize) -> usize {
        self.families.get(row).map_or(0, |family| *family as usize)
    }

    /// A row of a family.
    pub(super) fn head(&self, family: usize) -> usize {
        self.heads.get(family).map_or(0, |row| *row as usize)
    }

    /// A row of each family, in their order.
    pub(super) fn heads(&self) -> impl ExactSizeIterator<Item = usize> + '_ {
        self.heads.iter().map(|row| *row as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_is_of_the_family_of_the_first_one_like_it() {
        let kin = Kin::by("abacab".chars());
        assert_eq!(kin.families, [0, 1, 0, 2, 0, 1]);
        assert_eq!(kin.heads().collect::<Vec<_>>(), [0, 1, 3]);
        assert_eq!(kin.family(3), 2);
    }
}
