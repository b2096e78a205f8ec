import { fork } from 'child_process';
import { once } from 'events';
import Fastify from 'fastify';
import { join } from 'path';

import { PREFIX } from '../sandbox/context';

const FILES = Number(process.argv[2] ?? 10_000);
const ROWS = 20;
const PAGE = Math.min(1000, FILES);

export type Way = 'DocFlow' | 'HTTP Request, Split Out, Edit Fields';

/** What one way took, in a process of its own. */
export interface Taken {
	seconds: number;
	/** The most memory of the process, above what it had before. */
	mb: number;
	items: number;
}

const cell = (key: string, value: string) => ({
	key,
	identifier: key.toLowerCase().replace(/ /g, '_'),
	value,
	confidence: 0.99,
	position: [{ page: 0, vertices: [100, 100, 500, 100, 500, 120, 100, 120] }],
});

/** A finished invoice as `file/fetch` answers it. */
function record(at: number): object {
	const id = String(1978297791713619968n + BigInt(at));
	const lines = Array.from({ length: ROWS }, (_, line) => [
		cell('Description', `Article ${at}-${line}`),
		cell('Quantity', String(line)),
		cell('Unit Price', '12.50'),
		cell('Amount', (line * 12.5).toFixed(2)),
	]);
	return {
		id,
		task_id: id,
		task_type: 1,
		batch_number: '17954868346632335410',
		name: `invoice-${at}.pdf`,
		format: 'pdf',
		category: 'invoice',
		recognition_status: 1,
		verification_status: 0,
		total_page_num: 1,
		data: {
			fields: [cell('Invoice Number', `INV-${at}`), cell('Total Due', '2375.00')],
			items: [],
			tables: [{ tableName: 'table1', tableType: '0', items: lines }],
			stamps: [],
			handwritings: [],
		},
		child_files: [],
	};
}

/** A list of files whose pages are made once, so that the server does as good as nothing. */
async function startList() {
	const pages = Array.from({ length: FILES / PAGE }, (_, page) =>
		JSON.stringify({
			code: 200,
			msg: 'success',
			result: {
				total: FILES,
				page: page + 1,
				page_size: PAGE,
				files: Array.from({ length: PAGE }, (_none, at) => record(page * PAGE + at)),
			},
		}),
	);
	const app = Fastify();
	app.get(`${PREFIX}/file/fetch`, async (request, reply) => {
		const { page = '1' } = request.query as { page?: string };
		return await reply.type('application/json').send(pages[Number(page) - 1]);
	});
	const url = await app.listen({ host: '127.0.0.1', port: 0 });
	return { url, close: async () => await app.close() };
}

/** Runs one way in a process of its own. @throws Error when it breaks down. */
async function take(way: Way, url: string): Promise<Taken> {
	const child = fork(join(__dirname, 'rowsWay.ts'), [way, url, String(PAGE)]);
	const ended = once(child, 'exit').then(([code]) => {
		throw new Error(`${way} broke down with ${String(code)}`);
	});
	const [taken] = (await Promise.race([once(child, 'message'), ended])) as [Taken];
	ended.catch(() => undefined);
	child.disconnect();
	return taken;
}

/** Files of 20 rows to rows, 10,000 unless told otherwise: one Fetch beside the nodes a builder would use instead, on n8n's engine. */
async function main(): Promise<void> {
	const list = await startList();
	const ways: Way[] = ['HTTP Request, Split Out, Edit Fields', 'DocFlow'];
	const table: Record<string, Taken> = {};
	for (const way of ways) table[way] = await take(way, list.url);
	await list.close();
	console.log(`${FILES} files of ${ROWS} rows to rows`);
	console.table(table);
	const [other, own] = ways.map((way) => table[way]);
	const [times, memory] = [other.seconds / own.seconds, own.mb / other.mb];
	console.log(
		`DocFlow is ${times.toFixed(1)} times as fast, with ${memory.toFixed(2)} of the memory.`,
	);
}

void main();
