//! A claim as questions, in no format's words: what is told before, what is asked, what each choice earns, what is told
//! after.

use super::{
    Format,
    xml::{Element, el},
};
use lesson::{
    content::{Access, Beside, Claim, Half, Lesson, Record, Standing, TableItem, Term},
    desk::Key,
    ladder::{Kind, Rung},
    mark::Weights,
    prose::{Line, plain},
};

/// What "none of these" is called among the choices; those are letters.
pub(super) const NONE: &str = "none";

/// A claim as questions.
#[derive(Debug)]
pub(super) struct Item {
    /// The claim's id, such as `c17`.
    pub(super) id: String,
    /// "All 35,000 will join".
    pub(super) headline: String,
    /// The claim as the press put it.
    pub(super) claim: Vec<Element>,
    /// What lies on its table.
    pub(super) file: Vec<Element>,
    /// The questions: kind, records, then rung and second half where there are such.
    pub(super) questions: Vec<Question>,
    /// What may be concluded.
    pub(super) verdict: Vec<Element>,
    /// What the parts count.
    pub(super) weights: Weights,
}

/// Which question of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Kind,
    Records,
    Rung,
    Half,
}

impl Part {
    /// A word for it in ids.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Records => "records",
            Self::Rung => "rung",
            Self::Half => "second",
        }
    }
}

/// A question with its choices.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) part: Part,
    pub(super) asks: String,
    /// Whether several choices may be ticked.
    pub(super) several: bool,
    pub(super) choices: Vec<Choice>,
    /// The choices of a model answer.
    pub(super) model: Vec<String>,
    /// The marks to be had.
    pub(super) marks: u8,
    /// What is told after, whatever was chosen.
    pub(super) why: Vec<Element>,
}

/// A choice.
#[derive(Debug)]
pub(super) struct Choice {
    /// Its id among the choices: letters.
    pub(super) id: String,
    pub(super) text: String,
    pub(super) worth: Worth,
    /// What is told to whoever chose it.
    pub(super) says: Option<String>,
}

/// What a choice earns or costs of its question's marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worth {
    /// It belongs to the key, and earns one of so many shares.
    Right(usize),
    /// The rung next to the right one, which earns [`NEXT_RUNG`].
    Near,
    /// It earns nothing.
    Wrong,
    /// It takes away one of so many shares.
    Costs(usize),
    /// It may be ticked or left at no cost.
    Free,
}

/// What the rung next to the right one earns: one of so many shares. [`lesson::mark::rung`] is the rule.
const NEXT_RUNG: usize = 3;

