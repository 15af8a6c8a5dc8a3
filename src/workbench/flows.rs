//! The ways to change or fetch something, one file each: data in, orders out, a typed ending.

pub mod change;
mod cni_form;
mod create_cni;
mod create_interconnect;
mod create_partner;
mod delete_cni;
mod delete_interconnect;
mod differences;
mod diversity;
mod edit_cni;
mod edit_health_check;
mod edit_settings;
pub mod errand;
pub mod layer;
pub mod letter;
pub mod letters;
pub mod look;
pub mod said;
pub mod typed_name;

pub use change::Flow;
pub use create_cni::CreateCni;
pub use create_interconnect::CreateInterconnect;
pub use create_partner::CreatePartner;
pub use delete_cni::DeleteCni;
pub use delete_interconnect::{DESPITE, DeleteInterconnect};
pub use edit_cni::EditCni;
pub use edit_health_check::EditHealthCheck;
pub use edit_settings::EditSettings;
pub use letter::SaveLetter;
pub use letters::SaveLetters;
