//! Searching: how texts are compared, and what counts as a better place.

/// A text as the search compares it: without accents and apostrophes, signs that part words as blanks. The text must be
/// decomposed (Unicode NFD), so that an accent is a sign of its own, and in small letters: a browser does both, and the
/// tables for it need not be sent.
pub fn fold(decomposed: &str) -> String {
    decomposed
        .chars()
        .filter(|c| !is_mark(*c) && !is_apostrophe(*c))
        .map(|c| if parts_words(c) { ' ' } else { c })
        .collect()
}

/// Whether a sign stands between words.
const fn parts_words(c: char) -> bool {
    c.is_ascii() && !c.is_ascii_alphanumeric() || matches!(c, '\u{a0}'..='\u{bf}' | '\u{2000}'..='\u{206f}')
}

/// Accents and the like, once they are signs of their own.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// A soft sign is written in many ways, and typed in more.
const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʹ' | '′' | '`' | '´' | 'ʼ')
}

/// How well a place fits the words searched for: more is better; none if a word is missing. All texts are folded.
///
/// A word counts most where the name is it, then where a word of the name begins with it, then where a word of the text
/// does, then anywhere.
pub fn score(words: &[&str], name: &str, text: &str) -> Option<u32> {
    if words.is_empty() {
        return None;
    }
    words.iter().map(|word| of_word(word, name, text)).sum()
}

fn of_word(word: &str, name: &str, text: &str) -> Option<u32> {
    let begins = |text: &str| text.match_indices(word).any(|(at, _)| at == 0 || text.as_bytes()[at - 1] == b' ');
    if name.split(' ').any(|part| part == word) {
        Some(if name.trim() == word { 200 } else { 100 })
    } else if begins(name) {
        Some(60)
    } else if begins(text) {
        Some(10)
    } else if name.contains(word) || text.contains(word) {
        Some(1)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_meet() {
        for (one, other) in [
            ("gero\u{308}", "gero"),
            ("kol’tsov", "kol'tsov"),
            ("kol’tsov", "koltsov"),
            ("iba\u{301}rruri", "ibarruri"),
            ("red—square", "red square"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} and {other}");
        }
    }

    #[test]
    fn a_name_counts_more_than_a_text_and_the_beginning_of_a_word_more_than_its_middle() {
        let score = |word: &str, name: &str, text: &str| score(&[word], name, text);
        let places = [
            score("tal", "tal", ""),
            score("tal", "b tal", ""),
            score("tal", "talavera", ""),
            score("tal", "press", "the tal papers"),
            score("tal", "press", "metal"),
            score("tal", "press", "paper"),
        ];
        let mut sorted = places;
        sorted.sort_by(|a, b| b.cmp(a));
        assert_eq!(places, sorted);
        assert_eq!(places[5], None);
    }

    #[test]
    fn every_word_must_be_there() {
        assert!(score(&["red", "square"], "red square", "").is_some());
        assert_eq!(score(&["red", "circle"], "red square", ""), None);
        assert_eq!(score(&[], "red square", ""), None);
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn what_a_text_holds_is_found_in_it(words in proptest::collection::vec("[a-z]{1,8}", 1..6), pick in 0..6_usize) {
            let text = words.join(" ");
            prop_assert!(score(&[&words[pick % words.len()]], "", &text).is_some());
        }
    }
}
