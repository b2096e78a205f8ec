import type { INodeExecutionData } from 'n8n-workflow';

import { isRecord } from '../../nodes/DocFlow/json';
import type { Sandbox } from '../../sandbox/server';
import { heldRuns, type NodeRun, type Saved } from './host';

/** What a DocFlow node says of a file. */
type Word = 'taken' | 'not taken' | 'not looked up' | 'unknown';

/** A statement about a file of an input item. */
interface Told {
	/** Hashes of the files it can be about: of one, where the item names its field. */
	own: string[];
	word: Word;
	id?: string;
}

/** Why a node may not know of a file. */
export type Reason = (typeof REASONS)[number];
export const REASONS = [
	'the batch could not be looked up',
	'an answer was short',
	'another execution added a file of the name',
	'n8n was killed',
	'another process made a Retry',
	'an answer was lost',
] as const;

/** A file of which a node says that it does not know. */
interface Doubt {
	name: string;
	batch?: string;
	words: string;
	/** How many files of the name are in the run, and of those that the items tell in the batch. */
	sent: { inRun: number; inBatch?: number };
}

/** Numbers of the node's own have 19 digits, none of those given here. */
const OWN_NUMBER = /^\d{19}$/;

const UNKNOWN = /^It is unknown whether/;
/** This try has sent nothing, since it could not see what an earlier one had. */
const NOT_LOOKED_UP = /was not sent: batch \w+ could not be looked up$/;

const itemOf = ({ pairedItem }: INodeExecutionData): number => {
	const [first] = [pairedItem].flat();
	return typeof first === 'object' ? first.item : (first ?? 0);
};

/** What an item says, also a failed one on its way to the error output, where n8n lets its facts stand in `details`. */
const factsOf = ({ json }: INodeExecutionData): Record<string, unknown> => ({
	...json,
	...(isRecord(json.details) ? json.details : {}),
});

const idOf = (item: INodeExecutionData): string | undefined => {
	const { file_id } = factsOf(item);
	return typeof file_id === 'string' ? file_id : undefined;
};

const wordOf = (item: INodeExecutionData): Word => {
	const { json } = item;
	if (UNKNOWN.test(String(json.error))) return 'unknown';
	if (NOT_LOOKED_UP.test(String(json.error))) return 'not looked up';
	return idOf(item) === undefined ? 'not taken' : 'taken';
};

/** The fields and addresses of an input item that hold files. */
const placesOf = (item?: INodeExecutionData): string[] => [
	...Object.keys(item?.binary ?? {}),
	...(Array.isArray(item?.json.urls) ? item.json.urls.map(String) : []),
];

/** The names of these files. */
const namesOf = (item: INodeExecutionData): unknown[] => [
	...Object.values(item.binary ?? {}).map(({ fileName }) => fileName),
	...(Array.isArray(item.json.urls)
		? item.json.urls.map((url) => String(url).split('/').pop())
		: []),
];

/** An execution and those that it goes on from. */
const lineOf = (saved: Saved): Saved[] => [
	saved,
	...(saved.retryOf === undefined ? [] : lineOf(saved.retryOf)),
];

/** Keeps the accounts of a scenario, by the content of files. */
export class Book {
	/** What was wrong, in words. */
	readonly wrong: string[] = [];
	/** What happened, for whoever reads why something was wrong. */
	readonly log: string[] = [];
	/** Called as a request comes in. */
	onRequest: (url: string) => void = () => {};
	/** Whether an answer to an upload was lost, or may have been: n8n was killed. */
	hadLoss = false;
	/** Why n8n can't let the node know that it sends a file again, where that is so: the README says it. */
	limit?: string;
	/** Whether a file was sent again for that reason. */
	isLimited = false;
	/** What happened of that which may be a reason not to know. */
	readonly reasons = new Set<Reason>();
	/** Whether another execution put any file into the same batch meanwhile. */
	hadStranger = false;
	/** Whether a look into a batch failed in the execution at hand. */
	private isBlind = false;
	private readonly began = Date.now();
	/** Whether a Retry can't know the batch number of before: it comes from a clock or the execution's id, or was changed. */
	isNumberPassing = false;
	/** Whether files are stored anew when nodes before run again: a Retry after a kill finds other ids, and another number. */
	isMadeAnew = false;
	/** Presses of Retry. */
	retries = 0;
	/** Whether another execution put a file of the same name into the same batch meanwhile: that proves nothing of either. */
	hadRival = false;
	/**
	 * Whether a Retry was judged that can't know what another Retry of the same execution has sent: that one is none of
	 * those it goes on from, and ran in another process.
	 */
	hadUnseenRetry = false;
	/** How it ended. */
	end: 'success' | 'failed' | 'unknown' = 'failed';
	/** Files that a node said not to know of in the end, and files given in all. */
	unknown = 0;
	lost = 0;
	doubled = 0;
	mispaired = 0;
	private deleted: string[] = [];
	private readonly seen: Saved[] = [];

