//! What a user sees, in a real browser, on the page as it is released. Each module is a thing that users care about.

mod accessibility;
mod aside;
mod banks;
mod checks;
mod cmi5;
mod core;
mod desk;
mod embed;
mod fair;
mod finding;
mod hosts;
mod keyboard;
mod other;
mod packages;
mod paths;
mod pictures;
mod places;
mod reading;
mod record;
mod recorder;
mod scorm;
mod waking;
mod work;
