/** A time stamping authority made by openssl, behind a local HTTP server. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface TimeAuthority {
  readonly url: string;
  /** Its certificate, for `openssl ts -verify -CAfile`. */
  readonly certificate: string;
}

const settings = `[tsa]
default_tsa = one
[one]
serial = serial
default_policy = 1.2.3.4
digests = sha256, sha512
signer_digest = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
`;

/** Starts one that works in that folder, until the test ends. `spoil` changes its answers. */
export async function startTimeAuthority(
  folder: string,
  spoil: (answer: Buffer) => Buffer = (answer) => answer,
): Promise<TimeAuthority> {
  const openssl = (line: string) => {
    const { status, stderr } = spawnSync('sh', ['-c', `openssl ${line}`], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  writeFileSync(join(folder, 'tsa.cnf'), settings);
  writeFileSync(join(folder, 'serial'), '01\n');
  openssl(
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tsa.key -out tsa.pem -days 2 -subj /CN=Time -addext extendedKeyUsage=critical,timeStamping',
  );
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      writeFileSync(join(folder, 'query'), Buffer.concat(chunks));
      openssl(
        'ts -reply -queryfile query -signer tsa.pem -inkey tsa.key -config tsa.cnf -section one -out answer',
      );
      const answer = spoil(readFileSync(join(folder, 'answer')));
      response.writeHead(200, {
        'content-type': 'application/timestamp-reply',
        'content-length': answer.length,
      });
      response.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/tsr`, certificate: join(folder, 'tsa.pem') };
}
