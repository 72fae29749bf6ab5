// Receives the server's events, keeps the last minutes, and updates every part of the page.

const SILENCE_MS = 4000;
const RETRY_MS = 1000;
const recent = { end: 0, intervalMs: 1000, bets: [], p99: [], stored: null };
let latest = null;
let lostSince = null;
let silence;

function connect() {
  const events = new EventSource("events");
  const listen = (kind, act) => events.addEventListener(kind, event => {
    clearTimeout(silence);
    silence = setTimeout(lose, SILENCE_MS, events);
    act(JSON.parse(event.data));
  });
  listen("history", begin);
  listen("status", status => {
    if (lostSince !== null) announce(words.back);
    lostSince = null;
    showLink("live");
    show(status);
  });
  // The browser reconnects by itself, but not after a 503.
  events.addEventListener("error", () => lose(events));
}

function lose(events) {
  events.close();
  clearTimeout(silence);
  if (lostSince === null && latest !== null) {
    lostSince = new Date();
    announce(words.lost(clock.format(lostSince)));
  }
  showLink(latest === null ? "connecting" : "lost");
  setTimeout(reconnect, RETRY_MS);
}

/** Where the token is not valid any more, the page in its place asks for the new one. */
async function reconnect() {
  const reply = await fetch("api/status", { method: "HEAD" }).catch(() => null);
  if (reply?.status === 401) location.reload();
  else connect();
}

function showLink(state) {
  mark(document.body, "data-link", state);
  say(id("link-text"), state === "lost" ? words.lost(clock.format(lostSince)) : words[state]);
}

function begin(history) {
  recent.end = Date.parse(history.end);
  recent.intervalMs = history.intervalMs;
  recent.bets = history.betsPerSecond;
  recent.p99 = history.commitP99Ms;
  recent.stored = null;
}

/** Appends a status to the history, which the server sends once. */
function append(status) {
  const at = Date.parse(status.at);
  const passed = at - recent.end;
  if (passed < recent.intervalMs) return;
  const { bets, betsPerSecond, batchesPerSecond } = status.totals;
  recent.bets.push(recent.stored === null ? betsPerSecond : Math.max(0, ((bets - recent.stored) * 1000) / passed));
  recent.p99.push(batchesPerSecond > 0 ? status.commits.p99Ms : 0);
  recent.stored = bets;
  recent.end = at;
  const most = Math.round(SPAN_MS / recent.intervalMs) + 1;
  for (const values of [recent.bets, recent.p99]) values.splice(0, values.length - most);
}

/** Another draw has become the current one: what the charts show was the one before. */
function forgetCharts() {
  Object.assign(recent, { bets: [], p99: [], stored: null });
}

function show(status) {
  if (latest !== null && latest.draw !== status.draw) forgetCharts();
  latest = status;
  append(status);
  showDraw(status);
  showTotals(status);
  showFleet(status);
  showAgencies(status);
  noteHappenings(status);
  showRecord(status);
  showEarlier(status);
  showLimits(status.limits);
  showDisk(status.disk);
  showReplication(status.replication);
  showIdentity(status.identity, new Date(status.at));
  showCharts();
  say(id("about"), words.about(status.version, day.format(new Date(status.startedAt))));
  document.title = `${whole.format(status.totals.bets)} · ${words.phase[status.phase]} · Lotería`;
}

function showCharts() {
  drawChart(id("intake"), recent.bets, recent.intervalMs, short);
  drawChart(id("commit"), recent.p99, recent.intervalMs, short);
  mark(id("intake"), "aria-label", chartWords(words.intake, recent.bets, ""));
  mark(id("commit"), "aria-label", chartWords(commitWords(), recent.p99, " ms"));
  say(id("intake-now"), recent.bets.length ? `${words.highest} ${whole.format(Math.max(...recent.bets))}` : "");
  const { p50Ms, p99Ms } = latest.commits;
  say(id("commit-now"), p99Ms > 0 ? `p50 ${figure(p50Ms)} ms · p99 ${figure(p99Ms)} ms` : words.nothingNow);
  const table = id("intake-values");
  if (table.parentNode.open) {
    const rows = chartTable(recent.bets, recent.end, recent.intervalMs);
    table.replaceChildren(make("table", {},
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, words.when), make("th", { scope: "col" }, words.intake))),
      make("tbody", {}, ...rows.map(([when, value]) => make("tr", {}, make("th", { scope: "row" }, when), make("td", {}, value))))));
  }
}

