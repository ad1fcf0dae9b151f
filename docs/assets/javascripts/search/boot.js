/*
 * On every page, before the theme's scripts, and therefore tiny: keeps the worker that the
 * theme makes, and loads the rest when somebody turns to the search box. What the worker will
 * ask for is fetched at once: on a slow network one after the other takes seconds.
 */
(() => {
  const { base, search } = JSON.parse(__config.textContent)
  const Native = Worker
  let done, coming
  const load = () => {
    /* A folder on disk has no host, and nothing to fetch from. */
    if (!coming && location.host) {
      coming = fetch(base.replace(/\/?$/, "/search/search_index.json")).then(answer => answer.json()).then(({ config }) =>
        Promise.all([config.engine, config.index].map(file => fetch(search.replace(/[^/]*$/, file))))).catch(() => {})
    }
    if (done || !self.guideWorker) return
    const script = document.createElement("script")
    script.src = done = search.replace(/search(?=[^/]*$)/, "box")
    script.onerror = () => done = 0
    document.head.append(script)
  }
  self.Worker = function (source) {
    const worker = self.guideWorker = new Native(source)
    worker.onerror = () => worker.broken = true
    /* The bundle may come only because somebody turned to the search box (late.js). */
    setTimeout(turned, 0, { target: document.activeElement })
    return worker
  }
  const turned = ({ target }) => /query|search/.test(target.name || target.id) && load()
  addEventListener("focusin", turned)
  addEventListener("change", turned)
})()
