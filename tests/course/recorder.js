// A strict course system: stands between a lesson and a run-time, applies the formats, limits and order of calls of
// SCORM 1.2 (Run-Time Environment, 1 October 2001) and of SCORM 2004 4th Edition (Run-Time Environment, 14 August 2009)
// to each call, and writes everything down. What the specification does not allow is refused with the specification's
// error code and never reaches the run-time.
//
// Real course systems are laxer, each in its own way. What passes here passes in all of them.
//
//   const recorder = new Recorder({ version: "1.2", runtime: new Scorm12API(), launch: launched("1.2", {}, null) });
//   window.API = recorder.api;
//   …
//   recorder.violations // sentences; none is good
//
// Where a choice was left by the specification, the one that is harder on a lesson was taken, and is marked "stricter".

"use strict";

// ---- values ----------------------------------------------------------------------------------------------------

const brief = (value) => (value.length > 80 ? `${value.slice(0, 77)}… (${value.length} characters)` : value);

/** A check gives nothing for a good value, or what is wrong with it, in words that follow the value. */
const like = (pattern, what) => (value) => (pattern.test(value) ? null : `is not ${what}`);
const oneOf = (...words) => (value) => (words.includes(value) ? null : `is none of ${words.map((it) => it || "(empty)").join(", ")}`);
const all = (...checks) => (value) => {
  for (const check of checks) {
    const fault = check(value);
    if (fault) return fault;
  }
  return null;
};
const any = (...checks) => (value) => {
  const faults = checks.map((check) => check(value));
  return faults.includes(null) ? null : faults.join(", and ");
};
const blank = (value) => (value === "" ? null : "is not empty");
const most = (length) => (value) => (value.length <= length ? null : `is longer than ${length} characters`);
const mostBytes = (length) => (value) => {
  const bytes = new TextEncoder().encode(value).length;
  return bytes <= length ? null : `is ${bytes} bytes long; ${length} is the most`;
};
/** A number out of its range is another error than what is no number. */
const range = (least, greatest) => (value) =>
  Number(value) >= least && Number(value) <= greatest ? null : `is not between ${least} and ${greatest}`;
const each = (separator, check, { atMost = Infinity, once = false } = {}) => (value) => {
  if (value === "") return "is empty (stricter: some run-times refuse an empty set)";
  const parts = value.split(separator);
  if (parts.length > atMost) return `has ${parts.length} parts; ${atMost} is the most`;
  if (once && new Set(parts).size < parts.length) return "names the same thing twice";
  for (const part of parts) {
    const fault = check(part);
    if (fault) return `has a part “${part}” that ${fault}`;
  }
  return null;
};
const pair = (separator, left, right) => (value) => {
  const parts = value.split(separator);
  if (parts.length !== 2) return `is not two things with “${separator}” between`;
  return left(parts[0]) ?? right(parts[1]);
};

// ---- SCORM 1.2, section 3.4.2: data types ----------------------------------------------------------------------

const decimal = like(/^-?(\d+(\.\d+)?|\.\d+)$/, "a CMIDecimal");
const identifier = all(
  like(/^[^\s\p{C}\p{Z}]+$/u, "a CMIIdentifier: one or more characters, no blank and nothing unprintable among them"),
  like(/^[A-Za-z0-9_.:\-]+$/, "a CMIIdentifier of letters, digits and - _ . : (stricter)"),
  most(255),
);
const timespan12 = like(/^\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?$/, "a CMITimespan, HHHH:MM:SS.SS");
const time12 = like(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/, "a CMITime, HH:MM:SS.SS");
const score12 = any(blank, all(decimal, range(0, 100)));
const one = like(/^[0-9a-z]$/, "one character of 0-9, a-z");
const bare = (check) => (value) => check(/^\{.*\}$/s.test(value) ? value.slice(1, -1) : value);

