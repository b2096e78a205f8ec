import { amountOf } from './amount';
import { compactDateOf, dateOf } from './date';

/** Words in a name that say that its values are identifiers: nothing to count with. */
const IDENTIFIER =
	/\b(no|nr|num|numbers?|ids?|codes?|ref|reference|serial|order|po|sku|article|account|acct|iban|bic|swift|card|phone|tel|telephone|mobile|fax|zip|postcode|postal|tin|ein|barcode|ean|gtin|batch|lot|version)\b|#|№|号|编码|代码|电话|手机|邮编|规格|条码/i;
/** Words that say the opposite, and are stronger. */
const QUANTITY =
	/\b(amount|total|subtotal|sum|price|cost|fee|balance|quantity|qty|(number|no|num)\.? of)\b|金额|数量|单价|税额|合计|总额|税率/i;
const DATE = /\b(date|datum|time)\b|日期|时间/i;

/** Longer texts are neither a number nor a date. */
const MAX_TEXT = 40;

type Kind = 'identifier' | 'date' | 'any';

function kindOf(label: string): Kind {
	const words = label.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/_/g, ' ');
	if (QUANTITY.test(words)) return 'any';
	if (DATE.test(words)) return 'date';
	return IDENTIFIER.test(words) ? 'identifier' : 'any';
}

/** Digits, marks and brackets in their usual form: Chinese documents have them wide, others with special spaces. */
const usual = (text: string): string =>
	text
		.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
		.replace(/\uffe5/g, '¥')
		.replace(/[\u2212\u2012]/g, '-')
		.replace(/[\u2019\u02bc]/g, "'")
		.replace(/\s/g, ' ')
		.trim();

function typedText(text: string, kind: Kind): unknown {
	if (kind === 'identifier' || text.length > MAX_TEXT || !/[\d\uff10-\uff19]/.test(text))
		return text;
	const plain = usual(text);
	const compact = compactDateOf(plain);
	if (kind === 'date') return dateOf(plain) ?? compact ?? text;
	// Eight digits that are a day may be one, or a number.
	return compact === undefined ? (dateOf(plain) ?? amountOf(plain) ?? text) : text;
}

/**
 * Gives values their type: a number or an ISO date where the text is surely one, all else as it is. What a name calls
 * an identifier stays text, or a column would hold numbers here and text there.
 */
export function typing(): (label: string, value: unknown) => unknown {
	const kinds = new Map<string, Kind>();
	return (label, value) => {
		if (typeof value !== 'string') return value;
		const kind = kinds.get(label) ?? kindOf(label);
		kinds.set(label, kind);
		return typedText(value, kind);
	};
}
