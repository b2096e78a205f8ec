import { fork } from 'child_process';
import { once } from 'events';
import Fastify from 'fastify';
import { join } from 'path';

import { PREFIX } from '../sandbox/context';

const SIZES = [250, 500, 1000, 10_000];
const ROWS = 20;
const LIMIT_MS = 5 * 60_000;

/** What DocFlow gives in one answer. */
const pageOf = (files: number): number => Math.min(1000, files);

const OTHER = 'HTTP Request, Split Out, Edit Fields';
export type Way = 'DocFlow' | typeof OTHER;

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
async function startList(files: number) {
	const size = pageOf(files);
	const pages = Array.from({ length: Math.ceil(files / size) }, (_, page) =>
		JSON.stringify({
			code: 200,
			msg: 'success',
			result: {
				total: files,
				page: page + 1,
				page_size: size,
				files: Array.from({ length: size }, (_none, at) => record(page * size + at)),
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

/** Runs one way in a process of its own; undefined when it has not ended in time. @throws Error when it breaks down. */
async function take(way: Way, url: string, page: number): Promise<Taken | undefined> {
	const child = fork(join(__dirname, 'rowsWay.ts'), [way, url, String(page)]);
	const limit = AbortSignal.timeout(LIMIT_MS);
	const ended = once(child, 'exit').then(([code]) => {
		throw new Error(`${way} broke down with ${String(code)}`);
	});
	ended.catch(() => undefined);
	try {
		const [taken] = (await Promise.race([once(child, 'message', { signal: limit }), ended])) as [
			Taken,
		];
		child.disconnect();
		return taken;
	} catch (error) {
		if (!limit.aborted) throw error;
		child.kill('SIGKILL');
		return undefined;
	}
}

/** Both ways with so many files; the other one only where it may end. Returns whether it did. */
async function compare(files: number, mayEnd: boolean): Promise<boolean> {
	const list = await startList(files);
	const page = pageOf(files);
	const own = await take('DocFlow', list.url, page);
	const other = mayEnd ? await take(OTHER, list.url, page) : undefined;
	await list.close();
	const tooLong = { seconds: mayEnd ? `more than ${LIMIT_MS / 1000}` : 'not tried' };
	console.log(`\n${files} files of ${ROWS} rows to rows`);
	console.table({ [OTHER]: other ?? tooLong, DocFlow: own ?? tooLong });
	if (other !== undefined && own !== undefined)
		console.log(
			`DocFlow is ${(other.seconds / own.seconds).toFixed(1)} times as fast, with ${(own.mb / other.mb).toFixed(2)} of the memory.`,
		);
	return other !== undefined;
}

/**
 * Files of 20 rows to rows: one Fetch beside the nodes a builder would use instead, on n8n's engine. Sizes are the
 * arguments, the smallest first; what is not done in five minutes is ended, and not tried with more files.
 */
async function main(): Promise<void> {
	const given = process.argv.slice(2).map(Number);
	let mayEnd = true;
	for (const files of given.length > 0 ? given : SIZES) mayEnd = await compare(files, mayEnd);
}

void main();
