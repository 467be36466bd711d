// The embedded view tells the page around it how high it is, and keeps the way out of the frame up to date.
// docs/embedding.md says to whom, in which words, and how often. No module, and no WASM: it runs where those do not.
(() => {
  const lead = () => {
    const place = new URL(location);
    place.searchParams.delete("embed");
    for (const link of document.querySelectorAll(".own-window")) link.href = place;
    // A picture that the address names stands alone.
    for (const old of document.querySelectorAll("[data-to-picture]")) delete old.dataset.toPicture;
    let at = document.querySelector(".picture:target");
    for (; at && at.localName !== "main"; at = at.parentElement) at.dataset.toPicture = "";
  };
  lead();
  addEventListener("hashchange", () => {
    lead();
    // The frame is not what scrolls: where the browser allows it, the page around it does.
    document.querySelector(":target")?.scrollIntoView();
  });
  if (parent === window) return;

  const root = document.documentElement;
  const measure = () => Math.ceil(root.getBoundingClientRect().height);
  const say = (message) => parent.postMessage(message, "*");
  const h5p = (action, height) => say({ context: "h5p", action, scrollHeight: height, clientHeight: height });

  // The height that was told last, and when it may be told again, in milliseconds.
  let told = 0, free = 0, timer = 0;
  // How often H5P is still greeted, and whether it has answered.
  let greetings = 5, met = false;

  const soon = () => { timer ||= setTimeout(report, free - performance.now()); };
  const again = () => { told = 0; soon(); };

  function report() {
    timer = 0;
    const height = measure();
    if (height === told) return;
    told = height;
    // One message for Canvas, for open-iframe-resizer and for whoever else wants to know.
    const message = { type: "iframe-resized", subject: "lti.frameResize", height };
    say(message);
    say(JSON.stringify(message));
    const more = met || greetings-- > 0;
    if (more) h5p(met ? "prepareResize" : "hello", height);
    // Two messages, or with H5P three to five: never more than five in a second.
    free = performance.now() + (more ? 1200 : 600);
  }

  addEventListener("message", ({ source, data }) => {
    if (source !== parent || !data) return;
    if (data.context === "h5p") {
      if (data.action === "resizePrepared") h5p("resize", told);
      if (data.action === "resize") again();
      if (data.action === "hello" && !met) {
        met = true;
        free = performance.now() + 1200;
        h5p("prepareResize", told);
      }
    }
    if (data.type === "iframe-child-init" || data.type === "iframe-get-child-dimensions") again();
  });
  new ResizeObserver(soon).observe(root);
  addEventListener("load", again);
})();
