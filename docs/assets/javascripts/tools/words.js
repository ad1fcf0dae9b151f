/*
 * The words of a tool, which stand in the page: <template data-words> with one element for each,
 * so that both editions have their own.
 */
const parts = new Map()
for (const { content } of document.querySelectorAll("template[data-words]")) {
  for (const node of content.querySelectorAll("[data-word]")) parts.set(node.dataset.word, node)
}
const said = document.querySelector("[data-share-said]")

export function part(name) {
  if (!parts.has(name)) throw new Error(`the page has no words "${name}"`)
  return parts.get(name)
}

const texts = new Map()
function textOf(name) {
  if (!texts.has(name)) texts.set(name, part(name).textContent)
  return texts.get(name)
}

/* Words with their {places} filled; a value is never read as a place. */
export function word(name, values = {}) {
  return textOf(name).replace(/\{(\w+)\}/g, (place, key) => key in values ? values[key] : place)
}

/* Announced, and shown until something else is; said again if it is the same: emptied between. */
export function say(text) {
  said.textContent = ""
  setTimeout(() => { said.textContent = text }, 50)
}

/* Made once, each by itself when the page has nothing else to do, or when first asked for: on a
 * cheap phone to make one takes a moment that somebody who types would feel. */
const dates = options => {
  let format
  const made = () => format ||= new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: "UTC", ...options })
  setTimeout(made)
  return text => made().format(new Date(`${text}T00:00:00Z`))
}

/* "2026年11月20日 週五" of "2026-11-20", in the page's own script. */
export const longDate = dates({ year: "numeric", month: "long", day: "numeric", weekday: "short" })
export const plainDate = dates({ year: "numeric", month: "long", day: "numeric" })
export const shortDate = dates({ month: "long", day: "numeric" })
