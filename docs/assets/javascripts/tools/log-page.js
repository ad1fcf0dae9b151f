/*
 * The evidence log on its page: a form, the list, files. Words stand in the page.
 */
import { copy } from "../share.js"
import { fault, toFirstFault } from "./form.js"
import { grow, grows } from "./grow.js"
import { carry, guard, keeper, received, taken } from "./keep.js"
import {
  FIELDS, draftOf, entryOf, faultOf, isAsItWas, isChanged, merge, mergeChanges, put, readLog, remove, sorted, suggestName,
} from "./log.js"
import { showDiffering } from "./log-differ.js"
import { nameOf, rowOf, table, valueOf } from "./log-list.js"
import { LARGEST, fromFile, fromPaste, toCsv, toJson } from "./log-files.js"
import { foldPaper, printNow, printsAlone } from "./paper.js"
import { download } from "./save.js"
import { note, say, word } from "./words.js"

const tool = document.querySelector("[data-tool=log]")
const one = selector => tool.querySelector(selector)
const form = one("[data-form]")
const rows = one("[data-rows]")
const faults = one("[data-import-faults]")
const undo = one("[data-undo]")

let entries = []
/* What is written half, but for what is in the form; and whose draft that is: { id, editing, was },
 * with `back`, the draft that was put by for it. */
let drafts = []
let open
let newestFirst = true
/* The changes that can be taken back, the last one behind: { before, after }. */
const past = []
/* The list that the reader has in a file: what goes beyond it would be lost with the page. */
let saved
let keep

