/* The proposal on its page: fields, instalments, other ways, the letter and its files. */
import { copy } from "../share.js"
import { isWeekend, today } from "./calendar.js"
import { writeCsv } from "./csv.js"
import { fault } from "./form.js"
import { calendar } from "./ics.js"
import { carry, guard, keeper, received, taken } from "./keep.js"
import { plain, shown } from "./money.js"
import { readProposal } from "./proposal.js"
import { download, printOnly } from "./save.js"
import { MOST } from "./schedule.js"
import { longDate, part, plainDate, say, word } from "./words.js"

const tool = document.querySelector("[data-tool=proposal]")
const form = tool.querySelector("[data-form]")
const at = name => tool.querySelector(`[data-${name}]`)
const language = document.documentElement.lang
const yuan = fen => shown(fen, language)
const inputs = [...form.elements].filter(({ name }) => name)
const now = today()

/* A way of paying that the reader took from those offered; undone by any change of the plan. */
let chosen
let budget
let current

const stateOf = () => ({ fields: Object.fromEntries(new FormData(form)), chosen, budget })
const isEmpty = () => inputs.every(({ type, value }) => type === "radio" || type === "select-one" || !value)

function restore({ fields = {}, chosen: kind, budget: given } = {}) {
  form.reset()
  budget = given
  showBudget()
  for (const input of inputs) {
    const value = fields[input.name]
    if (typeof value !== "string") continue
    if (input.type === "radio") input.checked = input.value === value
    else input.value = value
  }
  chosen = kind
}

/* The debts of the budget, to choose from. */
function showBudget() {
  const debts = Array.isArray(budget?.debts) ? budget.debts : []
  const select = form.elements.debt
  select.replaceChildren(...debts.map(({ name, fen }, i) => new Option(word("debt-option", { name, total: yuan(fen) }), String(i))))
  at("pick").hidden = debts.length < 2
  at("from-budget").hidden = !budget
  if (budget) at("from-budget").textContent = word("from-budget", { affordable: yuan(budget.affordable) })
}

function takeDebt() {
  const debt = budget?.debts?.[Number(form.elements.debt.value || 0)]
  const set = (name, fen) => { form.elements[name].value = fen === undefined ? "" : plain(fen) }
  set("total", debt?.fen)
  set("affordable", debt ? debt.share : budget.affordable)
  set("income", budget.income)
  set("essentials", budget.essentials)
  form.elements.to.value = debt?.name ?? ""
}

const left = new Set()

function showFaults(faults) {
  for (const input of inputs) {
    if (!input.hasAttribute("aria-describedby")) continue
    const { fault: name, ...more } = faults[input.name] ?? {}
    const both = name === "short" || name === "long"
    const values = both ? {
      count: current.values.count,
      amount: yuan(current.values.amount),
      made: yuan(current.values.amount * current.values.count),
      by: yuan(more.by),
    } : { most: MOST, ...more }
    fault(input, name && (left.has(input.name) || both) ? word(`fault-${name}`, values) : "")
  }
}

/* "前3期每期400元，之後11期每期800元，最後一期100元": no sum is ever said but of these. */
function parts({ runs }) {
  return runs.map(({ fen, count }, i) => {
    const place = runs.length === 1 ? "all" : i === 0 ? "first" : i === runs.length - 1 ? "last" : "then"
    return word(`${place}-${count === 1 ? "one" : "many"}`, { count, amount: yuan(fen) })
  }).join("，")
}

function about(plan) {
  const { kind = "sum", count, paid, end, rest } = plan
  const name = count === 1 ? kind === "partial" ? "about-partial-once" : "about-once" : `about-${kind}`
  return word(name, { count, parts: parts(plan), paid: yuan(paid), end: longDate(end), rest: yuan(rest) })
}

function item(text, bad) {
  const line = document.createElement("li")
  line.textContent = text
  line.className = bad ? "tool__bad" : "tool__good"
  return line
}

function checks(plan, { problems, limit, values }) {
  const lines = []
  if (limit !== undefined) {
    const dear = problems.includes("dear")
    if (form.elements.period.value !== "month") {
      lines.push(item(word("check-limit", { monthly: yuan(values.affordable), limit: yuan(limit) })))
    }
    lines.push(item(word(dear ? "check-dear" : "check-fits", { limit: yuan(limit) }), dear))
  }
  if (problems.includes("late")) lines.push(item(word("check-late", { deadline: longDate(values.deadline) }), true))
  if (problems.includes("past")) lines.push(item(word("check-past"), true))
  const weekends = plan.rows.filter(({ day }) => isWeekend(day)).length
  if (weekends) lines.push(item(word("check-weekend", { n: weekends })))
  return lines
}