/** Section 3.4.4, cmi.interactions.n.student_response and correct_responses.n.pattern: CMIFeedback by type. */
const FEEDBACK12 = {
  "true-false": like(/^[01tf]$/, "one of 0, 1, t, f"),
  choice: bare(each(",", one, { once: true, atMost: 26 })),
  "fill-in": most(255),
  numeric: decimal,
  likert: any(blank, one),
  matching: bare(each(",", pair(".", one, one))),
  performance: all(most(255), like(/^[\x20-\x7e]*$/, "alphanumeric")),
  sequencing: bare(each(",", one, { once: true })),
};

const TYPES12 = Object.keys(FEEDBACK12);
const preference = (least, greatest) => all(like(/^-?\d+$/, "a CMISInteger"), range(least, greatest));

/** r: the course tells; w: the lesson tells; rw: both. */
const MODEL12 = {
  "cmi._version": ["r"],
  "cmi.core._children": ["r"],
  "cmi.core.student_id": ["r"],
  "cmi.core.student_name": ["r"],
  "cmi.core.lesson_location": ["rw", most(255)],
  "cmi.core.credit": ["r"],
  "cmi.core.lesson_status": ["rw", oneOf("passed", "completed", "failed", "incomplete", "browsed")],
  "cmi.core.entry": ["r"],
  "cmi.core.score._children": ["r"],
  "cmi.core.score.raw": ["rw", score12],
  "cmi.core.score.max": ["rw", score12],
  "cmi.core.score.min": ["rw", score12],
  "cmi.core.total_time": ["r"],
  "cmi.core.lesson_mode": ["r"],
  "cmi.core.exit": ["w", oneOf("time-out", "suspend", "logout", "")],
  "cmi.core.session_time": ["w", timespan12],
  "cmi.suspend_data": ["rw", all(most(4096), mostBytes(4096))],
  "cmi.launch_data": ["r"],
  "cmi.comments": ["rw", most(4096)],
  "cmi.comments_from_lms": ["r"],
  "cmi.objectives._children": ["r"],
  "cmi.objectives._count": ["r"],
  "cmi.objectives.n.id": ["rw", identifier],
  "cmi.objectives.n.score._children": ["r"],
  "cmi.objectives.n.score.raw": ["rw", score12],
  "cmi.objectives.n.score.max": ["rw", score12],
  "cmi.objectives.n.score.min": ["rw", score12],
  "cmi.objectives.n.status": ["rw", oneOf("passed", "completed", "failed", "incomplete", "browsed", "not attempted")],
  "cmi.student_data._children": ["r"],
  "cmi.student_data.mastery_score": ["r"],
  "cmi.student_data.max_time_allowed": ["r"],
  "cmi.student_data.time_limit_action": ["r"],
  "cmi.student_preference._children": ["r"],
  "cmi.student_preference.audio": ["rw", preference(-1, 100)],
  "cmi.student_preference.language": ["rw", most(255)],
  "cmi.student_preference.speed": ["rw", preference(-100, 100)],
  "cmi.student_preference.text": ["rw", preference(-1, 1)],
  "cmi.interactions._children": ["r"],
  "cmi.interactions._count": ["r"],
  "cmi.interactions.n.id": ["w", identifier],
  "cmi.interactions.n.objectives._count": ["r"],
  "cmi.interactions.n.objectives.n.id": ["w", identifier],
  "cmi.interactions.n.time": ["w", time12],
  "cmi.interactions.n.type": ["w", oneOf(...TYPES12)],
  "cmi.interactions.n.correct_responses._count": ["r"],
  "cmi.interactions.n.correct_responses.n.pattern": ["w", "feedback"],
  "cmi.interactions.n.weighting": ["w", decimal],
  "cmi.interactions.n.student_response": ["w", "feedback"],
  "cmi.interactions.n.result": ["w", any(oneOf("correct", "wrong", "unanticipated", "neutral"), decimal)],
  "cmi.interactions.n.latency": ["w", timespan12],
};

// ---- SCORM 2004 4th Edition, section 4.1.1.7: data types --------------------------------------------------------

