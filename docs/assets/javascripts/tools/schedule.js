/*
 * Instalments: who pays how much on which day. The amounts of a plan always add up to its total.
 * All amounts are whole fen.
 */
import { dueDays } from "./calendar.js"

/* Thirty years of months: more is no plan but a life. */
export const MOST = 360

const YUAN = 100
const PERIODS_A_YEAR = { week: 52, "two-weeks": 26, month: 12 }

/* What a monthly amount makes for a shorter period, without jiao and fen. */
export function perPeriod(monthly, period) {
  if (period === "month") return monthly
  return Math.floor(monthly * 12 / (PERIODS_A_YEAR[period] * YUAN)) * YUAN
}

/* Amounts with their days: [{ number, day, fen, left }]; `left` is what is owed after it. */
function rows(amounts, due, rest) {
  let left = amounts.reduce((sum, fen) => sum + fen, rest)
  return amounts.map((fen, i) => {
    left -= fen
    return { number: i + 1, day: due(i), fen, left }
  })
}

/* Instalments of one amount that follow each other: [{ fen, first, count }], `first` from 1 on. */
function runs(amounts) {
  const found = []
  amounts.forEach((fen, i) => {
    if (found.at(-1)?.fen === fen) found.at(-1).count += 1
    else found.push({ fen, first: i + 1, count: 1 })
  })
  return found
}

/* `paid` by all instalments together, `rest` what is owed after them. Hundreds of rows take
 * their time, so that they are made for who looks at them. */
function plan(amounts, rule, more) {
  const due = dueDays(rule)
  let made
  return {
    rest: 0,
    ...more,
    count: amounts.length,
    runs: runs(amounts),
    paid: amounts.reduce((sum, fen) => sum + fen, 0),
    start: due(0),
    end: due(amounts.length - 1),
    get rows() {
      return made ??= rows(amounts, due, this.rest)
    },
  }
}

const countOf = (total, amount) => Math.ceil(total / amount)

/* Not asked for more than MOST: a slip of the finger must not make millions of them. */
const instalments = (total, amount) => {
  const count = countOf(total, amount)
  return Array.from({ length: count }, (_, i) => i < count - 1 ? amount : total - amount * (count - 1))
}

/*
 * A plan for `total` by `count` of instalments, by the `amount` of each, or by both. By count
 * each is a whole yuan, rounded up, and the last is smaller. Returns a plan, or { fault }:
 * "total", "count", "amount"; "short" and "long" where both do not make the total, with `by`,
 * the fen that lack or are too many.
 */
export function makePlan({ total, count, amount, rule }) {
  if (!(total > 0)) return { fault: "total" }
  if (count !== undefined && !(Number.isInteger(count) && count > 0 && count <= MOST)) return { fault: "count" }
  if (amount !== undefined && !(amount > 0)) return { fault: "amount" }
  if (count === undefined && amount === undefined) return { fault: "count" }
  if (count !== undefined && amount !== undefined) {
    if (amount * count < total) return { fault: "short", by: total - amount * count }
    if (amount * (count - 1) >= total) return { fault: "long", by: amount * count - total }
  }
  const each = amount ?? Math.ceil(total / (count * YUAN)) * YUAN
  if (countOf(total, each) > MOST) return { fault: "amount" }
  const amounts = instalments(total, each)
  /* A small debt in many parts: rounding up to a yuan would need fewer of them. */
  if (count !== undefined && amounts.length < count) {
    const [low, more] = [Math.floor(total / count), total % count]
    if (!low) return { fault: "count" }
    return plan(Array.from({ length: count }, (_, i) => low + (i < more ? 1 : 0)), rule)
  }
  return plan(amounts, rule)
}

/*
 * Plans that keep within `affordable` a period, as far as there are: `longer`: the whole in as
 * many parts as it takes; `smaller`: three parts of half the amount first; `partial`: what can
 * be paid until `deadline`, the rest to be talked about. { kind, ...plan } each.
 */
export function alternatives({ total, affordable, rule, deadline }) {
  if (!(affordable >= YUAN) || !(total > 0)) return []
  const found = []
  const count = countOf(total, affordable)
  if (count <= MOST) found.push(plan(instalments(total, affordable), rule, { kind: "longer" }))
  const half = Math.ceil(affordable / (2 * YUAN)) * YUAN
  const after = total - 3 * half
  if (after > 0 && half < affordable && 3 + countOf(after, affordable) <= MOST) {
    found.push(plan([half, half, half, ...instalments(after, affordable)], rule, { kind: "smaller" }))
  }
  if (deadline) {
    const due = dueDays(rule)
    let until = 0
    while (until < Math.min(count, MOST) && due(until) <= deadline) until += 1
    if (until > 0 && until < count) {
      const paid = Array.from({ length: until }, () => affordable)
      found.push(plan(paid, rule, { kind: "partial", rest: total - affordable * until }))
    }
  }
  return found
}

/* What is wrong with a plan: names among "dear" (a part above what is affordable), "past" (the
 * first day is not after today), "late" (it ends after the deadline). */
export function faultsOf(plan, { affordable, now, deadline }) {
  const found = []
  if (affordable !== undefined && plan.runs.some(({ fen }) => fen > affordable)) found.push("dear")
  if (plan.start <= now) found.push("past")
  if (deadline && plan.end > deadline) found.push("late")
  return found
}
