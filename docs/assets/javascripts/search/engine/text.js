/*
 * Where words stand in the text of the sections that have come.
 */

/* The last of things in a row that begins at a place or before it. */
export function last(row, at) {
  let low = 0
  for (let high = row.length; high - low > 1;) {
    const middle = (low + high) >> 1
    if (row[middle].begin > at) high = middle
    else low = middle
  }
  return low
}

/* 1 for a digit, 2 for a Latin letter. */
const kind = char => char > "/" && char < ":" ? 1 : char > "`" && char < "{" ? 2 : 0

/* Whether a place in a text is not within a number or a Latin word. */
const between = (text, at) => !kind(text[at]) || kind(text[at - 1]) != kind(text[at])

/* Whether a text holds a word, numbers and Latin words whole. */
export function holds(text, word) {
  let at = -1
  while ((at = text.indexOf(word, at + 1)) >= 0) if (between(text, at) && between(text, at + word.length)) return true
}

export function textOf({ chunks, units, labelsWith }) {
  const remembered = new Map()
  let known = 0

  /* Units of one chunk that hold a word; see `hits`. Latin words and numbers count whole: in
   * `part` are those that begin with it, or numbers that hold it. */
  function within({ text, first }, word, whole, part) {
    const own = kind(word)
    for (let at = -1, unit = first; (at = text.indexOf(word, at + 1)) >= 0;) {
      while (units[unit + 1]?.begin <= at && units[unit + 1].begin) unit++
      const before = own && kind(text[at - 1]) == own, after = own && kind(text[at + word.length]) == own
      const list = !before && !after ? whole : !before || (own < 2 && word[2]) ? part : []
      const end = list.length - 2
      if (list[end] == unit) list[end + 1]++
      else list.push(unit, 1)
    }
  }

  /* Units that hold a word, as [unit, times, unit, times, …]. */
  function hits(word) {
    if (known != chunks.length || remembered.size > 3000) remembered.clear()
    known = chunks.length
    if (remembered.has(word)) return remembered.get(word)
    const whole = [], part = []
    for (const chunk of chunks) within(chunk, word, whole, part)
    const list = whole[0] >= 0 ? whole : part
    remembered.set(word, list)
    return list
  }

  return { hits, isKnown: word => labelsWith(word).length > 0 || hits(word).length > 0 }
}
