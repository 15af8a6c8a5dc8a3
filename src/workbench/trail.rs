//! Which objects were looked at, and the way back and forward over them: by identity, so many and no more.

use super::panes::Pane;

/// How many places are remembered.
const KEPT: usize = 50;

/// An object by its identity: it may be gone by the time it is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The pane it belongs to.
    pub pane: Pane,
    /// Its identity there.
    pub id: String,
}

impl Place {
    /// The place of an identity.
    pub fn new(pane: Pane, id: &str) -> Self {
        Self { pane, id: id.to_owned() }
    }
}

/// The places in the order of the visits, and where we stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trail {
    places: Vec<Place>,
    at: usize,
}

impl Trail {
    /// A person looks at an object; what was ahead is forgotten.
    pub fn visit(&mut self, place: &Place) {
        if self.places.get(self.at) == Some(place) {
            return;
        }
        self.places.truncate(self.at + 1);
        self.places.push(place.clone());
        if self.places.len() > KEPT {
            self.places.remove(0);
        }
        self.at = self.places.len() - 1;
    }

    /// Where we stand.
    pub fn here(&self) -> Option<&Place> {
        self.places.get(self.at)
    }

    /// There is a place before.
    pub fn has_older(&self) -> bool {
        self.at > 0
    }

    /// There is a place after.
    pub fn has_newer(&self) -> bool {
        self.at + 1 < self.places.len()
    }

    /// One place back.
    pub fn older(&mut self) -> Option<Place> {
        self.at = self.at.checked_sub(1)?;
        self.here().cloned()
    }

    /// One place on.
    pub fn newer(&mut self) -> Option<Place> {
        let next = self.places.get(self.at + 1)?.clone();
        self.at += 1;
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(id: &str) -> Place {
        Place::new(Pane::Cnis, id)
    }

    #[test]
    fn back_and_forward_and_a_new_visit_forgets_what_was_ahead() {
        let mut trail = Trail::default();
        assert_eq!((trail.older(), trail.newer()), (None, None));
        for id in ["a", "b", "b", "c"] {
            trail.visit(&place(id));
        }
        assert_eq!(trail.older(), Some(place("b")));
        assert_eq!(trail.older(), Some(place("a")));
        assert_eq!((trail.older(), trail.here()), (None, Some(&place("a"))));
        assert_eq!(trail.newer(), Some(place("b")));
        trail.visit(&place("d"));
        assert_eq!((trail.newer(), trail.older()), (None, Some(place("b"))));
    }

    #[test]
    fn it_is_bounded() {
        let mut trail = Trail::default();
        for id in 0..200 {
            trail.visit(&place(&id.to_string()));
        }
        let mut back = 0;
        while trail.older().is_some() {
            back += 1;
        }
        assert_eq!((back, trail.here()), (KEPT - 1, Some(&place("150"))));
    }
}
