import { CODE } from '../envelope';
import { Refusal } from '../refusal';
import type { Category, KeywordRules, Workspace } from './catalog';

type Group = KeywordRules['positive_rules'][number];

const plain = (word: string) => word.replace(/\s+/g, '').toLowerCase();
const wordsOf = (groups: Group[]) => groups.flatMap(({ words }) => words.map(plain));
const signature = ({ min_hit, words }: Group) => `${min_hit} ${words.map(plain).sort().join()}`;

/**
 * Whether the keyword rules of a category may be (DocFlow API, "Create File Category"): no keyword on both sides, no more
 * hits than words, and no group that another enabled category has. @throws Refusal where not.
 */
export function checkRules(
	{ categories }: Workspace,
	rules: KeywordRules | undefined,
	own?: Category,
): void {
	if (rules === undefined) return;
	const { positive_rules: positive, negative_rules: negative } = rules;
	if ([...positive, ...negative].some(({ min_hit, words }) => min_hit > words.length))
		throw new Refusal('min_hit must not exceed the number of words', CODE.keywordRules);
	const excluded = new Set(wordsOf(negative));
	if (wordsOf(positive).some((word) => excluded.has(word)))
		throw new Refusal('a keyword is both positive and negative', CODE.keywordRules);
	for (const one of categories.filter(({ enabled }) => enabled === 1)) {
		if (one === own) continue;
		for (const side of ['positive_rules', 'negative_rules'] as const) {
			const taken = new Set(one.category_keyword_rules[side].map(signature));
			if (rules[side].some((group) => taken.has(signature(group))))
				throw new Refusal(`keyword rules conflict with category ${one.name}`, CODE.keywordConflict);
		}
	}
}
