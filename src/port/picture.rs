//! A picture as files: what is drawn as SVG and as PNG, its data as CSV (RFC 4180).

use super::{dom::each, files};
use gloo::events::EventListener;
use leptos::{
    prelude::{document, window},
    wasm_bindgen::JsCast,
    web_sys::{
        CanvasRenderingContext2d, Element, HtmlAnchorElement, HtmlCanvasElement, HtmlImageElement, SvgElement,
        XmlSerializer,
    },
};

/// What the style sheet says of a shape and what a file must say itself.
const LOOKS: [&str; 11] = [
    "display",
    "fill",
    "fill-opacity",
    "font-family",
    "font-size",
    "font-weight",
    "paint-order",
    "stroke",
    "stroke-dasharray",
    "stroke-width",
    "text-anchor",
];

/// The width of a sheet, and the room around each.
const WIDTH: u32 = 362;
const ROOM: u32 = 16;

/// Offers a picture as a file of this kind: `svg`, `png` or `csv`.
pub fn save(figure: &Element, kind: &str) {
    let name = format!("{}.{kind}", figure.id());
    match kind {
        "csv" => files::offer(&name, "text/csv", &csv(figure)),
        "svg" => {
            if let Some(svg) = svg(figure) {
                files::offer(&name, "image/svg+xml", &svg);
            }
        }
        _ => png(figure, name),
    }
}

/// The drawings one below the other, as they look now.
fn svg(figure: &Element) -> Option<String> {
    let write = XmlSerializer::new().ok()?;
    let ground =
        window().get_computed_style(&document().body()?.into()).ok()??.get_property_value("background-color").ok()?;
    let (mut inner, mut height) = (String::new(), ROOM);
    for drawing in each::<SvgElement>(figure, ".drawing") {
        let copy: Element = drawing.clone_node_with_deep(true).ok()?.unchecked_into();
        for (from, to) in each::<Element>(&drawing, "*").iter().zip(each::<Element>(&copy, "*")) {
            let looks = window().get_computed_style(from).ok()??;
            for name in LOOKS {
                let _ = to.set_attribute(name, &looks.get_property_value(name).ok()?);
            }
        }
        let frame = drawing.get_attribute("viewBox")?;
        let high: u32 = frame.split(' ').next_back()?.parse().ok()?;
        for (name, value) in [("x", ROOM), ("y", height), ("width", WIDTH), ("height", high)] {
            let _ = copy.set_attribute(name, &value.to_string());
        }
        inner += &write.serialize_to_string(&copy).ok()?;
        height += high + ROOM;
    }
    let width = WIDTH + 2 * ROOM;
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\
         <rect width=\"100%\" height=\"100%\" fill=\"{ground}\"/>{inner}</svg>"
    ))
}

/// Three times as large as drawn, so that it stays sharp on a slide.
fn png(figure: &Element, name: String) {
    let Some(svg) = svg(figure) else { return };
    let Ok(image) = HtmlImageElement::new() else { return };
    let drawn = image.clone();
    let draw = move || {
        let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into();
        canvas.set_width(drawn.width() * 3);
        canvas.set_height(drawn.height() * 3);
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
        context.scale(3.0, 3.0).ok()?;
        context.draw_image_with_html_image_element(&drawn, 0.0, 0.0).ok()?;
        let link: HtmlAnchorElement = document().create_element("a").ok()?.unchecked_into();
        link.set_href(&canvas.to_data_url().ok()?);
        link.set_download(&name);
        link.click();
        Some(())
    };
    EventListener::once(&image, "load", move |_| _ = draw()).forget();
    image.set_src(&format!("data:image/svg+xml,{}", js_sys::encode_uri_component(&svg)));
}

fn csv(figure: &Element) -> String {
    let (mut rows, mut cells) = (each::<Element>(figure, "tr"), "th, td");
    if rows.is_empty() {
        // The data of the lanes are the list that stands below them.
        rows = figure.parent_element().map(|view| each(&view, ".lanes > li")).unwrap_or_default();
        cells = "time, .lane, .what";
    }
    let mut text = String::new();
    for row in rows {
        for (at, cell) in each::<Element>(&row, cells).iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            text.push('"');
            text += &cell.text_content().unwrap_or_default().replace('"', "\"\"");
            text.push('"');
        }
        text += "\r\n";
    }
    text
}
