//! A way through the lesson: which one, how far along, what comes next.

use crate::port::{
    page::PathData,
    place,
    student::{Change, Student},
};
use leptos::prelude::*;
use lesson::id::PathId;

/// Chooses the way whose view this stands in: `path-one`.
#[island]
pub fn Choose() -> impl IntoView {
    let student = Student::here();
    let node = NodeRef::<leptos::html::P>::new();
    let path = RwSignal::new(None::<PathId>);
    Effect::new(move |_| {
        let view = node.get().and_then(|node| place::view_of(&node));
        path.set(view.and_then(|view| PathId::new(view.strip_prefix("path-")?).ok()));
    });
    let chosen = Memo::new(move |_| path.with(|path| path.is_some() && student.with(|record| record.path == *path)));
    let toggle = move |_| {
        let path = if chosen.get_untracked() { None } else { path.get_untracked() };
        student.change(Change::Rest, |record| record.path = path);
    };
    let label = move || if chosen.get() { "Leave this path" } else { "Take this path" };
    let says =
        move || if chosen.get() { "This is your path. Its next step stands at the foot of every page." } else { "" };
    view! {
        <p class="choose" node_ref=node>
            <button type="button" class="button" on:click=toggle>{label}</button>
            " "<span role="status">{says}</span>
        </p>
    }
}

/// Where the student is on the way they chose, and what comes next. One for the whole page.
#[island]
pub fn Way() -> impl IntoView {
    let student = Student::here();
    let here = RwSignal::new(String::new());
    let [whole, says, next, label] = std::array::from_fn(|_| RwSignal::new(String::new()));
    Effect::new(move |_| {
        here.set(place::current());
        place::on_change(move || here.set(place::current()));
    });
    Effect::new(move |_| {
        let path = student.with(|record| record.path.clone());
        student.page(|page| {
            let path = page.paths.iter().find(|it| Some(&it.id) == path.as_ref());
            let Some(PathData { id, name, steps }) = path else { return whole.set(String::new()) };
            let at = here.with(|here| steps.iter().position(|step| step == here));
            let following = steps.get(at.map_or(0, |at| at + 1));
            whole.set(format!("#path-{id}"));
            says.set(match at {
                Some(at) => format!("{name}: step {} of {}", at + 1, steps.len()),
                None => format!("{name}: {} steps", steps.len()),
            });
            next.set(following.map(|view| format!("#{view}")).unwrap_or_default());
            label.set(following.and_then(|view| place::label(view)).unwrap_or_default());
        });
    });
    view! {
        <nav class="way" aria-label="Your path" hidden=move || whole.with(String::is_empty)>
            <p>
                <a href=whole>{says}</a>". "
                <span hidden=move || next.with(String::is_empty)>"Next: "<a href=next>{label}</a></span>
                <span hidden=move || !next.with(String::is_empty)>"That was its last step."</span>
            </p>
        </nav>
    }
}
