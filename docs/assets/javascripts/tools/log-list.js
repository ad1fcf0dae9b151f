/*
 * The evidence log as rows of a table, and the names of its fields and their values, in the words
 * of the page.
 */
import { longDate, part, word } from "./words.js"

/* The words of a list by key, those of the page's own script first. */
function spelled(name, attribute) {
  const own = document.documentElement.lang
  return Object.fromEntries([...part(name).children].map(item => {
    const words = [...item.children].sort((a, b) => Number(b.lang === own) - Number(a.lang === own))
    return [item.dataset[attribute], words.map(({ textContent }) => textContent)]
  }))
}
export const table = {
  columns: spelled("columns", "column"),
  values: { channel: spelled("channel", "value"), from: spelled("from", "value") },
}
export const valueOf = (name, key) => table.values[name][key]?.[0] ?? ""

/* A line of a cell: with the name of its column where the cell holds several. */
function line(entry, name, named) {
  const element = document.createElement("p")
  if (named) {
    const term = document.createElement("span")
    term.className = "log__term"
    term.textContent = word("field", { name: table.columns[name][0] })
    element.append(term)
  }
  element.append(entry[name])
  return element
}

function cell(row, ...lines) {
  const element = row.insertCell()
  element.setAttribute("role", "cell")
  element.append(...lines.filter(Boolean))
}

export const nameOf = entry => [longDate(entry.date), entry.time, entry.who].filter(Boolean).join(" ")

function button(name, entry) {
  const element = document.createElement("button")
  element.type = "button"
  element.dataset.do = name
  element.textContent = word(name)
  element.setAttribute("aria-label", `${word(name)}：${nameOf(entry)}`)
  return element
}

export function rowOf(entry) {
  const row = document.createElement("tr")
  row.setAttribute("role", "row")
  row.dataset.id = entry.id
  const text = string => Object.assign(document.createElement("p"), { textContent: string })
  const lines = (names, plain) => names.filter(name => entry[name]).map(name => line(entry, name, name !== plain))
  const moment = [longDate(entry.date), entry.time].filter(Boolean).join(" ")
  const how = [valueOf("channel", entry.channel), valueOf("from", entry.from)].filter(Boolean).join("・")
  cell(row, text(moment), how && text(how))
  cell(row, ...lines(["who", "person", "number", "witness"], "who"))
  cell(row, ...lines(["said", "reply"], "said"))
  cell(row, ...lines(["promised", "mine"]))
  cell(row, ...lines(["file", "next"]))
  cell(row, button("edit", entry), " ", button("delete", entry))
  row.lastElementChild.className = "tool__screen"
  return row
}
