/*
 * What can be seen of a page as it is drawn, for the walk over all pages (walk.py). Each function
 * gives what is wrong, with the text around it or the start of its HTML; an empty list is well.
 */
self.seen = (() => {
  const range = document.createRange()
  const start = element => element.outerHTML.slice(0, 120)

  /* The rectangle of one character; nothing for one that is not drawn. */
  function at(node, place) {
    range.setStart(node, place)
    range.setEnd(node, place + 1)
    return [...range.getClientRects()].find(box => box.width > 0 && box.height > 0)
  }

  function* texts(root) {
    const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) yield node
  }

  /* ---- the edge of the screen ---- */

  /* Text for screen readers. */
  const HIDDEN = ".visually-hidden, .cite > i, .cite > b"
  /* On a phone a citation's day stands without its century. */
  const CLIPPED = `${HIDDEN}, .cite > time`
  /* And the closed search, and the title in the header, meant to be cut. */
  const NOT_SEEN = `${CLIPPED}, .md-search, .md-header__title`

  /* What sticks out, and what is cut off or scrolls sideways inside itself. */
  function overflow() {
    const faults = document.scrollingElement.scrollWidth > innerWidth ? ["the page"] : []
    const ours = document.querySelectorAll("article, article *, .md-footer *, .md-header__inner *")
    for (const element of ours) {
      const box = element.getBoundingClientRect()
      const out = box.width && (box.right > innerWidth + 1 || box.left < -1)
      const inside = box.width && element.scrollWidth > element.clientWidth + 1
      if (!out && !inside) continue
      const style = getComputedStyle(element)
      /* What is folded away keeps the layout of an earlier width until it is opened. */
      if (!element.checkVisibility()) continue
      if (style.visibility === "hidden" || element.closest(NOT_SEEN)) continue
      if (out || style.display !== "inline" && style.overflowX !== "visible") faults.push(start(element))
    }
    return faults.slice(0, 3)
  }

  /* What is cut off where text is larger, or spaced. */
  function cut() {
    const faults = document.scrollingElement.scrollWidth > innerWidth ? ["the page"] : []
    const ours = "article *, .md-header__topic:first-child *, .md-footer *"
    for (const element of document.querySelectorAll(ours)) {
      const wide = element.scrollWidth > element.clientWidth + 1
      const high = element.scrollHeight > element.clientHeight + 1
      if (!wide && !high) continue
      const seen = element.checkVisibility({ visibilityProperty: true })
      if (!seen || element.closest(CLIPPED)) continue
      const style = getComputedStyle(element)
      if (wide && !["visible", "auto"].includes(style.overflowX) || high && style.overflowY === "hidden")
        faults.push(start(element))
    }
    return faults.slice(0, 3)
  }

  /* ---- lines ---- */

  const NEVER_FIRST = "，。、；：？！）」』》〉】”’…—％,.;:?!)%"
  const NEVER_LAST = "（「『《〈【“‘([￥"
  const BLOCKS = "p, li, td, th, dd, dt, h1, h2, h3, summary, label, a, button"
  const OTHERS = `${HIDDEN}, ul, ol, div, table, form`
  /* Drawn without text. */
  const DRAWN = ".blank, input, img, svg, br"
  /* Too long for a phone: broken wherever it must be. */
  const ADDRESS = "[data-short], .paper-address"

  function brokenAt(text, place, before, letter) {
    const around = text.slice(Math.max(0, place - 8), place + 8)
    if (NEVER_FIRST.includes(letter)) return `begins a line: ${around}`
    if (NEVER_LAST.includes(before)) return `ends a line: ${around}`
    /* Names of files are too long for a phone. */
    const number = /[0-9０-９–-]/.test(before) && /[0-9０-９]/.test(letter)
    return number && !/\d_/.test(around) && `a broken number: ${around}`
  }

  /* Breaks that should not be; a line is told by the rectangles of single characters. */
  function breaks() {
    const faults = []

    /* What was last drawn, for the next text of the block. */
    function look(node, before) {
      const text = node.data
      for (let place = 0; place < text.length; place++) {
        const letter = text[place]
        const here = /\s/.test(letter) ? undefined : { letter, node, place }
        const may = before && here && (NEVER_FIRST.includes(letter)
          || NEVER_LAST.includes(before.letter) || /[0-9０-９–-]/.test(before.letter))
        const one = may && at(before.node, before.place)
        const two = one && at(node, place)
        if (two && two.top > one.top + one.height * 0.6 && two.left < one.left) {
          const found = brokenAt(text, place, before.letter, letter)
          if (found) faults.push(found)
        }
        before = here
      }
      return before
    }

    for (const block of document.querySelectorAll(`main :is(${BLOCKS})`)) {
      if (!block.checkVisibility({ visibilityProperty: true })) continue
      const nodes = document.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
      let before
      for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
        if (node.nodeType === Node.ELEMENT_NODE) {
          if (node.matches(DRAWN)) before = undefined
          continue
        }
        const around = node.parentElement
        if (around.matches(ADDRESS)) {
          before = undefined
          continue
        }
        /* A block in the block has its own turn. */
        const own = around.closest(`${BLOCKS}, ${OTHERS}`) === block
        before = own || getComputedStyle(around).display === "inline" ? look(node, before) : undefined
      }
    }
    return faults
  }

  /* Numbers to dial, and days, that are not on one line. */
  function dialled() {
    return [...document.querySelectorAll("a.tel, time")]
      .filter(node => new Set([...node.getClientRects()].map(box => box.top >> 3)).size > 1)
      .map(node => node.textContent)
  }

  /* Characters in each full line of the paragraphs that run over three or more. */
  function lines() {
    const counts = []
    for (const block of document.querySelectorAll("article > p, article > .admonition > p")) {
      const found = new Map()
      for (const node of texts(block)) {
        if (node.parentElement.closest(".visually-hidden, .cite")) continue
        for (let place = 0; place < node.length; place++) {
          range.setStart(node, place)
          range.setEnd(node, place + 1)
          const box = range.getBoundingClientRect()
          const line = Math.round(box.bottom / 8)
          if (box.width) found.set(line, (found.get(line) ?? 0) + 1)
        }
      }
      if (found.size > 1) counts.push(...[...found.values()].slice(0, -1))
    }
    return counts
  }

  /* ---- type and colours ---- */

  /* Han characters that slant. */
  function slanted() {
    const found = new Set()
    for (const { data, parentElement: element } of texts(document.body))
      if (/\p{Script=Han}/u.test(data) && getComputedStyle(element).fontStyle !== "normal" && !element.closest(HIDDEN))
        found.add(start(element))
    return [...found]
  }

  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })
  const colours = new Map()

  /* Red, green, blue and how opaque, of 1, however a colour is written. */
  function channels(colour) {
    if (!colours.has(colour)) {
      pen.clearRect(0, 0, 1, 1)
      pen.fillStyle = colour
      pen.fillRect(0, 0, 1, 1)
      colours.set(colour, [...pen.getImageData(0, 0, 1, 1).data].map(value => value / 255))
    }
    return colours.get(colour)
  }

  const over = ([r, g, b, a], ground) => [r, g, b].map((value, i) => value * a + ground[i] * (1 - a))

  function luminance(colour) {
    const [r, g, b] = colour.map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }

  function ratio(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
    return (light + 0.05) / (dark + 0.05)
  }

  /* Text that stands out from its ground too little (WCAG 2.2, 1.4.6, level AAA). What lies above
   * what is left to axe, on one page of each kind. */
  function contrast() {
    const grounds = new Map([[null, [1, 1, 1]]])
    const faults = new Set()

    function ground(element) {
      if (!grounds.has(element)) {
        const under = ground(element.parentElement)
        grounds.set(element, over(channels(getComputedStyle(element).backgroundColor), under))
      }
      return grounds.get(element)
    }

    for (const node of texts(document.body)) {
      const element = node.parentElement
      if (!node.data.trim() || element.closest(`script, style, template, :disabled, ${HIDDEN}`)) continue
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
      const style = getComputedStyle(element)
      const size = parseFloat(style.fontSize)
      const large = size >= 24 || size >= 18.66 && style.fontWeight >= 700
      const below = ground(element)
      const found = ratio(over(channels(style.color), below), below)
      if (found < (large ? 4.5 : 7)) faults.add(`${found.toFixed(2)}: ${node.data.trim().slice(0, 20)}`)
    }
    return [...faults].slice(0, 5)
  }

  /* ---- what is touched ---- */

  const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
  const FLOWING = "p, li, dd, dt, td, th, h1, h2, h3, summary, blockquote, div"
  const LEAST = 24

  /* Whether a line of text goes on around it. */
  function inText(element) {
    if (getComputedStyle(element).display !== "inline") return false
    const block = element.closest(FLOWING)
    const length = node => node.textContent.trim().length
    return length(block) > [...block.querySelectorAll("a, button")].reduce((sum, each) => sum + length(each), 0)
  }

  const middle = ({ left, top, width, height }) => [left + width / 2, top + height / 2]

  function away([x, y], { left, right, top, bottom }) {
    return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom))
  }

  /* What is smaller than 24 × 24 and whose circle of 24 reaches its neighbour (WCAG 2.2, 2.5.8). */
  function crowded() {
    const targets = [...document.querySelectorAll(TARGETS)]
      .filter(node => !node.matches(":disabled, .visually-hidden *"))
      .filter(node => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .map(node => ({ node, boxes: [...node.getClientRects()].filter(box => box.width && box.height) }))
    const small = ({ boxes }) => boxes.every(box => box.width < LEAST || box.height < LEAST)
    return targets
      .filter(one => one.boxes.length && small(one) && !inText(one.node))
      .filter(one => targets.some(other => {
        if (one.node.contains(other.node) || other.node.contains(one.node)) return false
        const point = middle(one.boxes[0])
        return other.boxes.some(box => small(other)
          ? Math.hypot(point[0] - middle(box)[0], point[1] - middle(box)[1]) < LEAST - 0.1
          : away(point, box) < LEAST / 2 - 0.1)
      }))
      .map(({ node }) => start(node))
  }

  /* What scrolls, and no key gets there. */
  function unreachable() {
    const scrolls = value => value === "auto" || value === "scroll"
    return [...document.querySelectorAll("body *")].filter(element => {
      const { overflowX, overflowY } = getComputedStyle(element)
      if (!scrolls(overflowX) && !scrolls(overflowY) || element.matches("textarea, select")) return false
      if (!element.checkVisibility({ visibilityProperty: true })) return false
      /* As much as nobody would call a line. */
      const over = scrolls(overflowX) && element.scrollWidth > element.clientWidth + 12
        || scrolls(overflowY) && element.scrollHeight > element.clientHeight + 12
      return over && element.tabIndex < 0 && !element.querySelector(TARGETS)
    }).map(start)
  }

  /* Links in a text that nothing but their colour tells. */
  function unmarked() {
    return [...document.querySelectorAll("main a[href], footer a[href]")]
      .filter(link => link.checkVisibility({ visibilityProperty: true }) && inText(link))
      .filter(link => {
        const { textDecorationLine, borderBottomStyle } = getComputedStyle(link)
        return textDecorationLine === "none" && borderBottomStyle === "none"
      })
      .map(start)
  }

  /* ---- headings ---- */

  /* Headings without the link that is copied and says their name. */
  function unlinked() {
    if (!document.querySelector("[data-share]")) return []
    return [...document.querySelectorAll("article :is(h2, h3)[id]")]
      /* Tools bring headings of their own, to no section of the text. */
      .filter(heading => !heading.closest("[data-search-exclude], .tool__screen"))
      .filter(heading => {
        const link = heading.querySelector(".heading-link")
        return link?.hash !== `#${heading.id}` || !link.ariaLabel.endsWith(heading.ariaLabel)
      })
      .map(start)
  }

  return {
    overflow, cut, breaks, dialled, lines, slanted, contrast,
    crowded, unreachable, unmarked, unlinked,
  }
})()
