const NAMES: Readonly<Record<string, string>> = { alipay: 'Alipay', bancontact: 'Bancontact', card: 'Card', ideal: 'iDEAL', p24: 'Przelewy24', pay_by_bank: 'Pay by bank', twint: 'TWINT' };

/** What a payment method is called where customers choose it. */
export function methodName(type: string): string {
  return NAMES[type] ?? type;
}
