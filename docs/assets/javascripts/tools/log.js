/*
 * The evidence log without its page: what an entry is, what is wrong with one, how entries are
 * ordered and merged, and what a file about one is called. No words and no DOM.
 *
 * An entry is { id, edited, ...FIELDS }, all of them strings. `date` is "2026-11-20", `time` is
 * "19:05" or empty, `channel` and `from` are keys; `edited` is an ISO time in UTC. Entries are
 * never changed in place, so that an earlier list is still what it was.
 */

export const FIELDS = [
  "date", "time", "from", "channel", "who", "person", "number", "said", "reply",
  "promised", "mine", "witness", "file", "next",
]
export const CHANNELS = ["phone", "sms", "app", "visit", "letter", "payment", "other"]
export const DIRECTIONS = ["them", "me"]
/* Far more than anybody writes; a file with more in one field is not one of ours. */
export const LONGEST = 20000

const pad = number => String(number).padStart(2, "0")

/* Full-width digits and marks as typed by a Chinese keyboard. */
const plain = text => String(text ?? "").normalize("NFKC").trim()

/* "2026-11-20" of what people and spreadsheets write, or "" where that is no day. */
export function readDate(text) {
  const found = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(plain(text))
  if (!found) return ""
  const [year, month, day] = found.slice(1).map(Number)
  const made = new Date(Date.UTC(year, month - 1, day))
  const exists = year > 1899 && made.getUTCMonth() === month - 1 && made.getUTCDate() === day
  return exists ? `${year}-${pad(month)}-${pad(day)}` : ""
}

/* "19:05" of what people and spreadsheets write, or "" where that is no time of day. */
export function readTime(text) {
  const found = /^(\d{1,2})\s*[:點点时時]\s*(\d{1,2})(?::\d{2}(?:\.\d+)?)?\s*分?$/.exec(plain(text))
  if (!found || found[1] > 23 || found[2] > 59) return ""
  return `${pad(found[1])}:${pad(found[2])}`
}

/* An entry with all its fields, each a text; `given` may lack some or hold others. */
export function entryOf(given, { id, edited }) {
  const fields = FIELDS.map(name => [name, typeof given[name] === "string" ? given[name] : ""])
  return { id: given.id || id, edited: given.edited || edited, ...Object.fromEntries(fields) }
}

/* What is wrong with an entry: the name of a field, or undefined. */
export function faultOf(entry) {
  if (!entry.date || readDate(entry.date) !== entry.date) return "date"
  if (entry.time && readTime(entry.time) !== entry.time) return "time"
  if (entry.from && !DIRECTIONS.includes(entry.from)) return "from"
  if (entry.channel && !CHANNELS.includes(entry.channel)) return "channel"
  return FIELDS.find(name => entry[name].length > LONGEST)
}

/* A day without a time stands before its hours; entries of one minute keep their order. */
export function sorted(entries, newestFirst = false) {
  const key = ({ date, time }) => `${date} ${time}`
  const ordered = [...entries].sort((a, b) => key(a) < key(b) ? -1 : Number(key(a) > key(b)))
  return newestFirst ? ordered.reverse() : ordered
}

export function put(entries, entry) {
  const known = entries.some(({ id }) => id === entry.id)
  return known ? entries.map(old => old.id === entry.id ? entry : old) : [...entries, entry]
}

export function remove(entries, id) {
  return entries.filter(entry => entry.id !== id)
}

const contentOf = entry => JSON.stringify(FIELDS.map(name => entry[name]))

/* Both lists in one: nothing twice, nothing lost. What says the same is one entry, whatever its
 * id. Of two versions of one entry the later stays; where both are of one moment, a file was
 * changed by another program, and its version is the one meant. */
export function merge(entries, found) {
  const byId = new Map(entries.map(entry => [entry.id, entry]))
  const said = new Set(entries.map(contentOf))
  const counts = { added: 0, changed: 0, known: 0 }
  for (const entry of found) {
    const content = contentOf(entry)
    const old = byId.get(entry.id)
    if (said.has(content) || (old && old.edited > entry.edited)) {
      counts.known += 1
      continue
    }
    counts[old ? "changed" : "added"] += 1
    if (old) said.delete(contentOf(old))
    said.add(content)
    byId.set(entry.id, entry)
  }
  return { entries: [...byId.values()], ...counts }
}

/* What no system allows in a name, what turns or hides text, and our own separator. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\\/:*?"<>|_#%&{}$!'`@+=\s.]+/gu

/* A part of a file name: at most `longest` characters, none of them cut in two. */
export function safePart(text, longest = 20) {
  const safe = String(text).normalize("NFC").replace(UNSAFE, "-").replace(/^-+|-+$/g, "")
  return [...safe].slice(0, longest).join("").replace(/-+$/, "")
}

/* "20261120-1905_某某公司_電話_02": sorts by time, numbered among the files of its minute.
 * `channelName` is the page's word for the channel. Empty where the day is missing. */
export function suggestName(entry, channelName, entries) {
  if (!entry.date) return ""
  const moment = [entry.date.replaceAll("-", ""), entry.time.replace(":", "")].filter(Boolean).join("-")
  const taken = new RegExp(`(?<!\\d)${moment}_\\S*_(\\d{2,3})(?!\\d)`, "g")
  const others = entries.filter(({ id }) => id !== entry.id)
  const numbers = others.flatMap(({ file }) => [...file.matchAll(taken)].map(([, number]) => Number(number)))
  const parts = [moment, safePart(entry.who), safePart(channelName), pad(Math.max(0, ...numbers) + 1)]
  return parts.filter(Boolean).join("_")
}
