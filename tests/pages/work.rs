//! A student's own work: the summary, the essay with its rubric, the claim board, the belief at the end, practice.

use anyhow::{Context, Result, ensure};
use lesson::{
    apparatus::Judgement,
    board::{Board, BoardCard, Column, Lies},
    content::Claim,
    desk::{Desk, Key, Picks, Said, SecondReading},
    ladder::{Certainty, Kind, Rung},
    learner::Learner,
    mark::{decimal, per_cent},
    prose::{Page, plain},
    summary::{Calibration, Names, Summary, Tally},
    writing::{Writing, words},
};
use pages::{
    answers::{KEY, first, full_marks, keep, mixed_record, place, second},
    house::{all_claims, claim, claim_name, lesson, piece, progress, unit, unit_name},
    screen::{FOLD, even},
    visit::{Visit, visit},
};
use serde_json::{Map, Value, json};
use std::fs;

/// Where the page keeps what is written.
const WRITING: &str = "by-popular-demand/writing";
const EVERYTHING: &str = "everything answered";
const NOTHING_YET: &str = "Nothing answered here yet.";
const NO_STORAGE: &str = "Your browser does not let this page store anything";
const BRING_BACK: &str = "Bring back a saved file";

fn judgement() -> Result<&'static Judgement> {
    lesson().judgement.as_ref().context("the lesson has a judgement")
}

// The summary.

/// Every other claim answered, each in another way, but none on the desk of unit 2; some right, some wrong, some sure.
fn various() -> Learner {
    let mut record = Learner::new(&lesson().id, &lesson().hash);
    (record.belief, record.closing) = (Some(70), Some(45));
    let claims = all_claims().into_iter().filter(|claim| !unit(2).claims.contains(&claim.id));
    for (at, claim) in claims.step_by(2).enumerate() {
        let said = |off: usize, sure: usize| {
            let rung = claim.rung()?;
            Some(Said { rung: Rung::ALL[(rung as usize + off) % 4], certainty: Some(Certainty::ALL[sure % 3]) })
        };
        let mut first = first(claim);
        first.said = said(at / 2, at);
        if at % 5 == 4 {
            first.kind = Kind::ALL.iter().copied().find(|kind| !claim.kinds.contains(kind)).unwrap_or(first.kind);
        }
        let mut second = SecondReading { said: said(at % 3, at / 2), ..second(claim) };
        if at % 4 == 3 {
            second.picks = Picks::Nothing;
        }
        keep(&mut record, claim, Desk::Verdict { first, second });
        if let Some((_, work)) = record.desks.last_mut() {
            work.hasty = at % 7 == 1;
        }
    }
    record
}

/// A scope of the summary: what the list calls it, and its claims.
fn scope<'a>(name: &str, claims: impl IntoIterator<Item = &'a Claim>) -> (String, Vec<Key>) {
    let keys: Vec<Key> = claims.into_iter().map(Claim::key).collect();
    (if name == EVERYTHING { name.to_owned() } else { format!("{name} · {}", keys.len()) }, keys)
}

/// Every row of a table and every count on the page: what it is called, and its cells.
const ROWS: &str = "(view => Object.fromEntries([
        ...[...view.querySelectorAll('tbody tr')].map(row => [row.querySelector('th'), row.querySelectorAll('td')]),
        ...[...view.querySelectorAll('dt')].map(name => [name, [name.nextElementSibling]]),
    ].filter(([name]) => name.checkVisibility())
    .map(([name, cells]) => [name.innerText.trim(), [...cells].map(cell => cell.innerText.trim())])))(
    document.getElementById('summary'))";

/// The same, as it ought to be.
fn rows(visit: &Visit, sums: &Summary) -> Value {
    let mut rows = Map::new();
    let tally = |tally: &Tally| {
        let marks = match tally.out_of {
            0 => "–".to_owned(),
            out_of => format!("{} of {out_of}, {} %", decimal(tally.earned), per_cent(tally.earned, out_of)),
        };
        json!([tally.claims.to_string(), marks])
    };
    for (kind, it) in Kind::ALL.iter().zip(&sums.kinds) {
        rows.insert(visit.kind(*kind).to_owned(), tally(it));
    }
    for (rung, it) in Rung::ALL.iter().zip(&sums.rungs) {
        rows.insert(visit.rung(*rung).to_owned(), tally(it));
    }
    rows.insert("Off the ladder".to_owned(), tally(&sums.off_ladder));
    for (name, count) in [
        ("came nearer to the key", sums.changed.nearer),
        ("right before and after", sums.changed.right),
        ("wrong, and no nearer", sums.changed.no_nearer),
        ("went further from it", sums.changed.further),
    ] {
        rows.insert(name.to_owned(), json!([count.to_string()]));
    }
    for (sure, level) in Certainty::ALL.iter().zip(&sums.calibration.levels) {
        // Without an answer there is no picture.
        if sums.calibration.answers() > 0 {
            let share = level.share().map_or_else(|| "–".to_owned(), |share| format!("{share} %"));
            let stated = format!("{} %", Calibration::stated(*sure));
            let cells = json!([stated, level.answers.to_string(), level.right.to_string(), share]);
            rows.insert(visit.certainty(*sure).to_owned(), cells);
        }
    }
    rows.into()
}

