import ts from 'typescript';

interface Token {
	text: string;
	start: number;
	end: number;
}

/** The tokens of a piece of TypeScript: blanks, line breaks, comments and trailing commas are none. */
function tokensOf(source: string): Token[] {
	const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
	const leaves = (node: ts.Node): ts.Node[] => {
		const parts = node.getChildren(file).filter((part) => !ts.isJSDoc(part));
		return parts.length === 0 ? [node] : parts.flatMap(leaves);
	};
	return leaves(file)
		.map((leaf) => ({ text: leaf.getText(file), start: leaf.getStart(file), end: leaf.getEnd() }))
		.filter(({ text }) => text !== '')
		.filter(({ text }, at, all) => text !== ',' || !/^[)\]}]$/.test(all[at + 1]?.text ?? ''));
}

/**
 * Replaces a piece of code that stands once in a source, however either is laid out.
 * @throws Error when it stands there not at all, or more than once.
 */
export function replaceCode(source: string, from: string, to: string): string {
	const tokens = tokensOf(source);
	const wanted = tokensOf(from);
	const places = tokens.flatMap((_, at) =>
		wanted.every(({ text }, offset) => tokens[at + offset]?.text === text) ? [at] : [],
	);
	if (places.length !== 1)
		throw new Error(`The source holds this ${places.length} times, not once: ${from}`);
	const [first] = places;
	return (
		source.slice(0, tokens[first].start) + to + source.slice(tokens[first + wanted.length - 1].end)
	);
}
