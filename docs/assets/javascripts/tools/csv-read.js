/*
 * Reads CSV as spreadsheets write it (csv.js says what is guarded there).
 */
import { isTextGuarded } from "./values.js"

const unguarded = cell => cell.startsWith("'") && isTextGuarded(cell.slice(1)) ? cell.slice(1) : cell

/* Spreadsheets write a comma, a semicolon or a tab: the one most often in the first line. */
function separatorOf(text) {
  const [first] = text.replace(/"(?:[^"]|"")*"/g, "").split(/[\r\n]/)
  const count = mark => first.split(mark).length
  return [",", ";", "\t"].reduce((best, mark) => count(mark) > count(best) ? mark : best)
}

/* { rows: [{ line, cells }], openAt }: `line` is where a row begins, `openAt` where one begins
 * that a quotation mark was left open in; that row and all behind it are not read. */
export function readCsv(source) {
  const text = source.replace(/^\ufeff/, "")
  const separator = separatorOf(text)
  const rows = []
  let line = 1
  let row = { line, cells: [] }
  let at = 0
  while (at < text.length) {
    let cell = ""
    if (text[at] === '"') {
      const end = /"(?:[^"]|"")*"/y
      end.lastIndex = at
      const found = end.exec(text)?.[0]
      if (!found) return { rows, openAt: row.line }
      cell = found.slice(1, -1).replaceAll('""', '"')
      at += found.length
      line += found.split(/\r\n|\r|\n/).length - 1
    }
    const start = at
    while (at < text.length && text[at] !== separator && text[at] !== "\n" && text[at] !== "\r") at += 1
    row.cells.push(unguarded(cell + text.slice(start, at)))
    if (text[at] === separator) {
      at += 1
      if (at === text.length) row.cells.push("")
      continue
    }
    at += text.startsWith("\r\n", at) ? 2 : 1
    line += 1
    rows.push(row)
    row = { line, cells: [] }
  }
  if (row.cells.length) rows.push(row)
  return { rows, openAt: 0 }
}