const real = all(
  like(/^-?\d+(\.\d+)?$/, "a real number"),
  like(/^-?\d+(\.\d{1,7})?$/, "a real(10,7): seven decimals at most"),
);
/** RFC 3986: the characters of a URI reference; a URN has its namespace. */
const uri = all(
  like(/^([A-Za-z0-9\-._~:/?#@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/, "a URI (RFC 3986)"),
  (value) => (/^urn:/i.test(value) && !/^urn:[A-Za-z0-9][A-Za-z0-9-]{1,31}:.+$/i.test(value) ? "is not a URN (RFC 2141)" : null),
);
const long = all(uri, most(4000));
const short = all(uri, most(250));
const language = like(/^([A-Za-z]{2,3}|i|x)(-[A-Za-z0-9]{2,8})*$/, "a language (RFC 1766)");
/** The text may be preceded by {lang=…}, which is not counted. */
const localized = (length) => (value) => {
  const lang = /^\{lang=([^}]*)\}/.exec(value);
  const fault = lang && language(lang[1]);
  return fault ? `names “${lang[1]}”, which ${fault}` : most(length)(lang ? value.slice(lang[0].length) : value);
};
/** timeinterval(second,10,2): P[yY][mM][dD][T[hH][nM][s[.s]S]], at least one of them, two decimals at most. */
const interval = like(
  /^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?$/,
  "a timeinterval(second,10,2), such as PT1H5M3.2S",
);
/** time(second,10,0): a zone follows only upon the fraction of a second. Years 1970 to 2038. */
const ZONE = "(Z|[+-]([01]\\d|2[0-3])(:[0-5]\\d)?)";
const CLOCK = `T([01]\\d|2[0-3])(:[0-5]\\d(:[0-5]\\d(\\.\\d{1,2}${ZONE}?)?)?)?`;
const DAY = `(19[7-9]\\d|20[0-2]\\d|203[0-8])(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01])(${CLOCK})?)?)?`;
const moment = like(new RegExp(`^${DAY}$`), "a time(second,10,0), such as 2026-03-01T12:30:00.0Z");

const step = any(blank, short);
const performed = most(250);
/** Section 4.2.9.2: cmi.interactions.n.learner_response by type. */
const RESPONSE = {
  "true-false": oneOf("true", "false"),
  choice: each("[,]", short, { atMost: 36, once: true }),
  "fill-in": each("[,]", localized(250), { atMost: 10 }),
  "long-fill-in": localized(4000),
  likert: short,
  matching: each("[,]", pair("[.]", short, short), { atMost: 36 }),
  performance: each("[,]", pair("[.]", step, performed), { atMost: 125 }),
  sequencing: each("[,]", short, { atMost: 36 }),
  numeric: real,
  other: most(4000),
};
const ordered = (check) => (value) => {
  const rest = /^\{(case_matters|order_matters)=([^}]*)\}/.exec(value);
  if (!rest) return check(value);
  return ["true", "false"].includes(rest[2]) ? ordered(check)(value.slice(rest[0].length)) : `${rest[1]} is neither true nor false`;
};
/** Section 4.2.9.1: cmi.interactions.n.correct_responses.n.pattern by type; how many there may be. */
const PATTERN = {
  "true-false": [1, RESPONSE["true-false"]],
  choice: [10, RESPONSE.choice],
  "fill-in": [5, ordered(RESPONSE["fill-in"])],
  "long-fill-in": [5, ordered(RESPONSE["long-fill-in"])],
  likert: [1, short],
  matching: [5, RESPONSE.matching],
  performance: [5, ordered(each("[,]", pair("[.]", step, performed), { atMost: 125 }))],
  sequencing: [5, RESPONSE.sequencing],
  numeric: [1, bounds],
  other: [1, most(4000)],
};
/** min[:]max; either may be left out. */
function bounds(value) {
  const parts = value.split("[:]");
  if (parts.length !== 2) return "is not min[:]max";
  const fault = parts.map(any(blank, real)).find(Boolean);
  if (fault) return fault;
  return parts[0] !== "" && parts[1] !== "" && Number(parts[0]) > Number(parts[1]) ? "has its bounds the wrong way round" : null;
}

const scaled = all(real, range(-1, 1));
const share = all(real, range(0, 1));
const completion = oneOf("completed", "incomplete", "not attempted", "unknown");
const success = oneOf("passed", "failed", "unknown");
const TYPES2004 = Object.keys(RESPONSE);

/** `may`: the course need not know it; to ask is the only way to find out, so that error 403 is no fault then. */
const MODEL2004 = {
  "cmi._version": ["r"],
  "cmi.comments_from_learner._children": ["r"],
  "cmi.comments_from_learner._count": ["r"],
  "cmi.comments_from_learner.n.comment": ["rw", localized(4000)],
  "cmi.comments_from_learner.n.location": ["rw", most(250)],
  "cmi.comments_from_learner.n.timestamp": ["rw", moment],
  "cmi.comments_from_lms._children": ["r"],
  "cmi.comments_from_lms._count": ["r"],
  "cmi.comments_from_lms.n.comment": ["r"],
  "cmi.comments_from_lms.n.location": ["r"],
  "cmi.comments_from_lms.n.timestamp": ["r"],
  "cmi.completion_status": ["rw", completion],
  "cmi.completion_threshold": ["may"],
  "cmi.credit": ["r"],
  "cmi.entry": ["r"],
  "cmi.exit": ["w", oneOf("time-out", "suspend", "logout", "normal", "")],
  "cmi.interactions._children": ["r"],
  "cmi.interactions._count": ["r"],
  "cmi.interactions.n.id": ["rw", long],
  "cmi.interactions.n.type": ["rw", oneOf(...TYPES2004)],
  "cmi.interactions.n.objectives._count": ["r"],
  "cmi.interactions.n.objectives.n.id": ["rw", long],
  "cmi.interactions.n.timestamp": ["rw", moment],
  "cmi.interactions.n.correct_responses._count": ["r"],
  "cmi.interactions.n.correct_responses.n.pattern": ["rw", "feedback"],
  "cmi.interactions.n.weighting": ["rw", real],
  "cmi.interactions.n.learner_response": ["rw", "feedback"],
  "cmi.interactions.n.result": ["rw", any(oneOf("correct", "incorrect", "unanticipated", "neutral"), real)],
  "cmi.interactions.n.latency": ["rw", interval],
  "cmi.interactions.n.description": ["rw", localized(250)],
  "cmi.launch_data": ["may"],
  "cmi.learner_id": ["r"],
  "cmi.learner_name": ["r"],
  "cmi.learner_preference._children": ["r"],
  "cmi.learner_preference.audio_level": ["rw", all(real, range(0, Infinity))],
  "cmi.learner_preference.language": ["rw", any(blank, language)],
  "cmi.learner_preference.delivery_speed": ["rw", all(real, range(0, Infinity))],
  "cmi.learner_preference.audio_captioning": ["rw", oneOf("-1", "0", "1")],
  "cmi.location": ["rw", most(1000)],
  "cmi.max_time_allowed": ["may"],
  "cmi.mode": ["r"],
  "cmi.objectives._children": ["r"],
  "cmi.objectives._count": ["r"],
  "cmi.objectives.n.id": ["rw", long],
  "cmi.objectives.n.score._children": ["r"],
  "cmi.objectives.n.score.scaled": ["rw", scaled],
  "cmi.objectives.n.score.raw": ["rw", real],
  "cmi.objectives.n.score.min": ["rw", real],
  "cmi.objectives.n.score.max": ["rw", real],
  "cmi.objectives.n.success_status": ["rw", success],
  "cmi.objectives.n.completion_status": ["rw", completion],
  "cmi.objectives.n.progress_measure": ["rw", share],
  "cmi.objectives.n.description": ["rw", localized(250)],
  "cmi.progress_measure": ["rw", share],
  "cmi.scaled_passing_score": ["may"],
  "cmi.score._children": ["r"],
  "cmi.score.scaled": ["rw", scaled],
  "cmi.score.raw": ["rw", real],
  "cmi.score.min": ["rw", real],
  "cmi.score.max": ["rw", real],
  "cmi.session_time": ["w", interval],
  "cmi.success_status": ["rw", success],
  "cmi.suspend_data": ["rw", most(64000)],
  "cmi.time_limit_action": ["r"],
  "cmi.total_time": ["r"],
  "adl.nav.request": ["rw", like(/^(continue|previous|(\{target=[^}]+\})?(choice|jump)|exit|exitAll|abandon|abandonAll|suspendAll|_none_)$/, "a navigation request")],
};