	constructor(
		private readonly sandbox: Sandbox,
		/** The hash of a file by its mail and its field or address. */
		private readonly shaOf: (mail: unknown, place: string) => string | undefined,
		readonly given: string[],
		/** How often each is to go up. */
		private readonly times: number,
	) {
		const { faults } = sandbox;
		const take = Object.getPrototypeOf(faults).take as typeof faults.take;
		faults.take = (url) => {
			this.onRequest(url);
			const fault = take.call(faults, url);
			this.log.push(
				`${/file\/(\w+)/.exec(url)?.[1]} ${/batch_number=(\w+)/.exec(url)?.[1]} ${fault?.kind ?? ''}`,
			);
			const isUpload = url.includes('/file/upload');
			const number = /batch_number=(\d+)(&|$)/.exec(url)?.[1] ?? '0';
			if (BigInt(number) >= 2n ** 63n) this.say('untrue', `a number above 2^63: ${number}`);
			const isRefusal = fault?.kind === 'quota' || fault?.status === 400;
			if (isUpload && fault !== undefined && !isRefusal) {
				this.hadLoss = true;
				this.reasons.add(fault.kind === 'leave-out' ? 'an answer was short' : 'an answer was lost');
			}
			if (!isUpload && fault !== undefined) {
				this.isBlind = true;
				this.reasons.add('the batch could not be looked up');
			}
			return fault;
		};
	}

	/** Somebody deletes in DocFlow what has arrived. */
	empty(): void {
		const { files } = this.sandbox;
		this.deleted.push(...files.map(({ sha256 }) => sha256));
		files.length = 0;
	}

	private say(kind: 'lost' | 'doubled' | 'mispaired' | 'untrue', what: string): void {
		if (kind === 'doubled' && this.limit !== undefined) {
			this.isLimited = true;
			return;
		}
		if (kind !== 'untrue') this[kind]++;
		this.wrong.push(`${kind}: ${what}`);
	}

	/** Whether there was a reason not to know. */
	get mayDoubt(): boolean {
		return this.hadLoss || this.hadRival || this.hadUnseenRetry;
	}

	/**
	 * A node has said that it does not know of a file. Where the batch could be looked up, that can be known when no file of
	 * the name is there; and in a batch of the node's own also when the name is that of one file, or as many of it are there as
	 * were sent.
	 */
	private doubt({ name, batch = '', words, sent }: Doubt): void {
		if (!this.mayDoubt) this.say('untrue', `unknown although no answer was lost: ${words}`);
		if (this.isBlind) return;
		const known = (why: string) => this.say('untrue', `unknown although ${why}: ${words}`);
		const there = this.sandbox.files.filter(
			(file) => file.created >= this.began && file.name === name,
		);
		if (there.length === 0 && !this.hadStranger) known('no file of the name is there');
		if (!OWN_NUMBER.test(batch)) return;
		const own = there.filter((file) => file.batch === batch).length;
		if (own <= 1 && sent.inRun === 1) known('it is the one of its name');
		else if (own === sent.inBatch) known('all of the name are there');
	}

	/** What a run says not to know. */
	private doubtsOf({ input, output, error }: NodeRun): Doubt[] {
		const names = input.flatMap(namesOf);
		const count = (name: unknown, list: unknown[]) => list.filter((one) => one === name).length;
		const items = output.map(factsOf);
		const told = items
			.filter((facts) => UNKNOWN.test(String(facts.error)))
			.map(({ file_name, batch_number: batch, error: words }): Doubt => {
				const members = items.filter((one) => one.batch_number === batch);
				const inBatch = count(
					file_name,
					members.map((one) => one.file_name),
				);
				const sent = { inRun: count(file_name, names), inBatch };
				return { name: String(file_name), batch: String(batch), words: String(words), sent };
			});
		if (error === undefined || !UNKNOWN.test(error.message)) return told;
		const name = /took "(.*)" of item/.exec(error.message)?.[1] ?? '';
		const batch = /batch (\d+)/i.exec(error.description ?? '')?.[1];
		return [{ name, batch, words: error.message, sent: { inRun: count(name, names) } }];
	}

	private copies(sha256: string): number {
		return this.sandbox.files.filter((file) => file.sha256 === sha256).length;
	}

	private short(sha256: string): string {
		return `file ${this.given.indexOf(sha256)}`;
	}

	/** What a run says of its files. */
	private toldBy({ input, output }: NodeRun): Told[] {
		return output.map((item) => {
			const { json } = item;
			const from = input[itemOf(item)];
			const named = [json.binary_field, json.url].filter((place) => typeof place === 'string');
			const own = (named.length > 0 ? named : placesOf(from)).map(
				(place) => this.shaOf(from?.json.mail, place) ?? '',
			);
			return {
				own,
				word: wordOf(item),
				...(idOf(item) !== undefined && { id: idOf(item) }),
			};
		});
	}

