/*
 * What a file says otherwise than the log: shown field by field, and replaced only by the reader.
 */
import { FIELDS, age, isTurned } from "./log.js"
import { nameOf, table, valueOf } from "./log-list.js"
import { part, word } from "./words.js"

const shown = (name, entry) => (name === "channel" || name === "from" ? valueOf(name, entry[name]) : entry[name]) || word("nothing")

/* Of the two versions only what differs. */
function rowsOf({ mine, theirs }) {
  return FIELDS.filter(name => mine[name] !== theirs[name]).map(name => {
    const row = document.createElement("tr")
    const head = document.createElement("th")
    head.scope = "row"
    head.textContent = table.columns[name][0] + (isTurned(mine[name], theirs[name]) ? word("differ-turned") : "")
    row.append(head)
    for (const entry of [mine, theirs]) row.insertCell().textContent = shown(name, entry)
    return row
  })
}

/* One box for each; `choose(pair, what)` with "mine", "theirs" or "both". */
export function showDiffering(box, differing, choose) {
  const list = box.querySelector("[data-differing-list]")
  let open = [...differing]
  const decide = (pairs, what) => {
    open = open.filter(pair => !pairs.includes(pair))
    choose(pairs, what)
    draw()
    if (open.length) list.querySelector("button").focus()
  }
  function boxOf(pair) {
    const item = part("differ").cloneNode(true)
    item.removeAttribute("data-word")
    item.querySelector("h5").textContent = nameOf(pair.mine)
    item.querySelector("[data-age]").textContent = word(`age-${age(pair, Date.now())}`)
    item.querySelector("tbody").append(...rowsOf(pair))
    item.addEventListener("click", ({ target }) => {
      if (target.dataset.pick) decide([pair], target.dataset.pick)
    })
    return item
  }
  function draw() {
    box.hidden = !open.length
    box.querySelector("[data-differing-all]").hidden = open.length < 2
    box.querySelector("[data-differing-what]").textContent = word("differing", { n: open.length })
    list.replaceChildren(...open.map(boxOf))
  }
  box.querySelector("[data-differing-all]").onclick = ({ target }) => {
    if (target.dataset.pick) decide(open, target.dataset.pick)
  }
  draw()
}
