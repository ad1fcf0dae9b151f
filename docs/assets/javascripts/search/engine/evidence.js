/*
 * What speaks for which section, for one reading of a query: its words in the text and in names,
 * what was learned, exact names, danger.
 */
import { holds, last } from "./text.js"

/* Other words of a group count a little less, words that stand nowhere on the site little. */
const SAME = .95, UNKNOWN = .35
/* How alike a name is that holds the query, or is held by it, however long the other one is. */
const INSIDE = .5
/* What is less likely by what was learned is not looked at. */
const LIKELY = .002

export function evidenceOf({ groups, groupOf, core, tokens }, guide, { hits, isKnown }, learned, named) {
  const { pages, units, labels } = guide
  const better = (map, id, value) => map.get(id) >= value || map.set(id, value)

  /* What is wanted: alternatives [word, factor], and how much they count together. */
  function wanted(text) {
    const found = tokens(text), seen = new Set(), list = []
    found.forEach(({ word, pair, edge }, i) => {
      if (seen.has(word)) return
      seen.add(word)
      if (pair && !isKnown(word)) {
        /* Two words meet here: no word of its own. */
        if (!edge && isKnown(found[i - 1].word) && isKnown(found[i + 1].word)) return
        /* The word is not finished yet. */
        if (edge && i) word = word[1]
      }
      let most = 0
      const alternatives = []
      for (const other of groups[groupOf.get(word)] || [word]) {
        const count = Math.max(hits(other).length, guide.labelsWith(other).length) / 2
        most = Math.max(most, count)
        if (count) alternatives.push([other, other == word ? 1 : SAME])
      }
      list.push({ alternatives, weight: (most ? 1 : UNKNOWN) * Math.log(1 + units.length / (most || units.length / 20)) })
    })
    return list
  }

  const floats = of => new Float64Array(of.length)

  /* Each wanted word in the texts, and how much of it each name has. */
  function words(list, it) {
    const sum = list.reduce((sum, { weight }) => sum + weight, 0) || 1, average = guide.length / units.length
    for (const { alternatives, weight } of list) {
      const best = new Map(), near = new Map()
      let worth = 0
      for (const [word, factor] of alternatives) {
        const places = hits(word), among = guide.labelsWith(word)
        for (let i = 0; i < places.length; i += 2) {
          const id = places[i], times = places[i + 1]
          better(best, id, factor * 1.6 * times / (times + .3 + .3 * units[id].body.length / average))
        }
        worth = Math.max(worth, guide.rarity(among.length))
        for (const id of among) better(near, id, factor)
      }
      worth = (worth || guide.rarity(0) / 2) * Math.min(1, weight)
      it.asked += worth
      for (const [id, value] of best) {
        it.text[id] += value * weight / sum
        it.touched.add(id)
      }
      for (const [id, factor] of near) {
        it.alike.add(id)
        it.shared[id] += factor * worth
        it.recall[id] += factor * weight / sum
      }
    }
  }

  /* Names that are like the query: it is part of them, they of it, or words are shared. */
  function names(query, it) {
    const bare = core(query), raw = query.replace(/ /g, "")
    for (const char of new Set(bare)) for (const id of guide.heads.get(char) || []) {
      if (labels[id].danger || bare.includes(labels[id].bare)) it.alike.add(id)
    }
    for (let at = -1; (at = guide.names.indexOf(bare, at + 1)) >= 0;) it.alike.add(last(labels, at))
    for (const id of it.alike) {
      const label = labels[id], { text, bare: name, place, unit, ofPage } = label
      if (label.danger && text.split(" ").every(word => holds(raw, word) || holds(query, word))) {
        it.danger.add(place)
        it.touched.add(place)
      }
      let like = 2 * it.shared[id] / (it.asked + guide.total(label))
      const [short, long] = name.length < bare.length ? [name, bare] : [bare, name]
      if ((short[1] || short == bare) && long.includes(short)) {
        like = Math.max(like, INSIDE + (1 - INSIDE) * short.length / long.length)
      }
      if (!like) continue
      it.touched.add(unit)
      const likes = ofPage ? it.page : it.named, recalls = ofPage ? it.title : it.heading
      likes[place] = Math.max(likes[place], like)
      recalls[place] = Math.max(recalls[place], it.recall[id])
    }
  }

  /* The places whose name this is from its first character to its last. Where several bear it,
   * the one that the data says opens, else that of the page with the highest weight. What is no
   * name opens what its words without stop phrases do. */
  function exact(query, it) {
    const bare = query.replace(/ /g, ""), found = guide.exact.get(bare) || []
    const said = guide.unitOf.get(named.get(found[0] == null ? core(query) : bare)), weight = at => pages[units[at].page].weight
    const first = said ?? [...found].sort((a, b) => weight(b) - weight(a) || units[a].id - units[b].id)[0]
    if (first != null) it.exact.set(first, 3)
    for (const [places, worth] of [[found, 2], [guide.nearly.get(core(query)) || [], 1]]) {
      for (const id of places) if (!it.exact.has(id)) it.exact.set(id, worth)
    }
    for (const id of it.exact.keys()) it.touched.add(id)
  }

  function gather(query, list) {
    const it = {
      text: floats(units), named: floats(units), heading: floats(units), page: floats(pages), title: floats(pages),
      shared: floats(labels), recall: floats(labels), asked: 0, heard: false, familiar: 0, alike: new Set(), touched: new Set(),
      danger: new Set(), exact: new Map(), odds: new Map(), pageOdds: floats(pages),
    }
    words(list, it)
    names(query, it)
    exact(query, it)
    let said = 0
    const features = learned.asked(query, form => said += form.length), long = [...features.keys()].filter(feature => feature[1])
    const answer = learned.answering(features)
    it.familiar = long.filter(feature => isKnown(feature) || learned.knows(feature)).length / (long.length || 1)
    if (!long[0] && isKnown(query)) it.familiar = 1
    /* A word of a concept is known, though nobody may have asked with it. */
    it.familiar = Math.max(it.familiar, said / query.replace(/ /g, "").length)
    if (answer) {
      it.heard = true
      for (const [place, value] of answer) {
        const id = guide.unitOf.get(place)
        if (id == null) continue
        it.odds.set(id, value)
        it.pageOdds[units[id].page] += value
        if (value > LIKELY) it.touched.add(id)
      }
    }
    return it
  }

  return { wanted, gather }
}
