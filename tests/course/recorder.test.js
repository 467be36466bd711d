// The strict course against itself: what is right passes, what is wrong is named. Run by node; SCORM_AGAIN is the folder
// of the run-time.

"use strict";

const assert = require("node:assert");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { test } = require("node:test");
const vm = require("node:vm");
const { Recorder, launched, loaded } = require("./recorder.js");

/** The real run-time, as a page of a course loads it. */
function runtimes() {
  const page = vm.createContext({ console, setTimeout, clearTimeout, TextEncoder, URL });
  page.window = page;
  for (const name of ["scorm12", "scorm2004"]) {
    vm.runInContext(readFileSync(join(process.env.SCORM_AGAIN, `dist/${name}.min.js`), "utf8"), page);
  }
  return { "1.2": page.Scorm12API, 2004: page.Scorm2004API };
}
const RUNTIMES = runtimes();

function course(version, options = {}, before = null) {
  const launch = launched(version, options, before);
  const runtime = loaded(new RUNTIMES[version]({ autocommit: false, logLevel: 5 }), launch);
  const recorder = new Recorder({ version, runtime, launch });
  const { names } = recorder.rules;
  const call = (what, ...args) => recorder.api[names[what]](...args);
  return { recorder, call, set: (element, value) => call("set", element, value), get: (element) => call("get", element) };
}

function begun(version, options, before) {
  const it = course(version, options, before);
  assert.equal(it.call("initialize", ""), "true");
  return it;
}

/** Sets these one after the other; all but the last must pass. Gives what is said of the last, or nothing. */
function verdict(version, calls) {
  const it = begun(version);
  for (const [element, value] of calls.slice(0, -1)) {
    it.set(element, value);
    assert.deepEqual(it.recorder.violations, [], `${element} = ${value}`);
  }
  const [element, value] = calls.at(-1);
  const returned = it.set(element, value);
  const said = it.recorder.violations[0] ?? null;
  assert.equal(returned, said ? "false" : "true");
  assert.equal(it.call("error") === "0", said === null);
  return said;
}

const long = (length) => "x".repeat(length);
const one = (type, ...more) => [["cmi.interactions.0.id", "claim-c17-kind"], ["cmi.interactions.0.type", type], ...more];
const said = (version, type, value) =>
  one(type, [`cmi.interactions.0.${version === "1.2" ? "student" : "learner"}_response`, value]);
const pattern = (type, ...values) => one(type, ...values.map((value, at) => [`cmi.interactions.0.correct_responses.${at}.pattern`, value]));

