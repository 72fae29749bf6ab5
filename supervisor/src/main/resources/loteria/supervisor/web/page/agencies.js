// The agencies: as tickets while they are few, as a board of small cells when they are many, and as a
// mosaic of their numbers when they are very many.

const TICKETS_MAX = 24;
const BOARD_MAX = 240;
const STATES = ["connected", "waiting", "finished", "absent", "unseen"];
let shown = "all";

/** The state of an agency as one word. */
function agencyState(agency) {
  if (agency.finished) return agency.waiting ? "waiting" : "finished";
  if (agency.connected) return "connected";
  return agency.bets > 0 ? "absent" : "unseen";
}

function showAgencies(status) {
  const all = status.agencies.map(agency => ({ ...agency, state: agencyState(agency) }));
  const most = Math.max(1, ...all.map(agency => agency.bets));
  const drawn = status.phase === "drawn";
  const counts = Object.fromEntries(STATES.map(state => [state, 0]));
  for (const agency of all) counts[agency.state]++;
  showFilter({ all: all.length, ...counts });
  const few = all.length <= TICKETS_MAX;
  mark(id("agencies"), "data-size", few ? "tickets" : all.length <= BOARD_MAX ? "board" : "mosaic");
  each(id("agencies"), all.filter(agency => shown === "all" || agency.state === shown), agency => agency.id,
    agencyTicket, (ticket, agency) => updateAgency(ticket, agency, most, drawn, few));
  say(id("agencies-now"), words.finishedOf(whole.format(status.totals.finished), whole.format(all.length)));
}

function agencyTicket(agency) {
  const ticket = make("li", { class: "agency" });
  ticket.bets = make("span", { class: "bets" });
  ticket.rate = make("span", { class: "rate" });
  ticket.state = make("span", { class: "chip" });
  ticket.prize = make("span", { class: "prize" });
  ticket.append(
    make("h3", {}, make("span", { class: "unseen" }, `${words.agency} `), String(agency.id)),
    ticket.bets, ticket.rate, ticket.state, ticket.prize, make("span", { class: "bar", "aria-hidden": "true" }));
  return ticket;
}

function updateAgency(ticket, agency, most, drawn, few) {
  mark(ticket, "data-state", agency.state);
  mark(ticket, "data-won", agency.winners > 0 ? "yes" : null);
  say(ticket.bets, few ? whole.format(agency.bets) : short.format(agency.bets));
  say(ticket.rate, agency.betsPerSecond >= 0.5 ? `${short.format(agency.betsPerSecond)}${words.perSecond}` : "");
  say(ticket.state, agency.closed ? words.closed : words.state[agency.state]);
  say(ticket.prize, drawn && agency.winners != null ? prize(agency.winners, few) : "");
  measure(ticket, "--part", (agency.bets / most).toFixed(3));
}

function prize(winners, few) {
  if (few) return counted(winners, words.winners);
  return winners > 0 ? `★ ${whole.format(winners)}` : "";
}

/** The states are legend, count and filter in one; states without agencies are not offered. */
function showFilter(counts) {
  const states = Object.entries(counts).filter(([state, count]) => state === "all" || count > 0 || state === shown);
  each(id("filter"), states, ([state]) => state, ([state]) => {
    const choice = make("input", { type: "radio", name: "agencies", value: state });
    choice.checked = state === shown;
    choice.addEventListener("change", () => { shown = state; });
    const text = make("span");
    const node = make("label", { "data-state": state }, choice, text);
    node.text = text;
    return node;
  }, (node, [state, count]) => say(node.text, `${state === "all" ? words.all : words.state[state]} ${whole.format(count)}`));
}
