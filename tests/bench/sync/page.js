// The driver page of the harness: its calls, on the app as it is. The rows that the harness
// compares are read from the app's memory and put back into the harness's words.
import * as app from "{{app.js}}";

const query = new URLSearchParams(location.search);
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const DEVICE = ["os", "os_version", "status", "purchased_at", "updated_at", "marker"];
const TICKET = ["number", "status", "priority", "created_by", "assigned_to", "created_at",
  "due_at", "resolution", "updated_at", "marker"];
const NUMBERS = new Set(["number", "priority"]);
const KINDS = { computer: "desktop" };
const CATEGORIES = { computer: "hardware", other: "account", printer: "supply" };

// Four digits of a key are five of a UUID; of the 22, the last two are the upper ten bits of three.
function uuid(id) {
  const value = (from, to) => {
    let number = 0;
    for (let at = from; at < to; at++) number = (number << 5) | ALPHABET.indexOf(id[at]);
    return number;
  };
  let hex = "";
  for (let at = 3; at < 23; at += 4) hex += value(at, at + 4).toString(16).padStart(5, "0");
  hex += (value(23, 25) << 2).toString(16).padStart(3, "0") + "0000";
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
    .join("-");
}

function id(prefix, uuid) {
  const hex = uuid.replaceAll("-", "");
  const digit = (number, bits) => ALPHABET[(number >> bits) & 31];
  let digits = "";
  for (let at = 0; at < 25; at += 5) {
    const number = parseInt(hex.slice(at, at + 5), 16);
    digits += digit(number, 15) + digit(number, 10) + digit(number, 5) + digit(number, 0);
  }
  const last = parseInt(hex.slice(25, 28), 16);
  return `${prefix}_${digits}${digit(last, 7)}${digit(last, 2)}`;
}

function split(text, fields, into) {
  text.split("|").forEach((part, at) => {
    into[fields[at]] = NUMBERS.has(fields[at]) ? Number(part) : part;
  });
}

function device(row) {
  const found = { id: id("dv", row.id), school_id: row.site, asset_tag: row.label,
    serial: row.serial, model: row.model, room: row.room, kind: KINDS[row.kind] ?? row.kind };
  split(row.name, DEVICE, found);
  return found;
}

function ticket(row, key = id("tk", row.id)) {
  const cut = row.text.indexOf("|");
  const found = { id: key, school_id: row.site, device_id: id("dv", row.equipment),
    title: row.text.slice(0, cut), description: row.text.slice(cut + 1),
    category: CATEGORIES[row.category] ?? row.category };
  for (const { what } of row.history) {
    if (what.text?.startsWith("change|")) Object.assign(found, JSON.parse(what.text.slice(7)));
    else if (what.text) split(what.text, TICKET, found);
  }
  return found;
}

// The page of the app does the same.
const lookedUp = indexedDB.open("tournee");
lookedUp.onupgradeneeded = () => lookedUp.transaction.abort();
lookedUp.onerror = (event) => event.preventDefault();
lookedUp.onsuccess = () => lookedUp.result.close();

async function start() {
  await app.default({ module_or_path: fetch("{{app.wasm}}", { credentials: "same-origin" }) });
  await app.bench_ready();
  if (!query.has("cold") && !app.bench_is_signed_in()) {
    const { mail, password } = await (await fetch("/__ctl/person")).json();
    await app.bench_sign_in(mail, password);
    // The desk's screen is a file of the page, and no part of the sync.
    while (!document.querySelector("main h1") || document.querySelector("p.empty[role=status]")) {
      await new Promise((go) => setTimeout(go, 5));
    }
  }
}
const ready = start();

const calls = {
  async firstSync() {
    await app.bench_sync();
    return calls.counts();
  },
  async open() {},
  async counts() {
    const [schools, devices, tickets, visits] = await app.bench_counts();
    return { schools, devices, tickets, visits };
  },
  async coldStart() {
    const technician = await technicians();
    const visits = JSON.parse(app.bench_visits(technician, 50));
    const notes = visits.map((visit) => visit.history[0].what.text.split("|")[2].split(","));
    const wanted = [...new Set(notes.flat())];
    const rows = JSON.parse(await app.bench_rows(wanted.map((id) => `ticket:${uuid(id)}`)));
    const tickets = new Map(rows.map((row, at) => [wanted[at], ticket(row.ticket, wanted[at])]));
    const list = visits.map((visit, at) => ({ ...visit, tickets: notes[at].map((id) => tickets.get(id)) }));
    return { visits: list.map((visit) => id("vs", visit.id)),
      tickets: list.reduce((n, visit) => n + visit.tickets.filter(Boolean).length, 0) };
  },
  write(_, id, patch) {
    const text = "change|" + JSON.stringify(patch);
    return app.bench_comment(uuid(id), text);
  },
  flush: () => app.bench_sync(),
  pull: () => app.bench_receive(),
  async rows(table, ids) {
    const kind = table === "devices" ? "equipment" : "ticket";
    const rows = JSON.parse(await app.bench_rows(ids.map((id) => `${kind}:${uuid(id)}`)));
    return rows.map((row) => (kind === "ticket" ? ticket(row.ticket) : device(row.equipment)));
  },
};

// The account of the list's technician: a name-based UUID (RFC 9562, version 5) of «tech-03».
let technicianFound;
function technicians() {
  return (technicianFound ??= (async () => {
    const space = Uint8Array.from("6ba7b8129dad11d180b400c04fd430c8".match(/../g), (h) => parseInt(h, 16));
    const name = new TextEncoder().encode("tech-03");
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-1", new Uint8Array([...space, ...name])));
    bytes[6] = (bytes[6] & 15) | 80;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes.slice(0, 16)].map((b) => b.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  })());
}

// This runs while the app is loading.
technicians();

const now = () => performance.now();
const timed = async (work) => { const from = now(); const r = await work(); return { ms: now() - from, r }; };
const timedCalls = {
  ...calls,
  async timedColdStart() {
    if (window.auto0) return window.auto0;
    await ready;
    // The app reads its memory when it starts: a list on an open page comes from there.
    const from = now();
    const found = await calls.coldStart();
    return { ...found, sinceNav: now(), sinceCall: now() - from };
  },
  async timedFirstSync() {
    const { ms, r } = await timed(calls.firstSync);
    return { ms, counts: r };
  },
  async timedWrites(_, from, edits) {
    const all = [];
    for (let k = 0; k < edits.length; k++) {
      all.push((await timed(() => calls.write(from + k, edits[k].id, edits[k].patch))).ms);
    }
    return all;
  },
  timedPull: () => timed(calls.pull),
  timedFlush: () => timed(calls.flush),
  async estimate() {
    const e = await navigator.storage.estimate();
    return { usage: e.usage, idb: e.usageDetails?.indexedDB ?? null, quota: e.quota };
  },
};
// Signing in and the files of the page are done before the harness begins to count.
if (query.has("auto")) {
  window.bench = timedCalls;
  window.auto0 = timedCalls.timedColdStart();
} else {
  await ready;
  window.bench = timedCalls;
}
