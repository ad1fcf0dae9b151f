/*
 * The evidence log as files: JSON for another browser, CSV for a spreadsheet, and both back.
 * Reading never throws and never guesses: what it cannot read it names by line, with a key for
 * which the page has the words.
 *
 * `table` holds the page's words, each in all its spellings, the page's own first:
 * { columns: { date: ["日期"], … }, values: { channel: { phone: ["電話", "电话"], … }, from: … } }
 */
import { isHarmful, writeCsv } from "./csv.js"
import { readCsv } from "./csv-read.js"
import { CHANNELS, DIRECTIONS, FIELDS, dayOrder, entryOf, faultOf, readDate, readTime, sorted } from "./log.js"
import { seen } from "./typed.js"
import { isTextGuarded } from "./values.js"

const FORMAT = "evidence-log"
const VERSION = 1
/* Behind what people read: who merges a file later needs them. */
const COLUMNS = [...FIELDS, "id", "edited"]
const KEYS = { channel: CHANNELS, from: DIRECTIONS }
/* A spreadsheet may well take these for what they are: they are read in the ways that it writes. */
const MOMENT = ["date", "time"]
/* What Excel writes where it does not write UTF-8, on the systems of our readers. */
const ENCODINGS = ["utf-8", "gb18030", "big5"]

export function toJson(entries) {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, entries: sorted(entries) }, null, 1)}\n`
}

export function toCsv(entries, table) {
  const shown = (name, value) => table.values[name]?.[value]?.[0] ?? value
  const rows = sorted(entries).map(entry => COLUMNS.map(name => shown(name, entry[name])))
  const head = COLUMNS.map(name => table.columns[name][0])
  const isGuarded = (cell, column) => (MOMENT.includes(COLUMNS[column]) ? isHarmful : isTextGuarded)(cell)
  return writeCsv([head, ...rows], isGuarded)
}

/* { entries, faults } of rows { line, given }; `fresh` makes an id for those without. A row
 * copied in a spreadsheet has the id of the other: it is an entry of its own all the same. */
function readRows(rows, fresh) {
  const entries = []
  const faults = []
  const ids = new Set()
  for (const { line, given, fault } of rows) {
    const made = fresh()
    const entry = entryOf(ids.has(given.id) ? { ...given, id: made.id } : given, { ...made, edited: "" })
    ids.add(entry.id)
    const wrong = fault ?? faultOf(entry)
    if (wrong) faults.push({ line, name: wrong })
    else entries.push(entry)
  }
  return { entries, faults }
}

/* Anything but texts would be lost in silence. */
function isEntry(given) {
  return typeof given === "object" && given !== null
    && COLUMNS.every(name => ["string", "undefined"].includes(typeof given[name]))
}

/* { entries, faults } or { broken: key }; a line of a fault is the entry's number. */
export function fromJson(text, fresh) {
  let read
  try {
    read = JSON.parse(text.replace(/^\ufeff/, ""))
  } catch {
    return { broken: "unreadable" }
  }
  if (read?.format !== FORMAT || !Array.isArray(read.entries)) return { broken: "foreign" }
  if (read.version > VERSION) return { broken: "newer" }
  return readRows(read.entries.map((given, i) => ({
    line: i + 1,
    given: isEntry(given) ? given : {},
    fault: isEntry(given) ? undefined : "row",
  })), fresh)
}

const same = text => seen(text).replace(/\s/g, "").toLowerCase()

/* The fields of a header, by its cells; undefined where it lacks the day, as then it is none. */
function headerOf(cells, { columns }) {
  const spelled = new Map(COLUMNS.flatMap(name => columns[name].map(word => [same(word), name])))
  const found = cells.map(cell => spelled.get(same(cell)))
  return found.includes("date") ? found : undefined
}

/* The key of a word; "" stays, and a word that nobody knows is a fault. */
function keyOf(name, word, { values }) {
  const keys = KEYS[name]
  const wanted = same(word)
  return !wanted || keys.includes(word) ? word : keys.find(key => values[name][key].some(known => same(known) === wanted))
}

function rowOf({ line, cells }, header, table, order) {
  const given = {}
  let fault = cells.length > header.length && cells.slice(header.length).some(Boolean) ? "cells" : undefined
  header.forEach((name, i) => { if (name) given[name] = cells[i] ?? "" })
  for (const [name, read] of [["date", text => readDate(text, order)], ["time", readTime]]) {
    if (given[name]) {
      given[name] = read(given[name])
      if (!given[name]) fault ??= name
    }
  }
  for (const name of Object.keys(KEYS)) {
    given[name] = keyOf(name, given[name] ?? "", table)
    if (given[name] === undefined) fault ??= name
  }
  return { line, given, fault }
}

/* As fromJson; `isTable` says that a line of a fault is that of the file. */
export function fromCsv(text, table, fresh) {
  const { rows, openAt } = readCsv(text)
  const filled = rows.filter(({ cells }) => cells.some(cell => cell.trim()))
  const header = filled.length ? headerOf(filled[0].cells, table) : undefined
  if (!header) return { broken: "foreign" }
  /* One program writes all days in one way. */
  const order = dayOrder(filled.slice(1).map(({ cells }) => cells[header.indexOf("date")]))
  const read = readRows(filled.slice(1).map(row => rowOf(row, header, table, order)), fresh)
  if (openAt) read.faults.push({ line: openAt, name: "quote" })
  return { ...read, isTable: true }
}

function decoded(bytes, encoding) {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const fromText = (text, table, fresh) => /^\ufeff?\s*[[{]/.test(text) ? fromJson(text, fresh) : fromCsv(text, table, fresh)

/* What was pasted: a copy of a file. */
export const fromPaste = (text, table, fresh) => text.trim() ? fromText(text, table, fresh) : { broken: "foreign" }

/* A file of either kind, by what is in it: names and types of files are not to be relied on. */
export function fromFile(bytes, table, fresh) {
  const wide = { 0xfffe: "utf-16le", 0xfeff: "utf-16be" }[bytes[0] << 8 | bytes[1]]
  let first
  for (const encoding of wide ? [wide] : ENCODINGS) {
    const text = decoded(bytes, encoding)
    if (text === undefined) continue
    const read = fromText(text, table, fresh)
    if (!read.broken) return read
    first ??= read
  }
  return first ?? { broken: "unreadable" }
}

/* What a file may hold at most; a photo chosen by mistake is not read into a phone's memory. */
export const LARGEST = 8 * 1024 * 1024
