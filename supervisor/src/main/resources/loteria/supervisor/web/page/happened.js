// The events, derived from the difference of two snapshots: newest first, the last dozen.

const HAPPENED_MAX = 12;
const happened = [];
let previous = null;
let count = 0;

function noteHappenings(status) {
  const news = previous === null || previous.startedAt !== status.startedAt
    ? beginning(status)
    : previous.draw !== status.draw ? [{ kind: "phase", text: words.drawOpened(status.draw), aloud: true }]
    : [...workerNews(previous, status), ...agencyNews(previous, status), ...phaseNews(previous, status)];
  previous = status;
  for (const one of news) {
    happened.unshift({ at: status.at, key: count++, ...one });
    if (one.aloud) announce(one.text);
  }
  happened.length = Math.min(happened.length, HAPPENED_MAX);
  each(id("happened"), happened, one => one.key,
    one => make("li", { "data-kind": one.kind }, make("time", { datetime: one.at }, time(one.at)), make("span", {}, one.text)),
    () => {});
}

/** The events before the page was opened that the first snapshot shows. */
function beginning(status) {
  const news = [{ kind: "server", text: words.serverStarted, at: status.startedAt }];
  if (status.drawnAt) news.push({ kind: "phase", text: words.phase.drawn, at: status.drawnAt });
  return news;
}

function workerNews(before, status) {
  const old = new Map(before.workers.map(worker => [worker.slot, worker]));
  const news = [];
  for (const worker of status.workers) {
    const was = old.get(worker.slot);
    old.delete(worker.slot);
    const lost = isDown(worker) || (wasLost(worker) && worker.restarts > was?.restarts);
    if (was && !isDown(was) && lost) {
      news.push({ kind: "down", text: words.workerDown(worker.slot, worker.lastExit ?? words.workerState[seenState(worker)]), aloud: true });
    }
    if (worker.state === "ready" && (was?.state !== "ready" || worker.pid !== was.pid)) {
      const again = wasLost(worker);
      news.push({ kind: "ready", text: (again ? words.workerBack : words.workerNew)(worker.slot), aloud: again });
    }
  }
  for (const slot of old.keys()) news.push({ kind: "gone", text: words.workerGone(slot) });
  return news;
}

function agencyNews(before, status) {
  const old = new Map(before.agencies.map(agency => [agency.id, agency.finished]));
  const finished = status.agencies.filter(agency => agency.finished && old.get(agency.id) === false);
  if (finished.length > 3) return [{ kind: "finished", text: words.agenciesFinished(finished.length) }];
  return finished.map(agency => ({ kind: "finished", text: words.agencyFinished(agency.id) }));
}

function phaseNews(before, status) {
  if (before.phase === status.phase) return [];
  return [{ kind: "phase", text: words.phase[status.phase], aloud: true }];
}

/** Announced by a screen reader; only the events worth an interruption. */
function announce(text) {
  id("announce").textContent = text;
}

/** The newest events that the server keeps on record: who did what, and what happened. */
function showRecord(status) {
  const newest = status.events.slice(-HAPPENED_MAX).reverse();
  each(id("record"), newest, event => `${event.at} ${event.action}`,
    event => make("li", { "data-kind": event.result === "success" ? "ready" : "down" },
      make("time", { datetime: event.at }, day.format(new Date(event.at))), make("span", {}, recorded(event))),
    () => {});
}

function recorded(event) {
  const { command, draw, agency, worker, cause, error } = event.details;
  const details = [event.user, command, draw, agency, worker, cause ?? error].filter(part => part !== undefined && part !== null);
  const name = words.action[event.action] ?? event.action;
  return details.length === 0 ? name : `${name}: ${details.join(", ")}`;
}
