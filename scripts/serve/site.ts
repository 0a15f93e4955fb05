import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileBelow, mediaType } from '#base/local-server';
import { Content } from './http-content.ts';
import { RequestError } from './request-error.ts';

/** The files of output/, as they are. */

const INDEX = '/index.html';

/** A file that is no page runs nothing, even if it is opened by itself. */
const FILE_HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:",
};
const PAGE_HEADERS = { 'content-security-policy': "frame-ancestors 'none'" };

/** What a path of a URL names; undefined if it names nothing. Throws a RequestError if the report is missing. */
export type Site = (path: string) => Promise<Content | undefined>;

/** The report in `folder`. */
export const siteOf =
  (folder: string): Site =>
  async (path) => {
    const file = fileBelow(folder, path === '/' ? INDEX : path);
    if (file === undefined && path === '/')
      throw new RequestError(404, 'There is no report to show yet: run npm run build first.');
    if (file === undefined) return undefined;
    const headers = extname(file) === '.html' ? PAGE_HEADERS : FILE_HEADERS;
    return new Content(await readFile(file), mediaType(file), headers);
  };
