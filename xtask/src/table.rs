//! Tables in the terminal, for whoever reads the numbers of a build or a measurement.

/// Whether a number keeps to its bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// At the bound, or on its right side: below for most.
    Holds,
    /// On its wrong side.
    Over,
}

/// One number, held against its bound.
#[derive(Clone, Debug)]
pub struct Row {
    /// What was measured.
    pub what: String,
    /// Its value with its unit.
    pub value: String,
    /// Its bound with its unit.
    pub bound: String,
    /// Whether the one keeps to the other.
    pub verdict: Verdict,
    /// What else is worth knowing: a share, a spread.
    pub note: String,
}

/// Prints rows under their heads, in columns.
pub fn print(rows: &[Row]) {
    print!("{}", text(rows));
}

fn text(rows: &[Row]) -> String {
    let head = ["what", "value", "bound", "", ""].map(str::to_owned);
    let lines: Vec<[String; 5]> = std::iter::once(head)
        .chain(rows.iter().map(|row| {
            let mark = if row.verdict == Verdict::Holds { "holds" } else { "OVER" };
            [row.what.clone(), row.value.clone(), row.bound.clone(), mark.to_owned(), row.note.clone()]
        }))
        .collect();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2), width(3)];
    let mut text = String::new();
    for [what, value, bound, mark, note] in &lines {
        let [a, b, c, d] = widths;
        let line = format!("  {what:a$}  {value:>b$}  {bound:>c$}  {mark:d$}  {note}");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let row = |what: &str, value: &str, verdict| Row {
            what: what.into(),
            value: value.into(),
            bound: "10 kB".into(),
            verdict,
            note: String::new(),
        };
        let text = text(&[row("JS", "9 kB", Verdict::Holds), row("scripts", "11.5 kB", Verdict::Over)]);
        assert_eq!(
            text,
            "  what       value  bound\n  JS          9 kB  10 kB  holds\n  scripts  11.5 kB  10 kB  OVER\n"
        );
    }
}
