//! A picture: what it finds, in words and as a table of its data.

use super::{check, prose};
use leptos::prelude::*;
use lesson::{
    apparatus::{Cell, ColumnKind, Form, Picture, Sum, plain_number},
    content::Lesson,
    prose::plain,
};

/// A picture's address.
pub fn address(picture: &Picture) -> String {
    format!("picture-{}", picture.id)
}

/// The picture, where it stands: what it finds, drawn, in words and as a table.
pub fn picture(lesson: &Lesson, picture: &Picture) -> AnyView {
    let caveats = picture.caveats.iter().map(|caveat| view! { <li>{prose::line(caveat)}</li> }).collect_view();
    let caveats = (!picture.caveats.is_empty()).then(|| view! { <ul class="caveats">{caveats}</ul> });
    let guess = picture.guess.as_ref().filter(|_| picture.draws.is_none());
    let guess = guess.map(|guess| view! { <p class="guess">{prose::line(guess)}</p> });
    let drawn = picture.draws.as_ref().map(|guess| check::drawn(&guess.check));
    let text = view! { <p>{prose::line(&picture.text)}</p> };
    let text = match drawn {
        // What gives the number away can be opened by hand, and opens when it has been drawn.
        Some(check) => view! { {check}<details class="told"><summary>"What it shows"</summary>{text}{table(picture)}{caveats}</details> }.into_any(),
        None => view! { {text}{data(table(picture))}{caveats} }.into_any(),
    };
    let counts = picture.panels.iter().any(|panel| panel.form == Form::Cells).then(calculator);
    let view =
        view! { {guess}{crate::picture::drawing(lesson, picture)}{counts}{text}<p>{prose::notes(&picture.notes)}</p> };
    frame(&address(picture), &picture.title, view.into_any())
}

/// A picture's frame: its title, what stands in it, and what can be taken away.
pub fn frame(address: &str, title: &str, content: AnyView) -> AnyView {
    let name = format!("{address}-title");
    let heading = view! { <h4 id=name.clone()>{title.to_owned()}</h4> };
    framed(address, name, heading.into_any(), content)
}

/// The same, for a picture that stands directly below the title of its view.
pub fn frame_of_view(address: &str, title: &str, content: AnyView) -> AnyView {
    let name = format!("{address}-title");
    let heading = view! { <h3 id=name.clone()>{title.to_owned()}</h3> };
    framed(address, name, heading.into_any(), content)
}

fn framed(address: &str, name: String, heading: AnyView, content: AnyView) -> AnyView {
    view! {
        <figure class="picture" id=address.to_owned() data-find="Picture" tabindex="-1" aria-labelledby=name>
            <figcaption>{heading}</figcaption>
            {content}
            {take(Some(address))}
        </figure>
    }
    .into_any()
}

/// What can be taken away of a picture, and where it stands alone, if it can.
pub fn take(alone: Option<&str>) -> AnyView {
    let alone = alone.map(|address| view! { <a href=format!("?alone#{address}")>"On its own"</a> });
    view! {
        <p class="take">
            {alone}
            <button type="button" name="svg">"Save as SVG"</button>
            <button type="button" name="png">"as PNG"</button>
            <button type="button" name="csv">"Data as CSV"</button>
        </p>
    }
    .into_any()
}

/// The data, folded away.
pub fn data(table: AnyView) -> AnyView {
    view! { <details class="data"><summary>"The data as a table"</summary>{table}</details> }.into_any()
}

fn table(picture: &Picture) -> AnyView {
    let names: Vec<String> = picture
        .columns
        .iter()
        .map(|column| match &column.kind {
            ColumnKind::Number(Some(unit)) => format!("{}, {unit}", column.name),
            _ => column.name.clone(),
        })
        .collect();
    let number = |at: usize| matches!(picture.columns[at].kind, ColumnKind::Number(_)).then_some("number");
    let heads =
        names.iter().enumerate().map(|(at, name)| view! { <th scope="col" class=number(at)>{name.clone()}</th> });
    let heads = heads.collect_view();
    let rows = picture
        .rows
        .iter()
        .map(|row| {
            let cells = row.iter().enumerate().map(|(at, cell)| {
                view! { <td data-head=names.get(at).cloned() class=number(at)>{adds(picture, row, at)}{self::cell(cell)}</td> }
            });
            view! { <tr>{cells.collect_view()}</tr> }
        })
        .collect_view();
    let sums = picture.sums.iter().map(|sum| self::sum(sum, &names)).collect_view();
    let sums = (!picture.sums.is_empty()).then(|| {
        view! {
            <p class="live" role="status">"Tick rows, and they are added up here."</p>
            <details><summary>"Do the printed sums hold?"</summary>{sums}</details>
        }
    });
    view! {
        <table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        {sums}
    }
    .into_any()
}

/// A box to tick before a number that can be added up.
fn adds(picture: &Picture, row: &[Cell], column: usize) -> Option<AnyView> {
    let Cell::Number(number) = row[column] else { return None };
    picture.sums.first().filter(|sum| sum.column == column)?;
    let name = row.iter().find_map(|cell| match cell {
        Cell::Text(text) => Some(plain(text)),
        Cell::Date(date) => Some(date.to_string()),
        _ => None,
    });
    let label = format!("Add {}", name.unwrap_or_default());
    let tick = view! { <input type="checkbox" class="adds" autocomplete="off" value=number.to_string() aria-label=label />" " };
    Some(tick.into_any())
}

/// How much a quarter of a day's pay is, for whoever has a pay and a month.
fn calculator() -> AnyView {
    view! {
        <form class="calculator" method="dialog" autocomplete="off">
            <label>"Pay of a month, in rubles " <input type="text" inputmode="numeric" maxlength="7" value="100" /></label>
            <label>"Working days in it " <input type="text" inputmode="numeric" maxlength="2" value="25" /></label>
            <output>"A quarter of a day’s pay: 1.00 rubles, 1.00 per cent of the month’s."</output>
        </form>
    }
    .into_any()
}

fn cell(cell: &Cell) -> AnyView {
    match cell {
        Cell::Empty => "–".into_any(),
        Cell::Date(date) => view! { <time datetime=date.html()>{date.to_string()}</time> }.into_any(),
        Cell::Number(number) => plain_number(*number).into_any(),
        Cell::Text(text) => prose::line(text),
    }
}

fn sum(sum: &Sum, names: &[String]) -> AnyView {
    let name = names.get(sum.column).cloned().unwrap_or_default();
    let says = sum.says.as_ref().map(|says| view! { " "{prose::line(says)} });
    view! {
        <p class="sum">
            <strong>{format!("{name}: ")}</strong>
            {format!("printed total {}; the rows add up to {}.", plain_number(sum.stated), plain_number(sum.adds_up_to))}
            {says}
        </p>
    }
    .into_any()
}
