import { randomUUID } from 'crypto';

/** What every answer looks like; a failure is mostly HTTP 200 with another `code`. */
export interface Envelope {
	code: number;
	msg: string;
	result: unknown;
	traceId?: string;
}

/** Business codes the stand-in uses. Those of quota and keyword rules are published; the vendor lists none for the workspace. */
export const CODE = {
	invalid: 400,
	unauthorized: 401,
	notFound: 404,
	noWorkspace: 1005015001,
	keywordConflict: 1005015019,
	keywordRules: 1005025065,
	outOfQuota: 1005025075,
} as const;

const CHINESE: Record<number, string> = {
	200: '成功',
	[CODE.invalid]: '请求参数错误',
	[CODE.unauthorized]: '认证失败',
	[CODE.notFound]: '请求地址不存在',
	[CODE.noWorkspace]: '工作空间不存在',
	[CODE.outOfQuota]: '额度不足',
};

/** An answer that worked. */
export const success = (result: unknown): Envelope => ({ code: 200, msg: 'success', result });

/** An answer that did not; support of the real service asks for its `traceId`. */
export const failure = (code: number, msg: string): Envelope => ({
	code,
	msg,
	result: null,
	traceId: randomUUID(),
});

/** The answer in the language of the request's `lang` header; English unless it says `zh_CN`. */
export function inLanguage(answer: unknown, lang: unknown): unknown {
	if (lang !== 'zh_CN' || typeof answer !== 'object' || answer === null || !('code' in answer))
		return answer;
	const msg = CHINESE[Number(answer.code)];
	return msg === undefined ? answer : { ...answer, msg };
}
