/*
 * What the build has packed: hooks/search/packed.py and hooks/search/bits.py are the other sides.
 */

/* The JSON of a part, and the bytes in front of it as `raw`. Throws for a part that is cut off. */
export function unpacked(buffer) {
  const bytes = new Uint8Array(buffer), units = new Uint16Array(bytes.length)
  const single = [], rare = []
  let at = 0, unit = 0, length = 0
  const number = () => {
    const byte = bytes[at++]
    return byte < 128 ? byte : byte - 128 + number() * 128
  }
  const size = number(), raw = bytes.subarray(at, at += size)
  for (let left = number(); left--;) {
    const step = number()
    unit += step >> 1
    ;(step & 1 ? single : rare).push(unit)
  }
  const many = single.length
  while (at < bytes.length) {
    const byte = bytes[at++]
    units[length++] = byte < many ? single[byte] : rare[(byte - many) * 256 + bytes[at++]]
  }
  return { ...JSON.parse(new TextDecoder("utf-16le").decode(units.subarray(0, length))), raw }
}

/* As in bits.py. */
const COUNT = 2
/* The width of the gaps in a list of so many of all places, and that of the levels. */
const ofGaps = (count, total) => Math.max(0, 31 - Math.clz32(total / (count + 1)))
const ofLevels = count => count < 3 ? 3 : count < 8 ? 2 : count < 37 ? 1 : 0

/* The lists of numbered places in some bytes, `total` being how many places there are: `starts` says
 * where each of them begins in `places` and `levels`. */
export function lists(bytes, count, total) {
  const starts = new Uint32Array(count + 1), places = [], levels = []
  let at = 0
  /* The bits from here on, the next one first; at least 24 of them. */
  const ahead = () => {
    const byte = at >> 3
    return (bytes[byte] << 24 | bytes[byte + 1] << 16 | bytes[byte + 2] << 8 | bytes[byte + 3]) << (at & 7)
  }
  const number = width => {
    const value = width && ahead() >>> 32 - width
    at += width
    return value
  }
  const rice = width => {
    let high = 0, ones
    do {
      ones = Math.min(24, Math.clz32(~ahead()))
      high += ones
      at += ones
    } while (ones == 24)
    at++
    return (high << width) + number(width)
  }
  for (let i = 0; i < count; i++) {
    const many = rice(COUNT) + 1, gaps = ofGaps(many, total), width = ofLevels(many)
    for (let left = many, place = -1; left--;) {
      places.push(place += rice(gaps) + 1)
      levels.push(rice(width) + 1)
    }
    starts[i + 1] = places.length
  }
  return { starts, places: Uint32Array.from(places), levels: Uint8Array.from(levels) }
}