impl Worth {
    /// As per cent with up to five decimals, rounded to the nearest: `33.33333`, `-25`, `100`. Moodle knows the shares of
    /// whole numbers up to ten in just this form.
    pub(super) fn per_cent(self) -> String {
        let (sign, shares) = match self {
            Self::Right(shares) => ("", shares),
            Self::Near => ("", NEXT_RUNG),
            Self::Costs(shares) => ("-", shares),
            Self::Wrong | Self::Free => return "0".to_owned(),
        };
        let rounded = (10_000_000 + shares / 2) / shares.max(1);
        let digits = format!("{}.{:05}", rounded / 100_000, rounded % 100_000);
        format!("{sign}{}", digits.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl Item {
    /// The questions on a claim.
    pub(super) fn of(lesson: &Lesson, claim: &Claim) -> Self {
        let key = claim.key();
        let weights = Weights::default();
        let table = table(lesson, claim);
        let halves = key.rung.is_some() && key.half.is_some();
        let shared = if halves { weights.rung / 2 } else { weights.rung };
        let mut questions = vec![kind(lesson, claim, weights.kind), records(claim, &key, &table, weights.records)];
        if let Standing::Ladder { rung, texts } = &claim.standing {
            questions.push(ladder(lesson, claim, *rung, texts, shared));
        }
        if let Some(half) = &claim.half {
            questions.push(second(half, if halves { weights.rung - shared } else { weights.rung }));
        }
        Self {
            id: claim.id.to_string(),
            headline: claim.headline.clone(),
            claim: card(claim),
            file: file(&table),
            questions,
            verdict: verdict(lesson, claim),
            weights,
        }
    }

    /// "C17: All 35,000 will join".
    pub(super) fn title(&self) -> String {
        format!("{}: {}", self.id.to_uppercase(), self.headline)
    }

    /// "C17, 2 of 3, records: All 35,000 will join": what a question is called where each stands by itself.
    pub(super) fn title_of(&self, question: &Question) -> String {
        let at = self.questions.iter().position(|it| it.part == question.part).unwrap_or_default() + 1;
        let what = match question.part {
            Part::Kind => "kind",
            Part::Records => "records",
            Part::Rung => "rung",
            Part::Half => "second question",
        };
        format!("{}, {at} of {}, {what}: {}", self.id.to_uppercase(), self.questions.len(), self.headline)
    }

    /// What is told before a question that stands by itself: the claim, and the file unless only the kind is asked.
    pub(super) fn before(&self, question: &Question, format: Format) -> Vec<Element> {
        let file = (question.part != Part::Kind).then_some(&self.file);
        let mut told: Vec<Element> = self.claim.iter().chain(file.into_iter().flatten()).cloned().collect();
        if question.part == Part::Records {
            told.push(paragraph(format.marks_records()));
        }
        told.push(el("p").with(el("strong").text(question.asks.clone())));
        told
    }

    /// What is told after a question that stands by itself: why; and the verdict, if it is the last of its claim. Before
    /// that the verdict would give the next answer away.
    pub(super) fn after(&self, question: &Question) -> Vec<Element> {
        let is_last = self.questions.last().is_some_and(|last| last.part == question.part);
        let verdict = is_last.then_some(&self.verdict);
        question.why.iter().chain(verdict.into_iter().flatten()).cloned().collect()
    }

    /// The question on this part, if it is asked.
    pub(super) fn question(&self, part: Part) -> Option<&Question> {
        self.questions.iter().find(|question| question.part == part)
    }
}

impl Question {
    /// The choices that belong to the key.
    pub(super) fn right(&self) -> impl Iterator<Item = &Choice> {
        self.choices.iter().filter(|choice| matches!(choice.worth, Worth::Right(_)))
    }

    /// The choices that are next to the right one.
    pub(super) fn near(&self) -> impl Iterator<Item = &Choice> {
        self.choices.iter().filter(|choice| choice.worth == Worth::Near)
    }

    /// The choices that are wrong; "none of these" is not among them.
    pub(super) fn wrong(&self) -> impl Iterator<Item = &Choice> {
        let is_wrong = |choice: &&Choice| matches!(choice.worth, Worth::Wrong | Worth::Costs(_)) && choice.id != NONE;
        self.choices.iter().filter(is_wrong)
    }
}

/// Something on the table, with its letter.
struct Laid<'a> {
    letter: String,
    item: &'a TableItem,
}

/// What lies on the table, record by record, lettered in that order.
fn table<'a>(lesson: &'a Lesson, claim: &'a Claim) -> Vec<(&'a Record, Vec<Laid<'a>>)> {
    let mut table: Vec<(&Record, Vec<Laid<'_>>)> = Vec::new();
    for item in &claim.table {
        let Some(record) = lesson.record(&item.exhibit.record) else { continue };
        let laid = Laid { letter: String::new(), item };
        match table.iter_mut().find(|(known, _)| known.id == record.id) {
            Some((_, items)) => items.push(laid),
            None => table.push((record, vec![laid])),
        }
    }
    for (at, laid) in table.iter_mut().flat_map(|(_, items)| items).enumerate() {
        laid.letter = letter(at);
    }
    table
}

/// A, B, …, Z, AA, AB, …
fn letter(at: usize) -> String {
    let last = char::from(b'A' + u8::try_from(at % 26).unwrap_or_default());
    if at < 26 { last.to_string() } else { format!("{}{last}", letter(at / 26 - 1)) }
}

fn paragraph(text: impl Into<String>) -> Element {
    el("p").text(text)
}

/// A paragraph that begins with a strong word.
fn labelled(label: &str, text: &str) -> Element {
    el("p").with(el("strong").text(label)).text(format!(" {text}"))
}

fn list(items: impl IntoIterator<Item = String>) -> Element {
    el("ul").all(items.into_iter().map(|text| el("li").text(text)))
}

fn card(claim: &Claim) -> Vec<Element> {
    let mut card = vec![
        paragraph(format!("{} · {}", plain(&claim.published), claim.printed)),
        el("h3").text(claim.headline.clone()),
        paragraph(plain(&claim.said)),
        paragraph(format!("Claimed by {}. Restated in our words.", plain(&claim.who))),
        labelled("Asked about:", &plain(&claim.scope)),
    ];
    if claim.rung().is_none() {
        card.push(labelled("Off the ladder:", "there is no rung to find here. It is there to be discussed."));
    }
    card
}

/// The records, each with the points that are laid down.
fn file(table: &[(&Record, Vec<Laid<'_>>)]) -> Vec<Element> {
    let count = if table.len() == 1 { "1 record".to_owned() } else { format!("{} records", table.len()) };
    let mut file = vec![el("h3").text(format!("The file: {count}"))];
    for (record, items) in table {
        let access = match record.access {
            Access::Secret => "Secret",
            Access::Open => "Public",
            Access::Unknown => "Not known to be public",
        };
        file.push(el("h4").text(record.title.clone()));
        file.push(list([
            format!("Date: {}", record.date),
            format!("From: {}", plain(&record.body)),
            format!("To: {}", plain(&record.addressee)),
            format!("{access}. {}", plain(&record.access_says)),
        ]));
        file.extend(items.iter().map(|laid| {
            let number = laid.item.exhibit.point;
            let point = number.and_then(|number| record.points.iter().find(|point| point.number == number));
            let text = match point {
                Some(point) => format!("Point {}. {}", point.number, plain(&point.does)),
                None => plain(&record.summary),
            };
            labelled(&format!("{}.", laid.letter), &text)
        }));
        if !record.silent.is_empty() {
            file.push(paragraph("What it does not say:"));
            file.push(list(record.silent.iter().map(|line| plain(line))));
        }
        file.push(paragraph(record.cite.clone()));
    }
    file
}

/// The ids of those that belong to the key.
fn right(choices: &[Choice]) -> Vec<String> {
    let right = choices.iter().filter(|choice| matches!(choice.worth, Worth::Right(_)));
    right.map(|choice| choice.id.clone()).collect()
}

fn named(id: &str, term: &Term, worth: Worth, says: Option<String>) -> Choice {
    Choice { id: id.to_owned(), text: format!("{}: {}", term.name, term.means), worth, says }
}

fn kind(lesson: &Lesson, claim: &Claim, marks: u8) -> Question {
    let choice = |kind: &Kind| {
        let worth = if claim.kinds.contains(kind) { Worth::Right(1) } else { Worth::Wrong };
        named(kind.key(), lesson.scales.kind(*kind), worth, None)
    };
    let names: Vec<&str> = claim.kinds.iter().map(|kind| lesson.scales.kind(*kind).name.as_str()).collect();
    Question {
        // Of several that are right, the author's first.
        model: claim.kinds.iter().take(1).map(|kind| kind.key().to_owned()).collect(),
        part: Part::Kind,
        asks: "What kind of claim is it?".to_owned(),
        several: false,
        choices: Kind::ALL.iter().map(choice).collect(),
        marks,
        why: vec![labelled(&format!("Kind: {}.", names.join(" or ")), &plain(&claim.kind_why))],
    }
}

fn records(claim: &Claim, key: &Key, table: &[(&Record, Vec<Laid<'_>>)], marks: u8) -> Question {
    let (bear, tempt) = (key.bears.len(), key.tempts.len());
    let laid = table.iter().flat_map(|(record, items)| items.iter().map(move |laid| (*record, laid)));
    let told = |item: &TableItem| {
        let mark = match (item.bears, item.free) {
            (_, true) => "May be ticked or left.",
            (true, false) => "Bears on it.",
            (false, false) => "Only tempts.",
        };
        format!("{mark} {}", plain(&item.why))
    };
    let mut choices: Vec<Choice> = laid
        .clone()
        .map(|(record, Laid { letter, item })| {
            let point = item.exhibit.point.map(|number| format!(", point {number}")).unwrap_or_default();
            let worth = match (item.free, item.bears) {
                (true, _) => Worth::Free,
                (false, true) => Worth::Right(bear),
                // Where nothing bears, any tick costs all.
                (false, false) => Worth::Costs(if bear == 0 { 1 } else { tempt }),
            };
            let text = format!("{letter}. {}{point}", record.title);
            Choice { id: letter.clone(), text, worth, says: Some(told(item)) }
        })
        .collect();
    // Ticked beside a record it contradicts itself, and earns nothing.
    choices.push(Choice {
        id: NONE.to_owned(),
        text: "None of these bears on it".to_owned(),
        worth: if bear == 0 { Worth::Right(1) } else { Worth::Costs(1) },
        says: claim.nothing_bears.as_ref().map(|line| plain(line)),
    });
    let model = right(&choices);
    let mut why = vec![list(laid.map(|(_, laid)| format!("{}. {}", laid.letter, told(laid.item))))];
    why.extend(claim.nothing_bears.as_ref().map(|line| paragraph(plain(line))));
    Question {
        part: Part::Records,
        asks: "Which of these bear on the claim? Tick each that does.".to_owned(),
        several: true,
        choices,
        model,
        marks,
        why,
    }
}

fn ladder(lesson: &Lesson, claim: &Claim, right: Rung, texts: &[Line; 4], marks: u8) -> Question {
    // The highest rung stands at the top, as on a ladder.
    let choice = |rung: &Rung| {
        let worth = match right.distance(*rung) {
            0 => Worth::Right(1),
            1 => Worth::Near,
            _ => Worth::Wrong,
        };
        named(rung.key(), lesson.scales.rung(*rung), worth, Some(plain(&texts[*rung as usize])))
    };
    Question {
        part: Part::Rung,
        asks: format!("{} Which rung do the records support?", plain(&claim.question)),
        several: false,
        choices: Rung::ALL.iter().rev().map(choice).collect(),
        model: vec![right.key().to_owned()],
        marks,
        why: vec![labelled("The rung:", &lesson.scales.rung(right).name)],
    }
}

fn second(half: &Half, marks: u8) -> Question {
    let right = half.choices.iter().filter(|choice| choice.right && !choice.free).count();
    let told = |mark: &str, says: &Line| format!("{mark} {}", plain(says));
    let choices = half.choices.iter().enumerate().map(|(at, choice)| {
        let (worth, mark) = match (choice.free, choice.right) {
            (true, _) => (Worth::Free, "May be ticked or left."),
            (false, true) => (Worth::Right(if half.several { right } else { 1 }), "Right."),
            (false, false) if half.several => (Worth::Costs(1), "Not so."),
            (false, false) => (Worth::Wrong, "Not so."),
        };
        let says = Some(told(mark, &choice.says));
        Choice { id: letter(at), text: plain(&choice.text), worth, says }
    });
    let choices: Vec<Choice> = choices.collect();
    let why = choices.iter().map(|choice| format!("{} {}", choice.text, choice.says.as_deref().unwrap_or_default()));
    let model = self::right(&choices);
    let hint = if half.several { " Tick each that holds." } else { "" };
    let asks = format!("The second question: {}{hint} (Asked about: {})", plain(&half.question), plain(&half.scope));
    Question { part: Part::Half, asks, several: half.several, why: vec![list(why)], model, choices, marks }
}

fn verdict(lesson: &Lesson, claim: &Claim) -> Vec<Element> {
    let result = match claim.rung() {
        Some(rung) => lesson.scales.rung(rung).name.clone(),
        None => "off the ladder".to_owned(),
    };
    let mut told = vec![el("h3").text(format!("Verdict: {result}")), paragraph(plain(&claim.verdict))];
    told.extend(claim.flags.iter().map(|flag| {
        let term = lesson.scales.flag(*flag);
        labelled(&format!("{}.", term.name), &term.means)
    }));
    if let Standing::Open(why) = &claim.standing {
        told.push(labelled("Why there is no rung:", &plain(why)));
    }
    told.push(labelled("What the record names:", &plain(&claim.names)));
    told.push(labelled("What it leaves out:", &plain(&claim.omits)));
    if !claim.besides.is_empty() {
        told.push(paragraph("Beside the question:"));
        told.push(list(claim.besides.iter().map(|it| beside(lesson, it))));
    }
    told.push(labelled("The trap:", &plain(&claim.trap)));
    told
}

/// What holds for another part of the same story.
fn beside(lesson: &Lesson, beside: &Beside) -> String {
    let rung = beside.rung.map(|rung| lesson.scales.rung(rung).name.as_str());
    let flags = beside.flags.iter().map(|flag| lesson.scales.flag(*flag).name.as_str());
    let standing: Vec<&str> = rung.into_iter().chain(flags).collect();
    let standing = if standing.is_empty() { String::new() } else { format!(" ({})", standing.join(", ")) };
    format!("{}{standing} {}", plain(&beside.scope), plain(&beside.says))
}
