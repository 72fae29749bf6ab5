// A minimal DOM library: nodes are created once, then only differences are applied.

const id = name => document.getElementById(name);

/** A node of a tag with attributes (null ones left out) and children, nodes or text. */
function make(tag, attributes = {}, ...children) {
  const node = tag.startsWith("svg:")
    ? document.createElementNS("http://www.w3.org/2000/svg", tag.slice(4))
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value != null) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** Text is always text here, never markup: names and causes come from elsewhere. */
function say(node, text) {
  if (node.textContent !== String(text)) node.textContent = text;
}

function mark(node, name, value) {
  if (value == null) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

/** A number that the style uses, such as how long a bar is. */
function measure(node, name, value) {
  if (node.style.getPropertyValue(name) !== String(value)) node.style.setProperty(name, value);
}

/** Keeps one child per item, by key and in order; `create` makes a child, `update` applies the item to it. */
function each(parent, items, key, create, update) {
  const known = (parent.known ??= new Map());
  const seen = new Set();
  let place = parent.firstElementChild;
  for (const item of items) {
    const k = key(item);
    seen.add(k);
    if (!known.has(k)) known.set(k, create(item));
    const node = known.get(k);
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
    update(node, item);
  }
  for (const [k, node] of known) {
    if (!seen.has(k)) {
      node.remove();
      known.delete(k);
    }
  }
}

/** A list of terms and values whose values can be updated: `rows.up.textContent`. */
function terms(parent, names) {
  const rows = {};
  for (const [name, label] of Object.entries(names)) {
    rows[name] = make("dd");
    parent.append(make("div", {}, make("dt", {}, label), rows[name]));
  }
  return rows;
}
