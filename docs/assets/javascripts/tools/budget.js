/*
 * The budget without its page: what is left each month, what of it can be promised, and what
 * of that goes to each debt. All amounts are whole fen.
 */
import { share } from "./money.js"

/* A tenth is left for what nobody foresees: the site's own choice, as the paper form says. */
const KEPT = 10n

const sum = amounts => amounts.reduce((total, amount) => total + amount, 0)

/*
 * `income`, `essentials` and `debts` are lists of fen. Returns { income, essentials, surplus,
 * buffer, affordable, owed, shares }. What is affordable is nine tenths of the surplus without
 * jiao and fen, 0 where nothing is left; the shares are whole yuan and add up to it exactly.
 */
export function budget({ income, essentials, debts }) {
  const [earned, spent, owed] = [income, essentials, debts].map(sum)
  const surplus = earned - spent
  const yuan = surplus > 0 ? Number(BigInt(surplus) * (KEPT - 1n) / KEPT / 100n) : 0
  return {
    income: earned,
    essentials: spent,
    surplus,
    buffer: surplus > 0 ? surplus - yuan * 100 : 0,
    affordable: yuan * 100,
    owed,
    shares: share(yuan, debts).map(part => part * 100),
  }
}

/* How many months a debt takes at a monthly amount, interest left aside; 0 for never. */
export const months = (debt, monthly) => monthly > 0 ? Math.ceil(debt / monthly) : 0
