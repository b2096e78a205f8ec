import type { FilePage } from '../../nodes/DocFlow/files/list';
import type { Query } from '../../nodes/DocFlow/transport/request';
import type { Fired } from '../../nodes/DocFlow/trigger/batches';
import type { TriggerSettings } from '../../nodes/DocFlow/trigger/settings';
import { type Limits, LIMITS, type PollState } from '../../nodes/DocFlow/trigger/state';
import type { Service, SimFile } from './world';

/** Something the trigger did or saw, in order; a crash takes the tail away. */
interface Note {
	kind: 'fired' | 'seen';
	key: string;
}

const keyOf = ({ id, run }: { id: string; run?: number }) => `${id} run ${run}`;

/** Keeps the books of a simulation: what the trigger could know, what it gave out, and what it owes. */
export class Book {
	private notes: Note[] = [];
	private seenNow: string[] = [];
	private saved: Array<{ state: string; notes: number }> = [];
	private counts = new Map<string, number>();
	private mayRepeat = new Map<string, number>();
	private finishedBefore = new Set<string>();
	private existedBefore = new Set<string>();
	private openBefore = new Set<string>();
	private owedBatches = new Set<string>();
	private openAtPoll = new Set<string>();
	private pastRuns = new Map<string, Array<{ run: number; duration: number; end: number }>>();

	constructor(
		private readonly world: Service,
		private readonly settings: TriggerSettings,
		private readonly limits: Limits,
	) {}

	private visible(): SimFile[] {
		const { files, now } = this.world;
		return files.filter(
			({ deleted, run, started, course }) => !deleted && (run > 1 || started + course.late <= now),
		);
	}

	private open = (): SimFile[] => this.visible().filter((file) => !this.world.isFinished(file));

	activate(): void {
		const openBatches = new Set(this.open().map(({ batch }) => batch));
		for (const file of this.visible()) {
			if (!this.world.isFinished(file)) this.openBefore.add(keyOf(file));
			else if (this.settings.event === 'fileFinished' || !openBatches.has(file.batch))
				this.finishedBefore.add(keyOf(file));
		}
	}

	activated(): void {
		// What finished while the baseline was made may count either way.
		const still = this.open().filter((file) => this.openBefore.has(keyOf(file)));
		this.openBefore = new Set(still.map(keyOf));
		this.owedBatches = new Set(still.map(({ batch }) => batch));
		for (const file of this.visible())
			if (file.run > 1 || this.world.isFinished(file)) this.existedBefore.add(file.id);
		// A batch that grew or ran again in that time is unfinished at activation, and fires whole.
		const stirred = new Set(
			this.world.files
				.filter((file) => this.seenNow.includes(keyOf(file)) || !this.world.isFinished(file))
				.map(({ batch }) => batch),
		);
		if (this.settings.event === 'batchFinished')
			for (const file of this.world.files)
				if (stirred.has(file.batch)) this.finishedBefore.delete(keyOf(file));
		this.seenNow = [];
	}

	/** Notes what an answer shows unfinished. A glimpse between two readings of one batch does not count. */
	see(query: Query, page: FilePage): void {
		for (const file of page.files)
			if (
				query.batch_number === undefined &&
				!([1, 2, 10] as unknown[]).includes(file.recognition_status)
			)
				this.seenNow.push(keyOf(file as unknown as SimFile));
	}

	beginPoll(): void {
		this.seenNow = [];
		this.openAtPoll = new Set(this.open().map(keyOf));
	}

	failPoll(): void {
		this.seenNow = [];
	}

	endPoll(fired: Fired[], state: PollState): void {
		this.notes.push(...this.seenNow.map((key) => ({ kind: 'seen' as const, key })));
		if (fired.length > this.settings.maxBatches)
			throw new Error(`${fired.length} batches fired in one poll`);
		// What is watched must stay; only remembered runs can be given up.
		const { stateSize, leastMemory } = this.limits;
		const most = Math.max(stateSize, JSON.stringify({ ...state, fired: [] }).length + leastMemory);
		if (JSON.stringify(state).length > most)
			throw new Error(`the state takes more than ${most} characters`);
		const stillOpen = this.open().filter((file) => this.openAtPoll.has(keyOf(file)));
		for (const { batchNumber, files } of fired) {
			const waiting = stillOpen.find(({ batch }) => batch === batchNumber);
			if (this.settings.event === 'batchFinished' && waiting)
				throw new Error(`batch ${batchNumber} fired while ${keyOf(waiting)} is unfinished`);
			for (const file of files) this.fire(file as unknown as SimFile, batchNumber);
		}
		if (fired.length > 0) this.save(state);
	}

	private fire(
		file: SimFile & { recognition_status?: number; batch_number?: string },
		batchNumber: string,
	): void {
		const key = keyOf(file);
		if (file.batch_number !== batchNumber)
			throw new Error(`${key} fired with batch ${batchNumber}`);
		if (![1, 2, 10].includes(file.recognition_status ?? 0))
			throw new Error(`${key} fired unfinished`);
		if (this.finishedBefore.has(key))
			throw new Error(`${key} fired although it was finished before activation`);
		const count = (this.counts.get(key) ?? 0) + 1;
		this.counts.set(key, count);
		if (count > 1 + (this.mayRepeat.get(key) ?? 0)) throw new Error(`${key} fired ${count} times`);
		this.notes.push({ kind: 'fired', key });
		const { duration, end } = this.world.files.find(({ id }) => id === file.id)!.course;
		this.pastRuns.set(file.id, [
			...(this.pastRuns.get(file.id) ?? []),
			{ run: file.run, duration, end },
		]);
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

	/** Whether the trigger owes the latest run of a file, by what it could know. */
	private owes(file: SimFile): boolean {
		const key = keyOf(file);
		if (!this.existedBefore.has(file.id) && file.run === 1) return true;
		if (this.notes.some((note) => note.kind === 'seen' && note.key === key)) return true;
		if (this.openBefore.has(key)) return true;
		if (this.limits.stateSize < LIMITS.stateSize && file.run > 1) return false;
		const past = this.pastRuns.get(file.id) ?? [];
		const twin = past.some(
			({ run, duration, end }) =>
				run < file.run && duration === file.course.duration && end === file.course.end,
		);
		// A retry that no poll saw, with the same result and duration as a run that fired, can't be told from an edit.
		if (twin) return false;
		if (!this.existedBefore.has(file.id) || past.length > 0) return true;
		return (
			this.settings.event === 'batchFinished' && file.run === 1 && this.owedBatches.has(file.batch)
		);
	}

	/** The end: everything owed was given. */
	close(state: PollState): void {
		for (const file of this.visible())
			if (this.owes(file) && !this.counts.has(keyOf(file)))
				throw new Error(`${keyOf(file)} of batch ${file.batch} never fired`);
		const watched = Object.keys(state.watched);
		if (watched.length > 0) throw new Error(`still watching ${watched.join()}`);
	}
}
