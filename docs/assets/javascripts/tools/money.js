/*
 * Amounts of money as whole fen (分, a hundredth of a yuan): no binary fractions anywhere.
 */

/* Ten billion yuan: far beyond any debt here, and sums stay exact. */
export const LARGEST = 1e12

/*
 * { fen } of what people type: "9600", "9,600元", "９，６００．５", "¥ 9600.50"; or { fault }:
 * "empty", "number", "negative", "places" (more than two), "large".
 */
export function parse(text) {
  const plain = String(text ?? "").normalize("NFKC").replace(/[\s_]/g, "")
  if (!plain) return { fault: "empty" }
  const found = /^([-−－])?(?:¥|￥|RMB|CNY|人民幣|人民币)?([-−])?(\d{1,3}(?:[,，]\d{3})+|\d+)?(?:[.。．](\d*))?(?:元|圓|圆|塊|块)?(?:整|正)?$/i.exec(plain)
  if (!found) return { fault: "number" }
  const [, before, after, whole = "", part = ""] = found
  if (!whole && !part) return { fault: "number" }
  if (before || after) return { fault: "negative" }
  if (part.replace(/0+$/, "").length > 2) return { fault: "places" }
  const digits = whole.replace(/[,，]/g, "")
  const fen = Number(`${digits}${part.slice(0, 2).padEnd(2, "0")}`)
  return digits.length > 12 || fen > LARGEST ? { fault: "large" } : { fen }
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
