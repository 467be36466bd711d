//! Simulated readers of the quiz: for whoever writes claims and keys, and wants to know that knowing pays and that one
//! trick for everything does not.
//!
//! A reader with a trick is given every advantage: the kind that is right most often, the place of a second question's
//! answer that pays most, and the best of all versions of the trick. How sure readers are is not marked here.

use lesson::{
    check::Ticks,
    content::{Access, Claim, Lesson, Record},
    date::HistoricalDate,
    desk::{FirstReading, Key, Picks, Said, SecondReading},
    id::{ClaimId, Exhibit},
    ladder::{Certainty, Kind, Rung},
    mark::{Marks, Weights},
    prose::plain,
};
use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus, seq::IndexedRandom};
use std::{collections::BTreeSet, iter::once};

/// How often readers who throw dice sit down to the quiz.
const SITTINGS: u16 = 1000;

/// How often a careful reader slips, in each single answer.
const SLIP: f64 = 0.1;

/// What a reader's score is held against, in per cent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// Whoever reads well must come out here or above.
    AtLeast(f64),
    /// A trick must come out here or below.
    AtMost(f64),
}

/// What one reader earned.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Who.
    pub name: String,
    /// Marks earned of all that can be had, 0 to 100; the mean where the reader throws dice.
    pub per_cent: f64,
    /// What that is held against.
    pub bound: Bound,
    /// Which version of a trick paid most, or how far the dice scatter.
    pub note: String,
}

impl Score {
    /// Whether it keeps to its bound.
    pub fn holds(&self) -> bool {
        match self.bound {
            Bound::AtLeast(least) => self.per_cent >= least,
            Bound::AtMost(most) => self.per_cent <= most,
        }
    }
}

/// Lets every reader answer these claims, such as the lesson's core, and marks them; ids that the lesson does not have
/// are passed over.
pub fn simulate(lesson: &Lesson, claims: &[ClaimId]) -> Vec<Score> {
    let seats: Vec<Seat<'_>> =
        claims.iter().filter_map(|id| lesson.claims.get(id)).map(|claim| Seat::new(lesson, claim)).collect();
    let habits = Habits::of(&seats);
    let best = |name: &str, most: f64, habits: Habits, tricks: Vec<Trick>| {
        let scores = tricks.into_iter().map(|trick| {
            let per_cent = per_cent(&seats, |seat| habits.answer(seat, &trick));
            Score { name: name.to_owned(), per_cent, bound: Bound::AtMost(most), note: trick.says }
        });
        scores.max_by(|a, b| a.per_cent.total_cmp(&b.per_cent))
    };
    let always = Rung::ALL.iter().filter_map(|rung| {
        let most = if *rung == Rung::Ordered { 35.0 } else { 45.0 };
        best(&format!("always {}", rung.key()), most, habits, always(*rung))
    });
    let mut scores: Vec<Score> = always.collect();
    scores.extend(best("newest record", 45.0, habits, by_looks()));
    scores.extend(best("most words in common", 45.0, habits, by_words()));
    scores.extend(best("secret means fake", 45.0, Habits { kind: Kind::Origin, ..habits }, secret_means_fake()));
    scores.push(dice(&seats, "random", Bound::AtMost(45.0), by_chance));
    scores.push(dice(&seats, "careful", Bound::AtLeast(85.0), |seat, dice| careful(seat, SLIP, dice)));
    scores
}

/// A claim on the desk, before a reader: what lies there, and what is right.
struct Seat<'a> {
    claim: &'a Claim,
    key: Key,
    table: Vec<(&'a Exhibit, &'a Record)>,
}

impl<'a> Seat<'a> {
    fn new(lesson: &'a Lesson, claim: &'a Claim) -> Self {
        let laid = |exhibit: &'a Exhibit| Some((exhibit, lesson.record(&exhibit.record)?));
        Self { claim, key: claim.key(), table: claim.table.iter().filter_map(|item| laid(&item.exhibit)).collect() }
    }

    /// What lies there of the records that are like this.
    fn those(&self, like: impl Fn(&Record) -> bool) -> Vec<Exhibit> {
        self.table.iter().filter(|(_, record)| like(record)).map(|(exhibit, _)| (*exhibit).clone()).collect()
    }

    /// How many choices its second question has.
    fn choices(&self) -> u8 {
        self.claim.half.as_ref().map_or(0, |half| u8::try_from(half.choices.len()).unwrap_or(u8::MAX))
    }
}

