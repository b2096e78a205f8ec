import { arrayOf, isRecord } from '../../../json';
import { patternOf } from './namePattern';

/** A file as n8n keeps it, of which a Code node may leave out anything. */
export type StoredFile = Record<string, unknown>;

/** A file that Input Binary Field means. */
export interface Choice {
	/** The binary field it stands in, or `file 1` where none is known. */
	field: string;
	stored: StoredFile;
	/** Whether a pattern found it, so that nobody asked for just this file. */
	byPattern: boolean;
}

/** What Input Binary Field means in one item. */
export interface Choices {
	chosen: Choice[];
	/** Names of fields that are not there. */
	missing: string[];
	/** Values that are neither a name nor a file. */
	wrong: unknown[];
	/** Whether it may mean no file at all: a pattern that nothing matches, an empty list. */
	mayBeNone: boolean;
}

/** What n8n keeps of a file (n8n-workflow, IBinaryData). */
const MEMBERS = new Set(
	'data mimeType fileType fileName directory fileExtension fileSize bytes id'.split(' '),
);

/** Whether a value is a file of n8n's. Its type is not asked for: a Code node may leave it out. */
const isStoredFile = (value: unknown): value is StoredFile =>
	isRecord(value) &&
	(typeof value.data === 'string' || typeof value.id === 'string') &&
	('mimeType' in value || Object.keys(value).every((name) => MEMBERS.has(name)));

/** Whether two values are one file: n8n hands an expression a copy. */
const isSame = (a: StoredFile, b: unknown): boolean =>
	isRecord(b) &&
	(a === b ||
		(a.id === b.id && (a.id !== undefined || (a.data === b.data && a.fileName === b.fileName))));

const SEPARATORS = /[,，、;；\r\n]+/;
const STAR = /[*＊]/;
/** The way to a field as expressions write it, and as n8n's combined binary mode keeps files (`_files`). */
const WAY = /^(?:\$?(?:json|binary)(?=[.[]))?\.?(?:_files(?=[.[]))?\.?/;

/** A name without what people put around it: quotes, brackets, the way to it. */
const bareName = (token: string): string =>
	token
		.normalize('NFKC')
		.replace(/^["'“”‘’]+|["'“”‘’]+$/g, '')
		.replace(WAY, '')
		.replace(/^\[["']?|["']?\]$/g, '') || token;

/** The names and patterns of a text. A field's name may itself hold blanks and commas, so what is there goes first. */
function namesIn(text: string, fields: string[]): string[] {
	const known = (name: string) => fields.includes(name);
	const found = (name: string) => known(name) || known(bareName(name)) || STAR.test(name);
	const tokens = known(text.trim()) ? [text] : text.split(SEPARATORS);
	return tokens
		.map((token) => token.trim())
		.filter(Boolean)
		.flatMap((token) => {
			const parts = token.split(/\s+/);
			return found(token) && !(STAR.test(token) && parts.length > 1)
				? [token]
				: parts.every(found)
					? parts
					: [token];
		})
		.map((token) => (known(token) ? token : bareName(token)));
}

/**
 * The files that Input Binary Field means in an item with these `own` ones. Its value is names and patterns, in a text or
 * an array; or files themselves, of whatever node: one, an array or an object of them, or items with them (n8n's combined binary mode
 * keeps them in `_files`). Each once.
 */
export function chooseFiles(value: unknown, own: Readonly<Record<string, unknown>>): Choices {
	const fields = Object.keys(own);
	const choices: Choices = { chosen: [], missing: [], wrong: [], mayBeNone: false };
	const { chosen } = choices;
	const addField = (field: string, byPattern: boolean) => {
		const known = chosen.find((one) => one.field === field && isSame(one.stored, own[field]));
		if (known !== undefined) known.byPattern &&= byPattern;
		else chosen.push({ field, stored: isRecord(own[field]) ? own[field] : {}, byPattern });
	};
	const addName = (name: string) => {
		if (fields.includes(name)) return addField(name, false);
		if (!STAR.test(name)) return choices.missing.push(name);
		choices.mayBeNone = true;
		const pattern = patternOf(name);
		return fields.filter((field) => pattern.test(field)).forEach((field) => addField(field, true));
	};
	const addFile = (stored: StoredFile, name?: string) => {
		if (chosen.some((one) => isSame(stored, one.stored) && (name ?? one.field) === one.field))
			return;
		const field =
			name ?? fields.find((one) => isSame(stored, own[one])) ?? `file ${chosen.length + 1}`;
		chosen.push({ field, stored, byPattern: false });
	};
	const read = (part: unknown): void => {
		const list = arrayOf(part);
		if (Array.isArray(list)) {
			choices.mayBeNone ||= list.length === 0;
			list.forEach(read);
		} else if (typeof part === 'string' || typeof part === 'number')
			namesIn(String(part), fields).forEach(addName);
		else if (isStoredFile(part)) addFile(part);
		else if (isRecord(part) && isRecord(part.json)) read(part.binary ?? part.json._files ?? []);
		else if (isRecord(part) && isRecord(part._files)) read(part._files);
		else if (isRecord(part) && Object.values(part).every(isStoredFile)) {
			choices.mayBeNone = true;
			for (const [name, stored] of Object.entries(part))
				if (isStoredFile(stored)) addFile(stored, name);
		} else if (part !== undefined && part !== null) choices.wrong.push(part);
	};
	read(value);
	return choices;
}
