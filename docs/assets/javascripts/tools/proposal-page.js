/* The proposal on its page: fields, instalments, other ways, the letter and its files. */
import { copy } from "../share.js"
import { isWeekend, today } from "./calendar.js"
import { writeCsv } from "./csv.js"
import { fault, sayFault } from "./form.js"
import { grow, grows } from "./grow.js"
import { calendar } from "./ics.js"
import { carry, guard, keeper, received, taken } from "./keep.js"
import { plain } from "./money.js"
import { foldPaper, printNow, printsAlone } from "./paper.js"
import { BLANK, about, eventsOf, letterOf, linesOf, textOf, yuan } from "./plan-words.js"
import { readProposal } from "./proposal.js"
import { debtsOf } from "./proposal-debts.js"
import { download } from "./save.js"
import { MOST, faultsOf } from "./schedule.js"
import { finder, setChildren, setClass, setHidden, setText } from "./show.js"
import { handOver } from "./stores.js"
import { longDate, note, part, say, word } from "./words.js"

const tool = document.querySelector("[data-tool=proposal]")
const form = tool.querySelector("[data-form]")
const at = finder(tool)
const inputs = [...form.elements].filter(({ name }) => name)
/* Those with a place for what is wrong with them. */
const checked = inputs.filter(input => input.hasAttribute("aria-describedby"))
const byBoxes = [...form.querySelectorAll("[data-by]")]
const now = today()

/* A way of paying that the reader took from those offered; undone by any change of the plan. */
let chosen
const debts = debtsOf(form, at)
let current
let keep

const stateOf = () => ({ fields: Object.fromEntries(new FormData(form)), chosen, budget: debts.state() })
const isEmpty = () => inputs.every(({ type, value }) => type === "radio" || type === "select-one" || !value)

function restore(kept) {
  form.reset()
  debts.show(kept?.budget)
  for (const input of inputs) {
    const value = kept?.fields?.[input.name]
    if (typeof value !== "string") continue
    /* One of them is always chosen. */
    if (input.type !== "radio") input.value = value
    else if (input.value === value) input.checked = true
  }
  chosen = kept?.chosen
  debts.settle()
  for (const { name, value } of inputs) if (value) left.add(name)
}

const left = new Set()

function showFaults(faults) {
  for (const input of checked) {
    const { fault: name, ...more } = faults[input.name] ?? {}
    const both = name === "short" || name === "long"
    const values = both ? {
      count: current.values.count,
      amount: yuan(current.values.amount),
      made: yuan(current.values.amount * current.values.count),
      by: yuan(more.by),
    } : { most: MOST, ...more, surplus: more.surplus !== undefined && yuan(more.surplus) }
    fault(input, name && (left.has(input.name) || both) ? word(`fault-${name}`, values) : "")
  }
}

/* What is good and what is bad about a plan: [{ text, bad }]. */
function checks(plan, { limit, values, offers }) {
  const problems = faultsOf(plan, { affordable: limit, now, deadline: values.deadline })
  const lines = []
  const add = (text, bad = false) => lines.push({ text, bad })
  if (limit !== undefined) {
    const dear = problems.includes("dear")
    const period = form.elements.period.value
    if (period !== "month") {
      const each = { each: word(`each-${period}`), limit: yuan(limit) }
      add(word("check-limit", { monthly: yuan(values.affordable), year: yuan(values.affordable * 12), ...each }))
    }
    add(word(!dear ? "check-fits" : offers.length ? "check-dear" : "check-dear-only", { limit: yuan(limit) }), dear)
  }
  if (problems.includes("late")) add(word("check-late", { deadline: longDate(values.deadline) }), true)
  if (problems.includes("past")) add(word("check-past"), true)
  const weekends = plan.rows.filter(({ day }) => isWeekend(day)).length
  if (weekends) add(word("check-weekend", { n: weekends }))
  return lines
}

/* Hundreds of days, perhaps: only while somebody looks at them, and after what is short is seen. */
let drawing
function showRowsNext() {
  cancelAnimationFrame(drawing)
  drawing = requestAnimationFrame(() => setTimeout(showRows))
}