/// Everything that a reader says of one claim.
#[derive(Clone, Debug, PartialEq)]
struct Answer {
    kind: Kind,
    picks: Vec<Exhibit>,
    rung: Rung,
    half: Ticks,
}

impl Answer {
    fn marks(self, key: &Key) -> Marks {
        let said = Some(Said { rung: self.rung, certainty: Some(Certainty::Guess) });
        let picks = if self.picks.is_empty() { Picks::Nothing } else { Picks::These(self.picks) };
        let second = SecondReading { picks, said, half: self.half };
        Marks::of(key, &FirstReading { kind: self.kind, said }, &second, Weights::default())
    }
}

/// Marks earned of all that can be had; nothing of nothing is 0.
fn per_cent(seats: &[Seat<'_>], mut answer: impl FnMut(&Seat<'_>) -> Answer) -> f64 {
    let (mut total, mut out_of) = (0.0, 0.0);
    for seat in seats {
        let marks = answer(seat).marks(&seat.key);
        total += f64::from(marks.total()) / 10_000.0;
        out_of += f64::from(marks.out_of());
    }
    if out_of > 0.0 { 100.0 * total / out_of } else { 0.0 }
}

/// What readers with a trick do wherever the trick says nothing: always the same, and what pays most.
#[derive(Clone, Copy, Debug)]
struct Habits {
    kind: Kind,
    place: Place,
}

/// A fixed place among the choices of a second question, counted from 0.
#[derive(Clone, Copy, Debug)]
enum Place {
    FromTheFirst(u8),
    FromTheLast(u8),
}

impl Place {
    fn tick(self, choices: u8) -> Ticks {
        let place = match self {
            Self::FromTheFirst(place) => Some(place),
            Self::FromTheLast(place) => choices.checked_sub(place + 1),
        };
        place.filter(|place| *place < choices).into_iter().collect()
    }
}

impl Habits {
    fn of(seats: &[Seat<'_>]) -> Self {
        let places = (0..32).flat_map(|place| [Place::FromTheFirst(place), Place::FromTheLast(place)]);
        let habits = Kind::ALL.iter().flat_map(|kind| places.clone().map(|place| Self { kind: *kind, place }));
        let nothing = Trick::new("nothing", |_| (Vec::new(), Rung::None));
        let earned = |habits: &Self| per_cent(seats, |seat| habits.answer(seat, &nothing));
        // The first of the best: `max_by` would take the last.
        habits
            .map(|habits| (earned(&habits), habits))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map_or(Self { kind: Kind::Origin, place: Place::FromTheFirst(0) }, |(_, habits)| habits)
    }

    fn answer(self, seat: &Seat<'_>, trick: &Trick) -> Answer {
        let (picks, rung) = (trick.read)(seat);
        Answer { kind: self.kind, picks, rung, half: self.place.tick(seat.choices()) }
    }
}

/// What is picked, and which rung is taken.
type Read = dyn Fn(&Seat<'_>) -> (Vec<Exhibit>, Rung);

/// One way to answer everything without reading.
struct Trick {
    says: String,
    read: Box<Read>,
}

impl Trick {
    fn new(says: impl Into<String>, read: impl Fn(&Seat<'_>) -> (Vec<Exhibit>, Rung) + 'static) -> Self {
        Self { says: says.into(), read: Box::new(read) }
    }
}

/// What passes for the newest record, where a date leaves days open, and what of it is picked.
#[derive(Clone, Copy)]
struct Newest {
    /// Counts from the last of the days left open; else from the first.
    by_last_day: bool,
    /// Takes all of it that lies there; else what lies first.
    whole: bool,
    says: &'static str,
}

impl Newest {
    const ALL: [Self; 4] = [
        Self { by_last_day: true, whole: true, says: "all of it, by its last day" },
        Self { by_last_day: true, whole: false, says: "the first of it, by its last day" },
        Self { by_last_day: false, whole: true, says: "all of it, by its first day" },
        Self { by_last_day: false, whole: false, says: "the first of it, by its first day" },
    ];

    /// Of several of the same date the one that lies first.
    fn record<'a>(self, seat: &Seat<'a>) -> Option<&'a Record> {
        let records = seat.table.iter().rev().map(|(_, record)| *record);
        records.max_by_key(|record| if self.by_last_day { record.date.last() } else { record.date.first() })
    }

    fn picks(self, seat: &Seat<'_>) -> Vec<Exhibit> {
        let newest = self.record(seat).map(|record| &record.id);
        let picks = seat.those(|record| newest == Some(&record.id));
        picks.into_iter().take(if self.whole { usize::MAX } else { 1 }).collect()
    }
}

/// The same rung every time, and the newest record.
fn always(rung: Rung) -> Vec<Trick> {
    Newest::ALL.map(|newest| Trick::new(newest.says, move |seat| (newest.picks(seat), rung))).into()
}

/// How a record looks to someone who reads its stamp and its date only.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Looks {
    /// Secret, and older than the act.
    Order,
    /// Public at the time.
    Public,
    /// Anything else.
    Other,
}

