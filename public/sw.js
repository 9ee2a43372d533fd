// Keeps one whole build of the app on the device, and answers from that build alone.
//
// A worker belongs to one build: it knows the address and the digest of each of its files. They
// are all kept, or none is and the worker before it stays. It takes the place of that worker only
// when a person asks for it («Une mise à jour est prête»), by a message {type: "SKIP_WAITING"}.
//
// What only the screens of one role need, or only the reading of labels, is a part: it is kept once
// it was asked for, and from then on with every build. What the installation reads is not kept.

const BUILD = "[[build]]";
const FILES = new Map([[files]]);
const LATER = new Map(Object.entries([[later]]).map(([mark, files]) => [mark, new Map(files)]));
const [PREFIX, PAGE, CACHE] = ["build-", "/index.html", "build-" + BUILD];
const PER_REQUEST = 500;
const ALONG = { "/uses-teacher": "/uses-services", "/uses-technician": "/uses-visit" };
const SERVER_ONLY = /^\/(api|health|plan|ready|metrics)(\/|$)/;

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", answer);
self.addEventListener("message", (event) => {
  if (event.data?.type === "SKIP_WAITING") self.skipWaiting();
  const mark = event.data?.type?.replace("KEEP_", "/uses-").toLowerCase();
  if (LATER.has(mark)) event.waitUntil(keepLater(mark));
});

// Where the browser offers it: a network is back. A page that leads sends what waits; without one
// it is sent from here, and the next page, which sends the same again, is told the same: a command
// counts once. A failure has the browser try again, and so has a page, which may be closed first.
self.addEventListener("sync", (event) => {
  if (event.tag !== "outbox") return;
  const work = (lock) => (lock ? sendAll() : wakePages());
  event.waitUntil(navigator.locks.request("tournee-sync", { ifAvailable: true }, work));
});

async function keepAll() {
  const cache = await caches.open(CACHE);
  try {
    const marks = await usedMarks();
    const files = [FILES, ...marks.map((mark) => LATER.get(mark))].flatMap((part) => [...part]);
    await Promise.all(files.map(([url, digest]) => keep(cache, url, digest)));
    await Promise.all(marks.map((mark) => cache.put(mark, new Response())));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

// The parts that the device uses. A build of before had no part for some roles, so that nothing
// tells: then an update keeps them all. With a role come the rules, and what it opens now and then.
async function usedMarks(all = [...LATER.keys()]) {
  const used = await Promise.all(all.map((mark) => caches.match(mark)));
  const marks = all.filter((mark, at) => used[at] && mark !== "/uses-scanner");
  const isUpdate = (await caches.keys()).some((name) => name.startsWith(PREFIX) && name !== CACHE);
  if (!marks.length && isUpdate) return all;
  const along = marks.flatMap((mark) => ["/uses-aside", "/uses-rules", ALONG[mark]]);
  return all.filter((mark, at) => used[at] || along.includes(mark));
}

// A hashed name has one content for ever: it may come from a build kept before, or from the
// browser's own cache. The browser refuses a content that has not the digest.
async function keep(cache, url, digest) {
  const hashed = url.startsWith("/assets/");
  const before = hashed && (await caches.match(url, { ignoreVary: true }));
  if (before) return cache.put(url, before);
  const response = await fetch(url, {
    cache: hashed ? "default" : "reload",
    integrity: digest,
    redirect: "error",
  });
  if (response.status !== 200) throw new Error(`${url}: ${response.status}`);
  return cache.put(url, response);
}

// The first worker also takes the page that installed it, so that it works offline at once.
async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

// Everything else (writing, the API, parts of files, other origins) is left to the network.
function answer(event) {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.headers.has("range") || SERVER_ONLY.test(url.pathname)) return;
  const part = [...LATER.values()].find((files) => files.has(url.pathname));
  const isPage = request.mode === "navigate" && !url.pathname.split("/").pop().includes(".");
  if (FILES.has(url.pathname)) event.respondWith(kept(url.pathname, request));
  else if (part) event.respondWith(keptLater(url.pathname, part.get(url.pathname)));
  else if (isPage) event.respondWith(kept(PAGE, request));
}

// The network stands in only for a cache that the browser has thrown away.
async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path, { ignoreVary: true })) ?? fetch(request);
}

async function keptLater(path, digest) {
  const cache = await caches.open(CACHE);
  const find = () => cache.match(path, { ignoreVary: true });
  return (await find()) ?? keep(cache, path, digest).then(find);
}

async function keepLater(mark) {
  const cache = await caches.open(CACHE);
  if (await cache.match(mark)) return;
  await Promise.all([...LATER.get(mark)].map(([url, digest]) => keep(cache, url, digest)));
  await cache.put(mark, new Response());
}

async function wakePages() {
  const pages = await self.clients.matchAll({ type: "window" });
  pages.forEach((page) => page.postMessage({ type: "SYNC" }));
  throw new Error("left to a page");
}

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// Only what the account that uses the device gave itself, in its order, as much as one request
// may hold. An answer that is no failure of the way (401, 409…) is left to the page.
async function sendAll() {
  if (!(await indexedDB.databases()).some(({ name }) => name === "tournee")) return;
  const database = await done(indexedDB.open("tournee"));
  const read = database.transaction(["meta", "outbox", "files"]);
  const ask = (store, method, key) => done(read.objectStore(store)[method](key));
  const [device, status] = [await ask("meta", "get", "device"), await ask("meta", "get", "status")];
  const [kept, photos] = [await ask("outbox", "getAll"), await ask("files", "getAll")];
  database.close();
  const { actor, epoch, cursor, sites, vocabulary } = JSON.parse(status ?? "{}");
  const items = kept.map((text) => JSON.parse(text));
  const mine = items.filter((item) => item.envelope.actor === actor?.account);
  const waiting = mine.filter((item) => item.standing === "waiting").map((item) => item.envelope);
  let unsent = mine.filter((item) => ["waiting", "held"].includes(item.standing)).length;
  let most = PER_REQUEST;
  for (let at = 0; at < waiting.length; ) {
    const commands = waiting.slice(at, at + most);
    const known = { protocol: commands[0].protocol, vocabulary, device, epoch, cursor, unsent };
    const all = { ...known, held: sites ?? [], build: BUILD, sent_at: Date.now(), commands };
    const [headers, body] = [{ "Content-Type": "application/json" }, JSON.stringify(all)];
    const answer = await fetch("/api/v1/sync", { method: "POST", headers, body });
    if (answer.status === 429 || answer.status >= 500) throw new Error(answer.status);
    const isTooLarge = answer.status === 413 && commands.length > 1;
    if (isTooLarge) most = Math.ceil(commands.length / 2);
    if (!answer.ok && !isTooLarge) return;
    if (isTooLarge) continue;
    at += commands.length;
    // A server that was restored judges nothing until the page has begun anew with it.
    const { outcomes } = await answer.json();
    unsent -= outcomes.filter(({ verdict }) => /^(applied|merged|refused)$/.test(verdict)).length;
  }
  await navigator.setAppBadge?.(unsent + photos.filter(({ state }) => state === "waiting").length);
}
