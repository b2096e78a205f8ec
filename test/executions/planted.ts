import type { INodeParameters } from 'n8n-workflow';

import type { Change } from './copies';
import { type Retry, type Scenario, SHARED_BATCH, type Trouble } from './scenario';

/** A fault that such nodes are known for, as a change of ours, and the scenarios that show it soonest. */
export interface Planted extends Change {
	fault: string;
	/** Name of the workflow that shows it. */
	shape: string;
	among?(scenario: Scenario): boolean;
	/** What is made of each scenario, where few would show it. */
	with?(scenario: Scenario): Scenario;
}

const isGiven = ({ parameters }: Scenario) => parameters.batchMode === 'batchNumber';
const isOwn = (scenario: Scenario) => !isGiven(scenario);
const isOnFail = ({ node }: Scenario) => node.retryOnFail === true;
const hasKill = ({ first }: Scenario) => first.killAfter !== undefined || first.isDeadly;
const hasDeletion = ({ retries }: Scenario) => retries.some(({ isEmptied }) => isEmptied);
const isSameNamed = ({ mails }: Scenario) => new Set(mails.flat()).size < mails.flat().length;
const hasLoss = ({ first }: Scenario) => first.uploads.length > 0;
const hasRetry = ({ retries }: Scenario) => retries.length > 0;
const all =
	(...conditions: Array<(scenario: Scenario) => boolean>) =>
	(scenario: Scenario) =>
		conditions.every((is) => is(scenario));

const path = '/file/upload';
const NO_TROUBLE: Trouble = { uploads: [], looks: [], isDeadly: false };
const NO_RETRY: Retry = {
	...NO_TROUBLE,
	of: 0,
	isElsewhere: false,
	isEmptied: false,
	isTwice: false,
};
/** A later request is refused, and the node is retried with another order of its fields. */
const FAILED_LATER: Partial<Scenario> = {
	mails: [['scan.txt', 'scan.txt'], ['other.txt']],
	kept: ['stored', 'stored', 'stored'],
	node: {},
	first: { ...NO_TROUBLE, uploads: [{ path, kind: 'quota', skip: 1 }] },
	retries: [{ ...NO_RETRY, change: 'the order of fields' }],
};
/** All has gone well when n8n is killed in the node behind. */
const KILLED_BEHIND: Trouble = { ...NO_TROUBLE, isDeadly: true, failing: { node: 1, call: 0 } };

const withParameters = (
	{ parameters }: Scenario,
	batch: INodeParameters,
	maxFilesPerRequest = 20,
): Pick<Scenario, 'parameters'> => ({
	parameters: { ...parameters, ...batch, options: { maxFilesPerRequest, waitTimeout: 20 } },
});

const [PLAIN, LOOP, LOOP_TWICE, TWO_NODES] = [
	'one after the other',
	'a loop',
	'a loop with each file twice',
	'two DocFlow nodes',
];