const HOUR = 3600, NEARLY_FULL = 256 << 20;

function showDisk(disk) {
  const lasts = disk.lastsSeconds;
  say(id("disk"), words.disk(bytes(disk.roomBytes), lasts === null ? null : lasted(lasts * 1000)));
  mark(id("disk"), "data-near", disk.roomBytes < NEARLY_FULL || (lasts !== null && lasts < HOUR) ? "yes" : null);
}

/** Where the log is replicated, brokers force it, and the answer waits for them. */
function commitWords() {
  return latest.replication ? words.commitToAck : words.commit;
}

const ACK = /^(on the disks|in the memory) of at least (\d+) of (\d+) brokers$/;

const CLOCK_DIFFERS_MS = 1000;

function showReplication(replication) {
  const { position = 0, behind = 0, reachable = true, ack = "", follows = false, clockAheadMs = 0 } = replication ?? {};
  const means = ack.replace(ACK, (_, where, some, all) => words.ack(where === "on the disks", some, all));
  const differs = Math.abs(clockAheadMs) > CLOCK_DIFFERS_MS;
  say(id("replication"), replication ? words.replication(whole.format(position), whole.format(behind), reachable, means) + (follows ? ` ${words.follows}` : "") + (differs ? ` ${words.clockDiffers(whole.format(Math.abs(clockAheadMs)), clockAheadMs > 0)}` : "") : "");
  say(id("commit-title"), commitWords());
  mark(id("replication"), "data-near", reachable && !differs ? null : "yes");
}

const DAY_MS = 86_400_000, SOON_DAYS = 14;

function showIdentity(identity, now) {
  const days = ["certificateExpires", "clientCaExpires", "crlExpires"]
    .filter(what => identity[what])
    .map(what => [what, Math.floor((new Date(identity[what]) - now) / DAY_MS)]);
  const parts = days.map(([what, left]) => words.expires(what, left));
  if (identity.refused > 0) parts.push(words.refused(whole.format(identity.refused)));
  if (identity.unchecked) parts.push(words.unchecked);
  say(id("identity"), parts.join(" "));
  mark(id("identity"), "data-near", days.some(([, left]) => left < SOON_DAYS) ? "yes" : null);
}

function showLimits(limits) {
  each(id("limits"), limits, limit => limit.name, limit => {
    const name = words.limit[limit.name] ?? limit.name.replaceAll("_", " ");
    const node = make("li", {}, make("span", {}, name), make("span", { class: "amount" }),
      make("span", { class: "bar", role: "meter", "aria-label": name, "aria-valuemin": 0 }));
    return node;
  }, (node, limit) => {
    const amount = limit.name.endsWith("bytes") ? bytes : value => whole.format(value);
    const [, text, bar] = node.children;
    say(text, `${amount(limit.used)} ${words.of} ${amount(limit.max)}`);
    mark(bar, "aria-valuenow", limit.used);
    mark(bar, "aria-valuemax", limit.max);
    mark(bar, "aria-valuetext", text.textContent);
    mark(node, "data-near", limit.used > limit.max * 0.8 ? "yes" : null);
    measure(node, "--part", Math.min(1, limit.used / Math.max(1, limit.max)).toFixed(3));
  });
}

document.documentElement.lang = LANGUAGE;
for (const node of document.querySelectorAll("[data-word]")) say(node, words[node.dataset.word]);
for (const node of document.querySelectorAll("[hidden]")) node.hidden = false;
drawRosette(id("rosette"));
showLink("connecting");
addEventListener("resize", () => { if (latest) showCharts(); });
id("filter").addEventListener("change", () => showAgencies(latest));
id("intake-values").parentNode.addEventListener("toggle", () => { if (latest) showCharts(); });
connect();
