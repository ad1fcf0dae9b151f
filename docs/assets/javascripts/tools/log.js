/*
 * The evidence log without its page: what an entry is, what is wrong with one, how entries are
 * ordered and merged, and what a file about one is called. No words and no DOM.
 *
 * An entry is { id, edited, ...FIELDS }, all of them strings. `date` is "2026-11-20", `time` is
 * "19:05" or empty, `channel` and `from` are keys; `edited` is an ISO time in UTC. Entries are
 * never changed in place, so that an earlier list is still what it was.
 *
 * A draft is what stands in the form and is not noted yet: { id, ...FIELDS }, of an entry that is
 * being changed also { editing, was }: its id, and what it said when the change began.
 */
import { seen } from "./typed.js"
import { isValue } from "./values.js"

export const FIELDS = [
  "date", "time", "from", "channel", "who", "person", "number", "said", "reply",
  "promised", "mine", "witness", "file", "next",
]
export const CHANNELS = ["phone", "sms", "app", "visit", "letter", "payment", "other"]
export const DIRECTIONS = ["them", "me"]
/* Far more than anybody writes; a file with more in one field is not one of ours. */
export const LONGEST = 20000

const pad = number => String(number).padStart(2, "0")

function dayOf(year, month, day) {
  const made = new Date(Date.UTC(year, month - 1, day))
  const exists = year > 1899 && made.getUTCMonth() === month - 1 && made.getUTCDate() === day
  return exists ? `${year}-${pad(month)}-${pad(day)}` : ""
}

/* What may stand behind a day: an hour, the day of the week. */
const DAY = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:T.*|\s+\d{1,2}:.*|\s*\(?(?:星期|週|周)[一二三四五六日天]\)?)?$/
const TURNED = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:\s+\d{1,2}:.*)?$/

/* "2026-11-20" of what people and spreadsheets write, or "" where that is no day. `order` is "dmy"
 * or "mdy" where the year stands last: dayOrder() of a column. */
export function readDate(text, order = "") {
  const plain = seen(text)
  const found = DAY.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(plain)
  if (found) return dayOf(...found.slice(1).map(Number))
  const [, first, , second, year] = (TURNED.exec(plain) ?? []).map(Number)
  if (order === "dmy") return dayOf(year, second, first)
  return order === "mdy" ? dayOf(year, first, second) : ""
}

/* Whether days with the year last have the month before the day, by those of a column where one
 * number can't be a month; "" where nothing tells, or some say this and some that. */
export function dayOrder(texts) {
  const found = texts.map(text => TURNED.exec(seen(text))).filter(Boolean)
  const dmy = found.some(([, first]) => first > 12)
  const mdy = found.some(([, , , second]) => second > 12)
  return dmy === mdy ? "" : dmy ? "dmy" : "mdy"
}

