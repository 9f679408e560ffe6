// Makes the page work without a network from the second visit on. Its text changes with every file
// below, so that a browser notices each new version.
const VERSION = "{{version}}";
const FILES = {{files}};

// Several copies of the page may lie in different folders of one host.
const OWN = `futurescope ${registration.scope} `;
const CACHE = OWN + VERSION;

// How long a network that does not answer is waited for where there is something to show.
const PATIENCE_MS = 3000;

// Whoever asks for the page gets what is on the network, so there is no old version to wait for.
const fill = async () => {
  const cache = await caches.open(CACHE);
  // The page's name stays the same when it changes; the others' do not.
  await cache.addAll(FILES.map((name, index) => new Request(name, index === 0 ? { cache: "no-cache" } : {})));
  await skipWaiting();
};

const takeOver = async () => {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(OWN) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
};

const page = async (request) => {
  const kept = await caches.match("./", { cacheName: CACHE });
  const fresh = fetch(request);
  if (!kept) return fresh;
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
  if (name === "" || name === "index.html") event.respondWith(page(request));
  else if (FILES.includes(name)) event.respondWith(part(request));
});
