// A line over the last minutes, with axes and values, and the same in words.

const SPAN_MS = 300_000;
const EDGE = { left: 52, right: 14, top: 14, bottom: 26 };

/** The smallest round number that is at least `value`, and a step that divides it into three to five parts. */
function scale(highest) {
  const power = 10 ** Math.floor(Math.log10(Math.max(highest, 1e-3)));
  const step = [0.2, 0.25, 0.5, 1, 2, 2.5].map(s => s * power).find(s => highest / s <= 4) ?? 2.5 * power;
  return { step, top: Math.max(step, Math.ceil(highest / step - 1e-9) * step) };
}

/** Draws values, oldest first, one for each `intervalMs`; the last interval ended at `end`. */
function drawChart(svg, values, intervalMs, format) {
  const width = svg.clientWidth, height = svg.clientHeight;
  if (width === 0) return;
  const { step, top } = scale(Math.max(0, ...values) || 1);
  const right = width - EDGE.right, bottom = height - EDGE.bottom;
  const x = i => right - ((values.length - 1 - i) * intervalMs * (right - EDGE.left)) / SPAN_MS;
  const y = value => bottom - (value / top) * (bottom - EDGE.top);
  const parts = [];

  for (let value = 0; value <= top * 1.001; value += step) {
    parts.push(make("svg:line", { class: "grid", x1: EDGE.left, x2: right, y1: y(value), y2: y(value) }));
    parts.push(label(EDGE.left - 8, y(value) + 4, format.format(value), "end"));
  }
  const every = width < 420 ? 2 : 1;
  for (let minute = 0; minute <= 5; minute += every) {
    const at = right - (minute * 60_000 * (right - EDGE.left)) / SPAN_MS;
    const text = minute === 0 ? words.now : `−${minute} ${words.minutes}`;
    parts.push(label(at, height - 7, text, minute === 0 ? "end" : "middle"));
  }
  if (values.length > 0) {
    const line = values.map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`);
    parts.push(make("svg:path", { class: "area", d: `M${x(0)},${bottom}L${line.join("L")}L${x(values.length - 1)},${bottom}Z` }));
    parts.push(make("svg:path", { class: "line", d: `M${line.join("L")}` }));
    parts.push(make("svg:circle", { class: "dot", cx: x(values.length - 1), cy: y(values.at(-1)), r: 4 }));
  }
  mark(svg, "viewBox", `0 0 ${width} ${height}`);
  svg.replaceChildren(...parts);
}

function label(x, y, text, anchor) {
  return make("svg:text", { x, y, "text-anchor": anchor }, text);
}

/** The content of the chart in words, for screen readers. */
function chartWords(title, values, unit) {
  if (values.length === 0) return `${title}: ${words.nothingNow}`;
  const highest = Math.max(...values);
  return `${title}: ${words.now} ${figure(values.at(-1))}${unit}, ${words.highest} ${figure(highest)}${unit}`;
}

/** The mean of each half minute, the newest first. */
function chartTable(values, end, intervalMs) {
  const size = Math.max(1, Math.round(30_000 / intervalMs));
  const rows = [];
  for (let to = values.length; to > 0; to -= size) {
    const some = values.slice(Math.max(0, to - size), to);
    const mean = some.reduce((sum, value) => sum + value, 0) / some.length;
    rows.push([clock.format(end - (values.length - to) * intervalMs), whole.format(mean)]);
  }
  return rows;
}
