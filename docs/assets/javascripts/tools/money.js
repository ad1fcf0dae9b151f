/*
 * Amounts of money as whole fen (分, a hundredth of a yuan): no binary fractions anywhere.
 */

import { numeral } from "./numerals.js"
import { seen } from "./typed.js"

/* Ten billion yuan: far beyond any debt here, and sums stay exact. */
export const LARGEST = 1e12

/* One digit, as people write it. */
const DIGIT = "[\\d零〇一壹二两兩贰貳三叁參叄四肆五伍六陆陸七柒八捌九玖]"
const SIGN = /^[-−–]\s*/
const COIN = /^(?:人民[币幣]|RMB|CNY|CN¥|¥)\s*/i
const WITH_YUAN = /^(.+?)\s*(?:[元圓圆]|([塊块]))[錢钱]?\s*(.*)$/
/* 5角3分整 */
const SMALL = new RegExp(`^(?:(${DIGIT})\\s*[角毛][錢钱]?)?\\s*(?:[零〇]?(${DIGIT}{1,2})\\s*分[錢钱]?)?\\s*[整正]?$`)
/* With commas between each three digits or without; 万 and the like behind them. */
const PLAIN = /^(\d{1,3}(?:,\d{3})+|\d+)?(?:[.。](\d*))?\s*([百佰千仟k万萬w亿億])?$/i
const PLACES = { 百: 2, 佰: 2, 千: 3, 仟: 3, k: 3, 万: 4, 萬: 4, w: 4, 亿: 8, 億: 8 }

const amount = fen => fen > LARGEST ? { fault: "large" } : { fen }

/* Three digits behind a point might be thousands, as some countries write them. */
function ofDigits([, whole = "", part = "", unit]) {
  if (!whole && !part) return { fault: "number" }
  const shift = 2 + (unit ? PLACES[unit.toLowerCase()] : 0)
  const rest = part.replace(/0+$/, "")
  if (rest.length > shift || (!unit && part.length === 3)) return { fault: "places" }
  const digits = whole.replace(/,/g, "")
  return digits.length > 12 ? { fault: "large" } : amount(Number(`${digits}${rest.padEnd(shift, "0")}`))
}

/* 三点五万 as 3.5万. */
const pointed = new RegExp(`^(${DIGIT})[点點](${DIGIT}{1,4})([千仟万萬亿億])$`)
const toDigits = text => text.replace(new RegExp(DIGIT, "g"), digit => /\d/.test(digit) ? digit : numeral(digit))

function ofWhole(text) {
  const found = PLAIN.exec(text.replace(pointed, (_, whole, part, unit) => `${toDigits(whole)}.${toDigits(part)}${unit}`))
  if (found) return ofDigits(found)
  const yuan = numeral(text)
  return Number.isNaN(yuan) ? { fault: "number" } : amount(yuan * 100)
}

/* Fen of 角 and 分 behind 元 or alone, NaN where they are none. Behind 塊 one digit may stand alone:
 * 三塊五 is 3.50. */
function ofSmall(text, spoken) {
  if (spoken && new RegExp(`^${DIGIT}$`).test(text)) return 10 * toDigits(text)
  const found = SMALL.exec(text)
  if (!found) return NaN
  const [, jiao, fen] = found
  return jiao && fen?.length > 1 ? NaN : 10 * toDigits(jiao ?? "") + Number(toDigits(fen ?? ""))
}

function ofParts(text) {
  const [, whole, spoken, small] = WITH_YUAN.exec(text) ?? []
  if (whole === undefined && /[角毛分]/.test(text)) return { fen: ofSmall(text) }
  if (!small || /^[整正]$/.test(small)) return ofWhole(whole ?? text.replace(/[整正]$/, ""))
  const main = /[.。]/.test(whole) ? { fault: "number" } : ofWhole(whole)
  return main.fault ? main : { fen: main.fen + ofSmall(small, spoken) }
}

/*
 * { fen } of what people type: "9600", "9,600元", "９，６００．５", "9600块钱", "1.2万", "1万2", "5元5角",
 * "九千六百"; or { fault }: "empty", "number" (none, or one that could be another too), "negative",
 * "places" (more than two), "large".
 */
export function parse(text) {
  const typed = seen(text)
  if (!typed) return { fault: "empty" }
  const bare = typed.replace(SIGN, "").replace(COIN, "").replace(SIGN, "")
    .replace(/\s*(?:人民[币幣]|RMB|CNY)$/i, "").replace(/([元圓圆塊块錢钱角毛分整正])[.。]$/, "$1")
  const found = ofParts(bare)
  if (found.fault) return found
  if (Number.isNaN(found.fen)) return { fault: "number" }
  return SIGN.test(typed.replace(COIN, "")) ? { fault: "negative" } : amount(found.fen)
}

/* "9600" or "9600.50", for a field and for files. */
export function plain(fen) {
  const whole = Math.trunc(fen / 100)
  const rest = Math.abs(fen % 100)
  return `${fen < 0 && !whole ? "-" : ""}${whole}${rest ? `.${String(rest).padStart(2, "0")}` : ""}`
}

/* Made once for each locale and number of digits: to make one takes long. */
const formats = new Map()
function formatOf(locale, digits) {
  const key = `${locale} ${digits}`
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(locale, options))
  return formats.get(key)
}

/* "9,600" or "9,600.50", as the page's locale groups digits. */
export const shown = (fen, locale) => formatOf(locale, fen % 100 ? 2 : 0).format(plain(fen))

/* Parts of a total in proportion to weights (whole numbers), in fen: they add up exactly. What
 * rounding down leaves goes to those who lost most by it, the first first (largest remainder). */
export function share(total, weights) {
  const sum = weights.reduce((sum, weight) => sum + BigInt(weight), 0n)
  if (!sum) return weights.map(() => 0)
  const exact = weights.map(weight => BigInt(total) * BigInt(weight))
  const parts = exact.map(value => value / sum)
  let rest = BigInt(total) - parts.reduce((sum, part) => sum + part, 0n)
  const order = exact.map((value, i) => [value % sum, i]).sort((a, b) => a[0] === b[0] ? a[1] - b[1] : a[0] > b[0] ? -1 : 1)
  for (const [, i] of order) {
    if (rest <= 0n) break
    parts[i] += 1n
    rest -= 1n
  }
  return parts.map(Number)
}
