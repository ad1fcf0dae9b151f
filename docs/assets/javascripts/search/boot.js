/*
 * On every page, before the other scripts, and therefore tiny: keeps the worker that the
 * theme makes, and loads the rest when somebody turns to the search box. What the theme and the
 * worker will ask for is fetched at once: on a slow network one after the other takes seconds.
 */
(() => {
  /* What only scripts use has come with them: of the search box, of the menu, of the page. */
  for (const part of document.querySelectorAll(".late-part")) {
    document.querySelector(part.dataset.of).append(part.content)
    part.remove()
  }
  const field = document.querySelector("[name=query]")
  for (const name of ["autocapitalize", "autocorrect"]) field.setAttribute(name, "off")
  const { base, search } = JSON.parse(__config.textContent)
  const Native = Worker
  const near = name => search.replace(/search(?=[^/]*$)/, name)
  let done
  const turned = ({ target }) => {
    if (done || !/^(query|__search)$/.test(target.name || target.id)) return
    const script = document.createElement("script")
    script.src = done = near("box")
    script.onerror = () => done = 0
    document.head.append(script)
    const root = base.replace(/\/?$/, "/search/")
    /* A folder on disk has no host, and nothing to fetch from. */
    if (location.host) for (const file of [search, near("engine"), root + "search_index.json", root + "index.json"]) {
      fetch(file).catch(() => {})
    }
  }
  self.Worker = function (source) {
    const worker = new Native(source)
    worker.onerror = () => worker.broken = true
    /* Our own ask with a URL (desk/asked.js). */
    if (!source.href) self.guideWorker = worker
    self.guideBox?.()
    return worker
  }
  addEventListener("focusin", turned)
  addEventListener("change", turned)
  turned({ target: document.activeElement })
  /* Opened before this script had come. */
  if (__search.checked) turned({ target: __search })
})()