	/** What an execution took whose uploads went well: few questions, whatever a batch holds, and one wait for all batches. */
	checkEffort({ requests, uploads, runs }: Saved, most: { questions: number; ms: number }): void {
		const questions = requests - uploads;
		if (questions > most.questions * uploads)
			this.say('untrue', `${questions} questions for ${uploads} uploads`);
		for (const { took } of runs)
			if (took > most.ms) this.say('untrue', `a run of ${took / 1000} s`);
	}

	/** An execution has ended; `hasTwin` where another one was started beside it, which may have ended later. */
	see(saved: Saved, hasTwin = false): void {
		if (saved.status === 'crashed') {
			this.hadLoss = true;
			this.reasons.add('n8n was killed');
			if (this.isNumberPassing || this.isMadeAnew)
				this.limit = 'killed, and its batch number with it';
		}
		if (saved.mode === 'retry') this.retries++;
		const line = lineOf(saved);
		this.hadUnseenRetry ||= this.seen.some(
			(one) => one.uploads > 0 && one.process !== saved.process && !line.includes(one),
		);
		if (this.hadUnseenRetry) this.reasons.add('another process made a Retry');
		this.seen.push(saved);
		if (this.hadUnseenRetry && (this.isNumberPassing || this.isMadeAnew))
			this.limit = 'another process sent it, and its batch number has passed';
		const runs = saved.runs.map(
			({ node, error, output }) =>
				`${node}: ${error?.message ?? output.map(({ json }) => `${itemOf({ json, pairedItem: 0 })} ${String(json.error ?? json.file_id)}`).join(', ')}`,
		);
		this.log.push(`== ${saved.mode} ${saved.status}`, ...runs);
		for (const run of saved.runs) {
			for (const doubt of this.doubtsOf(run)) this.doubt(doubt);
			const told = this.toldBy(run);
			for (const { own, word, id } of told) {
				if (word !== 'taken') continue;
				const stored = this.sandbox.files.find((file) => file.id === id);
				if (stored === undefined) this.say('lost', `given out, not in DocFlow: ${id}`);
				else if (!own.includes(stored.sha256))
					this.say(
						'mispaired',
						`${own.map((one) => this.short(one)).join()} is given ${this.short(stored.sha256)}`,
					);
			}
			if (run.error === undefined) {
				const files = run.input.flatMap(placesOf).length;
				if (told.length !== files) this.say('lost', `${files} files, ${told.length} items`);
			}
		}
		for (const sha256 of new Set(this.given))
			if (this.copies(sha256) > this.times)
				this.say('doubled', `${this.short(sha256)} ${this.copies(sha256)} times`);
		if (saved.status === 'success') this.complete(heldRuns(saved), hasTwin);
		if (!hasTwin) this.isBlind = false;
	}

	/** After a success every file is with DocFlow as often as it is to go up, or is told of. */
	private complete(runs: NodeRun[], hasTwin: boolean): void {
		if (runs.length === 0) return;
		const told = runs.flatMap((run) => this.toldBy(run));
		const ids = told.flatMap(({ word, id }) => (word === 'taken' && id !== undefined ? [id] : []));
		if (new Set(ids).size < ids.length) this.say('mispaired', 'one file given out twice');
		for (const sha256 of new Set(this.given)) {
			const about = told.filter(({ own }) => own.includes(sha256));
			const count = (word: Word) => about.filter((one) => one.word === word).length;
			const there = this.copies(sha256) + this.deleted.filter((one) => one === sha256).length;
			const isExact = about.every(({ own }) => own.length === 1);
			if (there + count('unknown') + count('not taken') + count('not looked up') < this.times)
				this.say('lost', `${this.short(sha256)} is there ${there} times of ${this.times}`);
			const most = this.times - count('not taken');
			const isLast = !hasTwin && this.deleted.length === 0 && this.limit === undefined;
			if (isExact && most < this.times && there > most && isLast)
				this.say('untrue', `${this.short(sha256)} is there, and said not to be`);
		}
		this.unknown = told.filter(({ word }) => word === 'unknown').length;
	}

	/** The first of the reasons that there were. */
	get reason(): Reason | undefined {
		return REASONS.find((one) => this.reasons.has(one));
	}

	/** All is over. */
	close(all: Saved[], hasChangedStaticData: boolean): void {
		if (hasChangedStaticData) this.say('untrue', 'the static data of the workflow was changed');
		if (all.some(({ status }) => status === 'success')) {
			this.end = this.unknown > 0 ? 'unknown' : 'success';
			return;
		}
		const message = all.at(-1)?.runs.at(-1)?.error?.message ?? '';
		if (UNKNOWN.test(message)) this.end = 'unknown';
		else this.say('untrue', `no Retry helps: ${message}`);
	}
}
