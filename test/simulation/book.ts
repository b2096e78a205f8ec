import type { FilePage } from '../../nodes/DocFlow/files/list';
import type { DocFlowFile } from '../../nodes/DocFlow/files/types';
import type { Query } from '../../nodes/DocFlow/transport/request';
import type { Fired } from '../../nodes/DocFlow/trigger/batches';
import type { TriggerSettings } from '../../nodes/DocFlow/trigger/settings';
import { type Limits, LIMITS, type PollState } from '../../nodes/DocFlow/trigger/state';
import type { Service, SimFile } from './world';

/** Something the trigger did or saw, in order; a crash takes the tail away. */
interface Note {
	kind: 'fired' | 'seen';
	key: string;
	id: string;
	turn: number;
}

/** How a file fired, so that one that looks the same can be told from it, or can't. */
interface Past {
	turn: number;
	look: string;
}

/** A file of the simulation, or its record, which carries the same. */
type Seen = Pick<SimFile, 'id' | 'run' | 'said'>;

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** Keeps the books of a simulation: what the trigger could know, what it gave out, and what it owes. */
export class Book {
	private notes: Note[] = [];
	private seenNow: Seen[] = [];
	private saved: Array<{ state: string; notes: number }> = [];
	private counts = new Map<string, number>();
	private mayRepeat = new Map<string, number>();
	private dueBefore = new Set<string>();
	private existedBefore = new Set<string>();
	private openBefore = new Set<string>();
	private owedBatches = new Set<string>();
	private openAtPoll = new Set<string>();
	private pasts = new Map<string, Past[]>();
	/** Files of which no run is remembered since that memory was damaged. */
	private forgotten = new Set<string>();
	/** What no trigger could know any more when its memory was damaged. */
	private excused = new Set<string>();
	private readonly isVerified: boolean;

	constructor(
		private readonly world: Service,
		private readonly settings: TriggerSettings,
		private readonly limits: Limits,
	) {
		this.isVerified = settings.event === 'fileVerified';
	}

	private turnOf = ({ run, said }: Seen): number => (this.isVerified ? said : run);

	private keyOf = (file: Seen): string =>
		`${file.id} ${this.isVerified ? 'verdict' : 'run'} ${this.turnOf(file)}`;

	private isDue = (file: SimFile): boolean =>
		this.isVerified ? [2, 3].includes(file.verification) : this.world.isFinished(file);

	private lookOf = (duration: unknown, end: unknown, verification: unknown): string =>
		JSON.stringify([duration, end, this.isVerified && verification]);

	private lookNow = ({ course, verification }: SimFile): string =>
		this.lookOf(course.duration, course.end, verification);

	private visible(): SimFile[] {
		const { files, now } = this.world;
		return files.filter(
			({ deleted, run, started, course }) => !deleted && (run > 1 || started + course.late <= now),
		);
	}

	private open = (): SimFile[] => this.visible().filter((file) => !this.isDue(file));

	private addPast(file: Seen, look: string): void {
		const past = { turn: this.turnOf(file), look };
		this.pasts.set(file.id, [...(this.pasts.get(file.id) ?? []), past]);
	}

	activate(): void {
		const openBatches = new Set(this.open().map(({ batch }) => batch));
		for (const file of this.visible()) {
			if (!this.isDue(file)) this.openBefore.add(this.keyOf(file));
			else if (this.settings.event !== 'batchFinished' || !openBatches.has(file.batch))
				this.dueBefore.add(this.keyOf(file));
		}
	}

	activated(): void {
		// What came to be due while stock was taken may count either way.
		if (this.isVerified) {
			for (const file of this.visible().filter(this.isDue)) {
				this.excused.add(this.keyOf(file));
				this.addPast(file, this.lookNow(file));
			}
			this.seenNow = [];
			return;
		}
		const still = this.open().filter((file) => this.openBefore.has(this.keyOf(file)));
		this.openBefore = new Set(still.map(this.keyOf));
		this.owedBatches = new Set(still.map(({ batch }) => batch));
		for (const file of this.visible())
			if (file.run > 1 || this.world.isFinished(file)) this.existedBefore.add(file.id);
		// A batch that grew or ran again in that time is unfinished at activation, and fires whole.
		const seen = new Set(this.seenNow.map(this.keyOf));
		const stirred = new Set(
			this.world.files
				.filter((file) => seen.has(this.keyOf(file)) || !this.world.isFinished(file))
				.map(({ batch }) => batch),
		);
		if (this.settings.event === 'batchFinished')
			for (const file of this.world.files)
				if (stirred.has(file.batch)) this.dueBefore.delete(this.keyOf(file));
		this.seenNow = [];
	}

