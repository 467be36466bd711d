//! What an author may write, table by table: required fields, then optional ones. Every field keeps its place, so that a
//! later fault can point at it. `content/README.md` shows each with an example.

use lesson::apparatus::plain_number;
use std::ops::Range;
use toml_span::{
    DeserError, Deserialize, Error, Span, Spanned, Value,
    de_helpers::{TableHelper, expected},
    value::ValueInner,
};

/// A text with its place in the file.
pub type Text = Spanned<String>;

/// A number, whole or not.
#[derive(Clone, Copy, Debug)]
pub struct Number(pub f64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize(value: &mut Value<'de>) -> Result<Self, DeserError> {
        match value.take() {
            ValueInner::Float(number) if number.is_finite() => Ok(Self(number)),
            #[expect(clippy::cast_precision_loss, reason = "no lesson counts beyond 2^53")]
            ValueInner::Integer(number) => Ok(Self(number as f64)),
            other => Err(expected("a number", other, value.span).into()),
        }
    }
}

/// A cell of a table of data: a number or a text.
#[derive(Clone, Debug)]
pub enum CellValue {
    /// A number.
    Number(f64),
    /// A text; a date is one too.
    Text(String),
}

impl std::fmt::Display for CellValue {
    /// As a reader sees it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => f.write_str(&plain_number(*number)),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for CellValue {
    fn deserialize(value: &mut Value<'de>) -> Result<Self, DeserError> {
        match value.take() {
            ValueInner::String(text) => Ok(Self::Text(text.into_owned())),
            ValueInner::Float(number) if number.is_finite() => Ok(Self::Number(number)),
            #[expect(clippy::cast_precision_loss, reason = "no lesson counts beyond 2^53")]
            ValueInner::Integer(number) => Ok(Self::Number(number as f64)),
            other => Err(expected("a string", other, value.span).into()),
        }
    }
}

/// The fields of a table while they are read.
struct Fields<'de> {
    table: TableHelper<'de>,
    /// The last required field that was there: one that is missing is reported where it belongs, below this.
    above: Span,
}

impl<'de> Fields<'de> {
    fn of(value: &mut Value<'de>) -> Result<Self, DeserError> {
        let above = value.span;
        Ok(Self { table: TableHelper::new(value)?, above })
    }

    fn required<T: Deserialize<'de>>(&mut self, name: &'static str) -> Result<Spanned<T>, Error> {
        let key = self.table.table.get_key_value(name).map(|(key, _)| key.span);
        // What is wrong is kept by the helper, which reports all of it at the end.
        let read = self.table.required_s(name);
        match (key, self.table.errors.last_mut()) {
            (Some(key), _) => self.above = key,
            (None, Some(missing)) => missing.span = self.above,
            (None, None) => {}
        }
        read
    }
}