function showRows() {
  const rows = at("days").open ? current.shown?.rows ?? [] : []
  setChildren(at("rows").tBodies[0], rows, "tr", (row, { number, day, fen, left: rest }) => {
    setChildren(row, [String(number), longDate(day), yuan(fen), yuan(rest)], "td", setText)
  })
}

function offerBox(offer) {
  const box = part("offer").cloneNode(true)
  box.removeAttribute("data-word")
  const title = word(`offer-${offer.kind}`)
  box.querySelector("h4").textContent = title
  const button = box.querySelector("[data-take]")
  button.dataset.take = offer.kind
  button.setAttribute("aria-label", `${button.textContent}：${title}`)
  return box
}

/* Made anew only where there are others: a button that goes away under the finger takes no tap. */
let offered = ""
function showOffers({ offers, values: { deadline } }) {
  setHidden(at("others"), !offers.length)
  const kinds = offers.map(({ kind }) => kind).join()
  if (kinds !== offered) at("offers").replaceChildren(...offers.map(offerBox))
  offered = kinds
  offers.forEach((offer, i) => {
    const box = at("offers").children[i]
    const late = deadline && offer.end > deadline ? word("offer-late") : ""
    setText(box.querySelector("[data-about]"), about(offer) + late)
    const pressed = String(offer.kind === chosen)
    const button = box.querySelector("[data-take]")
    if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed)
  })
}

/* A line to write on for each blank. */
const papers = new WeakMap()
function write(paragraph, { as, paper }) {
  paragraph.dataset.as = as
  if (papers.get(paragraph) === paper) return
  papers.set(paragraph, paper)
  paragraph.replaceChildren(...paper.split(BLANK).flatMap((text, i) => {
    const line = document.createElement("span")
    line.className = "blank"
    return i ? [line, text] : [text]
  }))
}

/* More lines than a sheet of A4 has stand closer: beyond the first number, and beyond the second. */
const SHEET = [41, 47]

/* Paragraph by paragraph, as few of them change. */
function showLetter(letter) {
  setChildren(at("letter"), letter, "p", write)
  const close = SHEET.filter(most => linesOf(letter) > most).length
  setClass(at("letter"), ["tool__letter", "tool__letter tool__letter--close", "tool__letter tool__letter--closer"][close])
  const missing = new Set(letter.filter(({ needs, text }) => needs && needs !== "sign" && text === undefined).map(({ needs }) => needs))
  const names = [...missing].map(name => form.elements[name === "why" ? "income" : name].labels[0].textContent.replace(/[（，].*/, ""))
  setHidden(at("open"), !names.length)
  setText(at("open"), word("open-blanks", { names: names.join("、") }))
}

function update() {
  const { fields } = stateOf()
  setHidden(at("monthly"), fields.period !== "month")
  for (const box of byBoxes) setHidden(box, box.dataset.by !== fields.by)
  current = readProposal(fields, now)
  showFaults(current.faults)
  showOffers(current)
  const plan = current.offers.find(({ kind }) => kind === chosen) ?? current.plan
  current.shown = plan
  const { help } = current
  setHidden(at("empty"), Boolean(plan || help))
  setHidden(at("help"), !help)
  setHidden(at("nothing"), help !== "nothing")
  setHidden(at("little"), help !== "little")
  setHidden(at("made"), !plan)
  setHidden(at("letter-part"), !plan)
  setHidden(at("bar"), !plan)
  if (!plan) return
  setText(at("sum"), about(plan))
  setText(at("bar-text"), about(plan))
  const found = checks(plan, current)
  setChildren(at("checks"), found, "li", (line, { text, bad }) => {
    setText(line, text)
    setClass(line, bad ? "tool__bad" : "tool__good")
  })
  setHidden(at("unfit"), !found.some(({ bad }) => bad))
  setHidden(at("old"), current.faults.billed?.fault !== "old")
  showRowsNext()
  current.letter = letterOf(plan, fields, current, now, debts.state(), Number(fields.debt || 0))
  showLetter(current.letter)
}

