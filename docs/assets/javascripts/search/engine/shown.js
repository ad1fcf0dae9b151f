/*
 * What is shown of the pages found, in the page's own words.
 */
const MAX_SECTIONS = 6, TEASER = 90
/* How much less likely a section may be that is shown beside the best, and one that is folded away. */
const NEAR = .7, FOLDED = 3

const escape = text => text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)

/* Where words stand in a text of the page, in order; what touches is one. */
function spots(body, places, words) {
  const found = [], all = []
  for (const word of words) {
    for (let at = -1; (at = body.indexOf(word, at + 1)) >= 0;) all.push([at, at + word.length])
  }
  for (const [from, to] of all.sort((a, b) => a[0] - b[0])) {
    const last = found[found.length - 1]
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else found.push([from, to])
  }
  return places ? found.map(spot => spot.map(at => places[at])).filter(spot => spot[0] < spot[1]) : found
}

function marked(text, found, start, end) {
  let html = "", at = start
  for (const spot of found) {
    if (spot[0] < at || spot[1] > end) continue
    html += `${escape(text.slice(at, spot[0]))}<mark data-md-highlight>${escape(text.slice(...spot))}</mark>`
    at = spot[1]
  }
  return html + escape(text.slice(at, end))
}

/* The stretch of text with the most different words in it, from the start of a sentence. */
function teaser(text, found) {
  let start = 0, most = 0
  found.forEach(([first], i) => {
    const inside = new Set()
    for (let k = i; k < found.length && found[k][1] <= first + TEASER * .8; k++) inside.add(text.slice(...found[k]))
    if (inside.size > most) {
      most = inside.size
      start = first
    }
  })
  const reach = Math.max(0, start - 24)
  start = reach && reach + text.slice(reach, start).search(/[。！？；：”」][^。！？；：”」]*$/) + 1
  while (text[start] == " ") start++
  const end = start + TEASER
  return (start ? "…" : "") + marked(text, found, start, end) + (end < text.length ? "…" : "")
}

export function shownOf({ pages, units }, { groupOf }) {
  /* Finds the words of a query in texts of the page; `terms` gathers them as they stand there. */
  function finderOf(list, terms) {
    const words = []
    for (const { alternatives } of list) for (const [word] of alternatives) {
      if (word[1] || !list[1]) words.push(word)
    }
    return (text, body, places) => {
      /* Each word by itself too: elsewhere on the page it may stand alone. */
      for (const list of [words, ...words.filter(word => groupOf.has(word) && body.includes(word)).map(word => [word])]) {
        for (const spot of spots(body, places, list)) terms.add(text.slice(...spot))
      }
      return spots(body, places, words)
    }
  }

  /* A page with its sections as the theme wants it, which opens the link with the highest score,
   * shows the sections that score like the first, and folds the others away. So the best section
   * has the share of its page, and the page none, unless its top is the best. */
  return ({ number, scored, list }, share) => {
    const { address, title, name, namePlaces, first } = pages[number]
    const terms = new Set(), find = finderOf(list, terms)
    const item = (it, score) => ({
      location: it.anchor ? `${address}#${it.anchor}` : address,
      title: it.anchor ? marked(it.heading, find(it.heading, it.name, it.namePlaces))
        : marked(title, find(title, name, namePlaces)),
      text: teaser(it.text, find(it.text, it.body, it.places)),
      score,
    })
    scored.sort((a, b) => b.score - a.score || a.id - b.id)
    const best = scored[0].score
    const items = scored.filter(({ score }, place) => place < MAX_SECTIONS && score > best - FOLDED)
      .map(({ id, score }, place) => item(units[id], place > 2 || score < best - NEAR ? share * Math.exp(score - best) - .01 : share))
    const top = items.findIndex(({ location }) => location == address)
    if (top < 0) items.push(item(units[first], 0))
    else if (top) items[top].score = 0
    /* The page that opens marks these; the first that fits wins there. */
    const sorted = [...terms].sort((a, b) => b.length - a.length).slice(0, 12)
    for (const it of items) it.terms = Object.fromEntries(sorted.map(term => [term, true]))
    return items
  }
}