/// Declares what may stand in a table: required fields, then optional ones. Reading it gathers every fault of the
/// table: missing, unknown and wrongly typed fields alike.
macro_rules! table {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$rdoc:meta])* $required:ident: $rtype:ty,)*
        ; $($(#[$odoc:meta])* $optional:ident: $otype:ty,)*
    }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name {
            /// Where the table stands.
            pub span: Range<usize>,
            $($(#[$rdoc])* pub $required: Spanned<$rtype>,)*
            $($(#[$odoc])* pub $optional: Option<Spanned<$otype>>,)*
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize(value: &mut Value<'de>) -> Result<Self, DeserError> {
                let span: Range<usize> = value.span.into();
                let mut fields = Fields::of(value)?;
                $(let $required = fields.required(stringify!($required));)*
                $(let $optional = fields.table.optional_s(stringify!($optional));)*
                fields.table.finalize(None)?;
                Ok(Self { span, $($required: $required?,)* $($optional,)* })
            }
        }
    };
}

table! {
    /// `lesson.toml`.
    LessonFile {
        /// What stored records are kept under.
        id: String,
        /// The title.
        title: String,
        /// The one question.
        question: String,
        /// The language's tag.
        language: String,
        /// Where it all comes from.
        credit: String,
        /// The units, in order.
        units: Vec<Spanned<u8>>,
        /// The belief that is asked for.
        belief: BeliefTable,
        /// The questions to keep apart.
        questions: Vec<QuestionTable>,
        /// What the rungs are called.
        ladder: LadderTable,
        /// What the kinds are called.
        kinds: KindsTable,
        /// What the flags are called.
        flags: FlagsTable,
        /// What the degrees of certainty are called.
        certainty: CertaintyTable,
        ;
        /// The core quiz, in order.
        core: Vec<Text>,
        /// Groups of claims.
        drives: Vec<DriveTable>,
        /// Ways through the lesson.
        paths: Vec<PathTable>,
    }
}

table! {
    /// A group of claims.
    DriveTable {
        /// The id.
        id: String,
        /// What it is called.
        name: String,
        /// What it was.
        says: String,
        ;
    }
}

table! {
    /// A way through the lesson.
    PathTable {
        /// The id.
        id: String,
        /// What it is called.
        name: String,
        /// How long it takes.
        minutes: u16,
        /// What it is for.
        says: String,
        /// Its steps.
        steps: Vec<StepTable>,
        ;
    }
}

table! {
    /// A step of a way through the lesson.
    StepTable {
        /// An address such as `unit-0`, `claim-c17` or `judgement`.
        to: String,
        /// How long it takes.
        minutes: u16,
        ;
        /// Which part of it.
        only: String,
        /// In which lesson it falls.
        lesson: u8,
    }
}

table! {
    /// The belief that is asked for before and after.
    BeliefTable {
        /// The question.
        prompt: String,
        /// What 0 means.
        low: String,
        /// What 100 means.
        high: String,
        ;
    }
}

table! {
    /// One of the questions to keep apart.
    QuestionTable {
        /// Its name.
        name: String,
        /// What it asks.
        asks: String,
        ;
    }
}

table! {
    /// A name and its meaning.
    TermTable {
        /// The name.
        name: String,
        /// The meaning.
        means: String,
        ;
    }
}

table! {
    /// What the rungs are called.
    LadderTable {
        /// What is asked of the ladder.
        asks: String,
        /// Rung 0.
        none: TermTable,
        /// Rung 1.
        circumstantial: TermTable,
        /// Rung 2.
        covered: TermTable,
        /// Rung 3.
        ordered: TermTable,
        ;
    }
}

table! {
    /// What the kinds are called.
    KindsTable {
        /// It took place.
        fact: TermTable,
        /// How many.
        scale: TermTable,
        /// Who set it going.
        origin: TermTable,
        /// Whether people meant it.
        feeling: TermTable,
        /// Whether deeds matched words.
        conduct: TermTable,
        ;
    }
}

table! {
    /// What the flags are called.
    FlagsTable {
        /// Before the directive.
        earlier: TermTable,
        /// An unscripted element.
        genuine: TermTable,
        /// Evidence against.
        counter: TermTable,
        ;
    }
}

table! {
    /// What the degrees of certainty are called.
    CertaintyTable {
        /// 1.
        guess: String,
        /// 2.
        fairly: String,
        /// 3.
        certain: String,
        ;
    }
}

table! {
    /// `claims/*.toml`.
    ClaimFile {
        /// The id.
        id: String,
        /// A headline in our words.
        headline: String,
        /// What was claimed.
        said: String,
        /// Who said so.
        who: String,
        /// Where.
        published: String,
        /// When it was printed, said or written down.
        printed: String,
        /// When the thing happened.
        act: String,
        /// What exactly is asked about.
        scope: String,
        /// The question that the rung answers.
        question: String,
        /// The kinds that are right.
        kinds: Vec<Text>,
        /// Why these.
        kind_why: String,
        /// What stands beside the key.
        flags: Vec<Text>,
        /// The notes it rests on.
        notes: Vec<Spanned<u16>>,
        /// The mistake that it invites.
        trap: String,
        /// The feedback.
        feedback: FeedbackTable,
        /// What lies on the table.
        table: Vec<TableRow>,
        ;
        /// The group that it belongs to; required where `lesson.toml` has groups.
        drive: String,
        /// The key.
        rung: String,
        /// One text for each rung.
        rungs: RungsTable,
        /// Why there is no rung to find, in the place of the two above.
        open: String,
        /// Why nothing bears, where nothing does.
        nothing_bears: String,
        /// The second half.
        half: HalfTable,
        /// What holds for other parts of the story.
        besides: Vec<BesideTable>,
        /// Where to go from a wrong or a lucky answer.
        again: AgainTable,
    }
}

table! {
    /// Where to go from a wrong or a lucky answer.
    AgainTable {
        /// The unit to read again.
        unit: u8,
        /// The heading of its section.
        section: String,
        /// A claim that invites the same mistake.
        twin: String,
        ;
    }
}

table! {
    /// The second half of a claim.
    HalfTable {
        /// What exactly is asked about.
        scope: String,
        /// The question.
        question: String,
        /// Whether several choices may be ticked.
        several: bool,
        /// What stands beside it.
        flags: Vec<Text>,
        /// The choices.
        choices: Vec<HalfChoiceTable>,
        ;
        /// Where it stands on the ladder.
        rung: String,
    }
}

table! {
    /// A choice of a second half.
    HalfChoiceTable {
        /// The choice.
        text: String,
        /// Whether it is right.
        right: bool,
        /// What a student reads who chose it.
        says: String,
        ;
        /// Whether it may be ticked or left at no cost.
        free: bool,
    }
}

table! {
    /// What holds for another part of the story.
    BesideTable {
        /// Which part.
        scope: String,
        /// What is known of it.
        says: String,
        ;
        /// Where it stands on the ladder.
        rung: String,
        /// What stands beside it.
        flags: Vec<Text>,
    }
}

table! {
    /// The feedback of a claim.
    FeedbackTable {
        /// What may be concluded.
        verdict: String,
        /// What the record names.
        names: String,
        /// What it leaves out.
        omits: String,
        ;
    }
}

table! {
    /// One text for each rung; that each is there is checked later, so that the fault can name the choice.
    RungsTable {
        ;
        /// Rung 3.
        ordered: String,
        /// Rung 2.
        covered: String,
        /// Rung 1.
        circumstantial: String,
        /// Rung 0.
        none: String,
    }
}

table! {
    /// Something on the table.
    TableRow {
        /// The record.
        record: String,
        /// Whether it bears.
        bears: bool,
        /// Why.
        why: String,
        ;
        /// The point.
        point: u8,
        /// Whether it may be picked or left at no cost.
        free: bool,
    }
}

table! {
    /// `records/*.toml`.
    RecordFile {
        /// The id.
        id: String,
        /// Our short name for it.
        title: String,
        /// When it was made.
        date: String,
        /// Who made it.
        body: String,
        /// For whom.
        addressee: String,
        /// `secret` or `open`.
        access: String,
        /// Since when.
        access_says: String,
        /// Where the original is.
        cite: String,
        /// The notes that give it.
        notes: Vec<Spanned<u16>>,
        /// What it does.
        summary: String,
        /// What it does not say.
        silent: Vec<Text>,
        ;
        /// Its points.
        points: Vec<PointTable>,
        /// Whether it does not come from the lesson's source.
        outside: bool,
        /// Where it can be read.
        web: String,
    }
}

table! {
    /// A point of a record.
    PointTable {
        /// Its number.
        number: u8,
        /// What it does.
        does: String,
        ;
        /// Who is charged with it.
        person: String,
    }
}

table! {
    /// `notes.toml`.
    NotesFile {
        /// The notes.
        notes: Vec<NoteTable>,
        ;
    }
}

table! {
    /// A note.
    NoteTable {
        /// Its number.
        number: u16,
        /// Its bibliography.
        cite: String,
        ;
        /// What it adds.
        says: String,
        /// Whether the source's text has no mark for it.
        unanchored: bool,
    }
}

table! {
    /// `words.toml`.
    WordsFile {
        /// The words.
        words: Vec<WordTable>,
        ;
    }
}

table! {
    /// A word.
    WordTable {
        /// The id.
        id: String,
        /// The term.
        term: String,
        /// What it means.
        means: String,
        ;
    }
}

table! {
    /// The head of `units/*.md`.
    UnitHead {
        /// The number.
        number: u8,
        /// The title.
        title: String,
        /// How long it takes.
        minutes: u16,
        /// What a student will be able to do.
        objectives: Vec<Text>,
        /// The claims on its desk.
        claims: Vec<Text>,
        /// What its sources cannot tell.
        silences: Vec<Text>,
        ;
    }
}

table! {
    /// `outside.toml`.
    OutsideFile {
        /// What does not come from the lesson's source.
        outside: Vec<OutsideTable>,
        ;
    }
}

table! {
    /// Something that does not come from the lesson's source.
    OutsideTable {
        /// The id.
        id: String,
        /// What it says, and how sure that is.
        says: String,
        /// Where it comes from.
        cite: String,
        ;
        /// Where that can be read.
        web: String,
    }
}

table! {
    /// `people.toml`.
    PeopleFile {
        /// The people.
        people: Vec<EntryTable>,
        ;
    }
}

table! {
    /// `bodies.toml`.
    BodiesFile {
        /// The organisations and newspapers.
        bodies: Vec<EntryTable>,
        ;
    }
}

table! {
    /// A person, or an organisation or a newspaper.
    EntryTable {
        /// The id.
        id: String,
        /// The name as shown.
        name: String,
        /// The name as the alphabet takes it.
        sort: String,
        /// What texts call it.
        called: Vec<Text>,
        /// Other spellings.
        also: Vec<Text>,
        /// The group that it is listed under.
        group: String,
        /// Who or what this is.
        is: String,
        /// The notes that speak of it.
        notes: Vec<Spanned<u16>>,
        ;
    }
}

table! {
    /// `places.toml`.
    PlacesFile {
        /// The places.
        places: Vec<PlaceTable>,
        ;
    }
}

table! {
    /// A place.
    PlaceTable {
        /// The id.
        id: String,
        /// Its name at the time.
        name: String,
        /// What texts call it.
        called: Vec<Text>,
        /// Other spellings.
        also: Vec<Text>,
        /// Degrees north.
        lat: Number,
        /// Degrees east.
        lon: Number,
        /// Why it matters.
        is: String,
        /// The notes that speak of it.
        notes: Vec<Spanned<u16>>,
        ;
        /// Its name today.
        today: String,
    }
}

table! {
    /// `timeline.toml`.
    TimelineFile {
        /// What happened.
        rows: Vec<MomentTable>,
        ;
    }
}

table! {
    /// Something that happened.
    MomentTable {
        /// When.
        date: String,
        /// `public`, `secret` or `context`.
        lane: String,
        /// What.
        says: String,
        /// The notes it rests on.
        notes: Vec<Spanned<u16>>,
        ;
        /// Whether it was a letter.
        letter: bool,
        /// The claim that is about it.
        claim: String,
        /// The record that it is.
        record: String,
    }
}

table! {
    /// `tracer.toml`.
    TracerFile {
        /// The record.
        record: String,
        /// What is asked.
        says: String,
        /// The traces.
        traces: Vec<TraceTable>,
        ;
    }
}

table! {
    /// The public trace of one point.
    TraceTable {
        /// The point.
        point: u8,
        /// What it orders.
        orders: String,
        /// What was seen of it.
        public: String,
        /// `clean`, `partial` or `none`.
        fits: String,
        /// Claims that turn on it.
        claims: Vec<Text>,
        ;
        /// What the fit holds for.
        limit: String,
    }
}

table! {
    /// `pictures/*.toml`.
    PictureFile {
        /// The id.
        id: String,
        /// What it finds.
        title: String,
        /// What is to be seen.
        text: String,
        /// What must not be read into it.
        caveats: Vec<Text>,
        /// The notes it rests on.
        notes: Vec<Spanned<u16>>,
        /// Its columns.
        columns: Vec<ColumnTable>,
        /// Its rows.
        rows: Vec<CellsTable>,
        ;
        /// A question to ask beforehand.
        guess: String,
        /// Sums that the source prints.
        sums: Vec<SumTable>,
        /// What is drawn.
        draw: Vec<PanelTable>,
        /// The number to draw before it is shown.
        draw_guess: GuessTable,
    }
}

table! {
    /// A part of a picture. Columns and rows are counted from 1.
    PanelTable {
        /// `bars`, `steps`, `map` and so on.
        form: String,
        ;
        /// What it shows.
        title: String,
        /// The rows; all where none are named.
        rows: Vec<Spanned<u16>>,
        /// The column of names; the first where none is named.
        label: u8,
        /// The column of dates.
        when: u8,
        /// The column of what else is said.
        detail: u8,
        /// The column of greatest values.
        most: u8,
        /// The columns of values.
        values: Vec<Spanned<u8>>,
        /// Records whose days are marked.
        records: Vec<Text>,
        /// Whether the printed sum is drawn.
        sum: bool,
        /// What can be switched between.
        readings: Vec<ReadingTable>,
    }
}

table! {
    /// One of several ways to draw a panel.
    ReadingTable {
        /// What it is called.
        name: String,
        ;
        /// The columns of values.
        values: Vec<Spanned<u8>>,
        /// The row against which the others are measured.
        base: u16,
    }
}

table! {
    /// A number to draw before it is shown.
    GuessTable {
        /// The row that holds it.
        row: u16,
        /// How far off is still right.
        tolerance: Number,
        /// What is asked.
        asks: String,
        /// What a right answer is told.
        right: String,
        /// What another answer is told.
        wrong: String,
        ;
    }
}

table! {
    /// A column of data.
    ColumnTable {
        /// Its name.
        name: String,
        /// `date`, `number` or `text`.
        kind: String,
        ;
        /// What its numbers count.
        unit: String,
    }
}

table! {
    /// A row of data.
    CellsTable {
        /// One for each column.
        cells: Vec<Spanned<CellValue>>,
        ;
    }
}

table! {
    /// A sum that the source prints.
    SumTable {
        /// The column, counted from 1.
        column: u8,
        /// The rows, counted from 1.
        rows: Vec<Spanned<u16>>,
        /// What the source prints.
        stated: Number,
        /// What they really add up to.
        adds_up_to: Number,
        ;
        /// What is known of the difference.
        says: String,
    }
}

table! {
    /// `checks/*.toml` and `exercises.toml`.
    ChecksFile {
        /// The checks, in order.
        checks: Vec<CheckTable>,
        ;
    }
}

table! {
    /// A check; which of the optional fields must be there depends on its kind.
    CheckTable {
        /// The id.
        id: String,
        /// `one`, `several`, `ask`, `order`, `match`, `number`, `words` or `row`.
        kind: String,
        /// The question.
        asks: String,
        /// The notes it rests on.
        notes: Vec<Spanned<u16>>,
        ;
        /// What everyone reads afterwards.
        after: String,
        /// For `one`, `several` and `ask`.
        choices: Vec<ChoiceTable>,
        /// For `order`: in the right order.
        items: Vec<ItemTable>,
        /// For `match`.
        pairs: Vec<PairTable>,
        /// For `match`: what fits nothing.
        others: Vec<Text>,
        /// For `number`: what it counts.
        unit: String,
        /// For `number`: the right one.
        answer: Number,
        /// For `number`: how far from it is still right.
        tolerance: Number,
        /// For `number`: what a student reads who has it right.
        right: String,
        /// For `number`: what a student reads who has it wrong.
        wrong: String,
        /// For `number`: likely mistakes.
        slips: Vec<SlipTable>,
        /// For `words`: the text, in its order.
        parts: Vec<PartTable>,
        /// For `row`: the names of the columns.
        head: Vec<Text>,
        /// For `row`.
        rows: Vec<OddRowTable>,
    }
}

table! {
    /// A choice of a check.
    ChoiceTable {
        /// The choice.
        text: String,
        /// What a student reads who chose it.
        says: String,
        ;
        /// Whether it is right; not for `ask`.
        right: bool,
    }
}

table! {
    /// Something to be put in its place.
    ItemTable {
        /// What it is.
        text: String,
        /// What puts it there.
        tells: String,
        /// What a student reads who put it elsewhere.
        says: String,
        ;
    }
}

table! {
    /// Two things that belong together.
    PairTable {
        /// What is given.
        left: String,
        /// What belongs to it.
        right: String,
        /// What a student reads who matched it with another.
        says: String,
        ;
    }
}

table! {
    /// A likely mistake in a number.
    SlipTable {
        /// The number.
        value: Number,
        /// How far from it still counts as this mistake.
        tolerance: Number,
        /// What a student reads who gave it.
        says: String,
        ;
    }
}

table! {
    /// A stretch of a text; with the optional fields it can be ticked, without them it is plain.
    PartTable {
        /// The words.
        text: String,
        ;
        /// Whether they do what is asked for.
        right: bool,
        /// What a student reads who ticked them.
        says: String,
    }
}

table! {
    /// A row of a table in which one does not fit.
    OddRowTable {
        /// Its cells.
        cells: Vec<Text>,
        /// Whether it is the one.
        odd: bool,
        /// What a student reads who picked it.
        says: String,
        ;
    }
}

table! {
    /// `judgement.toml`.
    JudgementFile {
        /// The question.
        prompt: String,
        /// Other questions.
        variants: Vec<Text>,
        /// The least number of words.
        least: u16,
        /// The greatest number of words.
        most: u16,
        /// The task of one sentence.
        file: String,
        /// The names of the levels, best first.
        levels: Vec<Text>,
        /// The rubric.
        strands: Vec<StrandTable>,
        /// Answers to learn from.
        samples: Vec<SampleTable>,
        ;
        /// The claim board.
        board: BoardTable,
    }
}

table! {
    /// The claim board.
    BoardTable {
        /// What is to be done.
        says: String,
        /// Its columns, in order.
        columns: Vec<BoardColumnTable>,
        /// Its cards, in order.
        cards: Vec<CardTable>,
        ;
    }
}

table! {
    /// A column of the claim board.
    BoardColumnTable {
        /// The id.
        id: String,
        /// What it is called.
        name: String,
        /// What it takes to lie there.
        means: String,
        ;
    }
}

table! {
    /// A card of the claim board.
    CardTable {
        /// The claim.
        claim: String,
        /// The records that can carry it.
        carries: Vec<CarriesTable>,
        /// What a student reads once it lies.
        says: String,
        ;
    }
}

table! {
    /// What one record can do for a card.
    CarriesTable {
        /// The record.
        record: String,
        /// The columns that it carries the card to.
        to: Vec<Text>,
        ;
    }
}

table! {
    /// A strand of the rubric.
    StrandTable {
        /// Its name.
        name: String,
        /// What each level takes, best first.
        levels: Vec<Text>,
        ;
    }
}

table! {
    /// An answer to learn from.
    SampleTable {
        /// The level.
        level: u8,
        /// The answer.
        text: String,
        /// Why it stands there.
        says: String,
        ;
    }
}
