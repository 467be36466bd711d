//! What the questions of a bank ought to be, said from the lesson alone.

use lesson::{
    content::{Claim, Lesson, Record, Standing, TableItem},
    ladder::{Kind, Rung},
    prose::{Line, plain},
};

/// A question as another reader finds it, or as it ought to be.
#[derive(Debug)]
pub(super) struct Asked {
    /// Such as `c17-records`.
    pub(super) id: String,
    /// What stands before the choices, as plain text; where it ought to be, every piece that must be in it.
    pub(super) before: Vec<String>,
    pub(super) several: bool,
    pub(super) choices: Vec<Choice>,
    /// What is told to all, likewise.
    pub(super) after: Vec<String>,
    /// The marks, where the format has them.
    pub(super) marks: Option<u8>,
}

#[derive(Debug)]
pub(super) struct Choice {
    /// What it says; where it ought to be, what must be in it.
    pub(super) text: String,
    /// What it earns or costs, in hundred-thousandths of a per cent: a third is 3 333 333.
    pub(super) share: i32,
    /// Whether it may be ticked or left at no cost; a reader cannot tell.
    pub(super) free: bool,
    /// What is told to whoever chose it, likewise.
    pub(super) told: Option<String>,
}

/// All of a question’s marks, as a share.
pub(super) const ALL: i32 = 10_000_000;

fn one_of(many: usize) -> i32 {
    let many = i32::try_from(many).expect("few");
    (ALL + many / 2) / many
}

/// The table record by record, as it lies on the desk.
pub(super) fn table<'a>(lesson: &'a Lesson, claim: &'a Claim) -> Vec<(&'a Record, &'a TableItem)> {
    let first = |item: &TableItem| claim.table.iter().position(|it| it.exhibit.record == item.exhibit.record);
    let mut items: Vec<&TableItem> = claim.table.iter().collect();
    items.sort_by_key(|item| first(item));
    items.into_iter().map(|item| (lesson.record(&item.exhibit.record).expect("a record"), item)).collect()
}

/// What must be told of the claim before any question.
pub(super) fn card(claim: &Claim) -> Vec<String> {
    let lines = [&claim.said, &claim.who, &claim.published, &claim.scope].map(|line| plain(line));
    lines.into_iter().chain([claim.headline.clone(), claim.printed.to_string()]).collect()
}

/// What must be told of the records before any question but the first.
pub(super) fn file(lesson: &Lesson, claim: &Claim) -> Vec<String> {
    let mut told = Vec::new();
    for (record, item) in table(lesson, claim) {
        let point = record.points.iter().find(|point| Some(point.number) == item.exhibit.point);
        told.push(plain(point.map_or(&record.summary, |point| &point.does)));
        told.extend([record.title.clone(), record.date.to_string(), record.cite.clone(), plain(&record.body)]);
        told.extend(record.silent.iter().map(|line| plain(line)));
    }
    told
}

/// The questions on a claim.
pub(super) fn questions(lesson: &Lesson, claim: &Claim) -> Vec<Asked> {
    let all = |lines: &[&Line]| lines.iter().map(|line| plain(line)).collect::<Vec<_>>();
    let key = claim.key();
    let told = [card(claim), file(lesson, claim)].concat();
    let choice = |text: &str, share, told: Option<&Line>| Choice {
        text: text.to_owned(),
        share,
        free: false,
        told: told.map(|line| plain(line)),
    };
    let kinds = Kind::ALL
        .iter()
        .map(|kind| choice(&lesson.scales.kind(*kind).name, if claim.kinds.contains(kind) { ALL } else { 0 }, None));
    let mut questions = vec![Asked {
        id: format!("{}-kind", claim.id),
        before: card(claim),
        several: false,
        choices: kinds.collect(),
        after: all(&[&claim.kind_why]),
        marks: Some(1),
    }];
    let (bear, tempt) = (key.bears.len(), key.tempts.len());
    let picks = table(lesson, claim).into_iter().map(|(record, item)| Choice {
        text: record.title.clone(),
        share: match (item.free, item.bears) {
            (true, _) => 0,
            (_, true) => one_of(bear),
            (_, false) if bear == 0 => -ALL,
            (_, false) => -one_of(tempt),
        },
        free: item.free,
        told: Some(plain(&item.why)),
    });
    let none = choice("None of these", if bear == 0 { ALL } else { -ALL }, claim.nothing_bears.as_ref());
    questions.push(Asked {
        id: format!("{}-records", claim.id),
        before: told.clone(),
        several: true,
        choices: picks.chain([none]).collect(),
        after: claim.table.iter().map(|item| plain(&item.why)).collect(),
        marks: Some(4),
    });
    let halves = key.rung.is_some() && key.half.is_some();
    let judged = if halves { 2 } else { 4 };
    if let Standing::Ladder { rung: right, texts } = &claim.standing {
        let rungs = Rung::ALL.iter().rev().map(|rung| {
            let share = [ALL, 3_333_333, 0, 0][usize::from(right.distance(*rung))];
            choice(&lesson.scales.rung(*rung).name, share, Some(&texts[*rung as usize]))
        });
        let before = [told.clone(), all(&[&claim.question])].concat();
        let id = format!("{}-rung", claim.id);
        questions.push(Asked {
            id,
            before,
            several: false,
            choices: rungs.collect(),
            after: vec![],
            marks: Some(judged),
        });
    }
    if let Some(half) = &claim.half {
        let right = half.choices.iter().filter(|choice| choice.right && !choice.free).count();
        let choices = half.choices.iter().map(|it| Choice {
            text: plain(&it.text),
            share: match (it.free, it.right) {
                (true, _) => 0,
                (_, true) => one_of(right),
                (_, false) if half.several => -ALL,
                (_, false) => 0,
            },
            free: it.free,
            told: Some(plain(&it.says)),
        });
        questions.push(Asked {
            id: format!("{}-second", claim.id),
            before: [told, all(&[&half.question, &half.scope])].concat(),
            several: half.several,
            choices: choices.collect(),
            after: half.choices.iter().map(|it| plain(&it.says)).collect(),
            marks: Some(judged),
        });
    }
    let last = questions.last_mut().expect("two at least");
    last.after.extend(verdict(claim));
    questions
}

/// What must be told of a claim in the end.
pub(super) fn verdict(claim: &Claim) -> Vec<String> {
    let besides = claim.besides.iter().map(|it| &it.says);
    let open = match &claim.standing {
        Standing::Open(why) => Some(why),
        Standing::Ladder { .. } => None,
    };
    let lines = [&claim.verdict, &claim.names, &claim.omits, &claim.trap].into_iter();
    lines.chain(besides).chain(open).map(|line| plain(line)).collect()
}
