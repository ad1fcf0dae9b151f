/*
 * The search itself: `guideIndex(buffer)` reads an index, `guideSearch(index)` gives a function from a query to a result.
 *
 * Everything is compared in one canonical form, the folded text of the Simplified edition,
 * so that a query finds the same in the same order whatever its script or the page's. One
 * unit of text is one unit of canonical text, except where the index says otherwise
 * (`edits`), so that a match is shown in the page's own words.
 *
 * hooks/search/index.py makes the index and says what is in it. This file has no words.
 */
"use strict"

/* What hooks/search/packed.py has written; `format` is what the page counts on. */
self.guideIndex = (buffer, format) => {
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
  const index = JSON.parse(new TextDecoder("utf-16le").decode(units.subarray(0, length)))
  if (format && index.format != format) throw "old"
  return { ...index, raw }
}

self.guideSearch = index => {
  const MAX_QUERY = 120
  const MAX_PAGES = 10
  const MAX_SECTIONS = 6
  const TEASER = 90
  const LARGE = 2e5

  /* How much each kind of evidence counts; found by trying on judged queries. */
  const IN_TEXT = 1, OWN = 1.2, OF_PAGE = .6, HEADING = .5, TITLE = .45, EXACT = 1.8, DANGER = 6,
    LEARNED = .7, LIKELY = 10, SURE = 4.5, SAME = .95, UNKNOWN = .35, LOW = 4, HEARD = .4, WEAK = .42, INSIDE
    = .5, FAR = .22

  /* ---- Canonical form ---- */

  const table = new Uint16Array(65536)
  const [from, to] = index.fold
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

  /* ---- Words ---- */

  /* A function that gives the longest of some words that stands at a place of a text. Looked
   * up by the code of the first unit: a pattern of a thousand words is slow to start with. */
  function finder(words) {
    const slots = new Uint16Array(65536), starts = [[]]
    for (const word of [...words].sort((a, b) => b.length - a.length)) {
      const code = word.charCodeAt(0)
      starts[slots[code] || (slots[code] = starts.push([]) - 1)].push(word)
    }
    return (text, at) => {
      for (const word of starts[slots[text.charCodeAt(at)]]) if (text.startsWith(word, at)) return word
    }
  }

  /* The text with each word that is found replaced. */
  function replaced(text, find, instead) {
    let out = "", done = 0
    for (let i = 0; i < text.length;) {
      const word = find(text, i)
      if (word) {
        out += text.slice(done, i) + instead(word)
        done = i + word.length
      }
      i = word ? done : i + 1
    }
    return done ? out + text.slice(done) : text
  }

  /* Words that the Simplified edition, or the site, says otherwise. */
  const said = new Map(index.said.split("|").flatMap(row => {
    const [instead, ...words] = row.split(">")
    return words.map(word => [word, instead])
  }))
  const saidAt = finder(said.keys())
  const reworded = text => replaced(text, saidAt, word => said.get(word))

  const groups = index.same.map(row => row.split("|"))
  const groupOf = new Map()
  const under = (map, key) => map.get(key) || map.set(key, []).get(key)
  groups.forEach((words, id) => words.forEach(word => groupOf.set(word, id)))
  const memberAt = finder(groupOf.keys())
  const knownAt = finder([...groupOf.keys(), ...index.stop.split("|")])

  /* Canonical text without blanks and stop phrases, if anything is left then. */
  const core = (text, blank = "") => {
    const bare = text.replace(/ /g, blank), kept = replaced(bare, knownAt, word => groupOf.has(word) ? word : "")
    return kept.trim() ? kept : bare
  }

  /* The name of a word among labels: all words of a group share one. */
  const nameOf = word => groupOf.has(word) ? "#" + groupOf.get(word) : word

  /*
   * Tokens of canonical text: known words, pairs of neighbours elsewhere, Latin words and
   * numbers. `edge`: a pair at the end of its stretch. If all is stop phrases, none are.
   */
  const RUNS = /[a-z]+|[0-9]+|[^\sa-z0-9]+/g, OTHERS = /[\sa-z0-9]/
  function tokens(text, find = knownAt) {
    const found = []
    for (const run of OTHERS.test(text) || !text ? text.match(RUNS) || [] : [text]) {
      if (run < "{") {
        found.push({ word: run })
        continue
      }
      let rest = 0
      const flush = end => {
        if (end - rest == 1) found.push({ word: run[rest], single: true })
        for (let i = rest; i < end - 1; i++) {
          found.push({ word: run.substr(i, 2), pair: true, edge: i == rest || i == end - 2 })
        }
      }
      for (let i = 0; i < run.length;) {
        const word = find(run, i)
        if (word) {
          flush(i)
          if (groupOf.has(word)) found.push({ word })
          rest = i += word.length
        } else i++
      }
      flush(run.length)
    }
    return found[0] || find == memberAt ? found : tokens(text, memberAt)
  }

  /* ---- What is searched ---- */

  const pages = [], units = [], labels = [], texts = [], labelled = new Map()

  /* A label is a name for a page or a section: title, heading, alias. */
  function label(shown, place, ofPage, danger, text = reworded(fold(shown))) {
    if (text.trim()) labels.push({ shown, text, bare: core(text), place, ofPage, danger })
  }

  let end = 0
  for (const [address, title, weight, aliases, sections, otherwise] of index.pages) {
    const [name, namePlaces] = canonical(title, otherwise)
    const number = pages.push({ address, title, name, namePlaces, weight, first: units.length }) - 1
    label(title, number, true, false, name)
    if (aliases) for (const alias of aliases.split("|")) label(alias, number, true)
    for (const [anchor = "", heading = "", text = "", names, dangers, edits, otherwise] of sections) {
      const id = units.length
      const [body, places] = canonical(text, edits), [name, namePlaces] = canonical(heading, otherwise)
      units.push({ number, anchor, heading, name, namePlaces, text, body, places, begin: end })
      texts.push(body)
      end += body.length + 1
      if (heading) label(heading, id, false, false, name)
      if (names) for (const name of names.split("|")) labels.push({ shown: "", text: name, bare: name, place: id })
      if (dangers) for (const name of dangers.split("|")) label(name, id, false, true)
    }
  }
  const all = texts.join("\n")
  const average = end / units.length

  let names = ""
  const heads = new Map(), offered = new Map()
  labels.forEach((it, id) => {
    if (!it.danger) under(offered, it.shown[0]).push(it.shown)
    it.begin = names.length
    names += it.bare + "\n"
    under(heads, it.bare[0]).push(id)
    const words = tokens(it.text)
    it.names = []
    for (const { word, single } of words) {
      const name = nameOf(word)
      if ((single && words[1]) || it.names.includes(name)) continue
      it.names.push(name)
      under(labelled, name).push(id)
    }
  })
  const labelsWith = word => labelled.get(nameOf(word)) || []
  const rarity = count => Math.log(1 + labels.length / (1 + count))
  for (const it of labels) {
    it.total = 0
    for (const name of it.names) it.total += rarity(labelled.get(name).length)
  }

  /*
   * Places of a word of two or more units, ascending. Looking through a text is quick up to
   * some 100,000 characters; beyond, the places of all pairs of neighbours are kept.
   */
  let buckets
  function* placesOf(word) {
    if (!buckets) for (let at = -1; (at = all.indexOf(word, at + 1)) >= 0;) yield at
    else for (const at of buckets(word)) if (all.startsWith(word, at)) yield at
  }
  if (end > LARGE) {
    const size = 1 << Math.ceil(Math.log2(end)), offsets = new Uint32Array(size + 1)
    const bucket = (text, i) => (Math.imul(text.charCodeAt(i), 40503) + text.charCodeAt(i + 1)) & (size - 1)
    for (let i = 0; i < end - 2; i++) offsets[bucket(all, i) + 1]++
    for (let i = 0; i < size; i++) offsets[i + 1] += offsets[i]
    const next = offsets.slice(), places = new Uint32Array(end)
    for (let i = 0; i < end - 2; i++) places[next[bucket(all, i)]++] = i
    buckets = word => word[1] ? places.subarray(offsets[bucket(word, 0)], offsets[bucket(word, 0) + 1]) : []
  }

  /* The last of things in a row that begins at a place or before it. */
  function last(row, at) {
    let low = 0
    for (let high = row.length; high - low > 1;) {
      const middle = (low + high) >> 1
      if (row[middle].begin > at) high = middle
      else low = middle
    }
    return low
  }

  const kind = char => char > "/" && char < ":" ? 1 : char > "`" && char < "{" ? 2 : 0

  /*
   * Units that hold a word, as [unit, times, unit, times, …]. Latin words and numbers count
   * whole; if none does, those that begin with the word, or numbers that hold it.
   */
  const remembered = new Map()
  function hits(word) {
    if (remembered.has(word)) return remembered.get(word)
    if (remembered.size > 3000) remembered.clear()
    const whole = [], part = [], own = kind(word)
    for (const at of placesOf(word)) {
      const before = own && kind(all[at - 1]) == own, after = own && kind(all[at + word.length]) == own
      const list = !before && !after ? whole : !before || (own < 2 && word[2]) ? part : []
      const end = list.length - 2, id = last(units, at)
      if (list[end] == id) list[end + 1]++
      else list.push(id, 1)
    }
    const list = whole[0] >= 0 ? whole : part
    remembered.set(word, list)
    return list
  }
  const isKnown = word => labelsWith(word).length > 0 || hits(word).length > 0

  /* ---- What was learned from askings ---- */

  /* Levels as hooks/search/model.py packs them; the numbers are those of that file and of
   * features.py. */
  const { raw: levels } = index, DEPTH = 32
  const [singles, pairs, more, scale] = index.learned
  const rows = new Map([
    ...singles, ...pairs.split(" ").flatMap(([first, ...seconds]) => seconds.map(second => first + second)), ...more.split(" "),
  ].map((feature, at) => [feature, at * DEPTH / 4]))
  const vectors = rows.size * DEPTH / 4

  /* How well each unit answers: 0 not at all, 1000 it and no other. */
  function answering(text) {
    const query = new Float64Array(DEPTH), found = new Map(), odds = new Float64Array(units.length)
    if (!singles) return odds
    for (const run of text.match(RUNS) || []) {
      if (run < "{") found.set(run, 1)
      else for (let i = 0; i < run.length; i++) found.set(run[i], .9).set(run.substr(i, 2), run[i + 1] ? 1 : .9)
    }
    let length = 0, sum = 0, all = 0
    for (const [feature, weight] of found) {
      const row = rows.get(feature)
      all += weight * weight
      if (row == null) continue
      length += weight * weight
      for (let k = 0; k < DEPTH; k++) query[k] += weight * ((levels[row + (k >> 2)] >> (k & 3) * 2 & 3) - 1.5)
    }
    /* Levels count from 0: what that adds, all places share. */
    let at = vectors
    for (const id of odds.keys()) {
      let product = 0
      for (let k = 0; k < DEPTH; k += 2) product += query[k] * (levels[at] & 15) + query[k + 1] * (levels[at++] >> 4)
      sum += odds[id] = Math.exp(scale * product / Math.sqrt(length || 1))
    }
    odds.forEach((one, id) => odds[id] = 1000 * one / sum)
    /* How much of the query was ever heard. */
    odds.heard = length / (all || 1)
    return odds
  }

  /* ---- Pinyin and homophones ---- */

  let sounds
  /* Only for those who need it. The common characters come in the order of their readings,
   * as hooks/search/readings.py says. */
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
    const ways = []
    const walk = (at, way) => {
      if (ways.length > 3) return
      if (at == letters.length) ways.push(way)
      for (let end = Math.min(at + 6, letters.length); end > at; end--) {
        const name = letters.slice(at, end)
        const chars = sounds.get(name) || (end == letters.length && name[1] && starting(name))
        if (chars) walk(end, [...way, chars])
      }
    }
    walk(0, [])
    return ways
  }

  /* The longest words that begin with a character of the first string, go on with one of
   * the second and so on: the likeliest three. Labels count more than text, which is left
   * out where it is large. */
  const marks = new Uint16Array(65536)
  function spelled(classes, least) {
    classes = classes.slice(0, 8)
    marks.fill(0)
    classes.forEach((chars, i) => {
      for (let k = 0; k < chars.length; k++) marks[chars.charCodeAt(k)] |= 1 << i
    })
    const counts = new Map()
    for (const [text, worth] of [[names + index.same.join("\n"), 6], [end > LARGE ? "" : all, 1]]) {
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
    return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 3).map(([word]) => word)
  }

  /* Each text so far with each of the next words, as long as there is no choice yet. */
  const extend = (texts, words) =>
    texts[1] || !words[1] ? texts.map(text => text + words[0]) : words.map(word => texts[0] + word)

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

  /* The query with letters read as pinyin where the site has no such word. */
  function variants(text) {
    let texts = [""], letters = []
    const flush = () => {
      if (letters[0]) texts = extend(texts, read(letters).concat(letters.join(" ")).slice(0, 3))
      letters = []
    }
    for (const run of text.match(/[a-z]+|[^a-z]+/g)) {
      if (/[a-z]/.test(run) && !isKnown(run)) letters.push(run)
      else if (run != " " || !letters[0]) {
        flush()
        texts = extend(texts, [run])
      }
    }
    flush()
    return texts
  }

  /* The text with a slip mended: it holds a name but for one character. */
  let long
  /* Names by their first character and, for a slip in that one, by blank and the second. */
  function byStart() {
    if (long) return
    long = new Map()
    const sorted = [...new Set([...labels.map(({ bare }) => bare), ...groupOf.keys(), ...said.keys()])]
      .filter(name => name[1] && !name[12]).sort((a, b) => b.length - a.length)
    sorted.forEach((name, nth) => {
      for (const key of [name[0], " " + name[1]]) under(long, key).push({ name, nth })
    })
  }
  /* How likely it is that a name is meant: 3 it sounds like that, 2 the character stands
   * nowhere on the site, 0 it may well be right. */
  function likely(text, i, wanted, name) {
    const fits = [text.slice(i && i - 1, i + 1), text.slice(i, i + 2)].some(pair => pair[1] && isKnown(pair))
    if (homophones(text[i]).includes(wanted)) return fits && !name[2] ? 0 : 3
    return fits || !name[2] || isKnown(text[i]) ? 0 : 2
  }
  function mended(text) {
    byStart()
    const typed = core(text)
    let found, best = 0
    if (("\n" + names).includes(`\n${typed}\n`)) return [text]
    for (let at = 0; at < typed.length; at++) for (const key of [typed[at], " " + typed[at + 1]]) {
      for (const { name, nth } of long.get(key) || []) {
        const end = at + name.length
        if (end > typed.length) continue
        let i = at + (key < "!" ? 0 : 1)
        while (i < end && name[i - at] == typed[i]) i++
        if (i == end || typed[i] < "{" || typed.slice(i + 1, end) != name.slice(i + 1 - at)) continue
        const value = likely(typed, i, name[i - at], name)
        if (value && value - nth / 1e5 > best) {
          best = value - nth / 1e5
          found = reworded(typed.slice(0, at) + name + typed.slice(end))
        }
      }
    }
    return found ? [found, text] : [text]
  }

  /* ---- The query ---- */

  /* What is wanted: alternatives [word, factor], and how much they count together. */
  function wanted(text) {
    const found = tokens(text), seen = new Set(), list = []
    found.forEach(({ word, pair, edge }, i) => {
      if (seen.has(word)) return
      seen.add(word)
      if (pair && !isKnown(word)) {
        /* Two words meet here: no word of its own. */
        if (!edge && isKnown(found[i - 1].word) && isKnown(found[i + 1].word)) return
        /* The word is not finished yet. */
        if (edge && i) word = word[1]
      }
      let most = 0
      const alternatives = []
      for (const other of groups[groupOf.get(word)] || [word]) {
        const count = Math.max(hits(other).length, labelsWith(other).length) / 2
        most = Math.max(most, count)
        if (count) alternatives.push([other, other == word ? 1 : SAME])
      }
      list.push({ alternatives, weight: (most ? 1 : UNKNOWN) * Math.log(1 + units.length / (most || units.length / 20)) })
    })
    return list
  }

  /* ---- Ranking ---- */

  /* Pages with evidence for what is wanted; `scored` are their units, the best first. */
  const better = (map, id, value) => map.get(id) >= value || map.set(id, value)
  function rank(query, list) {
    const bare = core(query), raw = query.replace(/ /g, "")
    const sum = list.reduce((sum, { weight }) => sum + weight, 0) || 1
    const floats = of => new Float64Array(of.length)
    const inText = floats(units), named = floats(units), heading = floats(units), danger = floats(units)
    const page = floats(pages), title = floats(pages)
    const shared = floats(labels), recall = floats(labels)
    const alike = new Set(), touched = new Set(), answers = answering(core(query, " "))
    const odds = floats(pages)
    let best = 0
    /* What any of its sections may answer speaks for a page. */
    answers.forEach((value, id) => {
      odds[units[id].number] += value
      if (value > LIKELY) touched.add(id)
      if (value > best) best = value
    })
    let asked = 0
    for (const { alternatives, weight } of list) {
      const best = new Map(), near = new Map()
      let worth = 0
      for (const [word, factor] of alternatives) {
        const places = hits(word), among = labelsWith(word)
        for (let i = 0; i < places.length; i += 2) {
          const id = places[i], times = places[i + 1]
          better(best, id, factor * 1.6 * times / (times + .3 + .3 * units[id].body.length / average))
        }
        worth = Math.max(worth, rarity(among.length))
        for (const id of among) better(near, id, factor)
      }
      worth = (worth || rarity(0) / 2) * Math.min(1, weight)
      asked += worth
      for (const [id, value] of best) {
        inText[id] += value * weight / sum
        touched.add(id)
      }
      for (const [id, factor] of near) {
        alike.add(id)
        shared[id] += factor * worth
        recall[id] += factor * weight / sum
      }
    }

    /* Labels that the query is part of, or that are part of it. */
    for (const char of new Set(bare)) for (const id of heads.get(char) || []) {
      if (bare.includes(labels[id].bare)) alike.add(id)
    }
    for (let at = -1; (at = names.indexOf(bare, at + 1)) >= 0;) alike.add(last(labels, at))

    for (const id of alike) {
      const { text, bare: name, total, place, ofPage, danger: urgent } = labels[id]
      let like = 2 * shared[id] / (asked + total)
      const [short, long] = name.length < bare.length ? [name, bare] : [bare, name]
      if (short == long) like = EXACT * (ofPage && bare[3] ? 5 : 1)
      else if ((short[1] || short == bare) && long.includes(short)) {
        like = Math.max(like, INSIDE + (1 - INSIDE) * short.length / long.length)
      }
      if (!like) continue
      touched.add(ofPage ? pages[place].first : place)
      const likes = ofPage ? page : named, recalls = ofPage ? title : heading
      likes[place] = Math.max(likes[place], like)
      recalls[place] = Math.max(recalls[place], recall[id])
      if (urgent && raw.includes(text)) danger[place] = DANGER
    }

    const scores = floats(units), tops = floats(pages)
    for (const id of touched) {
      const { number } = units[id]
      const { weight } = pages[number]
      const own = weight * (IN_TEXT * inText[id] + OWN * named[id] + HEADING * heading[id]
        + OF_PAGE * page[number] + TITLE * title[number] + danger[id])
      scores[id] = own + weight * LEARNED * Math.log1p(answers[id])
      tops[number] = Math.max(tops[number], own + weight * LEARNED * Math.log1p(odds[number]))
    }
    const ranked = new Map()
    for (const id of touched) {
      const { number } = units[id], score = tops[number]
      if (!ranked.has(number)) ranked.set(number, { number, list, score, scored: [] })
      ranked.get(number).scored.push({ id, score: scores[id] })
    }
    list.sure = Math.log1p(best) * answers.heard > SURE
    list.low = LOW + (answers.heard < HEARD)
    return ranked.values()
  }
  const byScore = (a, b) => b.score - a.score || a.number - b.number

  /* ---- What is shown ---- */

  const escape = text => text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)

  /* Where words stand in a text of the page, in order; what touches is one. */
  function spots(body, places, words) {
    const found = [], all = []
    for (const word of words) {
      for (let at = -1; (at = body.indexOf(word, at + 1)) >= 0;) all.push([at, at + word.length])
    }
    for (const [from, to] of all.sort((a, b) => a[0] - b[0])) {
      const last = found[found.length - 1]
      if (last && from <= last[1]) last[1] = Math.max(last[1], to)
      else found.push([from, to])
    }
    return places ? found.map(spot => spot.map(at => places[at])).filter(spot => spot[0] < spot[1]) : found
  }

  function marked(text, found, start, end) {
    let html = "", at = start
    for (const spot of found) {
      if (spot[0] < at || spot[1] > end) continue
      html += `${escape(text.slice(at, spot[0]))}<mark data-md-highlight>${escape(text.slice(...spot))}</mark>`
      at = spot[1]
    }
    return html + escape(text.slice(at, end))
  }

  /* The stretch of text with the most different words in it, from the start of a sentence. */
  function teaser(text, found) {
    let start = 0, most = 0
    found.forEach(([first], i) => {
      const inside = new Set()
      for (let k = i; k < found.length && found[k][1] <= first + TEASER * .8; k++) inside.add(text.slice(...found[k]))
      if (inside.size > most) {
        most = inside.size
        start = first
      }
    })
    const reach = Math.max(0, start - 24)
    start = reach && reach + text.slice(reach, start).search(/[。！？；：”」][^。！？；：”」]*$/) + 1
    while (text[start] == " ") start++
    const end = start + TEASER
    return (start ? "…" : "") + marked(text, found, start, end) + (end < text.length ? "…" : "")
  }

  /* A page with its sections as the theme wants it. It shows the sections that score like
   * the first, and folds the others away. */
  function shown({ number, score, scored, list }) {
    const { address, title, name, namePlaces, first } = pages[number]
    const words = []
    for (const { alternatives } of list) for (const [word] of alternatives) {
      if (word[1] || !list[1]) words.push(word)
    }
    const terms = new Set()
    const find = (text, body, places) => {
      /* Each word by itself too: elsewhere on the page it may stand alone. */
      for (const list of [words, ...words.filter(word => groupOf.has(word) && body.includes(word)).map(word => [word])]) {
        for (const spot of spots(body, places, list)) terms.add(text.slice(...spot))
      }
      return spots(body, places, words)
    }
    const item = (it, score) => ({
      location: it.anchor ? `${address}#${it.anchor}` : address,
      title: it.anchor ? marked(it.heading, find(it.heading, it.name, it.namePlaces))
        : marked(title, find(title, name, namePlaces)),
      text: teaser(it.text, find(it.text, it.body, it.places)),
      score,
    })
    scored.sort((a, b) => b.score - a.score || a.id - b.id)
    const items = scored.filter((it, place) => place < MAX_SECTIONS && it.score >= score * .3).map(({ id, score: own }, place) =>
      item(units[id], !place || (place < 3 && own > score * .7) ? score : Math.min(own, score - .01)))
    const top = items.findIndex(({ location }) => location == address)
    if (top < 0) items.push(item(units[first], 0))
    else if (top) items[top].score = 0
    /* The page that opens marks these; the first that fits wins there. */
    const sorted = [...terms].sort((a, b) => b.length - a.length).slice(0, 12)
    for (const it of items) it.terms = Object.fromEntries(sorted.map(term => [term, true]))
    return items
  }

  /* A name that goes on where the query stops. */
  function suggestion(query) {
    let best
    if (query[1]) for (const name of offered.get(query[0]) || []) {
      if (name != query && name.startsWith(query) && !(best && best.length <= name.length)) best = name
    }
    return best ? [best] : []
  }

  /*
   * { items, suggest, weak }: items as the theme wants them; `weak` says that nothing fits
   * well and that these are the nearest topics. `why` is for hooks/search/explain.py.
   */
  const search = (query, why) => {
    const text = reworded(fold(query.slice(0, 4 * MAX_QUERY).normalize("NFKC"))).replace(/\s+/g, " ").trim().slice(0, MAX_QUERY)
    const best = new Map()
    if (text) variants(text).flatMap(mended).slice(0, 3).forEach((variant, nth) => {
      const list = wanted(variant)
      if (why) why.push({ variant, list })
      for (const it of list[0] ? rank(variant, list) : []) {
        it.score *= 1 - .12 * nth
        const { score } = best.get(it.number) || { score: 0 }
        if (it.score > score) best.set(it.number, it)
      }
    })
    let highest = 0
    for (const { score } of best.values()) highest = Math.max(highest, score)
    const ranked = [...best.values()].filter(({ score }) => score > highest * FAR).sort(byScore).slice(0, MAX_PAGES)
    const { list } = ranked[0] || { list: [] }
    /* How much of the query was understood as it stands, or nearly so. */
    let sure = 0, asked = 0
    for (const { alternatives, weight } of list) {
      asked += weight
      sure += weight * Math.max(0, ...alternatives.map(([, factor]) => factor)) ** 2
    }
    const weak = !list.sure && !(highest > list.low && sure >= asked * WEAK)
    if (weak) for (const number of index.near) {
      if (!ranked.some(it => it.number == number)) {
        ranked.push({ number, score: 0, list: [], scored: [{ id: pages[number].first, score: 0 }] })
      }
    }
    return { items: ranked.map(shown), suggest: suggestion(query), weak }
  }

  /* The first search in a browser is slow: make it one that nobody waits for. */
  search.warm = () => pages.slice(0, 9).forEach(({ title }) => search(`${title}xx`))
  return search
}
