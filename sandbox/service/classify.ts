import type { Category, KeywordRules, Sample, Workspace } from './catalog';
import { type Extracted, extract } from './extract';

/** What the API calls the category of a document that is of none. */
const NONE = 'undefined';
/** The category for all that is of no other, where a workspace has it. */
const OTHER = 'other';

/** Words by which documents of the first workspace's categories are told, beside their names. */
const WORDS: Partial<Record<string, string[]>> = {
	invoice: ['发票'],
	receipt: ['expense'],
	contract: ['delivery'],
};

type Group = KeywordRules['positive_rules'][number];

const hits = (text: string, { words, min_hit }: Group): boolean =>
	words.filter((word) => text.includes(word.toLowerCase())).length >= min_hit;

const read = new WeakMap<Sample, Promise<Extracted | undefined>>();

/** What stands in a sample; nothing where it can't be read. */
async function contentOf(sample: Sample): Promise<Extracted | undefined> {
	const ending = /\.([^.]+)$/.exec(sample.name)?.[1].toLowerCase() ?? '';
	const content = read.get(sample) ?? extract(sample.bytes, ending).catch(() => undefined);
	read.set(sample, content);
	return await content;
}

/** How many of the labels of a document also stand in the samples of a category. */
async function sharedLabels({ samples }: Category, { fields }: Extracted): Promise<number> {
	const contents = await Promise.all(samples.map(contentOf));
	const labels = new Set(contents.flatMap((one) => one?.fields.map(([key]) => key) ?? []));
	return fields.filter(([key]) => labels.has(key)).length;
}

/**
 * The category of a document among those in use of its workspace: that whose keyword rules it fits, whose name stands in it
 * or in its file's name, or whose samples have most of its labels, more than those of any other.
 */
export async function classify(
	workspace: Workspace | undefined,
	name: string,
	content: Extracted,
): Promise<string> {
	const text = `${name} ${content.text}`.toLowerCase();
	const open = (workspace?.categories ?? []).filter(
		({ enabled, category_keyword_rules: { negative_rules } }) =>
			enabled === 1 && !negative_rules.some((group) => hits(text, group)),
	);
	const has = (word: string) => text.includes(word.toLowerCase());
	const told =
		open.find((one) =>
			one.category_keyword_rules.positive_rules.some((rule) => hits(text, rule)),
		) ?? open.find((one) => one.name !== OTHER && [one.name, ...(WORDS[one.name] ?? [])].some(has));
	if (told !== undefined) return told.name;
	const counts = await Promise.all(open.map(async (one) => await sharedLabels(one, content)));
	const most = Math.max(0, ...counts);
	const alike = open.filter((_one, at) => most > 0 && counts[at] === most);
	if (alike.length === 1) return alike[0].name;
	return open.some((one) => one.name === OTHER) ? OTHER : NONE;
}
