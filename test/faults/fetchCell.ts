import { startSandbox } from '../../sandbox/server';
import type { Stored } from '../../sandbox/service/store';
import { skipPauses } from '../support/clock';
import type { ReadCase, Reading } from './readCases';
import type { ReadFault, ReadMoment } from './readFaults';

export interface FetchCell {
	fault: ReadFault;
	moment: ReadMoment;
	case: ReadCase;
	/** Whether the node is to continue on fail: errors are items then. */
	continueOnFail: boolean;
}

/** Whether all comes at once, or an error says that it did not. */
export function expected({
	fault: { again },
	moment,
	case: one,
}: Omit<FetchCell, 'continueOnFail'>): 'all' | 'an error' {
	const isAskedAgain =
		again === 'at once' ||
		(again === 'when waiting' && one.isWaiting) ||
		(again === 'once answered' && moment.needsWaiting);
	return isAskedAgain && moment.name !== 'every request' ? 'all' : 'an error';
}

/**
 * The cells: every fault at every moment in every case where that makes sense. Where an error is to come, there is one
 * cell for nodes that continue on fail and one for others; a poll never continues.
 */
export const fetchCellsOf = (
	fault: ReadFault,
	moments: ReadMoment[],
	cases: ReadCase[],
): FetchCell[] =>
	moments
		.filter(({ slowToo }) => slowToo || !fault.isSlow)
		.flatMap((moment) => cases.map((one) => ({ fault, moment, case: one })))
		.filter(
			({ moment, case: one }) =>
				(one.hasPages || !moment.needsPages) &&
				(one.isWaiting || !moment.needsWaiting) &&
				(one.isPoll || !moment.needsPoll),
		)
		.flatMap((cell) =>
			(cell.case.isPoll ? [false] : expected(cell) === 'all' ? [true] : [true, false]).map(
				(continueOnFail) => ({ ...cell, continueOnFail }),
			),
		);

export interface FetchOutcome {
	/** The files that are to come, in order. */
	given: Stored[];
	/** The run under the fault. */
	first: Reading;
	/** After an error, with the fault over: what one gets by going on as the error says. */
	later?: Reading;
	/** Files that came in the end, in order. */
	came: string[];
}

const idsOf = ({ items }: Reading) => items.map(({ file_id }) => String(file_id));

/** Runs a cell through n8n-core's own contexts against the stand-in, whose pages hold two files. */
export async function playFetchCell({
	fault,
	moment,
	case: one,
	continueOnFail,
}: FetchCell): Promise<FetchOutcome> {
	const sandbox = await startSandbox({
		probe: true,
		stepMs: one.isWaiting ? 1_000 : 0.01,
		maxPage: 2,
		now: () => Date.now(),
	});
	const credential = { ...sandbox.credential, baseUrl: sandbox.url };
	skipPauses();
	try {
		const { play, goOn = play } = await one.prepare({
			sandbox,
			credential,
			continueOnFail,
			isHasty: fault.isSlow === true,
		});
		sandbox.faults.add({ ...fault.fault, ...moment.hits });
		const first = await play();
		sandbox.faults.clear();
		const later = first.errors.length > 0 ? await goOn(first) : undefined;
		const asked = ({ name }: Stored) => one.hasPages || name === 'b.txt';
		// A poll that fails gives the rest at the next one; of a run that fails one takes the whole later one.
		const came = [
			...(later === undefined || one.isPoll ? idsOf(first) : []),
			...(later === undefined ? [] : idsOf(later)),
		];
		return { given: sandbox.files.filter(asked), first, later, came };
	} finally {
		jest.restoreAllMocks();
		await sandbox.close();
	}
}

/** Files that never came. */
export const missingIn = ({ given, came }: FetchOutcome): number =>
	given.filter(({ id }) => !came.includes(id)).length;

/** Items beyond the first of a file, in all that came or in one run, and items of files nobody asked for. */
export function repeatedIn({ given, first, came }: FetchOutcome): number {
	const beyond = (ids: string[]) => ids.length - given.filter(({ id }) => ids.includes(id)).length;
	return Math.max(beyond(came), beyond(idsOf(first)));
}

/** Whether each item of a reading holds its own file's bytes, and says that it is finished. */
export const isSound = ({ items }: Reading, given: Stored[]): boolean =>
	items.every(
		({ file_id, status, sha256 }) =>
			status === 'success' && given.some((file) => file.id === file_id && file.sha256 === sha256),
	);
