/*
 * Which pages answer a query, in the search's own opinion: its worker, asked without its box.
 * The messages are those that search/worker.js names.
 */
const { base, search } = JSON.parse(document.getElementById("__config").textContent)
const root = new URL(base.replace(/\/?$/, "/"), location)
const [QUERY, RESULT, WAKE, STATE, MORE] = [2, 3, 4, 5, 6]
/* How long the first answer waits for one from all of the data. */
const PATIENCE = 2500
let worker, waiting, whole

function receive({ data: { type, data } }) {
  if (type === MORE) {
    whole = true
    worker.postMessage({ type: MORE })
  }
  if (type === RESULT) {
    const give = waiting, items = data.note === "nothing" ? [] : data.items
    if (whole) give?.(items)
    else setTimeout(() => give?.(items), PATIENCE)
  }
  if (type === STATE && data === "failed") waiting?.([])
}

/*
 * Addresses of the sections that answer, the best first, in a list for each page; an empty
 * list if nothing fits well or the search cannot be loaded. Only the last query is answered.
 */
export async function answers(query) {
  if (!worker) {
    /* As a URL, by which search/boot.js tells it from the theme's. */
    worker = new Worker(new URL(search, location))
    worker.onmessage = receive
    worker.onerror = () => waiting?.([])
  }
  worker.postMessage({ type: QUERY, data: query })
  worker.postMessage({ type: WAKE, data: new URL("search/search_index.json", root).href })
  const pages = await new Promise(resolve => waiting = resolve)
  return pages.map(sections => {
    const best = [...sections].sort((a, b) => b.score - a.score)
    return best.map(({ location }) => new URL(location, root).href)
  })
}
