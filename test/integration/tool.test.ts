import { item } from '../support/files';
import { run } from '../support/n8n';
import { useSandbox } from '../support/sandbox';

let credential: Record<string, string>;
useSandbox((started) => ({ credential } = started));

const upload = { resource: 'file', operation: 'upload' };

test("an agent's tool that is given no file says so, and how it is given one", async () => {
	const uploading = run({ parameters: upload, credential, asTool: true });
	await expect(uploading).rejects.toMatchObject({
		message: expect.stringMatching(
			/^Nothing was uploaded: it has no files\. .*\$\('Form'\)\.all\(\)/,
		),
	});
	expect(await run({ parameters: upload, credential })).toEqual([]);
});

test("an agent's tool whose option leaves all files out says so", async () => {
	const parameters = { ...upload, options: { fileNames: 'other.txt' } };
	const items = [await item(['data', 'Total: 5', 'a.txt'])];
	await expect(run({ parameters, credential, items, asTool: true })).rejects.toThrow(/File Names/);
});

test("an agent's tool that finds nothing says that it was nothing", async () => {
	const parameters = { resource: 'file', operation: 'fetch', fetchBy: 'workspace' };
	expect(await run({ parameters, credential, asTool: true })).toEqual([{ json: { found: 0 } }]);
	expect(await run({ parameters, credential })).toEqual([]);
});

test('a model reads what to do about an error: n8n hands it the message alone', async () => {
	const parameters = { resource: 'file', operation: 'delete', fileId: '1' };
	const deleting = run({ parameters, credential, asTool: true });
	await expect(deleting).rejects.toThrow(/nothing was deleted\. Switch it on/);
	const other = run({ parameters, credential });
	await expect(other).rejects.toThrow(/nothing was deleted$/);
});
