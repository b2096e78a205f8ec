import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../sandbox/faults';
import { startSandbox } from '../../sandbox/server';
import type { Stored } from '../../sandbox/service/store';
import { skipPauses } from '../support/clock';
import { uploadTexts } from '../support/files';
import { run } from '../support/n8n';
import { type Case, type Given, inputOf } from './cases';
import type { Moment, UploadFault } from './faults';

export interface Cell {
	fault: UploadFault;
	moment: Moment;
	case: Case;
}

/** The cells: every fault at every moment in every case where that makes sense. */
export function cellsOf(fault: UploadFault, moments: Moment[], cases: Case[]): Cell[] {
	return moments
		.filter(({ slowToo }) => slowToo || !fault.isSlow)
		.flatMap((moment) =>
			cases
				.filter(({ isMany }) => isMany || !moment.needsMany)
				.map((one) => ({ fault, moment, case: one })),
		);
}

type Fate = 'taken' | 'not taken' | 'unknown';

/** A file given, what the node says became of it, and how often DocFlow holds it. */
export interface Told extends Given {
	fate: Fate | 'not told';
	/** The stored file that the node says it is. */
	stored?: Stored;
	copies: number;
	error?: string;
}

export interface Outcome {
	told: Told[];
	/** Items in order, as far as they are of files taken. */
	order: string[];
	/** Files stored beside those given and those held before. */
	strangers: number;
}

const keyOf = ({ item, origin }: Pick<Given, 'item' | 'origin'>) => `${item} ${origin}`;

function fateOf(item: INodeExecutionData | undefined): Told['fate'] {
	if (item === undefined) return 'not told';
	if (item.json.error === undefined) return 'taken';
	return String(item.json.error).startsWith('It is unknown whether') ? 'unknown' : 'not taken';
}

const keyOfItem = ({ json, pairedItem }: INodeExecutionData) =>
	keyOf({
		item: (pairedItem as { item: number }).item,
		origin: String(json.binary_field ?? json.url),
	});

/** The faults of a cell for the stand-in. */
function faultsOf({ fault, moment, case: one }: Cell): Fault[] {
	const faults = [{ ...fault.fault, ...moment.hits }];
	// The look before the first request still works, else nothing would be sent.
	if (moment.blind)
		faults.push({
			kind: 'status',
			status: 503,
			path: '/file/fetch',
			times: 1000,
			skip: one.holds ? 1 : 0,
		});
	return faults;
}

/** Runs a cell. */
export const playCell = async (cell: Cell): Promise<Outcome> =>
	await play(cell.case, faultsOf(cell), cell.fault.isSlow ? { timeout: 1 } : {});

/** Runs a case under faults through n8n-core's own context against the stand-in. */
export async function play(
	one: Case,
	faults: Fault[],
	more: { timeout?: number } = {},
): Promise<Outcome> {
	const sandbox = await startSandbox({ stepMs: 0.01 });
	const credential = { ...sandbox.credential, baseUrl: sandbox.url };
	try {
		const { input, given } = await inputOf(one);
		if (one.holds)
			await uploadTexts(
				credential,
				Object.fromEntries(given.map(({ name }) => [name, 'held before'])),
				{},
				'mine',
			);
		const held = new Set(sandbox.files);
		for (const fault of faults) sandbox.faults.add({ ...fault });
		skipPauses();
		const options = { ...(one.parameters.options as INodeParameters), ...more };
		const parameters: INodeParameters = {
			...one.parameters,
			options,
			resource: 'file',
			operation: 'upload',
		};
		const output = await run({ parameters, credential, items: input, continueOnFail: true });
		const fresh = sandbox.files.filter((file) => !held.has(file));
		const told = given.map((file): Told => {
			const own = output.filter((item) => keyOfItem(item) === keyOf(file));
			const copies = fresh.filter(
				({ name, sha256 }) => name === file.name && sha256 === file.sha256,
			).length;
			const stored = fresh.find(({ id }) => id === own[0]?.json.file_id);
			const error =
				own[0]?.json.error === undefined
					? undefined
					: `${String(own[0].json.error)}: ${String(own[0].json.description)}`;
			return {
				...file,
				fate: own.length === 1 ? fateOf(own[0]) : 'not told',
				copies,
				stored,
				error,
			};
		});
		const order = output.filter(({ json }) => json.error === undefined).map(keyOfItem);
		return {
			told,
			order,
			strangers: fresh.length - told.reduce((sum, { copies }) => sum + copies, 0),
		};
	} finally {
		jest.restoreAllMocks();
		await sandbox.close();
	}
}

/** The node tells the truth about a file: its own bytes are there once, or not at all, or it does not know. */
export function isTrue({ fate, copies, stored, name, sha256, error }: Told): boolean {
	if (fate === 'taken') return copies === 1 && stored?.name === name && stored.sha256 === sha256;
	return fate === 'unknown'
		? copies <= 1 && /whether batch \w+ holds it/.test(error ?? '')
		: fate === 'not taken' && copies === 0;
}

/** Files that are gone without a word: said to be taken, or not told of at all, and not there. */
export const lostIn = ({ told }: Outcome): number =>
	told.filter(({ fate, copies }) => copies === 0 && (fate === 'taken' || fate === 'not told'))
		.length;

/** Copies beyond the first, with files nobody gave. */
export const doubledIn = ({ told, strangers }: Outcome): number =>
	told.reduce((sum, { copies }) => sum + Math.max(0, copies - 1), strangers);

/** The files of a case in order, as `order` of the outcome has them. */
export const orderOf = (told: Told[]): string[] =>
	told.filter(({ fate }) => fate === 'taken').map(keyOf);