fn report(sums: &Summary, record: &Learner) -> String {
    let scales = &lesson().scales;
    let names = |terms: &[lesson::content::Term]| terms.iter().map(|term| term.name.clone()).collect::<Vec<_>>();
    sums.report(&Names {
        title: &lesson().title,
        kinds: &names(&scales.kinds),
        rungs: &names(&scales.rungs),
        certainty: &scales.certainty,
        claim: &|id| format!("{}: {}", claim_name(claim(id.as_str())), claim(id.as_str()).headline),
        beliefs: [record.belief, record.closing],
    })
}

/// Every number on the page is the one that the lesson's own rules come to.
async fn sums_up(visit: &Visit, keys: &[Key], record: &Learner) -> Result<()> {
    let sums = Summary::of(&keys.iter().collect::<Vec<_>>(), record);
    let total = &sums.total;
    let (earned, share) = (decimal(total.earned), per_cent(total.earned, total.out_of));
    visit.read(&format!("Marks: {earned} of {}, {share} %. Claims answered: {}.", total.out_of, total.claims)).await?;
    let (found, wanted) = (visit.script(ROWS).await?, rows(visit, &sums));
    ensure!(found == wanted, "the page says {found:#}, the rules {wanted:#}");
    visit.read(&sums.calibration.says_bias()).await?;
    visit.read(&sums.calibration.says_brier()).await?;
    visit.read(&format!("Certainty earned {}, beside the marks.", decimal(sums.certainty))).await?;
    let hasty = sums.outcomes.iter().filter(|it| it.hasty).count();
    if hasty > 0 {
        visit.read(&format!("Answered with the file open for less than ten seconds: {hasty}.")).await?;
    } else {
        visit.read_no("Answered with the file open for less than ten seconds").await?;
    }
    let back = visit.script("[...document.querySelectorAll('#summary li')].map(item => item.innerText)").await?;
    let back: Vec<String> = back.as_array().into_iter().flatten().filter_map(Value::as_str).map(even).collect();
    let wanted: Vec<String> = sums
        .to_return_to()
        .iter()
        .map(|it| {
            let claim = claim(it.claim.as_str());
            even(&format!("{}: {} {}", claim_name(claim), claim.headline, it.found.says()))
        })
        .collect();
    ensure!(back == wanted, "to return to: {back:#?} instead of {wanted:#?}");
    let text = visit.value("textbox", "The summary as plain text").await?;
    ensure!(text == report(&sums, record), "the text is {text}");
    Ok(())
}

#[tokio::test]
async fn every_number_of_the_summary_is_as_the_rules_have_it() -> Result<()> {
    visit(async |visit| {
        let record = various();
        visit.store(KEY, &record.write()).await?;
        visit.open("#summary").await?;
        visit.click(FOLD, "The text").await?;
        let kind = |kind: Kind| all_claims().into_iter().filter(move |claim| claim.kinds.contains(&kind));
        let named = |ids: &'static [lesson::id::ClaimId]| ids.iter().map(|id| claim(id.as_str()));
        let scopes = [
            scope(EVERYTHING, all_claims()),
            scope("The core quiz", named(&lesson().core)),
            scope(&format!("The desk of {}", unit_name(unit(4))), named(&unit(4).claims)),
            scope(&format!("Kind: {}", visit.kind(Kind::Scale)), kind(Kind::Scale)),
            scope("Off the ladder", all_claims().into_iter().filter(|claim| claim.rung().is_none())),
        ];
        for (name, keys) in &scopes {
            visit.choose("Of", name).await?;
            sums_up(visit, keys, &record).await.with_context(|| name.clone())?;
        }
        // Of a set without an answer it is said.
        let (none, _) = scope(&format!("The desk of {}", unit_name(unit(2))), named(&unit(2).claims));
        visit.choose("Of", &none).await?;
        visit.read(NOTHING_YET).await?;
        visit.read_no("What the file changed").await?;
        visit.choose("Of", EVERYTHING).await?;
        sums_up(visit, &scopes[0].1, &record).await
    })
    .await
}

