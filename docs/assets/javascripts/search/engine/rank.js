/*
 * The order of the pages for one reading of a query: the evidence for each section adds up to the
 * logarithm of how likely it is meant, and the sections of a page to how likely the page is.
 */

/* How much each kind of evidence counts, in the order of `kinds` below, without and with what was
 * learned; found by trying on queries of writers who were left out (tests/bench/search_writers.py). */
const ALONE = [4, 1.2, .5, 2, .9]
const TOGETHER = { kinds: [2.5, .3, .2, 1.5, 1], odds: 1.6, plus: 0 }, LEAST = .001, PAGE = .5
/* The same for a section that nothing was learned of: its text has to speak for it, and what was
 * learned of its page. */
const SILENT = { kinds: [8, 3, 2, 3, 1.5], odds: .8, plus: 1 }
/* Above all others: danger (to life first, of which the first page of the data speaks), then names,
 * by how exact they are. */
const DANGER = 60, LIFE = 20, EXACT = [0, 8, 30, 40]

export function rankOf({ pages, units, unheard }, { gather }) {
  /* What each part says for a section. */
  function says(it, id) {
    const { page } = units[id], { weight } = pages[page]
    const kinds = [it.text[id], it.named[id], it.heading[id], it.page[page], it.title[page]]
    const sure = (it.danger.has(id) ? DANGER + (page ? 0 : LIFE) : 0) + EXACT[it.exact.get(id) || 0]
    if (!it.heard) return [...kinds.map((value, i) => weight * ALONE[i] * value), 0, sure]
    const silent = unheard.has(units[id].id), { kinds: counts, odds, plus } = silent ? SILENT : TOGETHER
    const known = plus + odds * Math.log1p((silent ? it.pageOdds[page] : it.odds.get(id) || 0) / LEAST)
    return [...kinds.map((value, i) => weight * counts[i] * value), known + PAGE * Math.log(weight), sure]
  }

  /* Pages with evidence; `scored` are their sections. Scores are logarithms; `plain` is the best
   * without what comes of danger and exact names, `sure`; `familiar` is how much of the query is. */
  function rank(query, list) {
    const it = gather(query, list), ranked = new Map()
    for (const id of it.touched) {
      const { page: number } = units[id], parts = says(it, id), sure = parts[parts.length - 1]
      const score = parts.reduce((sum, part) => sum + part, 0)
      if (!ranked.has(number)) ranked.set(number, { number, list, scored: [], plain: -Infinity, sure: 0, familiar: it.familiar })
      const page = ranked.get(number)
      page.scored.push({ id, score, parts })
      page.plain = Math.max(page.plain, score - sure)
      page.sure = Math.max(page.sure, sure)
    }
    for (const page of ranked.values()) {
      const most = Math.max(...page.scored.map(({ score }) => score))
      page.score = most + Math.log(page.scored.reduce((sum, { score }) => sum + Math.exp(score - most), 0))
    }
    return [...ranked.values()]
  }

  return rank
}