/* "19:05" of what people and spreadsheets write, or "" where that is no time of day. */
export function readTime(text) {
  const found = /^(上午|下午|AM|PM)?\s*(\d{1,2})\s*[:點点時时]\s*(\d{1,2})(?:[:分]\s*\d{2}(?:\.\d+)?\s*秒?)?\s*分?\s*(AM|PM)?$/i.exec(seen(text))
  if (!found || (found[1] && found[4])) return ""
  const half = (found[1] ?? found[4] ?? "").toUpperCase()
  let hour = Number(found[2])
  if (half) {
    if (hour < 1 || hour > 12) return ""
    hour = hour % 12 + (/[P下]/.test(half) ? 12 : 0)
  }
  return hour > 23 || found[3] > 59 ? "" : `${pad(hour)}:${pad(found[3])}`
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

const contentOf = entry => JSON.stringify(FIELDS.map(name => entry[name] ?? ""))

/* What a file adds: nothing twice, nothing lost. What says the same is one entry, whatever its id.
 * An entry that is here with other words is not replaced: `differing` has both, { mine, theirs },
 * for the reader to choose. The clock of another device decides nothing. */
export function merge(entries, found) {
  const byId = new Map(entries.map(entry => [entry.id, entry]))
  const said = new Set(entries.map(contentOf))
  const added = []
  const differing = []
  for (const entry of found) {
    if (said.has(contentOf(entry))) continue
    const mine = byId.get(entry.id)
    if (mine) differing.push({ mine, theirs: entry })
    else {
      said.add(contentOf(entry))
      byId.set(entry.id, entry)
      added.push(entry)
    }
  }
  const known = found.length - added.length - differing.length
  return { entries: [...entries, ...added], added: added.length, known, differing }
}

/* Whether a spreadsheet may have made one text of the other: a day of 3-12, 100000 of 1E5. */
export const isTurned = (mine, theirs) => mine !== theirs && isValue(mine) && isValue(theirs)

/* Which of two versions is the newer by its clock: "newer" and "older" for the one of the file,
 * "same", "future" where it is of a day to come, "unknown". */
export function age({ mine, theirs }, now) {
  const [here, there] = [mine, theirs].map(({ edited }) => Date.parse(edited))
  if (Number.isNaN(here) || Number.isNaN(there)) return "unknown"
  if (there > now + 86_400_000) return "future"
  return there === here ? "same" : there > here ? "newer" : "older"
}

/* All of an entry or a draft but when it was made. */
const partsOf = item => JSON.stringify([...FIELDS, "editing"].map(name => item[name] ?? ""))

/*
 * Two lists that were one, `base`, in one again: what was added, changed or deleted in either. What
 * was changed in one and deleted in the other stays; what was changed in both, is there twice,
 * `theirs` under its id. For entries and for drafts; `freshId()` makes an id.
 */
export function mergeChanges(base, mine, theirs, freshId) {
  const [before, here, there] = [base, mine, theirs].map(list => new Map(list.map(item => [item.id, item])))
  const same = (one, other) => one === other || Boolean(one && other && partsOf(one) === partsOf(other))
  const found = []
  for (const id of new Set([...there.keys(), ...here.keys()])) {
    const [was, own, other] = [before, here, there].map(list => list.get(id))
    if (same(own, was) || same(own, other)) found.push(other)
    else if (!other || same(other, was)) found.push(own)
    else found.push(other, own && { ...own, id: freshId() })
  }
  return found.filter(Boolean)
}

const isText = value => typeof value === "string"

/* What was kept of the log, of this version or an earlier one: { entries, drafts, open, filed }: `open`
 * is the draft that was in the form, `filed` says whether a file has all entries. What is no entry is left out; keep.js sees that it is missing. */
export function readLog(kept, fresh) {
  const list = value => Array.isArray(value) ? value.filter(item => typeof item === "object" && item !== null) : []
  const ids = new Set()
  const own = item => {
    const made = fresh()
    const given = { ...item, id: isText(item.id) && !ids.has(item.id) ? item.id : made.id, edited: isText(item.edited) ? item.edited : made.edited }
    ids.add(given.id)
    return entryOf(given, made)
  }
  const entries = list(kept?.entries).map(own).filter(entry => !faultOf(entry))
  const former = typeof kept?.draft === "object" && kept.draft !== null ? [{ ...kept.draft, editing: kept.editing }] : []
  const drafts = [...list(kept?.drafts), ...former].map(item => {
    const { edited, ...draft } = own(item)
    if (!isText(item.editing)) return draft
    const entry = entries.find(({ id }) => id === item.editing)
    return { ...draft, editing: item.editing, was: isText(item.was) ? item.was : entry ? contentOf(entry) : "" }
  })
  const open = former.length ? drafts[drafts.length - 1].id : kept?.open
  return { entries, drafts, open, filed: kept?.filed === true }
}

/* A draft of a change: what it changes, and what that says now. */
export const draftOf = (entry, id) => {
  const { edited, ...fields } = entry
  return { ...fields, id, editing: entry.id, was: contentOf(entry) }
}

/* Whether a draft of a change says something else than its entry, and whether that is still as it
 * was when the change began. */
export const isChanged = (draft, entry) => contentOf(draft) !== contentOf(entry)
export const isAsItWas = (draft, entry) => Boolean(entry) && draft.was === contentOf(entry)

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
  const taken = new RegExp(`(?:^|\\D)${moment}_\\S*_(\\d{2,3})(?!\\d)`, "g")
  const others = entries.filter(({ id }) => id !== entry.id)
  const numbers = others.flatMap(({ file }) => [...file.matchAll(taken)].map(([, number]) => Number(number)))
  const parts = [moment, safePart(entry.who), safePart(channelName), pad(Math.max(0, ...numbers) + 1)]
  return parts.filter(Boolean).join("_")
}
