/*
 * Fields with their errors beside them: `<input aria-describedby="x-error">` and
 * `<span class="tool__error" id="x-error" hidden>`.
 */
import { say } from "./words.js"

const errorOf = field => document.getElementById(
  (field.getAttribute("aria-describedby") ?? "").split(" ").find(id => id.endsWith("-error")))

/* Shows what is wrong with a field, or takes that away with "". */
export function fault(field, text = "") {
  if (!text && !field.hasAttribute("aria-invalid")) return
  const place = errorOf(field)
  if (place.textContent !== text) place.textContent = text
  place.hidden = !text
  if (text) field.setAttribute("aria-invalid", "true")
  else field.removeAttribute("aria-invalid")
}

/* The fault of a field that is left is read out, with its name: the focus is elsewhere by then. */
export function sayFault(field) {
  if (field.hasAttribute("aria-invalid")) say(`${field.labels[0].textContent.trim()}：${errorOf(field).textContent}`)
}

/* The first field with a fault gets the focus, and its fault is read out; whether there is one. */
export function toFirstFault(root) {
  const field = root.querySelector("[aria-invalid=true]")
  if (!field) return false
  field.focus()
  say(errorOf(field).textContent)
  return true
}

/*
 * Rows that can be added and removed, each made from a piece of the page. `list` holds them;
 * `make()` gives a new one. Every row has a button [data-remove]; ids in it end in "-0" and
 * become unique.
 */
let number = 0

export function addRow(list, row) {
  number += 1
  for (const attribute of ["id", "for", "aria-describedby"]) {
    for (const node of row.querySelectorAll(`[${attribute}]`)) {
      node.setAttribute(attribute, node.getAttribute(attribute).replace(/-0(?=-|\s|$)/g, `-${number}`))
    }
  }
  list.append(row)
  return row
}

/* Removes a row; the focus goes to the next one, the one before, or `otherwise`. */
export function removeRow(row, otherwise) {
  const next = row.nextElementSibling ?? row.previousElementSibling
  row.remove()
  const target = next?.querySelector("input") ?? otherwise
  target.focus()
}