	/** Notes what an answer shows not due. A glimpse between two readings of one batch does not count. */
	see({ batch_number, page_size }: Query, page: FilePage): void {
		// Where only a few are asked for, they are counted, not looked at.
		if (batch_number !== undefined || page_size !== undefined) return;
		for (const file of page.files)
			if (!this.isDueRecord(file)) this.seenNow.push(file as unknown as Seen);
	}

	private isDueRecord = ({
		recognition_status,
		verification_status,
		child_files,
	}: DocFlowFile): boolean =>
		this.isVerified
			? [2, 3].includes(Number(verification_status))
			: [recognition_status, ...(child_files ?? []).map((one) => one.recognition_status)].every(
					(status) => status === undefined || [1, 2, 10].includes(Number(status)),
				);

	beginPoll(): void {
		this.seenNow = [];
		this.openAtPoll = new Set(this.open().map(this.keyOf));
	}

	private noteSeen(): void {
		for (const file of this.seenNow)
			this.notes.push({
				kind: 'seen',
				key: this.keyOf(file),
				id: file.id,
				turn: this.turnOf(file),
			});
		this.seenNow = [];
	}

	failPoll(): void {
		this.seenNow = [];
	}

	endPoll(fired: Fired[], state: PollState): void {
		this.noteSeen();
		if (fired.length > this.settings.maxBatches)
			throw new Error(`${fired.length} batches fired in one poll`);
		// What is watched must stay; only remembered runs can be given up.
		const { stateSize, leastMemory } = this.limits;
		const most = Math.max(stateSize, JSON.stringify({ ...state, fired: [] }).length + leastMemory);
		if (JSON.stringify(state).length > most)
			throw new Error(`the state takes more than ${most} characters`);
		const stillOpen = this.open().filter((file) => this.openAtPoll.has(this.keyOf(file)));
		for (const { batchNumber, files } of fired) {
			const waiting = stillOpen.find(({ batch }) => batch === batchNumber);
			if (this.settings.event === 'batchFinished' && waiting)
				throw new Error(`batch ${batchNumber} fired while ${this.keyOf(waiting)} is unfinished`);
			for (const file of files) this.fire(file as DocFlowFile & Seen, batchNumber);
		}
	}

	private fire(file: DocFlowFile & Seen, batchNumber: string): void {
		const key = this.keyOf(file);
		if (file.batch_number !== batchNumber)
			throw new Error(`${key} fired with batch ${batchNumber}`);
		if (!this.isDueRecord(file)) throw new Error(`${key} fired before it was due`);
		if (this.dueBefore.has(key))
			throw new Error(`${key} fired although it was due before activation`);
		const count = (this.counts.get(key) ?? 0) + 1;
		this.counts.set(key, count);
		if (count > 1 + (this.mayRepeat.get(key) ?? 0)) throw new Error(`${key} fired ${count} times`);
		this.forgotten.delete(file.id);
		this.notes.push({ kind: 'fired', key, id: file.id, turn: this.turnOf(file) });
		const { duration_ms, recognition_status, verification_status } = file;
		this.addPast(file, this.lookOf(duration_ms, recognition_status, verification_status));
	}

	save(state: PollState): void {
		this.saved.push({ state: JSON.stringify(state), notes: this.notes.length });
	}

	/** The state that a crash brings back; what was given out since may come again. */
	crash(back: number): PollState {
		this.saved.splice(Math.max(1, this.saved.length - back));
		const { state, notes } = this.saved[this.saved.length - 1];
		for (const { kind, key } of this.notes.splice(notes))
			if (kind === 'fired') this.mayRepeat.set(key, (this.mayRepeat.get(key) ?? 0) + 1);
		return JSON.parse(state) as PollState;
	}

