/*
 * The call script on its page: the page's own words, their blanks made into fields or filled with
 * the reader's figures; a clock; notes that become an entry of the log. Words stand in the page.
 */
import { fieldFor, fill, pairFor } from "./blanks.js"
import { today } from "./calendar.js"
import { clock, entryOfCall, minutesToSay, moment } from "./call.js"
import { fault, sayFault } from "./form.js"
import { grow, grows } from "./grow.js"
import { carry, guard, keepBefore, keeper, received, taken } from "./keep.js"
import { parse, plain, shown } from "./money.js"
import { printNow } from "./paper.js"
import { perPeriod } from "./schedule.js"
import { handOver } from "./stores.js"
import { say, shortDate, word } from "./words.js"

const tool = document.querySelector("[data-tool=call]")
const article = tool.closest("article")
const one = selector => article.querySelector(selector)
const over = one("[data-over]")
const AMOUNTS = ["affordable", "amount"]
/* Those with a place for what is wrong with them. */
const CHECKED = [...AMOUNTS, "reply"]

/* The questions are asked in the page's own words, up to the mark at their end. */
function questionOf(blank) {
  const line = blank.closest("li")
  return { question: line.textContent.replace(/[「」]/g, "").trim(), field: fieldFor(blank, { name: blank.dataset.ask, label: line.textContent.trim(), long: true }) }
}
const boxes = [...article.querySelectorAll("li [type=checkbox]")]
for (const box of boxes) {
  box.disabled = false
  box.setAttribute("aria-label", box.closest("li").textContent.trim())
}
const heard = [...article.querySelectorAll("li .blank[data-ask]")].map(questionOf)
for (const blank of article.querySelectorAll(".blank[data-ask]")) pairFor(blank, blank.dataset.ask)
const blanks = [...article.querySelectorAll("[data-fill]")]
const fields = [...article.querySelectorAll("[data-name]")]
const byName = Object.fromEntries(fields.map(field => [field.dataset.name, field]))

/* When the call began, and when it ended; numbers, or null. */
let began = null
let ended = null
let ticking
let keep

const typed = () => Object.fromEntries(fields.map(({ dataset, value }) => [dataset.name, value]))
const stateOf = () => ({ fields: typed(), ticked: boxes.map(({ checked }) => checked), began, ended })
const isEmpty = () => began === null && fields.every(({ value }) => !value) && boxes.every(({ checked }) => !checked)
const locale = document.documentElement.lang
const lasted = () => began === null ? 0 : (ended ?? Date.now()) - began

/* What is wrong stands beside a field once it was left. */
const left = new Set()
function amountOf(name) {
  const { fen, fault: wrong } = parse(byName[name].value)
  fault(byName[name], wrong && wrong !== "empty" && left.has(name) ? word(`fault-${wrong}`) : "")
  return fen
}

/* Without the unit, which the script has itself. */
const countOf = () => byName.count.value.trim().replace(/\s*期$/, "")

/* A promise for a day that is over would be read out as it stands. */
function replyOf() {
  const { value } = byName.reply
  const gone = Boolean(value) && value < today()
  fault(byName.reply, gone && left.has("reply") ? word("fault-reply") : "")
  return value && !gone ? shortDate(value) : ""
}

/* What is asked each week is compared with what there is each week. */
function showOver(amount, affordable) {
  const period = byName.period.value || "month"
  const limit = affordable === undefined ? undefined : perPeriod(affordable, period)
  const text = amount > limit
    ? word("over", { period: word(`period-${period}`), limit: shown(limit, locale), more: shown(amount - limit, locale) })
    : ""
  if (over.textContent !== text) over.textContent = text
}

const periodOf = () => byName.period.value && word(`period-${byName.period.value}`)

function render() {
  const [affordable, amount] = AMOUNTS.map(amountOf)
  const now = moment(new Date(ended ?? Date.now()))
  const running = began !== null
  const start = running ? moment(new Date(began)) : undefined
  const values = {
    ...typed(),
    period: periodOf(),
    affordable: affordable === undefined ? "" : shown(affordable, locale),
    amount: amount === undefined ? "" : shown(amount, locale),
    reply: replyOf(),
    count: countOf(),
    started: start?.time,
    hour: running ? String(Number(now.time.slice(0, 2))) : "",
    minute: running ? now.time.slice(3) : "",
  }
  for (const blank of blanks) fill(blank, (values[blank.dataset.fill] ?? "").trim())
  showOver(amount, affordable)
  one("[data-clock]").textContent = clock(lasted())
  one("[data-do=start]").hidden = running && ended === null
  one("[data-do=stop]").hidden = !running || ended !== null
  /* Timer and end stay at hand while the script is read. */
  article.classList.toggle("call--running", running && ended === null)
}

