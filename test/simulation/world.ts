import type { FilePage } from '../../nodes/DocFlow/files/list';
import type { DocFlowFile } from '../../nodes/DocFlow/files/types';
import type { Query } from '../../nodes/DocFlow/transport/request';

const EPOCH_MS = 1288834974657;
const PENDING = 0;
const PARSING = 20;
/** Milliseconds from the end of a file to that of the documents found in it. */
const CHILDREN_MS = 2 * 60_000;

/** How recognition of a file goes, once it is asked for. */
export interface Course {
	/** Milliseconds in the queue, then in work. */
	queue: number;
	work: number;
	/** The status at its end. */
	end: 1 | 2 | 10;
	/** What DocFlow reports as duration: a retry may well take as long as the run before. */
	duration: number;
	/** Milliseconds by which the record comes to light after the time it bears. */
	late: number;
	/** Documents found in it, which say nothing of their status, or end a while after it. */
	children?: 'untold' | 'later';
}

/** A file of the simulated service. `run` counts its recognitions; only the simulation sees it. */
export interface SimFile {
	id: string;
	batch: string;
	run: number;
	course: Course;
	started: number;
	/** Of the last edit by a person. */
	edited: number;
	/** What a person said of it, and how often that changed. */
	verification: number;
	said: number;
	deleted: boolean;
}

/** The order in which the service lists files, which its documentation leaves open. */
export type Order = 'uploaded' | 'updated' | 'latest' | 'shuffled';

export interface Served {
	order: Order;
	/** The most files of a page, however many are asked for. */
	maxPage: number;
	/** Milliseconds that pass with each request. */
	latency: number;
	/** Batches that one poll reads whole. */
	batchesToRead: number;
	/** Changed files that may keep their documents. */
	documents: number;
	/** Answers that come within n8n's time for a poll. */
	answersInTime: number;
}

/** A service that histories happen in. */
export interface Service {
	/** The clock of the update times, in epoch milliseconds. */
	now: number;
	dateSkew: number;
	idSkew: number;
	/** How far the clock of n8n's machine is off. */
	ownSkew: number;
	files: SimFile[];
	/** The requests until one fails; none does when undefined. */
	failIn?: number;
	/** Batches that can't be read by their number. */
	broken: Set<string>;
	/** What happens after the coming requests, one by one. */
	meanwhile: Array<() => void>;
	readonly requests: number;
	isFinished(file: SimFile): boolean;
	/** The time of its latest update, in epoch milliseconds. */
	updatedAt(file: SimFile): number;
	upload(batch: string, courses: Course[]): void;
	retry(file: SimFile, course: Course): void;
	/** A person corrects a document. */
	edit(file: SimFile): void;
	/** A person confirms (2) or rejects (3) it, or takes that back (0). */
	verify(file: SimFile, verdict: 0 | 2 | 3): void;
	remove(file: SimFile): void;
}

/** A simulated DocFlow: its files, its clock, and the requests that reach it. */
export class World implements Service {
	now = Date.parse('2026-11-20T08:00:00Z');
	/** How far the clock of the answers and that of the ids are off the one of the update times. */
	dateSkew = 0;
	idSkew = 0;
	ownSkew = 0;
	files: SimFile[] = [];
	failIn?: number;
	broken = new Set<string>();
	meanwhile: Array<() => void> = [];
	requests = 0;
	private counter = 0;

	constructor(readonly served: Served) {}

	upload(batch: string, courses: Course[]): void {
		for (const course of courses) {
			const at = this.now - course.late;
			const id = String((BigInt(at + this.idSkew - EPOCH_MS) << 22n) | BigInt(++this.counter));
			this.files.push({
				id,
				batch,
				run: 1,
				course,
				started: at,
				edited: 0,
				verification: 0,
				said: 0,
				deleted: false,
			});
		}
	}

	retry(file: SimFile, course: Course): void {
		if (!this.isFinished(file)) return;
		this.verify(file, 0);
		Object.assign(file, {
			run: file.run + 1,
			course: { ...course, late: 0 },
			started: this.now,
		});
	}

	edit(file: SimFile): void {
		file.edited = this.now;
	}

	verify(file: SimFile, verdict: 0 | 2 | 3): void {
		if (!this.isFinished(file)) return;
		if (file.verification !== verdict) file.said++;
		Object.assign(file, { edited: this.now, verification: verdict });
	}

