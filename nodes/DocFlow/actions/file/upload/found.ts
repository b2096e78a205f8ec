import type { InputFile } from '../../../delivery';

/** What becomes of a file that DocFlow can't take: it fails, it is left out, or it is an output item. */
export type UnsupportedFiles = 'fail' | 'skip' | 'item';

/** A file that does not go up, and why. */
export interface Refused {
	item: number;
	origin: InputFile['origin'];
	/** The name it came with. */
	name: string;
	/** What is said of it in a list of such files. */
	reason: string;
	/** The title of its error, and what to do. */
	message: string;
	advice: string;
	fate: UnsupportedFiles;
}

/** The files of one input item. */
export interface Found {
	files: InputFile[];
	refused: Refused[];
	/** Why there is nothing to do, where that is no fault. */
	nothing?: string;
}

/** Which files are wanted, and what becomes of those that DocFlow can't take. */
export interface Wishes {
	/** Whether a file is wanted that goes by these names: the one it came with, and the one it goes up with. */
	isWanted(names: string[]): boolean;
	minBytes: number;
	/** Undefined: files in fields named outright fail, those that a pattern found are left out. */
	unsupportedFiles: UnsupportedFiles | undefined;
	/** What to do about a file that DocFlow does not read, in the words of the operation's own panel. */
	remedy: string;
}
