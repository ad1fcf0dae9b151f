/*
 * What is searched: pages, their sections ("units") and their names ("labels"), as parts of the
 * data come. Units count from 0 in the order in which they came; `id` is their number in the index.
 */
import { under } from "./words.js"

export function guideOf({ fold, canonical }, { reworded, core, nameOf, tokens }) {
  const pages = [], units = [], labels = [], chunks = []
  const unitOf = new Map(), unheard = new Set(), labelled = new Map(), heads = new Map(), offered = new Map(), exact = new Map(), nearly = new Map()
  const self = { pages, units, labels, chunks, unitOf, unheard, heads, offered, exact, nearly, names: "", length: 0 }

  const blankless = text => text.replace(/ /g, "")

  /* Names by which a place opens when they are all that is typed; in `nearly` they are without
   * stop phrases. */
  function opens(text, unit, names = exact) {
    const places = text && under(names, text)
    if (places && !places.includes(unit)) places.push(unit)
  }

  /* A label is a name for a page or a section: title, heading, alias. */
  function label(shown, place, unit, ofPage, danger, text = reworded(fold(shown))) {
    if (!text.trim()) return
    const it = { text, bare: core(text), place, unit, ofPage, danger, begin: self.names.length, names: [] }
    const id = labels.push(it) - 1, words = tokens(text)
    if (!danger) {
      if (shown) under(offered, shown[0]).push(shown)
      opens(blankless(text), unit)
      opens(it.bare, unit, nearly)
    }
    self.names += it.bare + "\n"
    under(heads, it.bare[0]).push(id)
    for (const { word, single } of words) {
      const name = nameOf(word)
      if ((single && words[1]) || it.names.includes(name)) continue
      it.names.push(name)
      under(labelled, name).push(id)
    }
  }

  function section([anchor = "", heading = "", text = "", names, dangers, edits, otherwise], page, id, chunk) {
    const [body, places] = canonical(text, edits), [name, namePlaces] = canonical(heading, otherwise)
    const at = units.push({ id, page, anchor, heading, name, namePlaces, text, body, places, begin: chunk.text.length }) - 1
    unitOf.set(id, at)
    chunk.text += body + "\n"
    self.length += body.length
    if (heading) label(heading, at, at, false, false, name)
    if (names) for (const name of names.split("|")) label("", at, at, false, false, name)
    if (dangers) for (const name of dangers.split("|")) label(name, at, at, false, true)
    if (anchor) opens(blankless(fold(anchor)), at)
  }

  /* Adds the pages of a part, the first of whose sections has the number `first`. */
  self.add = ({ pages: rows, first: id, unheard: silent }) => {
    if (unitOf.has(id)) return
    for (const each of silent) unheard.add(each)
    const chunk = { text: "", first: units.length }
    for (const [address, own, title, weight, aliases, sections, otherwise] of rows) {
      const [name, namePlaces] = canonical(title, otherwise), first = units.length
      const number = pages.push({ id, address, title, name, namePlaces, weight, first }) - 1
      label(title, number, first, true, false, name)
      if (aliases) for (const alias of aliases.split("|")) label(alias, number, first, true)
      opens(blankless(fold(own || address.replace(/^.*?([^/]*)\/$/, "$1"))), first)
      for (const row of sections) section(row, number, id++, chunk)
    }
    chunks.push(chunk)
  }

  self.labelsWith = word => labelled.get(nameOf(word)) || []
  const rarity = self.rarity = count => Math.log(1 + labels.length / (1 + count))
  self.total = ({ names }) => names.reduce((sum, name) => sum + rarity(labelled.get(name).length), 0)
  return self
}