#[tokio::test]
async fn without_an_answer_the_summary_says_so_and_fills_in_with_the_first() -> Result<()> {
    visit(async |visit| {
        visit.open("#summary").await?;
        visit.read(NOTHING_YET).await?;
        visit.read_no("Marks:").await?;
        visit.within("#summary", async || visit.click("link", "to the quiz").await).await?;
        visit.is_at(Page::Quiz.key()).await?;
        let claim = claim("c17");
        visit.go(&place(claim)[1..]).await?;
        visit.read_first(claim).await?;
        visit.read_second(claim).await?;
        visit.go("summary").await?;
        visit.read("Marks: 9 of 9, 100 %. Claims answered: 1. First attempts only.").await?;
        visit.read("Nothing: every claim was right, for its records, and not by guess.").await?;
        visit.read("So few answers show little.").await?;
        visit.read_no(NOTHING_YET).await
    })
    .await
}

#[tokio::test]
async fn the_summary_is_taken_away_as_a_text() -> Result<()> {
    visit(async |visit| {
        let record = various();
        visit.store(KEY, &record.write()).await?;
        visit.open("#summary").await?;
        visit.read("Marks:").await?;
        let sums = Summary::of(
            &all_claims().into_iter().map(Claim::key).collect::<Vec<_>>().iter().collect::<Vec<_>>(),
            &record,
        );
        let saved = visit.save("Save as a text", "by-popular-demand-summary.txt").await?;
        ensure!(saved == report(&sums, &record), "the file says {saved}");
        visit.click("button", "Copy the text").await?;
        visit.within("#summary", async || visit.hear("status", "Copied.").await).await
    })
    .await
}

// The essay.

fn essay_field() -> Result<String> {
    let it = judgement()?;
    Ok(format!("Your answer, {} to {} words. Name the records and notes that you rest on.", it.least, it.most))
}

async fn write(visit: &Visit, text: &str) -> Result<()> {
    visit.type_into("textbox", &essay_field()?, text).await
}

/// The essay says this.
async fn essay_is(visit: &Visit, text: &str) -> Result<()> {
    let field = essay_field()?;
    pages::visit::until(&format!("the essay “{text}”"), async || {
        Ok((visit.value("textbox", &field).await? == text).then_some(()))
    })
    .await
}

const TEXT: &str = "Who set it going?\nThe plan of 20 September [R5] came “first”; the meetings followed [R6].";

#[tokio::test]
async fn what_is_written_outlasts_a_reload() -> Result<()> {
    visit(async |visit| {
        let file = piece(&judgement()?.file).to_owned();
        visit.open("#judgement").await?;
        write(visit, TEXT).await?;
        visit.type_into("textbox", &file, "A letter of 2 August.").await?;
        visit.reload().await?;
        essay_is(visit, TEXT).await?;
        ensure!(visit.value("textbox", &file).await? == "A letter of 2 August.", "the file that was named has gone");
        let stored = visit.stored(WRITING).await?.context("nothing is stored")?;
        ensure!(Writing::read(&stored, &lesson().id)?.essay == TEXT, "something else is stored");
        // Emptied, it stays empty.
        write(visit, "").await?;
        visit.reload().await?;
        essay_is(visit, "").await
    })
    .await
}

#[tokio::test]
async fn what_is_written_outlasts_a_tab_that_dies() -> Result<()> {
    visit(async |visit| {
        let client = visit.browser.client();
        visit.open("").await?;
        let here = client.window().await?;
        let there = client.new_window(false).await?.handle;
        client.switch_to_window(there).await?;
        visit.open("#judgement").await?;
        write(visit, TEXT).await?;
        // No event tells the page.
        let _ = visit.browser.cdp("Page.crash", json!({})).await;
        client.switch_to_window(here).await?;
        visit.browser.goto("about:blank").await?;
        visit.open("#judgement").await?;
        essay_is(visit, TEXT).await
    })
    .await
}

