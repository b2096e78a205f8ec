const SIGNS = '(?:US|CN|HK|NT|AU|CA|NZ|SG|MX|A|C|S|R)?\\$|[€£¥₹₩₽₺₫฿₴₦₱₪]';
const CODES =
	'AED|ARS|AUD|BGN|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KRW|MAD|MOP|MXN|MYR|NOK|NZD|PEN|PHP|PLN|RMB|RON|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR';
const WORDS = '人民币|美元|欧元|港元|港币|日元|英镑|元|圆|円|kr\\.?|zł|Kč|Ft|Fr\\.';
const CURRENCY = `(?:${SIGNS}|${CODES}|${WORDS})`;
const FORM = new RegExp(
	`^(?<open>\\()?(?<minus>[+-])?(?<before>${CURRENCY})?\\s?(?<inner>-)?(?<digits>\\d[\\d.,' ]*\\d|\\d|\\.\\d+)\\s?(?<percent>%)?\\s?(?<after>${CURRENCY})?(?<last>-)?(?<close>\\))?$`,
);

/** More digits than these a number does not hold. */
const MAX_DIGITS = 15;
/** A whole number without any mark that is longer is a code rather than a count. */
const MAX_PLAIN = 9;

/** How digits are grouped, thousands by one mark and the decimals behind another. */
const GROUPED: RegExp[] = [
	/^\d{1,3}(?:,\d{3})+\.\d+$/,
	/^\d{1,3}(?:\.\d{3})+,\d+$/,
	/^\d{1,3}(?:[ ']\d{3})+[.,]\d+$/,
	/^\d{1,3}(?:,\d{3}){2,}$/,
	/^\d{1,3}(?:\.\d{3}){2,}$/,
	/^\d{1,3}(?:'\d{3})+$/,
	// India: 12,34,567.00
	/^\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$/,
];
/** One mark that may be of either kind: 1,234 is a thousand to some and one to others. */
const AMBIGUOUS = /^[1-9]\d{0,2}[.,]\d{3}$/;
/** A month, not a number: 2026.09. */
const MONTH = /^(?:19|20)\d\d[.,](?:0[1-9]|1[0-2])$/;

/** Digits with marks as JavaScript writes them; undefined where the marks can be read in two ways, or in none. */
function plainDigits(digits: string, hasCurrency: boolean): string | undefined {
	if (/^\d+$/.test(digits)) return digits;
	// Without a currency it may be a telephone number.
	if (hasCurrency && /^\d{1,3}(?: \d{3})+$/.test(digits)) return digits.replace(/ /g, '');
	if (AMBIGUOUS.test(digits) || MONTH.test(digits)) return undefined;
	if (/^\d*[.,]\d+$/.test(digits)) return digits.replace(',', '.');
	if (!GROUPED.some((form) => form.test(digits))) return undefined;
	const marks = digits.replace(/\d/g, '');
	const decimal = marks.at(-1) === marks[0] ? undefined : marks.at(-1);
	const whole = decimal === undefined ? digits : digits.slice(0, digits.lastIndexOf(decimal));
	const rest = decimal === undefined ? '' : `.${digits.slice(whole.length + 1)}`;
	return whole.replace(/\D/g, '') + rest;
}

/**
 * The number that a text surely is: with a currency, thousands and decimal marks of either kind, a percent sign (20% is
 * 0.2), a minus on any side or brackets for it. Undefined for whatever may be something else: codes with leading
 * zeros, long digits, `1,234`, `(5)`.
 */
export function amountOf(text: string): number | undefined {
	const groups = FORM.exec(text)?.groups;
	if (groups === undefined) return undefined;
	const { open, minus, before, inner, digits, percent, after, last, close } = groups;
	const hasCurrency = Boolean(before ?? after);
	const plain = plainDigits(digits, hasCurrency);
	if (plain === undefined || /^0\d/.test(plain)) return undefined;
	const isBare = /^\d+$/.test(digits) && !hasCurrency && !percent;
	if (isBare && (plain.length > MAX_PLAIN || minus === '+' || open || last)) return undefined;
	const signs = [minus === '-', inner, last, open].filter(Boolean).length;
	if (Boolean(open) !== Boolean(close) || signs > 1 || (minus === '+' && signs > 0))
		return undefined;
	if (percent && (hasCurrency || open)) return undefined;
	if (plain.replace(/^0?\.0*|\./g, '').length > MAX_DIGITS) return undefined;
	const number = Number(`${plain}${percent ? 'e-2' : ''}`);
	return signs === 1 && number !== 0 ? -number : number;
}
