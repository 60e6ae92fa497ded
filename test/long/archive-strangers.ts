/**
 * `npm run strangers`: Go's golang.org/x/mod/sumdb/note and tlog check what we wrote, and refuse what was altered. Needs Go and that
 * library (Debian: golang-go, golang-golang-x-mod-dev); fails where they are not, for a check that did not run is none.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headLine, readHead } from '../../src/archive/log/head.js';
import { readVerifierKey } from '../../src/archive/log/note.js';
import { proveEvent } from '../../src/archive/prove/prove.js';
import { openArchive } from '../../src/archive/store/open.js';
import { threeDays } from '../support/alterable-archive.js';
import { isHere, runLine } from '../support/strangers.js';

const folder = mkdtempSync(join(tmpdir(), 'audit-strangers-'));
const checks: string[] = [];
try {
  if (!isHere('go')) throw new Error('apt-get install golang-go golang-golang-x-mod-dev');
  const built = runLine(
    `go build -o '${folder}/check' check.go`,
    new URL('../strangers', import.meta.url).pathname,
  );
  if (built.exitCode !== 0) throw new Error(built.said);
  const { archiveFolder } = await threeDays(folder);
  const archive = await openArchive(archiveFolder);
  const key = readVerifierKey(archive.description.keys[0]?.publicKey ?? '');
  for (const [event, size] of [
    ['2026-11-01_0', 1],
    ['2026-11-01_255', 256],
    ['2026-11-02_9', 302],
    ['2026-11-03_39', 354],
  ] as const) {
    const known = readHead(headLine({ size, rootHash: await archive.log.rootAt(size) }, key));
    const proof = await proveEvent(archive, {
      eventId: event,
      leaf: undefined,
      known,
      signingKey: undefined,
    });
    const target = join(folder, event);
    mkdirSync(target);
    for (const [name, content] of proof.files) writeFileSync(join(target, name), content);
    expectEnd(`${event} from ${size} leaves`, target, 0);
    for (const name of ['leaf', 'checkpoint', 'event.tlog-proof', 'known-head', 'consistency', 'keys'])
      alterAndRefuse(event, target, name);
  }
  process.stdout.write(`${checks.length} checks by Go: all as they should be\n`);
} finally {
  rmSync(folder, { recursive: true });
}

/** Every tenth byte that carries something, one after the other. */
function alterAndRefuse(event: string, target: string, name: string): void {
  const whole = readFileSync(join(target, name));
  for (let at = name === 'event.tlog-proof' ? 24 : 0; at < whole.length; at += 10) {
    const altered = Buffer.from(whole);
    // An a in hexadecimal means the same in either case, and an A may be followed by bits that nobody reads.
    altered[at] = /a/i.test(String.fromCharCode(whole[at] ?? 0)) ? 0x7a : 0x41;
    // The proof carries the checkpoint a second time, which this check takes from its own file.
    if (name === 'event.tlog-proof' && at >= whole.indexOf('\n\n')) break;
    if (name === 'known-head' && at < whole.indexOf(' ')) continue;
    writeFileSync(join(target, name), altered);
    expectEnd(`${event} with ${name} altered at ${at}`, target, 1);
  }
  writeFileSync(join(target, name), whole);
}

function expectEnd(what: string, target: string, wanted: number): void {
  const { exitCode, said } = runLine(`'${folder}/check' '${target}'`, folder);
  checks.push(what);
  if (exitCode !== wanted) throw new Error(`${what}: ended with ${exitCode}: ${said}`);
}