	remove(file: SimFile): void {
		file.deleted = true;
	}

	/** The status that the record shows at this moment: a step comes to light later than it is dated. */
	status(file: SimFile): number {
		const { queue, work, end, late } = file.course;
		const spent = this.now - late - file.started;
		return spent < queue ? PENDING : spent < queue + work ? PARSING : end;
	}

	/** The status of the documents found in it; undefined where they say none. */
	private childStatus(file: SimFile): number | undefined {
		const { queue, work, end, late, children } = file.course;
		if (children === 'untold') return undefined;
		const spent = this.now - late - file.started;
		return spent < queue + work + CHILDREN_MS ? PARSING : end;
	}

	private hasOpenChildren = (file: SimFile): boolean =>
		file.course.children === 'later' && this.childStatus(file) === PARSING;

	isFinished(file: SimFile): boolean {
		return ![PENDING, PARSING].includes(this.status(file)) && !this.hasOpenChildren(file);
	}

	updatedAt(file: SimFile): number {
		const { queue, work, children } = file.course;
		const status = this.status(file);
		const step = status === PENDING ? 0 : status === PARSING ? queue : queue + work;
		const childStep = children === 'later' && this.isFinished(file) ? CHILDREN_MS : 0;
		return Math.max(file.edited, file.started + step + childStep);
	}

	private childrenOf(file: SimFile): DocFlowFile[] {
		const recognition_status = this.childStatus(file);
		return ['a', 'b'].map((part) => ({
			id: `${file.id}${part}`,
			name: part,
			...(recognition_status !== undefined && { recognition_status }),
		}));
	}

	private record(file: SimFile): DocFlowFile {
		const { id, batch, run, said, verification, course } = file;
		const status = this.status(file);
		const duration = this.isFinished(file) ? { duration_ms: file.course.duration } : {};
		const record = {
			id,
			task_id: `${id}t`,
			batch_number: batch,
			name: `${id}.pdf`,
			recognition_status: status,
			verification_status: verification,
			...duration,
			...(course.children !== undefined && { child_files: this.childrenOf(file) }),
		};
		// Passed through untouched, so that the books can tell runs apart.
		return Object.assign(record, { run, said });
	}

	/** Where a file stands in the order of the list. */
	private place(file: SimFile): number | bigint {
		const { order } = this.served;
		if (order === 'updated') return this.updatedAt(file);
		if (order === 'latest') return -this.updatedAt(file);
		return order === 'uploaded' ? BigInt(file.id) : (BigInt(file.id) * 2654435761n) % 4294967291n;
	}

	private sorted(files: SimFile[]): SimFile[] {
		return files
			.map((file) => ({ file, place: this.place(file) }))
			.sort((a, b) => (a.place < b.place ? -1 : 1))
			.map(({ file }) => file);
	}

	/** Answers as `file/fetch` does; time passes with it. @throws Error when it is to fail. */
	async page(query: Query): Promise<FilePage> {
		this.requests++;
		this.now += this.served.latency;
		if (this.failIn !== undefined && this.failIn-- === 0)
			throw new Error('a failure made on purpose');
		if (this.broken.has(String(query.batch_number))) throw new Error('a batch broken on purpose');
		const seconds = (time: Query[string]) =>
			time === undefined ? undefined : Date.parse(String(time));
		const [start, end] = [seconds(query.start_time), seconds(query.end_time)];
		const fits = (file: SimFile) =>
			!file.deleted &&
			// A late upload is not there yet.
			file.started <= this.now - (file.run === 1 ? file.course.late : 0) &&
			(query.batch_number === undefined || query.batch_number === file.batch) &&
			(query.recognition_status === undefined || query.recognition_status === this.status(file)) &&
			(query.verification_status === undefined ||
				query.verification_status === file.verification) &&
			(start === undefined || this.updatedAt(file) >= start) &&
			(end === undefined || this.updatedAt(file) <= end);
		const found = this.sorted(this.files.filter(fits));
		const size = Math.min(this.served.maxPage, Number(query.page_size ?? 1000));
		const page = Number(query.page ?? 1);
		const time = Math.floor((this.now + this.dateSkew) / 1000) * 1000;
		const files = found.slice((page - 1) * size, page * size).map((file) => this.record(file));
		this.meanwhile.shift()?.();
		return { files, total: found.length, time };
	}
}
