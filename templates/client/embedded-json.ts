/** What a script element with JSON in it holds, of a type that the page writes. Throws an Error when there is none. */
export function storedJson<Type>(id: string): Type {
  const text = document.getElementById(id)?.textContent;
  if (!text) throw new Error(`the page holds nothing called ${id}`);
  return JSON.parse(text);
}
