/*
 * How a text of the guide is said, and where it is cut. Voices make of 95188 some ninety thousand,
 * and of 2026-11-29 a sum: whatever is written in digits and signs is written out here. Nothing in
 * this file knows a page; `words` are those of the edition (overrides/guide/reading.html).
 */

/* Stands in a text for a blank to fill in. */
export const BLANK = "\ufffc"

/* Hold letters together, or apart, and are never heard. */
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g
/* What is counted, in both scripts: a number before it is a number, not one to dial. */
const COUNTED = "[元塊块個个人位名戶户家間间張张份封件條条項项種种筆笔次遍頁页段字題题期天日週周月年歲岁點点分秒倍成層层萬万億亿千百%％]|小[時时]|MB"
/* Of these there are 兩, not 二; 2月 and 2日 are names. */
const PAIRS = /^ ?(?:[元塊块個个位名戶户家間间張张份封件條条項项種种筆笔次遍頁页段行句期天週周年歲岁點点分秒倍萬万億亿千]|小[時时])/
const SIGN = "[×÷=＝+＋−*]"

/* Safari knew no look behind until 2023: `alone` does that. */
const DAY = /(\d{4})-(\d\d)-(\d\d)(?!\d)/g
const SPAN = /(\d[%％]?) ?[–~～] ?(?=\d)/g
/* A hyphen is one too, but not in names and numbers to dial. */
const SHORT_SPAN = /(\d{1,3}(?::\d\d)?)-(?=\d{1,3}(?::\d\d)?(?![\w.-]))/g
const TIME = /([01]?\d|2[0-4]):([0-5]\d)(?![\d:])/g
const NUMBER = String.raw`(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?`
const PERCENT = new RegExp(`(${NUMBER}) ?[%％]`, "g")
const YEAR = /\d{4}(?= ?年)/g
/* Five digits and more, or one of the short ones that are known, with nothing that is counted. */
const DIALLED = new RegExp(
  String.raw`(?:\d{3,4}-\d{7,8}|\d{5,}|11[0249]|12[02])(?![\d.,]| ?(?:${COUNTED}|${SIGN}))`, "g")
const NOT_DIALLED = new RegExp(String.raw`(?:[\d.,]|${SIGN} ?)$`)
const NUMBERS = new RegExp(NUMBER, "g")
const CIRCLED = /[①-⑳]/g

/* Replaces by `act` what does not follow `before`. */
const alone = (before, act) => (...match) => {
  const [at, around] = match.slice(-2)
  return before.test(around.slice(0, at)) ? match[0] : act(...match)
}

/* One by one, as a number to dial is said. As many characters as before. */
export const digits = (text, { digits: names }) => text.replace(/[0-9]/g, digit => names[digit])

/* Up to four digits; `units` are those of ten, a hundred, a thousand. */
function group(four, { digits: names, units, two }) {
  let said = ""
  let gap = false
  for (const [place, digit] of [...four].entries()) {
    const power = four.length - 1 - place
    if (digit === "0") {
      gap = true
      continue
    }
    if (gap && said) said += names[0]
    gap = false
    said += (digit === "2" && power > 1 ? two : names[digit]) + (power ? units[power - 1] : "")
  }
  return said
}

function whole(text, words) {
  const { digits: names, units, two } = words
  const padded = text.padStart(12, "0")
  let said = ""
  for (const [at, large] of [units[4], units[3], ""].entries()) {
    const four = padded.slice(4 * at, 4 * at + 4)
    const part = group(four, words)
    if (!part) continue
    if (said && four[0] === "0") said += names[0]
    said += (large && Number(four) === 2 ? two : part) + large
  }
  const ten = names[1] + units[0]
  return (said.startsWith(ten) ? said.slice(1) : said) || names[0]
}

/* A number, with or without 12,000's comma and decimals, as it is counted. */
export function counted(number, words) {
  const [left, right] = number.replaceAll(",", "").split(".")
  const said = left.length > 12 || /^0\d/.test(left) ? digits(left, words) : whole(left, words)
  return right === undefined ? said : `${said}${words.point}${digits(right, words)}`
}

function clock(hour, minute, words) {
  const said = `${hour === "2" ? words.two : counted(String(Number(hour)), words)}${words.point}`
  if (minute === "00") return said
  return `${said}${minute[0] === "0" ? words.digits[0] : ""}${counted(String(Number(minute)), words)}分`
}

function signs(text, { signs: [plus, minus, times, by, equal] }) {
  const said = { "+": plus, "＋": plus, "−": minus, "×": times, "*": times, "÷": by, "=": equal, "＝": equal }
  return text
    .replace(new RegExp(` ?(${SIGN}) ?`, "g"), (_, sign) => said[sign])
    .replace(/ ?[→｜|／] ?/g, "，")
}

/* What a voice is given for a text. */
export function spoken(text, words) {
  const number = found => counted(found, words)
  const plain = text
    .replace(INVISIBLE, "")
    .replace(/\s+/g, " ")
    .replace(/\[F\d+\]/g, "")
    .replace(DAY, alone(/\d$/, (_, year, month, day) =>
      `${digits(year, words)}年${number(String(Number(month)))}月${number(String(Number(day)))}日`))
    .replace(SPAN, `$1${words.to}`)
    .replace(SHORT_SPAN, alone(/[\w.-]$/, (_, from) => from + words.to))
    .replace(TIME, alone(/[\d:]$/, (_, hour, minute) => clock(hour, minute, words)))
    .replace(PERCENT, (_, found) => words.percent + number(found))
    .replace(YEAR, alone(/\d$/, found => digits(found, words)))
    .replace(DIALLED, alone(NOT_DIALLED, found => digits(found.replace("-", "，"), words)))
    .replace(NUMBERS, (found, at, around) => {
      const pair = found === "2" && around[at - 1] !== "第" && PAIRS.test(around.slice(at + 1))
      return pair ? words.two : number(found)
    })
    .replace(CIRCLED, found => `${number(String(found.charCodeAt(0) - 0x245f))}，`)
  return signs(plain, words).replaceAll(BLANK, words.blank).trim()
}

/* ---- sentences ---- */

const END = /[。！？；]+[」』）》”]*|[!?](?=\s|$)/g
const PAUSE = /[，、：][」』）》”]*/g
/* What is more than signs. */
export const HEARD = /[\p{L}\p{N}\ufffc]/u
/* Voices from afar stop after a quarter of a minute; and a sentence is gone back to whole. */
const MOST = 60

/* The places behind each match of a pattern. */
const behind = (pattern, text) => [...text.matchAll(pattern)].map(({ 0: found, index }) => index + found.length)

/* A long sentence at its commas, in pieces of some length. */
function pieces(text, start, end) {
  if (end - start <= MOST) return [[start, end]]
  const found = []
  let from = start
  let last = start
  for (const place of [...behind(PAUSE, text.slice(start, end)).map(at => at + start), end]) {
    if (place - from > MOST && last > from) {
      found.push([from, last])
      from = last
    }
    last = place
  }
  return [...found, [from, end]]
}

/* Where the sentences of a text begin and end, without the blanks around them. */
export function cut(text) {
  const places = [0, ...behind(END, text), text.length]
  return places.slice(1)
    .flatMap((end, place) => pieces(text, places[place], end))
    .map(([start, end]) => {
      const piece = text.slice(start, end)
      return [start + piece.length - piece.trimStart().length, start + piece.trimEnd().length]
    })
    .filter(([start, end]) => HEARD.test(text.slice(start, end)))
}
