/*
 * What was learned from queries (hooks/search/model.py): how likely each section is meant.
 */
import { RUNS } from "./words.js"

/* As in hooks/search/features.py. */
const SINGLE = .9, LENGTH = 4

/* The features of canonical text, with how much each counts. */
function featuresOf(text) {
  const found = new Map()
  for (const run of text.match(RUNS) || []) {
    if (run < "{") found.set(run, 1)
    else for (let i = 0; i < run.length; i++) found.set(run[i], SINGLE).set(run.substr(i, 2), run[i + 1] ? 1 : SINGLE)
  }
  return found
}

export function learnedOf(shards, core, { learned: [, scale], units: total, terms: byNeed }) {
  const sums = new Float64Array(total)

  /* [number, odds] of each section that some features speak for. Nothing as long as a shard is
   * missing. */
  function answering(found) {
    const touched = []
    if (byNeed ? !shards.count || shards.missing([...found.keys()])[0] != null : !shards.whole()) return
    let length = 0
    for (const [feature, weight] of found) {
      const known = shards.each(feature, (place, level) => {
        if (!sums[place]) touched.push(place)
        sums[place] += weight * level
      })
      if (known) length += weight * weight
    }
    const factor = scale * LENGTH / Math.sqrt(length || 1)
    let sum = total - touched.length
    for (const place of touched) sum += Math.exp(factor * sums[place])
    const odds = touched.map(place => [place, Math.exp(factor * sums[place]) / sum])
    for (const place of touched) sums[place] = 0
    return odds
  }

  /* The features of a canonical query. Concepts are looked for in all of it, stop phrases
   * too; their forms are told. */
  const asked = (query, tell) => featuresOf(`${core(query, " ")} ${shards.concepts(query, tell)}`)

  return { answering, asked, knows: feature => shards.each(feature, () => {}) > 0 }
}
