//! Each reader does what it says, on a tiny table.

use super::*;
use lesson::{
    content::{Half, HalfChoice, Point, Standing, TableItem},
    id::RecordId,
    prose::{Inline, Line},
};

fn line(text: &str) -> Line {
    vec![Inline::Text(text.to_owned())]
}

fn exhibits(ids: &[&str]) -> Vec<Exhibit> {
    ids.iter().map(|id| id.parse().expect("an exhibit")).collect()
}

fn record(id: &str, date: &str, access: Access, summary: &str) -> Record {
    Record {
        id: RecordId::new(id).expect("an id"),
        title: String::new(),
        date: date.parse().expect("a date"),
        body: Line::new(),
        addressee: Line::new(),
        access,
        access_says: Line::new(),
        cite: String::new(),
        notes: Vec::new(),
        summary: line(summary),
        silent: Vec::new(),
        points: vec![
            Point { number: 1, does: line("Concerts for Spain."), person: None },
            Point { number: 2, does: line("A collection."), person: None },
        ],
        outside: None,
    }
}

/// An order of two points, a letter in public, and a later order.
fn records() -> [Record; 3] {
    [
        record("r1", "1936-09-20", Access::Secret, "An order."),
        record("r2", "1936-10-15", Access::Open, "A letter to people."),
        record("r3", "1936-11", Access::Unknown, "An order about clothing and ships."),
    ]
}

/// A claim of origin, ordered by the first point of the first record; its second question has three choices.
fn claim() -> Claim {
    let item = |id: &str, bears: bool| TableItem {
        exhibit: id.parse().expect("an exhibit"),
        bears,
        free: false,
        why: Line::new(),
    };
    let choice = |right: bool| HalfChoice { text: Line::new(), right, free: false, says: Line::new() };
    Claim {
        id: ClaimId::new("c1").expect("an id"),
        headline: "Concerts everywhere".to_owned(),
        said: line("They play for Spain."),
        who: Line::new(),
        published: Line::new(),
        printed: "1936-10-20".parse().expect("a date"),
        act: "1936-10-20".parse().expect("a date"),
        drive: None,
        scope: line("The CONCERTS, not the people."),
        question: line("Who?"),
        kinds: vec![Kind::Origin],
        kind_why: Line::new(),
        standing: Standing::Ladder { rung: Rung::Ordered, texts: std::array::from_fn(|_| Line::new()) },
        flags: Vec::new(),
        notes: Vec::new(),
        trap: Line::new(),
        verdict: Line::new(),
        names: Line::new(),
        omits: Line::new(),
        table: vec![item("r1.1", true), item("r1.2", false), item("r2", false), item("r3", false)],
        nothing_bears: None,
        half: Some(Half {
            scope: Line::new(),
            question: Line::new(),
            several: false,
            rung: None,
            flags: Vec::new(),
            choices: [false, false, true].map(choice).into(),
        }),
        besides: Vec::new(),
        again: None,
    }
}

