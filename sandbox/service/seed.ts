import { createHash } from 'crypto';

import { type Extracted, extract } from './extract';
import { snowflake } from './ids';
import { newFile, type Stored } from './store';

/** Where seeded files lie, and when they were uploaded: evenly between two moments, in epoch milliseconds. */
export interface Place {
	workspace: string;
	from: number;
	to: number;
}

const HOUR_MS = 3_600_000;

/** The thirty days before a moment, but for the last hour: nothing of it is news to anyone. */
export const lastMonth = (now: number): Pick<Place, 'from' | 'to'> => ({
	from: now - 30 * 24 * HOUR_MS,
	to: now - HOUR_MS,
});

const BATCH = 10;
/** So many documents are made; the files share them, as only the list of files is to be large. */
const DOCUMENTS = 50;

/** An invoice of a supplier with some lines; the first of the documents can't be read. */
function textOf(at: number): string {
	if (at === 0) return 'sandbox: fail blurred';
	const lines = Array.from(
		{ length: 1 + (at % 8) },
		(_, line) => `Article ${at}-${line},${line + 1},${at}.50,${(line + 1) * (at + 0.5)}`,
	);
	return [
		`Invoice Number: INV-${10_000 + at}`,
		`Invoice Date: 2026-01-${String(1 + (at % 28)).padStart(2, '0')}`,
		`Supplier: Supplier ${at % 7} Ltd.`,
		'Customer: Sample Trading GmbH',
		'Currency: EUR',
		`Net Amount: ${at * 10}.00`,
		`Total Due: ${at * 12}.00`,
		'Description,Quantity,Unit Price,Amount',
		...lines,
	].join('\n');
}

/** Files in batches of ten, as so many uploads would have left them: only their bytes were never there. */
export async function seedFiles(count: number, { workspace, from, to }: Place): Promise<Stored[]> {
	const documents: Extracted[] = [];
	for (let at = 0; at < Math.min(count, DOCUMENTS); at++)
		documents.push(await extract(Buffer.from(textOf(at)), 'txt'));
	const files: Stored[] = [];
	for (let first = 0; first < count; first += BATCH) {
		const created = Math.round(from + ((to - from) * first) / count);
		const batch = snowflake(created);
		for (let at = first; at < Math.min(first + BATCH, count); at++) {
			const name = `invoice-${at}.pdf`;
			const sha256 = createHash('sha256').update(name).digest('hex');
			const content = documents[at % DOCUMENTS];
			files.push(
				newFile({
					batch,
					workspace,
					name,
					format: 'pdf',
					category: 'invoice',
					sha256,
					bytes: 40_000 + at,
					created,
					query: {},
					content,
				}),
			);
		}
	}
	return files;
}