impl Looks {
    fn of(record: &Record, act: HistoricalDate) -> Self {
        match record.access {
            Access::Open => Self::Public,
            Access::Secret if record.date.is_before(act) => Self::Order,
            _ => Self::Other,
        }
    }
}

/// The newest record, and the rung that its looks suggest. Every rule that gives each look a rung is tried, not only the
/// one that comes to mind first ("ordered" for an order, "no document" for what is public, else "circumstantial").
fn by_looks() -> Vec<Trick> {
    let mut tricks = Vec::new();
    for newest in Newest::ALL {
        for order in Rung::ALL {
            for public in Rung::ALL {
                tricks.extend(Rung::ALL.iter().map(|other| by_look(newest, [*order, *public, *other])));
            }
        }
    }
    tricks
}

fn by_look(newest: Newest, [order, public, other]: [Rung; 3]) -> Trick {
    let (says, a, b, c) = (newest.says, order.key(), public.key(), other.key());
    Trick::new(format!("{says}; secret and earlier: {a}, public: {b}, else {c}"), move |seat| {
        let rung = newest.record(seat).map_or(other, |record| match Looks::of(record, seat.claim.act) {
            Looks::Order => order,
            Looks::Public => public,
            Looks::Other => other,
        });
        (newest.picks(seat), rung)
    })
}

/// Which of a record's words are compared with the claim's.
#[derive(Clone, Copy)]
enum Text {
    /// What the desk prints: the point, or the summary of a record that lies there as a whole.
    Desk,
    /// The summary, and the point.
    Summary,
    /// The summary, and the point; of a record as a whole, all its points.
    Record,
}

impl Text {
    const ALL: [(Self, &str); 3] =
        [(Self::Desk, "words on the desk"), (Self::Summary, "summary and point"), (Self::Record, "the whole record")];

    fn words(self, exhibit: &Exhibit, record: &Record) -> BTreeSet<String> {
        let whole = exhibit.point.is_none();
        let points = record.points.iter().filter(|point| match exhibit.point {
            Some(number) => point.number == number,
            None => matches!(self, Self::Record),
        });
        let summary = (whole || !matches!(self, Self::Desk)).then(|| plain(&record.summary));
        words(summary.into_iter().chain(points.map(|point| plain(&point.does))))
    }
}

/// The words of four letters and more, in small letters.
fn words(texts: impl IntoIterator<Item = String>) -> BTreeSet<String> {
    let long = |word: &&str| word.chars().count() >= 4;
    let of = |text: String| -> Vec<String> {
        text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(long).map(str::to_owned).collect()
    };
    texts.into_iter().flat_map(of).collect()
}

/// The record with most words in common with the claim: "ordered" if it is secret and not younger than the act, else
/// "no document".
fn by_words() -> Vec<Trick> {
    let all = Text::ALL.into_iter().flat_map(|text| [(text, true), (text, false)]);
    all.map(|((text, says), only)| {
        let which = if only { "the first of the best" } else { "all of the best" };
        Trick::new(format!("{says}; {which}"), move |seat| most_in_common(seat, text, only))
    })
    .collect()
}

