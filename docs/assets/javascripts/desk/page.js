/*
 * The agents' desk: finds by typing, in either script, and copies in one action. Words stand in
 * <template id="desk-words">. Until something is typed, the list of all pages stands there, as it
 * does without scripts.
 */
import { copy } from "../share.js"
import { answers } from "./asked.js"
import { readEntries, readTitles, root } from "./catalogue.js"
import { find, itemOf } from "./find.js"
import { textsOf } from "./sms.js"

const HANT = "zh-Hant"
const HANS = "zh-Hans"
const own = document.documentElement.lang === HANS ? HANS : HANT
/* Pages that are shown at once, and those when the words themselves stand nowhere. */
const AT_ONCE = 30
const NEAREST = 3
const RECENT = 5
const KEPT = "desk"
const isServed = location.protocol.startsWith("http")

const words = document.getElementById("desk-words").content
const desk = document.querySelector("[data-desk]")
const tools = desk.querySelector("form")
const query = desk.querySelector("#desk-query")
const said = desk.querySelector("[data-count]")
const again = desk.querySelector("[data-again]")
const results = desk.querySelector("[data-results]")
const list = document.querySelector("[data-listed]")

/* What is known of each page (find.js), in reading order: its title first, then all of it. */
const byId = new Map()
let state = "coming"
let coming
let shown = AT_ONCE

/* ---- what is kept as long as the tab is open ---- */

function readKept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? {}
  } catch {
    return {}
  }
}

function keep(changes) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ ...readKept(), ...changes }))
  } catch {
    /* Nothing is remembered then. */
  }
}

function remember(id, anchor) {
  const earlier = (readKept().recent ?? []).filter(([page, place]) => page !== id || place !== anchor)
  keep({ recent: [[id, anchor], ...earlier].slice(0, RECENT) })
}

/* ---- addresses ---- */

/* Where the site really is, not where its build believed. From a disk: what the build says. */
function shortLink({ id, short }, anchor) {
  const url = isServed ? new URL(`s/${id}/`, root).href : short
  return anchor ? `${url}#${anchor}` : url
}

/* On a disk there is the one edition, and pages are files. */
function address(entry, anchor) {
  const { id, short, editions } = entry
  if (!short) return shortLink(entry, anchor)
  const built = short.slice(0, -`s/${id}/`.length)
  const path = editions[isServed ? own : HANT].url.slice(built.length)
  const url = new URL(isServed ? path : `${path}index.html`, root)
  url.hash = anchor
  return url.href
}

/* ---- copying ---- */

const partOf = ({ section }) => document.querySelector(`[data-section="${section}"] :is(h3, a)`)?.textContent ?? ""

const titleOf = (entry, anchor, language) =>
  anchor ? entry.anchors.find(({ id }) => id === anchor)?.title[language] : entry.editions[language].title

/* Of a section, what it is a section of. */
function fullerOf(entry, anchor, language) {
  const { title, description } = entry.editions[language]
  return `${title}：${anchor ? titleOf(entry, anchor, language) : description}`
}

function textsFor(entry, anchor) {
  const { script, format } = tools.elements
  const languages = script.value === "both" ? [HANT, HANS] : [script.value]
  const [titles, fuller] = [titleOf, fullerOf].map(make => languages.map(language => make(entry, anchor, language)))
  /* By its title alone nobody knows what a section is about. */
  const wanted = anchor && format.value === "title" ? "full" : format.value
  return textsOf(wanted, titles, fuller, shortLink(entry, anchor))
}

function sizeOf({ length, parts }) {
  const { textContent } = words.querySelector(parts === 1 ? "[data-one]" : "[data-more]")
  return textContent.replace("{n}", length).replace("{parts}", parts)
}

/* The text as it was copied, with how many messages it makes; the other texts are a press away. */
function showCopied(row, texts, text) {
  const box = words.querySelector(".desk__copied").cloneNode(true)
  box.querySelector("[data-text]").textContent = text.text
  box.querySelector("[data-size]").textContent = sizeOf(text)
  for (const other of texts.filter(each => each !== text)) {
    const button = words.querySelector(`[data-other=${other.name}]`).cloneNode(true)
    button.append(sizeOf(other))
    button.addEventListener("click", () => copyText(row, texts, other))
    box.append(button)
  }
  document.querySelector(".desk__copied")?.remove()
  row.append(box)
  return box
}

