/*
 * The blanks that a paper form has in its text, made into fields or filled with what is known.
 * A blank is <span class="blank">; without scripts it is a line to write on.
 */

/* All words of a line before a blank, those of links too: its name for a screen reader. */
export function nameInLine(line, blank) {
  const words = document.createRange()
  words.setStart(line, 0)
  words.setEndBefore(blank)
  return words.toString().trim().replace(/[：:、]+$/, "")
}

/* The words before a blank, back to the last blank or mark: its name in running text. */
export function nameBefore(blank) {
  const text = blank.previousSibling?.nodeType === Node.TEXT_NODE ? blank.previousSibling.data : ""
  return text.trim().replace(/[：:]$/, "").split(/[\s，。；]/).at(-1)
}

/* A sum with its unit in the field, and read with it, as those of the forms have it. */
function withUnit(field, text) {
  const box = document.createElement("span")
  const unit = document.createElement("span")
  box.className = "tool__unit"
  text.splitText(1)
  unit.append(text)
  unit.id = `${field.dataset.name}-unit`
  field.setAttribute("aria-describedby", unit.id)
  field.before(box)
  box.append(field, unit)
}

/* A field in the place of a blank; it keeps the class, and so the line on paper. */
export function fieldFor(blank, { name, label, long = false }) {
  const field = document.createElement(long ? "textarea" : "input")
  if (long) field.rows = 2
  else field.type = "text"
  field.className = "blank-field"
  field.autocomplete = "off"
  field.maxLength = 2000
  field.dataset.name = name
  field.setAttribute("aria-label", label)
  const next = blank.nextSibling
  blank.replaceWith(field)
  if (next?.nodeType === Node.TEXT_NODE && next.data.startsWith("元")) withUnit(field, next)
  return field
}

/* The field of a blank in running text, together with the name before it. */
export function pairFor(blank, name) {
  const before = blank.previousSibling
  const label = nameBefore(blank)
  const field = fieldFor(blank, { name, label })
  const pair = document.createElement("span")
  pair.className = "blank-pair"
  field.before(pair)
  if (label && before?.nodeType === Node.TEXT_NODE) pair.append(before.splitText(before.data.lastIndexOf(label)))
  pair.append(field)
  return field
}

/* Puts a value on the line, or takes it off: then the blank is one to write on again. */
export function fill(blank, value) {
  blank.textContent = value
  blank.classList.toggle("blank", !value)
  blank.classList.toggle("filled", Boolean(value))
  if (value) blank.removeAttribute("role")
  else blank.setAttribute("role", "img")
  /* The name says that there is a blank: not over the value. */
  blank.dataset.label ??= blank.getAttribute("aria-label")
  if (value) blank.removeAttribute("aria-label")
  else blank.setAttribute("aria-label", blank.dataset.label)
}