// ---- the two versions -------------------------------------------------------------------------------------------

const VERSIONS = {
  "1.2": {
    model: MODEL12,
    names: {
      initialize: "LMSInitialize", terminate: "LMSFinish", get: "LMSGetValue", set: "LMSSetValue", commit: "LMSCommit",
      error: "LMSGetLastError", errorString: "LMSGetErrorString", diagnostic: "LMSGetDiagnostic",
    },
    // Section 3.3.4: 1.2 has few codes.
    codes: {
      argument: "201", notRunning: "301", initialized: "101", ended: "101", unknown: "401", readOnly: "403", writeOnly: "404",
      type: "405", range: "405", gap: "201", dependency: "201", absent: "201", keyword: "402",
    },
    response: "student_response",
    type: (type) => ({ response: FEEDBACK12[type], patterns: Infinity, pattern: FEEDBACK12[type] }),
  },
  2004: {
    model: MODEL2004,
    names: {
      initialize: "Initialize", terminate: "Terminate", get: "GetValue", set: "SetValue", commit: "Commit",
      error: "GetLastError", errorString: "GetErrorString", diagnostic: "GetDiagnostic",
    },
    // Section 3.1.7; which one by the state of the instance is told apart in `running`.
    codes: {
      argument: "201", initialized: "103", ended: "104", unknown: "401", readOnly: "404", writeOnly: "405", type: "406", range: "407",
      gap: "351", dependency: "408", absent: "301", keyword: "404", unset: "403", most: "351",
      before: { get: "122", set: "132", commit: "142", terminate: "112" },
      after: { get: "123", set: "133", commit: "143", terminate: "113" },
    },
    response: "learner_response",
    type: (type) => ({ response: RESPONSE[type], patterns: PATTERN[type][0], pattern: PATTERN[type][1] }),
  },
};

