import { mkdirSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';

import type { Cell } from './cell';
import { MOMENTS } from './faults';

/** What a cell gave. */
export interface Row {
	cell: Cell;
	/** Whether all files arrived, and the node gave each as taken. */
	survived: boolean;
	lost: number;
	doubled: number;
}

const FILE = join(__dirname, '../../docs/reliability.md');

const sum = (rows: Row[], value: (row: Row) => number) => rows.reduce((total, row) => total + value(row), 0);
const line = (cells: Array<string | number>) => `| ${cells.join(' | ')} |`;

function tableOf(rows: Row[]): string {
	const faults = [...new Set(rows.map(({ cell }) => cell.fault.name))];
	const columns = ['Fault', ...MOMENTS.map(({ name }) => name), 'Cells', 'All arrived', 'Told by name', 'Lost', 'Doubled'];
	const counts = (own: Row[]) => {
		const survived = sum(own, (row) => Number(row.survived));
		return [own.length, survived, own.length - survived, sum(own, ({ lost }) => lost), sum(own, ({ doubled }) => doubled)];
	};
	const lines = faults.map((fault) => {
		const own = rows.filter(({ cell }) => cell.fault.name === fault);
		const moments = MOMENTS.map(({ name }) => {
			const at = own.filter(({ cell }) => cell.moment.name === name);
			return at.length === 0 ? '–' : `${sum(at, (row) => Number(row.survived))} of ${at.length}`;
		});
		return line([fault, ...moments, ...counts(own)]);
	});
	const total = line(['**All**', ...MOMENTS.map(() => ''), ...counts(rows).map((count) => `**${count}**`)]);
	return [line(columns), line(columns.map((_name, at) => (at === 0 ? '---' : '--:'))), ...lines, total].join('\n');
}

/** Writes docs/reliability.md from a whole run, when `npm run reliability` asks for it. */
export function writeReport(rows: Row[]): void {
	if (process.env.WRITE_RELIABILITY === undefined) return;
	const cases = [...new Set(rows.map(({ cell }) => cell.case.name))];
	mkdirSync(dirname(FILE), { recursive: true });
	writeFileSync(FILE, `# Upload under faults

Written by \`npm run reliability\` from a run of \`test/faults\`; don't edit it by hand. Each cell is one upload through
n8n-core's own context to the stand-in for DocFlow, with one fault at one moment in one case. It compares the files stored
with the files given (by their bytes; addresses by their name), and with the items the node gives. What the stand-in can't show: how the real
service behaves while it fails.

- **All arrived**: every file is stored once, and is one item, paired with its input.
- **Told by name**: the upload could not be brought to its end, and the node says so: each file is *taken*, *not taken*
  or *unknown*, with the batch number. Every such statement was compared with what is stored.
- **Lost**: files said to be taken, or not spoken of, that are not stored. **Doubled**: files stored twice.

Cases: ${cases.join(' · ')}.

${tableOf(rows)}

Files are told by their name, by how many there are, and by the ids the batch held before. Where these don't tell, the
node says unknown rather than guess. They can't tell apart files of the same name that *another* execution adds to the
same batch number in the same moment, and a file that DocFlow lists later than half a minute after its answer was lost is
sent again.
`);
}