	/** What n8n saved is damaged, in one part of a state: what only that part could tell is excused, and nothing else. */
	damage(what: keyof PollState, { cursor, resume = cursor, watched }: PollState): void {
		this.saved = [];
		this.openAtPoll = new Set();
		const due = this.visible().filter(this.isDue);
		if (what === 'fired') {
			// What is read again comes again.
			const again = Math.min(cursor - this.limits.overlapMs, resume) - SECOND_MS;
			this.allowAgain(due.filter((file) => this.world.updatedAt(file) >= again));
			// A retry that no poll saw is told by the run before alone.
			this.forgotten = new Set(this.world.files.map(({ id }) => id));
		}
		if (what === 'version') {
			// A batch is known by its name alone: of its files, those that are not remembered come, however old they are.
			const known = due.filter(({ batch }) => batch in watched);
			this.allowAgain(
				known.filter((file) => this.isForgotten(file) || this.dueBefore.has(this.keyOf(file))),
			);
			// A retry that was seen, and looks like the run before, is told by its watch alone.
			if (!this.isVerified) this.notes = this.notes.filter(({ kind }) => kind !== 'seen');
		}
		// What is remembered no longer is told to be old by the floor alone.
		if (what === 'floor') this.allowAgain(due.filter(this.isForgotten));
		// That a batch is to fire with what had finished before activation, its watch alone tells.
		if (what === 'watched' || what === 'version') this.owedBatches = new Set();
		if (what !== 'watched') return;
		// What was seen running is told by its watch alone, unless its id tells that it is new.
		this.excuse(due.filter((file) => !this.isYoung(file)));
		this.notes = [];
		this.openBefore = new Set();
		this.openAtPoll = new Set(this.open().map(this.keyOf));
	}

	/** Whether its runs may not be remembered: the memory is small, or was damaged since. */
	private isForgotten = ({ id }: SimFile): boolean =>
		this.limits.stateSize < LIMITS.stateSize || this.forgotten.has(id);

	private allowAgain(files: SimFile[]): void {
		for (const key of files.map(this.keyOf)) {
			this.mayRepeat.set(key, this.counts.get(key) ?? 0);
			this.dueBefore.delete(key);
		}
	}

	/** What did not fire of these files is no longer owed, nor is it known when they run again. */
	private excuse(files: SimFile[]): void {
		for (const file of files.filter((one) => !this.counts.has(this.keyOf(one)))) {
			this.excused.add(this.keyOf(file));
			this.forgotten.add(file.id);
		}
	}

	/** Whether the ids alone tell that a file is new. */
	private isYoung = (file: SimFile): boolean =>
		!this.isVerified && file.run === 1 && file.started > this.world.now - 25 * MINUTE_MS;

	/** Stock was taken anew after that. */
	mended(): void {
		for (const file of this.visible().filter(this.isDue))
			if (this.openAtPoll.has(this.keyOf(file))) this.excused.add(this.keyOf(file));
		this.noteSeen();
	}

	/** Whether the trigger owes what a file is due for now, by what it could know. */
	private owes(file: SimFile): boolean {
		const key = this.keyOf(file);
		if (!this.isDue(file) || this.excused.has(key)) return false;
		const past = this.pasts.get(file.id) ?? [];
		const seen = this.notes.filter(({ kind, id }) => kind === 'seen' && id === file.id);
		if (this.isVerified) {
			// A verdict that was taken back and given again between two polls can't be told from a correction.
			const lastSeen = Math.max(-1, ...seen.map(({ turn }) => turn));
			return !past.some(({ turn, look }) => turn > lastSeen && look === this.lookNow(file));
		}
		if (!this.existedBefore.has(file.id) && file.run === 1) return true;
		if (seen.some((note) => note.key === key)) return true;
		if (this.openBefore.has(key)) return true;
		if (this.isForgotten(file) && file.run > 1) return false;
		// A retry that no poll saw, with the same result and duration as a run that fired, can't be told from an edit.
		if (past.some(({ turn, look }) => turn < file.run && look === this.lookNow(file))) return false;
		if (!this.existedBefore.has(file.id) || past.length > 0) return true;
		return (
			this.settings.event === 'batchFinished' && file.run === 1 && this.owedBatches.has(file.batch)
		);
	}

	/** The end: everything owed was given. */
	close(state: PollState): void {
		for (const file of this.visible())
			if (this.owes(file) && !this.counts.has(this.keyOf(file)))
				throw new Error(`${this.keyOf(file)} of batch ${file.batch} never fired`);
		const watched = Object.keys(state.watched);
		if (watched.length > 0) throw new Error(`still watching ${watched.join()}`);
	}
}
