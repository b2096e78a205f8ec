import type { SheetRow } from '../../demo/workbook';
import { tableLine, writeSection } from '../faults/report';
import { rowsOf, type Upload } from './uploads';

/** What became of the batches that finished under a promise, in one of n8n's schedulers. */
export interface Kept {
	mode: string;
	promise: string;
	finished: number;
	fired: number;
	lost: number;
	twice: number;
}

/** Compares what was written with what the batches hold. */
export function countFired(written: SheetRow[], batches: Upload[]): Omit<Kept, 'mode' | 'promise'> {
	const counts = batches.map((batch) => {
		const names = new Set(batch.documents.map(({ file }) => file));
		const rows = written.filter(({ file_name }) => names.has(file_name)).length;
		return { rows, wanted: rowsOf([batch]).length };
	});
	return {
		finished: counts.length,
		fired: counts.filter(({ rows }) => rows > 0).length,
		lost: counts.filter(({ rows, wanted }) => rows < wanted).length,
		twice: counts.filter(({ rows, wanted }) => rows > wanted).length,
	};
}

/** Writes the table, when all promises were played in all modes. */
export function writeTriggerReport(kept: Kept[], modes: string[], promises: string[]): void {
	if (kept.length < modes.length * promises.length) return;
	const cells = (of: (one: Kept) => boolean) => {
		const own = kept.filter(of);
		const sum = (name: 'finished' | 'fired' | 'lost' | 'twice') =>
			own.reduce((total, one) => total + one[name], 0);
		return [sum('finished'), sum('fired'), sum('lost'), sum('twice')].join(' / ');
	};
	const line = (name: string, of: (one: Kept) => boolean) =>
		tableLine([name, ...modes.map((mode) => cells((one) => one.mode === mode && of(one)))]);
	writeSection(
		"The trigger in each of n8n's schedulers",
		`
Written by \`npm run reliability:trigger\`. A whole n8n 2.40.7 polls the stand-in each second, in each way that it has to poll. Compared are the
batches that finished with the rows that the workflow wrote. Each cell: **finished / fired / lost / twice**.

${tableLine(['While', ...modes])}
${tableLine(['---', ...modes.map(() => '--:')])}
${promises.map((promise) => line(promise, (one) => one.promise === promise)).join('\n')}
${line('**All**', () => true)}
`,
	);
}
