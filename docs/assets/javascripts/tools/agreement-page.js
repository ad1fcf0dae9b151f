/*
 * The agreement checklist on its page: three answers for each line of the page's own list, its
 * blanks as fields, and the message that asks for what is missing. Words stand in the page.
 */
import { copy } from "../share.js"
import { fitting, judge, message } from "./agreement.js"
import { fieldFor, nameBefore } from "./blanks.js"
import { carry, guard, handOver, keepBefore, keeper, taken } from "./keep.js"
import { setChildren, setHidden, setText } from "./show.js"
import { part, say, word } from "./words.js"

const tool = document.querySelector("[data-tool=agreement]")
const article = tool.closest("article")
const result = tool.querySelector("[data-result]")
/* The result stands below the list, the rest above it. */
const one = selector => tool.querySelector(selector) ?? result.querySelector(selector)
const text = one("[data-message]")
const whens = [...result.querySelectorAll("[data-when]")]
const asks = part("asks")

/* A line of the list with its answers; its own words, without the blanks, name them. */
function itemOf(line) {
  const { item: id, kind = "" } = line.dataset
  line.classList.add("agreement__item")
  const label = document.createElement("span")
  const box = line.querySelector("input[type=checkbox]")
  const blanks = [...line.querySelectorAll(".blank")]
  label.id = `item-${id}`
  label.append(...[...line.childNodes].filter(node => node !== box))
  line.append(label)
  for (const [i, blank] of blanks.entries()) {
    fieldFor(blank, { name: `${id}-${i}`, label: nameBefore(blank) || label.textContent.trim() })
  }
  const answers = part(`answers-${kind === "never" || kind === "own" ? kind : "must"}`).cloneNode(true)
  answers.className = "agreement__answers"
  answers.removeAttribute("data-word")
  answers.setAttribute("role", "radiogroup")
  answers.setAttribute("aria-labelledby", label.id)
  for (const input of answers.querySelectorAll("input")) input.name = `answer-${id}`
  line.append(answers)
  const ask = asks.querySelector(`[data-ask=${id}]`)
  return { id, kind, box, radios: [...answers.querySelectorAll("input")], ask: ask.textContent }
}

const items = [...article.querySelectorAll("li[data-item]")].map(itemOf)
/* Of the page's text, not of the tool: who checked it, and when. */
for (const [i, blank] of [...article.querySelectorAll("#checklist ~ p .blank")].entries()) {
  fieldFor(blank, { name: `signed-${i}`, label: nameBefore(blank) })
}
const fields = [...article.querySelectorAll(".blank-field")]
const words = Object.fromEntries(["greeting", "missing", "unclear", "refused", "closing", "item"]
  .map(name => [name, word(name)]))

let answers = {}
/* What the reader made of the message stays until an answer changes. */
let written = ""
let saved = "{}"
let keep

/* The message as the reader changed it. */
const rewritten = () => text.value === written ? undefined : text.value
const stateOf = () => ({ answers, fields: Object.fromEntries(fields.map(({ dataset, value }) => [dataset.name, value])), text: rewritten() })
const content = () => JSON.stringify([answers, fields.map(({ value }) => value), rewritten()])

function render() {
  const judged = judge(items, answers)
  const answered = Object.keys(answers).length
  setText(one("[data-count]"), word("count", { n: answered, all: items.length }))
  setHidden(result, !answered)
  for (const { id, box, radios } of items) {
    box.checked = answers[id] === "yes"
    for (const radio of radios) radio.checked = radio.value === answers[id]
  }
  const made = message(judged, words)
  if (made !== written) {
    written = made
    text.value = made
    text.rows = Math.min(16, made.split("\n").length + 1)
  }
  const shown = {
    blocking: judged.blocking.length,
    refused: judged.refused.length,
    asking: !judged.blocking.length && judged.missing.length + judged.unclear.length,
    own: judged.own.length,
    open: judged.open.length,
    done: judged.done,
    message: made,
  }
  for (const element of whens) setHidden(element, !shown[element.dataset.when])
  setChildren(one("[data-blocking]"), judged.blocking.map(({ ask }) => ask), "li", setText)
  setHidden(one("[data-blocking]"), !judged.blocking.length)
  setText(one("[data-own]"), judged.own.map(({ ask }) => ask).join("、"))
  setText(one("[data-open]"), word("open", { n: judged.open.length }))
}

function restore(kept) {
  answers = fitting(items, kept?.answers)
  for (const field of fields) field.value = String(kept?.fields?.[field.dataset.name] ?? "")
  render()
  if (typeof kept?.text === "string") text.value = kept.text
}

function clear() {
  restore()
  saved = content()
}

const DO = {
  copy: async button => {
    if (await copy(text.value, "link", button.parentElement)) say(word("copied"))
  },
  print: () => print(),
  again: () => {
    if (!confirm(word("again-ask"))) return
    clear()
    keep.save()
    items[0].radios[0].focus()
  },
}

function setUp() {
  keep = keeper(stateOf, clear, restore)
  keepBefore(article.querySelector(".next-step").closest("p"))
  const carried = taken()
  const empty = content()
  restore(carried ?? keep.state)
  saved = carried ? empty : content()
  article.querySelector("#missing").before(result)
  article.addEventListener("change", ({ target }) => {
    if (target.type !== "radio" || !target.name.startsWith("answer-")) return
    answers = { ...answers, [target.name.slice("answer-".length)]: target.value }
    render()
    keep.save()
  })
  article.addEventListener("input", ({ target }) => {
    if (target.matches(".blank-field, [data-message]")) keep.save()
  })
  article.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]")
    if (button) DO[button.dataset.do](button)
  })
  /* What was asked is what the reader said; the other side has not spoken yet. */
  carry(stateOf, go => { if (go === "log") handOver("log-entry", { channel: "app", from: "me", said: text.value }) })
  guard(() => !keep.isKept() && content() !== saved)
  tool.hidden = false
}

setUp()