/** 4.2: smallest permitted maximums of lists. */
const LISTS = { "cmi.interactions": 250, "cmi.objectives": 100, "cmi.comments_from_learner": 250, "cmi.interactions.n.objectives": 10 };

/** Everything that a lesson says to its course, held against the specification. */
class Recorder {
  /**
   * @param version "1.2" or "2004"
   * @param runtime the real API; its answer is what the lesson gets for a call without fault
   * @param launch what the course knows at launch, by element: see `launched`
   * @param tell is told of each initialize, commit, terminate and violation, with all that is new since: the server
   */
  constructor({ version, runtime, launch = {}, tell = () => true, now = () => new Date().toISOString() }) {
    this.rules = VERSIONS[version];
    this.version = version;
    this.runtime = runtime;
    this.tell = tell;
    this.now = now;
    this.state = "new";
    /** Everything that was called: { at, name, element, value, returned, error }. */
    this.calls = [];
    this.violations = [];
    /** What a server has: { at, data } for each commit. */
    this.commits = [];
    this.held = { ...launch };
    this.code = "0";
    this.told = 0;
    const names = this.rules.names;
    this.api = Object.fromEntries(Object.entries(names).map(([what, name]) => [name, (...args) => this.call(what, name, args)]));
    this.api.version = "1.0";
  }

