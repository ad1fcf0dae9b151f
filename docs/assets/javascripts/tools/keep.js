/*
 * What is typed, and where it stays: in the page; in the tab, while the reader goes to the other
 * edition or to another tool; in the browser only where the reader asks for it. Nothing is sent.
 */
import { say, word } from "./words.js"

const KEY = "guide-tools"
const VERSION = 1
const tool = document.querySelector("[data-tool]")
const name = tool.dataset.tool
let carried = false

/* Not the memory that storage.js puts in the place of what the browser refuses: it ends with the
 * page, and never says so. */
const lasts = storage => storage instanceof Storage

function read(storage, key) {
  try {
    return JSON.parse(storage.getItem(key))
  } catch {
    return null
  }
}

/* What goes from page to page is taken once, and leaves nothing in the tab. */
function take(key) {
  const value = read(sessionStorage, key)
  try {
    sessionStorage.removeItem(key)
  } catch {
    /* Nothing was there. */
  }
  return value
}

/* For another tool, under a key that it knows; whether it will get there. */
export function handOver(key, value) {
  try {
    sessionStorage.setItem(`${KEY}:${key}`, JSON.stringify(value))
    if (lasts(sessionStorage)) return true
  } catch {
    /* Said below. */
  }
  say(word("hand-over-refused"))
  return false
}

export const received = key => take(`${KEY}:${key}`)

/* What the other edition's page of this tool left in the tab. */
export const taken = () => received(name)

/* The tool that a link leads to: those that the page's tool hands over to are [data-go], and
 * a link of the text to the same page does the same. */
function goOf(link) {
  const page = link.href.split("#")[0]
  return [...document.querySelectorAll("a[data-go]")].find(({ href }) => href === page)?.dataset.go
}

/*
 * Leaves the state in the tab when the reader goes to the other edition, or on to another tool:
 * it is there again on coming back. `give(go)` hands over what that tool takes.
 * Not for another tab or window, which would not get it: this page stays, and warns as before.
 */
export function carry(stateOf, give) {
  document.addEventListener("click", event => {
    const { target, ctrlKey, metaKey, shiftKey, altKey } = event
    const link = target instanceof Element && target.closest("a[href]")
    if (!link || ctrlKey || metaKey || shiftKey || altKey) return
    const go = goOf(link)
    if (!go && !link.dataset.edition) return
    if (go) give?.(go)
    carried = handOver(name, stateOf())
  })
  /* Back again from the browser's memory of pages: nothing is carried any more. */
  addEventListener("pageshow", () => { carried = false })
}

/* The browser asks before a page closes whose work would be lost. */
export function guard(isDirty) {
  addEventListener("beforeunload", event => {
    if (!carried && isDirty()) event.preventDefault()
  })
}

/* Where the page's own form is the tool, the switch stands behind it: before `element`. */
export function keepBefore(element) {
  const box = document.createElement("div")
  box.className = "tool"
  box.append(tool.querySelector(".tool__keep"))
  element.before(box)
}

/* What the browser keeps: { version, tools: { name: state } }; `null` where it has nothing. */
const readAll = () => read(localStorage, KEY)
const isOurs = all => all?.version === VERSION && typeof all.tools === "object" && all.tools !== null

/* Corrupted, or of a later version. */
function isBroken() {
  try {
    return localStorage.getItem(KEY) !== null && !isOurs(readAll())
  } catch {
    return false
  }
}

/* Whether the browser took it. */
function write(change) {
  const now = readAll()
  const tools = isOurs(now) ? { ...now.tools } : {}
  change(tools)
  if (!lasts(localStorage)) return false
  try {
    if (Object.keys(tools).length) localStorage.setItem(KEY, JSON.stringify({ version: VERSION, tools }))
    else localStorage.removeItem(KEY)
    return true
  } catch {
    return false
  }
}

function forget() {
  try {
    localStorage.removeItem(KEY)
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(`${KEY}:`)) sessionStorage.removeItem(key)
  } catch {
    /* Refused storage holds nothing either. */
  }
}

/* Typing is not held up by the disk: it is written once there is a pause. */
const PAUSE = 300

/*
 * The switch "keep on this device": { state } of what was kept, `save` to call after each change,
 * and `isKept`, whether all of it is. `clear` empties the tool itself; `arrived(state)` takes what
 * the same tool wrote in another tab, as otherwise the next change here would undo it.
 */
export function keeper(stateOf, clear, arrived) {
  const box = tool.querySelector("[data-keep-on]")
  const fault = tool.querySelector("[data-keep-fault]")
  let kept = false
  let waiting
  const problem = key => {
    fault.textContent = key ? word(key) : ""
    kept = false
  }

  function saveNow() {
    clearTimeout(waiting)
    waiting = undefined
    const broken = isBroken()
    if (broken) box.checked = false
    problem("")
    kept = !broken && write(tools => { tools[name] = stateOf() })
    if (!kept) problem(broken ? "keep-broken" : "keep-refused")
  }
  const save = () => {
    if (box.checked) waiting ??= setTimeout(saveNow, PAUSE)
  }
  const finish = () => {
    if (waiting !== undefined) saveNow()
  }
  addEventListener("pagehide", finish)
  document.addEventListener("visibilitychange", finish)

  box.addEventListener("change", () => {
    clearTimeout(waiting)
    waiting = undefined
    problem("")
    if (box.checked) saveNow()
    else write(tools => { delete tools[name] })
    if (!box.checked || kept) say(word(box.checked ? "keep-on" : "keep-off"))
  })
  tool.querySelector("[data-keep-forget]").addEventListener("click", () => {
    if (!confirm(word("forget-ask"))) return
    clearTimeout(waiting)
    waiting = undefined
    box.checked = false
    problem("")
    forget()
    clear()
    say(word("forgotten"))
  })
  addEventListener("storage", ({ key, storageArea }) => {
    if (storageArea !== localStorage || (key !== KEY && key !== null) || isBroken()) return
    const state = readAll()?.tools[name]
    /* What is just being typed here is newer. */
    if (state !== undefined && waiting !== undefined) return
    clearTimeout(waiting)
    waiting = undefined
    box.checked = kept = state !== undefined
    if (kept) arrived(state)
  })

  /* Left as it is until the reader decides. */
  if (isBroken()) problem("keep-broken")
  const state = isBroken() ? undefined : readAll()?.tools[name] ?? undefined
  box.checked = kept = state !== undefined
  const isKept = () => {
    finish()
    return kept
  }
  return { state, save, isKept }
}
