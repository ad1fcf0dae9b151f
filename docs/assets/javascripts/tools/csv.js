/*
 * CSV (RFC 4180) that a spreadsheet opens without harm and that comes back as it went.
 *
 * What a spreadsheet would calculate or shorten gets a leading apostrophe: formulas, and long or
 * zero-led numbers, which would lose digits; and whatever else `isGuarded` says (values.js). Reading
 * takes it off again; a text that has one of its own before such a beginning gets a second, so that
 * nothing is lost.
 */
const HARMFUL = /^(?:'*[=+\-@＝＋－＠\t\r]|'*(?:0\d+|\d{12,})$|'+$)/
export const isHarmful = cell => HARMFUL.test(cell)

/* A text of rows of cells, with the mark by which Excel knows UTF-8; `isGuarded(cell, column)`. */
export function writeCsv(rows, isGuarded = isHarmful) {
  const quoted = cell => /[",\r\n;]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
  const written = (cell, column) => quoted(isGuarded(cell, column) ? `'${cell}` : cell)
  const lines = rows.map(cells => cells.map((cell, column) => written(String(cell), column)).join(","))
  return `\ufeff${lines.join("\r\n")}\r\n`
}
