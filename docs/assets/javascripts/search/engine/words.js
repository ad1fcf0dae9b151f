/*
 * Words: what is said otherwise, what can stand for each other, what is cut away.
 */

export const under = (map, key) => map.get(key) || map.set(key, []).get(key)
export const RUNS = /[a-z]+|[0-9]+|[^\sa-z0-9]+/g
const OTHERS = /[\sa-z0-9]/

/* A function that gives the longest of some words that stands at a place of a text. Looked up by
 * the code of the first unit: a pattern of a thousand words is slow to start with. */
function finder(words) {
  const slots = new Uint16Array(65536), starts = [[]]
  for (const word of [...words].sort((a, b) => b.length - a.length)) {
    const code = word.charCodeAt(0)
    starts[slots[code] || (slots[code] = starts.push([]) - 1)].push(word)
  }
  return (text, at) => {
    for (const word of starts[slots[text.charCodeAt(at)]]) if (text.startsWith(word, at)) return word
  }
}

/* The text with each word that is found replaced. */
function replaced(text, find, instead) {
  let out = "", done = 0
  for (let i = 0; i < text.length;) {
    const word = find(text, i)
    if (word) {
      out += text.slice(done, i) + instead(word)
      done = i + word.length
    }
    i = word ? done : i + 1
  }
  return done ? out + text.slice(done) : text
}

export function wordsOf(index) {
  /* Words that the Simplified edition, or the site, says otherwise. */
  const said = new Map(index.said.split("|").flatMap(row => {
    const [instead, ...words] = row.split(">")
    return words.map(word => [word, instead])
  }))
  const saidAt = finder(said.keys())
  const reworded = text => replaced(text, saidAt, word => said.get(word))

  const groups = index.same.map(row => row.split("|")), groupOf = new Map()
  groups.forEach((words, id) => words.forEach(word => groupOf.set(word, id)))
  const memberAt = finder(groupOf.keys())
  const knownAt = finder([...groupOf.keys(), ...index.stop.split("|")])

  /* Canonical text without blanks and stop phrases, if anything is left then. */
  const core = (text, blank = "") => {
    const bare = text.replace(/ /g, blank), kept = replaced(bare, knownAt, word => groupOf.has(word) ? word : "")
    return kept.trim() ? kept : bare
  }

  /* The name of a word among labels: all words of a group share one. */
  const nameOf = word => groupOf.has(word) ? "#" + groupOf.get(word) : word

  /* Known words of a stretch, and pairs of neighbours elsewhere. `edge`: a pair at an end. */
  function cut(run, find, found) {
    let rest = 0
    const flush = end => {
      if (end - rest == 1) found.push({ word: run[rest], single: true })
      for (let i = rest; i < end - 1; i++) {
        found.push({ word: run.substr(i, 2), pair: true, edge: i == rest || i == end - 2 })
      }
    }
    for (let i = 0; i < run.length;) {
      const word = find(run, i)
      if (word) {
        flush(i)
        if (groupOf.has(word)) found.push({ word })
        rest = i += word.length
      } else i++
    }
    flush(run.length)
  }

  /* Tokens of canonical text; Latin words and numbers whole. If all is stop phrases, none are. */
  function tokens(text, find = knownAt) {
    const found = []
    for (const run of OTHERS.test(text) || !text ? text.match(RUNS) || [] : [text]) {
      if (run < "{") found.push({ word: run })
      else cut(run, find, found)
    }
    return found[0] || find == memberAt ? found : tokens(text, memberAt)
  }

  return { said, reworded, groups, groupOf, core, nameOf, tokens }
}