const GOOD = {
  "1.2": [
    [["cmi.core.score.raw", "100"]],
    [["cmi.core.score.raw", "66.67"]],
    [["cmi.core.score.raw", ""]],
    [["cmi.core.lesson_status", "incomplete"]],
    [["cmi.core.lesson_location", long(255)]],
    [["cmi.core.exit", "suspend"]],
    [["cmi.core.session_time", "0000:12:30.25"]],
    [["cmi.core.session_time", "00:00:00"]],
    [["cmi.suspend_data", long(4096)]],
    [["cmi.comments", long(4096)]],
    [["cmi.objectives.0.id", "core"], ["cmi.objectives.0.status", "passed"], ["cmi.objectives.0.score.raw", "5"]],
    [["cmi.interactions.0.id", long(255)]],
    one("choice", ["cmi.interactions.0.time", "23:59:59"], ["cmi.interactions.0.latency", "00:00:12.5"], ["cmi.interactions.0.weighting", "2"]),
    one("choice", ["cmi.interactions.0.result", "0.5"]),
    one("choice", ["cmi.interactions.0.objectives.0.id", "core"]),
    [...one("choice"), ["cmi.interactions.1.id", "claim-c17-rung"]],
    said("1.2", "choice", "a,c,9"),
    said("1.2", "choice", "{a,c}"),
    said("1.2", "true-false", "t"),
    said("1.2", "fill-in", "Two words"),
    said("1.2", "numeric", "-1.5"),
    said("1.2", "matching", "1.a,2.a"),
    said("1.2", "sequencing", "c,a,b"),
    said("1.2", "performance", "r5-3 r6"),
    said("1.2", "likert", ""),
    pattern("choice", "a,b", "c"),
    pattern("numeric", "274"),
  ],
  2004: [
    [["cmi.score.scaled", "0.9375"]],
    [["cmi.score.raw", "93.75"], ["cmi.score.min", "0"], ["cmi.score.max", "100"]],
    [["cmi.progress_measure", "1"]],
    [["cmi.completion_status", "incomplete"]],
    [["cmi.success_status", "unknown"]],
    [["cmi.location", long(1000)]],
    [["cmi.suspend_data", long(64000)]],
    [["cmi.exit", "suspend"]],
    [["cmi.session_time", "PT12M30.25S"]],
    [["cmi.session_time", "P1DT1H"]],
    [["cmi.comments_from_learner.0.comment", `{lang=en}${long(4000)}`], ["cmi.comments_from_learner.0.location", "essay"]],
    [["cmi.objectives.0.id", "urn:lesson:core"], ["cmi.objectives.0.progress_measure", "0.5"]],
    one("choice", ["cmi.interactions.0.timestamp", "2026-03-01T12:30:00"], ["cmi.interactions.0.latency", "PT0.5S"]),
    one("choice", ["cmi.interactions.0.timestamp", "2026-03-01T12:30:00.0Z"], ["cmi.interactions.0.weighting", "0.5"]),
    one("choice", ["cmi.interactions.0.description", "{lang=en-GB}What kind of claim is it?"]),
    one("choice", ["cmi.interactions.0.result", "0.3333333"]),
    said("2004", "choice", "origin[,]r5-3"),
    said("2004", "true-false", "true"),
    said("2004", "fill-in", "{lang=en}one[,]two words"),
    said("2004", "long-fill-in", long(4000)),
    said("2004", "matching", "a[.]1[,]b[.]1"),
    said("2004", "sequencing", "a[,]b[,]a"),
    said("2004", "performance", "step[.]a thing[,][.]another"),
    said("2004", "numeric", "274"),
    said("2004", "likert", "fairly"),
    said("2004", "other", "anything at all"),
    pattern("choice", "a[,]b", "a"),
    pattern("numeric", "273.5[:]274.5"),
    pattern("numeric", "[:]"),
    pattern("sequencing", "b[,]a"),
    pattern("fill-in", "{case_matters=false}{order_matters=true}one"),
  ],
};

