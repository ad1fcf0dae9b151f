/*
 * What a proposal is made of, without its page: reads the fields and makes the plan, with all
 * that is wrong beside the field it stands in.
 */
import { isDay } from "./calendar.js"
import { parse } from "./money.js"
import { numeral } from "./numerals.js"
import { MOST, alternatives, makePlan, perPeriod } from "./schedule.js"
import { seen } from "./typed.js"

const AMOUNTS = ["total", "affordable", "income", "essentials", "others", "amount"]
const WHOLES = { count: [1, MOST], nth: [1, 31], payday: [1, 31], after: [0, 28], notice: [1, 60] }
const DAYS = ["from", "deadline", "billed"]
/* Further away than a plan can reach it is a slip of the finger. */
const YEARS = 50
/* A bill that old may be of a debt that a letter would make young again: well before three years,
 * after which the creditor's claim may be barred. */
const OLD = 2
const yearsBefore = (day, years) => `${String(day.slice(0, 4) - years).padStart(4, "0")}${day.slice(4)}`

/* Names of products, which no letter reaches; the lender stands in the contract. */
const PRODUCT = /^(?:支付[寶宝]|[蚂螞][蚁蟻])?(?:的|\s)*(?:花[唄呗]|借[唄呗])?$/
export const isProduct = text => Boolean(seen(text)) && PRODUCT.test(seen(text))

/* { value } of a whole number as typed: 12, １２期, 每月十二日; {} of nothing; { fault: "whole" }. */
export function readWhole(text, [least, most]) {
  const plain = seen(text).replace(/^(?:每月|第)\s*/, "").replace(/\s*(?:[日號号期天]|[個个]月)$/, "")
  if (!plain) return seen(text) ? { fault: "whole", least, most } : {}
  const value = /^\d{1,4}$/.test(plain) ? Number(plain) : numeral(plain)
  return value >= least && value <= most ? { value } : { fault: "whole", least, most }
}

/* { values, faults } of the fields one by one. */
function readFields(fields, now) {
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
    else if (name === "billed" && fields[name] > now) faults[name] = { fault: "later" }
    else values[name] = fields[name]
  }
  if (values.billed <= yearsBefore(now, OLD)) faults.billed = { fault: "old" }
  if (isProduct(fields.to)) faults.to = { fault: "product" }
  return { values, faults }
}

/* What is wrong with one field beside another, or with today. */
function compare({ total, affordable, surplus, others = 0, from, deadline }, faults, now) {
  if (total === 0) faults.total = { fault: "total" }
  if (affordable + others > surplus) {
    faults.affordable = { fault: others ? "others" : "surplus", surplus: Math.max(0, surplus - others) }
  }
  if (deadline < from) faults.deadline = { fault: "early" }
  for (const [name, day] of Object.entries({ from, deadline })) {
    if (day <= now) faults[name] = { fault: "past" }
  }
}

/* The rule of dueDays(), or undefined where it is not complete. */
function ruleOf({ from, nth, payday, after }, { period, by }, faults) {
  const has = (...names) => names.every(name => !faults[name])
  if (!from || !has("from")) return undefined
  if (period !== "month") return { period, from }
  if (by === "nth") return nth && has("nth") ? { period, from, nth } : undefined
  return payday && after !== undefined && has("payday", "after") ? { period, from, payday, after } : undefined
}

/* Another way is one that is another: what is called longer is longer. */
const partsOf = ({ runs, start, rest }) => JSON.stringify([runs, start, rest])
const isAnother = (offer, plan) => offer.kind === "longer" ? offer.count > plan.count : partsOf(offer) !== partsOf(plan)

/*
 * `fields` is all as typed, { total: "9,600元", period: "month", by: "nth", … }; `now` is today.
 * Returns { values, faults, plan, offers, limit, help }: `values` in fen, numbers and days;
 * `faults` { field: { fault, … } }; `plan` and `offers` where there is enough to make them;
 * `limit` what is affordable each period; `help` "nothing" where nothing is left to pay with, and
 * no plan is made, "little" where what is left would not do in MOST instalments. What is wrong
 * with a plan itself, schedule.js says: faultsOf().
 */
export function readProposal(fields, now) {
  const { values, faults } = readFields(fields, now)
  const { total, affordable, income, essentials, count, amount, deadline } = values
  if (income !== undefined && essentials !== undefined) values.surplus = income - essentials
  compare(values, faults, now)
  const read = { values, faults, offers: [] }
  if (values.surplus <= 0) return { ...read, help: "nothing" }
  if (affordable !== undefined) read.limit = perPeriod(affordable, fields.period)
  const rule = ruleOf(values, fields, faults)
  if (!rule || !total || faults.deadline || faults.affordable) return read

  if (read.limit !== undefined) {
    read.offers = alternatives({ total, affordable: read.limit, rule, deadline })
    if (!read.offers.length) read.help = "little"
  }
  if ((count ?? amount) === undefined || faults.count || faults.amount) return read
  const plan = makePlan({ total, count, amount, rule })
  if (!plan.fault) return { ...read, plan, offers: read.offers.filter(offer => isAnother(offer, plan)) }
  faults[amount === undefined ? "count" : "amount"] = plan
  return read
}
