/** The categories of the stand-in's workspace. */
export const CATEGORIES = ['invoice', 'receipt', 'contract', 'other'].map((name, at) => ({
	id: `19558405403880000${at}0`,
	name,
	description: `A category of the stand-in: ${name}`,
	category_prompt: '',
	category_keyword_rules: { positive_rules: [], negative_rules: [] },
	extract_model: 'Auto',
	enabled: 1,
}));

/** Whether the workspace has a category, by its exact name. */
export const hasCategory = (name: string): boolean => CATEGORIES.some((one) => one.name === name);