const BAD = {
  "1.2": [
    [[["cmi.core.score.raw", "100.5"]], /not between 0 and 100/],
    [[["cmi.core.score.raw", "-1"]], /not between 0 and 100/],
    [[["cmi.core.score.raw", "1e2"]], /not a CMIDecimal/],
    [[["cmi.core.score.scaled", "1"]], /no such element/],
    [[["cmi.core.lesson_status", "Completed"]], /none of/],
    [[["cmi.core.lesson_status", "not attempted"]], /none of/],
    [[["cmi.core.lesson_location", long(256)]], /longer than 255/],
    [[["cmi.core.exit", "normal"]], /none of/],
    [[["cmi.core.session_time", "PT5M"]], /not a CMITimespan/],
    [[["cmi.core.session_time", "00:61:00"]], /not a CMITimespan/],
    [[["cmi.core.session_time", "0:01:00"]], /not a CMITimespan/],
    [[["cmi.core.session_time", "00:01:00.123"]], /not a CMITimespan/],
    [[["cmi.suspend_data", long(4097)]], /longer than 4096/],
    [[["cmi.suspend_data", "ж".repeat(2049)]], /4098 bytes/],
    [[["cmi.comments", long(4097)]], /longer than 4096/],
    [[["cmi.core.student_id", "me"]], /only be read/],
    [[["cmi.interactions._count", "1"]], /keyword/],
    [[["cmi.interactions.0.id", "claim c17"]], /not a CMIIdentifier/],
    [[["cmi.interactions.0.id", ""]], /not a CMIIdentifier/],
    [[["cmi.interactions.0.id", long(256)]], /longer than 255/],
    [[["cmi.interactions.1.id", "x"]], /leaves a gap/],
    [[["cmi.interactions.0.type", "choice"]], /its id is not set/],
    [[["cmi.interactions.0.id", "x"], ["cmi.interactions.0.student_response", "a"]], /its type is not set/],
    [one("other"), /none of/],
    [one("choice", ["cmi.interactions.0.time", "2026-03-01T12:30:00"]), /not a CMITime/],
    [one("choice", ["cmi.interactions.0.time", "24:00:00"]), /not a CMITime/],
    [one("choice", ["cmi.interactions.0.latency", "PT1S"]), /not a CMITimespan/],
    [one("choice", ["cmi.interactions.0.result", "incorrect"]), /none of/],
    [one("choice", ["cmi.interactions.0.description", "x"]), /no such element/],
    [one("choice", ["cmi.interactions.0.correct_responses.1.pattern", "a"]), /leaves a gap/],
    [one("choice", ["cmi.interactions.0.learner_response", "a"]), /no such element/],
    [said("1.2", "choice", "a[,]b"), /not one character/],
    [said("1.2", "choice", "origin"), /not one character/],
    [said("1.2", "choice", "A"), /not one character/],
    [said("1.2", "choice", ""), /is empty/],
    [said("1.2", "choice", "a,a"), /twice/],
    [said("1.2", "true-false", "true"), /none|not one of/],
    [said("1.2", "fill-in", long(256)), /longer than 255/],
    [said("1.2", "numeric", "12 %"), /not a CMIDecimal/],
    [said("1.2", "matching", "1.a,2"), /two things/],
    [said("1.2", "sequencing", "first,second"), /not one character/],
    [pattern("numeric", "273:275"), /not a CMIDecimal/],
    [[...said("1.2", "choice", "a"), ["cmi.interactions.0.type", "fill-in"]], /responses already/],
    [[...one("choice"), ["cmi.interactions.0.id", "another"]], /its id was/],
  ],
  2004: [
    [[["cmi.score.scaled", "1.01"]], /not between -1 and 1/],
    [[["cmi.score.scaled", "100 %"]], /not a real number/],
    [[["cmi.score.scaled", "0.33333333"]], /seven decimals/],
    [[["cmi.progress_measure", "-0.1"]], /not between 0 and 1/],
    [[["cmi.completion_status", "passed"]], /none of/],
    [[["cmi.success_status", "completed"]], /none of/],
    [[["cmi.location", long(1001)]], /longer than 1000/],
    [[["cmi.suspend_data", long(64001)]], /longer than 64000/],
    [[["cmi.exit", "time out"]], /none of/],
    [[["cmi.session_time", "00:05:00"]], /not a timeinterval/],
    [[["cmi.session_time", "PT"]], /not a timeinterval/],
    [[["cmi.session_time", "PT1.123S"]], /not a timeinterval/],
    [[["cmi.session_time", "PT1.5M"]], /not a timeinterval/],
    [[["cmi.core.score.raw", "1"]], /no such element/],
    [[["cmi.scaled_passing_score", "0.1"]], /only be read/],
    [[["cmi.mode", "review"]], /only be read/],
    [[["cmi.comments_from_learner.0.comment", long(4001)]], /longer than 4000/],
    [[["cmi.comments_from_learner.0.comment", "{lang=not a language}x"]], /not a language/],
    [[["cmi.objectives.0.progress_measure", "1"]], /its id is not set/],
    [[["cmi.objectives.0.id", "core"], ["cmi.objectives.1.id", "core"]], /has the same/],
    [[["cmi.interactions.0.id", "claim c17"]], /not a URI/],
    [[["cmi.interactions.0.id", "urn:x"]], /not a URN/],
    [[["cmi.interactions.0.id", long(4001)]], /longer than 4000/],
    [[["cmi.interactions.1.id", "x"]], /leaves a gap/],
    [[["cmi.interactions.0.type", "choice"]], /its id is not set/],
    [[["cmi.interactions.0.id", "x"], ["cmi.interactions.0.learner_response", "a"]], /its type is not set/],
    [one("multiple"), /none of/],
    [one("choice", ["cmi.interactions.0.student_response", "a"]), /no such element/],
    [one("choice", ["cmi.interactions.0.timestamp", "12:30:00"]), /not a time/],
    [one("choice", ["cmi.interactions.0.timestamp", "2026-03-01T12:30:00Z"]), /not a time/],
    [one("choice", ["cmi.interactions.0.timestamp", "2026-03-01T12:30:00.123Z"]), /not a time/],
    [one("choice", ["cmi.interactions.0.timestamp", "2039-03-01"]), /not a time/],
    [one("choice", ["cmi.interactions.0.latency", "12"]), /not a timeinterval/],
    [one("choice", ["cmi.interactions.0.result", "wrong"]), /none of/],
    [one("choice", ["cmi.interactions.0.description", long(251)]), /longer than 250/],
    [said("2004", "choice", ""), /is empty/],
    [pattern("choice", ""), /is empty/],
    [said("2004", "choice", "a,b c"), /not a URI/],
    [said("2004", "choice", "a[,]a"), /twice/],
    [said("2004", "choice", long(251)), /longer than 250/],
    [said("2004", "choice", Array.from({ length: 37 }, (_, at) => `r${at}`).join("[,]")), /36 is the most/],
    [said("2004", "true-false", "t"), /none of/],
    [said("2004", "matching", "a[.]1[,]b"), /two things/],
    [said("2004", "numeric", "1,5"), /not a real number/],
    [said("2004", "fill-in", `one[,]${long(251)}`), /longer than 250/],
    [said("2004", "likert", ""), /not a URI/],
    [pattern("numeric", "274"), /min\[:\]max/],
    [pattern("numeric", "3[:]2"), /wrong way round/],
    [pattern("choice", "a[,]b", "b[,]a"), /is the same/],
    [pattern("true-false", "true", "false"), /1 patterns are the most/],
    [pattern("fill-in", "{case_matters=no}one"), /neither true nor false/],
    [[...said("2004", "choice", "a"), ["cmi.interactions.0.type", "numeric"]], /responses already/],
  ],
};