function copyText(row, texts, text) {
  const had = document.activeElement.closest(".desk__copied")
  const box = showCopied(row, texts, text)
  if (had) row.querySelector(".desk__copy, [data-short]").focus()
  copy(text.text, text.name === "link" ? "link" : tools.elements.format.value, box, sizeOf(text))
}

/* Whoever is quicker than the data waits for what the text needs: nothing is left out. */
async function copyRow(row) {
  const { id, anchor = "" } = row.dataset
  if (tools.elements.format.value === "sms" && state === "coming") await coming
  const { entry } = byId.get(id)
  if (tools.elements.format.value === "sms" && !entry.short) {
    show()
    return
  }
  const texts = textsFor(entry, anchor)
  remember(id, anchor)
  copyText(row, texts, texts[0])
}

/* ---- rows ---- */

function toggle(row, name, make) {
  const button = row.querySelector(`:scope > .desk__more [data-do=${name}]`)
  const open = button.getAttribute("aria-expanded") !== "true"
  button.setAttribute("aria-expanded", String(open))
  const old = row.querySelector(`:scope > .desk__${name}`)
  if (old) old.hidden = !open
  else if (open) row.append(make())
}

function code(entry, anchor) {
  const node = words.querySelector(".desk__code").cloneNode(true)
  const picture = new URL(`s/${entry.id}/qr.`, root).href
  const image = node.querySelector("img")
  image.alt += titleOf(entry, anchor, own)
  image.src = `${picture}svg`
  for (const link of node.querySelectorAll("a")) {
    if (isServed) link.href = picture + link.dataset.ending
    else link.remove()
  }
  return node
}

function sections(entry) {
  const rows = document.createElement("ul")
  rows.className = "desk__sections"
  rows.append(...entry.anchors.map(({ id }) => sectionRow(entry, id)))
  return rows
}

function fill(row, entry, anchor) {
  Object.assign(row.dataset, anchor ? { id: entry.id, anchor } : { id: entry.id })
  row.querySelector(".desk__title").textContent = titleOf(entry, anchor, own)
  row.querySelector("a").href = address(entry, anchor)
  return row
}

function sectionRow(entry, anchor) {
  const row = fill(words.querySelector("[data-row]").cloneNode(true), entry, anchor)
  for (const part of row.querySelectorAll(".desk__part, .desk__about, [data-do]")) part.remove()
  return row
}

function pageRow({ entry }, meant) {
  const row = fill(words.querySelector("[data-row]").cloneNode(true), entry, "")
  row.querySelector(".desk__part").textContent = partOf(entry)
  row.querySelector(".desk__about").textContent = entry.editions[own].description ?? ""
  const all = row.querySelector("[data-do=sections]")
  all.hidden = !entry.anchors.length
  all.querySelector("span").textContent = entry.anchors.length
  if (meant.length) {
    const rows = document.createElement("ul")
    rows.append(...meant.map(({ id }) => sectionRow(entry, id)))
    row.append(rows)
  }
  return row
}

/* ---- finding ---- */

function say(name, n) {
  said.textContent = words.querySelector(`[data-say=${name}]`).textContent.replace("{n}", n).replace("{shown}", shown)
}

function showRows(found) {
  results.replaceChildren(...found.slice(0, shown).map(({ item, meant }) => pageRow(item, meant)))
}

function showRecent() {
  const recent = (readKept().recent ?? []).filter(([id, anchor]) => byId.get(id)?.entry.short || (byId.has(id) && !anchor))
  results.replaceChildren(...recent.map(([id, anchor]) => {
    const item = byId.get(id)
    return anchor ? sectionRow(item.entry, anchor) : pageRow(item, [])
  }))
  if (recent.length) say("recent")
  else said.textContent = ""
}

/* Words that stand nowhere are left to the search of the guide. */
async function findNear(typed) {
  const pages = (await answers(typed)).slice(0, NEAREST)
  if (typed !== query.value) return
  const byAddress = new Map([...byId.values()].map(item => [address(item.entry, ""), item]))
  const found = pages.flatMap(([best]) => {
    const [page, anchor] = best.split("#")
    const item = byAddress.get(page)
    return item ? [{ item, meant: item.entry.anchors.filter(({ id }) => id === anchor) }] : []
  })
  showRows(found)
  say(found.length ? "near" : "none", found.length)
}

function offer(name) {
  again.textContent = words.querySelector(`[data-${name}]`).textContent
  again.hidden = false
}

