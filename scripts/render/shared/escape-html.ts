const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text between tags and in quoted attributes alike. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Literal Markdown text in HTML: the author's own entities (`&nbsp;`) stay what they are. */
export function escapeLiteralHtml(text: string): string {
  return text
    .split(/(&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)/)
    .map((piece, index) => (index % 2 === 1 ? piece : escapeHtml(piece)))
    .join('');
}

/** Markup in ASCII alone: a browser reads a page that has no other characters in half the time. */
export function asciiHtml(html: string): string {
  return html.replace(/[^\0-\x7F]/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** JSON for a script element, in ASCII alone: no `<` that could end it, no line end that is one to scripts only. */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /<|[^\0-\x7F]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export function jsonScript(id: string, value: unknown): string {
  return `<script type="application/json" id="${id}">${jsonForScript(value)}</script>`;
}