fn most_in_common(seat: &Seat<'_>, text: Text, only: bool) -> (Vec<Exhibit>, Rung) {
    let Claim { said, headline, scope, question, act, .. } = seat.claim;
    let claim = words(once(headline.clone()).chain([said, scope, question].map(|line| plain(line))));
    let shared: Vec<usize> =
        seat.table.iter().map(|(exhibit, record)| text.words(exhibit, record).intersection(&claim).count()).collect();
    let most = shared.iter().max().copied().unwrap_or(0);
    let best = seat.table.iter().zip(&shared).filter(|(_, count)| **count == most).map(|(laid, _)| laid);
    let best: Vec<_> = best.take(if only { 1 } else { usize::MAX }).collect();
    let order = |record: &Record| record.access == Access::Secret && !act.is_before(record.date);
    let rung = if best.iter().any(|(_, record)| order(record)) { Rung::Ordered } else { Rung::None };
    (best.into_iter().map(|(exhibit, _)| (*exhibit).clone()).collect(), rung)
}

/// Every secret record, and "ordered" wherever one lies; else "no document". A stamp that says that a record is not
/// known to have been public may pass for secret.
fn secret_means_fake() -> Vec<Trick> {
    let trick = |says: &str, secret: fn(&Record) -> bool| {
        Trick::new(says, move |seat| {
            let picks = seat.those(secret);
            let rung = if picks.is_empty() { Rung::None } else { Rung::Ordered };
            (picks, rung)
        })
    };
    vec![
        trick("what is stamped secret", |record| record.access == Access::Secret),
        trick("all that is not stamped public", |record| record.access != Access::Open),
    ]
}

/// A reader who throws dice: the mean of many sittings.
fn dice(
    seats: &[Seat<'_>],
    name: &str,
    bound: Bound,
    answer: impl Fn(&Seat<'_>, &mut Xoshiro256PlusPlus) -> Answer,
) -> Score {
    let sitting = |seed: u16| {
        let mut dice = Xoshiro256PlusPlus::seed_from_u64(seed.into());
        per_cent(seats, |seat| answer(seat, &mut dice))
    };
    let mut scores: Vec<f64> = (0..SITTINGS).map(sitting).collect();
    scores.sort_by(f64::total_cmp);
    let mean = scores.iter().sum::<f64>() / f64::from(SITTINGS);
    let [low, high] = [scores.len() / 20, scores.len() * 19 / 20].map(|place| scores[place]);
    let note = format!("mean of {SITTINGS}; 5th percentile {low:.1}, 95th {high:.1}");
    Score { name: name.to_owned(), per_cent: mean, bound, note }
}

/// Any kind, any rung, any choice; each record as a coin falls.
fn by_chance(seat: &Seat<'_>, dice: &mut Xoshiro256PlusPlus) -> Answer {
    let kind = Kind::ALL.choose(dice).copied().unwrap_or(Kind::Fact);
    let rung = Rung::ALL.choose(dice).copied().unwrap_or(Rung::None);
    let picks = seat.those(|_| true).into_iter().filter(|_| dice.random_bool(0.5)).collect();
    let several = seat.claim.half.as_ref().is_some_and(|half| half.several);
    let places: Vec<u8> = (0..seat.choices()).collect();
    let half = if several {
        places.into_iter().filter(|_| dice.random_bool(0.5)).collect()
    } else {
        places.choose(dice).copied().into_iter().collect()
    };
    Answer { kind, picks, rung, half }
}

/// The key itself, but each answer is wrong now and then: the kind, each record, the rung by one, the second half (which
/// is all or nothing, so no answer stands for every wrong one).
fn careful(seat: &Seat<'_>, slip: f64, dice: &mut Xoshiro256PlusPlus) -> Answer {
    let Key { kinds, rung, bears, half, .. } = &seat.key;
    let wrong = |kind: &&Kind| !kinds.contains(kind);
    let wrong: Vec<Kind> = Kind::ALL.iter().filter(wrong).copied().collect();
    let kind = if dice.random_bool(slip) { wrong.choose(dice) } else { kinds.choose(dice) };
    let picks = seat.those(|_| true).into_iter().filter(|exhibit| bears.contains(exhibit) != dice.random_bool(slip));
    let picks = picks.collect();
    let right = rung.unwrap_or(Rung::None);
    let near: Vec<Rung> = Rung::ALL.iter().filter(|rung| rung.distance(right) == 1).copied().collect();
    let rung = if dice.random_bool(slip) { near.choose(dice).copied() } else { None };
    let half = half.as_ref().filter(|_| !dice.random_bool(slip)).map_or(Ticks::default(), |half| half.right);
    Answer { kind: kind.copied().unwrap_or(Kind::Fact), picks, rung: rung.unwrap_or(right), half }
}

#[cfg(test)]
mod tests;
