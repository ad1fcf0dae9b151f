/*
 * Whole numbers in Chinese numerals, alone or between digits, as they are said and written:
 * 九千六百, 一萬二, 12万5千, 玖仟陸佰. What can be heard in two ways is none.
 */
const DIGITS = ["零〇", "一壹", "二两兩贰貳", "三叁參叄", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"]
const UNITS = ["", "十拾", "百佰", "千仟", "万萬", "亿億"]
const table = names => new Map(names.flatMap((forms, value) => [...forms].map(form => [form, value])))
const digits = new Map([...table(DIGITS), ...Array.from("0123456789", (digit, value) => [digit, value])])
const units = table(UNITS)
const usual = "一二三四五六七八九".split("")

/* One form for each sign: digits of our own for "1" to "9" and for 零, the first of the units. */
const signs = text => [...text].map(sign => units.has(sign) ? UNITS[units.get(sign)][0]
  : digits.has(sign) ? (digits.get(sign) ? usual[digits.get(sign) - 1] : "零") : sign).join("")

/* Below 10,000: each unit smaller than the one before, 零 where one was passed over. At the end
 * a digit may lack its unit: 三千五 is 3,500. */
function section(text) {
  const words = text.match(/零|[一二三四五六七八九]?[十百千]|[一二三四五六七八九]/g) ?? []
  if (words.join("") !== text) return NaN
  let value = 0, before = 4, passed = false
  for (const [i, word] of words.entries()) {
    if (word === "零") {
      if (passed || !i || i === words.length - 1) return NaN
      passed = true
      continue
    }
    const digit = usual.indexOf(word[0]) + 1
    const unit = units.get(word[word.length - 1]) ?? 0
    /* 十五 is 15; a bare 百 or 千 is no number. */
    if (unit >= before || (!digit && unit !== 1)) return NaN
    const over = before < 4 && unit < before - 1
    if (passed && !over) return NaN
    if (over && !passed && !unit) return i === words.length - 1 ? value + digit * 10 ** (before - 1) : NaN
    value += (digit || 1) * 10 ** unit
    before = unit
    passed = false
  }
  return words.length ? value : NaN
}

/* What stands before 万 or 亿: numerals, or digits. */
const count = text => /^\d{1,8}$/.test(text) ? Number(text) : section(signs(text))

/* What stands behind 万: nothing, four digits, numerals with 零 where the thousands lack; or one
 * digit alone, which counts thousands. */
function behind(text) {
  if (!text) return 0
  if (/^\d{4}$/.test(text)) return Number(text)
  const said = signs(text)
  if (/^[一二三四五六七八九]$/.test(said)) return section(said) * 1000
  const value = section(said.replace(/^零/, ""))
  if (value >= 1000) return said[0] === "零" ? NaN : value
  return said[0] === "零" || /[十百]/.test(said) ? value : NaN
}

/* The number, or NaN. */
export function numeral(text) {
  if (/^[零〇]$/.test(text)) return 0
  const found = /^(?:([^亿億]+)[亿億])?(?:([^万萬]+)[万萬])?([^万萬亿億]*)$/.exec(text)
  if (!found) return NaN
  const [, most, more, rest] = found
  if (most === undefined && more === undefined) return section(signs(rest))
  if (most !== undefined && more === undefined && rest) return NaN
  return (most ? count(most) * 1e8 : 0) + (more ? count(more.replace(/^[零〇]/, "")) * 1e4 : 0) + behind(rest)
}
