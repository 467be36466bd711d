//! What a user sees, in a real browser, on the page as it is released. Each module is a thing that users care about.

mod accessibility;
mod aside;
mod checks;
mod core;
mod desk;
mod fair;
mod finding;
mod hosts;
mod keyboard;
mod other;
mod paths;
mod pictures;
mod places;
mod reading;
mod record;
mod waking;
mod work;
