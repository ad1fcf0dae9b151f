/*
 * The one form in which all is compared: the folded text of the Simplified edition. One unit of
 * text is one unit of it, except where the index says otherwise ("edits"), so that a match is
 * shown in the page's own words.
 */

export function canonicalOf([from, to]) {
  const table = new Uint16Array(65536)
  for (let i = 0; i < from.length; i++) table[from.charCodeAt(i)] = to.charCodeAt(i)
  const utf16 = new TextDecoder("utf-16le")

  /* What is neither letter nor digit is a blank. */
  function unit(code) {
    if (code > 0x4dff && code < 0xa000) return code
    const plain = String.fromCharCode(code).normalize("NFKC").toLowerCase()
    if (plain.length > 1 || !/[\p{L}\p{N}]/u.test(plain)) return 32
    return table[plain.charCodeAt(0)] || plain.charCodeAt(0)
  }

  function fold(text) {
    const codes = new Uint16Array(text.length)
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      codes[i] = table[code] || (table[code] = unit(code))
    }
    return utf16.decode(codes)
  }

  /* Canonical text and, where lengths differ, the place of each unit in the page's text. */
  function canonical(text, edits) {
    const folded = fold(text)
    if (!edits) return [folded]
    let done = 0, out = ""
    const places = []
    for (const [start, length, instead] of [...edits, [folded.length, 0, ""]]) {
      out += folded.slice(done, start) + instead
      while (done < start) places.push(done++)
      for (let i = 0; i < instead.length; i++) places.push(start + Math.min(i, length))
      done += length
    }
    places.push(folded.length)
    return [out, places]
  }

  return { fold, canonical }
}
