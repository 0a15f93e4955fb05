import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { memoise } from '#base/memoise';
import { fileBelow, mediaType } from '#base/served-file';
import { bundle } from '#render/page/scripts';
import { Content } from './http-content.ts';
import { RequestError } from './request-error.ts';

/** The files of output/, with instruments that ask the model, which are added to pages while they are sent. */

const LAB = '/lab';
const SCRIPT = '/lab/lab.js';
const STYLES = '/lab/lab.css';
const INDEX = 'index.html';
const REPORT = 'report.html';

/** A file that is no page runs nothing, even if it is opened by itself. */
const FILE_HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:",
};
const PAGE_HEADERS = { 'content-security-policy': "frame-ancestors 'none'", 'cache-control': 'no-store' };

export interface Site {
  /** What a path of a URL names; undefined if it names nothing. Throws a RequestError if the report is missing. */
  file(path: string): Promise<Content | undefined>;
}

/** The report in `folder`, with the instruments of the project at `root`. */
export function siteOf(root: string, folder: string): Site {
  const script = memoise((from: string) => bundle(from, 'lab/lab.ts'));
  const template = (path: string) => readFileSync(join(root, 'templates', path), 'utf8');
  return {
    async file(path) {
      if (path === SCRIPT) return new Content(await script(root), mediaType(SCRIPT));
      if (path === STYLES) return new Content(template('style/lab.css'), mediaType(STYLES));
      if (path === LAB) {
        const report = await readFile(join(folder, REPORT), 'utf8').catch(() => '');
        return page(labPage(await readIndex(folder), withExamples(template('page/lab.html'), report)));
      }
      if (path === '/') return page(await readIndex(folder));
      const file = fileBelow(folder, path);
      if (file === undefined) return undefined;
      if (extname(file) === '.html') return page(await readFile(file, 'utf8'));
      return new Content(await readFile(file), mediaType(file), FILE_HEADERS);
    },
  };
}

const page = (html: string): Content => new Content(withInstruments(html), mediaType(INDEX), PAGE_HEADERS);

async function readIndex(folder: string): Promise<string> {
  return await readFile(join(folder, INDEX), 'utf8').catch(() => {
    throw new RequestError(404, 'There is no report to show yet: run npm run build first.');
  });
}

/** A page with the script and styles of the instruments, allowed by a nonce of this answer, and links to their page. */
function withInstruments(html: string): string {
  const nonce = randomBytes(16).toString('base64');
  const source = `&#39;nonce-${nonce}&#39;`;
  return html
    .replace(
      /(<meta http-equiv="Content-Security-Policy" content=")([^"]*)"/,
      (_all, head, policy: string) => {
        const allowed = policy.replace(/(style|script)-src/g, (name) => `${name} ${source}`);
        return `${head}${allowed}; connect-src &#39;self&#39;"`;
      },
    )
    .replace('</head>', `<link rel="stylesheet" nonce="${nonce}" href="${STYLES}">\n</head>`)
    .replaceAll(
      '<ol class="contents">',
      `$&\n<li><a class="contents-chapter" href="${LAB}">Try your own text</a></li>`,
    )
    .replace(
      /<p class="lead">.*?<\/p>/s,
      `$&\n<p><a class="lab-start" href="${LAB}">Try your own text</a></p>`,
    )
    .replace(/<\/body>\s*<\/html>\s*$/, `<script nonce="${nonce}" src="${SCRIPT}"></script>\n$&`);
}

/** The instruments of a page, filled with the examples that the report has for them. */
function withExamples(html: string, report: string): string {
  return html.replaceAll(/<div class="instrument" data-kind="\w+"/g, (start) => {
    const at = report.indexOf(start);
    return at < 0 ? start : report.slice(at, report.indexOf('>', at));
  });
}

/** The page of all instruments: the report's first page with another text in it. */
function labPage(index: string, text: string): string {
  // The styles of what is below the first screen, and what loads their fonts, are in the text that is replaced.
  const [styles = ''] =
    /<svg display="none"><style>.*?<\/style><\/svg><script>.*?<\/script>/s.exec(index) ?? [];
  return index
    .replace(/(<main[^>]*>).*(?=<\/main>)/s, (_all, main: string) => `${main}\n${text}${styles}\n`)
    .replaceAll(/(<a class="(?!skip)[^"]*" href=")#/g, '$1/#')
    .replace(/<title>[^<]*/, '<title>Try your own text · Nats &amp; Bits');
}
