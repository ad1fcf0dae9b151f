/*
 * The call script on its page: the page's own words, their blanks made into fields or filled with
 * the reader's figures; a clock; notes that become an entry of the log. Words stand in the page.
 */
import { fieldFor, fill, nameBefore } from "./blanks.js"
import { clock, entryOfCall, minutesToSay, moment } from "./call.js"
import { fault } from "./form.js"
import { carry, guard, handOver, keepBefore, keeper, received, taken } from "./keep.js"
import { parse, plain, shown } from "./money.js"
import { say, shortDate, word } from "./words.js"

const tool = document.querySelector("[data-tool=call]")
const article = tool.closest("article")
const one = selector => article.querySelector(selector)
const over = one("[data-over]")

/* The questions are asked in the page's own words, up to the mark at their end. */
function questionOf(blank) {
  const line = blank.closest("li")
  return { question: line.textContent.replace(/[「」]/g, "").trim(), field: fieldFor(blank, { name: blank.dataset.ask, label: line.textContent.trim(), long: true }) }
}
const heard = [...article.querySelectorAll("li .blank[data-ask]")].map(blank => {
  const box = blank.closest("li").querySelector("[type=checkbox]")
  box.disabled = false
  box.setAttribute("aria-label", blank.closest("li").textContent.trim())
  return { box, ...questionOf(blank) }
})
for (const blank of article.querySelectorAll(".blank[data-ask]")) {
  fieldFor(blank, { name: blank.dataset.ask, label: nameBefore(blank) })
}
const blanks = [...article.querySelectorAll("[data-fill]")]
const fields = [...article.querySelectorAll("[data-name]")]
const byName = Object.fromEntries(fields.map(field => [field.dataset.name, field]))

/* When the call began, and when it ended; numbers, or null. */
let began = null
let ended = null
let ticking
let saved
let keep

const typed = () => Object.fromEntries(fields.map(({ dataset, value }) => [dataset.name, value]))
const stateOf = () => ({ fields: typed(), ticked: heard.map(({ box }) => box.checked), began, ended })
const content = () => JSON.stringify(stateOf())
const locale = document.documentElement.lang
const lasted = () => began === null ? 0 : (ended ?? Date.now()) - began

function amountOf(name) {
  const { fen, fault: wrong } = parse(byName[name].value)
  fault(byName[name], wrong && wrong !== "empty" ? word("fault-number") : "")
  return fen
}

function showOver(amount, affordable) {
  const text = amount > affordable
    ? word("over", { affordable: shown(affordable, locale), more: shown(amount - affordable, locale) })
    : ""
  if (over.textContent !== text) over.textContent = text
}

function render() {
  const [affordable, amount] = ["affordable", "amount"].map(amountOf)
  const now = moment(new Date(ended ?? Date.now()))
  const running = began !== null
  const start = running ? moment(new Date(began)) : undefined
  const values = {
    ...typed(),
    affordable: affordable === undefined ? "" : shown(affordable, locale),
    amount: amount === undefined ? "" : shown(amount, locale),
    reply: byName.reply.value ? shortDate(byName.reply.value) : "",
    started: start?.time,
    hour: running ? String(Number(now.time.slice(0, 2))) : "",
    minute: running ? now.time.slice(3) : "",
  }
  for (const blank of blanks) fill(blank, (values[blank.dataset.fill] ?? "").trim())
  showOver(amount, affordable)
  one("[data-clock]").textContent = clock(lasted())
  one("[data-do=start]").hidden = running && ended === null
  one("[data-do=stop]").hidden = !running || ended !== null
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
  const { who, person, number, notes, amount, count, day, reply } = typed()
  const said = heard.map(({ question, field }) => ({ question, answer: field.value }))
  if (amount || count || day) {
    const part = text => text.trim() || word("unsaid")
    said.push({ question: word("offer-question"), answer: word("offer", { amount: part(amount), count: part(count), day: part(day) }) })
  }
  return entryOfCall({
    started: new Date(began ?? Date.now()), lasted: lasted(), who, person, number, heard: said, notes,
    reply: reply && shortDate(reply),
  }, { line: word("line"), lasted: word("lasted"), mine: word("mine") })
}

function restore(kept) {
  for (const field of fields) field.value = typeof kept?.fields?.[field.dataset.name] === "string" ? kept.fields[field.dataset.name] : ""
  heard.forEach(({ box }, i) => { box.checked = kept?.ticked?.[i] === true })
  began = Number.isFinite(kept?.began) ? kept.began : null
  ended = Number.isFinite(kept?.ended) ? kept.ended : null
}

function clear() {
  restore()
  render()
  saved = content()
}

const DO = {
  start: () => {
    began = Date.now()
    ended = null
    say(word("started"))
    tick(0)
    one("[data-do=stop]").focus()
  },
  stop: () => {
    ended = Date.now()
    clearTimeout(ticking)
    render()
    say(word("stopped", { clock: clock(lasted()) }))
    one("#call-after").focus()
  },
  large: button => {
    const larger = button.getAttribute("aria-pressed") !== "true"
    button.setAttribute("aria-pressed", larger)
    article.classList.toggle("call-script--larger", larger)
  },
  log: () => {
    /* Handed over, it is not lost. */
    if (handOver("log-entry", entry())) saved = content()
  },
  print: () => print(),
  again: () => {
    if (!confirm(word("again-ask"))) return
    clear()
    keep.save()
    byName.affordable.focus()
  },
}

function setUp() {
  keep = keeper(stateOf, clear)
  keepBefore(article.querySelector(".next-step").closest("p"))
  const empty = content()
  const carried = taken()
  restore(carried ?? keep.state)
  const affordable = received("affordable")
  if (Number.isInteger(affordable) && affordable > 0) byName.affordable.value = plain(affordable)
  saved = carried ? empty : content()
  document.getElementById("buy-time").before(one("[data-offer]"))
  one("#closing ~ blockquote ~ blockquote").after(one("[data-after]"))
  article.classList.add("call-script")
  article.addEventListener("input", () => {
    render()
    keep.save()
  })
  article.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]")
    if (button) DO[button.dataset.do](button)
  })
  carry(stateOf)
  guard(() => !keep.isKept() && content() !== saved)
  tool.hidden = false
  render()
  tick(lasted())
}

setUp()
