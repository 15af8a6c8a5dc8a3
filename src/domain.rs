//! What things are: the objects of the interconnect API as this program thinks of them. No I/O, no clock.

pub mod schema;

pub use schema::Schema;