  call(what, name, args) {
    const call = { at: this.now(), name, element: "", value: "" };
    if (what === "get" || what === "set") call.element = String(args[0]);
    if (what === "set") call.value = String(args[1]);
    const about = ["error", "errorString", "diagnostic"].includes(what);
    if (about) return this.about(what, name, args);
    const before = this.violations.length;
    const refused = this.refuse(what, name, args);
    if (refused) {
      call.returned = what === "get" ? "" : "false";
      this.code = refused;
    } else {
      call.returned = this.runtime[name](...args);
      this.code = String(this.runtime[this.rules.names.error]());
      // A value that is there has no error; scorm-again leaves one behind that it met on the way to the value.
      if (what === "get" && call.returned !== "") this.code = "0";
      this.judge(what, call);
    }
    call.error = this.code;
    this.calls.push(call);
    if (this.violations.length > before) this.say("violation");
    if (!refused && call.returned === "true") this.follow(what, call);
    return call.returned;
  }

  about(what, name, args) {
    if (what === "error" ? args.length > 0 : args.length !== 1 || typeof args[0] !== "string") {
      this.violate(`${name}: called with ${args.length} arguments, or not with a text`);
      this.say("violation");
    }
    return what === "error" ? this.code : this.runtime[name](...args);
  }

  violate(sentence) {
    this.violations.push(sentence);
  }

  /** Gives the code with which a call is refused, or nothing. */
  refuse(what, name, args) {
    const { codes } = this.rules;
    const fault = (code, sentence) => {
      this.violate(sentence);
      return code;
    };
    const wanted = what === "set" ? 2 : 1;
    if (args.length !== wanted) return fault(codes.argument, `${name}: ${args.length} arguments instead of ${wanted}`);
    const odd = args.find((arg) => typeof arg !== "string");
    if (odd !== undefined || args.includes(undefined)) return fault(codes.argument, `${name}(${args.join(", ")}): an argument is a ${typeof odd}, not a text`);
    if (!["get", "set"].includes(what) && args[0] !== "") return fault(codes.argument, `${name}: its argument is “${args[0]}” and must be empty`);
    if (what === "initialize") {
      if (this.state === "running") return fault(codes.initialized, `${name}: called twice`);
      return this.state === "ended" ? fault(codes.ended, `${name}: called after the end`) : null;
    }
    if (this.state !== "running") {
      const when = this.state === "new" ? "before" : "after";
      const code = codes[when]?.[what] ?? codes.notRunning;
      return fault(code, `${name}(${brief(args[0])}): called ${this.state === "new" ? "before Initialize" : "after the end"}`);
    }
    if (what === "get") return this.refuseGet(name, args[0], fault);
    return what === "set" ? this.refuseSet(name, args[0], args[1], fault) : null;
  }

  /** An element as the model names it, its lists and their indexes. */
  parse(element) {
    const indexes = [];
    let list = "";
    const path = element.split(".").map((part) => {
      if (!/^(0|[1-9]\d*)$/.test(part)) {
        list = list ? `${list}.${part}` : part;
        return part;
      }
      indexes.push({ list, at: Number(part) });
      list = `${list}.${part}`;
      return "n";
    });
    return { path: path.join("."), indexes };
  }

  count(list) {
    const start = `${list}.`;
    let count = 0;
    for (const element of Object.keys(this.held)) {
      const at = element.startsWith(start) ? /^(\d+)\./.exec(element.slice(start.length)) : null;
      if (at) count = Math.max(count, Number(at[1]) + 1);
    }
    return count;
  }

  refuseGet(name, element, fault) {
    const { codes, model } = this.rules;
    const { path, indexes } = this.parse(element);
    const asks = `${name}(${element})`;
    if (path.startsWith("adl.nav.request_valid.")) return null;
    const [access] = model[path] ?? [];
    if (!access) return fault(codes.unknown, `${asks}: there is no such element`);
    if (access === "w") return fault(codes.writeOnly, `${asks}: it can only be set`);
    const beyond = indexes.find(({ list, at }) => at >= this.count(list) && !list.includes("comments_from_lms"));
    return beyond ? fault(codes.absent, `${asks}: ${beyond.list} has ${this.count(beyond.list)} entries`) : null;
  }

