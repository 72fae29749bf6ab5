// The workers: a card for each slot, which shows its worker's death and replacement.

/** How long a card shows that its worker has just come back. */
const BACK_MS = 8000;
const memory = new Map(); // slot → what was last seen of it

/** The `lastExit` of a process that ended on request: it was replaced, not lost. */
const ON_REQUEST = "success";
const wasLost = worker => worker.lastExit != null && worker.lastExit !== ON_REQUEST;

/** The state shown for a worker: one that waits after a crash is down, not merely about to start. */
const seenState = worker => (worker.state === "waiting" && wasLost(worker) ? "down" : worker.state);
const isDown = worker => ["down", "killed", "given_up"].includes(seenState(worker));

function showFleet(status) {
  const now = Date.parse(status.at);
  const ready = status.workers.filter(worker => worker.state === "ready").length;
  say(id("fleet-now"), words.readyOf(ready, status.workersWanted));
  each(id("fleet"), status.workers, worker => worker.slot, workerCard, (card, worker) => updateWorker(card, worker, now));
}

function workerCard(worker) {
  const card = make("li", { class: "worker" });
  const list = make("dl");
  card.chip = make("p", { class: "chip" });
  card.append(make("h3", {}, `${words.worker} ${worker.slot}`), card.chip, list);
  card.rows = terms(list, {
    up: words.up, sessions: words.sessions, batches: words.rateBatches, lock: words.lockWait,
    memory: words.memory, process: words.process, exits: words.exits,
  });
  return card;
}

function updateWorker(card, worker, now) {
  const before = memory.get(worker.slot);
  const back = before && worker.restarts > before.restarts ? now : before?.back ?? -Infinity;
  memory.set(worker.slot, { restarts: worker.restarts, back });
  const isBack = worker.state === "ready" && now - back < BACK_MS;

  const state = seenState(worker);
  mark(card, "data-state", state);
  mark(card, "data-back", isBack ? "yes" : null);
  say(card.chip, words.workerState[state] + (isBack ? ` · ${words.cameBack}` : ""));
  say(card.rows.up, worker.since ? lasted(now - Date.parse(worker.since)) : "—");
  say(card.rows.sessions, whole.format(worker.sessions));
  say(card.rows.batches, figure(worker.batchesPerSecond));
  say(card.rows.lock, `${figure(worker.lockWaitMs)} ms`);
  say(card.rows.memory, worker.residentBytes > 0 ? bytes(worker.residentBytes) : "—");
  say(card.rows.process, worker.pid > 0 ? worker.pid : "—");
  say(card.rows.exits, whole.format(worker.restarts) + (worker.lastExit ? ` · ${worker.lastExit}` : ""));
  mark(card.rows.exits, "data-some", wasLost(worker) ? "yes" : null);
}
