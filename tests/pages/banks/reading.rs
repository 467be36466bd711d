//! Other readers of the banks: roxmltree for XML, by each format's own rules, and gift-pegjs for GIFT. None of them
//! shares a line with the writer.

use super::key::{ALL, Asked, Choice};
use anyhow::{Context, Result, ensure};
use roxmltree::{Document, Node};
use serde_json::Value;
use std::{fs, path::Path, process::Command};

/// The words of an HTML text, which must be well-formed.
pub(super) fn words(html: &str) -> Result<String> {
    let whole = format!("<html>{html}</html>");
    let parsed = Document::parse(&whole).with_context(|| format!("not well-formed: {html}"))?;
    Ok(text(parsed.root_element()))
}

/// Every text in an element, with single blanks.
pub(super) fn text(node: Node<'_, '_>) -> String {
    let all: Vec<&str> = node.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect();
    one_line(&all.join(" "))
}

/// With single blanks.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn child<'a, 'b>(node: Node<'a, 'b>, name: &str) -> Result<Node<'a, 'b>> {
    let found = node.children().find(|it| it.has_tag_name(name));
    found.with_context(|| format!("<{}> has no <{name}>", node.tag_name().name()))
}

fn all<'a, 'b>(node: Node<'a, 'b>, name: &'static str) -> impl Iterator<Item = Node<'a, 'b>> {
    node.descendants().filter(move |it| it.tag_name().name() == name)
}

fn one<'a, 'b>(node: Node<'a, 'b>, name: &'static str) -> Result<Node<'a, 'b>> {
    all(node, name).next().with_context(|| format!("no <{name}>"))
}

fn share(per_cent: &str) -> Result<i32> {
    let (whole, part) =
        per_cent.trim_start_matches('-').split_once('.').unwrap_or((per_cent.trim_start_matches('-'), ""));
    let hundred_thousandths: i32 = format!("{whole}{part:0<5}").parse().with_context(|| per_cent.to_owned())?;
    Ok(if per_cent.starts_with('-') { -hundred_thousandths } else { hundred_thousandths })
}

/// Moodle XML: its questions, and the words of what is not one.
pub(super) fn moodle(file: &str) -> Result<(Vec<Asked>, String)> {
    let parsed = Document::parse(file)?;
    let (asked, other): (Vec<_>, Vec<_>) = parsed
        .root_element()
        .children()
        .filter(Node::is_element)
        .partition(|question| question.attribute("type") == Some("multichoice"));
    let html = |node: Node<'_, '_>, name| words(child(child(node, name)?, "text")?.text().unwrap_or_default());
    let plain = |node: Node<'_, '_>, name| Ok::<_, anyhow::Error>(text(child(node, name)?));
    let asked = asked.into_iter().map(|question| {
        let choices = question.children().filter(|it| it.has_tag_name("answer")).map(|answer| {
            let per_cent = answer.attribute("fraction").context("no fraction")?;
            Ok(Choice {
                text: words(child(answer, "text")?.text().unwrap_or_default())?,
                share: share(per_cent)?,
                free: false,
                told: Some(html(answer, "feedback")?).filter(|told| !told.is_empty()),
            })
        });
        Ok(Asked {
            id: plain(question, "idnumber")?,
            before: vec![html(question, "questiontext")?],
            several: plain(question, "single")? == "false",
            choices: choices.collect::<Result<_>>()?,
            after: vec![html(question, "generalfeedback")?],
            marks: Some(plain(question, "defaultgrade")?.parse()?),
        })
    });
    let other: Vec<String> = other.into_iter().map(text).collect();
    Ok((asked.collect::<Result<_>>()?, words(&other.join(" "))?))
}