  refuseSet(name, element, value, fault) {
    const { codes, model, response } = this.rules;
    const { path, indexes } = this.parse(element);
    const says = `${name}(${element}, “${brief(value)}”)`;
    const [access, check] = model[path] ?? [];
    if (!access) return fault(codes.unknown, `${says}: there is no such element`);
    if (/\._(children|count|version)$/.test(path)) return fault(codes.keyword, `${says}: a keyword cannot be set`);
    if (!access.includes("w")) return fault(codes.readOnly, `${says}: it can only be read`);
    for (const { list, at } of indexes) {
      const count = this.count(list);
      if (at > count) return fault(codes.gap, `${says}: leaves a gap, ${list} has ${count} entries`);
      const limit = this.version === "2004" ? LISTS[list.replace(/\.\d+/g, ".n")] : undefined;
      if (at >= limit) return fault(codes.most, `${says}: ${list} holds ${limit} at most`);
    }
    // 2004, 4.2.9 and 4.2.17: the id first, the type before what depends on it. 1.2 leaves it open (stricter).
    const entry = /^(cmi\.(?:interactions|objectives)\.\d+)\.(.+)$/.exec(element);
    if (entry && entry[2] !== "id" && this.held[`${entry[1]}.id`] === undefined) return fault(codes.dependency, `${says}: its id is not set yet`);
    if (entry && entry[2] === "id") {
      const kept = this.held[element];
      if (kept !== undefined && kept !== value) return fault(codes.gap, `${says}: its id was “${kept}”`);
      if (element.startsWith("cmi.objectives")) {
        const twin = Object.keys(this.held).find((known) => known !== element && /^cmi\.objectives\.\d+\.id$/.test(known) && this.held[known] === value);
        if (twin) return fault(codes.gap, `${says}: ${twin} has the same`);
      }
    }
    if (check === "feedback") {
      const type = this.held[`${entry[1]}.type`];
      if (type === undefined) return fault(codes.dependency, `${says}: its type is not set yet`);
      const rules = this.rules.type(type);
      const wrong = (entry[2] === response ? rules.response : rules.pattern)(value);
      if (wrong) return fault(codes.type, `${says}: as the ${type} that it is, the value ${wrong}`);
      if (entry[2] !== response) return this.refusePattern(says, entry[1], element, value, rules.patterns, fault);
      return null;
    }
    if (entry && entry[2] === "type") {
      const answered = this.held[`${entry[1]}.${response}`] ?? this.held[`${entry[1]}.correct_responses.0.pattern`];
      const kept = this.held[element];
      if (answered !== undefined && kept !== value) return fault(codes.dependency, `${says}: there are responses already, of the type ${kept}`);
    }
    const wrong = check(value);
    if (!wrong) return null;
    return fault(wrong.startsWith("is not between") ? codes.range : codes.type, `${says}: the value ${wrong}`);
  }

  refusePattern(says, entry, element, value, limit, fault) {
    const { codes } = this.rules;
    const list = `${entry}.correct_responses`;
    const known = Object.keys(this.held).filter((it) => it.startsWith(`${list}.`) && it !== element);
    if (this.parse(element).indexes[1].at >= limit) return fault(codes.gap, `${says}: ${limit} patterns are the most`);
    // 2004, 4.2.9.1: the same set in another order is the same pattern.
    const key = (text) => (this.held[`${entry}.type`] === "choice" ? text.split("[,]").sort().join("[,]") : text);
    const twin = this.version === "2004" && known.find((it) => key(this.held[it]) === key(value));
    return twin ? fault(codes.gap, `${says}: ${twin} is the same`) : null;
  }

  /** What the run-time made of a call that has no fault. */
  judge(what, call) {
    const { names, codes, model } = this.rules;
    if (this.code === "0" && call.returned !== "false") return;
    if (what === "get" && this.code === "0") return;
    const [access] = model[this.parse(call.element).path] ?? [];
    if (what === "get" && access === "may" && this.code === codes.unset) return;
    const said = this.runtime[names.errorString](this.code);
    this.violate(`${call.name}(${call.element}${what === "set" ? `, “${brief(call.value)}”` : ""}): error ${this.code}, ${said}`);
  }