/// Seats a reader before the claim.
fn seated<T>(read: impl FnOnce(&Seat<'_>) -> T) -> T {
    let (claim, records) = (claim(), records());
    let of = |id: &RecordId| records.iter().find(|record| record.id == *id).expect("a record");
    let table = claim.table.iter().map(|item| (&item.exhibit, of(&item.exhibit.record))).collect();
    read(&Seat { claim: &claim, key: claim.key(), table })
}

/// What every version of a trick picks and says, in their order.
fn reads(tricks: &[Trick]) -> Vec<(Vec<Exhibit>, Rung)> {
    seated(|seat| tricks.iter().map(|trick| (trick.read)(seat)).collect())
}

fn dice() -> Xoshiro256PlusPlus {
    Xoshiro256PlusPlus::seed_from_u64(0)
}

#[test]
fn who_gives_the_key_earns_everything() {
    let (given, right) = seated(|seat| {
        let key = careful(seat, 0.0, &mut dice());
        let seats = std::slice::from_ref(seat);
        (key.clone(), per_cent(seats, |_| key.clone()))
    });
    let half = once(2).collect();
    assert_eq!(given, Answer { kind: Kind::Origin, picks: exhibits(&["r1.1"]), rung: Rung::Ordered, half });
    assert!((right - 100.0).abs() < f64::EPSILON, "{right}");
}

#[test]
fn who_slips_every_time_misses_everything_and_the_rung_by_one() {
    let slipped = seated(|seat| careful(seat, 1.0, &mut dice()));
    assert_ne!(slipped.kind, Kind::Origin);
    assert_eq!(slipped.picks, exhibits(&["r1.2", "r2", "r3"]));
    assert_eq!(slipped.rung, Rung::Covered);
    assert_eq!(slipped.half, Ticks::default());
}

#[test]
fn the_newest_record_is_the_only_pick_of_who_always_says_the_same() {
    for rung in Rung::ALL {
        assert!(reads(&always(*rung)).iter().all(|read| *read == (exhibits(&["r3"]), *rung)));
    }
}

#[test]
fn of_a_record_in_points_all_or_the_first_is_picked() {
    let picks = seated(|seat| {
        let table = seat.table[..2].to_vec();
        let seat = Seat { claim: seat.claim, key: seat.key.clone(), table };
        Newest::ALL.map(|newest| newest.picks(&seat))
    });
    let [whole, first] = [exhibits(&["r1.1", "r1.2"]), exhibits(&["r1.1"])];
    assert_eq!(picks, [whole.clone(), first.clone(), whole, first]);
}

#[test]
fn looks_are_a_stamp_and_a_date() {
    let [order, letter, unknown] = records();
    let act = claim().act;
    let late = record("r4", "1936-10-20", Access::Secret, "");
    let looks = [order, letter, unknown, late].map(|record| Looks::of(&record, act));
    assert_eq!(looks, [Looks::Order, Looks::Public, Looks::Other, Looks::Other]);
}

#[test]
fn every_rule_that_gives_each_look_a_rung_is_tried() {
    assert_eq!(by_looks().len(), 4_usize.pow(3) * Newest::ALL.len());
    let rule = by_look(Newest::ALL[0], [Rung::Ordered, Rung::None, Rung::Circumstantial]);
    assert_eq!(reads(&[rule]), [(exhibits(&["r3"]), Rung::Circumstantial)]);
}

#[test]
fn words_in_common_are_long_and_of_any_case() {
    let point = (exhibits(&["r1.1"]), Rung::Ordered);
    // With all its points the letter has "people" as well.
    let letter = (exhibits(&["r2"]), Rung::None);
    assert_eq!(reads(&by_words()), [&point, &point, &point, &point, &letter, &letter].map(Clone::clone));
    let found = words(["On the STAGE, the stage".to_owned(), "for Gerö’s plan".to_owned()]);
    assert_eq!(found, ["gerö", "plan", "stage"].map(str::to_owned).into());
}

#[test]
fn secret_means_fake_ticks_every_secret_record() {
    let read = [["r1.1", "r1.2"].as_slice(), &["r1.1", "r1.2", "r3"]].map(exhibits);
    assert_eq!(reads(&secret_means_fake()), read.map(|picks| (picks, Rung::Ordered)));
}

#[test]
fn habits_are_those_that_pay() {
    let (kind, tick) = seated(|seat| {
        let habits = Habits::of(std::slice::from_ref(seat));
        (habits.kind, habits.place.tick(3))
    });
    assert_eq!((kind, tick), (Kind::Origin, once(2).collect()));
    assert_eq!(Place::FromTheLast(0).tick(3), once(2).collect());
    assert_eq!(Place::FromTheFirst(3).tick(3), Ticks::default());
}

#[test]
fn chance_gives_each_answer_sooner_or_later() {
    let mut dice = dice();
    let answers: Vec<Answer> =
        seated(|seat| std::iter::repeat_with(|| by_chance(seat, &mut dice)).take(1000).collect());
    let halves = |answer: &&Answer| (0..3).filter(|place| answer.half.has(*place)).count() == 1;
    assert_eq!(answers.iter().filter(halves).count(), 1000);
    assert!(Kind::ALL.iter().all(|kind| answers.iter().any(|answer| answer.kind == *kind)));
    assert!(Rung::ALL.iter().all(|rung| answers.iter().any(|answer| answer.rung == *rung)));
    let picks: usize = answers.iter().map(|answer| answer.picks.len()).sum();
    assert!((1900..2100).contains(&picks), "{picks} of 4000");
}
