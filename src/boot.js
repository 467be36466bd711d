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

try {
  const bindings = await load();
  bindings.hydrate();
  wake(document.body, bindings);
  bindings.restore();
  document.documentElement.dataset.app = "awake";
} catch (error) {
  // The style sheet then shows everything, and a sentence that says so.
  document.documentElement.dataset.app = "asleep";
  console.info("The interactive part of this page could not be loaded.", error);
}
