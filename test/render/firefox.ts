import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

/** A real Firefox, where one is installed, driven over Marionette, the protocol that it speaks itself. */

const CANDIDATES = ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/snap/bin/firefox'];
export const FIREFOX = [process.env.FIREFOX_PATH ?? '', ...CANDIDATES].find((path) => existsSync(path));

const PREFERENCES = {
  'marionette.port': 0,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.normandy.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

type Answer = { readonly value?: unknown };
type Message = [type: number, id: number, error: { message: string } | null, answer: Answer];

export interface Firefox {
  open(address: string): Promise<void>;
  /** Runs the body of a function in the open page, with the rights of the browser itself. */
  run(body: string): Promise<unknown>;
  close(): Promise<void>;
}

async function portIn(profile: string): Promise<number> {
  const file = join(profile, 'MarionetteActivePort');
  for (let tries = 0; tries < 600; tries++) {
    if (existsSync(file)) return Number(readFileSync(file, 'utf8'));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Firefox opened no port');
}

/** Starts Firefox without a window, with an empty profile in a folder that is the caller's to remove. */
export async function launchFirefox(
  profile: string,
  environment: Readonly<Record<string, string>>,
): Promise<Firefox> {
  if (FIREFOX === undefined) throw new Error('there is no Firefox');
  const lines = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`,
  );
  writeFileSync(join(profile, 'user.js'), lines.join('\n'));
  const browser = spawn(FIREFOX, ['--headless', '--marionette', '--no-remote', '--profile', profile], {
    stdio: 'ignore',
    env: { ...process.env, HOME: profile, ...environment },
  });
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  const socket = connect(await portIn(profile), '127.0.0.1');
  const waiting = new Map<number, (message: Message) => void>();
  let received = Buffer.alloc(0);
  let sent = 0;
  // Each message is its length in bytes, a colon, and JSON; the first one is a greeting.
  socket.on('data', (data) => {
    received = Buffer.concat([received, data]);
    for (;;) {
      const start = received.indexOf(':') + 1;
      const end = start + Number(received.subarray(0, start - 1));
      if (start === 0 || received.length < end) return;
      const message: unknown = JSON.parse(received.subarray(start, end).toString());
      received = received.subarray(end);
      if (Array.isArray(message)) waiting.get(message[1])?.(message as Message);
    }
  });
  const ask = async (name: string, parameters: object = {}): Promise<unknown> => {
    const id = ++sent;
    const text = JSON.stringify([0, id, name, parameters]);
    const answered = new Promise<Message>((resolve) => waiting.set(id, resolve));
    socket.write(`${Buffer.byteLength(text)}:${text}`);
    const [, , error, answer] = await answered;
    if (error) throw new Error(`${name}: ${error.message}`);
    return answer.value;
  };
  await ask('WebDriver:NewSession');
  return {
    open: async (url) => {
      await ask('WebDriver:Navigate', { url });
    },
    run: (script) => ask('WebDriver:ExecuteScript', { script, args: [], sandbox: 'system' }),
    close: async () => {
      void ask('Marionette:Quit', { flags: ['eForceQuit'] });
      await ended;
      socket.destroy();
    },
  };
}
