/*
 * On every page, before the theme's scripts, and therefore tiny: keeps the worker that the
 * theme makes, and loads the rest when somebody turns to the search box.
 */
(() => {
  const Native = self.Worker
  let done
  const load = () => {
    if (done || !self.guideWorker) return
    const script = document.createElement("script")
    script.src = done = guideWorker.source.replace(/search(?=[^/]*$)/, "box")
    script.onerror = () => done = 0
    document.head.append(script)
  }
  self.Worker = function (source) {
    self.Worker = Native
    const worker = self.guideWorker = new Native(source)
    worker.source = source
    worker.onerror = () => worker.broken = true
    /* The bundle may come only because somebody turned to the search box (late.js). */
    if (document.activeElement.name == "query") setTimeout(load)
    return worker
  }
  addEventListener("focusin", ({ target }) => target.name == "query" && load())
})()
