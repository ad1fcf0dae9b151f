/*
 * Pinyin and homophones. Only for those who need it: the common characters come in the order of
 * their readings, as hooks/search/readings.py says.
 */

export function soundsOf(index, fold, guide) {
  let sounds

  function learn() {
    if (sounds) return
    sounds = new Map()
    const codes = Uint8Array.from({ length: 7520 }, (_, i) => i & 1 ? 161 + (i >> 1) % 94 : 176 + i / 188)
    const common = fold(new TextDecoder("gbk").decode(codes))
    let place = 0
    for (const [, name, what] of index.read.matchAll(/([a-z]+)(\S+)/g)) {
      sounds.set(name, (sounds.get(name) || "") + (+what ? common.slice(place, place += +what) : what))
    }
  }

  const homophones = char => learn() || [...sounds.values()].filter(chars => chars.includes(char)).join("") + char

  function starting(letters) {
    let chars = ""
    for (const [name, some] of sounds) if (name.startsWith(letters)) chars += some
    return chars
  }

  /* Ways to read letters as syllables, the last of which may be unfinished. */
  function syllables(letters) {
    const ways = [], dead = new Set()
    const walk = (at, way) => {
      const before = ways.length
      if (before > 3 || dead.has(at)) return
      if (at == letters.length) ways.push(way)
      for (let end = Math.min(at + 6, letters.length); end > at; end--) {
        const name = letters.slice(at, end)
        const chars = sounds.get(name) || (end == letters.length && name[1] && starting(name))
        if (chars) walk(end, [...way, chars])
      }
      if (ways.length == before) dead.add(at)
    }
    walk(0, [])
    return ways
  }

  /* The longest words that begin with a character of the first string, go on with one of the
   * second and so on: the likeliest three. Names count more than text. */
  const marks = new Uint16Array(65536)
  function spelled(classes, least) {
    classes = classes.slice(0, 8)
    marks.fill(0)
    classes.forEach((chars, i) => {
      for (let k = 0; k < chars.length; k++) marks[chars.charCodeAt(k)] |= 1 << i
    })
    const counts = new Map(), texts = guide.chunks.map(({ text }) => [text, 1])
    for (const [text, worth] of [[guide.names + index.same.join("\n"), 6], ...texts]) {
      for (let at = 0; at < text.length; at++) {
        let length = 0
        while (length < classes.length && marks[text.charCodeAt(at + length)] & 1 << length) length++
        if (length < least) continue
        if (length > least) {
          counts.clear()
          least = length
        }
        const word = text.substr(at, length)
        counts.set(word, (counts.get(word) || 0) + worth)
      }
    }
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 3).map(([word]) => word)
  }

  /* What runs of letters stand for, the likeliest first: up to three texts. */
  function read(runs) {
    const letters = runs.join("")
    if (!letters[1]) return []
    learn()
    const each = runs.map(syllables)
    const ways = each[1] ? [each.flatMap(([way = []]) => way)] : each[0]
    for (const way of ways) {
      let texts = [""]
      for (let i = 0; i < way.length;) {
        const words = spelled(way.slice(i), way[1] ? 2 : 1)
        if (words[0]) texts = extend(texts, words)
        i += words[0] ? words[0].length : 1
      }
      if (texts[0]) return texts
    }
    return letters[8] || !letters[2] ? [] : spelled([...letters].map(starting), letters.length)
  }

  /* Whether letters and digits are the readings of a name from one place on to its end. */
  function fits(name, i, letters) {
    if (i == name.length) return !letters
    if (letters[0] == name[i] && fits(name, i + 1, letters.slice(1))) return true
    for (let end = Math.min(6, letters.length); end > 0; end--) {
      if (sounds.get(letters.slice(0, end))?.includes(name[i]) && fits(name, i + 1, letters.slice(end))) return true
    }
  }

  /* The name that is read so from its first character to its last. */
  function named(letters) {
    if (!/^[a-z0-9]*[a-z][a-z0-9]*$/.test(letters) || !letters[1]) return
    learn()
    for (const name of guide.exact.keys()) {
      if (name.length * 6 >= letters.length && name.length < letters.length && /[^ -~]/.test(name) && fits(name, 0, letters)) return name
    }
  }

  return { homophones, read, named }
}

/* Each text so far with each of the next words, as long as there is no choice yet. */
export const extend = (texts, words) =>
  texts[1] || !words[1] ? texts.map(text => text + words[0]) : words.map(word => texts[0] + word)
