const SEPARATORS = /[,，、;；\r\n]+/;

/** A text with `*` in it as a pattern for whole names, in whatever case. */
export function patternOf(text: string): RegExp {
	const parts = text.split(/[*＊]/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('[^]*')}$`, 'iu');
}

/**
 * A test for file names by patterns such as `*.pdf, !image0*`: a name passes when no `!` pattern matches it and, if
 * there are others, one of them does. A file may go by several names; each pattern looks at all of them.
 */
export function nameFilter(patterns: string[]): (names: string[]) => boolean {
	const all = patterns
		.flatMap((one) => one.split(SEPARATORS))
		.map((one) => one.trim())
		.filter(Boolean);
	const isExcluding = (one: string) => /^[!！]/.test(one);
	const wanted = all.filter((one) => !isExcluding(one)).map(patternOf);
	const unwanted = all.filter(isExcluding).map((one) => patternOf(one.slice(1).trim()));
	const matches = (list: RegExp[], names: string[]) =>
		list.some((pattern) => names.some((name) => pattern.test(name)));
	return (names) => !matches(unwanted, names) && (wanted.length === 0 || matches(wanted, names));
}
