// Starts the app: loads the WASM, wakes each island, takes up what is stored. The page can be read before, and without.
//
// An island is an element <leptos-island data-component="name">; the library exports a function of that name for it.
// Islands nested in another's children first call the `$$on_hydrate` of the <leptos-children> they stand in, so that
// they see the outer island's context.

const self = document.querySelector("script[data-wasm]");

// Asked for while the page is still coming, and behind it: the text is not kept waiting.
const parsed = new Promise((done) => {
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", done);
  else done();
});

async function load() {
  // A page in one file brings both along: nothing is fetched, and it could not be.
  if (self.wasm) {
    await self.bindings.default({ module_or_path: self.wasm });
    await parsed;
    return self.bindings;
  }
  const wasm = fetch(new URL(self.dataset.wasm, document.baseURI), { priority: "low" });
  wasm.catch(() => {}); // it is awaited below, once the bindings are here
  const bindings = await import(new URL(self.dataset.bindings, document.baseURI));
  const response = await wasm;
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  // Some hosts send WASM as any old bytes; those cannot be compiled as a stream, and need not be.
  const streams = response.headers.get("content-type") === "application/wasm";
  await bindings.default({ module_or_path: streams ? response : await response.arrayBuffer() });
  await parsed;
  return bindings;
}

// Whether a course may be here: by cmi5's address, or in a window around this one that lets itself be looked into. The
// windows of strangers do not; what stands in their frames need not look for a course. The embedded view is for other pages.
function courseMayBeHere() {
  if (/[?&]endpoint=/.test(location.search)) return true;
  if (/[?&]embed\b/.test(location.search)) return false;
  const windows = [window];
  for (const one of windows) {
    for (const next of [one.parent, one.opener]) if (next && !windows.includes(next)) windows.push(next);
  }
  return windows.slice(1).some((one) => {
    try {
      return one.document !== undefined;
    } catch {
      return false;
    }
  });
}

// Only then is the part loaded that talks to courses. It says what the course has kept, or within three seconds that there
// is none.
async function findCourse() {
  if (!self.dataset.course || !courseMayBeHere()) return undefined; // the single file has no such part
  const at = (name) => new URL(self.dataset[name], document.baseURI);
  const course = await import(at("course"));
  const response = await fetch(at("courseWasm"));
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  await course.default({ module_or_path: await response.arrayBuffer() });
  await parsed;
  return course.open();
}

function wake(node, bindings, onHydrate) {
  for (const child of node.children) {
    let inner = onHydrate;
    if (child.localName === "leptos-island") {
      onHydrate?.();
      bindings[child.dataset.component](child);
    } else if (child.localName === "leptos-children") {
      inner = child.$$on_hydrate;
    }
    wake(child, bindings, inner);
  }
}

let courseIsLost = false;
const found = findCourse().catch((error) => {
  courseIsLost = true;
  console.info("What talks to a course could not be loaded.", error);
});

// A sandboxed frame may send no form (`allow-forms`), and then no one is told that a button was pressed to do so. None is
// sent from here anyway: the islands are told of it in the browser's place.
if (window !== window.parent || globalThis.origin === "null") {
  addEventListener("click", (event) => {
    const form = event.target.closest?.("[type=submit]")?.form;
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    if (form.noValidate || form.reportValidity()) form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  });
}

try {
  const bindings = await load();
  const course = await found; // before anything wakes: what the course has kept must not be written over
  bindings.hydrate();
  wake(document.body, bindings);
  bindings.restore(course, courseIsLost);
  document.documentElement.dataset.app = "awake";
} catch (error) {
  // The style sheet then shows everything, and a sentence that says so.
  document.documentElement.dataset.app = "asleep";
  console.info("The interactive part of this page could not be loaded.", error);
}
