//! What an author writes, as it was written: fields that may name what does not exist, dates that may not be dates.
//!
//! The only floor that knows TOML. Every field keeps its place, so that a later fault can point at it.

use crate::{
    fault::{Faults, SourceFile},
    folder::Folder,
};
use std::ops::Range;
use toml_span::{DeserError, Deserialize, Error, ErrorKind, Span, Spanned, Value, de_helpers::TableHelper};

/// A text with its place in the file.
pub type Text = Spanned<String>;

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
        /// The key.
        rung: String,
        /// What stands beside the key.
        flags: Vec<Text>,
        /// The notes it rests on.
        notes: Vec<Spanned<u16>>,
        /// The mistake that it invites.
        trap: String,
        /// The feedback.
        feedback: FeedbackTable,
        /// One text for each rung.
        rungs: RungsTable,
        /// What lies on the table.
        table: Vec<TableRow>,
        ;
        /// Why nothing bears, where nothing does.
        nothing_bears: String,
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

/// What was written, with the file it stands in.
#[derive(Debug)]
pub struct In<T> {
    /// The file.
    pub file: SourceFile,
    /// What stands in it.
    pub it: T,
}

/// A unit as written: its head, and where in the file its prose begins.
#[derive(Debug)]
pub struct UnitFile {
    /// The head.
    pub head: UnitHead,
    /// The first byte of the prose.
    pub prose: usize,
}

/// Every file of a lesson, as written.
#[derive(Debug)]
pub struct Source {
    /// `lesson.toml`; none, here as below, where it cannot be read.
    pub lesson: Option<In<LessonFile>>,
    /// `cover.md`: all prose.
    pub cover: Option<SourceFile>,
    /// The notes.
    pub notes: Option<In<NotesFile>>,
    /// The words.
    pub words: Option<In<WordsFile>>,
    /// The units.
    pub units: Vec<In<UnitFile>>,
    /// The claims.
    pub claims: Vec<In<ClaimFile>>,
    /// The records.
    pub records: Vec<In<RecordFile>>,
    /// The content's hash.
    pub hash: String,
    /// Names of the files, such as `claims/c17.toml`, that are there, or should be, and cannot be read: what they hold is
    /// not known, so that whoever names it may be right.
    pub unread: Vec<String>,
}

impl Source {
    /// Reads every file.
    pub fn read(folder: &Folder, faults: &mut Faults) -> Self {
        let mut unread = folder.unread.clone();
        Self {
            lesson: only(folder.lesson.as_ref(), &mut unread, faults),
            cover: folder.cover.clone(),
            notes: only(folder.notes.as_ref(), &mut unread, faults),
            words: only(folder.words.as_ref(), &mut unread, faults),
            units: each(&folder.units, unit, &mut unread, faults),
            claims: each(&folder.claims, table, &mut unread, faults),
            records: each(&folder.records, table, &mut unread, faults),
            hash: folder.hash.clone(),
            unread,
        }
    }
}

/// Reads a file of which there is one.
fn only<T: for<'de> Deserialize<'de>>(
    file: Option<&SourceFile>,
    unread: &mut Vec<String>,
    faults: &mut Faults,
) -> Option<In<T>> {
    each(file.map(std::slice::from_ref).unwrap_or_default(), table, unread, faults).pop()
}

/// Reads each of these files, and lists those that cannot be read.
fn each<T>(
    files: &[SourceFile],
    read: impl Fn(&SourceFile, &mut Faults) -> Option<In<T>>,
    unread: &mut Vec<String>,
    faults: &mut Faults,
) -> Vec<In<T>> {
    let mut all = Vec::new();
    for file in files {
        match read(file, faults) {
            Some(it) => all.push(it),
            None => unread.push(file.name().to_owned()),
        }
    }
    all
}

/// Reads a file that is one table.
fn table<T: for<'de> Deserialize<'de>>(file: &SourceFile, faults: &mut Faults) -> Option<In<T>> {
    parse(file, file.inner(), 0, faults).map(|it| In { file: file.clone(), it })
}

