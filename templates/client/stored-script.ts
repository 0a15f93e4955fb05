/** Runs a script that lies in the page as plain text, once. The page's policy knows it by its hash. */
export function runStoredScript(id: string): void {
  const stored = document.getElementById(id);
  if (!stored || stored.dataset.ran !== undefined) return;
  stored.dataset.ran = '';
  const script = document.createElement('script');
  script.textContent = stored.textContent;
  document.head.append(script);
}

/** What a script element with JSON in it holds, of a type that the page writes. Throws an Error when there is none. */
export function storedJson<Type>(id: string): Type {
  const text = document.getElementById(id)?.textContent;
  if (!text) throw new Error(`the page holds nothing called ${id}`);
  return JSON.parse(text);
}
