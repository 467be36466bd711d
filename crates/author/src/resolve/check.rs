//! Checks: each kind has its own fields, and every choice its feedback.

use super::{Resolver, around::count, picture::guess_id};
use crate::{
    fault::SourceFile,
    source::{In, Source},
    tables::{CheckTable, ChecksFile, ChoiceTable, Number, PartTable, Text},
};
use lesson::{
    check::{Check, Choice, Item, Pair, Part, Question, Row, Slip},
    id::{CheckId, UnitNumber},
    prose::{self, Line},
};
use std::collections::{BTreeMap, BTreeSet};
use toml_span::{Span, Spanned};

/// The kinds of check, as written, with the fields that each wants.
const KINDS: [(&str, &[&str]); 8] = [
    ("one", &["choices"]),
    ("several", &["choices"]),
    ("ask", &["choices"]),
    ("order", &["items"]),
    ("match", &["pairs"]),
    ("number", &["unit", "answer", "tolerance", "right", "wrong"]),
    ("words", &["parts"]),
    ("row", &["head", "rows"]),
];

/// The fields that only some kinds may have.
const MAY: [(&str, &[&str]); 2] = [("match", &["others"]), ("number", &["slips"])];

/// How many parts of a text can be ticked at most: a set of ticks has no more places.
const MOST_PARTS: usize = 32;

