//! What a user sees, in a real browser, on the page as it is released. Each module is a thing that users care about.

mod accessibility;
mod aside;
mod hosts;
mod keyboard;
mod places;
mod reading;
mod record;
mod waking;
