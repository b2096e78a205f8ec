import { tableLine as line, writeSection } from '../faults/report';
import { type Book, REASONS } from './book';
import type { Scenario } from './scenario';
import { SHAPES } from './shapes';
import { SECOND_TRIES } from './tries';

/** A scenario and what became of it. */
export interface Row {
	scenario: Scenario;
	book: Book;
}

const sum = (rows: Row[], value: (book: Book) => number) =>
	rows.reduce((total, { book }) => total + value(book), 0);

/** Runs, faults found, and how many ended with a file of which nobody knows. */
function counts(rows: Row[]): Array<string | number> {
	const unknown = rows.filter(({ book }) => book.end === 'unknown');
	const share = rows.length === 0 ? 0 : (100 * unknown.length) / rows.length;
	return [
		rows.length,
		sum(rows, ({ retries }) => retries),
		sum(rows, ({ lost }) => lost),
		sum(rows, ({ doubled }) => doubled),
		sum(rows, ({ isLimited }) => Number(isLimited)),
		sum(rows, ({ mispaired }) => mispaired),
		`${unknown.length} (${share.toFixed(1)} %)`,
		unknown.filter(({ book }) => !book.mayDoubt).length,
	];
}

const COLUMNS = [
	'Runs',
	'Retries',
	'Lost',
	'Doubled',
	'Sent again, by a limit of n8n',
	'Mispaired',
	'Ended unknown',
	'Of these untrue',
];

function tableOf(title: string, groups: Array<[name: string, rows: Row[]]>): string {
	const columns = [title, ...COLUMNS];
	return [
		line(columns),
		line(columns.map((_name, at) => (at === 0 ? '---' : '--:'))),
		...groups.map(([name, rows]) => line([name, ...counts(rows)])),
	].join('\n');
}

/** Whose the batch number is, by what may be known of files in it. */
const NUMBERS: Record<string, (row: Row) => boolean> = {
	"the node's own number": ({ scenario }) => !isGiven(scenario),
	'a given number': ({ scenario, book }) => isGiven(scenario) && !book.hadStranger,
	'a given number, to which another execution added': ({ scenario, book }) =>
		isGiven(scenario) && book.hadStranger,
};

/** Whether any of its executions has a number of the user's. */
const isGiven = ({ parameters, retries }: Scenario): boolean =>
	parameters.batchMode === 'batchNumber' ||
	retries.some(({ change }) => change === 'batch mode: a number');

/** Runs that ended unknown, by number and by what had happened. */
function unknownTable(rows: Row[]): string {
	const columns = ['What had happened', ...Object.keys(NUMBERS)];
	const share = (some: Row[]) =>
		`${some.filter(({ book }) => book.end === 'unknown').length} of ${some.length}`;
	const shares = (some: Row[]) => Object.values(NUMBERS).map((is) => share(some.filter(is)));
	return [
		line(columns),
		line(columns.map((_name, at) => (at === 0 ? '---' : '--:'))),
		...[...REASONS, undefined].map((reason) =>
			line([
				reason ?? 'none of these',
				...shares(rows.filter(({ book }) => book.reason === reason)),
			]),
		),
		line(['**All**', ...shares(rows)]),
	].join('\n');
}

/** Writes what became of whole executions. */
export function writeExecutionsReport(rows: Row[]): void {
	const tries = Object.entries(SECOND_TRIES);
	const having = (is: (scenario: Scenario) => boolean) =>
		rows.filter(({ scenario }) => is(scenario));
	const first = having((scenario) => !tries.some(([, is]) => is(scenario)));
	writeSection(
		'Whole executions',
		`
Generated workflows, whole executions on n8n-core's own engine (\`WorkflowExecute\`), with n8n's own rules of what an execution keeps and what
Retry makes of it. Each run is a workflow with one to three mails of one to three files, a batch mode, On Error, faults of the uploads and look-ups,
nodes before and behind that fail, n8n killed at any request, and up to three presses of Retry on any execution that offers it, with the
workflow as it was or changed. In the end it is retried without trouble, as a person would. All is compared by content: every file has its own.

- **Lost**: said to be taken and not there, or not spoken of. **Doubled**: stored more often than it was to go up. **Mispaired**: an item
  that is given another file than its own.
- **Sent again, by a limit of n8n**: runs in which n8n does not let the node know what was sent: a parent is retried and calls its sub-workflow
  anew; or n8n is killed, and the batch number came from a clock or the id of the execution, or was changed before the Retry.
- **Ended unknown**: runs in which the node said in the end of a file that it can't know. **Of these untrue**: those in which no answer was lost, n8n was not
  killed, no other execution put a file of that name into the same batch, and no other Retry uploaded in another process.

${tableOf('Workflow', [
	...SHAPES.map(({ name }): [string, Row[]] => [name, having(({ shape }) => shape.name === name)]),
	['**All**', rows],
])}

${tableOf('Second try', [
	['none', first],
	...tries.map(([name, is]): [string, Row[]] => [name, having(is)]),
])}

Runs that ended unknown, by whose the batch number was and by the first of these reasons that there was in the run, also if it was
over. Each statement was held against what DocFlow had: where the batch could be looked up, none was of a file whose name nobody
had sent there; and in a batch of the node's own, none of a file whose name is the only one of the run, nor where as many files of
the name were there as were sent.

${unknownTable(rows)}

What is left can't be told from what DocFlow gives, which is a file's name, its id and the time of it: no size and no sum.
In a batch of the node's own these are files of one name, of which some arrived and some did not; and whatever could not be looked
up until the execution was over. In a batch of a given number it is any file whose answer was lost and whose name came in: another
execution may have put it there.
`,
	);
}