function tick(before) {
  clearTimeout(ticking)
  if (began === null || ended !== null) return
  const now = lasted()
  const minutes = minutesToSay(before, now)
  if (minutes) say(word("minutes", { n: minutes }))
  render()
  ticking = setTimeout(() => tick(now), 1000 - now % 1000)
}

function entry() {
  const { who, person, number, notes, period, day } = typed()
  const sum = amountOf("amount")
  const amount = sum === undefined ? byName.amount.value : shown(sum, locale)
  const count = countOf()
  const said = heard.map(({ question, field }) => ({ question, answer: field.value }))
  if (amount || count || day) {
    const part = text => text.trim() || word("unsaid")
    const values = { amount: part(amount), count: part(count), period: part(period && periodOf()), day: part(day) }
    said.push({ question: word("offer-question"), answer: word("offer", values) })
  }
  return entryOfCall({
    started: new Date(began ?? Date.now()), lasted: lasted(), who, person, number, heard: said, notes,
    reply: replyOf(),
  }, { line: word("line"), lasted: word("lasted"), mine: word("mine") })
}

function restore(kept) {
  for (const field of fields) field.value = typeof kept?.fields?.[field.dataset.name] === "string" ? kept.fields[field.dataset.name] : ""
  boxes.forEach((box, i) => { box.checked = kept?.ticked?.[i] === true })
  began = Number.isFinite(kept?.began) ? kept.began : null
  ended = Number.isFinite(kept?.ended) ? kept.ended : null
}

function fillIn(state) {
  clearTimeout(ticking)
  restore(state)
  for (const name of CHECKED) if (byName[name].value) left.add(name)
  render()
  grow(article)
  tick(lasted())
}

const DO = {
  start: () => {
    if (began !== null && !confirm(word("start-ask"))) return
    began = Date.now()
    ended = null
    say(word("started"))
    tick(0)
    keep.save()
    one("[data-do=stop]").focus()
  },
  stop: () => {
    ended = Date.now()
    clearTimeout(ticking)
    render()
    say(word("stopped", { clock: clock(lasted()) }))
    keep.save()
    one("#call-after").focus()
  },
  large: button => {
    const larger = button.getAttribute("aria-pressed") !== "true"
    button.setAttribute("aria-pressed", larger)
    article.classList.toggle("call-script--larger", larger)
  },
  print: button => printNow(button),
  again: () => {
    if (!confirm(word("again-ask"))) return
    fillIn()
    keep.save()
    byName.affordable.focus()
  },
}

/* What the budget or the proposal hands over is filled in where nothing else is; else the reader
 * is asked. */
const ARRIVAL = "for-call"
function meetAmount() {
  const box = one("[data-arrived]")
  const { affordable, period } = received(ARRIVAL) ?? {}
  const now = parse(byName.affordable.value)
  const take = () => {
    byName.affordable.value = plain(affordable)
    if (period && !byName.period.value) byName.period.value = period
    render()
    keep.keepNow()
    keep.save()
    done()
  }
  const done = () => {
    taken(ARRIVAL)
    box.hidden = true
  }
  if (!Number.isSafeInteger(affordable) || affordable <= 0) return
  if (now.fault === "empty" || now.fen === affordable) take()
  else {
    box.hidden = false
    box.querySelector("p").textContent = word("arrived", { affordable: shown(affordable, locale) })
  }
  DO["take-amount"] = () => {
    take()
    byName.affordable.focus()
  }
  DO["leave-amount"] = () => {
    done()
    byName.affordable.focus()
  }
}

function setUp() {
  keepBefore(article.querySelector(".next-step").closest("p"))
  document.getElementById("buy-time").before(one("[data-offer]"))
  one("#closing ~ blockquote ~ blockquote").after(one("[data-after]"))
  article.classList.add("call-script")
  keep = keeper({ stateOf, fillIn, isEmpty })
  meetAmount()
  article.addEventListener("input", () => {
    render()
    keep.save()
  })
  article.addEventListener("focusout", ({ target }) => {
    if (!CHECKED.includes(target.dataset.name)) return
    left.add(target.dataset.name)
    render()
    sayFault(target)
  })
  article.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]")
    if (button) DO[button.dataset.do](button)
  })
  grows(article)
  carry(stateOf, keep.keepNow, go => { if (go === "log") handOver("log-entry", entry()) })
  guard(() => !keep.isKept() && !isEmpty())
  tool.hidden = false
}

setUp()
