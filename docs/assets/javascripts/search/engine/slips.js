/*
 * What a query may have meant: letters read as pinyin, and one character mended.
 */
import { extend } from "./sounds.js"
import { under } from "./words.js"

export function slipsOf({ said, groupOf, core, reworded }, guide, { isKnown }, sounds, { concepts }) {
  /* The query with letters read as pinyin where the site has no such word. */
  function variants(text) {
    let texts = [""], letters = []
    const flush = () => {
      if (letters[0]) texts = extend(texts, sounds.read(letters).concat(letters.join(" ")).slice(0, 3))
      letters = []
    }
    for (const run of text.match(/[a-z]+|[^a-z]+/g)) {
      if (/[a-z]/.test(run) && !isKnown(run)) letters.push(run)
      else if (run != " " || !letters[0]) {
        flush()
        texts = extend(texts, [run])
      }
    }
    flush()
    return texts
  }

  /* Names by their first character and, for a slip in that one, by blank and the second. */
  let long, known
  function byStart() {
    if (known == guide.chunks.length) return
    known = guide.chunks.length
    long = new Map()
    /* In the order of the index, in whichever the parts have come. */
    const labels = [...guide.labels].sort((a, b) => guide.units[a.unit].id - guide.units[b.unit].id)
    const sorted = [...new Set([...labels.map(({ bare }) => bare), ...groupOf.keys(), ...said.keys()])]
      .filter(name => name[1] && !name[12]).sort((a, b) => b.length - a.length)
    sorted.forEach((name, nth) => {
      for (const key of [name[0], " " + name[1]]) under(long, key).push({ name, nth })
    })
  }

  /* How likely it is that a name is meant: 3 it sounds like that, 2 the character stands
   * nowhere on the site, 0 it may well be right. */
  function likely(text, i, wanted, name) {
    const fits = [text.slice(i && i - 1, i + 1), text.slice(i, i + 2)].some(pair => pair[1] && isKnown(pair))
    if (sounds.homophones(text[i]).includes(wanted)) return fits && !name[2] ? 0 : 3
    return fits || !name[2] || isKnown(text[i]) ? 0 : 2
  }

  /* Whether a word of a concept would go, and none that means the same be there: usury, baoli, is no
   * slip of violence, which sounds like it. */
  function loses(text, instead) {
    const kept = concepts(instead, null, true)
    return concepts(text).split(" ").some(concept => !kept.includes(concept))
  }

  /* The text with a slip mended: it holds a name but for one character. */
  function mended(text) {
    byStart()
    const typed = core(text), whole = text.replace(/ /g, "")
    let found, best = 0
    if (("\n" + guide.names).includes(`\n${typed}\n`)) return [text]
    for (let at = 0; at < typed.length; at++) for (const key of [typed[at], " " + typed[at + 1]]) {
      for (const { name, nth } of long.get(key) || []) {
        const end = at + name.length
        if (end > typed.length) continue
        let i = at + (key < "!" ? 0 : 1)
        while (i < end && name[i - at] == typed[i]) i++
        if (i == end || typed[i] < "{" || typed.slice(i + 1, end) != name.slice(i + 1 - at)) continue
        const value = likely(typed, i, name[i - at], name) - nth / 1e5
        if (value <= best) continue
        const slip = typed.slice(at, end), around = whole.includes(slip) ? whole : typed
        if (loses(around, around.replace(slip, name))) continue
        best = value
        found = reworded(typed.slice(0, at) + name + typed.slice(end))
      }
    }
    return found ? [found, text] : [text]
  }

  return { variants, mended }
}
