/*
 * What changes with each key: only what is different is touched, as the browser measures anew
 * whatever is, and that takes longer than all the arithmetic.
 */

export function setText(node, text) {
  const [only] = node.childNodes
  if (node.childNodes.length !== 1 || only.nodeType !== Node.TEXT_NODE) node.textContent = text
  else if (only.data !== text) only.data = text
}

export function setHidden(node, hidden) {
  if (node.hidden !== hidden) node.hidden = hidden
}

export function setClass(node, name) {
  if (node.className !== name) node.className = name
}

/* As many children as there are `items`: those at hand are filled again, others made or taken
 * away; `fillIn(child, item)` fills one. */
export function setChildren(parent, items, tag, fillIn) {
  while (parent.children.length > items.length) parent.lastElementChild.remove()
  items.forEach((item, i) => fillIn(parent.children[i] ?? parent.appendChild(document.createElement(tag)), item))
}

/* A finder of the elements [data-name] of a tool, which stay as long as the page. */
export function finder(root) {
  const found = {}
  return name => found[name] ??= root.querySelector(`[data-${name}]`)
}
