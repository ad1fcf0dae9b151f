/*
 * Which parts a query needs that are not there, in a large guide: the shards of the words of all its
 * readings, then the text of the sections that these speak for. Of a query's concepts is known when the shards of
 * its words are there.
 */
const SECTIONS = 8
/* As `TOGETHER.least` in rank.js. */
const LEAST = .001

export function needsOf({ units }, { unitOf }, shards, terms, learned, readings) {
  /* How much speaks for each section. */
  function likely(features, answer) {
    const sums = new Map(), add = (id, value) => sums.set(id, (sums.get(id) || 0) + value)
    for (const [id, odds] of answer || []) add(id, Math.log1p(odds / LEAST))
    for (const feature of features) {
      const places = []
      const count = terms.each(feature, (id, level) => places.push([id, level]))
      for (const [id, level] of places) add(id, level / 4 * Math.log(1 + units / count))
    }
    return [...sums].sort((a, b) => b[1] - a[1] || a[0] - b[0])
  }

  /* Names of parts; `starts` says with which section each text part begins. */
  return (query, starts, saves) => {
    const found = new Map(readings(query).flatMap(text => [...learned.asked(text)]))
    const features = [...found.keys()], long = features.filter(feature => feature[1])
    const names = terms.missing(long).map(number => `terms-${number}`)
    if (!saves) names.push(...shards.missing(features).map(number => `learned-${number}`))
    if (names[0]) return names
    const best = likely(long, saves ? null : learned.answering(found)).slice(0, SECTIONS)
    const away = best.map(([id]) => id).filter(id => !unitOf.has(id) && id >= starts[0])
    return [...new Set(away.map(id => `text-${starts.filter(start => start <= id).length}`))]
  }
}
