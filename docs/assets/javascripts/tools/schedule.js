/*
 * Instalments: who pays how much on which day. The amounts of a plan always add up to its total.
 * All amounts are whole fen.
 */
import { dueDays } from "./calendar.js"

/* Thirty years of months: more is no plan but a life. */
export const MOST = 360

const YUAN = 100
const PERIODS_A_YEAR = { week: 52, "two-weeks": 26, month: 12 }

/* What a monthly amount makes for a period, without jiao and fen. */
export function perPeriod(monthly, period) {
  return Math.floor(monthly * 12 / (PERIODS_A_YEAR[period] * YUAN)) * YUAN
}

/* Amounts with their days: [{ number, day, fen, left }]; `left` is what is owed after it. */
function rows(amounts, rule) {
  const days = dueDays(rule, amounts.length)
  let left = amounts.reduce((sum, fen) => sum + fen, 0)
  return amounts.map((fen, i) => {
    left -= fen
    return { number: i + 1, day: days[i], fen, left }
  })
}

function plan(amounts, rule, rest = 0) {
  const made = rows(amounts, rule).map(row => ({ ...row, left: row.left + rest }))
  return { rows: made, amount: amounts[0], last: amounts.at(-1), count: amounts.length, rest, end: made.at(-1).day }
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
  if (count <= MOST) found.push({ kind: "longer", ...plan(instalments(total, affordable), rule) })
  const half = Math.ceil(affordable / (2 * YUAN)) * YUAN
  const after = total - 3 * half
  if (after > 0 && half < affordable && 3 + countOf(after, affordable) <= MOST) {
    found.push({ kind: "smaller", ...plan([half, half, half, ...instalments(after, affordable)], rule) })
  }
  if (deadline) {
    const until = dueDays(rule, Math.min(count, MOST)).filter(day => day <= deadline).length
    if (until > 0 && until < count) {
      const paid = Array.from({ length: until }, () => affordable)
      found.push({ kind: "partial", ...plan(paid, rule, total - affordable * until) })
    }
  }
  return found
}

/* What is wrong with a plan: names among "dear" (a part above what is affordable), "past" (the
 * first day is not after today), "late" (it ends after the deadline). */
export function faultsOf(plan, { affordable, now, deadline }) {
  const found = []
  if (affordable !== undefined && plan.rows.some(({ fen }) => fen > affordable)) found.push("dear")
  if (plan.rows[0].day <= now) found.push("past")
  if (deadline && plan.end > deadline) found.push("late")
  return found
}
