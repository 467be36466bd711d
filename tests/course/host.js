// A page of a course. What it is like, the address says:
//
//   host.html?api=strict&in=frame&inner=…
//
// api: what a lesson finds here. none · strict (behind the recorder) · late (the same, two seconds after the lesson was
// asked for) · throwing · refusing ("false" and error 101 to everything) · closed (only Initialize fails).
// in: where the inner page is. frame · popup. inner: its address; another such page, or the lesson.
//
// The server says which version it speaks and what it has of earlier launches; it keeps what is committed.

"use strict";

const asked = new URLSearchParams(location.search);
const version = document.documentElement.dataset.version;
const place = version === "1.2" ? "API" : "API_1484_11";
const RuntimeApi = version === "1.2" ? globalThis.Scorm12API : globalThis.Scorm2004API;

/**
 * As course systems do it: at once, and the lesson waits. Where that is forbidden, since the page is going, a beacon; and
 * where that is too long for one (64 KiB), a request of this window, which is here for as long as only the frame goes.
 */
function tell(what) {
  const text = JSON.stringify(what);
  try {
    const request = new XMLHttpRequest();
    request.open("POST", "told", false);
    request.send(text);
  } catch {
    if (!navigator.sendBeacon("told", text)) fetch("told", { method: "POST", body: text });
  }
}

function launch() {
  const request = new XMLHttpRequest();
  request.open("GET", "launch", false);
  request.send();
  return JSON.parse(request.responseText);
}

function strict() {
  const { number, options, before } = launch();
  const now = launched(version, options, before);
  const runtime = loaded(new RuntimeApi({ autocommit: false, logLevel: 5 }), now);
  window.recorder = new Recorder({ version, runtime, launch: now, tell: (what) => tell({ ...what, number }) });
  return window.recorder.api;
}

/** An API, all of whose functions do this. */
function odd(answer) {
  return Object.fromEntries(Object.entries(names).map(([what, name]) => [name, () => answer(what)]));
}

const { names } = VERSIONS[version];
const no = (what) => (what === "get" ? "" : what === "error" ? "101" : "false");
const APIS = {
  none: () => undefined,
  strict,
  throwing: () =>
    odd(() => {
      throw new Error("the course is out of order");
    }),
  refusing: () => odd(no),
  // Whatever is called after that is an offence, and the recorder will say so.
  closed: () => ({ ...strict(), [names.initialize]: () => "false", [names.error]: () => "101" }),
};

if (asked.get("api") === "late") {
  setTimeout(() => (window[place] = strict()), 2000);
} else {
  const api = APIS[asked.get("api")]();
  if (api) window[place] = api;
}
const inner = asked.get("inner");
if (asked.get("in") === "popup") {
  window.popup = window.open(inner, "_blank", "popup,width=1280,height=900");
} else {
  const frame = document.createElement("iframe");
  frame.src = inner;
  frame.title = "The lesson";
  document.body.append(frame);
}
