/*
 * The evidence log on its page: a form, the list, files. Words stand in the page.
 */
import { copy } from "../share.js"
import { fault, toFirstFault } from "./form.js"
import { carry, guard, keeper, received, taken } from "./keep.js"
import { FIELDS, entryOf, faultOf, merge, put, remove, sorted, suggestName } from "./log.js"
import { nameOf, rowOf, table, valueOf } from "./log-list.js"
import { LARGEST, fromFile, toCsv, toJson } from "./log-files.js"
import { download, printOnly } from "./save.js"
import { say, word } from "./words.js"

const tool = document.querySelector("[data-tool=log]")
const one = selector => tool.querySelector(selector)
const form = one("[data-form]")
const rows = one("[data-rows]")
const faults = one("[data-import-faults]")
const undo = one("[data-undo]")

let entries = []
let editing
let newestFirst = false
/* Lists as they were before each change, the last one behind. */
const past = []
/* The list that a file or the browser has: what goes beyond it would be lost with the page. */
let saved = entries
let keep

const fresh = () => ({ id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, edited: new Date().toISOString() })
const typed = () => Object.fromEntries(FIELDS.map(name => [name, form.elements[name].value]))
/* The day and the minute are there before anybody typed. */
const isTyped = () => FIELDS.some(name => !["date", "time"].includes(name) && form.elements[name].value)
const stateOf = () => ({ entries, draft: isTyped() ? typed() : undefined, editing })

function shown(given) {
  for (const name of FIELDS) form.elements[name].value = given[name] ?? ""
  if (FIELDS.some(name => given[name] && form.elements[name].closest?.("[data-more]"))) one("[data-more]").open = true
  suggest()
}

function fillNow() {
  const now = new Date()
  const local = new Date(now - now.getTimezoneOffset() * 60_000).toISOString()
  form.elements.date.value = local.slice(0, 10)
  form.elements.time.value = local.slice(11, 16)
}

function suggest() {
  const entry = entryOf(typed(), { id: editing ?? "", edited: "" })
  const name = faultOf(entry) ? "" : suggestName(entry, valueOf("channel", entry.channel), entries)
  one("[data-name]").textContent = name
  one("[data-suggestion]").hidden = !name || form.elements.file.value.includes(name)
}

function setMode(id) {
  editing = id
  for (const element of form.querySelectorAll("[data-mode]")) element.hidden = element.dataset.mode !== (id ? "edit" : "new")
}

function newEntry() {
  setMode(undefined)
  form.reset()
  one("[data-more]").open = false
  for (const name of ["date", "time"]) fault(form.elements[name])
  fault(form.elements.said)
  fillNow()
  suggest()
}

/* ---- the list ---- */

function render() {
  rows.replaceChildren(...sorted(entries, newestFirst).map(rowOf))
  one("[data-empty]").hidden = entries.length > 0
  for (const element of tool.querySelectorAll("[data-filled]")) element.hidden = !entries.length
  one("[data-count]").textContent = word("count", { n: entries.length })
  for (const turn of tool.querySelectorAll("[data-turn]")) turn.hidden = (turn.dataset.turn === "newest") === newestFirst
  suggest()
}

/* A change that can be taken back; what it was is said, and stands beside the button. */
function change(next, what) {
  past.push(entries)
  entries = next
  render()
  one("[data-undo-what]").textContent = what
  undo.hidden = false
  say(what)
  keep.save()
}

function takeBack() {
  entries = past.pop()
  render()
  undo.hidden = !past.length
  one("[data-undo-what]").textContent = word("undone", { n: entries.length })
  say(word("undone", { n: entries.length }))
  keep.save()
  if (undo.hidden) one("#log-list-title").focus()
}

/* ---- the form ---- */

function submit() {
  const old = entries.find(({ id }) => id === editing)
  const entry = { ...entryOf(typed(), fresh()), ...(old && { id: old.id }) }
  const wrong = faultOf(entry)
  fault(form.elements.date, wrong === "date" ? word("fault-date") : "")
  fault(form.elements.time, wrong === "time" || form.elements.time.validity.badInput ? word("fault-time") : "")
  fault(form.elements.said, isTyped() ? "" : word("fault-empty"))
  if (toFirstFault(form)) return
  const next = put(entries, entry)
  newEntry()
  change(next, old ? word("changed") : word("added", { n: next.length }))
  one("#log-list-title").focus()
}

function edit(id) {
  setMode(id)
  shown(entries.find(entry => entry.id === id))
  form.scrollIntoView()
  form.elements.date.focus({ preventScroll: true })
}

