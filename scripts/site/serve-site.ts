import { createReadStream } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { fileBelow, mediaType } from '#base/local-server';

/** A server that sends the files of a folder below the path `below`, as any static host does. */
export function staticServer(folder: string, below = '/'): Server {
  return createServer(async (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const inside = path.startsWith(below) ? path.slice(below.length - 1) : '';
    const file = fileBelow(folder, inside.endsWith('/') ? `${inside}index.html` : inside);
    response.writeHead(file ? 200 : 404, { 'content-type': mediaType(file ?? '.html') });
    // Whoever leaves before the end is no error.
    if (file) await pipeline(createReadStream(file), response).catch(() => {});
    else response.end('There is no such page.');
  });
}