  /** What changes by a call that was taken. */
  follow(what, call) {
    if (what === "set") this.held[call.element] = call.value;
    if (what === "initialize") {
      this.state = "running";
      this.say("initialize");
    }
    if (what === "commit") this.commit("commit");
    if (what === "terminate") {
      this.state = "ended";
      this.commit("terminate"); // Both versions: the end persists what was set
    }
  }

  commit(what) {
    const data = { ...this.held };
    this.commits.push({ at: this.now(), data });
    this.say(what, data);
  }

  say(what, data) {
    const calls = this.calls.slice(this.told);
    this.told = this.calls.length;
    this.tell({ what, calls, data, violations: this.violations });
  }
}

// ---- launches ---------------------------------------------------------------------------------------------------

/** Seconds in a session's time, in either version's form. */
function seconds(version, text) {
  if (!text) return 0;
  if (version === "1.2") return text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  const [, years, months, days, hours, minutes, rest] =
    /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text).map((it) => Number(it ?? 0));
  return ((((years * 365 + months * 30 + days) * 24 + hours) * 60) + minutes) * 60 + rest;
}

function timespan(version, sum) {
  const two = (number) => String(number).padStart(2, "0");
  const whole = Math.floor(sum);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const hundredths = two(Math.round((sum - whole) * 100) % 100);
  if (version === "1.2") return `${String(hours).padStart(4, "0")}:${two(minutes)}:${two(rest)}.${hundredths}`;
  return `PT${hours}H${minutes}M${rest}.${hundredths}S`;
}

/**
 * What a course knows when it launches the lesson. `options`: mode, passing (0 to 1), suspended (the text of an earlier
 * launch). `before`: what was committed at the last launch, or null. A course gives an attempt back only where its exit
 * was "suspend", whichever way it ended; else it begins anew (stricter for 1.2).
 */
function launched(version, options, before) {
  const { mode = "normal", passing, suspended } = options;
  const old = version === "1.2";
  const resumes = suspended !== undefined || before?.[old ? "cmi.core.exit" : "cmi.exit"] === "suspend";
  const keep = (pattern) => Object.fromEntries(Object.entries(resumes && before ? before : {}).filter(([element]) => pattern.test(element)));
  const credit = mode === "normal" ? "credit" : "no-credit";
  const entry = resumes ? "resume" : mode === "review" ? "" : "ab-initio";
  const exit = before?.[old ? "cmi.core.session_time" : "cmi.session_time"];
  const total = seconds(version, before?.[old ? "cmi.core.total_time" : "cmi.total_time"]) + seconds(version, exit);
  const time = timespan(version, resumes ? total : 0);
  if (old) {
    return {
      // 1.2 need not give interactions back: they can only be written.
      ...keep(/^cmi\.(core\.(lesson_location|lesson_status|score\.(raw|min|max))|suspend_data|comments)$/),
      ...(suspended === undefined ? {} : { "cmi.suspend_data": suspended }),
      ...(passing === undefined ? {} : { "cmi.student_data.mastery_score": String(passing * 100) }),
      "cmi.core.student_id": "s1", "cmi.core.student_name": "Student, One", "cmi.core.credit": credit,
      "cmi.core.entry": entry, "cmi.core.lesson_mode": mode, "cmi.core.total_time": time,
    };
  }
  return {
    ...keep(/^cmi\.(location|suspend_data|completion_status|success_status|progress_measure|score\.\w+|(interactions|objectives|comments_from_learner)\..+)$/),
    ...(suspended === undefined ? {} : { "cmi.suspend_data": suspended }),
    ...(passing === undefined ? {} : { "cmi.scaled_passing_score": String(passing) }),
    "cmi.learner_id": "s1", "cmi.learner_name": "Student, One", "cmi.credit": credit, "cmi.entry": entry, "cmi.mode": mode,
    "cmi.total_time": time,
  };
}

/** The run-time with all that the course knows at launch. */
function loaded(runtime, launch) {
  runtime.loadFromFlattenedJSON(launch, "");
  return runtime;
}

if (typeof module === "object") module.exports = { Recorder, launched, loaded };
