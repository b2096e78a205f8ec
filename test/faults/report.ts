import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';

import { MOMENTS } from './faults';
import { READ_MOMENTS } from './readFaults';

/** What a cell gave. */
export interface Row {
	cell: Record<'fault' | 'moment' | 'case', { name: string }>;
	/** Whether all came in spite of the fault, with no word of an error. */
	survived: boolean;
	lost: number;
	doubled: number;
}

const FILE = join(__dirname, '../../docs/reliability.md');

const sum = (rows: Row[], value: (row: Row) => number) =>
	rows.reduce((total, row) => total + value(row), 0);
/** A line of a table in Markdown. */
export const tableLine = (cells: Array<string | number>): string => `| ${cells.join(' | ')} |`;

/** A table with a line for each fault, or for each case. */
function tableOf(
	rows: Row[],
	by: 'fault' | 'case',
	moments: Array<{ name: string }>,
	[title, all, told]: [title: string, all: string, told: string],
): string {
	const columns = [
		title,
		...moments.map(({ name }) => name),
		'Cells',
		all,
		told,
		'Lost',
		'Doubled',
	];
	const counts = (own: Row[]) => {
		const survived = sum(own, (row) => Number(row.survived));
		return [
			own.length,
			survived,
			own.length - survived,
			sum(own, ({ lost }) => lost),
			sum(own, ({ doubled }) => doubled),
		];
	};
	const lines = [...new Set(rows.map(({ cell }) => cell[by].name))].map((name) => {
		const own = rows.filter(({ cell }) => cell[by].name === name);
		const parts = moments.map((moment) => {
			const at = own.filter(({ cell }) => cell.moment.name === moment.name);
			return at.length === 0 ? '–' : `${sum(at, (row) => Number(row.survived))} of ${at.length}`;
		});
		return tableLine([name, ...parts, ...counts(own)]);
	});
	const total = tableLine([
		'**All**',
		...moments.map(() => ''),
		...counts(rows).map((count) => `**${count}**`),
	]);
	return [
		tableLine(columns),
		tableLine(columns.map((_name, at) => (at === 0 ? '---' : '--:'))),
		...lines,
		total,
	].join('\n');
}

const HEAD = `# Under faults

Written by \`npm run reliability\` from a run of \`test/faults\` and \`test/executions\`; don't edit it by hand. Each cell is one run through
n8n-core's own context against the stand-in for DocFlow, with one fault at one moment in one case. What the stand-in can't
show: how the real service behaves while it fails.`;

const SECTIONS = [
	'Upload',
	'Whole executions',
	'Fetch, waiting and the trigger',
	"The trigger in each of n8n's schedulers",
] as const;

/** Writes a section of docs/reliability.md from a whole run, when `npm run reliability` asks for it; the others stay. */
export function writeSection(title: (typeof SECTIONS)[number], text: string): void {
	if (process.env.WRITE_RELIABILITY === undefined) return;
	const parts = (existsSync(FILE) ? readFileSync(FILE, 'utf8') : '').split(/^## /m).slice(1);
	const known = new Map(
		parts.map((part) => [part.split('\n')[0], part.split('\n').slice(1).join('\n').trim()]),
	);
	known.set(title, text.trim());
	const sections = SECTIONS.filter((name) => known.has(name)).map(
		(name) => `## ${name}\n\n${known.get(name)}`,
	);
	mkdirSync(dirname(FILE), { recursive: true });
	writeFileSync(FILE, `${[HEAD, ...sections].join('\n\n')}\n`);
}

const namesOf = (rows: Row[]) => [...new Set(rows.map(({ cell }) => cell.case.name))].join(' · ');

/** Writes what became of uploads. */
export const writeReport = (rows: Row[]): void =>
	writeSection(
		'Upload',
		`
Compared are the files stored with the files given (by their bytes; addresses by their name), and with the items the node gives.

- **All arrived**: every file is stored once, and is one item, paired with its input.
- **Told by name**: the upload could not be brought to its end, and the node says so: each file is *taken*, *not taken*
  or *unknown*, with the batch number. Every such statement was compared with what is stored.
- **Lost**: files said to be taken, or not spoken of, that are not stored. **Doubled**: files stored twice.

Cases: ${namesOf(rows)}.

${tableOf(rows, 'fault', MOMENTS, ['Fault', 'All arrived', 'Told by name'])}

Files are told by their name, by how many there are, and by the ids the batch held before. Where these don't tell, the
node says unknown rather than guess. They can't tell apart files of the same name that *another* execution adds to the
same batch number in the same moment, and a file that DocFlow lists later than half a minute after its answer was lost is
sent again.
`,
	);

/** Writes what became of results. */
export const writeFetchReport = (rows: Row[]): void =>
	writeSection(
		'Fetch, waiting and the trigger',
		`
Five files in pages of two. Compared are the files that DocFlow holds with the items given, by id and by their bytes. Where an
error is to come, a node runs twice: once continuing on fail, so that errors are items, and once not.

- **All came**: every file is one item, in order, in spite of the fault.
- **Told**: an error says that it is not whole, and no part is given out as the whole. Then the fault ends and one goes on as the error
  says: the same Fetch again, Fetch for the batch that the error of an upload names, the trigger's next polls. Every file
  comes, once.
- **Lost**: files that did not come in the end, or are missing without a word. **Doubled**: files that came twice.

${tableOf(rows, 'case', READ_MOMENTS, ['Operation', 'All came', 'Told'])}

${tableOf(rows, 'fault', READ_MOMENTS, ['Fault', 'All came', 'Told'])}
`,
	);
