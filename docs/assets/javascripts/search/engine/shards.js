/*
 * Lists of sections by feature, in shards that come when they are wanted (hooks/search/shards.py).
 * With them come the forms of concepts, which are features (hooks/search/concepts.py).
 */
import { lists } from "./packed.js"

/* A form without its first character, and its concepts. */
const FORM = /([^\ue000-\uf8ff]*)([\ue000-\uf8ff]+)/g

/* `most` of them are held, or as many as a query needs; then those go that nobody has needed for the
 * longest time. `total` is how many sections there are. */
export function shardsOf(count, most, total) {
  const held = new Map()
  let longest = 0, room = most
  const shardOf = feature => feature.charCodeAt(0) % count

  function add(part, number) {
    const [singles, pairs, more] = part.names
    const names = [
      ...singles, ...pairs.split(" ").flatMap(([first, ...seconds]) => seconds.map(second => first + second)), ...more.split(" "),
    ].filter(name => name)
    const forms = new Map()
    for (const group of part.forms.split("|")) {
      for (const [, rest, concepts] of group.slice(1).matchAll(FORM)) {
        forms.set(group[0] + rest, concepts)
        longest = Math.max(longest, rest.length + 1)
      }
    }
    held.set(number, { at: new Map(names.map((name, at) => [name, at])), forms, ...lists(part.raw, names.length, total) })
    while (held.size > room) held.delete(held.keys().next().value)
  }

  /* Calls back with each place and level of a feature; how many there are, none if it is unknown. */
  function each(feature, tell) {
    const shard = held.get(shardOf(feature)), at = shard?.at.get(feature)
    if (at == null) return 0
    const { starts, places, levels } = shard, end = starts[at + 1]
    for (let i = starts[at]; i < end; i++) tell(places[i], levels[i])
    return end - starts[at]
  }

  /* The concepts in canonical text, as far as their shards are there, with blanks between them. At
   * each place the longest form counts; one that lies within an earlier one does not, unless `all`
   * do. Tells each. */
  function concepts(text, tell, all) {
    const bare = text.replace(/ /g, ""), found = new Set()
    for (let at = 0, end = 0; at < bare.length; at++) {
      const forms = held.get(shardOf(bare[at]))?.forms
      for (let stop = forms ? Math.min(bare.length, at + longest) : 0; stop > Math.max(at, end); stop--) {
        const of = forms.get(bare.slice(at, stop))
        if (!of) continue
        for (const concept of of) found.add(concept)
        tell?.(bare.slice(at, stop))
        if (all) continue
        end = stop
        break
      }
    }
    return [...found].join(" ")
  }

  /* The numbers of the shards that features need and that are not there. */
  function missing(features) {
    const needed = count ? [...new Set(features.map(shardOf))] : []
    room = Math.max(most, needed.length)
    return needed.filter(number => {
      const shard = held.get(number)
      if (held.delete(number)) held.set(number, shard)
      return !shard
    })
  }

  return { add, each, missing, concepts, count, whole: () => count > 0 && held.size == count }
}
