/*
 * A plan in words: the sentence about it, the letter, and the reminders. Words stand in the page;
 * no elements are made here.
 */
import { shown } from "./money.js"
import { filled, longDate, part, plainDate, word } from "./words.js"

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

/* Stands where something is to be written by hand; nobody types it. */
export const BLANK = "\ue000"

/* How the other debts have their share, as the budget has reckoned it and as long as nothing of it
 * was changed; else undefined. */
function sharedOf({ surplus, total, affordable, others, income, essentials }, budget, place) {
  const debt = budget?.debts[place]
  if (!debt || budget.debts.length < 2 || surplus === undefined) return undefined
  const same = debt.fen === total && debt.share === affordable && budget.affordable - debt.share === others
    && budget.income === income && budget.essentials === essentials
  const owed = budget.debts.reduce((sum, { fen }) => sum + fen, 0) - total
  return same ? { all: budget.affordable, buffer: surplus - budget.affordable, n: budget.debts.length - 1, owed } : undefined
}

/* Sums that the other side can follow, from what comes in to what this debt gets. */
function whyOf(values, { period, limit }, budget, place) {
  const { surplus, affordable, others } = values
  const say = (name, more = {}) => word(name, Object.fromEntries(Object.entries({ ...values, ...more })
    .map(([key, value]) => [key, Number.isInteger(value) && key !== "n" ? yuan(value) : value])))
  const lines = surplus === undefined ? [] : [say("why")]
  if (affordable === undefined) return lines
  const shared = sharedOf(values, budget, place)
  const rest = surplus === undefined ? undefined : surplus - affordable - (others ?? 0)
  if (shared) lines.push(say("why-budget", shared), say("why-shared", shared))
  else if (rest === undefined || rest < 0) lines.push(say(others ? "why-too" : "why-limit"))
  else if (others) lines.push(say(rest ? "why-others" : "why-all-others", { rest }))
  else lines.push(say(rest ? "why-rest" : "why-limit", { rest }))
  if (period !== "month" && limit !== undefined) {
    lines.push(word("why-each", { year: yuan(affordable * 12), each: word(`each-${period}`), limit: yuan(limit) }))
  }
  return lines
}

/*
 * The letter: [{ as, needs, paper, text }], what each part is and says. `paper` has a BLANK where
 * nothing is known; `text`, to be sent as it is, leaves such a part out and is undefined then.
 * `fields` as typed and `read` of them (proposal.js); `now` is today; of the `budget` that came
 * along the debt at `place` is this one.
 */
export function letterOf(plan, fields, read, now, budget, place) {
  const { values, faults } = read
  const typed = name => faults[name] ? "" : (fields[name] ?? "").trim()
  const why = whyOf(values, { period: fields.period, limit: read.limit }, budget, place)
  const noSurplus = word("why", { income: BLANK, essentials: BLANK, surplus: BLANK })
  const known = {
    to: typed("to"), contract: typed("contract"), name: typed("name"), cause: typed("cause"),
    notice: values.notice, why: why.join("\n"),
  }
  const paid = yuan(plan.paid)
  const once = plan.count === 1 ? "-once" : ""
  const way = { count: plan.count, period: word(`period-${fields.period}`), on: onDays(plan, fields, values) }
  const always = {
    today: plainDate(now), total: yuan(values.total), paid, way: word(`way${once}`, way),
    term: word(`term${once}`, { first: plainDate(plan.start), end: plainDate(plan.end) }),
    rows: plan.count > MOST_LINES ? inShort(plan) : plan.rows.map(line).join("\n"),
    rest: plan.rest ? word("rest", { paid, rest: yuan(plan.rest) }) : "",
    billed: values.billed ? word("billed", { billed: plainDate(values.billed) }) : "",
  }
  const byHand = {
    ...Object.fromEntries(Object.entries(known).map(([name, value]) => [name, value || BLANK])),
    sign: BLANK, cause: known.cause || BLANK + BLANK,
    why: values.surplus === undefined ? [noSurplus, ...why].join("\n") : known.why,
    billed: always.billed || word("billed", { billed: BLANK }), rows: always.rows.replaceAll("\u3000", "\t"),
  }
  return [...part("letter").children].map(({ dataset: { as, needs }, textContent }) => ({
    /* Only short lines stand in two columns. */
    as: as === "rows" && plan.count > MOST_LINES ? "text" : as, needs,
    paper: filled(textContent, { ...always, ...byHand }),
    text: needs && !known[needs] ? undefined : filled(textContent, { ...always, ...known }),
  }))
}

/* The letter as a text: an empty line where a reader sees the parts stand apart. */
const APART = ["title line", "title text", "line text", "text sign"]
export function textOf(letter) {
  let before = ""
  return letter.filter(({ text }) => text !== undefined).map(({ as, text }) => {
    const gap = as === "head" || APART.includes(`${before} ${as}`) ? "\n" : ""
    before = as
    return gap + text
  }).join("\n")
}

/* How many lines of 42 characters a letter takes on paper, with the room around them. */
const WIDE = { line: 18, sign: 10 }
const ROOM = { rows: 0.5, head: 1.4 }
export const linesOf = letter => letter.reduce((sum, { as, paper }) => {
  if (as === "free" && paper.startsWith(BLANK)) return sum + 3
  const lines = paper.replaceAll(BLANK, "_".repeat(WIDE[as] ?? 6)).split("\n")
  return sum + lines.reduce((n, { length }) => n + Math.max(1, Math.ceil(length / 42)), 0) * (ROOM[as] ?? 1)
}, 0)

/* Reminders of two debts stand in one calendar: each says whose it is. */
export const eventsOf = ({ rows }, to) => rows.map(({ number, day, fen, left }) => ({
  day,
  title: word(to ? "ics-title-to" : "ics-title", { to, number, amount: yuan(fen) }),
  note: word("ics-note", { left: yuan(left) }),
}))
