/*
 * What is typed is never lost without a word. The tab has it, so that Back, Forward, reload and a
 * tab that the browser has put to sleep bring it back. The browser has it only where the reader
 * asks for that, and then tabs tell each other.
 */
import { copy } from "../share.js"
import { brokenText, concerns, deleteAll, deletions, handOver, inBrowser, inTab, keepInBrowser, keepInTab } from "./stores.js"
import { note, say, word } from "./words.js"

const tool = document.querySelector("[data-tool]")
const name = tool.dataset.tool
let carried = false

/* ---- from page to page ---- */

/* The tool that a link leads to: those that the page's tool hands over to are [data-go], and
 * a link of the text to the same page does the same. */
function goOf(link) {
  const page = link.href.split("#")[0]
  return [...document.querySelectorAll("a[data-go]")].find(({ href }) => href === page)?.dataset.go
}

/* Back and reload come to the place that was left: the browser looks for it too early, before what
 * is kept has made the page as long as it was. Who leaves before that has not moved. */
function comeBack() {
  const key = `${name}-at`
  const place = inTab(key)
  const [visit] = performance.getEntriesByType("navigation")
  let onTheWay = Number.isFinite(place) && visit?.type !== "navigate"
  if (onTheWay) {
    history.scrollRestoration = "manual"
    requestAnimationFrame(() => {
      scrollTo({ top: place, behavior: "instant" })
      onTheWay = false
    })
  }
  const keepPlace = () => onTheWay || keepInTab(key, scrollY)
  addEventListener("pagehide", keepPlace)
  document.addEventListener("visibilitychange", () => { if (document.hidden) keepPlace() })
}

/*
 * The reader goes to the other edition, or on to another tool: the tab has the state, and
 * `give(go)` hands over what that tool takes. `keepNow()` says whether the tab took it.
 * Not for another tab or window, which would not get it: this page stays, and warns as before.
 */
export function carry(stateOf, keepNow, give) {
  document.addEventListener("click", event => {
    const { target, ctrlKey, metaKey, shiftKey, altKey } = event
    const link = target instanceof Element && target.closest("a[href]")
    if (!link || ctrlKey || metaKey || shiftKey || altKey) return
    const go = goOf(link)
    if (!go && !link.dataset.edition) return
    if (go) give?.(go)
    carried = keepNow()
    /* The other edition is the same tool: it gets all. */
    if (!carried && !go) {
      handOver(name, { state: stateOf() })
      carried = true
    }
  })
  comeBack()
  tool.inert = false
  /* Back again from the browser's memory of pages: nothing is carried any more. */
  addEventListener("pageshow", () => { carried = false })
}

/* What another tool handed over: it stays until `taken(key)` says that it is in this one. */
export const received = inTab
export const taken = key => keepInTab(key)

/* The browser asks before a page closes whose work would be lost. */
export function guard(isDirty) {
  addEventListener("beforeunload", event => {
    if (carried || !isDirty()) return
    event.preventDefault()
    /* Browsers of some years ago ask by this. */
    event.returnValue = true
  })
}

/* ---- in the tab, and in the browser ---- */

/* Where the page's own form is the tool, the switch stands behind it: before `element`. */
export function keepBefore(element) {
  const box = document.createElement("div")
  box.className = "tool"
  box.append(tool.querySelector(".tool__keep"))
  element.before(box)
}

/* All texts and numbers in a state. */
function leaves(value) {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leaves)
  return typeof value === "string" ? [value].filter(Boolean) : typeof value === "number" ? [value] : []
}

/* Whether something of a state is not in what a tool has made of it. */
function lacks(made, given) {
  const counts = new Map()
  for (const leaf of leaves(made)) counts.set(leaf, (counts.get(leaf) ?? 0) + 1)
  return leaves(given).some(leaf => {
    counts.set(leaf, (counts.get(leaf) ?? 0) - 1)
    return counts.get(leaf) < 0
  })
}

/* Typing is not held up by the disk: it is written once there is a pause. */
const PAUSE = 300

/*
 * Keeps a tool: `stateOf()` is what is in it, `fillIn(state)` puts that back, undefined for nothing,
 * and `isEmpty()` says whether anything of the reader's is there. What was kept is filled in at once.
 * Two tabs that were changed apart from each other are merged by `merge(base, mine, theirs)`, or
 * the reader chooses.
 *
 * Gives `save()`, to be called after each change; `keepNow()`, whether the tab has it; `isKept()`,
 * whether the browser has all of it.
 */
