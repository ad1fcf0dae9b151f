/*
 * The worker that the theme starts on every page; tiny, as most pages are read without a
 * search. Engine and index come with the first wish for them.
 *
 * The theme's messages: 0 setup, 1 ready, 2 query, 3 result. Our own, which it passes over:
 * 4 wake (from the box: load now, or try again), 5 state (to the box).
 */
(() => {
  let settings, index, engine, loading, wished, asked = ""
  const tell = (type, data) => postMessage({ type, data })

  /* The index is in this encoding (hooks/search/index.py), the stub in plain letters. */
  async function get(url, cache) {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 30000)
    const answer = await fetch(url, { cache, signal: stop.signal })
    return JSON.parse(new TextDecoder("gbk").decode(await answer.arrayBuffer()))
  }

  async function load(stub) {
    if (stub) {
      settings = (await get(stub, "no-cache")).config
      tell(1)
    }
    const coming = get(settings.index)
    if (!self.guideSearch) importScripts(settings.engine)
    index = await coming
    if (index.format != settings.format) throw "old"
    engine = guideSearch(index)
  }

  function start(stub) {
    wished = true
    if (engine || loading) return
    if (!settings && !stub) return tell(5, "waiting")
    loading = true
    tell(5, "loading")
    load(stub).then(() => {
      tell(5, "ready")
      if (asked.trim()) answer()
      /* The first search in a browser is slow: make it one that nobody waits for. */
      else for (const [, title] of index.pages.slice(0, 9)) engine(`${title}xx`)
    }, () => tell(5, "failed")).then(() => loading = false)
  }

  function answer() {
    tell(3, asked.trim() ? engine(asked) : { items: [], suggest: [] })
  }

  onmessage = ({ data: { type, data } }) => {
    if (!type) {
      settings = data.config
      tell(1)
      if (wished) start()
    } else if (type == 2) {
      asked = data
      if (engine || !asked.trim()) answer()
      else start()
    } else if (type == 4) start(data)
  }
})()
