/*
 * A browser that blocks all cookies throws at the word `localStorage`, and the theme's
 * scripts end there: no search, no menu. Then a memory of this page only stands in.
 * Before all other scripts, but for those in the page itself.
 */
(() => {
  "use strict"

  function memory() {
    const kept = new Map()
    return {
      getItem: key => kept.has(key) ? kept.get(key) : null,
      setItem: (key, value) => void kept.set(key, String(value)),
      removeItem: key => void kept.delete(key),
    }
  }

  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      void window[name].length
    } catch {
      Object.defineProperty(window, name, { value: memory() })
    }
  }

  /* What the theme's bundle asks for what it keeps. The theme has it in each page, before anything
   * is drawn (partials/javascripts/base.html, ours is empty); nobody needs it as early here. */
  const settings = JSON.parse(document.getElementById("__config").textContent)
  self.__md_scope = new URL(settings.base, location)
  self.__md_hash = text => [...text].reduce((hash, sign) => (hash << 5) - hash + sign.charCodeAt(0), 0)
  self.__md_get = (key, storage = localStorage, scope = self.__md_scope) =>
    JSON.parse(storage.getItem(`${scope.pathname}.${key}`))
  self.__md_set = (key, value, storage = localStorage, scope = self.__md_scope) => {
    try {
      storage.setItem(`${scope.pathname}.${key}`, JSON.stringify(value))
    } catch {
      /* As the theme has it: what finds no room is not kept. */
    }
  }
})()
