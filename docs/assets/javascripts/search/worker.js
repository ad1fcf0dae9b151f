/*
 * The worker that the theme starts on every page; tiny, as most pages are read without a
 * search. Engine and index come with the first wish for them.
 *
 * The theme's messages: 0 setup, 1 ready, 2 query, 3 result. Our own, which it passes over:
 * 4 wake (from the box: load now, or try again), 5 state (to the box), 6 more is there (to the
 * box), or let it be used for the same query (from the box).
 */
(() => {
  let settings, imported, engine, rest, loading, wished, asked = ""
  const tell = (type, data) => postMessage({ type, data })

  function get(url, cache) {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 30000)
    return fetch(url, { cache, signal: stop.signal })
  }

  async function load(stub) {
    if (stub) setUp(await (await get(stub, "no-cache")).json())
    /* An empty word is no way to use the cache: a browser refuses it. */
    const coming = get(settings.index, stub ? "no-cache" : "default")
    if (imported != settings.engine) importScripts(settings.engine)
    imported = settings.engine
    const bytes = await (await coming).arrayBuffer()
    engine = guideSearch(guideIndex(bytes, settings.format))
    rest = engine.rest(settings, get, () => tell(6))
  }

  function start(stub) {
    wished = true
    if (engine || loading) return
    if (!settings && !stub) return tell(5, "late")
    loading = true
    tell(5, "loading")
    load(stub).then(() => {
      tell(5)
      answer()
      if (!asked) engine.warm()
    }, () => tell(5, "failed")).then(() => loading = false)
  }

  function answer() {
    tell(3, { ...engine(asked), asked })
    rest(asked)
  }

  function setUp(stub) {
    settings = stub.config
    tell(1)
  }

  onmessage = ({ data: { type, data } }) => {
    if (!type) {
      setUp(data)
      if (wished) start()
    } else if (type == 4) start(data)
    else {
      if (type == 2) asked = data.trim()
      if (engine) answer()
      else if (asked) start()
    }
  }
})()
