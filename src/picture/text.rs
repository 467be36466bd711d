//! How wide texts are, so that they can be broken into lines before any browser has seen them.

/// The advance widths of PT Serif's letters, in thousandths of the size, from the font's own table.
const WIDTHS: &str = "a505b545c466d555e503f342g526h587i301j288k516l301m863n594o553p566q548r384s433t371u574v507w728x519y505z488\
A683B615C644D708E582F544G688H728I352J341K646L549M867N732O740P596Q740R637S536T619U672V684W934X670Y644Z610 243.279,283-425\
’292(343)343";

/// The width of a letter that has none above: a figure's, or that of a letter with a mark.
const OTHER: f64 = 560.0;

/// Faces that stand in for PT Serif are wider than it by less than this.
const SPARE: f64 = 1.08;

/// How wide a text of this size may become, in the size's unit.
pub fn width(text: &str, size: f64) -> f64 {
    let letter = |c: char| {
        let at = if c.is_ascii_digit() { None } else { WIDTHS.find(c) };
        let found = at.and_then(|at| WIDTHS.get(at + c.len_utf8()..at + c.len_utf8() + 3));
        found.and_then(|digits| digits.parse().ok()).unwrap_or(OTHER)
    };
    text.chars().map(letter).sum::<f64>() * size * SPARE / 1000.0
}

/// The text in lines that are no wider than this, broken at blanks. A word that is wider stands alone.
pub fn wrap(text: &str, most: f64, size: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size) <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_have_their_widths() {
        assert!((width("ab", 10.0) - (505.0 + 545.0) * SPARE / 100.0).abs() < 1e-9);
        assert!(width("WWW", 10.0) > 2.0 * width("lll", 10.0));
    }

    proptest! {
        #[test]
        fn lines_hold_all_words_and_are_narrow(words in prop::collection::vec("[A-Za-z]{1,12}", 0..40), most in 60.0..300.0_f64) {
            let lines = wrap(&words.join(" "), most, 12.0);
            prop_assert_eq!(lines.join(" "), words.join(" "));
            prop_assert!(lines.iter().all(|line| !line.contains(' ') || width(line, 12.0) <= most));
        }
    }
}
