/*
 * Where things stay: in the tab (sessionStorage) until it is closed, in the browser (localStorage)
 * as { version, tools: { name: state } }. Nothing is sent.
 */
const KEY = "guide-tools"
const VERSION = 1

/* Not the memory that storage.js puts in the place of what the browser refuses: it ends with the
 * page, and never says so. */
const lasts = storage => storage instanceof Storage

function read(storage, key) {
  try {
    return JSON.parse(storage.getItem(key)) ?? undefined
  } catch {
    return undefined
  }
}

/* Whether the browser took it; without a value the key goes. */
function put(storage, key, value) {
  try {
    if (value === undefined) storage.removeItem(key)
    else storage.setItem(key, JSON.stringify(value))
    return lasts(storage)
  } catch {
    return false
  }
}

/* ---- the tab ---- */

/* Where the browser keeps nothing, what goes from page to page goes by the name of the window: it
 * is read by the next page only, which takes it off at once. */
const CARRIED = `${KEY}:`
let carried = {}
export function takeName() {
  if (!window.name.startsWith(CARRIED)) return
  try {
    carried = JSON.parse(window.name.slice(CARRIED.length))
  } catch {
    /* Not ours. */
  }
  window.name = ""
}
takeName()

export const inTab = key => carried[key] ?? read(sessionStorage, `${KEY}:${key}`)

export function keepInTab(key, value) {
  delete carried[key]
  return put(sessionStorage, `${KEY}:${key}`, value)
}

/* For another page, under a key that it knows. */
export function handOver(key, value) {
  if (keepInTab(key, value)) return
  const before = window.name.startsWith(CARRIED) ? JSON.parse(window.name.slice(CARRIED.length)) : {}
  window.name = CARRIED + JSON.stringify({ ...before, [key]: value })
}

/* ---- the browser ---- */

const isOurs = all => all?.version === VERSION && typeof all.tools === "object" && all.tools !== null

/* What it keeps, where that is corrupted or of a later version: its text. */
export function brokenText() {
  try {
    const text = localStorage.getItem(KEY)
    return text !== null && !isOurs(read(localStorage, KEY)) ? text : undefined
  } catch {
    return undefined
  }
}

/* The state of a tool, and that as text: undefined and "" where it has none. */
export function inBrowser(name) {
  const all = read(localStorage, KEY)
  const state = isOurs(all) ? all.tools[name] ?? undefined : undefined
  return { state, text: state === undefined ? "" : JSON.stringify(state) }
}

/* Whether the browser took it; without a state the tool's goes. */
export function keepInBrowser(name, state) {
  const all = read(localStorage, KEY)
  const { [name]: former, ...others } = isOurs(all) ? all.tools : {}
  const tools = state === undefined ? others : { ...others, [name]: state }
  return put(localStorage, KEY, Object.keys(tools).length ? { version: VERSION, tools } : undefined)
}

/* Whether an event of storage may be of what the browser keeps. */
export const concerns = ({ key, storageArea }) => storageArea === localStorage && (key === KEY || key === null)

/* ---- everything ---- */

/* Pages that the browser has put by, to be gone back to, see by this that all was deleted since. */
const DELETED = "deleted"
export const deletions = () => inTab(DELETED) ?? 0

export function deleteAll() {
  const times = deletions()
  put(localStorage, KEY)
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(`${KEY}:`)) sessionStorage.removeItem(key)
  } catch {
    /* Refused storage holds nothing either. */
  }
  carried = {}
  window.name = ""
  keepInTab(DELETED, times + 1)
}
