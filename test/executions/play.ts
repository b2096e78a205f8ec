import { createHash } from 'crypto';
import { type IBinaryData, type INodeExecutionData, sleep } from 'n8n-workflow';

import type { Fault } from '../../sandbox/faults';
import type { Sandbox } from '../../sandbox/server';
import { NOTHING } from '../../sandbox/service/extract';
import { newFile, type Stored } from '../../sandbox/service/store';
import { context } from '../support/n8n';
import { Book } from './book';
import type { Processes } from './copies';
import { Host, type Plan, type Saved } from './host';
import {
	CHANGES,
	PATIENCE_MS,
	type Retry,
	type Scenario,
	SHARED_BATCH,
	type Trouble,
	WAIT_S,
} from './scenario';
import type { Settings } from './shapes';

/** A file as an earlier node gives it, stored by n8n or in its memory, and the hash of its bytes. */
export interface TestFile {
	content: string;
	stored: IBinaryData;
	inMemory: IBinaryData;
	sha256: string;
}

/** Most mails and most files of one. */
const [MAILS, FILES] = [3, 3];

/** Files in n8n's own store, one for each place of each mail, all different. */
export async function storeFiles(): Promise<TestFile[][]> {
	const { helpers } = context({
		parameters: { resource: 'file', operation: 'upload' },
		credential: {},
	});
	const store = async (mail: number, place: number): Promise<TestFile> => {
		// A document may well have a field of this name.
		const content = `Number: ${mail}-${place}\n${place === 0 ? 'error: none' : ''}`;
		const stored = await helpers.prepareBinaryData(Buffer.from(content), 'name.txt');
		const { id: _id, ...plain } = stored;
		const inMemory = { ...plain, data: Buffer.from(content).toString('base64') };
		return {
			content,
			stored,
			inMemory,
			sha256: createHash('sha256').update(content).digest('hex'),
		};
	};
	return await Promise.all(
		Array.from({ length: MAILS }, async (_, mail) =>
			Promise.all(Array.from({ length: FILES }, async (__, place) => await store(mail, place))),
		),
	);
}

/** What the scenarios play on. */
export interface Stage {
	sandbox: Sandbox;
	processes: Processes;
	files: TestFile[][];
	/** Files that are in the shared batch where it is crowded. */
	crowd: Stored[];
	/** Where files can be downloaded: `<this>/<mail>/<place>/<name>`. */
	filesUrl: string;
}

/** Retries without trouble, until one succeeds: what a person does in the end. */
const MOST_CLOSING = 4;
const CALM: Trouble = { uploads: [], looks: [], isDeadly: false };

/** How long the files of earlier executions are there. */
const HELD_MS = 600_000;
/** Files of last month in a crowded batch, and their age. */
const [CROWD, CROWD_MS] = [20_000, 30 * 86_400_000];

/** A wait, and what its last question may take beyond it, being asked four times. */
const LONGEST_RUN_MS = 1_000 * (WAIT_S + 30);

/** From a kill to the press of Retry: n8n has to start first. */
const RESTART_S = 60;

/** A file of another execution in the shared batch. */
function stranger({ credential }: Sandbox, name: string, created: number): Stored {
	const sha256 = createHash('sha256').update(`stranger ${strangers++}`).digest('hex');
	const workspace = credential.workspaceId;
	const format = 'txt';
	const [bytes, query, content] = [1, {}, NOTHING];
	const file = { batch: SHARED_BATCH, workspace, name, format, sha256, bytes, created, query };
	return newFile({ ...file, content });
}
let strangers = 0;

/** What a batch number holds that has been in use for long. */
export const crowdOf = (sandbox: Sandbox): Stored[] =>
	Array.from({ length: CROWD }, () => stranger(sandbox, 'scan.txt', Date.now() - CROWD_MS));

/** A mail as an input item. */
function itemOf(
	{ mails, kept }: Scenario,
	{ files, filesUrl }: Stage,
	mail: number,
): INodeExecutionData {
	const names = mails[mail];
	if (kept[mail] === 'addresses')
		return { json: { mail, urls: names.map((name, at) => `${filesUrl}/${mail}/${at}/${name}`) } };
	const inMemory = { 'in memory': names.length, 'one in memory': 1 }[kept[mail] as string] ?? 0;
	const own = names.map((fileName, place) => {
		const file = files[mail][place];
		return [`file_${place}`, { ...(place < inMemory ? file.inMemory : file.stored), fileName }];
	});
	const isMadeAnew = kept[mail] === 'made anew';
	return { json: { mail, ...(isMadeAnew && { isMadeAnew }) }, binary: Object.fromEntries(own) };
}

/** What the first execution may take, where nothing befalls its uploads and none is repeated. */
function mostEffort({ first, node, parameters }: Scenario) {
	const { uploads, looks, killAfter, isDeadly } = first;
	const isCalm = uploads.length === 0 && killAfter === undefined && !isDeadly;
	if (!isCalm || node.retryOnFail === true) return undefined;
	const isFree = looks.length > 0 || parameters.waitForResults === true;
	const ofEach = parameters.batchMode === 'batchNumber' ? 1 : 0;
	return { questions: isFree ? Infinity : ofEach, ms: LONGEST_RUN_MS };
}