function show() {
  const typed = query.value
  const isEmpty = !typed.trim()
  list.hidden = !isEmpty && state !== "failed"
  again.hidden = true
  if (isEmpty && state !== "failed") {
    showRecent()
    return
  }
  const found = isEmpty ? [] : find([...byId.values()], typed)
  showRows(found)
  if (state === "failed") {
    say("failed")
    offer("retry")
  } else if (state === "coming") say("coming", found.length)
  else if (!found.length) findNear(typed)
  else {
    say(found.length > shown ? "first" : "found", found.length)
    if (found.length > shown) offer("all")
  }
}

/* Whoever has gone to a row is not to lose it. */
function showAgain() {
  if (!results.contains(document.activeElement)) show()
}

function take(entries) {
  for (const entry of entries) {
    if (!byId.get(entry.id)?.entry.short) byId.set(entry.id, itemOf(entry, partOf(entry)))
  }
  showAgain()
}

async function load() {
  state = "coming"
  readTitles().then(take).catch(() => {})
  try {
    const entries = await readEntries()
    state = "here"
    take(entries)
  } catch {
    state = "failed"
    showAgain()
  }
}

/* ---- keyboard ---- */

function clear() {
  query.value = ""
  query.focus()
  show()
}

function onFieldKey(event) {
  if (event.isComposing) return
  const first = results.querySelector(".desk__copy")
  if (event.key === "Escape" && query.value) clear()
  else if (event.key === "Enter" && query.value.trim() && first) copyRow(first.closest("[data-row]"))
  else if (event.key === "ArrowDown" && first) first.focus()
  else return
  event.preventDefault()
}

function onRowKey(event) {
  const { key, target } = event
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const rows = [...results.querySelectorAll(".desk__copy")].filter(each => each.getClientRects().length)
  const row = target.closest("[data-row]")
  const place = rows.indexOf(row.querySelector(".desk__copy"))
  const opener = row.querySelector(":scope > .desk__more [data-do=sections]:not([hidden])")
  if (key === "ArrowDown") rows[Math.min(place + 1, rows.length - 1)].focus()
  else if (key === "ArrowUp") (rows[place - 1] ?? query).focus()
  else if (key === "ArrowRight" && opener?.getAttribute("aria-expanded") === "false") opener.click()
  else if (key === "ArrowLeft" && opener?.getAttribute("aria-expanded") === "true") opener.click()
  else if (key === "Escape") clear()
  else {
    /* Typing goes on in the field. */
    if ((key.length === 1 && key !== " ") || key === "Process") query.focus()
    return
  }
  event.preventDefault()
}

/* ---- setting up ---- */

function onClick(event) {
  const row = event.target.closest("[data-row]")
  const done = event.target.closest("[data-do]")?.dataset.do
  if (done === "sections") toggle(row, done, () => sections(byId.get(row.dataset.id).entry))
  else if (done === "code") toggle(row, done, () => code(byId.get(row.dataset.id).entry, ""))
  else if (event.target.closest(".desk__copy")) copyRow(row)
}

/* A plain link, so that it can be opened in a tab or copied by hand too. */
function onListClick(event) {
  const link = event.target.closest("a[data-short]")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  const row = link.closest("li")
  /* The last part of the short link: a hundred rows need not say it twice. */
  row.dataset.id = link.textContent.split("/").slice(-2)[0]
  if (!byId.has(row.dataset.id)) return
  event.preventDefault()
  copyRow(row)
}

function setUp() {
  const kept = readKept()
  for (const name of ["script", "format"]) {
    const choice = tools.elements[name]
    choice.value = kept[name] ?? (name === "script" ? own : choice.value)
    if (!choice.value) choice.value = name === "script" ? own : "title"
  }
  query.addEventListener("input", () => {
    shown = AT_ONCE
    show()
  })
  query.addEventListener("keydown", onFieldKey)
  tools.addEventListener("change", ({ target }) => {
    if (target !== query) keep({ [target.name]: target.value })
  })
  tools.addEventListener("submit", event => event.preventDefault())
  again.addEventListener("click", () => {
    if (state === "failed") coming = load()
    else shown = Infinity
    show()
  })
  results.addEventListener("click", onClick)
  results.addEventListener("keydown", onRowKey)
  list.addEventListener("click", onListClick)
  coming = load()
  show()
}

setUp()
