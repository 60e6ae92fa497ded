// The floor: pages over an undici pool of so many sockets, JSON.parse, nothing else.
import { Pool } from 'undici';

const [url, pages, sockets] = process.argv.slice(2);
const pool = new Pool(url, { connections: Number(sockets) });
let next = 1;
let events = 0;

async function read() {
  while (next <= Number(pages)) {
    const page = next++;
    const path = `/audit/search/v2?locationId=BENCH&page=${page}&pageSize=100`;
    const { body } = await pool.request({ method: 'GET', path });
    events += JSON.parse(await body.text()).logs.length;
  }
}

await Promise.all(Array.from({ length: Number(sockets) }, read));
await pool.close();
process.stdout.write(`${events}\n`);
