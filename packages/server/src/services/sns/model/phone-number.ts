/** E.164; AWS takes numbers without the plus sign, too. */
export function isPhoneNumber(text: string): boolean {
  return /^\+?[1-9]\d{4,14}$/.test(text);
}

/** Subscriptions may have separators in their numbers, each between two digits: `15/55-123.456-7`. */
export function isSmsEndpoint(text: string): boolean {
  return !/[./-]{2}|^[./-]|[./-]$/.test(text) && isPhoneNumber(text.replaceAll(/[./-]/g, ''));
}
