/** E.164. */
export function isPhoneNumber(text: string): boolean {
  return /^\+[1-9]\d{4,14}$/.test(text);
}
