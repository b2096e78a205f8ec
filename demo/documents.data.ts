/** What a sample document says; the files are made from it and the end-to-end test compares with it. */
export interface SampleDocument {
	file: string;
	title: string;
	category: string;
	fields: Array<[name: string, value: string]>;
	columns: string[];
	rows: string[][];
	/** Printed below the table. */
	totals: Array<[name: string, value: string]>;
}

export const documents: SampleDocument[] = [
	{
		file: 'delivery-note-5531.docx',
		title: 'Delivery Note',
		category: 'contract',
		fields: [
			['Delivery Number', 'DN-5531'],
			['Delivery Date', '2026-09-18'],
			['Carrier', 'Nordlicht Logistik GmbH'],
		],
		columns: ['Article', 'Pieces', 'Weight kg'],
		rows: [
			['Steel bracket M8', '240', '36.5'],
			['Rubber seal 40 mm', '1200', '7.2'],
			['Pallet, returnable', '0', '0'],
		],
		totals: [['Total Weight', '43.7 kg']],
	},
	{
		file: 'expense-report-september.xlsx',
		title: 'Expense Report',
		category: 'receipt',
		fields: [
			['Employee', 'Zoë Faßbender'],
			['Month', '2026-09'],
		],
		columns: ['Date', 'Reason', 'Amount'],
		rows: [
			['2026-09-03', 'Train Köln to Paris', '189.00'],
			['2026-09-04', 'Hotel, two nights', '312.40'],
			['2026-09-05', 'Taxi', '27.90'],
		],
		totals: [['Total', '529.30']],
	},
	{
		file: 'invoice-2026-0917.pdf',
		title: 'Invoice',
		category: 'invoice',
		fields: [
			['Invoice Number', '2026-0917'],
			['Invoice Date', '2026-09-17'],
			['Vendor', 'Hudson Paper & Supply Co.'],
			['Purchase Order', '4500017734'],
		],
		columns: ['Description', 'Quantity', 'Unit Price', 'Amount'],
		rows: [
			['Copy paper A4, 80 g', '40', '4.95', '198.00'],
			['Toner cartridge, black', '3', '79.00', '237.00'],
			['Ballpoint pens, box of 50', '2', '12.50', '25.00'],
			['Sample notebook', '1', '0.00', '0.00'],
		],
		totals: [
			['Subtotal', '460.00'],
			['VAT 20%', '92.00'],
			['Total Due', '552.00'],
		],
	},
	{
		file: 'invoice-R-10482.pdf',
		title: 'Invoice',
		category: 'invoice',
		fields: [
			['Invoice Number', 'R-10482'],
			['Invoice Date', '2026-09-21'],
			['Vendor', 'Åström Consulting AB'],
		],
		columns: ['Description', 'Hours', 'Rate', 'Amount'],
		rows: [
			['Workshop “Lean month end”', '16', '140.00', '2240.00'],
			['Remote support', '5.5', '120.00', '660.00'],
		],
		totals: [['Total Due', '2900.00']],
	},
	{
		file: '增值税发票-2026-09.pdf',
		title: '增值税电子普通发票',
		category: 'invoice',
		fields: [
			['发票号码', '26312000000482910374'],
			['开票日期', '2026-09-12'],
			['销售方名称', '上海合合文具有限公司'],
			['购买方名称', '北京远山咨询有限公司'],
		],
		columns: ['货物名称', '数量', '单价', '金额'],
		rows: [
			['打印纸', '20', '25.50', '510.00'],
			['签字笔', '100', '3.20', '320.00'],
			['文件夹', '30', '6.80', '204.00'],
		],
		totals: [['价税合计', '1034.00']],
	},
];
