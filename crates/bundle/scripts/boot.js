// Loads the program and starts it. A start that fails is tried once more from the network.
const startFuturescope = (() => {
  // A frame in a sandbox and a page from a file may not load parts from other files: there, the file
  // that has everything in it is shown.
  if (self.origin === "null") {
    location.replace("futurescope.html" + location.search + location.hash);
    return () => {};
  }
  const CODE = "{{code}}";
  const SIZE = {{size}};
  const SCOPE = new URL(".", location.href).href;

  // Survives a reload, and nothing else: each visit has one retry.
  const RETRY = "futurescopeRetry";
  const isRetry = Boolean(history.state?.[RETRY]);
  if (isRetry) history.replaceState(null, "");

  // A browser that checks a hash hands out nothing before it has everything. So the bytes are counted as
  // they come, and checked when they are complete.
  const checked = (blob) => {
    const address = URL.createObjectURL(blob);
    return fetch(address, { integrity: "{{integrity}}" }).finally(() => URL.revokeObjectURL(address));
  };

  const arrived = (count) => {
    document.documentElement.dataset.loaded = Math.min(Math.floor((count * 100) / SIZE), 100);
  };

  const receive = async () => {
    arrived(0);
    const { body } = await fetch(CODE, { cache: isRetry ? "reload" : "default" });
    const reader = body.getReader();
    const pieces = [];
    // More than that belongs to something else.
    for (let count = 0; count <= SIZE; ) {
      const { done, value } = await reader.read();
      if (done) return new Blob(pieces, { type: "application/wasm" });
      pieces.push(value);
      count += value.length;
      arrived(count);
    }
    await reader.cancel();
    return new Blob();
  };

  const load = async () => {
    const blob = await receive().catch((why) => {
      throw new Error(`${CODE} did not arrive: ${why.message}.`);
    });
    return checked(blob).catch(() => {
      throw new Error(
        `What came as ${CODE} is not the program that belongs to this page. ` +
        "A network that asks for a login first gives such answers.",
      );
    });
  };

  // What an earlier worker has kept may be wrong. It is dropped only then: a network that is away does
  // not make it wrong. The worker that is there now fills its cache anew.
  const dropWrong = async () => {
    for (const name of await caches.keys()) {
      const isOwn = name.startsWith(`futurescope ${SCOPE} `);
      const kept = isOwn ? await caches.match(CODE, { cacheName: name }) : undefined;
      const isWrong = kept && (await checked(await kept.blob()).then(() => false, () => true));
      if (isWrong) await caches.delete(name);
    }
  };

  const retry = async () => {
    if (isRetry || !navigator.onLine) return false;
    // Where nothing may be kept, nothing wrong has been.
    await dropWrong().catch(() => {});
    history.replaceState({ [RETRY]: true }, "");
    location.reload();
    return true;
  };

  // From the second visit on no network is needed. Some frames may not ask for that.
  addEventListener("load", async () => {
    try {
      await navigator.serviceWorker.register("sw.js");
    } catch {}
  });

  const code = load();
  // Whoever starts the program hears of it.
  code.catch(() => {});
  return async (init) => {
    try {
      await init({ module_or_path: await code });
    } catch (why) {
      if (await retry()) return;
      document.documentElement.dataset.failed = why.message;
      // The page itself tells what went wrong.
      throw why;
    }
  };
})();
