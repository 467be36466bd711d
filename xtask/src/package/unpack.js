(async () => {
  const unpacked = async (id) => {
    const text = atob(document.getElementById(id).textContent);
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = text.charCodeAt(at);
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
  };
  try {
    const { head, body, app } = await (await unpacked("lesson")).json();
    const wasm = await (await unpacked("wasm")).arrayBuffer();
    document.querySelector("style").remove();
    document.head.insertAdjacentHTML("beforeend", head);
    document.body.innerHTML = body;
    // The address may name a place that was not there before: go to it again.
    if (location.hash.length > 1) location.replace(location.href);
    const script = document.createElement("script");
    script.type = "module";
    script.dataset.wasm = "";
    script.wasm = wasm;
    script.textContent = app;
    document.head.append(script);
  } catch (error) {
    const text = document.querySelector("noscript").textContent;
    document.body.innerHTML = text;
    document.querySelector("p").textContent =
      "This browser cannot unpack the lesson that this file holds; one of 2023 or later can. Here is its text, to read.";
    console.info("The lesson could not be unpacked.", error);
  }
})();
