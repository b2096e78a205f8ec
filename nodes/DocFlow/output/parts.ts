import { type DocFlowFile, hasParentsStatus } from '../files/types';
import { type Document, type FieldNames, readDocument } from './document';

/** One document of a file: the file itself, or a child of one that was split or cropped. */
export interface Part {
	file: DocFlowFile;
	/** Text that no sheet takes for a number, unique among all documents and the same at every run. */
	fileKey: string;
	document: Document;
}

/** A child says what it has; the rest is its parent's. */
const inherited = (child: DocFlowFile, parent: DocFlowFile): DocFlowFile => ({
	...child,
	name: child.name || parent.name,
	batch_number: child.batch_number ?? parent.batch_number,
	parent_task_id: child.parent_task_id ?? parent.task_id,
	verification_status: child.verification_status ?? parent.verification_status,
	...(hasParentsStatus(child) && {
		recognition_status: parent.recognition_status,
		failure_causes: parent.failure_causes,
	}),
});

const DIGITS = /^\d+$/;

/** Everything a document says, each as one text. */
const sayings = ({ fields, stamps, handwritings, checks, tables }: Document): string[] =>
	[fields, stamps, handwritings, checks, ...tables.flatMap(({ rows }) => rows)]
		.flat()
		.map(({ label, value }) => JSON.stringify([label, value]));

function partsBelow(file: DocFlowFile, fileKey: string, fieldNames: FieldNames): Part[] {
	const own: Part = { file, fileKey, document: readDocument(file, fieldNames) };
	const children = file.child_files ?? [];
	if (children.length === 0) return [own];
	const seen = new Set<string>();
	const parts = children.flatMap((child, at) => {
		// An id that is missing, odd or comes twice does not tell a child from the others; its place does.
		const isOwn = DIGITS.test(child.id) && !seen.has(child.id);
		seen.add(child.id);
		const key = isOwn ? child.id : `.${at + 1}`;
		return partsBelow(inherited(child, file), `${fileKey}-${key}`, fieldNames);
	});
	const known = new Set(parts.flatMap(({ document }) => sayings(document)));
	// The children stand for the whole file, unless it says what none of them does.
	return sayings(own.document).every((one) => known.has(one)) ? parts : [own, ...parts];
}

/** The documents of a file: its children in its place where it was split or cropped and they are asked for. */
export function partsOf(file: DocFlowFile, fieldNames: FieldNames, splitChildren: boolean): Part[] {
	const whole = splitChildren ? file : { ...file, child_files: null };
	return partsBelow(whole, `F${file.id}`, fieldNames);
}