const freshId = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`
const fresh = () => ({ id: freshId(), edited: new Date().toISOString() })

/* ---- what is in the form ---- */

const typed = () => Object.fromEntries(FIELDS.map(name => [name, form.elements[name].value]))
const current = () => ({ ...typed(), id: open.id, ...open.editing && { editing: open.editing, was: open.was } })
const entryAt = id => entries.find(entry => entry.id === id)
/* The day and the minute are there before anybody typed. */
const isTyped = () => open.editing && entryAt(open.editing) ? isChanged(current(), entryAt(open.editing))
  : FIELDS.some(name => !["date", "time"].includes(name) && form.elements[name].value)
const stateOf = () => ({
  entries,
  drafts: isTyped() ? [...drafts, current()] : drafts,
  ...isTyped() && { open: open.id },
  filed: entries.length > 0 && entries === saved,
})
const isEmpty = () => !entries.length && !drafts.length && !isTyped()

function fillNow() {
  const now = new Date()
  const local = new Date(now - now.getTimezoneOffset() * 60_000).toISOString()
  form.elements.date.value = local.slice(0, 10)
  form.elements.time.value = local.slice(11, 16)
}

function suggest() {
  const entry = entryOf(typed(), { id: open.editing ?? "", edited: "" })
  const name = faultOf(entry) ? "" : suggestName(entry, valueOf("channel", entry.channel), entries)
  one("[data-name]").textContent = name
  one("[data-suggestion]").hidden = !name || form.elements.file.value.includes(name)
}

function showDrafts() {
  one("[data-drafts]").hidden = !drafts.length
  one("[data-drafts-what]").textContent = word("drafts", { n: drafts.length })
  one("[data-do=drop]").hidden = Boolean(open.editing) || !isTyped()
}

/* A draft into the form; without one an empty form with the day and the minute. */
function openDraft(draft, back) {
  open = { id: draft?.id ?? freshId(), editing: draft?.editing, was: draft?.was, back }
  for (const element of form.querySelectorAll("[data-mode]")) element.hidden = element.dataset.mode !== (open.editing ? "edit" : "new")
  for (const name of ["date", "time", "said"]) fault(form.elements[name])
  form.reset()
  one("[data-more]").open = false
  if (draft) {
    for (const name of FIELDS) form.elements[name].value = draft[name] ?? ""
    if (FIELDS.some(name => draft[name] && form.elements[name].closest?.("[data-more]"))) one("[data-more]").open = true
  } else fillNow()
  suggest()
  showDrafts()
  grow(form)
}

/* The form is done with: what was put by for it comes back. */
function closeDraft() {
  const back = drafts.find(({ id }) => id === open.back)
  drafts = drafts.filter(draft => draft !== back)
  openDraft(back)
}

/* What is typed is put by, not lost; its id. */
function putBy() {
  if (!isTyped()) return undefined
  drafts = [...drafts, current()]
  return open.id
}

/* ---- the list ---- */

function render() {
  rows.replaceChildren(...sorted(entries, newestFirst).map(rowOf))
  one("[data-empty]").hidden = entries.length > 0
  for (const element of tool.querySelectorAll("[data-filled]")) element.hidden = !entries.length
  one("[data-count]").textContent = word("count", { n: entries.length })
  for (const turn of tool.querySelectorAll("[data-turn]")) turn.hidden = (turn.dataset.turn === "newest") === newestFirst
  suggest()
  showDrafts()
}

/* A change that can be taken back; what it was is said, and stands beside the button. */
function change(next, what) {
  past.push({ before: entries, after: next })
  entries = next
  render()
  one("[data-undo-what]").textContent = what
  undo.hidden = false
  say(what)
  keep.save()
}

/* What else has changed since stays. */
function takeBack() {
  const { before, after } = past.pop()
  entries = mergeChanges(after, before, entries, freshId)
  render()
  undo.hidden = !past.length
  one("[data-undo-what]").textContent = word("undone", { n: entries.length })
  say(word("undone", { n: entries.length }))
  keep.save()
  if (undo.hidden) one("#log-list-title").focus()
}

/* ---- the form ---- */

function submit() {
  const draft = current()
  const old = entryAt(draft.editing)
  const made = entryOf(typed(), fresh())
  const wrong = faultOf(made)
  fault(form.elements.date, wrong === "date" ? word("fault-date") : "")
  fault(form.elements.time, wrong === "time" || form.elements.time.validity.badInput ? word("fault-time") : "")
  fault(form.elements.said, open.editing || isTyped() ? "" : word("fault-empty"))
  if (toFirstFault(form)) return
  /* Changed in another tab meanwhile: then there are two. */
  const apart = old && !isAsItWas(draft, old)
  const next = put(entries, draft.editing && !apart ? { ...made, id: draft.editing } : made)
  closeDraft()
  change(next, word(apart ? "changed-apart" : old ? "changed" : "added", { n: next.length }))
  one("#log-list-title").focus()
}

function edit(id) {
  const begun = drafts.find(({ editing }) => editing === id)
  if (open.editing !== id) {
    drafts = drafts.filter(draft => draft !== begun)
    const back = putBy()
    openDraft(begun ?? draftOf(entryAt(id), freshId()), back)
    keep.save()
  }
  form.scrollIntoView()
  form.elements.date.focus({ preventScroll: true })
}

function drop(id) {
  const place = [...rows.children].findIndex(row => row.dataset.id === id)
  const what = word("deleted", { what: nameOf(entryAt(id)) })
  /* What was being changed and is not noted becomes an entry of its own. */
  if (open.editing === id && !isTyped()) closeDraft()
  change(remove(entries, id), what)
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

/* What the reader chose of what a file says otherwise. */
function choose(pairs, what) {
  if (what === "mine") return
  const next = pairs.reduce((list, { mine, theirs }) => what === "theirs"
    ? put(list, { ...theirs, id: mine.id, edited: theirs.edited || fresh().edited })
    : [...list, { ...theirs, ...fresh() }], entries)
  change(next, word(what === "theirs" ? "replaced" : "both", { n: pairs.length }))
}

function takeIn(read) {
  faults.replaceChildren()
  if (read.broken) {
    faults.textContent = word(`broken-${read.broken}`)
    return false
  }
  const merged = merge(entries, read.entries)
  const what = word("imported", { added: merged.added, known: merged.known })
  if (merged.added) change(merged.entries, what)
  one("[data-imported]").textContent = what
  say(what)
  if (read.faults.length) showFaults(read.faults, read.entries.length, read.isTable)
  showDiffering(one("[data-differing]"), merged.differing, choose)
  if (merged.differing.length) one("[data-differing-what]").focus()
  return true
}

async function putBack(input) {
  const [file] = input.files
  if (!file) return
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
  takeIn(read)
}

function save(button, extension, type, text) {
  const day = new Date()
  const local = new Date(day - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
  const list = entries
  download(button, `${word("file-name")}-${local}.${extension}`, type, text, () => {
    saved = list
    keep.save()
  })
}

const DO = {
  now: () => {
    fillNow()
    suggest()
    keep.save()
  },
  "use-name": () => {
    const { file } = form.elements
    file.value = [file.value.trim(), one("[data-name]").textContent].filter(Boolean).join("、")
    suggest()
    keep.save()
    file.focus()
  },
  "copy-name": async button => {
    if (await copy(one("[data-name]").textContent, "", button.parentElement)) note(button, word("copied"))
  },
  cancel: () => {
    closeDraft()
    keep.save()
    one("#log-list-title").focus()
  },
  drop: () => {
    if (!confirm(word("drop-ask"))) return
    closeDraft()
    keep.save()
    form.elements.date.focus()
  },
  drafts: () => {
    const [first, ...others] = drafts
    drafts = others
    putBy()
    openDraft(first)
    keep.save()
    form.elements.date.focus()
  },
  undo: takeBack,
  turn: () => {
    newestFirst = !newestFirst
    render()
    one("[data-turn]:not([hidden])").focus()
  },
  edit: button => edit(button.closest("tr").dataset.id),
  delete: button => drop(button.closest("tr").dataset.id),
  print: button => printNow(button),
  csv: button => save(button, "csv", "text/csv;charset=utf-8", toCsv(entries, table)),
  json: button => save(button, "json", "application/json", toJson(entries)),
  paste: () => {
    const field = one("#log-paste")
    if (takeIn(fromPaste(field.value, table, fresh))) field.value = ""
  },
}

/* ---- what was kept ---- */

function fillIn(state) {
  const read = readLog(state, fresh)
  entries = read.entries
  saved = read.filed ? entries : undefined
  /* Drafts of other tabs wait until the reader asks for them. */
  const own = read.drafts.find(({ id }) => id === (open ? open.id : read.open))
  drafts = read.drafts.filter(draft => draft !== own)
  const gone = () => isTyped() || (open.editing && !entryAt(open.editing))
  if (!open || (own ? isChanged(own, current()) : gone())) openDraft(own)
  render()
}

const texts = list => new Set((Array.isArray(list) ? list : []).map(item => JSON.stringify(item)))

/* Two tabs that were changed apart. Of one draft this tab goes on with its own. */
function mergeStates(base, mine, theirs) {
  const [before, here, there] = [base, mine, theirs].map(state => readLog(state, fresh))
  const unread = [...new Set([...texts(mine.unread), ...texts(theirs.unread)])].map(text => JSON.parse(text))
  return {
    entries: mergeChanges(before.entries, here.entries, there.entries, freshId),
    drafts: mergeChanges(before.drafts, there.drafts, here.drafts, freshId),
    ...unread.length && { unread },
  }
}

/* An entry that another tool hands over: into the form, or beside what is half written there. */
const ARRIVAL = "log-entry"
function meetEntry() {
  const handed = received(ARRIVAL)
  if (typeof handed !== "object" || handed === null) return
  const apart = isTyped()
  const entry = entryOf({ ...apart ? {} : typed(), ...handed, id: freshId() }, fresh())
  const { edited, ...draft } = entry
  if (apart) drafts = [...drafts, draft]
  else openDraft(draft)
  showDrafts()
  one("[data-handed]").hidden = false
  one("[data-handed]").textContent = word(apart ? "handed-apart" : "handed")
  say(word(apart ? "handed-apart" : "handed"))
  keep.keepNow()
  keep.save()
  taken(ARRIVAL)
}

function setUp() {
  keep = keeper({ stateOf, fillIn, isEmpty, merge: mergeStates })
  meetEntry()
  form.addEventListener("submit", event => {
    event.preventDefault()
    one("[data-handed]").hidden = true
    submit()
  })
  form.addEventListener("input", ({ target }) => {
    if (target.getAttribute("aria-invalid")) fault(target)
    suggest()
    showDrafts()
    keep.save()
  })
  one("#log-import").addEventListener("change", ({ target }) => putBack(target))
  tool.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]")
    if (button) DO[button.dataset.do](button)
  })
  grows(form)
  printsAlone(() => entries.length ? one("[data-list]") : undefined)
  foldPaper()
  carry(stateOf, keep.keepNow)
  guard(() => !keep.isKept() && (drafts.length > 0 || isTyped() || (entries.length > 0 && entries !== saved)))
  tool.hidden = false
}

setUp()