/** Each is found by the generated executions. */
export const planted: Planted[] = [
	{
		fault: 'what an earlier try has left is forgotten',
		shape: PLAIN,
		among: all(isGiven, hasRetry),
		file: 'delivery/journal.ts',
		from: 'const isSecondTry = isJournalData(left) && left.runIndex === runIndex;',
		to: 'const isSecondTry = false as boolean && isJournalData(left);',
	},
	{
		fault: 'what Retry On Fail finds sent counts as never sent',
		shape: PLAIN,
		among: all(isOnFail, hasLoss),
		file: 'delivery/journal.ts',
		from: "return this.entryOf(file)?.state ?? 'planned';",
		to: "return 'planned';",
	},
	{
		fault: 'a retry does not know what another retry of the same execution did',
		shape: PLAIN,
		among: all(isGiven, ({ retries }) => retries.some(({ of }) => of > 0)),
		file: 'delivery/siblings.ts',
		from: 'if (known !== undefined) absorb(data, known);',
		to: '',
	},
	{
		fault: 'two retries upload side by side',
		shape: PLAIN,
		among: ({ retries }) => retries.some(({ isTwice }) => isTwice),
		file: 'delivery/siblings.ts',
		from: 'if (family === undefined) return await work();',
		to: 'return await work();',
	},
	{
		fault: 'what was sent again after a deletion is forgotten for what was there before',
		shape: PLAIN,
		among: ({ mails }) => mails.flat().length > 1,
		with: (scenario) => ({
			...scenario,
			...withParameters(scenario, { batchMode: 'batchNumber', batchNumber: SHARED_BATCH }, 1),
			node: {},
			first: { ...NO_TROUBLE, uploads: [{ path, kind: 'quota', skip: 1 }] },
			retries: [{ ...NO_RETRY, isTwice: true, isEmptied: true }],
		}),
		file: 'delivery/journalData.ts',
		from: ': one.sends > other.sends',
		to: ': false',
	},
	{
		fault: 'a retry gives out what somebody has deleted',
		shape: PLAIN,
		among: hasDeletion,
		file: 'delivery/batch.ts',
		from: 'if (stored !== undefined && !isChecked) taken',
		to: 'if (stored !== undefined) taken',
	},
	{
		fault: 'a second try goes into another batch',
		shape: PLAIN,
		among: ({ parameters }) => String(parameters.batchNumber).startsWith('='),
		file: 'delivery/plan.ts',
		from: 'placeOf(file) ?? home',
		to: 'home',
	},
	{
		fault: 'an unknown file is sent by the next try',
		shape: PLAIN,
		among: all(isGiven, hasLoss, hasRetry),
		file: 'delivery/recover.ts',
		from: 'journal.noteUnknown(failed.filter((one) => one.unknown).map(({ file }) => file));',
		to: 'journal.noteMissing(failed.map(({ file }) => file));',
	},
	{
		fault: 'what lies in a given batch under the name is taken for the file',
		shape: PLAIN,
		with: (scenario) => ({
			...scenario,
			...withParameters(scenario, { batchMode: 'batchNumber', batchNumber: SHARED_BATCH }),
			first: {
				...NO_TROUBLE,
				uploads: [{ path, kind: 'status', status: 502 }],
				rival: { path: 'upload', isNamesake: true },
			},
		}),
		file: 'delivery/reconcile.ts',
		from: 'isOwn && stored.length === group.length && !doubtfulNames.has(key)',
		to: 'stored.length === group.length && !doubtfulNames.has(key)',
	},
	{
		fault: 'a file is taken for one that is unknown under the same name',
		shape: PLAIN,
		with: (scenario) => ({
			...scenario,
			...withParameters(scenario, { batchMode: 'allItems' }, 2),
			mails: [
				['scan.txt', 'scan.txt', 'scan.txt'],
				['scan.txt', 'scan.txt', 'scan.txt'],
			],
			node: { onError: 'continueRegularOutput' },
			first: {
				...NO_TROUBLE,
				uploads: [
					{ path, kind: 'leave-out', place: 0 },
					{ path, kind: 'drop-part' },
				],
			},
		}),
		file: 'delivery/reconcile.ts',
		from: 'isOwn && stored.length === group.length && !doubtfulNames.has(key)',
		to: 'isOwn && stored.length === group.length',
	},
	{
		fault: 'an answer that lists one of two of a name is taken for the first',
		shape: PLAIN,
		among: all(isSameNamed, ({ first }) => first.uploads.some(({ kind }) => kind === 'leave-out')),
		file: 'delivery/match.ts',
		from: `else if (stored.length === group.length) fates.taken.push(...inPairs(group, stored));
			else fates.unknown.push(...group);
		}
		const named`,
		to: `else {
			fates.taken.push(...inPairs(group.slice(0, stored.length), stored));
			fates.missing.push(...group.slice(stored.length));
		}
		}
		const named`,
	},
	{
		fault: "all runs of a node share a batch number of the node's",
		shape: LOOP_TWICE,
		among: all(isOwn, hasLoss),
		file: 'delivery/batchNumber.ts',
		from: 'batchNumberOf(...node, ordinal, ...which',
		to: 'batchNumberOf(...node, ...which',
	},
	{
		fault: "a run is known by n8n's run index",
		shape: LOOP,
		among: all(isOwn, hasKill),
		file: 'delivery/journal.ts',
		from: 'ordinal: nextOrdinal(context)',
		to: 'ordinal: nextOrdinal(context) + runIndex',
	},
	{
		fault: 'a killed execution leaves no number to look for',
		shape: PLAIN,
		among: all(isOwn, hasKill),
		file: 'delivery/batchNumber.ts',
		from: 'if (!RETRIED_MODES.includes(context.getMode()))',
		to: 'if (RETRIED_MODES.length > 0)',
	},
	{
		fault: 'a retry sends what it has no record of without a look',
		shape: PLAIN,
		among: hasKill,
		file: 'delivery/batch.ts',
		from: 'waiting: isChecked ? [] : jobsOf(planned, 1)',
		to: 'waiting: jobsOf(planned, 1)',
	},
	{
		fault: 'files sent again come behind those of their name that wait',
		shape: TWO_NODES,
		among: all(isOwn, isSameNamed),
		file: 'delivery/recover.ts',
		from: 'batch.waiting.unshift(...again);',
		to: 'batch.waiting.push(...again.reverse());',
	},
	{
		fault: 'a request overtakes another with a file of the same name',
		shape: PLAIN,
		with: (scenario) => ({
			...scenario,
			...withParameters(scenario, { batchMode: 'allItems' }, 2),
			mails: [['a.txt'], ['a.txt', 'b.txt'], ['a.txt', 'b.txt']],
			first: KILLED_BEHIND,
		}),
		file: 'delivery/batch.ts',
		from: 'for (const file of files) names.add(nameOf(file));',
		to: '',
	},
	{
		fault: 'more of a batch is sent while an answer is lost',
		shape: PLAIN,
		with: (scenario) => ({
			...scenario,
			...withParameters(scenario, { batchMode: 'allItems' }, 1),
			mails: [['scan.txt', 'scan.txt']],
			first: { ...KILLED_BEHIND, uploads: [{ path, kind: 'status', status: 502 }] },
		}),
		file: 'delivery/batch.ts',
		from: 'if (isLookedUp || open.length > 0) return undefined;',
		to: '',
	},
	{
		fault: 'an upload that is asked to wait is made again without a look',
		shape: PLAIN,
		among: ({ first }) => first.uploads.some(({ status, after }) => status === 429 && after),
		file: 'transport/retry.ts',
		from: "(repeat === 'safe' || isUnsent(failure))",
		to: "(repeat === 'safe' || isUnsent(failure) || failure.status === 429)",
	},
	{
		fault: 'what a batch held before the execution began counts as newcomers',
		shape: PLAIN,
		with: (scenario) => ({
			...scenario,
			...withParameters(scenario, { batchMode: 'batchNumber', batchNumber: SHARED_BATCH }),
			isHeld: true,
			node: {},
			first: { ...NO_TROUBLE, failing: { node: 0, call: 0 } },
			retries: [NO_RETRY],
		}),
		file: 'delivery/looks.ts',
		from: 'new Set([...ids, ...older, ...ownIds(context)])',
		to: 'new Set([...ids, ...ownIds(context)])',
	},
	{
		fault: 'what earlier turns of a loop sent counts as newcomers',
		shape: LOOP,
		among: all(isGiven, hasRetry),
		file: 'delivery/looks.ts',
		from: 'new Set([...ids, ...older, ...ownIds(context)])',
		to: 'new Set([...ids, ...older])',
	},
	{
		fault: "another execution's file of another name keeps back what was never sent",
		shape: PLAIN,
		among: hasRetry,
		with: (scenario) => ({
			...scenario,
			...withParameters(scenario, { batchMode: 'batchNumber', batchNumber: SHARED_BATCH }),
			first: { ...NO_TROUBLE, failing: { node: 0, call: 0 } },
			retries: scenario.retries.map((retry) => ({
				...retry,
				...NO_TROUBLE,
				rival: { path: 'fetch', isNamesake: false },
			})),
		}),
		file: 'delivery/reconcile.ts',
		from: '.filter((file) => isOwn || !unsent.has(file))',
		to: '',
	},
	{
		fault: 'batches are waited for one after the other, each with a deadline of its own',
		shape: PLAIN,
		among: ({ mails }) => mails.length > 2,
		with: (scenario) => ({
			...scenario,
			...withParameters(scenario, { batchMode: 'perItem', waitForResults: true }),
			node: {},
			first: {
				...NO_TROUBLE,
				looks: [{ path: '/file/fetch', kind: 'status', status: 503, times: 1_000 }],
			},
		}),
		file: 'actions/file/upload/report.ts',
		from: `const waited = await Promise.all(
			sent.map(async (batch) => ({ batch, ...(await waitForBatch(context, batch, inTurn)) })),
		);`,
		to: `const waited = [];
		for (const batch of sent) waited.push({ batch, ...(await waitForBatch(context, batch, inTurn)) });`,
	},
	{
		fault: 'a batch of 20,000 files is read page by page before an upload',
		shape: PLAIN,
		with: (scenario) => ({
			...scenario,
			...withParameters(scenario, { batchMode: 'batchNumber', batchNumber: SHARED_BATCH }),
			isCrowded: true,
			node: {},
			first: NO_TROUBLE,
		}),
		file: 'delivery/looks.ts',
		from: 'await fetchPage(context, query, itemIndex)',
		to: 'await lookUpBatch(context, workspace, batchNumber, itemIndex)',
	},
	{
		fault: "numbers of the node's own are above 2^63",
		shape: PLAIN,
		among: isOwn,
		file: 'delivery/batchNumber.ts',
		from: 'const END = 2n ** 63n;',
		to: 'const END = 10n ** 20n;',
	},
	{
		fault: 'a file is another one under another list of fields',
		shape: PLAIN,
		with: (scenario) => ({
			...scenario,
			...withParameters(scenario, { batchMode: 'batchNumber', batchNumber: SHARED_BATCH }, 1),
			...FAILED_LATER,
		}),
		file: 'delivery/identity.ts',
		from: 'short(item, origin, name, content?.bytes)',
		to: 'short(item, files.indexOf(file), name, content?.bytes)',
	},
	{
		fault: 'a file is told by its name, whatever field it is in',
		shape: PLAIN,
		with: (scenario) => ({
			...scenario,
			...withParameters(scenario, { batchMode: 'allItems' }, 2),
			...FAILED_LATER,
		}),
		file: 'delivery/identity.ts',
		from: '`${short(item, origin, name, content?.bytes)} ${short(content?.id)}`',
		to: '`${short(item, name)} ${short(item)}`',
	},
	{
		fault: 'after a kill files of one name are told apart by the list of fields',
		shape: PLAIN,
		with: (scenario) => ({
			...scenario,
			...withParameters(scenario, { batchMode: 'allItems' }),
			mails: [['scan.txt', 'scan.txt']],
			kept: ['stored', 'stored', 'stored'],
			node: {},
			first: KILLED_BEHIND,
			retries: [{ ...NO_RETRY, change: 'the order of fields' }],
		}),
		file: 'delivery/batch.ts',
		from: 'inSendingOrder(batch.members)',
		to: 'batch.members',
	},
	{
		fault: 'addresses go up in one request with files',
		shape: PLAIN,
		among: ({ parameters, kept, mails }) =>
			parameters.batchMode === 'allItems' &&
			mails.length > 1 &&
			kept[0] !== kept[1] &&
			kept.includes('addresses'),
		file: 'delivery/plan.ts',
		from: 'JSON.stringify([settings, file.content === undefined])',
		to: 'JSON.stringify([settings])',
	},
	{
		fault: 'addresses and files in memory leave no number to look for after a kill',
		shape: PLAIN,
		among: all(isOwn, hasKill, ({ kept }) => kept[0] === 'addresses' || kept[0] === 'in memory'),
		file: 'delivery/batchNumber.ts',
		from: 'stored.length === 0 && began === undefined',
		to: 'stored.length === 0',
	},
	{
		fault: 'files that a retry of an earlier node stored anew are others',
		shape: PLAIN,
		with: (scenario) => ({
			...scenario,
			...withParameters(scenario, { batchMode: 'perItem' }),
			kept: ['made anew', 'made anew', 'made anew'],
			node: {},
			first: { ...NO_TROUBLE, failing: { node: 0, call: 0 } },
			retries: [{ ...NO_RETRY, isTwice: true }],
		}),
		file: 'delivery/identity.ts',
		from: 'withoutId(one) === withoutId(key)',
		to: 'one === key',
	},
	{
		fault: 'an execution that was saved on its way counts as one that was never sent',
		shape: LOOP,
		among: all(isOwn, hasKill, ({ savesProgress }) => savesProgress),
		file: 'delivery/batch.ts',
		from: 'waiting: isChecked ? [] : jobsOf(planned, 1)',
		to: 'waiting: jobsOf(planned, 1)',
	},
	{
		fault: 'a file that is there is called unknown',
		shape: PLAIN,
		among: all(isOwn, hasLoss),
		file: 'delivery/reconcile.ts',
		from: 'isOwn && stored.length === group.length && !doubtfulNames.has(key)',
		to: 'isOwn && stored.length > group.length',
	},
	{
		fault: 'a file that is not there is called unknown',
		shape: PLAIN,
		among: all(isGiven, hasLoss),
		file: 'delivery/reconcile.ts',
		from: 'if (stored.length === 0) fates.missing.push(...group)',
		to: 'if (stored.length === 0) fates.unknown.push(...group)',
	},
];
