/*
 * For a folder on disk, before the other scripts: pages there may start no worker and fetch
 * nothing. The theme's search gets a worker that lives in the page, and what that asks for
 * comes as scripts. hooks/offline/disk.py puts the text of search/worker.js below, and this file
 * beside the engine.
 */
(() => {
  "use strict"
  const here = document.currentScript.src

  const bring = self.guideBring = url => new Promise((done, fail) => {
    const script = document.createElement("script")
    script.src = new URL(url, here)
    script.onload = done
    script.onerror = fail
    document.head.append(script)
  })

  /* `__index` is the theme's name for what search_index.js sets. */
  self.guideRead = async url => {
    await bring(url.replace(/json$/, "js"))
    return /search_index.json$/.test(url) ? self.__index : self.guideIndex
  }

  function start(postMessage) {
    let onmessage
    /* worker.js */
    return onmessage
  }

  self.Worker = class extends EventTarget {
    #receive = start(data => setTimeout(() => this.dispatchEvent(new MessageEvent("message", { data }))))

    postMessage(data) {
      setTimeout(() => this.#receive({ data }))
    }

    set onmessage(listener) {
      this.addEventListener("message", listener)
    }
  }
})()
