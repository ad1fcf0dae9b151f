/*
 * Lists of sections by feature, in shards that come when they are wanted (hooks/search/shards.py).
 */
import { lists } from "./packed.js"

/* `most` of them are held; then those go that came first. `total` is how many sections there are. */
export function shardsOf(count, most, total) {
  const held = new Map()
  const shardOf = feature => feature.charCodeAt(0) % count

  function add(part, number) {
    const [singles, pairs, more] = part.names
    const names = [
      ...singles, ...pairs.split(" ").flatMap(([first, ...seconds]) => seconds.map(second => first + second)), ...more.split(" "),
    ].filter(name => name)
    held.set(number, { at: new Map(names.map((name, at) => [name, at])), ...lists(part.raw, names.length, total) })
    if (held.size > most) held.delete(held.keys().next().value)
  }

  /* Calls back with each place and level of a feature; how many there are, none if it is unknown. */
  function each(feature, tell) {
    const shard = held.get(shardOf(feature)), at = shard?.at.get(feature)
    if (at == null) return 0
    const { starts, places, levels } = shard, end = starts[at + 1]
    for (let i = starts[at]; i < end; i++) tell(places[i], levels[i])
    return end - starts[at]
  }

  /* The numbers of the shards that features need and that are not there. */
  const missing = features => count ? [...new Set(features.map(shardOf))].filter(number => !held.has(number)) : []
  return { add, each, missing, count, whole: () => count > 0 && held.size == count }
}