function drop(id) {
  const place = [...rows.children].findIndex(row => row.dataset.id === id)
  if (editing === id) newEntry()
  change(remove(entries, id), word("deleted", { what: nameOf(entries.find(entry => entry.id === id)) }))
  const next = rows.children[Math.min(place, rows.children.length - 1)]
  if (next) next.querySelector("[data-do=delete]").focus()
  else one("#log-list-title").focus()
}

/* ---- files ---- */

function showFaults(found, count, isTable) {
  const items = found.slice(0, 20).map(({ line, name }) => {
    const why = word(["date", "time", "channel", "from", "row", "cells", "quote"].includes(name) ? `why-${name}` : "why-long")
    return Object.assign(document.createElement("li"), { textContent: word(isTable ? "import-line" : "import-entry", { line, why }) })
  })
  const list = document.createElement("ul")
  list.append(...items)
  if (found.length > 20) list.append(Object.assign(document.createElement("li"), { textContent: word("import-more", { n: found.length - 20 }) }))
  faults.replaceChildren(word("import-some", { n: count }), list)
}

async function putBack(input) {
  const [file] = input.files
  if (!file) return
  faults.replaceChildren()
  let read = { broken: "large" }
  if (file.size <= LARGEST) {
    try {
      read = fromFile(new Uint8Array(await file.arrayBuffer()), table, fresh)
    } catch {
      read = { broken: "unreadable" }
    }
  }
  /* So that the same file can be chosen again once it is mended. */
  input.value = ""
  if (read.broken) {
    faults.textContent = word(`broken-${read.broken}`)
    return
  }
  const merged = merge(entries, read.entries)
  if (merged.added + merged.changed) change(merged.entries, word("imported", merged))
  else say(word("imported", merged))
  if (read.faults.length) showFaults(read.faults, read.entries.length, read.isTable)
}

function save(extension, type, text) {
  const day = new Date()
  const local = new Date(day - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
  download(`${word("file-name")}-${local}.${extension}`, type, text)
  saved = entries
}

const DO = {
  now: () => { fillNow(); suggest() },
  "use-name": () => {
    const { file } = form.elements
    file.value = [file.value.trim(), one("[data-name]").textContent].filter(Boolean).join("、")
    suggest()
    file.focus()
  },
  "copy-name": async button => {
    if (await copy(one("[data-name]").textContent, "link", button.parentElement)) say(word("copied"))
  },
  cancel: () => { newEntry(); one("#log-list-title").focus() },
  undo: takeBack,
  turn: () => {
    newestFirst = !newestFirst
    render()
    one("[data-turn]:not([hidden])").focus()
  },
  edit: button => edit(button.closest("tr").dataset.id),
  delete: button => drop(button.closest("tr").dataset.id),
  print: () => printOnly(one("[data-list]")),
  csv: () => save("csv", "text/csv;charset=utf-8", toCsv(entries, table)),
  json: () => save("json", "application/json", toJson(entries)),
}

/* Entries that were kept: those that are none are left out, and nothing else is lost. */
function restored(kept) {
  const found = Array.isArray(kept?.entries) ? kept.entries : []
  return found.map(entry => entryOf(entry ?? {}, fresh())).filter(entry => !faultOf(entry))
}

/* Another list altogether: what was before it cannot be brought back. */
function setList(list) {
  entries = saved = list
  past.length = 0
  undo.hidden = true
  if (editing && !list.some(({ id }) => id === editing)) newEntry()
  render()
}

function setUp() {
  keep = keeper(stateOf, () => {
    setList([])
    newEntry()
  }, state => setList(restored(state)))
  const carried = taken()
  entries = restored(carried ?? keep.state)
  if (!carried) saved = entries
  newEntry()
  const draft = (carried ?? keep.state)?.draft
  if (entries.some(({ id }) => id === carried?.editing)) setMode(carried.editing)
  if (draft) shown(entryOf(draft, fresh()))
  const handed = received("log-entry")
  if (handed) {
    shown(entryOf({ ...typed(), ...handed }, fresh()))
    say(word("handed"))
  }
  form.addEventListener("submit", event => {
    event.preventDefault()
    submit()
  })
  form.addEventListener("input", ({ target }) => {
    if (target.getAttribute("aria-invalid")) fault(target)
    suggest()
    keep.save()
  })
  one("#log-import").addEventListener("change", ({ target }) => putBack(target))
  tool.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]")
    if (button) DO[button.dataset.do](button)
  })
  carry(stateOf)
  guard(() => !keep.isKept() && (entries !== saved || isTyped()))
  render()
  tool.hidden = false
}

setUp()
