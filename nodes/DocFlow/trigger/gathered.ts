import type { DocFlowFile } from '../files/types';

/** What decisions need of a file. Days of changes may be read at once, and their documents would fill the memory. */
const essence = ({
	id,
	task_id,
	batch_number,
	name,
	recognition_status,
	verification_status,
	duration_ms,
	child_files,
}: DocFlowFile): DocFlowFile => ({
	id,
	task_id,
	batch_number,
	name,
	recognition_status,
	verification_status,
	duration_ms,
	child_files: child_files?.map(essence),
});

/** Files that were met on pages, in the order in which they were read last. */
export interface Gathered {
	add(files: DocFlowFile[]): void;
	/** One that came to be due meanwhile is given twice, as it was and as it is. */
	all(): DocFlowFile[];
	count(): number;
}

/** Gathers files; the first so many `documents` keep their documents. */
export function gathered(isDue: (file: DocFlowFile) => boolean, documents: number): Gathered {
	const files = new Map<string, DocFlowFile>();
	return {
		add: (found) => {
			for (const file of found) {
				const key = `${file.id} ${isDue(file)}`;
				files.delete(key);
				files.set(key, files.size < documents ? file : essence(file));
			}
		},
		all: () => [...files.values()],
		count: () => files.size,
	};
}
