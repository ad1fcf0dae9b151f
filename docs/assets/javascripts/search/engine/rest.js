/*
 * What comes after the first part: in a small guide all of it, in a large one what a query needs.
 * A part that does not come, or is of another build, is done without, and asked for again later.
 */
const AGAIN = 20000, ROUNDS = 3
const row = (name, from, to) => Array.from({ length: to - from }, (_, i) => `${name}-${i + from}`)

/* `get` fetches a file, `told` hears when more is there, `hold` takes a part by its name; `needs`
 * names the parts that a query needs, given where each text part begins. */
export function restOf({ parts, terms, learned, stamp }, { index, shared }, { get, told, hold, needs }) {
  /* Nobody who saves data waits for less than this: the words of the text answer too. */
  const saves = navigator.connection?.saveData
  const here = new Set(), late = new Map()
  let starts, running

  async function bring(name) {
    if (here.has(name) || late.get(name) > Date.now()) return false
    try {
      const url = name.startsWith("text") ? index.replace(/[^/]*$/, "") : shared
      hold(name, self.guideIndex(await (await get(`${url}${name}.json`)).arrayBuffer(), 0, stamp))
      if (!terms || name.startsWith("text")) here.add(name)
      return true
    } catch {
      late.set(name, Date.now() + AGAIN)
      return false
    }
  }

  const all = async names => (await Promise.all(names.map(bring))).some(came => came)

  async function whole() {
    const came = await all(row("text", 1, parts + 1))
    return !saves && await all(row("learned", 0, learned[0])) || came
  }

  async function wanted(query) {
    let came = false
    if (!starts) starts = (self.guideIndex(await (await get(`${shared}parts.json`)).arrayBuffer(), 0, stamp)).starts
    for (let round = 0; round < ROUNDS; round++) {
      const names = needs(query, starts, saves).filter(name => !here.has(name))
      if (!names[0] || !await all(names)) break
      came = true
    }
    return came
  }

  /* Called with each query, the empty one too. */
  return query => {
    if (running || (terms && !query)) return
    running = (terms ? wanted(query) : whole()).then(came => came && told(), () => {}).then(() => running = null)
  }
}
