/*
 * What a proposal is made of, without its page: reads the fields and makes the plan, with all
 * that is wrong beside the field it stands in.
 */
import { isDay } from "./calendar.js"
import { parse } from "./money.js"
import { MOST, alternatives, faultsOf, makePlan, perPeriod } from "./schedule.js"

const AMOUNTS = ["total", "affordable", "income", "essentials", "amount"]
const WHOLES = { count: [1, MOST], nth: [1, 31], payday: [1, 31], after: [0, 28], notice: [1, 60] }
const DAYS = ["from", "deadline", "billed"]
/* Further away than a plan can reach it is a slip of the finger. */
const YEARS = 50

/* { value } of a whole number as typed, also in full-width digits; { fault: "whole" }. */
export function readWhole(text, [least, most]) {
  const plain = String(text ?? "").normalize("NFKC").trim().replace(/[日號号期天]$/, "")
  if (!plain) return {}
  const value = /^\d{1,4}$/.test(plain) ? Number(plain) : NaN
  return value >= least && value <= most ? { value } : { fault: "whole", least, most }
}

/*
 * `fields` is all as typed, { total: "9,600元", period: "month", by: "nth", … }; `now` is today.
 * Returns { values, faults, plan, problems, offers, limit }: `values` in fen, numbers and days;
 * `faults` { field: { fault, … } }; `plan` and `offers` where there is enough to make them;
 * `problems` as faultsOf() names them; `limit` what is affordable each period.
 */
export function readProposal(fields, now) {
  const values = {}, faults = {}
  for (const name of AMOUNTS) {
    const { fen, fault } = parse(fields[name])
    if (fen !== undefined) values[name] = fen
    else if (fault !== "empty") faults[name] = { fault }
  }
  for (const [name, range] of Object.entries(WHOLES)) {
    const { value, ...wrong } = readWhole(fields[name], range)
    if (value !== undefined) values[name] = value
    else if (wrong.fault) faults[name] = wrong
  }
  for (const name of DAYS) {
    if (!fields[name]) continue
    if (!isDay(fields[name])) faults[name] = { fault: "day" }
    else if (Math.abs(fields[name].slice(0, 4) - now.slice(0, 4)) > YEARS) faults[name] = { fault: "far" }
    else values[name] = fields[name]
  }
  if (values.total === 0) faults.total = { fault: "total" }
  for (const name of ["from", "deadline"]) {
    if (values[name] && values[name] <= now) faults[name] = { fault: "past" }
  }
  const { total, affordable, count, amount, deadline, from } = values
  const { period, by } = fields
  const monthly = period === "month"
  const set = !monthly || (by === "nth" ? values.nth : values.payday !== undefined && values.after !== undefined)
  const limit = affordable === undefined ? undefined : perPeriod(affordable, period)
  const broken = ["total", "from", "deadline", "affordable", ...(monthly ? by === "nth" ? ["nth"] : ["payday", "after"] : [])].some(name => faults[name])
  if (!total || !from || !set || broken) return { values, faults, problems: [], offers: [], limit }

  const rule = !monthly ? { period, from }
    : by === "nth" ? { period, from, nth: values.nth } : { period, from, payday: values.payday, after: values.after }
  const offers = limit === undefined ? [] : alternatives({ total, affordable: limit, rule, deadline })
  const asked = count !== undefined || amount !== undefined
  if (!asked || faults.count || faults.amount) return { values, faults, rule, problems: [], offers, limit }
  const plan = makePlan({ total, count, amount, rule })
  if (plan.fault) {
    const field = plan.fault === "total" ? "total" : amount === undefined ? "count" : "amount"
    return { values, faults: { ...faults, [field]: plan }, rule, problems: [], offers, limit }
  }
  return { values, faults, rule, plan, problems: faultsOf(plan, { affordable: limit, now, deadline }), offers, limit }
}