/// Reads a unit: a head between two lines of `+++`, then prose.
fn unit(file: &SourceFile, faults: &mut Faults) -> Option<In<UnitFile>> {
    let text = file.inner();
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').map(|line| {
        at += line.len();
        (line.trim_end() == "+++", at)
    });
    let Some((true, start)) = lines.next() else {
        let todo = "Begin the file with a line of +++, then the fields of the unit, then another line of +++.";
        faults.at(file, 0..text.len(), "the unit has no head", todo);
        return None;
    };
    let Some((_, prose)) = lines.find(|(fence, _)| *fence) else {
        let todo = "Put another line of +++ below the last field of the head, before the prose.";
        faults.at(file, 0..start, "the head that begins here has no end", todo);
        return None;
    };
    let end = text[..prose].trim_end().len() - "+++".len();
    let head = parse(file, &text[start..end.max(start)], start, faults)?;
    Some(In { file: file.clone(), it: UnitFile { head, prose } })
}

/// Reads TOML that begins at this byte of the file.
fn parse<T: for<'de> Deserialize<'de>>(file: &SourceFile, text: &str, start: usize, faults: &mut Faults) -> Option<T> {
    // Blanks in front keep every place right: the text is read as if it began at the file's first byte.
    let padded = " ".repeat(start) + text;
    let read = toml_span::parse(&padded).map_err(DeserError::from).and_then(|mut value| T::deserialize(&mut value));
    match read {
        Ok(it) => Some(it),
        Err(errors) => {
            for error in errors.errors {
                explain(file, &error.kind, error.span, faults);
            }
            None
        }
    }
}

/// Says what is wrong with a file's fields, in words for an author.
fn explain(file: &SourceFile, kind: &ErrorKind, span: Span, faults: &mut Faults) {
    let mut span: Range<usize> = span.into();
    // What breaks off is shown where it does, not on the empty line below.
    if matches!(kind, ErrorKind::UnexpectedEof | ErrorKind::Wanted { found: "eof", .. }) {
        let text = file.inner()[..file.inner().floor_char_boundary(span.start)].trim_end();
        span = text.floor_char_boundary(text.len().saturating_sub(1))..text.len();
    }
    let (what, todo) = match kind {
        ErrorKind::UnexpectedKeys { keys, expected } => {
            for (key, at) in keys {
                let near = nearest(key, expected.iter().map(String::as_str));
                let todo = match near {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => format!("Take it out. Here may stand: {}.", expected.join(", ")),
                };
                faults.at(file, (*at).into(), format!("there is no field `{key}` here"), todo);
            }
            return;
        }
        ErrorKind::MissingField(name) => (
            format!("the field `{name}` is missing"),
            format!("Add `{name}` about here; content/README.md shows how it is written."),
        ),
        ErrorKind::Wanted { expected: "an array", found: "table" } => (
            "this section stands in single brackets, and double ones are wanted".to_owned(),
            "Write its name between [[ and ]]: there may be several such sections.".to_owned(),
        ),
        ErrorKind::Wanted { expected: "a table", found: "array" } => (
            "here stands a list, and one section is wanted".to_owned(),
            "Write its name between single brackets, [ and ], and its fields below.".to_owned(),
        ),
        ErrorKind::Wanted { expected, found } => {
            let Some(((expected, todo), (found, _))) = value(expected).zip(value(found)) else {
                let (what, todo) = syntax(expected, found);
                faults.at(file, word(file.inner(), span.start), what, todo);
                return;
            };
            (format!("here stands {found}, and {expected} is wanted"), todo.to_owned())
        }
        ErrorKind::OutOfRange(range) => (
            "this number is too great or too small".to_owned(),
            format!("Give a whole number from 0 to {}.", if *range == "u8" { u16::from(u8::MAX) } else { u16::MAX }),
        ),
        ErrorKind::DuplicateKey { key, .. } => {
            (format!("the field `{key}` stands here for the second time"), "Take one of the two out.".to_owned())
        }
        ErrorKind::DuplicateTable { name, .. } => (
            format!("the section [{name}] stands here for the second time"),
            format!("Make one section of the two; where there may be several, write each as [[{name}]]."),
        ),
        ErrorKind::RedefineAsArray => (
            "this section stands in double brackets here and in single brackets elsewhere".to_owned(),
            "Write both in the same way; content/README.md shows which.".to_owned(),
        ),
        // The newline itself is where the text was cut off.
        ErrorKind::InvalidCharInString('\n') | ErrorKind::UnterminatedString => {
            let line = file.inner()[..file.inner().floor_char_boundary(span.start)].rfind('\n').map_or(0, |at| at + 1);
            let todo = "Put a \" at its end. A text of several lines stands between \"\"\" and \"\"\".";
            faults.at(file, line..span.start.max(line + 1), "the text on this line has no closing quotation mark", todo);
            return;
        }
        ErrorKind::InvalidCharInString(_) => {
            ("an invisible sign stands in this text".to_owned(), "Take it out, or type the text anew.".to_owned())
        }
        ErrorKind::InvalidEscape(_) | ErrorKind::InvalidHexEscape(_) | ErrorKind::InvalidEscapeValue(_) => (
            "what follows the backslash has no meaning".to_owned(),
            "For a backslash write \\\\, for a quotation mark inside a text write \\\".".to_owned(),
        ),
        ErrorKind::Unexpected('“' | '”' | '„' | '‘' | '’' | '«' | '»') => (
            "this field begins with a printer’s quotation mark".to_owned(),
            "Put straight quotation marks (\") round the whole text; inside it any may stand but these.".to_owned(),
        ),
        ErrorKind::UnquotedString => (
            "this text stands without quotation marks".to_owned(),
            "Put quotation marks (\") before and after it.".to_owned(),
        ),
        ErrorKind::InvalidNumber => (
            "this is neither a text nor a number".to_owned(),
            "Put quotation marks (\") before and after a text or a date; write a number in digits only.".to_owned(),
        ),
        ErrorKind::UnexpectedEof => (
            "the file ends in the middle of a field".to_owned(),
            "Write what follows the =, and close every bracket.".to_owned(),
        ),
        _ => (
            "this line cannot be understood".to_owned(),
            "Write it as name = \"text\". Look at the line above it, too: often a quotation mark or a bracket is missing."
                .to_owned(),
        ),
    };
    faults.at(file, span, what, todo);
}

