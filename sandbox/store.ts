import type { Extracted } from './extract';
import { snowflake } from './ids';

/** A file as the stand-in keeps it; what a fetch shows is worked out from it and the clock. */
export interface Stored {
	id: string;
	taskId: string;
	batch: string;
	workspace: string;
	name: string;
	format: string;
	category: string;
	sha256: string;
	bytes: number;
	created: number;
	query: Record<string, string>;
	content: Extracted;
}

const STEPS = [0, 5, 20, 3, 4];

/** The status at a moment: one step each `stepMs`, then success, failure or, for classify, its own end. */
export function statusOf(file: Stored, now: number, stepMs: number): number {
	const step = Math.floor((now - file.created) / stepMs);
	if (step < STEPS.length) return STEPS[step];
	if (/sandbox: fail/.test(file.content.text)) return 2;
	return file.query.target_process === 'classify' ? 10 : 1;
}

/** When the record last changed, in epoch milliseconds. */
export function updatedAt(file: Stored, now: number, stepMs: number): number {
	const step = Math.min(STEPS.length, Math.floor((now - file.created) / stepMs));
	return file.created + step * stepMs;
}

const cell = (key: string, value: string) => ({ key, identifier: key.toLowerCase().replace(/\s+/g, '_'), value, position: [] });

function dataOf({ content, sha256, bytes }: Stored) {
	const fields = [...content.fields, ['sha256', sha256], ['byte_size', String(bytes)]];
	const tables = content.tables.map(({ columns, rows }, at) => ({
		tableName: `table${at + 1}`,
		tableType: '0',
		items: rows.map((row) => row.map((value, column) => cell(columns[column], value))),
	}));
	return {
		fields: fields.map(([key, value]) => ({ ...cell(key, value), confidence: 0.99 })),
		items: tables[0]?.items ?? [],
		tables,
		stamps: [],
		handwritings: [],
	};
}

/** A file's record in the shape of the API's "Get File Processing Result List". */
export function record(file: Stored, now: number, stepMs: number) {
	const status = statusOf(file, now, stepMs);
	const done = status === 1 || status === 2 || status === 10;
	const split = file.query.split_flag === 'true' || file.query.crop_flag === 'true';
	const data = status === 1 ? dataOf(file) : { fields: [], items: [], tables: [] };
	const base = {
		batch_number: file.batch,
		name: file.name,
		format: file.format,
		recognition_status: status,
		verification_status: 0,
		category: done ? file.category : '',
		pages: [{ page: 0, angle: 0, width: 1024, height: 1448, dpi: 144 }],
		data,
	};
	const child = (offset: bigint) => ({
		...base,
		id: String(BigInt(file.id) + offset),
		task_id: String(BigInt(file.taskId) + offset),
		parent_task_id: file.taskId,
		task_type: file.query.split_flag === 'true' ? 0 : 3,
	});
	return {
		...base,
		id: file.id,
		task_id: file.taskId,
		task_type: split ? 2 : 1,
		...(status === 2 && { failure_causes: /sandbox: fail ?(.*)/.exec(file.content.text)?.[1] || 'unreadable' }),
		...(done && { duration_ms: 1200 }),
		total_page_num: 1,
		child_files: split && status === 1 ? [child(1_000_001n), child(1_000_002n)] : [],
	};
}

/** A new file of a batch. */
export function newFile(file: Omit<Stored, 'id' | 'taskId' | 'category'>): Stored {
	const text = `${file.name} ${file.content.text}`.toLowerCase();
	const guess = [['invoice', /invoice|发票/], ['receipt', /receipt|expense/], ['contract', /contract|delivery/]] as const;
	const category = file.query.category ?? guess.find(([, words]) => words.test(text))?.[0] ?? 'other';
	return { ...file, id: snowflake(file.created), taskId: snowflake(file.created), category };
}
