import { z } from 'zod';

export const BalanceSettings = z
  .strictObject({
    collectBy: z.enum(['saved_method', 'link']).describe('By the card that paid the deposit, without the customer, or by a link that is sent'),
    dueHours: z.int().min(0).max(26_280).optional().describe('How long before the start balances are due, set for all packages; left as they are when left out'),
  })
  .meta({ id: 'BalanceSettings' });

export const BalanceSettingsShown = z
  .object({
    collectBy: z.enum(['saved_method', 'link']),
    packages: z.array(z.object({ package: z.string(), dueHours: z.int() })).describe('Packages with a deposit'),
  })
  .meta({ id: 'BalanceSettingsShown' });

export type BalanceSettings = z.infer<typeof BalanceSettings>;
export type BalanceSettingsShown = z.infer<typeof BalanceSettingsShown>;
