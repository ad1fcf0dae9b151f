/* The budget on its page: rows of amounts, the result, and where to go with it. */
import { copy } from "../share.js"
import { budget, months } from "./budget.js"
import { addRow, fault, removeRow, sayFault } from "./form.js"
import { carry, guard, keeper } from "./keep.js"
import { parse, shown } from "./money.js"
import { foldPaper, printNow, printsAlone } from "./paper.js"
import { finder, setChildren, setHidden, setText } from "./show.js"
import { handOver } from "./stores.js"
import { note, part, say, word } from "./words.js"

const tool = document.querySelector("[data-tool=budget]")
const form = tool.querySelector("[data-form]")
const result = tool.querySelector("[data-result]")
const at = finder(tool)
const LISTS = ["income", "essentials", "debts"]
const listOf = name => form.querySelector(`[data-list=${name}] [data-rows]`)
const field = (row, name) => row.querySelector(`[data-name=${name}]`)
const language = document.documentElement.lang
const yuan = fen => shown(fen, language)

/* A button that removes says what. */
function nameRow(row) {
  const name = field(row, "label").value.trim()
  row.querySelector("[data-remove]").setAttribute("aria-label", word("remove", { name }).replace(/：$/, ""))
}

function newRow(name, { label = "", amount = "" } = {}) {
  const row = part(name === "debts" ? "debts-row" : "income-row").cloneNode(true)
  row.removeAttribute("data-word")
  row.dataset.row = ""
  field(row, "label").value = label
  field(row, "amount").value = amount
  nameRow(row)
  return addRow(listOf(name), row)
}

/* { income: [{ key, label, amount }], … }: as typed, for keeping and for the other edition. */
function stateOf() {
  return Object.fromEntries(LISTS.map(name => [name, [...listOf(name).children].map(row => ({
    key: row.dataset.row,
    label: field(row, "label")?.value ?? "",
    amount: field(row, "amount").value,
  }))]))
}

const isEmpty = () => LISTS.every(name => stateOf()[name].every(({ label, amount }) => !label && !amount))

function restore(state) {
  for (const name of LISTS) {
    const list = listOf(name)
    for (const row of [...list.children]) {
      if (row.dataset.row) field(row, "amount").value = ""
      else row.remove()
    }
    for (const given of Array.isArray(state?.[name]) ? state[name] : []) {
      const [key, label, amount] = ["key", "label", "amount"].map(part => String(given?.[part] ?? ""))
      const fixed = [...list.children].find(row => row.dataset.row && row.dataset.row === key)
      if (fixed) field(fixed, "amount").value = amount
      else newRow(name, { label, amount })
    }
  }
  if (!listOf("debts").children.length) newRow("debts")
}

/* The amounts of a list in fen, empty fields being nothing; faults stand beside their fields
 * once they were left. */
const left = new WeakSet()
function amountsOf(name) {
  return [...listOf(name).children].map(row => {
    const input = field(row, "amount")
    const { fen = 0, fault: wrong } = parse(input.value)
    const bad = wrong && wrong !== "empty"
    fault(input, bad && left.has(input) ? word(`fault-${wrong}`) : "")
    return { label: field(row, "label")?.value.trim() ?? "", fen, bad, typed: !wrong }
  })
}

const explain = ({ income, essentials, surplus, buffer, affordable }) => [
  word("why-left", { income: yuan(income), essentials: yuan(essentials), surplus: yuan(surplus) }),
  word("why-buffer", { buffer: yuan(buffer) }),
  word("why-affordable", { affordable: yuan(affordable) }),
]

const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 })

function showShares(made, debts) {
  const table = at("shares")
  setHidden(table, !debts.length)
  setHidden(at("months"), !debts.length)
  setChildren(table.tBodies[0], debts, "tr", (row, { name, fen, share }) => {
    const cells = [name, yuan(fen), percent.format(fen / made.owed), yuan(share), String(months(fen, share) || "")]
    setChildren(row, cells, "td", setText)
  })
}

const show = (name, shown) => setHidden(at(name), !shown)
let current
let keep