/// The word that begins at this byte, or the one sign: of a sign too many, TOML knows only where it begins.
fn word(text: &str, start: usize) -> Range<usize> {
    let start = text.floor_char_boundary(start);
    let length = text[start..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - start);
    start..start + length.max(1)
}

/// Says which sign is missing or too many.
fn syntax(expected: &str, found: &str) -> (String, String) {
    let (what, todo) = match (expected, found) {
        ("newline", "an identifier" | "a string") => (
            "here the line should end",
            "Inside a text write “ and ” for quotation marks, or \\\". Begin each field on a line of its own.",
        ),
        ("newline", _) => ("here the line should end", "Begin each field on a line of its own."),
        ("an equals", _) => (
            "this is neither a field nor a section",
            "A field is written name = \"text\", a section [name]. Look at the line above it, too: a text of several \
             lines stands between \"\"\" and \"\"\".",
        ),
        ("a right bracket", _) => (
            "here a comma or a closing bracket is missing",
            "Put a comma between two items, and a ] after the last. Look at the line above it, too.",
        ),
        ("a comma" | "a right brace", _) => {
            ("here a comma or a closing brace is missing", "Put a comma between two fields, and a } after the last.")
        }
        ("a value", _) => ("here something is missing", "Write what the field holds, on the same line as the =."),
        ("a table key", _) => ("here the name of a field is wanted", "Write it as name = \"text\"."),
        _ => (
            "this line cannot be understood",
            "Look at the line above it, too: often a quotation mark or a bracket is missing.",
        ),
    };
    (what.to_owned(), todo.to_owned())
}

/// What TOML calls a kind of value, in plain words, and how it is written. None for a sign that is not a value.
fn value(toml: &str) -> Option<(&'static str, &'static str)> {
    match toml {
        "string" | "a string" => Some(("a text", "Put quotation marks (\") before and after it.")),
        "integer" | "u8" | "u16" => Some(("a number", "Write it in digits, without quotation marks.")),
        "float" => Some(("a decimal number", "Write a whole number.")),
        "boolean" | "a bool" => Some(("true or false", "Write true or false, without quotation marks.")),
        "array" | "an array" => {
            Some(("a list", "Put it between square brackets, such as [1, 2] or [\"one\", \"two\"]."))
        }
        "table" | "a table" => Some((
            "a group of fields",
            "Write it as a section, with its name in single brackets; see content/README.md.",
        )),
        _ => None,
    }
}

/// The candidate that was probably meant, if one is close.
pub fn nearest<'a>(written: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|candidate| (strsim::jaro_winkler(written, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