for (const version of ["1.2", "2004"]) {
  test(`${version}: what is right passes`, () => {
    for (const calls of GOOD[version]) assert.equal(verdict(version, calls), null);
  });

  test(`${version}: what is wrong is refused, and named`, () => {
    for (const [calls, why] of BAD[version]) {
      const sentence = verdict(version, calls);
      assert.ok(sentence, `${JSON.stringify(calls.at(-1)).slice(0, 200)} passed`);
      assert.match(sentence, why);
      assert.ok(sentence.includes(calls.at(-1)[0]), sentence);
    }
  });

  test(`${version}: the order of calls`, () => {
    const status = version === "1.2" ? "cmi.core.lesson_status" : "cmi.completion_status";
    const early = { get: [status], set: [status, "completed"], commit: [""], terminate: [""] };
    for (const [what, args] of Object.entries(early)) {
      const it = course(version);
      assert.equal(it.call(what, ...args), what === "get" ? "" : "false");
      assert.match(it.recorder.violations[0], /before Initialize/);
      assert.notEqual(it.call("error"), "0");
    }
    const twice = begun(version);
    assert.equal(twice.call("initialize", ""), "false");
    assert.match(twice.recorder.violations[0], /called twice/);
    for (const [what, args] of Object.entries({ ...early, initialize: [""] })) {
      const it = begun(version);
      assert.equal(it.call("terminate", ""), "true");
      it.call(what, ...args);
      assert.equal(it.recorder.violations.length, 1, what);
      assert.match(it.recorder.violations[0], /after the end/);
    }
  });

  test(`${version}: arguments are texts, and as many as it takes`, () => {
    const score = version === "1.2" ? "cmi.core.score.raw" : "cmi.score.raw";
    for (const [what, args, why] of [
      ["set", [score, 100], /is a number, not a text/],
      ["set", [score], /1 arguments instead of 2/],
      ["commit", [], /0 arguments instead of 1/],
      ["commit", ["now"], /must be empty/],
      ["get", [undefined], /not a text/],
      ["diagnostic", [0], /not with a text/],
      ["error", [""], /called with 1/],
    ]) {
      const it = begun(version);
      it.call(what, ...args);
      assert.equal(it.recorder.violations.length, 1, what);
      assert.match(it.recorder.violations[0], why);
    }
  });

  test(`${version}: what cannot be read`, () => {
    const core = version === "1.2" ? "cmi.core" : "cmi";
    for (const [element, why] of [
      [`${core}.exit`, /only be set/],
      [`${core}.session_time`, /only be set/],
      ["cmi.nothing", /no such element/],
      ["cmi.objectives.0.id", /has 0 entries/],
    ]) {
      const it = begun(version);
      assert.equal(it.get(element), "");
      assert.match(it.recorder.violations[0], why);
    }
  });

  test(`${version}: a server has what was committed, and no more`, () => {
    const it = begun(version);
    const told = [];
    it.recorder.tell = (what) => told.push(what);
    const at = version === "1.2" ? "cmi.core.lesson_location" : "cmi.location";
    it.set(at, "unit-3");
    it.call("commit", "");
    it.set(at, "unit-4");
    assert.deepEqual(it.recorder.commits.map((commit) => commit.data[at]), ["unit-3"]);
    it.call("terminate", "");
    assert.deepEqual(it.recorder.commits.map((commit) => commit.data[at]), ["unit-3", "unit-4"]);
    assert.deepEqual(told.map(({ what, calls }) => [what, calls.length]), [["commit", 2], ["terminate", 2]]);
    assert.equal(told[0].data[at], "unit-3");
    assert.deepEqual(it.recorder.calls.map((call) => call.error), ["0", "0", "0", "0", "0"]);
  });

  test(`${version}: a suspended attempt comes back, another does not`, () => {
    const of = version === "1.2" ? (name) => `cmi.core.${name}` : (name) => `cmi.${name}`;
    const place = of(version === "1.2" ? "lesson_location" : "location");
    const time = version === "1.2" ? "00:10:00.5" : "PT10M0.5S";
    const launch = (exit, before) => {
      const it = begun(version, { passing: 0.8 }, before);
      const entry = it.get(of("entry"));
      const kept = entry === "resume" ? [it.get(place), it.get("cmi.suspend_data"), it.get(of("total_time"))] : [];
      it.set(place, "unit-3");
      it.set("cmi.suspend_data", "abc");
      it.set(of("session_time"), time);
      it.set(of("exit"), exit);
      it.call("terminate", "");
      assert.deepEqual(it.recorder.violations, []);
      return { entry, kept, data: it.recorder.commits.at(-1).data };
    };
    const first = launch("suspend", null);
    assert.equal(first.entry, "ab-initio");
    const second = launch("suspend", first.data);
    assert.equal(second.entry, "resume");
    assert.deepEqual(second.kept.slice(0, 2), ["unit-3", "abc"]);
    const third = launch("", second.data);
    assert.match(third.kept[2], version === "1.2" ? /^0*0:20:01/ : /^PT0H20M1/);
    assert.equal(launch("suspend", third.data).entry, "ab-initio");
  });
}