/** Plays a scenario to its end, and tells what was wrong. */
export async function play(scenario: Scenario, stage: Stage): Promise<Book> {
	const { shape, mails, isHeld, parameters, node } = scenario;
	const { sandbox, processes, files, crowd } = stage;
	sandbox.files.length = 0;
	sandbox.requests.length = 0;
	const host = new Host(processes, { ...sandbox.credential, baseUrl: sandbox.url });
	host.savesProgress = scenario.savesProgress;
	const save = (settings: Settings) => {
		for (const one of shape.workflows(settings)) host.workflows.set(one.id, one);
	};
	save({ parameters, node, name: 'DocFlow' });
	const isShared = parameters.batchNumber === SHARED_BATCH;
	if (isHeld && isShared)
		for (const name of mails.flat())
			sandbox.files.push(stranger(sandbox, name, Date.now() - HELD_MS));
	if (scenario.isCrowded && isShared) sandbox.files.push(...crowd);
	const items = mails.map((_, mail) => itemOf(scenario, stage, mail));
	const shaOf = (mail: unknown, where: string) =>
		files[Number(mail)]?.[Number(/\d+$/.exec(where)?.[0] ?? where.split('/').at(-2))]?.sha256;
	const given = mails.flatMap((names, mail) => names.map((_, place) => files[mail][place].sha256));
	const book = new Book(sandbox, shaOf, given, shape.times);

	book.isNumberPassing =
		/\$(now|execution)/.test(String(parameters.batchNumber)) ||
		scenario.retries.some(({ change }) => change?.startsWith('batch mode'));
	// A new execution each time, of which n8n does not say what it goes on from.
	if (shape.name === 'a sub-workflow') book.limit = 'the parent was retried';
	book.isMadeAnew = scenario.kept.includes('made anew') && parameters.batchMode !== 'batchNumber';
	const prepare = ({ uploads, looks, rival, failing, isDeadly, killAfter }: Trouble): Plan => {
		sandbox.faults.clear();
		const all: Fault[] = [...uploads, ...looks];
		for (const one of all) sandbox.faults.add({ ...one });
		let toCome = rival !== undefined && isShared;
		book.onRequest = (url) => {
			if (!toCome || !url.includes(`/file/${rival?.path}`)) return;
			toCome = false;
			book.hadStranger = true;
			if (rival?.isNamesake) {
				book.hadRival = true;
				book.reasons.add('another execution added a file of the name');
			}
			const name = rival?.isNamesake ? mails[0][0] : 'other.txt';
			sandbox.files.push(stranger(sandbox, name, Date.now()));
		};
		const name = failing && shape.others[failing.node % shape.others.length];
		const isSlow = all.some(({ kind }) => kind === 'delay');
		return {
			failing: name === undefined || isDeadly ? {} : { [name]: failing?.call ?? 0 },
			...(name !== undefined && isDeadly && { deadly: name }),
			killAfter,
			...(isSlow && { patience: PATIENCE_MS }),
		};
	};
	const settled = async (saved: Saved, hasTwin = false) => {
		while (sandbox.requests.length < host.sent || sandbox.requests.some(({ isDone }) => !isDone))
			await new Promise((resolve) => setImmediate(resolve));
		book.see(saved, hasTwin);
		if (saved.status === 'crashed') for (let at = 0; at < RESTART_S; at++) await sleep(1_000);
		return saved;
	};

	const all = [await settled(await host.start(items, prepare(scenario.first)))];
	const most = mostEffort(scenario);
	if (most !== undefined) book.checkEffort(all[0], most);
	const offered = () => all.filter(({ status, isDone }) => status !== 'success' && !isDone);
	const press = async (retry: Omit<Retry, keyof Trouble>, trouble: Trouble) => {
		const waiting = offered().reverse();
		const saved = waiting[retry.of % waiting.length];
		const { change } = retry;
		if (change !== undefined)
			save({
				parameters: { ...parameters, ...CHANGES[change] },
				node,
				name: change === 'the name of the node' ? 'Renamed' : 'DocFlow',
			});
		if (retry.isEmptied) book.empty();
		if (retry.isElsewhere) host.restart();
		const plan = prepare(trouble);
		const one = async () =>
			await host.retry(saved, change !== undefined, plan).catch((error: Error) => {
				// The node that is to run was renamed: one can only go on with the workflow as it was.
				if (!error.message.startsWith('Could not find the node')) throw error;
				return undefined;
			});
		for (const retried of await Promise.all(retry.isTwice ? [one(), one()] : [one()]))
			if (retried !== undefined) all.push(await settled(retried, retry.isTwice));
	};
	for (const retry of scenario.retries) {
		if (offered().length === 0) break;
		await press(retry, retry);
	}
	const isOpen = () => !all.some(({ status }) => status === 'success');
	for (let at = 0; at < MOST_CLOSING && isOpen(); at++)
		await press({ of: 0, isEmptied: false, isElsewhere: false, isTwice: false }, CALM);
	book.close(all, host.hasChangedStaticData);
	return book;
}
