/*
 * The budget that came along to the proposal: its debts, one of which the letter is about.
 */
import { plain } from "./money.js"
import { yuan } from "./plan-words.js"
import { word } from "./words.js"

/* What belongs to one debt, and comes back with it. */
const OF_DEBT = ["to", "contract", "billed"]

/* What the budget's page handed over, or undefined where it is none. */
function budgetOf(given) {
  if (!Number.isSafeInteger(given?.affordable)) return undefined
  const debts = Array.isArray(given.debts) ? given.debts : []
  return { ...given, debts: debts.filter(debt => Number.isSafeInteger(debt?.fen) && Number.isSafeInteger(debt.share)) }
}

/* The budget beside a form with the fields `elements`; `at` finds the tool's other elements. */
export function debtsOf({ elements }, at) {
  let budget
  /* The debt whose letter this is: its place in the list. */
  let picked

  function show(given) {
    budget = budgetOf(given)
    const debts = budget?.debts ?? []
    elements.debt.replaceChildren(...debts.map(({ name, fen }, i) => new Option(word("debt-option", { number: i + 1, name, total: yuan(fen) }), String(i))))
    at("pick").hidden = debts.length < 2
    at("from-budget").hidden = !budget
    if (budget) at("from-budget").textContent = word("from-budget", { affordable: yuan(budget.affordable) })
  }

  /* The figures of the debt that is picked. What was written of another, at `before` in the
   * list, is put by with that one; without `before` what the reader wrote stays. */
  function take(before) {
    picked = elements.debt.value
    const debts = budget?.debts ?? []
    const debt = debts[Number(picked || 0)]
    const set = (name, fen) => { if (Number.isSafeInteger(fen)) elements[name].value = plain(fen) }
    set("total", debt?.fen)
    set("affordable", debt ? debt.share : budget?.affordable)
    set("income", budget?.income)
    set("essentials", budget?.essentials)
    if (debts[before]) debts[before].own = Object.fromEntries(OF_DEBT.map(name => [name, elements[name].value]))
    if (!debt || (before === undefined && elements.to.value)) return
    const own = debt.own ?? { to: debt.name }
    for (const name of OF_DEBT) elements[name].value = own[name] ?? ""
  }

  return {
    state: () => budget,
    show,
    arrive: given => {
      show(given)
      if (budget) take()
    },
    pick: () => take(picked),
    /* The fields are those of what was kept: nothing is to be taken from the budget. */
    settle: () => { picked = elements.debt.value },
  }
}
