// The progress of the draw: headline, agencies that it waits for, number, count of winners.

const STEP = { open: 0, draining: 0, drained: 0, closed: 1, sealed: 2, drawing: 2, drawn: 3 };

/** Fine lines as on a lottery ticket: two waves round a ring, each turned a little many times. */
function drawRosette(svg) {
  for (let turn = 0; turn < 28; turn++) {
    const waves = turn % 2 ? 9 : -7;
    let d = "";
    for (let i = 0; i <= 300; i++) {
      const a = (i / 300) * 2 * Math.PI;
      const r = 86 + 12 * Math.cos(waves * a + (turn * Math.PI) / 14);
      d += `${i === 0 ? "M" : "L"}${(r * Math.cos(a)).toFixed(1)},${(r * Math.sin(a)).toFixed(1)}`;
    }
    svg.append(make("svg:path", { d: d + "Z" }));
  }
}

function showDraw(status) {
  const drawn = status.phase === "drawn";
  mark(document.body, "data-phase", status.phase);
  say(id("draw-name"), status.draw);
  say(id("phase"), words.phase[status.phase]);
  say(id("waits"), waits(status));
  each(id("steps"), words.steps.map((name, i) => ({ name, i })), step => step.i,
    step => make("li", {}, step.name),
    (node, step) => {
      mark(node, "aria-current", step.i === STEP[status.phase] ? "step" : null);
      mark(node, "data-done", step.i < STEP[status.phase] || drawn ? "yes" : null);
    });

  say(id("seal"), status.seal ? words.seal(status.seal) : "");

  const digits = drawn ? [...String(status.winningNumber).padStart(4, "0")] : ["", "", "", ""];
  mark(id("balls"), "aria-label", drawn ? words.number(digits.join("")) : words.numberNotYet);
  each(id("balls"), digits.map((digit, i) => ({ digit, i })), ball => ball.i,
    ball => {
      const node = make("span", { class: "ball", "aria-hidden": "true" });
      measure(node, "--turn", ball.i);
      return node;
    },
    (node, ball) => say(node, ball.digit));
  say(id("balls-text"), drawn ? words.number(digits.join("")) : words.numberNotYet);
}

function waits(status) {
  if (status.phase === "drawn") {
    const winners = counted(status.totals.winners ?? 0, words.winningBets);
    const agencies = counted(status.agencies.filter(agency => agency.winners > 0).length, words.ofAgencies);
    return status.drawnAt ? words.drawnAt(time(status.drawnAt), winners, agencies) : words.drawnBefore(winners, agencies);
  }
  if (status.phase === "closed") return words.sealing;
  if (status.phase === "sealed") return words.awaitsNumber;
  const missing = status.waitsFor.agencies;
  if (status.phase === "drawing" || missing.length === 0) return words.searching;
  const since = status.waitsFor.since;
  const who = words.waitsFor(named(missing, status.waitsFor.missing), time(since), lasted(Date.parse(status.at) - Date.parse(since)));
  return status.closesAt ? `${who} ${closing(status)}` : who;
}

/** A clock to the closing of the intake. */
function closing(status) {
  const left = Date.parse(status.closesAt) - Date.parse(status.at);
  return words.closesAt(day.format(new Date(status.closesAt)), lasted(Math.max(0, left)));
}

function named(agencies, missing) {
  if (agencies.length === 1) return words.waitsAgency(agencies[0]);
  if (agencies.length <= 8) return words.waitsAgencies(listed(agencies));
  return words.waitsMany(agencies.slice(0, 6).join(", "), whole.format(missing - 6));
}

function showTotals(status) {
  const { totals, commits } = status;
  const figures = [
    ["bets", whole.format(totals.bets), words.bets, counted(totals.batches, words.batches)],
    ["rate", whole.format(totals.betsPerSecond), words.rate, `${figure(totals.batchesPerSecond)} ${words.rateBatches}`],
    ["finished", `${whole.format(totals.finished)} ${words.of} ${whole.format(totals.agencies)}`, words.finished,
      `${whole.format(totals.connected)} ${words.connectedNow}`],
    ["p99", commits.p99Ms > 0 ? figure(commits.p99Ms) : "—", status.replication ? words.p99ToAck : words.p99,
      commits.p50Ms > 0 ? `${words.median} ${figure(commits.p50Ms)} ms` : ""],
  ];
  each(id("totals"), figures, row => row[0],
    () => make("div", {}, make("dt"), make("dd"), make("dd", { class: "more" })),
    (node, [, value, name, more]) => {
      say(node.children[0], name);
      say(node.children[1], value);
      say(node.children[2], more);
    });
}
