(() => {
  // A frame in a sandbox and a page from a file may not load parts from other files: there, the file
  // that has everything in it is shown.
  if (self.origin === "null") {
    location.replace("futurescope.html" + location.search + location.hash);
    return;
  }
  const code = fetch("{{code}}", { integrity: "{{integrity}}" });
  const parsed = new Promise((then) => addEventListener("DOMContentLoaded", then));
  const start = async () => {
    const { default: init } = await import("{{glue}}");
    await parsed;
    await init({ module_or_path: code });
  };
  start().catch((why) => {
    document.documentElement.dataset.failed = why.message;
    // The page itself tells what went wrong.
    throw why;
  });
  // From the second visit on no network is needed. Some frames may not ask for that.
  addEventListener("load", async () => {
    try {
      await navigator.serviceWorker.register("sw.js");
    } catch {}
  });
})();
