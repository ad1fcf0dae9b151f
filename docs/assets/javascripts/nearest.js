/*
 * Which pages an address that does not exist may have meant: a pure module, without the page
 * around it and without words. `entries` are the pages of links.json.
 */

const ENOUGH = 0.6
const MOST = 3
/* Signs that a chat or a sentence leaves behind an address. */
const TAIL = /[\s"'<>()[\]{}|\\^`,.;:!?…·~*_、。，；：？！“”‘’「」『』（）《》〈〉【】—～]+$/u
const BREAK = /[\s"'<>、。，；：？！“”‘’「」『』（）《》〈〉【】]/u

function decoded(path) {
  try {
    return decodeURIComponent(path)
  } catch {
    return path.replace(/%[0-9a-f]{0,2}/gi, " ")
  }
}

/*
 * A path below the site's root, as its reader meant it: { simplified, short, names } with the
 * folders in `names`, in lower case, without endings of files and what a sentence has added.
 */
export function cleaned(path) {
  let text = decoded(path)
  /* After an address in plain letters a Chinese sentence may go on. */
  const plain = text.match(/^[\x21-\x7e]+/)
  if (plain && plain[0].replace(/\/+$/, "") && BREAK.test(text[plain[0].length] || "")) text = plain[0]
  text = text.normalize("NFKC").toLowerCase().replace(/\\/g, "/")
  let names = text.split("/").map(name => name.replace(TAIL, "").trim()).filter(Boolean)
  const simplified = names[0] === "zh-hans"
  if (simplified) names = names.slice(1)
  const short = names[0] === "s" && names.length > 1
  if (short) names = names.slice(1)
  const last = names.length - 1
  if (last >= 0) names[last] = names[last].replace(/\.(html?|md|php|aspx?)$/, "")
  if (names[last] === "index") names.pop()
  return { simplified, short, names }
}

const addressOf = (entry, root) => new URL(entry.editions["zh-Hant"].url).pathname.slice(root.length)

/* The part of all addresses in links.json that is not the page's own: "/" or "/guide/". */
function rootOf(entries) {
  const { short, id } = entries[0]
  return new URL(short).pathname.slice(0, -`s/${id}/`.length)
}

/* Edits that make one text of the other: insert, leave out, replace, swap neighbours. */
function distance(one, other) {
  let before = [], row = [...Array(other.length + 1).keys()]
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let k = 1; k <= other.length; k++) {
      const same = one[i - 1] === other[k - 1]
      next[k] = Math.min(row[k] + 1, next[k - 1] + 1, row[k - 1] + !same)
      if (i > 1 && k > 1 && one[i - 1] === other[k - 2] && one[i - 2] === other[k - 1]) {
        next[k] = Math.min(next[k], before[k - 2] + 1)
      }
    }
    before = row
    row = next
  }
  return row[other.length]
}

/* From 0 to 1. A name inside another counts by its share of it. */
function likeness(one, other) {
  const [short, long] = [one, other].sort((a, b) => a.length - b.length)
  const inside = short.length > 1 && long.includes(short) ? 0.55 + 0.45 * short.length / long.length : 0
  return Math.max(inside, 1 - distance(one, other) / long.length)
}

/*
 * { sure, near, words }: the entry that the path surely means, or undefined; the entries it
 * may mean, the likeliest first, `sure` among them; the words of the path, for a search.
 */
export function nearest(path, entries) {
  const { simplified, short, names } = cleaned(path.slice(0, 300))
  const words = names.join(" ").replace(/[-_+=&#]+/g, " ").replace(/\s+/g, " ").trim().slice(0, 60)
  if (!names.length || !entries.length) return { simplified, short, near: [], words }
  const root = rootOf(entries), joined = names.join("/"), last = names[names.length - 1]
  const scored = entries.map((entry, place) => {
    const address = addressOf(entry, root).replace(/\/$/, "").toLowerCase()
    const editions = Object.values(entry.editions).map(({ title }) => title)
    const folders = address.split("/")
    const sure = short ? joined === entry.id : joined === address
    const whole = [entry.id, address]
    const called = [...editions, ...entry.aliases].map(name => name.toLowerCase())
    const score = Math.max(
      ...whole.map(name => likeness(joined, name)),
      ...[entry.id, folders[folders.length - 1], ...called].map(name => name && likeness(last, name) * 0.99),
    )
    return { entry, place, sure, score }
  })
  scored.sort((a, b) => b.sure - a.sure || b.score - a.score || a.place - b.place)
  const near = scored.filter(({ score, sure }) => sure || score >= ENOUGH).slice(0, MOST)
  const sure = near.find(it => it.sure)
  return { simplified, short, sure: sure && sure.entry, near: near.map(({ entry }) => entry), words }
}