function update() {
  const [income, essentials, given] = LISTS.map(amountsOf)
  const all = [...income, ...essentials, ...given]
  const debts = given.filter(({ fen }) => fen).map(({ label, fen }, i) => ({ name: label || word("unnamed", { number: i + 1 }), fen }))
  const faulty = all.some(({ bad }) => bad)
  /* Without what life costs all of the income would look free to promise. */
  const ready = !faulty && essentials.some(({ typed }) => typed)
  const made = budget({ income: income.map(({ fen }) => fen), essentials: essentials.map(({ fen }) => fen), debts: debts.map(({ fen }) => fen) })
  current = ready ? { ...made, debts } : undefined
  show("faulty", faulty)
  show("empty", !faulty && !ready)
  show("enough", ready && made.affordable > 0)
  show("nothing", ready && !made.affordable)
  show("outputs", ready)
  show("bar", ready && made.affordable > 0)
  if (!ready) return
  const values = { income: yuan(made.income), essentials: yuan(made.essentials), surplus: yuan(made.surplus), lack: yuan(-made.surplus) }
  if (made.affordable) {
    setText(at("affordable"), yuan(made.affordable))
    setText(at("bar-text"), yuan(made.affordable))
    setChildren(at("why"), explain(made), "li", setText)
    showShares(made, debts.map((debt, i) => ({ ...debt, share: made.shares[i] })))
  } else {
    const name = made.surplus > 0 ? "why-little" : made.surplus < 0 ? "why-nothing" : "why-nothing-even"
    setText(at("why-nothing"), word(name, values))
  }
}

/* A screen reader hears the result when the typing pauses, not at each key. */
let pause
function sayResult() {
  clearTimeout(pause)
  pause = setTimeout(() => {
    if (!current) return
    say(current.affordable ? word("said-affordable", { affordable: yuan(current.affordable) }) : at("why-nothing").textContent)
  }, 1200)
}

const resultText = () => [...result.querySelectorAll(":is([data-enough], [data-nothing]):not([hidden])")]
  .flatMap(box => [...box.querySelectorAll("p:not(.tool__buttons), li, tr")].map(line =>
    [...line.querySelectorAll("th, td")].map(cell => cell.textContent).join("｜") || line.textContent.trim()))
  .filter(Boolean).join("\n")

function setUp() {
  /* What helps where nothing is left stands in the page, with its source. */
  const help = document.querySelector("article .nothing-left")
  if (help) at("help").append(help.cloneNode(true))
  const fillIn = state => {
    restore(state)
    for (const input of form.querySelectorAll("[data-name=amount]")) if (input.value) left.add(input)
    update()
  }
  keep = keeper({ stateOf, fillIn, isEmpty })
  const changed = () => {
    update()
    keep.save()
    sayResult()
  }
  form.addEventListener("input", changed)
  form.addEventListener("focusout", ({ target }) => {
    if (target.dataset.name === "label") nameRow(target.closest("[data-row]"))
    if (target.dataset.name !== "amount") return
    left.add(target)
    update()
    sayFault(target)
  })
  form.addEventListener("submit", event => event.preventDefault())
  form.addEventListener("click", ({ target }) => {
    const list = target.closest("[data-list]")?.dataset.list
    if (target.matches("[data-add]")) field(newRow(list), "label").focus()
    if (target.matches("[data-remove]")) {
      removeRow(target.closest("[data-row]"), list && form.querySelector(`[data-list=${list}] [data-add]`))
      changed()
    }
  })
  tool.addEventListener("click", async ({ target }) => {
    const { do: action } = target.dataset
    if (action === "print") printNow(target)
    if (action === "copy" && current && await copy(resultText(), "", target.parentElement)) note(target, word("copied"))
  })
  printsAlone(() => isEmpty() ? undefined : tool)
  foldPaper()
  carry(stateOf, keep.keepNow, go => {
    if (!current) return
    const { income, essentials, affordable, debts, shares } = current
    if (go === "call") handOver("for-call", { affordable })
    if (go === "proposal") handOver("for-proposal", { income, essentials, affordable, debts: debts.map((debt, i) => ({ ...debt, share: shares[i] })) })
  })
  guard(() => !keep.isKept() && !isEmpty())
  tool.hidden = false
}

setUp()
