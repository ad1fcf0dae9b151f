/*
 * The worker that the theme starts on every page; tiny, as most pages are read without a
 * search. Engine and index come with the first wish for them.
 *
 * The theme's messages: 0 setup, 1 ready, 2 query, 3 result. Our own, which it passes over:
 * 4 wake (from the box: load now, or try again), 5 state (to the box).
 */
(() => {
  let settings, engine, loading, wished, asked
  const tell = (type, data) => postMessage({ type, data })

  function get(url, cache) {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 30000)
    return fetch(url, { cache, signal: stop.signal })
  }

  async function load(stub) {
    if (stub) setUp(await (await get(stub, "no-cache")).json())
    const coming = get(settings.index, stub && "no-cache")
    if (!self.guideSearch) importScripts(settings.engine)
    const bytes = await (await coming).arrayBuffer()
    engine = guideSearch(guideIndex(bytes, settings.format))
  }

  function start(stub) {
    wished = true
    if (engine || loading) return
    if (!settings && !stub) return tell(5, "late")
    loading = true
    tell(5, "loading")
    load(stub).then(() => {
      tell(5)
      if (asked) answer()
      else engine.warm()
    }, () => tell(5, "failed")).then(() => loading = false)
  }

  function answer() {
    tell(3, asked ? engine(asked) : { items: [], suggest: [] })
  }

  function setUp(stub) {
    settings = stub.config
    tell(1)
  }

  onmessage = ({ data: { type, data } }) => {
    if (!type) {
      setUp(data)
      if (wished) start()
    } else if (type == 2) {
      asked = data.trim()
      if (engine || !asked) answer()
      else start()
    } else if (type == 4) start(data)
  }
})()
