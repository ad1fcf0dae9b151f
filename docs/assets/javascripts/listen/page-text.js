/*
 * The text of a page as sentences to be heard, each with the place where it stands. Nothing of the
 * page is changed for it.
 */
import { BLANK, cut, digits, HEARD, spoken } from "./spoken.js"

/* To press, to look things up in, or said by something else. */
const SILENT = ".reading, .listen, .share, .share-said, .share-field, .tool, .quick-exit, .quick-exit-note, .basis, "
  + ".updated, .cite, .heading-link, .headerlink, .visually-hidden, [hidden], [aria-hidden=true], "
  + "template, script, style, svg, button, input, select, textarea"

/* What stands between the edges of blocks: its text, and where in it each node begins. */
function newRun() {
  return { text: "", parts: [] }
}

function add(run, node, text) {
  run.parts.push({ node, at: run.text.length })
  run.text += text
}

/* The node of a run's part and the offset in it. What is drawn, a blank, is one character. */
function placeIn({ node, at }, place) {
  if (node.nodeType === Node.TEXT_NODE) return [node, place - at]
  return [node.parentNode, [...node.parentNode.childNodes].indexOf(node) + place - at]
}

const startIn = ({ parts }, place) => placeIn(parts.filter(({ at }) => at <= place).pop(), place)
const endIn = ({ parts }, place) => placeIn(parts.filter(({ at }) => at < place).pop(), place)

/* Which item of a list. */
function numberOf(item) {
  const list = item.parentElement
  return list.start + [...list.children].indexOf(item)
}

/* All sentences below an element: { said, from, to, block }, places as a Range takes them. */
export function sentencesOf(article, words) {
  const sentences = []
  let run = newRun()
  /* Said before the next sentence: which item of a list, the heading of a column. */
  let before = ""

  /* A block begins or ends here. */
  function finish(block) {
    const read = run
    run = newRun()
    for (const [start, end] of cut(read.text)) {
      const said = before + spoken(read.text.slice(start, end), words)
      sentences.push({ said, from: startIn(read, start), to: endIn(read, end), block })
      before = ""
    }
  }

  /* Row by row, each cell with the heading of its column. */
  function readTable(table) {
    const [head] = table.tHead ? table.tHead.rows : []
    const titles = [...head ? head.cells : []].map(cell => spoken(cell.textContent, words))
    const rows = [...table.tBodies].flatMap(body => [...body.rows])
    /* A form's rows of nothing but blanks: what goes in is heard once. */
    const isEmpty = row => !HEARD.test(row.textContent)
    for (const row of rows.filter((each, place) => !place || !isEmpty(each) || !isEmpty(rows[place - 1]))) {
      for (const [column, cell] of [...row.cells].entries()) {
        before = titles[column] ? `${titles[column]}：` : ""
        read(cell, row)
        finish(row)
      }
    }
  }

  function readBlock(element, around) {
    finish(around)
    if (element.matches("ol > li")) before = spoken(words.item.replace("{n}", numberOf(element)), words)
    if (element.matches("table")) readTable(element)
    else read(element, element)
    finish(element)
    before = ""
  }

  function readElement(element, block) {
    if (element.matches(".blank")) return add(run, element, BLANK)
    if (element.matches("br")) return finish(block)
    const { display } = getComputedStyle(element)
    if (display === "none") return
    if (display.startsWith("inline") || display === "contents") read(element, block)
    else readBlock(element, block)
  }

  function read(element, block) {
    /* Numbers to dial are marked as such: no guess. */
    const dialled = element.matches("a.tel")
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) add(run, node, dialled ? digits(node.data, words) : node.data)
      else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(SILENT)) readElement(node, block)
    }
  }

  readBlock(article, article)
  return sentences
}

export function rangeOf({ from, to }) {
  const range = document.createRange()
  range.setStart(...from)
  range.setEnd(...to)
  return range
}