function rowOf({ number, day, fen, left: rest }) {
  const row = document.createElement("tr")
  for (const text of [number, longDate(day), yuan(fen), yuan(rest)]) row.insertCell().textContent = text
  return row
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

/* Hundreds of days, perhaps: only while somebody looks at them. */
function showRows() {
  const rows = at("days").open ? current.shown?.rows ?? [] : []
  at("rows").tBodies[0].replaceChildren(...rows.map(rowOf))
}

function letterOf(plan, { values }) {
  const blank = word("blank")
  const { period, by } = form.elements
  const fen = name => values[name] === undefined ? blank : yuan(values[name])
  const day = name => values[name] ? plainDate(values[name]) : blank
  const surplus = values.income !== undefined && values.essentials !== undefined ? yuan(values.income - values.essentials) : blank
  const why = [word("why", { income: fen("income"), essentials: fen("essentials"), surplus })]
  if (values.affordable !== undefined) why.push(word("why-limit", { affordable: fen("affordable") }))
  const on = period.value !== "month" ? word("on-from", { from: plainDate(plan.start) })
    : by.value === "nth" ? word(values.nth > 28 ? "on-last" : "on-nth", values) : word("on-payday", values)
  const paid = yuan(plan.paid)
  return word("letter", {
    to: typed("to") || blank, contract: typed("contract") || blank, name: typed("name") || blank, cause: typed("cause") || blank,
    today: plainDate(now), total: fen("total"), billed: day("billed"),
    first: plainDate(plan.start), end: plainDate(plan.end), count: plan.count, on, paid,
    period: word(`period-${period.value}`), why: why.join("\n"),
    rows: plan.count > MOST_LINES ? inShort(plan) : plan.rows.map(line).join("\n"),
    rest: plan.rest ? word("rest", { paid, rest: yuan(plan.rest) }) : "",
    notice: values.notice ?? blank,
  })
}

function offerBox(offer) {
  const box = part("offer").cloneNode(true)
  box.removeAttribute("data-word")
  const title = word(`offer-${offer.kind}`)
  box.querySelector("h4").textContent = title
  box.querySelector("[data-about]").textContent = about(offer)
  const button = box.querySelector("[data-take]")
  button.dataset.take = offer.kind
  button.setAttribute("aria-label", `${button.textContent}：${title}`)
  return box
}

/* Made anew only when they change: a button that goes away under the finger takes no tap. */
let offered = ""
function showOffers(offers) {
  at("others").hidden = !offers.length
  const texts = offers.map(offer => offer.kind + about(offer)).join("\n")
  if (texts !== offered) at("offers").replaceChildren(...offers.map(offerBox))
  offered = texts
  for (const button of tool.querySelectorAll("[data-take]")) {
    button.setAttribute("aria-pressed", String(button.dataset.take === chosen))
  }
}

function update() {
  const { period, by } = form.elements
  at("monthly").hidden = period.value !== "month"
  for (const box of form.querySelectorAll("[data-by]")) box.hidden = box.dataset.by !== by.value
  current = readProposal(stateOf().fields, now)
  showFaults(current.faults)
  showOffers(current.offers)
  const plan = current.offers.find(({ kind }) => kind === chosen) ?? current.plan
  current.shown = plan
  at("empty").hidden = Boolean(plan)
  at("made").hidden = !plan
  at("letter-part").hidden = !plan
  if (!plan) return
  at("sum").textContent = about(plan)
  at("checks").replaceChildren(...checks(plan, plan === current.plan ? current : { ...current, problems: [] }))
  showRows()
  const letter = letterOf(plan, current)
  at("letter").textContent = letter
  const blanks = letter.split(word("blank")).length - 1
  at("open").hidden = !blanks
  at("open").textContent = word("open-blanks", { n: blanks })
}

let pause
function saySum() {
  clearTimeout(pause)
  pause = setTimeout(() => { if (current.shown) say(word("said-made", { sum: at("sum").textContent })) }, 1200)
}

/* Reminders of two debts stand in one calendar: each says whose it is. */
const events = ({ rows }, to) => rows.map(({ number, day, fen, left: rest }) => ({
  day,
  title: word(to ? "ics-title-to" : "ics-title", { to, number, amount: yuan(fen) }),
  note: word("ics-note", { left: yuan(rest) }),
}))

const typed = name => form.elements[name].value.trim()
/* What no system of files takes in a name becomes a stroke. */
const fileName = ending => `${[word("file"), typed("to").replace(/[\s\\/:*?"<>|\p{C}]+/gu, "-").slice(0, 40)].filter(Boolean).join("-")}.${ending}`

const DO = {
  copy: button => copy(at("letter").textContent, "text", button),
  print: () => printOnly(at("letter")),
  txt: () => download(fileName("txt"), "text/plain;charset=utf-8", `\ufeff${at("letter").textContent.replace(/\n/g, "\r\n")}\r\n`),
  csv() {
    const head = ["number", "day", "amount", "left"].map(name => word(`csv-${name}`))
    const rows = current.shown.rows.map(({ number, day, fen, left: rest }) => [String(number), day, plain(fen), plain(rest)])
    download(fileName("csv"), "text/csv;charset=utf-8", writeCsv([head, ...rows]))
  },
  ics() {
    const made = `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`
    const debt = `${typed("to")}\n${typed("contract")}`
    download(fileName("ics"), "text/calendar;charset=utf-8", calendar(events(current.shown, typed("to")), { name: word("calendar-name"), made, debt }))
  },
}

function setUp() {
  const kept = keeper(stateOf, () => {
    restore()
    update()
  })
  const given = received("for-proposal")
  restore(taken() ?? kept.state)
  if (given) {
    budget = given
    chosen = undefined
    showBudget()
    takeDebt()
  }
  let dirty = false
  const changed = () => {
    dirty = true
    update()
    kept.save()
    saySum()
  }
  form.addEventListener("input", ({ target }) => {
    if (target.name === "debt") takeDebt()
    if (["count", "amount", "total", "affordable", "period"].includes(target.name)) chosen = undefined
    changed()
  })
  form.addEventListener("focusout", ({ target }) => {
    left.add(target.name)
    update()
  })
  form.addEventListener("submit", event => event.preventDefault())
  at("days").addEventListener("toggle", showRows)
  tool.addEventListener("click", ({ target }) => {
    const { do: action, take } = target.dataset
    if (take) {
      chosen = chosen === take ? undefined : take
      changed()
      tool.querySelector(`[data-take=${take}]`).focus()
    }
    if (action) DO[action]?.(target)
  })
  carry(stateOf)
  guard(() => dirty && !kept.isKept() && !isEmpty())
  tool.hidden = false
  update()
}

setUp()
