/*
 * Which pages and sections of the catalogue a query means: a pure module, without the page around
 * it. An item is an entry of links.json with its texts made plain, once.
 */
const SHORT = /\/s\/([a-z0-9-]+)\/?(?:#([a-z0-9-]+))?/
const ADDRESS = /^https?:\/\/\S+$/

const plain = text => text.normalize("NFKC").toLowerCase()
const both = ({ "zh-Hant": hant, "zh-Hans": hans }) => plain(hant === hans ? hant : `${hant}\n${hans}`)

/* `part` names the part of the guide, which is found by its name too. */
export function itemOf(entry, part) {
  const editions = Object.values(entry.editions)
  return {
    entry,
    title: plain(editions.map(({ title }) => title).join("\n")),
    sections: entry.anchors.map(({ title }) => both(title)),
    names: plain(entry.aliases.join("\n")),
    about: plain([part, ...editions.map(({ description }) => description ?? "")].join("\n")),
  }
}

/* A link that was pasted: the short one, or that of a page, with the anchor in it. */
function linked(items, query) {
  const text = query.trim()
  const short = SHORT.exec(text)
  if (!short && !ADDRESS.test(text)) return undefined
  const [path, anchor] = short ? ["", short[2]] : text.split("#")
  const isMeant = ({ entry: { id, short: own, editions } }) => {
    if (short || !own) return id === short?.[1]
    const root = own.slice(0, -`s/${id}/`.length)
    return Object.values(editions).some(({ url }) => url.length > root.length && path.endsWith(`/${url.slice(root.length)}`))
  }
  /* The longest address is the one: "court/" ends others too. */
  const length = ({ entry }) => entry.editions["zh-Hant"].url?.length
  const [item] = items.filter(isMeant).sort((a, b) => length(b) - length(a))
  return item && [{ item, meant: item.entry.anchors.filter(({ id }) => id === anchor) }]
}

/*
 * What holds all words of the query, the likeliest first: { item, meant }, with the sections whose
 * own title holds them in `meant`.
 */
export function find(items, query) {
  const pasted = linked(items, query)
  if (pasted) return pasted
  const words = plain(query).split(/\s+/).filter(Boolean)
  const whole = words.join(" ")
  const holds = text => words.every(word => text.includes(word))
  const found = []
  for (const item of items) {
    const { title, sections, names, about, entry } = item
    const meant = entry.anchors.filter((_, place) => holds(sections[place]))
    const ranks = [
      title.split("\n").some(each => each.startsWith(whole)), holds(title), meant.length > 0, holds(names), holds(about),
      holds([title, names, about, ...sections].join("\n")),
    ]
    const rank = ranks.indexOf(true)
    if (rank >= 0) found.push({ item, meant, rank })
  }
  /* Sorting keeps the order of equals. */
  return found.sort((a, b) => a.rank - b.rank)
}
