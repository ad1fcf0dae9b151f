/*
 * A plan in words: the sentence about it, the letter, and the reminders. Words stand in the page;
 * no elements are made here.
 */
import { shown } from "./money.js"
import { longDate, plainDate, word } from "./words.js"

const language = document.documentElement.lang
export const yuan = fen => shown(fen, language)

/* "前3期每期400元，之後11期每期800元，最後一期100元": no sum is ever said but of these. */
function parts({ runs }) {
  return runs.map(({ fen, count }, i) => {
    const place = runs.length === 1 ? "all" : i === 0 ? "first" : i === runs.length - 1 ? "last" : "then"
    return word(`${place}-${count === 1 ? "one" : "many"}`, { count, amount: yuan(fen) })
  }).join("，")
}

export function about(plan) {
  const { kind = "sum", count, paid, end, rest } = plan
  const name = count === 1 ? kind === "partial" ? "about-partial-once" : "about-once" : `about-${kind}`
  return word(name, { count, parts: parts(plan), paid: yuan(paid), end: longDate(end), rest: yuan(rest) })
}

/* A year of instalments by day; what is longer would not fit on a sheet. */
const MOST_LINES = 12
const line = ({ number, day, fen }) => word("row", { number, day: plainDate(day), amount: yuan(fen) })

/* Instalments of one amount in one line. */
const inShort = ({ runs, rows }) => runs.map(({ fen, first, count }) => {
  const [from, to] = [rows[first - 1], rows[first + count - 2]]
  return count === 1 ? line(from) : word("run", {
    from: from.number, to: to.number, start: plainDate(from.day), end: plainDate(to.day), amount: yuan(fen),
  })
}).join("\n")

/* On which days, as the letter says it: of `values` of a proposal and its `plan`. */
const onDays = (plan, { period, by }, values) => period !== "month" ? word("on-from", { from: plainDate(plan.start) })
  : by === "nth" ? word(values.nth > 28 ? "on-last" : "on-nth", values) : word("on-payday", values)

/* `fields` as typed and `values` as read of them (proposal.js); `now` is today. */
export function letterOf(plan, fields, values, now) {
  const blank = word("blank")
  const typed = name => (fields[name] ?? "").trim() || blank
  const fen = name => values[name] === undefined ? blank : yuan(values[name])
  const why = [word("why", { income: fen("income"), essentials: fen("essentials"), surplus: fen("surplus") })]
  if (values.affordable !== undefined) why.push(word("why-limit", { affordable: fen("affordable") }))
  const paid = yuan(plan.paid)
  return word("letter", {
    to: typed("to"), contract: typed("contract"), name: typed("name"), cause: typed("cause"),
    today: plainDate(now), total: fen("total"), billed: values.billed ? plainDate(values.billed) : blank,
    first: plainDate(plan.start), end: plainDate(plan.end), count: plan.count, paid,
    period: word(`period-${fields.period}`), on: onDays(plan, fields, values), why: why.join("\n"),
    rows: plan.count > MOST_LINES ? inShort(plan) : plan.rows.map(line).join("\n"),
    rest: plan.rest ? word("rest", { paid, rest: yuan(plan.rest) }) : "",
    notice: values.notice ?? blank,
  })
}

/* Whether a letter would not go on one sheet with room between its lines: on it go 52 of them. */
export function isDense(letter) {
  const lines = letter.split("\n").map(({ length }) => Math.max(1, Math.ceil(length / 48)))
  return lines.reduce((sum, number) => sum + number, 0) > 50
}

/* Reminders of two debts stand in one calendar: each says whose it is. */
export const eventsOf = ({ rows }, to) => rows.map(({ number, day, fen, left }) => ({
  day,
  title: word(to ? "ics-title-to" : "ics-title", { to, number, amount: yuan(fen) }),
  note: word("ics-note", { left: yuan(left) }),
}))
