/*
 * The budget that came along to the proposal: its debts, one of which the letter is about.
 */
import { parse, plain } from "./money.js"
import { yuan } from "./plan-words.js"
import { word } from "./words.js"

/* What the budget says of a debt, and what it says of the reader. */
const FIGURES = ["total", "affordable", "others"]
const OF_READER = ["income", "essentials"]
/* What else belongs to one debt, and comes back with it. */
const TEXTS = ["to", "contract", "billed"]
const OF_DEBT = [...FIGURES, ...TEXTS, "count", "amount"]

/* What the budget's page handed over, or undefined where it is none. */
function budgetOf(given) {
  if (!Number.isSafeInteger(given?.affordable)) return undefined
  const debts = Array.isArray(given.debts) ? given.debts : []
  return { ...given, debts: debts.filter(debt => Number.isSafeInteger(debt?.fen) && Number.isSafeInteger(debt.share)) }
}

/* The fields that a budget fills, for the debt at a place: { name: "9600" }. */
function figuresOf(budget, place) {
  const debt = budget?.debts[place]
  const all = {
    total: debt?.fen,
    affordable: debt ? debt.share : budget?.affordable,
    others: debt && budget.debts.length > 1 ? budget.affordable - debt.share : undefined,
    income: budget?.income,
    essentials: budget?.essentials,
  }
  return Object.fromEntries(Object.entries(all).map(([name, fen]) => [name, Number.isSafeInteger(fen) ? plain(fen) : ""]))
}

/* Whether a text is the reader's own, and neither of what two budgets say. */
function isOwn(text, ...said) {
  const { fen } = parse(text)
  return Boolean(text) && (fen === undefined || said.every(other => parse(other).fen !== fen))
}

/* The budget beside a form with the fields `elements`; `at` finds the tool's other elements. */
export function debtsOf({ elements }, at) {
  let budget
  /* The debt whose letter this is: its place in the list. */
  let picked = 0

  const value = name => elements[name].value.trim()
  const set = values => { for (const [name, text] of Object.entries(values)) elements[name].value = text }

  function show(given) {
    budget = budgetOf(given)
    const debts = budget?.debts ?? []
    elements.debt.replaceChildren(...debts.map(({ name, fen }, i) => new Option(word("debt-option", { number: i + 1, name, total: yuan(fen) }), String(i))))
    at("pick").hidden = debts.length < 2
    at("from-budget").hidden = !budget
    if (budget) at("from-budget").textContent = word("from-budget", { affordable: yuan(budget.affordable) })
  }

  const ownNow = () => Object.fromEntries(OF_DEBT.map(name => [name, value(name)]))

  /* A budget that comes after this one, with what was written of each debt; `lost` where something
   * that the reader wrote would have no place in it. */
  function withOwn(next) {
    const former = (budget?.debts ?? []).map((debt, i) => i === picked ? { ...debt, own: ownNow() } : debt)
    const kept = new Set()
    let lost = false
    const debts = next.debts.map((debt, i) => {
      const same = former[i]?.name === debt.name ? former[i] : former.find(other => other.name === debt.name && !kept.has(other))
      if (!same?.own) return debt
      kept.add(same)
      const [old, now] = [figuresOf(budget, former.indexOf(same)), figuresOf(next, i)]
      const figures = Object.fromEntries(FIGURES.map(name => [name, now[name]]))
      lost ||= FIGURES.some(name => isOwn(same.own[name], old[name], now[name]))
      return { ...debt, own: { ...same.own, ...figures } }
    })
    lost ||= former.some(debt => !kept.has(debt) && TEXTS.some(name => debt.own?.[name]))
    return { budget: { ...next, debts }, lost }
  }

  function fill(place) {
    picked = place
    elements.debt.value = String(place)
    const { income, essentials, ...figures } = figuresOf(budget, place)
    const own = budget.debts[place]?.own
    set(own ? Object.fromEntries(OF_DEBT.map(name => [name, own[name] ?? ""])) : figures)
    for (const [name, text] of Object.entries({ income, essentials })) if (text) elements[name].value = text
  }

  return {
    state: () => budget,
    show,
    /* The fields are those of what was kept: nothing is to be taken from the budget. */
    settle: () => { picked = Number(elements.debt.value || 0) },
    /* The name that the reader gives the debt; no letter is addressed to it. */
    name: () => budget?.debts[picked]?.name ?? "",
    /* Whether a budget that arrives would take the place of something that the reader wrote. */
    replaces(given) {
      const next = budgetOf(given)
      if (!next) return false
      const [old, now] = [figuresOf(budget, picked), figuresOf(next, 0)]
      const names = budget ? OF_READER : [...FIGURES, ...OF_READER]
      return withOwn(next).lost || names.some(name => isOwn(value(name), old[name], now[name]))
    },
    arrive(given) {
      const next = budgetOf(given)
      if (!next) return
      const { budget: whole } = withOwn(next)
      /* What was written before there was a budget belongs to its first debt. */
      const first = budget ? {} : Object.fromEntries([...TEXTS, "count", "amount"].map(name => [name, value(name)]))
      show(whole)
      fill(0)
      set(first)
    },
    /* Another debt is picked: what was written of the one before is put by with that. */
    pick() {
      const place = Number(elements.debt.value)
      if (budget.debts[picked]) budget.debts[picked].own = ownNow()
      const fresh = !budget.debts[place].own
      fill(place)
      if (fresh) set({ to: "", contract: "", billed: "", count: "", amount: "" })
    },
  }
}
