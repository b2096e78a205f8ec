import { createHash } from 'crypto';
import { readFileSync } from 'fs';
import type { Options } from 'nodemailer/lib/mailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import { join } from 'path';

import { documents } from '../../demo/documents.data';
import { demoFolder } from '../../demo/host/install';
import { said, type Said } from './said';

const document = (name: string) => readFileSync(join(demoFolder, 'documents', name));

/** What the rows of a sample document are to say. */
function rowsOf(name: string): Said[] {
	const found = documents.find(({ file }) => file === name);
	if (found === undefined) throw new Error(`There is no sample document ${name}`);
	return found.rows.map((row) => said(found, row));
}
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
	/** Where the format Simple loses the name of the mail, what DocFlow is given then. */
	simpleName?: string;
	content: Buffer;
	rows: Said[];
}

/** A mail, and the documents in it that are to go up, in order. */
interface Mail {
	what: string;
	mail: Options;
	documents: Sent[];
	/** Those in a mail inside of it, which n8n opens with the format Resolved only. */
	inside?: Sent[];
	/** n8n's own reader of the format Simple gives up the whole mailbox at such a mail. */
	stopsSimple?: boolean;
}

const from = (name: string) => ({
	from: `${name} <${name}@supplier.example>`,
	to: 'invoices@example.com',
	subject: `From ${name}`,
	text: 'Please find our documents attached.',
});

/** One document under the name it has in the mail, and what kind the mail says it is. */
function one(name: string, filename: string, sample: string, contentType = OCTETS): Mail {
	const content = document(sample);
	return {
		what: `${filename} as ${contentType}`,
		mail: { ...from(name), attachments: [{ filename, content, contentType }] },
		documents: [{ name: filename, content, rows: rowsOf(sample) }],
	};
}

/** A sample document under its own name. */
const sent = (name: string): Sent => ({ name, content: document(name), rows: rowsOf(name) });

/** A text invoice and what it says. */
const textInvoice = (number: number, name: string): Sent => ({
	name,
	content: invoice(number),
	rows: [
		['Paper', String(number), '0'],
		['Pens', '2', '5.00'],
	].map(([item, quantity, amount]) => ({
		'Invoice Number': `INV-${number}`,
		'Line Item': item,
		'Line Quantity': quantity,
		'Line Amount': amount,
	})),
});

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
			documents: [sent('invoice-2026-0917.pdf'), sent('delivery-note-5531.docx')],
		},
		one('bob', 'scan.pdf', 'invoice-R-10482.pdf'),
		{
			...one('chen', '增值税发票 九月.pdf', '增值税发票-2026-09.pdf', 'application/pdf'),
			documents: [
				{
					...sent('增值税发票-2026-09.pdf'),
					name: '增值税发票 九月.pdf',
					simpleName: 'attachment_0.pdf',
				},
			],
		},
		{
			...one('dora', 'Rechnung Nr. 4711', 'invoice-2026-0917.pdf'),
			what: 'a PDF without an ending, as application/octet-stream',
			documents: [{ ...sent('invoice-2026-0917.pdf'), name: 'Rechnung Nr. 4711.pdf' }],
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
			documents: [1, 2].map((number) => textInvoice(number, 'invoice.txt')),
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
			documents: [textInvoice(3, 'good.txt')],
			stopsSimple: true,
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
			documents: [textInvoice(4, 'beside.txt')],
			inside: [{ ...sent('invoice-R-10482.pdf'), name: 'forwarded.pdf' }],
		},
	];
}

/** The formats of n8n's Email Trigger (IMAP). */
export type Format = 'resolved' | 'simple';

/** The documents of mails as they are to arrive: from whom, by what name, whole, and what their rows say. */
export const expected = (list: Mail[], format: Format) =>
	list.flatMap(({ mail, documents: own, inside = [] }) =>
		[...own, ...(format === 'simple' ? [] : inside)].map(
			({ name, simpleName = name, content, rows }) => ({
				sender: String(mail.from).replace(/.*<|>/g, ''),
				name: format === 'simple' ? simpleName : name,
				sha256: sha256(content),
				bytes: content.length,
				rows,
			}),
		),
	);
