//! The style sheet. It goes into the page itself: one request less before the first text is on the screen.

/// Tokens first, then elements, then components.
const SHEETS: [&str; 12] = [
    include_str!("../style/tokens.css"),
    include_str!("../style/elements.css"),
    include_str!("../style/frame.css"),
    include_str!("../style/cover.css"),
    include_str!("../style/record.css"),
    include_str!("../style/desk.css"),
    include_str!("../style/check.css"),
    include_str!("../style/apparatus.css"),
    include_str!("../style/work.css"),
    include_str!("../style/picture.css"),
    include_str!("../style/course.css"),
    include_str!("../style/embed.css"),
];

/// The whole sheet, without its comments.
pub fn sheet() -> String {
    let mut sheet = String::new();
    for part in SHEETS.concat().split("/*") {
        // What stands before the first comment, and what stands behind the end of each.
        sheet.push_str(part.split_once("*/").map_or(part, |(_, rest)| rest));
    }
    sheet.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
