const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g;

/** Whether any object of a valid JSON text has a key twice: JSON.parse takes the last, where AWS takes none. */
export function hasDuplicateKeys(json: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  let text = '';
  for (const [token] of json.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token !== ':') text = token;
    else {
      const keys = open.at(-1);
      const key = String(JSON.parse(text));
      if (keys?.has(key)) return true;
      keys?.add(key);
    }
  }
  return false;
}
