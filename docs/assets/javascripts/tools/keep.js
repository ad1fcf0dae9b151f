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

/*
 * Leaves the state in the tab when the reader goes to the other edition, or on to another tool by
 * a link [data-go]: it is there again on coming back. `give(go)` hands over what that tool takes.
 * Not for another tab or window, which would not get it: this page stays, and warns as before.
 */
export function carry(stateOf, give) {
  document.addEventListener("click", event => {
    const { target, ctrlKey, metaKey, shiftKey, altKey } = event
    const link = target instanceof Element && target.closest("a[data-edition], a[data-go]")
    if (!link || ctrlKey || metaKey || shiftKey || altKey) return
    if (link.dataset.go) give?.(link.dataset.go)
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

/* The switch "keep on this device": { state } of what was kept, `save` to call after each change,
 * and `kept`, whether the last save succeeded. `clear` empties the tool itself. */
export function keeper(stateOf, clear) {
  const box = tool.querySelector("[data-keep-on]")
  const fault = tool.querySelector("[data-keep-fault]")
  let kept = false
  const all = read(localStorage, KEY)
  const unreadable = () => {
    try {
      return localStorage.getItem(KEY) !== null && (all?.version !== VERSION || typeof all.tools !== "object" || all.tools === null)
    } catch {
      return false
    }
  }
  const problem = key => {
    fault.textContent = key ? word(key) : ""
    kept = false
  }

  function write(change) {
    const now = read(localStorage, KEY)
    const tools = { ...(now?.version === VERSION ? now.tools : {}) }
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

  function save() {
    if (!box.checked) return
    problem("")
    kept = write(tools => { tools[name] = stateOf() })
    if (!kept) problem("keep-refused")
  }

  box.addEventListener("change", () => {
    problem("")
    if (box.checked) save()
    else write(tools => { delete tools[name] })
    if (!box.checked || kept) say(word(box.checked ? "keep-on" : "keep-off"))
  })
  tool.querySelector("[data-keep-forget]").addEventListener("click", () => {
    if (!confirm(word("forget-ask"))) return
    box.checked = false
    problem("")
    try {
      localStorage.removeItem(KEY)
      for (const key of Object.keys(sessionStorage)) if (key.startsWith(`${KEY}:`)) sessionStorage.removeItem(key)
    } catch {
      /* Refused storage holds nothing either. */
    }
    clear()
    say(word("forgotten"))
  })

  /* Corrupted, or of a later version: left as it is until the reader decides. */
  const broken = unreadable()
  if (broken) problem("keep-broken")
  const state = broken ? undefined : all?.tools?.[name]
  box.checked = state !== undefined
  kept = box.checked
  return { state, save, isKept: () => kept }
}
