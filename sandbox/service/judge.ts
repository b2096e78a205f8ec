import type { Rule } from './review';
import type { Stored } from './store';

/** Codes of a rule's result (DocFlow API, ReviewTaskStatus). A rule that is for none of the files has none. */
export const APPROVED = 1;
export const FAILED = 2;
export const REJECTED = 4;

/** A place in a document that a verdict leans on. */
interface Evidence {
	file: Stored;
	field: string;
	value: string;
}

/** What the stand-in thinks of files by a rule. */
export interface Verdict {
	result?: number;
	reasoning: string;
	evidence: Evidence[];
}

type Check = (value: string) => boolean;

const numberIn = (text: string): number =>
	Number(/-?\d[\d,]*(\.\d+)?/.exec(text)?.[0].replace(/,/g, ''));

/** What may stand behind a field's name in a prompt, as in `Total must be below 1000`. */
const CHECKS: Array<[RegExp, (bound: string) => Check]> = [
	[/\bbelow\s+([\d.,]+)/i, (bound) => (value) => numberIn(value) < numberIn(bound)],
	[/\babove\s+([\d.,]+)/i, (bound) => (value) => numberIn(value) > numberIn(bound)],
	[/\bmust (?:be|say)\s+"([^"]+)"/i, (wanted) => (value) => value === wanted],
	[/\bmust not (?:be|say)\s+"([^"]+)"/i, (other) => (value) => value !== other],
];

/** The check that a prompt asks for; that a value is there, where the stand-in reads no other. */
function checkOf(prompt: string): Check {
	for (const [form, make] of CHECKS) {
		const match = form.exec(prompt);
		if (match !== null) return make(match[1]);
	}
	return (value) => value !== '';
}

/** Fields of a file that a prompt names. */
const named = ({ content }: Stored, prompt: string): Array<[string, string]> =>
	content.fields.filter(
		([key]) => key !== 'sandbox' && prompt.toLowerCase().includes(key.toLowerCase()),
	);

/** Said by every verdict: nobody is to take it for a judgment. */
const STAND_IN = 'This is a stand-in for DocFlow: it only compares values.';

/**
 * Judges files by a rule: by the fields that its prompt names, in the first of the forms above. `sandbox: error` in a
 * prompt makes the rule break. The same files and the same rule give the same verdict.
 */
export function judge(
	{ prompt, category_ids }: Rule,
	files: Stored[],
	categoryId: (name: string) => string,
): Verdict {
	if (/sandbox: error/.test(prompt))
		return { result: FAILED, reasoning: `The model gave no answer. ${STAND_IN}`, evidence: [] };
	const meant = files.filter(
		({ category }) => category_ids.length === 0 || category_ids.includes(categoryId(category)),
	);
	if (meant.length === 0) return { reasoning: '', evidence: [] };
	const evidence = meant.flatMap((file) =>
		named(file, prompt).map(([field, value]) => ({ file, field, value })),
	);
	const check = checkOf(prompt);
	const wrong = evidence.filter(({ value }) => !check(value));
	const shown = wrong.length > 0 ? wrong : evidence;
	const isRight = evidence.length > 0 && wrong.length === 0;
	const found = shown.map(({ field, value }) => `${field}: ${value}`).join('; ');
	const reasoning = `${found || 'No document says it.'} ${isRight ? 'As it must be.' : 'Not as it must be.'} ${STAND_IN}`;
	return { result: isRight ? APPROVED : REJECTED, reasoning, evidence: shown };
}
