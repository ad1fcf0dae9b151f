/*
 * What a spreadsheet takes for something else than the text it is: of 3-12 it makes a day, of 1E5
 * and 1.10 other numbers. Such cells of a column of texts get an apostrophe (csv.js).
 */
import { isHarmful } from "./csv.js"
import { seen } from "./typed.js"

const WORDS = "am|pm|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july"
  + "|august|september|october|november|december|mon|tues?|wed|thur?s?|fri|satur|sun|day|wednes|[0-9]e|[tz]"
const VALUE = new RegExp(`^'*(?:true|false|(?=.*[\\d¼-¾⅐-⅞])(?:[\\d¼-¾⅐-⅞\\s.,:/\\\\\\-–+*%()'’$¥€£年月日號号時时點点分秒元上下午星期週周一二三四五六天]|${WORDS})+)$`, "is")

/* Whether a spreadsheet may read a number, a day or a time in it, and write another text. */
export const isValue = cell => VALUE.test(seen(cell))
export const isTextGuarded = cell => isHarmful(cell) || isValue(cell)