impl Resolver<'_> {
    /// Every check, by the unit that its file is named after; and the exercises, which belong to none.
    pub(super) fn checks(&mut self, source: &Source) -> (BTreeMap<UnitNumber, Vec<Check>>, Vec<Check>) {
        let mut all = BTreeMap::new();
        // A guess at a picture's number is a check too.
        let guesses = source.pictures.iter().filter(|picture| picture.it.draw_guess.is_some());
        let mut ids: BTreeSet<String> = guesses.map(|picture| guess_id(&picture.it.id.value)).collect();
        for In { file, it } in &source.checks {
            let stem = file.name().trim_start_matches("checks/").trim_end_matches(".toml");
            let unit = stem
                .parse::<UnitNumber>()
                .ok()
                .filter(|unit| self.index.units.contains(unit) || self.index.unread(&format!("units/{unit}.md")));
            let unit = unit.filter(|unit| unit.to_string() == stem);
            if unit.is_none() {
                let todo = "Name the file after the number of its unit, such as checks/4.toml for units/4.md.";
                self.faults.of_file(file.name(), "these checks belong to no unit", todo);
            }
            let of_unit = self.checks_of(unit, file, it, &mut ids);
            if let Some(unit) = unit {
                all.insert(unit, of_unit);
            }
        }
        let exercises = source.exercises.as_ref();
        let exercises = exercises.map(|In { file, it }| self.checks_of(None, file, it, &mut ids)).unwrap_or_default();
        (all, exercises)
    }

    /// The checks of a file, in order; no two of the lesson have one id.
    fn checks_of(
        &mut self,
        unit: Option<UnitNumber>,
        file: &SourceFile,
        it: &ChecksFile,
        ids: &mut BTreeSet<String>,
    ) -> Vec<Check> {
        let mut all = Vec::new();
        for check in &it.checks.value {
            let id = &check.id.value;
            if !ids.insert(id.clone()) {
                let picture = self.index.pictures.iter().find(|picture| guess_id(picture) == *id);
                let (what, todo) = match picture {
                    Some(picture) => (
                        format!("`{id}` is the id of the guess at the picture `{picture}`"),
                        "Give this check another.",
                    ),
                    None => (
                        format!("the id `{id}` stands here for the second time"),
                        "Give one of the two another id, or take it out.",
                    ),
                };
                self.fault(file, check.id.span, what, todo);
            }
            match self.check(file, check) {
                Some(check) => all.push(check),
                None => _ = self.used.unsure.insert(unit),
            }
        }
        all
    }

    fn check(&mut self, file: &SourceFile, it: &CheckTable) -> Option<Check> {
        let id = self.own_id(file, &it.id, CheckId::new);
        let asks = self.line(file, &it.asks);
        let notes = self.cited(file, &it.notes);
        let after = self.optional(file, it.after.as_ref());
        let kinds = KINDS.map(|(kind, _)| kind);
        let kind = self.key(file, &it.kind, "kind", &kinds, |key| KINDS.into_iter().find(|(kind, _)| *kind == key));
        let (kind, wants) = kind?;
        let may = MAY.iter().find(|(of, _)| *of == kind).map_or(&[][..], |(_, fields)| fields);
        let all = fields(it);
        let missing: Vec<&str> =
            all.iter().filter(|(field, at)| at.is_none() && wants.contains(field)).map(|(field, _)| *field).collect();
        let odd: Vec<(&str, Span)> = all
            .iter()
            .filter(|(field, _)| !wants.contains(field) && !may.contains(field))
            .filter_map(|(field, at)| Some((*field, (*at)?)))
            .collect();
        if missing.is_empty() {
            for (field, at) in odd {
                let what = format!("a check of the kind `{kind}` has no use for `{field}`");
                let todo = format!("Take it out, or correct `kind`. Such a check is made of: {}.", wants.join(", "));
                self.fault(file, at, what, &todo);
            }
            let question = self.question(file, it, kind)?;
            return Some(Check { id: id?, asks, notes, question, after });
        }
        let named = |fields: &[&str]| fields.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ");
        let what = format!("a check of the kind `{kind}` needs {}", named(&missing));
        let todo = if odd.is_empty() {
            "Add what is missing to this check; content/README.md shows each kind.".to_owned()
        } else {
            let odd: Vec<&str> = odd.iter().map(|(field, _)| *field).collect();
            let fits = KINDS.iter().filter(|(_, wants)| odd.iter().any(|field| wants.contains(field)));
            let fits: Vec<&str> = fits.map(|(kind, _)| *kind).collect();
            format!(
                "This one has {}: is its kind {}? If not, write {} instead.",
                named(&odd),
                fits.join(" or "),
                named(&missing)
            )
        };
        self.fault(file, it.kind.span, what, &todo);
        None
    }

    fn question(&mut self, file: &SourceFile, it: &CheckTable, kind: &str) -> Option<Question> {
        match kind {
            "one" | "several" | "ask" => {
                let choices = it.choices.as_ref()?;
                self.check_choices(file, choices, kind);
                let choices = &choices.value;
                let choices = choices
                    .iter()
                    .map(|choice| Choice {
                        text: self.line(file, &choice.text),
                        right: is_right(choice),
                        says: self.line(file, &choice.says),
                    })
                    .collect();
                Some(match kind {
                    "one" => Question::One(choices),
                    "several" => Question::Several(choices),
                    _ => Question::Ask(choices),
                })
            }
            "order" => {
                let items = it.items.as_ref()?;
                self.at_least(file, items.span, items.value.len(), 3, "thing");
                let items = items
                    .value
                    .iter()
                    .map(|item| Item {
                        text: self.line(file, &item.text),
                        tells: self.line(file, &item.tells),
                        says: self.line(file, &item.says),
                    })
                    .collect();
                Some(Question::Order(items))
            }
            "match" => self.matching(file, it),
            "number" => self.number(file, it),
            "words" => self.parts(file, it),
            _ => self.rows(file, it),
        }
    }

    /// Something is to be chosen, and what is right fits the kind.
    fn check_choices(&mut self, file: &SourceFile, choices: &Spanned<Vec<ChoiceTable>>, kind: &str) {
        let Spanned { value: choices, span } = choices;
        self.at_least(file, *span, choices.len(), 2, "choice");
        if choices.len() < 2 {
            return;
        }
        let right = choices.iter().filter(|choice| is_right(choice));
        let right: Vec<Span> = right.filter_map(|choice| Some(choice.right.as_ref()?.span)).collect();
        match (kind, &right[..]) {
            ("ask", _) => {
                for right in choices.iter().filter_map(|choice| choice.right.as_ref()) {
                    let todo = "Take the line out; where something is right, write kind = \"one\" or \"several\".";
                    self.fault(file, right.span, "in a check of the kind `ask` nothing is right or wrong", todo);
                }
            }
            (_, []) => {
                let todo = "Set right = true where it is; where nothing is right or wrong, write kind = \"ask\".";
                self.fault(file, *span, "none of these choices is right", todo);
            }
            ("one", [_, second, ..]) => {
                let what = format!("in a check of the kind `one` one choice is right, and here are {}", right.len());
                self.fault(file, *second, what, "Set right = false on all but one, or write kind = \"several\".");
            }
            ("several", _) if right.len() == choices.len() => {
                self.fault(file, *span, "each of these choices is right", "Add one that is wrong.");
            }
            _ => {}
        }
    }

    /// What is offered stands by alphabet, so that its order gives nothing away.
    fn matching(&mut self, file: &SourceFile, it: &CheckTable) -> Option<Question> {
        let Spanned { value: pairs, span } = it.pairs.as_ref()?;
        self.at_least(file, *span, pairs.len(), 2, "pair");
        let mut offered: BTreeMap<String, Line> = BTreeMap::new();
        let mut offer = |this: &mut Self, text: &Text| {
            let line = this.line(file, text);
            let plain = prose::plain(&line);
            let new = offered.insert(plain.clone(), line).is_none();
            (plain, new)
        };
        let rights: Vec<String> = pairs.iter().map(|pair| offer(self, &pair.right).0).collect();
        for other in it.others.iter().flat_map(|others| &others.value) {
            if let (plain, false) = offer(self, other) {
                let what = format!("“{plain}” is offered already");
                self.fault(file, other.span, what, "Write into `others` only what fits nothing.");
            }
        }
        if offered.len() < 2 && pairs.len() > 1 {
            let todo = "Add `others`, or a pair that belongs to something else.";
            self.fault(file, *span, "all of these belong to the same: there is nothing to match", todo);
        }
        let place =
            |plain: &String| u8::try_from(offered.keys().position(|key| key == plain).unwrap_or(0)).unwrap_or(0);
        let pairs = pairs
            .iter()
            .zip(&rights)
            .map(|(pair, right)| Pair {
                left: self.line(file, &pair.left),
                right: place(right),
                says: self.line(file, &pair.says),
            })
            .collect();
        Some(Question::Match { pairs, offered: offered.into_values().collect() })
    }

    fn number(&mut self, file: &SourceFile, it: &CheckTable) -> Option<Question> {
        let number = |number: &Spanned<Number>| number.value.0;
        let (answer, tolerance) = (number(it.answer.as_ref()?), number(it.tolerance.as_ref()?));
        let of_slips = it.slips.iter().flat_map(|slips| &slips.value).map(|slip| &slip.tolerance);
        for below in it.tolerance.iter().chain(of_slips).filter(|tolerance| number(tolerance) < 0.0) {
            self.fault(file, below.span, "a tolerance cannot be less than nothing", "Write 0 for an exact number.");
        }
        let mut slips = Vec::new();
        for slip in it.slips.iter().flat_map(|slips| &slips.value) {
            let (value, within) = (number(&slip.value), number(&slip.tolerance));
            if (value - answer).abs() <= within.max(0.0) + tolerance.max(0.0) {
                let what = format!(
                    "this mistake, {value} ± {within}, cannot be told from the right answer, {answer} ± {tolerance}"
                );
                self.fault(file, slip.value.span, what, "Make one of the two tolerances smaller, or take it out.");
            }
            let other = slips.iter().find(|other: &&Slip| (value - other.value).abs() <= within + other.tolerance);
            if let Some(Slip { value: other, tolerance, .. }) = other {
                let what =
                    format!("this mistake, {value} ± {within}, cannot be told from another, {other} ± {tolerance}");
                self.fault(file, slip.value.span, what, "Make one of the two tolerances smaller, or take one out.");
            }
            slips.push(Slip { value, tolerance: within, says: self.line(file, &slip.says) });
        }
        Some(Question::Number {
            answer,
            tolerance,
            unit: self.plain(file, it.unit.as_ref()?),
            right: self.line(file, it.right.as_ref()?),
            wrong: self.line(file, it.wrong.as_ref()?),
            slips,
        })
    }

    /// A text of which some parts can be ticked: some of them do what is asked for, and some do not.
    fn parts(&mut self, file: &SourceFile, it: &CheckTable) -> Option<Question> {
        let Spanned { value: parts, span } = it.parts.as_ref()?;
        let open: Vec<bool> = parts.iter().filter_map(|part| Some(part.right.as_ref()?.value)).collect();
        let whole = parts.iter().all(|part| part.right.is_some() == part.says.is_some());
        let right = open.iter().filter(|right| **right).count();
        if open.len() > MOST_PARTS {
            let what = format!("here {} parts can be ticked, and {MOST_PARTS} is the most", open.len());
            self.fault(file, *span, what, "Take `right` and `says` out of some: then they are plain text.");
        } else if open.len() < 2 && whole {
            let what = format!("{} of this text can be ticked, and 2 or more are needed", count(open.len(), "part"));
            let todo = "Give more of them `right` and `says`, or ask in another way.";
            self.fault(file, *span, what, todo);
        } else if right == 0 && whole {
            let todo = "Set right = true on each that does what is asked for.";
            self.fault(file, *span, "none of these parts is right", todo);
        } else if right == open.len() && whole {
            let todo = "Give `right` and `says` to a part that a hasty reader would tick.";
            self.fault(file, *span, "each part that can be ticked is right", todo);
        }
        Some(Question::Words(parts.iter().map(|part| self.part(file, part)).collect()))
    }

    fn part(&mut self, file: &SourceFile, it: &PartTable) -> Part {
        let text = self.line(file, &it.text);
        let says = self.optional(file, it.says.as_ref());
        match (&it.right, &it.says) {
            (Some(right), None) => {
                let todo = "Add a line says = \"…\" with what a student reads who ticked it, or take `right` out.";
                self.fault(file, right.span, "this part can be ticked, and has no feedback", todo);
            }
            (None, Some(says)) => {
                let todo = "Add a line right = true or right = false; or take `says` out, and the part is plain text.";
                self.fault(file, says.span, "this part has feedback, and nobody can tick it", todo);
            }
            _ => {}
        }
        Part { text, choice: it.right.as_ref().map(|right| right.value).zip(says) }
    }

    fn rows(&mut self, file: &SourceFile, it: &CheckTable) -> Option<Question> {
        let (head, rows) = (it.head.as_ref()?, it.rows.as_ref()?);
        let odd: Vec<Span> = rows.value.iter().filter(|row| row.odd.value).map(|row| row.odd.span).collect();
        let todo = "Set odd = true on exactly one.";
        match &odd[..] {
            [] => self.fault(file, rows.span, "no row is marked as the one that does not fit", todo),
            [_] => {}
            [_, second, ..] => {
                let what = format!("{} rows are marked as the one that does not fit", odd.len());
                self.fault(file, *second, what, todo);
            }
        }
        for row in &rows.value {
            if row.cells.value.len() != head.value.len() {
                let what =
                    format!("this row has {}, and the head {}", count(row.cells.value.len(), "cell"), head.value.len());
                let todo = "Write one cell for each column, in their order, and \"\" for an empty one.";
                self.fault(file, row.cells.span, what, todo);
            }
        }
        let head = self.lines(file, head);
        let rows = rows
            .value
            .iter()
            .map(|row| Row {
                cells: self.cells(file, &row.cells.value),
                odd: row.odd.value,
                says: self.line(file, &row.says),
            })
            .collect();
        Some(Question::Row { head, rows })
    }

    /// Cells, of which some may be empty.
    fn cells(&mut self, file: &SourceFile, cells: &[Text]) -> Vec<Line> {
        cells.iter().map(|cell| if cell.value.is_empty() { Line::new() } else { self.line(file, cell) }).collect()
    }

    fn at_least(&mut self, file: &SourceFile, span: Span, number: usize, least: usize, thing: &str) {
        if number < least {
            let what = format!("this check has {}, and needs {least} or more", count(number, thing));
            self.fault(file, span, what, "Add some, or ask in another way.");
        }
    }
}

fn is_right(choice: &ChoiceTable) -> bool {
    choice.right.as_ref().is_some_and(|right| right.value)
}

/// The fields that depend on the kind, and where each stands if it is there.
fn fields(it: &CheckTable) -> [(&'static str, Option<Span>); 13] {
    fn at<T>(field: Option<&Spanned<T>>) -> Option<Span> {
        field.map(|field| field.span)
    }
    [
        ("choices", at(it.choices.as_ref())),
        ("items", at(it.items.as_ref())),
        ("pairs", at(it.pairs.as_ref())),
        ("others", at(it.others.as_ref())),
        ("unit", at(it.unit.as_ref())),
        ("answer", at(it.answer.as_ref())),
        ("tolerance", at(it.tolerance.as_ref())),
        ("right", at(it.right.as_ref())),
        ("wrong", at(it.wrong.as_ref())),
        ("slips", at(it.slips.as_ref())),
        ("parts", at(it.parts.as_ref())),
        ("head", at(it.head.as_ref())),
        ("rows", at(it.rows.as_ref())),
    ]
}