export function keeper({ stateOf, fillIn, isEmpty, merge }) {
  const one = selector => tool.querySelector(selector) ?? document.querySelector(selector)
  const box = one("[data-keep-on]")
  const fault = one("[data-keep-fault]")
  const choice = one("[data-keep-choice]")
  const rest = one("[data-keep-rest]")
  /* What the browser keeps, as last seen here; and what was here when both were the same. */
  let seen = ""
  let agreed
  let waiting
  let deleted = deletions()
  /* What was kept and can't be shown: it stays as it is. */
  let unread = []

  const whole = () => unread.length ? { ...stateOf(), unread } : stateOf()
  const textOf = state => JSON.stringify(state)
  const isChanged = () => agreed === undefined ? !isEmpty() : textOf(whole()) !== agreed
  const problem = key => {
    fault.textContent = key ? word(key) : ""
  }

  function showRest() {
    rest.hidden = !unread.length && brokenText() === undefined
    rest.querySelector("[data-keep-part]").hidden = !unread.length
  }

  function show(state) {
    fillIn(state)
    unread = Array.isArray(state?.unread) ? state.unread : []
    const { unread: _, ...given } = typeof state === "object" && state !== null ? state : { given: state }
    if (lacks(stateOf(), given)) unread = [...unread, state?.unread ? given : state]
    showRest()
  }

  /* What another tab has kept since, and what is here. */
  function meet() {
    const { state, text } = inBrowser(name)
    if (text === seen || brokenText() !== undefined) return
    const here = textOf(whole())
    if (!text) {
      /* Deleted there; here it stands on the page. */
      box.checked = false
      agreed = undefined
    } else if (here === text || !isChanged()) {
      if (here !== text) show(state)
      agreed = textOf(whole())
      box.checked = true
    } else if (merge) {
      show(merge(seen ? JSON.parse(seen) : undefined, whole(), state))
      agreed = text
      box.checked = true
      save()
    } else {
      agreed = undefined
      if (choice.hidden) say(choice.querySelector("p").textContent)
      choice.hidden = false
      return
    }
    seen = text
    choice.hidden = true
    problem("")
  }

  function keepThere() {
    if (brokenText() !== undefined) {
      box.checked = false
      problem("keep-broken")
      return
    }
    meet()
    if (!choice.hidden || !box.checked) return
    const state = whole()
    if (keepInBrowser(name, state)) {
      seen = agreed = textOf(state)
      problem("")
    } else {
      box.checked = false
      problem(seen ? "keep-older" : "keep-refused")
    }
  }

  const isKept = () => {
    finish()
    return box.checked && choice.hidden && agreed !== undefined && textOf(whole()) === agreed
  }

  const keepNow = () => {
    finish()
    if (isEmpty() && !unread.length) return keepInTab(name)
    return keepInTab(name, { state: whole(), on: box.checked, ...isKept() ? { kept: true } : { seen } })
  }

  function saveNow() {
    clearTimeout(waiting)
    waiting = undefined
    if (box.checked) keepThere()
    keepNow()
  }
  function save() {
    waiting ??= setTimeout(saveNow, PAUSE)
  }
  function finish() {
    if (waiting === undefined) return
    clearTimeout(waiting)
    waiting = undefined
    if (box.checked) keepThere()
  }

  function empty() {
    clearTimeout(waiting)
    waiting = undefined
    fillIn(undefined)
    unread = []
    seen = ""
    agreed = undefined
    box.checked = false
    choice.hidden = true
    problem("")
    showRest()
  }

  box.addEventListener("change", () => {
    clearTimeout(waiting)
    waiting = undefined
    problem("")
    if (box.checked) keepThere()
    else if (keepInBrowser(name)) {
      seen = ""
      agreed = undefined
    }
    keepNow()
    if (!fault.textContent) say(word(box.checked ? "keep-on" : "keep-off"))
  })
  choice.addEventListener("click", ({ target }) => {
    const { choose } = target.dataset
    if (!choose) return
    const { state, text } = inBrowser(name)
    choice.hidden = true
    box.checked = true
    seen = text
    if (choose === "theirs") {
      show(state)
      agreed = textOf(whole())
    }
    saveNow()
    box.focus()
  })
  rest.addEventListener("click", async ({ target }) => {
    if (!target.matches("[data-keep-copy]")) return
    const text = brokenText() ?? unread.map(part => JSON.stringify(part)).join("\n")
    if (await copy(text, "", target.parentElement)) note(target, word("copied-text"))
  })
  one("[data-keep-forget]").addEventListener("click", () => {
    if (!confirm(word("forget-ask"))) return
    deleteAll()
    deleted = deletions()
    empty()
    say(word("forgotten"))
  })

  addEventListener("storage", event => { if (concerns(event)) meet() })
  addEventListener("pagehide", keepNow)
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keepNow()
    else meet()
  })
  /* Out of the browser's memory of pages. */
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return
    if (deletions() !== deleted) {
      deleted = deletions()
      empty()
    }
    meet()
  })

  const kept = inTab(name)
  /* What a page of the version before this one left in the tab is the state itself. */
  const record = kept && typeof kept === "object" && "state" in kept ? kept : { state: kept }
  show(record.state)
  seen = typeof record.seen === "string" ? record.seen : ""
  if (record.kept) agreed = textOf(whole())
  box.checked = record.on === true && Boolean(seen || record.kept)
  meet()
  if (brokenText() !== undefined) problem("keep-broken")
  else if (seen && !box.checked && choice.hidden) problem("keep-older")
  else if (box.checked && !isKept()) save()
  return { save, keepNow, isKept }
}