#[tokio::test]
async fn where_storage_is_full_what_is_written_stands_and_can_be_saved() -> Result<()> {
    visit(async |visit| {
        visit.open("#judgement").await?;
        write(visit, "So far it was stored.").await?;
        let fill = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };";
        visit.browser.script(fill).await?;
        write(visit, TEXT).await?;
        visit.hear("status", NO_STORAGE).await?;
        essay_is(visit, TEXT).await?;
        let saved = visit.save("Save my answers as a file", "by-popular-demand.txt").await?;
        let writing = saved.lines().nth(1).context("the file has no line for what is written")?;
        ensure!(Writing::read(writing, &lesson().id)?.essay == TEXT, "something else is saved");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_saved_file_brings_everything_back() -> Result<()> {
    visit(async |visit| {
        let claim = claim("c17");
        visit.open(&place(claim)).await?;
        visit.read_first(claim).await?;
        visit.read_second(claim).await?;
        visit.go("judgement").await?;
        write(visit, TEXT).await?;
        let saved = visit.save("Save my answers as a file", "by-popular-demand.txt").await?;
        visit.click("button", "Start over").await?;
        visit.click("button", "Yes, erase all my answers").await?;
        visit.read(&progress(0)).await?;
        essay_is(visit, "").await?;
        // What stands here in the meantime is kept aside.
        write(visit, "Something else.").await?;
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("answers.txt");
        fs::write(&file, &saved)?;
        visit.choose_file(BRING_BACK, &file).await?;
        visit.hear("status", "Your saved answers are here again. What was here before is kept aside.").await?;
        visit.read(&progress(1)).await?;
        essay_is(visit, TEXT).await?;
        let aside = visit.stored(&format!("{KEY}.aside-1")).await?.context("nothing is kept aside")?;
        let writing = aside.lines().nth(1).context("what was written is not kept aside")?;
        ensure!(Writing::read(writing, &lesson().id)?.essay == "Something else.", "something else is kept aside");
        visit.reload().await?;
        essay_is(visit, TEXT).await?;
        visit.read(&progress(1)).await?;
        visit.go(&place(claim)[1..]).await?;
        visit.see("heading", &visit.verdict_heading(claim)).await.map(drop)
    })
    .await
}

#[tokio::test]
async fn an_essay_alone_is_kept_aside_too() -> Result<()> {
    visit(async |visit| {
        visit.open("#judgement").await?;
        write(visit, TEXT).await?;
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("answers.txt");
        fs::write(&file, mixed_record().write())?;
        visit.choose_file(BRING_BACK, &file).await?;
        visit.hear("status", "Your saved answers are here again.").await?;
        essay_is(visit, "").await?;
        let aside = visit.stored(&format!("{KEY}.aside-1")).await?.context("nothing is kept aside")?;
        let writing = aside.lines().nth(1).context("what was written is not kept aside")?;
        ensure!(Writing::read(writing, &lesson().id)?.essay == TEXT, "something else is kept aside");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_file_that_cannot_be_taken_up_changes_nothing() -> Result<()> {
    visit(async |visit| {
        visit.store(KEY, &mixed_record().write()).await?;
        visit.open("#judgement").await?;
        write(visit, TEXT).await?;
        let before = [visit.stored(KEY).await?, visit.stored(WRITING).await?];
        let good = mixed_record().write();
        let foreign = Learner::new("another", "hash").write();
        let cut = good[..good.len() - 3].to_owned();
        let half = format!("{good}\n{}/writing/1:AAAA\n", lesson().id);
        let (damaged, elsewhere) = ("it is damaged", "it belongs to another lesson");
        let folder = tempfile::tempdir()?;
        let many = [
            ("foreign.txt", foreign, elsewhere),
            ("cut.txt", cut, damaged),
            ("half.txt", half, damaged),
            ("letter.txt", "Dear Sir or Madam,\n".to_owned(), damaged),
            ("empty.txt", String::new(), damaged),
        ];
        for (name, text, why) in many {
            let file = folder.path().join(name);
            fs::write(&file, text)?;
            visit.choose_file(BRING_BACK, &file).await?;
            let sentence = format!("That file could not be taken up: {why}.");
            visit.hear("status", &sentence).await.with_context(|| name.to_owned())?;
            visit.read("Your answers are as they were.").await?;
            essay_is(visit, TEXT).await?;
            let after = [visit.stored(KEY).await?, visit.stored(WRITING).await?];
            ensure!(after == before, "{name} changed what is stored");
        }
        visit.reload().await?;
        essay_is(visit, TEXT).await?;
        visit.read(&progress(pages::answers::AT_THE_VERDICT.len())).await
    })
    .await
}

#[tokio::test]
async fn a_record_from_the_shelf_goes_where_the_cursor_is() -> Result<()> {
    visit(async |visit| {
        let field = essay_field()?;
        visit.open("#judgement").await?;
        write(visit, "As  shows.").await?;
        visit.browser.press("Home ArrowRight ArrowRight ArrowRight").await?;
        visit.click("button", "Insert R5").await?;
        essay_is(visit, "As [R5] shows.").await?;
        visit.has_focus("textbox", &field).await?;
        visit.hear("status", "[R5] is in the essay").await?;
        // The cursor stands behind it: one writes on there.
        visit.browser.cdp("Input.insertText", json!({ "text": " and" })).await?;
        essay_is(visit, "As [R5] and shows.").await?;
        // With the keyboard; and in the place of what is marked.
        visit.browser.press("Control+a").await?;
        visit.tab_to_the("button", "Insert R7").await?;
        visit.browser.press("Enter").await?;
        essay_is(visit, "[R7]").await?;
        visit.has_focus("textbox", &field).await?;
        visit.browser.cdp("Input.insertText", json!({ "text": "!" })).await?;
        essay_is(visit, "[R7]!").await?;
        visit.reload().await?;
        essay_is(visit, "[R7]!").await
    })
    .await
}

#[tokio::test]
async fn the_words_of_the_essay_are_counted() -> Result<()> {
    visit(async |visit| {
        let (least, most) = (usize::from(judgement()?.least), usize::from(judgement()?.most));
        visit.open("#judgement").await?;
        visit.read(&format!("0 words; at least {least} are asked for.")).await?;
        for count in [12, least - 1, least, most, most + 1] {
            let text = "word ".repeat(count);
            ensure!(words(&text) == count, "the rules count otherwise");
            write(visit, &text).await?;
            let says = if count < least {
                format!("{count} words; at least {least} are asked for.")
            } else if count > most {
                format!("{count} words; {most} are allowed.")
            } else {
                format!("{count} words: a good length.")
            };
            visit.read(&says).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_essay_is_taken_away_with_its_references() -> Result<()> {
    visit(async |visit| {
        visit.open("#judgement").await?;
        write(visit, TEXT).await?;
        visit.type_into("textbox", piece(&judgement()?.file), "A letter of 2 August.").await?;
        let saved = visit.save("Save the essay as a text", "by-popular-demand-essay.txt").await?;
        let mut wanted = vec![format!("{TEXT}\n\nWhat file would change my mind?\nA letter of 2 August.\n\nRecords")];
        for id in ["r5", "r6"] {
            let record = lesson().records.iter().find(|record| record.id.as_str() == id).context("no such record")?;
            let (title, date, cite) = (&record.title, &record.date, even(&record.cite));
            wanted.push(format!("[{}] {title}, {date}. {cite}", id.to_uppercase()));
        }
        let wanted = format!("{}\n", wanted.join("\n"));
        ensure!(saved == wanted, "saved: {saved:?}, wanted: {wanted:?}");
        Ok(())
    })
    .await
}

// How it is judged.

#[tokio::test]
async fn three_judge_and_the_middle_one_counts() -> Result<()> {
    const APART: &str = "Two judges lie two levels apart: ask your teacher.";
    visit(async |visit| {
        let it = judgement()?;
        let strand = &it.strands[1].name;
        visit.open("#judgement").await?;
        for (judge, level, says) in [
            ("Myself", "4", "4."),
            ("First peer", "3", "3.5."),
            ("Second peer", "3", "3."),
            ("Myself", "1", &format!("3. {APART}")),
            ("First peer", "–", &format!("2. {APART}")),
            ("Second peer", "2", "1.5."),
        ] {
            visit.choose(&format!("{strand}: {judge}"), level).await?;
            let row = async || {
                pages::visit::until(&format!("after {judge} {level}: {says}"), async || {
                    let mut heard = Vec::new();
                    for status in visit.all("status").await? {
                        heard.push(visit.text_of(&status).await?);
                    }
                    Ok((heard.iter().filter(|text| !text.is_empty()).eq([says])).then_some(()))
                })
                .await
            };
            visit.within(".rubric", row).await?;
        }
        visit.reload().await?;
        visit.within(".rubric", async || visit.hear("status", "1.5.").await).await?;
        for (judge, level) in [("Myself", "1"), ("First peer", "–"), ("Second peer", "2")] {
            let list = visit.see("combobox", &format!("{strand}: {judge}")).await?;
            ensure!(list.value == level, "{judge} stands at {}", list.value);
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_said_of_a_sample_opens_once_it_is_judged() -> Result<()> {
    visit(async |visit| {
        visit.open("#judgement").await?;
        for (at, sample) in judgement()?.samples.iter().enumerate() {
            let part = format!(".sample:nth-of-type({})", at + 1);
            let judge = async || {
                visit.read_no(piece(&sample.says)).await?;
                visit.choose("At what level do you see it?", "2").await?;
                visit.read(piece(&sample.says)).await?;
                visit.read(&format!("Level {}.", sample.level)).await
            };
            visit.within(&part, judge).await?;
        }
        visit.reload().await?;
        for sample in &judgement()?.samples {
            visit.read(piece(&sample.says)).await?;
        }
        Ok(())
    })
    .await
}

// The claim board.

fn board() -> Result<&'static Board> {
    judgement()?.board.as_ref().context("the lesson has a board")
}

/// A card, the name of a column where it can lie, and what the list calls a record that carries it there.
fn card(id: &str) -> Result<(&'static BoardCard, &'static str, String)> {
    let card = board()?.cards.iter().find(|card| card.claim.as_str() == id).context("no such card")?;
    let carried = card.carries.first().context("nothing carries it")?;
    let column = board()?.columns.iter().find(|column| carried.to.contains(&column.id)).context("no column")?;
    let record = lesson().record(&carried.record).context("no record")?;
    Ok((card, &column.name, format!("{}: {}", record.id.as_str().to_uppercase(), record.title)))
}

/// A column to which nothing carries this card.
fn nowhere(card: &BoardCard) -> Result<&'static Column> {
    let carried = |column: &Column| card.carries.iter().any(|by| by.to.contains(&column.id));
    board()?.columns.iter().find(|column| !carried(column)).context("every column takes it")
}

const TO_PLACE: &str = "Cards to place";

/// The column in which a card lies.
async fn lies_in(visit: &Visit, card: &BoardCard) -> Result<String> {
    let headline = &claim(card.claim.as_str()).headline;
    let link = visit.within(".board", async || visit.see("link", headline).await).await?;
    let column = visit.call(&link, "function () { return this.closest('section[aria-label]').ariaLabel; }").await?;
    Ok(column.as_str().unwrap_or_default().to_owned())
}

/// A card says this of how it lies.
async fn says(visit: &Visit, card: &BoardCard, lies: Lies) -> Result<()> {
    visit.within(&format!("[data-card={}]", card.claim), async || visit.hear("status", lies.says()).await).await
}

async fn placed(visit: &Visit, count: usize) -> Result<()> {
    visit.hear("status", &format!("{count} of {} cards placed", board()?.cards.len())).await
}

#[tokio::test]
async fn a_card_is_placed_with_the_keyboard_and_only_on_a_record() -> Result<()> {
    visit(async |visit| {
        let (card, column, record) = card("c17")?;
        let (to, on) =
            (format!("{}: column", claim_name(claim("c17"))), format!("{}: record", claim_name(claim("c17"))));
        visit.browser.goto(&visit.site.at("#judgement-board")).await?;
        visit.awake().await?;
        placed(visit, 0).await?;
        visit.tab_to_the("combobox", &to).await?;
        visit.choose_here(column).await?;
        says(visit, card, Lies::NeedsARecord).await?;
        visit.has_focus("combobox", &to).await?;
        ensure!(lies_in(visit, card).await? == TO_PLACE, "it lies in a column without a record");
        placed(visit, 0).await?;
        visit.tab_to_the("combobox", &on).await?;
        visit.choose_here(&record).await?;
        says(visit, card, Lies::Defended).await?;
        visit.has_focus("combobox", &on).await?;
        visit.focus_shows().await?;
        ensure!(lies_in(visit, card).await? == column, "it does not lie in {column}");
        visit.read(piece(&card.says)).await?;
        placed(visit, 1).await?;
        visit.reload().await?;
        says(visit, card, Lies::Defended).await?;
        ensure!(lies_in(visit, card).await? == column, "after a reload it does not lie in {column}");
        placed(visit, 1).await?;
        // Back again: without a column it lies where it lay.
        visit.choose(&to, "–").await?;
        says(visit, card, Lies::NeedsAColumn).await?;
        ensure!(lies_in(visit, card).await? == TO_PLACE, "it stays in {column}");
        placed(visit, 0).await
    })
    .await
}

#[tokio::test]
async fn a_card_on_the_wrong_record_or_in_the_wrong_column_is_told_so() -> Result<()> {
    visit(async |visit| {
        let (card, column, record) = card("c28")?;
        let (to, on) =
            (format!("{}: column", claim_name(claim("c28"))), format!("{}: record", claim_name(claim("c28"))));
        let wrong = lesson()
            .records
            .iter()
            .find(|it| card.carries.iter().all(|by| by.record != it.id))
            .context("no such record")?;
        let elsewhere = nowhere(card)?;
        visit.open("#judgement").await?;
        visit.choose(&on, &record).await?;
        says(visit, card, Lies::NeedsAColumn).await?;
        visit.choose(&to, &elsewhere.name).await?;
        says(visit, card, Lies::WrongColumn).await?;
        ensure!(lies_in(visit, card).await? == elsewhere.name, "it does not lie in {}", elsewhere.name);
        visit.choose(&to, column).await?;
        says(visit, card, Lies::Defended).await?;
        visit.choose(&on, &format!("{}: {}", wrong.id.as_str().to_uppercase(), wrong.title)).await?;
        says(visit, card, Lies::WrongRecord).await
    })
    .await
}

/// What a browser tells the page while a card is dragged to a column: it is picked up, held over the column, let go; if
/// the page says that it takes it.
const DRAG: &str = "function () {
    const data = new DataTransfer();
    const tell = (node, what) =>
        !node.dispatchEvent(new DragEvent(what, { bubbles: true, cancelable: true, dataTransfer: data }));
    const card = this.closest('[draggable=true]');
    const column = [...document.querySelectorAll('.board section')].find(it => it.ariaLabel === COLUMN);
    const inside = column.querySelector('ul');
    tell(card, 'dragstart');
    tell(inside, 'dragenter');
    const taken = tell(inside, 'dragover');
    if (taken) tell(inside, 'drop');
    tell(card, 'dragend');
    return taken;
}";

#[tokio::test]
async fn a_card_is_dragged_and_asks_for_its_record() -> Result<()> {
    visit(async |visit| {
        let (card, column, record) = card("c17")?;
        let on = format!("{}: record", claim_name(claim("c17")));
        visit.open("#judgement").await?;
        placed(visit, 0).await?;
        let drag = async |to: &str| {
            let headline = &claim("c17").headline;
            let link = visit.within(".board", async || visit.see("link", headline).await).await?;
            let taken = visit.call(&link, &DRAG.replace("COLUMN", &json!(to).to_string())).await?;
            ensure!(taken == true, "the column {to} does not take it");
            Ok(())
        };
        drag(column).await?;
        says(visit, card, Lies::NeedsARecord).await?;
        ensure!(lies_in(visit, card).await? == TO_PLACE, "it lies in a column without a record");
        visit.has_focus("combobox", &on).await?;
        visit.choose_here(&record).await?;
        says(visit, card, Lies::Defended).await?;
        ensure!(lies_in(visit, card).await? == column, "it does not lie in {column}");
        // On its record it can be dragged on at once.
        let elsewhere = nowhere(card)?;
        drag(&elsewhere.name).await?;
        says(visit, card, Lies::WrongColumn).await?;
        ensure!(lies_in(visit, card).await? == elsewhere.name, "it does not lie in {}", elsewhere.name);
        visit.has_focus("combobox", &on).await?;
        visit.reload().await?;
        says(visit, card, Lies::WrongColumn).await?;
        drag(TO_PLACE).await?;
        says(visit, card, Lies::NeedsAColumn).await?;
        ensure!(lies_in(visit, card).await? == TO_PLACE, "it cannot be taken back");
        placed(visit, 0).await
    })
    .await
}

// The belief at the end, and practice.

#[tokio::test]
async fn the_last_belief_stands_beside_the_first() -> Result<()> {
    visit(async |visit| {
        let mut record = Learner::new(&lesson().id, &lesson().hash);
        record.belief = Some(70);
        visit.store(KEY, &record.write()).await?;
        visit.browser.goto(&visit.site.at("#judgement-belief")).await?;
        visit.awake().await?;
        visit.read("At the start you said 70. Move the slider to where you stand now.").await?;
        visit.tab_to_the("slider", &lesson().belief.prompt).await?;
        visit.browser.press("ArrowRight").await?;
        visit.hear("status", "51 of 100 now; at the start you said 70.").await?;
        visit.reload().await?;
        visit.read("51 of 100 now; at the start you said 70.").await?;
        visit.go("cover").await?;
        visit.read("70 of 100. Kept, to be shown again at the end.").await
    })
    .await
}

#[tokio::test]
async fn practice_begins_where_the_focus_is_and_leads_back() -> Result<()> {
    visit(async |visit| {
        let claim = claim("c17");
        let mut record = Learner::new(&lesson().id, &lesson().hash);
        keep(&mut record, claim, Desk::Verdict { first: first(claim), second: second(claim) });
        visit.store(KEY, &record.write()).await?;
        visit.open(&place(claim)).await?;
        visit.see("heading", &visit.verdict_heading(claim)).await?;
        let again = visit.see("button", "Answer it again, as practice").await?;
        visit.call(&again, "function () { this.focus(); }").await?;
        visit.browser.press("Enter").await?;
        let sentence = format!("This is practice. Your first attempt stands: {}.", full_marks(claim));
        visit.read(&sentence).await?;
        let focused = "document.activeElement.closest('form .practising') !== null";
        visit.until_true("the focus is where practice begins", focused).await?;
        visit.focus_shows().await?;
        visit.read_first(claim).await?;
        visit.hand_in(claim, &SecondReading { picks: Picks::Nothing, ..second(claim) }).await?;
        visit.hear("status", "5 of 9 marks").await?;
        visit.click("button", "Back to the first attempt").await?;
        visit.has_focus("heading", &visit.verdict_heading(claim)).await?;
        visit.hear("status", &full_marks(claim)).await?;
        visit.read_no("This is practice.").await
    })
    .await
}

#[tokio::test]
async fn leaving_a_quiz_keeps_the_focus_on_its_page() -> Result<()> {
    visit(async |visit| {
        visit.open("#quiz").await?;
        visit.within("#quiz", async || visit.click("button", "Begin").await).await?;
        visit.see("navigation", "Your path").await?;
        visit.go("quiz").await?;
        visit.click("button", "Leave this quiz").await?;
        visit.see_no("button", "Leave this quiz").await?;
        visit.has_focus("combobox", "Claims").await
    })
    .await
}

#[tokio::test]
async fn the_contents_lead_to_practice_and_to_ones_work() -> Result<()> {
    visit(async |visit| {
        visit.open("").await?;
        for (name, page) in [
            ("The quiz", Page::Quiz),
            ("Exercises", Page::Exercises),
            ("The judgement", Page::Judgement),
            ("Your summary", Page::Summary),
            ("Coming back", Page::Return),
        ] {
            visit.within("#guide", async || visit.click("link", name).await).await?;
            visit.is_at(page.key()).await?;
            visit.focus_is_on(page.key()).await?;
        }
        visit.read("Nothing is to return: you have missed nothing yet, or answered nothing.").await
    })
    .await
}

// The timeline without its dates.

#[tokio::test]
async fn six_moments_are_put_in_order_without_their_dates() -> Result<()> {
    visit(async |visit| {
        visit.open("#timeline").await?;
        let dates = async || {
            visit.script("document.querySelector('.lanes time').checkVisibility({ visibilityProperty: true })").await
        };
        ensure!(dates().await? == true, "the dates are hidden before");
        visit.click(FOLD, "Practise: six moments without their dates").await?;
        visit.see("button", "Six others").await?;
        ensure!(dates().await? == false, "the dates can be read");
        visit.click("button", "Check").await?;
        visit.hear("status", "Each needs its place").await?;
        let put = async |backwards: bool| {
            let lists: Vec<String> = visit.all("combobox").await?.into_iter().map(|seen| seen.name).collect();
            let day = |text: &String| {
                let found = lesson().timeline.iter().find(|it| even(&plain(&it.says)) == even(text));
                found.map(|it| it.date.first()).with_context(|| format!("no such moment: {text}"))
            };
            let days: Vec<_> = lists.iter().map(day).collect::<Result<_>>()?;
            ensure!(lists.len() == 6, "not six: {lists:?}");
            for (list, its) in lists.iter().zip(&days) {
                let place = days.iter().filter(|day| if backwards { *day > its } else { *day < its }).count() + 1;
                visit.choose(list, &place.to_string()).await?;
            }
            visit.click("button", "Check").await
        };
        put(true).await?;
        visit.hear("status", "Not yet: the dates stand by each.").await?;
        visit.hear("status", "0 % (Kendall’s tau)").await?;
        ensure!(dates().await? == true, "the dates stay hidden");
        put(false).await?;
        visit.hear("status", "Right, all six.").await?;
        visit.hear("status", "100 % (Kendall’s tau)").await?;
        visit.click("button", "Six others").await?;
        ensure!(dates().await? == false, "the dates of the others can be read");
        visit.see("button", "Check").await.map(drop)
    })
    .await
}