/* What is bad about a plan is read with it: who only heard the sum would take it for a good one. */
function heard() {
  if (!current.shown) return current.help && at(current.help).querySelector("strong").textContent
  const bad = [...at("checks").querySelectorAll(".tool__bad")].map(line => line.textContent)
  return word("said-made", { sum: at("sum").textContent }) + bad.join("")
}

let pause
function saySum() {
  clearTimeout(pause)
  pause = setTimeout(() => {
    const text = heard()
    if (text) say(text)
  }, 1200)
}

const typed = name => form.elements[name].value.trim()
/* What no system of files takes in a name becomes a stroke. */
const fileName = ending => `${[word("file"), typed("to").replace(/[\s\\/:*?"<>|\p{C}]+/gu, "-").slice(0, 40)].filter(Boolean).join("-")}.${ending}`

const letterText = () => textOf(current.letter)

const DO = {
  copy: async button => {
    if (await copy(letterText(), "", button.parentElement)) note(button, word("copied"))
  },
  print: button => printNow(button),
  txt: button => download(button, fileName("txt"), "text/plain;charset=utf-8", `\ufeff${letterText().replace(/\n/g, "\r\n")}\r\n`),
  csv(button) {
    const head = ["number", "day", "amount", "left"].map(name => word(`csv-${name}`))
    const rows = current.shown.rows.map(({ number, day, fen, left: rest }) => [String(number), day, plain(fen), plain(rest)])
    download(button, fileName("csv"), "text/csv;charset=utf-8", writeCsv([head, ...rows]))
  },
  ics(button) {
    const made = `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`
    /* One contract may stand behind two debts: the sum owed tells them apart. */
    const debt = `${typed("to")}\n${typed("contract")}\n${current.values.total}`
    const events = eventsOf(current.shown, typed("to") || debts.name())
    download(button, fileName("ics"), "text/calendar;charset=utf-8", calendar(events, { name: word("calendar-name"), made, debt }))
  },
}

/* A budget that comes along is taken at once where it takes nobody's place; else the reader is asked. */
const ARRIVAL = "for-proposal"
function meetBudget(changed) {
  const given = received(ARRIVAL)
  const take = () => {
    chosen = undefined
    debts.arrive(given)
    changed()
    taken(ARRIVAL)
  }
  const asks = given !== undefined && debts.replaces(given)
  setHidden(at("arrived"), !asks)
  if (asks) setText(at("arrived-what"), word("arrived", { affordable: yuan(given.affordable) }))
  else if (given) take()
  DO["take-budget"] = () => {
    take()
    setHidden(at("arrived"), true)
    form.elements.total.focus()
  }
  DO["leave-budget"] = () => {
    taken(ARRIVAL)
    setHidden(at("arrived"), true)
    form.elements.total.focus()
  }
}

function setUp() {
  const fillIn = state => {
    left.clear()
    restore(state)
    update()
    grow(form)
  }
  keep = keeper({ stateOf, fillIn, isEmpty })
  const changed = () => {
    update()
    keep.save()
    saySum()
  }
  meetBudget(() => {
    changed()
    keep.keepNow()
  })
  form.addEventListener("input", ({ target }) => {
    if (target.name === "debt") debts.pick()
    if (["count", "amount", "total", "affordable", "period"].includes(target.name)) chosen = undefined
    changed()
  })
  form.addEventListener("focusout", ({ target }) => {
    left.add(target.name)
    update()
    if (target.value) sayFault(target)
  })
  form.addEventListener("submit", event => event.preventDefault())
  at("days").addEventListener("toggle", showRows)
  tool.addEventListener("click", ({ target }) => {
    const { do: action, take } = target.dataset
    if (take) {
      chosen = chosen === take ? undefined : take
      changed()
      tool.querySelector(`[data-take=${take}]`)?.focus()
    }
    if (action) DO[action]?.(target)
  })
  grows(form)
  printsAlone(() => current.shown ? at("letter") : undefined)
  foldPaper()
  carry(stateOf, keep.keepNow, go => {
    const { affordable } = current.values
    if (go === "call" && affordable !== undefined) handOver("for-call", { affordable, period: form.elements.period.value })
  })
  guard(() => !keep.isKept() && !isEmpty())
  tool.hidden = false
}

setUp()
