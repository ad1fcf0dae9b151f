/*
 * The search itself: `guideIndex(buffer)` reads a part of the data, `guideSearch(index)` gives a
 * function from a query to a result, which answers from the first part alone and better with each
 * part that is added.
 *
 * Everything is compared in one canonical form (canonical.js), so that a query finds the same in
 * the same order whatever its script or the page's. hooks/search/index.py makes the data and says
 * what is in it. No file of the engine has words.
 */
import { canonicalOf } from "./canonical.js"
import { evidenceOf } from "./evidence.js"
import { guideOf } from "./guide.js"
import { learnedOf } from "./learned.js"
import { needsOf } from "./needs.js"
import { unpacked } from "./packed.js"
import { rankOf } from "./rank.js"
import { restOf } from "./rest.js"
import { shardsOf } from "./shards.js"
import { shownOf } from "./shown.js"
import { slipsOf } from "./slips.js"
import { soundsOf } from "./sounds.js"
import { textOf } from "./text.js"
import { wordsOf } from "./words.js"

const MAX_QUERY = 120, MAX_PAGES = 10, FAR = 5
/* What a second reading of a query is worth less than the first. */
const NTH = .8
/* Shards of one kind that a large guide keeps. */
const HELD = 16
/* How likely the first page must be for its order to be called sure (make bench-search), and how
 * many pairs of characters of a query somebody must have used before. */
const SURE = .95, FAMILIAR = .2

/* `stamp`: a part of another build is of no use. */
self.guideIndex = (buffer, format, stamp) => {
  const part = unpacked(buffer)
  if ((format && part.format != format) || (stamp && part.stamp != stamp)) throw "old"
  return part
}

self.guideSearch = index => {
  const form = canonicalOf(index.fold), words = wordsOf(index), guide = guideOf(form, words)
  const text = textOf(guide), sounds = soundsOf(index, form.fold, guide)
  const [shards, terms] = [index.learned[0], index.terms].map(count => shardsOf(count, index.terms ? HELD : count, index.units))
  const slips = slipsOf(words, guide, text, sounds, shards), learned = learnedOf(shards, words.core, index)
  const named = new Map(index.named.split("|").map(row => row.split(">")).map(([name, id]) => [name, +id]))
  const evidence = evidenceOf(words, guide, text, learned, named)
  const rank = rankOf(guide, evidence), shown = shownOf(guide, words)
  guide.add(index)

  /* A name that goes on where the query stops. */
  function suggestion(query) {
    let best
    if (query[1]) for (const name of guide.offered.get(query[0]) || []) {
      if (name != query && name.startsWith(query) && !(best && best.length <= name.length)) best = name
    }
    return best ? [best] : []
  }

  /* Tones of pinyin, and what nobody sees, as between the digits of a number that was copied, are
   * no part of a query. */
  const plain = query => query.normalize("NFD").replace(/u\u0308/gi, "v").replace(/[\p{Mn}\p{Cf}]/gu, "").normalize("NFC")
  const canonical = query =>
    words.reworded(form.fold(plain(query.slice(0, 4 * MAX_QUERY)))).replace(/\s+/g, " ").trim().slice(0, MAX_QUERY)

  /* The readings of a canonical query, the likeliest first. */
  function readings(query) {
    if (!query) return []
    const bare = words.reworded(query.replace(/ /g, ""))
    if (guide.exact.has(bare)) return [bare]
    const name = sounds.named(bare)
    return name ? [name] : slips.variants(query).flatMap(slips.mended).slice(0, 3)
  }

  /* The topics to offer when nothing is asked, or nothing fits. */
  const topics = () => index.near.map(id => guide.unitOf.get(id)).filter(at => at != null)
    .map(at => shown({ number: guide.units[at].page, list: [], scored: [{ id: at, score: 0 }] }, 0))

  /* The pages that any reading of a query finds, the best first. */
  function found(query, why) {
    const best = new Map()
    readings(query).forEach((variant, nth) => {
      const list = evidence.wanted(variant)
      why?.readings.push({ variant, list })
      for (const page of list[0] ? rank(variant, list) : []) {
        for (const it of [page, ...page.scored]) it.score -= NTH * nth
        page.plain -= NTH * nth
        if (!(best.get(page.number)?.score >= page.score)) best.set(page.number, page)
      }
    })
    return [...best.values()].sort((a, b) => b.score - a.score || guide.pages[a.number].id - guide.pages[b.number].id)
  }

  /* { items, suggest, note }: items as the theme wants them; `note` says what they are, if not
   * the answer: "topics" nothing was asked, "nothing" nothing fits, and these are topics again,
   * "unsure" the order says little. `why` gathers how it came to that,
   * for hooks/search/explain.py. */
  const search = (query, why) => {
    const asked = canonical(query)
    if (!asked) return { items: topics(), suggest: [], note: query.trim() ? "nothing" : "topics" }
    const pages = found(asked, why), [first] = pages
    if (why) why.pages = pages.slice(0, MAX_PAGES).map(({ scored }) => ({ scored }))
    if (!first || !first.sure && first.familiar < FAMILIAR) return { items: topics(), suggest: suggestion(query), note: "nothing" }
    const sum = pages.reduce((sum, { score }) => sum + Math.exp(score - first.score), 0)
    const plain = Math.max(...pages.map(({ plain }) => plain))
    const items = pages.filter(({ score }) => score > plain - FAR).slice(0, MAX_PAGES)
      .map(page => shown(page, 100 * Math.exp(page.score - first.score) / sum))
    return { items, suggest: suggestion(query), note: 1 / sum < SURE ? "unsure" : "" }
  }

  /* What was learned says of a query; for tests. */
  search.odds = query => learned.answering(learned.asked(canonical(query)))
  search.needs = needsOf(index, guide, shards, terms, learned, query => readings(canonical(query)))
  /* Takes a part by its name. */
  search.hold = (name, part) => {
    const [kind, number] = name.split("-")
    if (kind == "text") guide.add(part)
    else (kind == "terms" ? terms : shards).add(part, +number)
  }
  /* Gives a function that brings what comes after the first part (rest.js); `told` hears of it. */
  search.rest = (settings, get, told) => restOf(index, settings, { get, told, hold: search.hold, needs: search.needs })
  /* The first search in a browser is slow: make it one that nobody waits for. */
  search.warm = () => guide.pages.slice(0, 9).forEach(({ title }) => search(`${title}xx`))
  return search
}
