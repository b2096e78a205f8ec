import { createHash } from 'crypto';
import { readFileSync } from 'fs';
import type { Options } from 'nodemailer/lib/mailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import { join } from 'path';

import { demoFolder } from '../../demo/host/install';

const document = (name: string) => readFileSync(join(demoFolder, 'documents', name));
const invoice = (number: number) =>
	Buffer.from(
		`Invoice Number: INV-${number}\nItem,Quantity,Amount\nPaper,${number},0\nPens,2,5.00\n`,
	);
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

/** A picture as signatures carry it: one pixel, named as Outlook names it. */
const LOGO = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);
const OCTETS = 'application/octet-stream';

interface Sent {
	/** The name that DocFlow is given. */
	name: string;
	content: Buffer;
}

/** A mail, and the documents in it that are to go up, in order. */
interface Mail {
	what: string;
	mail: Options;
	documents: Sent[];
	/** Those in a mail inside of it, which n8n opens. */
	inside?: Sent[];
}

const from = (name: string) => ({
	from: `${name} <${name}@supplier.example>`,
	to: 'invoices@example.com',
	subject: `From ${name}`,
	text: 'Please find our documents attached.',
});

/** One document under the name it has in the mail, and what kind the mail says it is. */
function one(name: string, filename: string, content: Buffer, contentType = OCTETS): Mail {
	return {
		what: `${filename} as ${contentType}`,
		mail: { ...from(name), attachments: [{ filename, content, contentType }] },
		documents: [{ name: filename, content }],
	};
}

const pdf = document('invoice-2026-0917.pdf');
const docx = document('delivery-note-5531.docx');

/** What people send. */
export async function mails(): Promise<Mail[]> {
	const inside = document('invoice-R-10482.pdf');
	const forwarded = await new MailComposer({
		...from('stranger'),
		attachments: [{ filename: 'forwarded.pdf', content: inside }],
	})
		.compile()
		.build();
	return [
		{
			what: 'several attachments, and a logo in the signature',
			mail: {
				...from('alice'),
				html: '<p>Please find our documents attached.</p><img src="cid:logo">',
				attachments: [
					{ filename: 'image001.png', content: LOGO, cid: 'logo' },
					{ filename: 'invoice-2026-0917.pdf', content: pdf },
					{ filename: 'delivery-note-5531.docx', content: docx },
				],
			},
			documents: [
				{ name: 'invoice-2026-0917.pdf', content: pdf },
				{ name: 'delivery-note-5531.docx', content: docx },
			],
		},
		one('bob', 'scan.pdf', document('invoice-R-10482.pdf')),
		one('chen', '增值税发票 九月.pdf', document('增值税发票-2026-09.pdf'), 'application/pdf'),
		{
			...one('dora', 'Rechnung Nr. 4711', pdf),
			what: 'a PDF without an ending, as application/octet-stream',
			documents: [{ name: 'Rechnung Nr. 4711.pdf', content: pdf }],
		},
		{
			what: 'two files of one name',
			mail: {
				...from('emil'),
				attachments: [1, 2].map((number) => ({
					filename: 'invoice.txt',
					content: invoice(number),
				})),
			},
			documents: [1, 2].map((number) => ({ name: 'invoice.txt', content: invoice(number) })),
		},
		{
			what: 'an empty file beside a good one',
			mail: {
				...from('frida'),
				attachments: [
					{ filename: 'empty.pdf', content: Buffer.alloc(0) },
					{ filename: 'good.txt', content: invoice(3) },
				],
			},
			documents: [{ name: 'good.txt', content: invoice(3) }],
		},
		{ what: 'no file at all', mail: from('gus'), documents: [] },
		{
			what: 'a forwarded mail beside an invoice',
			mail: {
				...from('hana'),
				attachments: [
					{ filename: 'forwarded.eml', content: forwarded, contentType: 'message/rfc822' },
					{ filename: 'beside.txt', content: invoice(4) },
				],
			},
			documents: [{ name: 'beside.txt', content: invoice(4) }],
			inside: [{ name: 'forwarded.pdf', content: inside }],
		},
	];
}

/** The documents of mails as they are to arrive: from whom, by what name, whole. */
export const expected = (list: Mail[]) =>
	list.flatMap(({ mail, documents, inside = [] }) =>
		[...documents, ...inside].map(({ name, content }) => ({
			sender: String(mail.from).replace(/.*<|>/g, ''),
			name,
			sha256: sha256(content),
		})),
	);
