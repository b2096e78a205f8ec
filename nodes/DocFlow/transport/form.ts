import type { DocFlowAnswer } from './answer';
import { cancelSignal, type DocFlowContext } from './context';
import { MultipartBody, type Part } from './multipart';
import { closableFiles } from './openFiles';
import { docFlowRequest, type DocFlowRequest } from './request';

/** A POST of a form, whose files are closed when it ends, however it ends. @throws as `docFlowRequest` does. */
export async function docFlowForm(
	context: DocFlowContext,
	request: Omit<DocFlowRequest, 'method' | 'body'>,
	parts: Part[],
): Promise<DocFlowAnswer> {
	const ofFiles = parts.flatMap((part) => ('file' in part ? [part.file] : []));
	const { files, close } = closableFiles(ofFiles, cancelSignal(context));
	const body = new MultipartBody(
		parts.map((part) =>
			'file' in part ? { ...part, file: files[ofFiles.indexOf(part.file)] } : part,
		),
	);
	return await docFlowRequest(context, { ...request, method: 'POST', body }).finally(close);
}