test("2004: interactions come back, 250 of them at most", () => {
  const it = begun("2004");
  for (let at = 0; at < 250; at += 1) it.set(`cmi.interactions.${at}.id`, `check-${at}`);
  assert.deepEqual(it.recorder.violations, []);
  it.set("cmi.interactions.250.id", "check-250");
  assert.match(it.recorder.violations[0], /250 at most/);
  it.set("cmi.exit", "suspend");
  it.call("terminate", "");
  const next = begun("2004", {}, it.recorder.commits.at(-1).data);
  assert.equal(next.get("cmi.interactions._count"), "250");
  assert.equal(next.get("cmi.interactions.7.id"), "check-7");
  assert.deepEqual(next.recorder.violations, []);
});

test("2004: what only the course may know can be asked for; what was never set cannot", () => {
  const it = begun("2004");
  for (const element of ["cmi.scaled_passing_score", "cmi.completion_threshold", "cmi.launch_data", "cmi.completion_status"]) it.get(element);
  assert.deepEqual(it.recorder.violations, []);
  it.get("cmi.suspend_data");
  assert.match(it.recorder.violations[0], /error 403/);
});

test("what the run-time refuses is a violation too", () => {
  const it = begun("1.2");
  it.recorder.runtime.LMSSetValue = () => "false";
  it.recorder.runtime.LMSGetLastError = () => "101";
  it.set("cmi.core.score.raw", "50");
  assert.match(it.recorder.violations[0], /LMSSetValue\(cmi.core.score.raw, “50”\): error 101/);
});

test("modes: a course that gives no credit says so", () => {
  const review = begun("1.2", { mode: "review", suspended: "abc" });
  assert.deepEqual([review.get("cmi.core.lesson_mode"), review.get("cmi.core.credit"), review.get("cmi.core.entry")], ["review", "no-credit", "resume"]);
  const browse = begun("2004", { mode: "browse" });
  assert.deepEqual([browse.get("cmi.mode"), browse.get("cmi.credit"), browse.get("cmi.entry")], ["browse", "no-credit", "ab-initio"]);
  assert.deepEqual([...review.recorder.violations, ...browse.recorder.violations], []);
});
