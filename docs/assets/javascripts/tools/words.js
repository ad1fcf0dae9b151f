/*
 * The words of a tool, which stand in the page: <template data-words> with one element for each,
 * so that both editions have their own.
 */
const parts = new Map()
for (const { content } of document.querySelectorAll("template[data-words]")) {
  for (const node of content.querySelectorAll("[data-word]")) parts.set(node.dataset.word, node)
}
const said = document.createElement("div")
said.className = "visually-hidden tool__screen"
said.setAttribute("role", "status")
said.dataset.said = ""
document.querySelector("[data-tool]").before(said)

export function part(name) {
  if (!parts.has(name)) throw new Error(`the page has no words "${name}"`)
  return parts.get(name)
}

const texts = new Map()
function textOf(name) {
  if (!texts.has(name)) texts.set(name, part(name).textContent)
  return texts.get(name)
}

/* A text with its {places} filled; a value is never read as a place. */
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (place, key) => key in values ? values[key] : place)
export const word = (name, values = {}) => filled(textOf(name), values)

/* Told to a screen reader; said again if it is the same: emptied between. Who sees, sees it beside
 * the field or the button: nothing lies over what is being filled in. */
export function say(text) {
  said.textContent = ""
  setTimeout(() => { said.textContent = text }, 50)
}

/* What came of a press, beside the button and one at a time. */
let noted
export function note(button, text) {
  noted?.remove()
  noted = document.createElement("span")
  noted.className = "tool__noted"
  noted.textContent = text
  button.after(noted)
  say(text)
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
