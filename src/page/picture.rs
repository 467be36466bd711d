//! A picture: what it finds, in words and as a table of its data.

use super::prose;
use leptos::prelude::*;
use lesson::apparatus::{Cell, ColumnKind, Picture, Sum};

/// A picture's address.
pub fn address(picture: &Picture) -> String {
    format!("picture-{}", picture.id)
}

/// The picture, where it stands.
pub fn picture(picture: &Picture) -> AnyView {
    let address = address(picture);
    let title = format!("{address}-title");
    let caveats = picture.caveats.iter().map(|caveat| view! { <li>{prose::line(caveat)}</li> }).collect_view();
    let caveats = (!picture.caveats.is_empty()).then(|| view! { <ul class="caveats">{caveats}</ul> });
    let guess = picture.guess.as_ref().map(|guess| view! { <p class="guess">{prose::line(guess)}</p> });
    view! {
        <figure class="picture" id=address data-find="Picture" tabindex="-1" aria-labelledby=title.clone()>
            <figcaption>
                <h4 id=title.clone()>{picture.title.clone()}</h4>
                {guess}
                <p>{prose::line(&picture.text)}</p>
            </figcaption>
            {table(picture)}
            {caveats}
            <p>{prose::notes(&picture.notes)}</p>
        </figure>
    }
    .into_any()
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
                view! { <td data-head=names.get(at).cloned() class=number(at)>{self::cell(cell)}</td> }
            });
            view! { <tr>{cells.collect_view()}</tr> }
        })
        .collect_view();
    let sums = picture.sums.iter().map(|sum| self::sum(sum, &names)).collect_view();
    view! {
        <table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        {sums}
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

/// A number with commas between thousands, and as many decimals as it has, four at most.
pub fn plain_number(number: f64) -> String {
    let text = format!("{:.4}", number.abs());
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (whole, decimals) = text.split_once('.').map_or((text, None), |(whole, decimals)| (whole, Some(decimals)));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if number < 0.0 { "−" } else { "" };
    match decimals {
        Some(decimals) => format!("{sign}{grouped}.{decimals}"),
        None => format!("{sign}{grouped}"),
    }
}

#[cfg(test)]
mod tests {
    use super::plain_number;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (number, text) in [
            (0.0, "0"),
            (25.36, "25.36"),
            (271.0, "271"),
            (1_363.5, "1,363.5"),
            (120_000.0, "120,000"),
            (1_234_567.0, "1,234,567"),
            (-83.0, "−83"),
            (0.0097, "0.0097"),
        ] {
            assert_eq!(plain_number(number), text);
        }
    }
}
