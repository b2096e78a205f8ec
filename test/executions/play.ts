import { createHash } from 'crypto';
import { type IBinaryData, type INodeExecutionData, type INodeType, sleep } from 'n8n-workflow';

import type { Fault } from '../../sandbox/faults';
import type { Sandbox } from '../../sandbox/server';
import { NOTHING } from '../../sandbox/service/extract';
import { newFile } from '../../sandbox/service/store';
import { context } from '../support/n8n';
import { Book } from './book';
import { Host, type Plan, type Saved } from './host';
import {
	CHANGES,
	PATIENCE_MS,
	type Retry,
	type Scenario,
	SHARED_BATCH,
	type Trouble,
} from './scenario';
import type { Settings } from './shapes';

/** A file as an earlier node gives it, and the hash of its bytes. */
export interface TestFile {
	binary: IBinaryData;
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
		const binary = await helpers.prepareBinaryData(Buffer.from(content), 'name.txt');
		return { binary, sha256: createHash('sha256').update(content).digest('hex') };
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
	copies: INodeType[];
	files: TestFile[][];
}

/** Retries without trouble, until one succeeds: what a person does in the end. */
const MOST_CLOSING = 4;
const CALM: Trouble = { uploads: [], looks: [], isDeadly: false };

/** How long the files of earlier executions are there. */
const HELD_MS = 600_000;
/** From a kill to the press of Retry: n8n has to start first. */
const RESTART_S = 60;

/** Puts a file of another execution into the shared batch. */
function addStranger({ files, credential }: Sandbox, name: string, created: number): void {
	const sha256 = createHash('sha256').update(`stranger ${files.length}`).digest('hex');
	const workspace = credential.workspaceId;
	const format = 'txt';
	const [bytes, query, content] = [1, {}, NOTHING];
	const file = { batch: SHARED_BATCH, workspace, name, format, sha256, bytes, created, query };
	files.push(newFile({ ...file, content }));
}

/** Plays a scenario to its end, and tells what was wrong. */
export async function play(scenario: Scenario, { sandbox, copies, files }: Stage): Promise<Book> {
	const { shape, mails, isHeld, parameters, node } = scenario;
	sandbox.files.length = 0;
	sandbox.requests.length = 0;
	const host = new Host(copies, { ...sandbox.credential, baseUrl: sandbox.url });
	const save = (settings: Settings) => {
		for (const one of shape.workflows(settings)) host.workflows.set(one.id, one);
	};
	save({ parameters, node, name: 'DocFlow' });
	const isShared = parameters.batchNumber === SHARED_BATCH;
	if (isHeld && isShared)
		for (const name of mails.flat()) addStranger(sandbox, name, Date.now() - HELD_MS);
	const items = mails.map((names, mail): INodeExecutionData => {
		const own = names.map((fileName, place) => [
			`file_${place}`,
			{ ...files[mail][place].binary, fileName },
		]);
		return { json: { mail }, binary: Object.fromEntries(own) };
	});
	const shaOf = new Map(files.flat().map(({ binary, sha256 }) => [binary.id ?? '', sha256]));
	const given = mails.flatMap((names, mail) => names.map((_, place) => files[mail][place].sha256));
	const book = new Book(sandbox, shaOf, given, shape.times);

	book.isNumberPassing =
		/\$(now|execution)/.test(String(parameters.batchNumber)) ||
		scenario.retries.some(({ change }) => change?.startsWith('batch mode'));
	// A new execution each time, of which n8n does not say what it goes on from.
	if (shape.name === 'a sub-workflow') book.limit = 'the parent was retried';
	const names = mails.flat();
	book.isDecidable =
		parameters.batchMode !== 'batchNumber' &&
		// Into a number of the user's other executions may add, also when it comes with a Retry.
		scenario.retries.every(({ change }) => change !== 'batch mode: a number') &&
		new Set(names).size === names.length &&
		[scenario.first, ...scenario.retries].every(({ looks }) => looks.length === 0);

	const prepare = ({ uploads, looks, rival, failing, isDeadly, killAfter }: Trouble): Plan => {
		sandbox.faults.clear();
		const all: Fault[] = [...uploads, ...looks];
		for (const one of all) sandbox.faults.add({ ...one });
		let toCome = rival !== undefined && isShared;
		book.onRequest = (url) => {
			if (!toCome || !url.includes(`/file/${rival?.path}`)) return;
			toCome = false;
			book.hadRival ||= rival?.isNamesake === true;
			addStranger(sandbox, rival?.isNamesake ? mails[0][0] : 'other.txt', Date.now());
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