/// QTI 1.2: its questions, with all or nothing for each choice, and the words of its comment.
pub(super) fn qti12(file: &str) -> Result<(Vec<Asked>, String)> {
    let parsed = Document::parse(file)?;
    let html = |node| words(one(node, "mattext")?.text().unwrap_or_default());
    let asked = all(parsed.root_element(), "item").map(|item| {
        let field = |label: &str| {
            let found =
                all(item, "qtimetadatafield").find(|it| one(*it, "fieldlabel").is_ok_and(|it| text(it) == label));
            Ok::<_, anyhow::Error>(text(one(found.with_context(|| format!("no {label}"))?, "fieldentry")?))
        };
        let several = match field("question_type")?.as_str() {
            "multiple_answers_question" => true,
            "multiple_choice_question" => false,
            other => anyhow::bail!("a question of type {other}"),
        };
        let lid = one(item, "response_lid")?;
        ensure!(lid.attribute("rcardinality") == Some(if several { "Multiple" } else { "Single" }));
        let conditions: Vec<_> = all(item, "respcondition").collect();
        let scores: Vec<_> =
            conditions.iter().filter(|it| one(**it, "setvar").is_ok_and(|it| text(it) == "100")).collect();
        let linked = |ident: &str| {
            let shown = conditions.iter().find(|it| {
                let condition = one(**it, "conditionvar").ok().and_then(|it| it.first_element_child());
                let name = if ident.is_empty() { "other" } else { "varequal" };
                let is =
                    condition.is_some_and(|it| it.tag_name().name() == name && it.text().unwrap_or_default() == ident);
                is && one(**it, "displayfeedback").is_ok()
            });
            let link = shown.and_then(|it| one(*it, "displayfeedback").ok()?.attribute("linkrefid"));
            let feedback = all(item, "itemfeedback").find(|it| link.is_some() && it.attribute("ident") == link);
            feedback.map(html).transpose()
        };
        let choices = all(lid, "response_label").map(|label| {
            let ident = label.attribute("ident").context("no ident")?;
            // What a condition says of this choice outside of any <not>.
            let named = scores.iter().flat_map(|it| all(**it, "varequal")).filter(|it| it.text() == Some(ident));
            let named: Vec<bool> =
                named.map(|it| it.parent().is_some_and(|it| it.tag_name().name() == "not")).collect();
            ensure!(!several || named.len() == 1, "{ident} is named {} times", named.len());
            let right = named.iter().any(|is_denied| !is_denied);
            Ok(Choice {
                text: text(one(label, "mattext")?),
                share: if right { ALL } else { 0 },
                free: false,
                told: linked(ident)?,
            })
        });
        Ok(Asked {
            id: item.attribute("ident").context("no ident")?.to_owned(),
            before: vec![html(one(item, "presentation")?)?],
            several,
            choices: choices.collect::<Result<_>>()?,
            after: linked("")?.into_iter().collect(),
            marks: Some(field("points_possible")?.parse()?),
        })
    });
    Ok((asked.collect::<Result<_>>()?, text(one(parsed.root_element(), "qticomment")?)))
}

/// Prints what gift-pegjs reads in a file, as JSON.
const READ_GIFT: &str = "
    const [reader, file] = process.argv.slice(1);
    const { parse } = require(reader);
    process.stdout.write(JSON.stringify(parse(require('fs').readFileSync(file, 'utf8'), {})));
";

/// GIFT: its questions, and the words of what is not one.
pub(super) fn gift(file: &Path, reader: &Path) -> Result<(Vec<Asked>, String)> {
    let output = node(&[], READ_GIFT, &[reader, file])?;
    let parsed: Vec<Value> = serde_json::from_str(&output)?;
    let html = |value: &Value| words(value["text"].as_str().unwrap_or_default());
    let (asked, other): (Vec<&Value>, Vec<&Value>) = parsed.iter().partition(|it| it["type"] == "MC");
    let asked = asked.into_iter().map(|question| {
        let choices = question["choices"].as_array().context("no choices")?;
        // Moodle: one choice, unless no choice is all right by a sign of its own.
        let several = choices.iter().all(|choice| choice["isCorrect"] == false);
        let choices = choices.iter().map(|choice| {
            let weight = choice["weight"].as_f64().map(|it| it.to_string());
            Ok(Choice {
                text: html(&choice["text"])?,
                share: if choice["isCorrect"] == true { ALL } else { share(&weight.unwrap_or("0".into()))? },
                free: false,
                told: Some(html(&choice["feedback"])?).filter(|told| !told.is_empty()),
            })
        });
        Ok(Asked {
            id: question["id"].as_str().context("no id")?.to_owned(),
            before: vec![html(&question["stem"])?],
            several,
            choices: choices.collect::<Result<_>>()?,
            after: vec![html(&question["globalFeedback"])?],
            marks: None,
        })
    });
    let asked = asked.collect::<Result<_>>()?;
    let other: Vec<String> =
        other.into_iter().filter(|it| it["stem"].is_object()).map(|it| html(&it["stem"])).collect::<Result<_>>()?;
    Ok((asked, other.join(" ")))
}

/// What a script prints.
fn node(options: &[&str], script: &str, paths: &[&Path]) -> Result<String> {
    let output =
        Command::new("node").args(options).args(["-e", script, "--"]).args(paths).output().context("no node")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// Makes QTI 3.0 of each file of QTI 2.1 in a folder, into another folder.
const UPGRADE: &str = "
    import { createRequire } from 'node:module';
    import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
    import { pathToFileURL } from 'node:url';
    const [converter, from, to] = process.argv.slice(1);
    globalThis.SaxonJS = createRequire(converter + '/package.json')('saxon-js');
    const { convertQti2toQti3 } = await import(pathToFileURL(converter + '/dist/qti-converter-node/index.js'));
    for (const name of readdirSync(from))
        writeFileSync(`${to}/${name}`, await convertQti2toQti3(readFileSync(`${from}/${name}`, 'utf8')));
";

/// QTI 3.0 of the files of QTI 2.1 in a folder, by the stylesheet that the format's owners publish.
pub(super) fn upgraded(from: &Path, converter: &Path) -> Result<Vec<(String, String)>> {
    let to = tempfile::tempdir()?;
    node(&["--input-type=module"], UPGRADE, &[converter, from, to.path()])?;
    let files = fs::read_dir(to.path())?.map(|file| {
        let file = file?;
        Ok((file.file_name().to_string_lossy().into_owned(), fs::read_to_string(file.path())?))
    });
    files.collect()
}
