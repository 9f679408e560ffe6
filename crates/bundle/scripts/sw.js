// Makes the page work without a network from the second visit on. Its text changes with every file
// below, so that a browser notices each new version.
const VERSION = "{{version}}";
const FILES = {{files}};

// Several copies of the page may lie in different folders of one host.
const OWN = `futurescope ${registration.scope} `;
const CACHE = OWN + VERSION;

// How long a network that does not answer is waited for where there is something to show.
const PATIENCE_MS = 3000;

// Only what this version was published with is kept, whatever a network answers: a page that asks for a
// login, half a file, another version. The type too is the published one.
const keep = async (cache, { name, type, integrity }) => {
  const ask = (mode) => fetch(name, { integrity, cache: mode });
  // The page's name stays the same when it changes; the others' do not. What the browser itself has kept
  // may be wrong too.
  const response = await ask(name === "./" ? "no-cache" : "default").catch(() => ask("reload"));
  const headers = new Headers(response.headers);
  headers.set("Content-Type", type);
  await cache.put(name, new Response(await response.blob(), { headers }));
};

// Whoever asks for the page gets what is on the network, so there is no old version to wait for.
const fill = async () => {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(FILES.map((file) => keep(cache, file)));
  } catch (why) {
    await caches.delete(CACHE);
    throw why;
  }
  await skipWaiting();
};

const takeOver = async () => {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(OWN) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
};

const page = async (event) => {
  const kept = await caches.match("./", { cacheName: CACHE });
  const fresh = fetch(event.request);
  if (!kept) {
    // It was dropped because something in it was wrong, or by the browser.
    event.waitUntil(fresh.then(fill).catch(() => {}));
    return fresh;
  }
  const patience = new Promise((then) => setTimeout(then, PATIENCE_MS, kept));
  return Promise.race([fresh.catch(() => kept), patience]);
};

const part = async (request) => (await caches.match(request, { cacheName: CACHE })) ?? fetch(request);

addEventListener("install", (event) => event.waitUntil(fill()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const scope = new URL(registration.scope);
  if (request.method !== "GET" || origin !== scope.origin) return;
  const name = pathname.startsWith(scope.pathname) ? pathname.slice(scope.pathname.length) : null;
  if (name === "" || name === "index.html") event.respondWith(page(event));
  else if (FILES.some((file) => file.name === name)) event.respondWith(part(request));
});
