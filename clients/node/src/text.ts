import { InvalidEventError } from './failures.js';

/**
 * Names the first character not allowed in an event's texts: control characters, unpaired surrogates and non-characters
 * (CloudEvents 1.0, "Type System", String).
 */
export function illegalIn(text: string): string | undefined {
    for (let i = 0; i < text.length; i++) {
        const c = text.codePointAt(i) as number;
        const control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
        const unpaired = c >= 0xd800 && c <= 0xdfff;
        const nonCharacter = (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) === 0xfffe;
        if (control || unpaired || nonCharacter) {
            const hex = c.toString(16).toUpperCase().padStart(4, '0');
            return `a text of an event has no control characters, unpaired surrogates or non-characters, this one has U+${hex} at index ${i}`;
        }
        i += c > 0xffff ? 1 : 0;
    }
    return undefined;
}

/** Java's `String.isBlank`: whitespace by `Character.isWhitespace`, which excludes non-breaking spaces. */
export function isBlank(text: string): boolean {
    return /^[\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]*$/.test(text);
}

/** Why a text that CloudEvents does not define is not legal; its length is limited in foreign events too. */
export function misfit(what: string, value: string, most: number): string | undefined {
    if (isBlank(value) || value.length > most) {
        return `${what} must have 1 to ${most} characters and not be blank, this one has ${value.length}`;
    }
    const illegal = illegalIn(value);
    return illegal === undefined ? undefined : `${what} is not legal: ${illegal}`;
}

export function requireLegal(attribute: string, value: string): void {
    const illegal = illegalIn(value);
    if (illegal !== undefined) {
        throw new InvalidEventError(attribute, illegal);
    }
}

const URI_CHARACTER = /[a-zA-Z0-9\-._~:/?#[\]@!$&'()*+,;=]/;

/** Rejects what is not a URI-reference by RFC 3986. */
export function requireUriReference(attribute: string, value: string): void {
    const not = (why: string) =>
        new InvalidEventError(attribute, `it is a URI-reference (RFC 3986), '${value}' is not: ${why}`);
    let colon = -1;
    let fragment = -1;
    let hierarchyBegun = false;
    for (let i = 0; i < value.length; i++) {
        const c = value.charAt(i);
        if (c === '%') {
            if (!/^[0-9a-fA-F]{2}$/.test(value.slice(i + 1, i + 3))) {
                throw not("'%' is followed by two hexadecimal digits");
            }
        } else if (c === ':' && colon < 0 && !hierarchyBegun) {
            colon = i;
            if (!/^[a-zA-Z][a-zA-Z0-9+.-]*$/.test(value.slice(0, i)) && i > 0) {
                throw not("the part before the first ':' is not a scheme");
            }
            if (i === 0) {
                throw not("a scheme must precede the first ':'");
            }
        } else if (!URI_CHARACTER.test(c)) {
            throw not(`'${c}' is not allowed there, percent-encode it`);
        } else if (c === '#') {
            if (fragment >= 0) {
                throw not("'#' begins the fragment, a second one is percent-encoded");
            }
            fragment = i;
        }
        hierarchyBegun ||= c === '/' || c === '?' || c === '#';
    }
    if (!bracketsFit(value)) {
        throw not("'[' and ']' enclose an IP address, percent-encode them elsewhere");
    }
}

/**
 * Brackets enclose an IP address (RFC 3986, 3.2.2). Many writers put them into queries and fragments, and the SDKs and
 * Java's `URI` accept that.
 */
function bracketsFit(value: string): boolean {
    const hierarchy = value.replace(/[?#].*$/s, '');
    if (!/[[\]]/.test(hierarchy)) {
        return true;
    }
    const authority = /^(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?\/\/([^/]*)/.exec(hierarchy);
    const rest = authority === null ? hierarchy : hierarchy.slice(authority[0].length);
    return (
        authority !== null &&
        !/[[\]]/.test(rest) &&
        /^(?:[^@[\]]*@)?\[[0-9a-fA-F:.]+\](?::\d*)?$/.test(authority[1] ?? '')
    );
}

export function isJson(mediaType: string): boolean {
    const subtype = subtypeOf(mediaType);
    return subtype === 'json' || subtype.endsWith('+json');
}

/** Whether data of this media type can be written as a JSON string in a structured event. */
export function isText(mediaType: string): boolean {
    const lower = mediaType.toLowerCase();
    const subtype = subtypeOf(mediaType);
    const text = lower.startsWith('text/') || subtype === 'xml' || subtype.endsWith('+xml');
    return text && !(lower.includes('charset') && !lower.includes('utf-8') && !lower.includes('ascii'));
}

function subtypeOf(mediaType: string): string {
    const slash = mediaType.indexOf('/');
    const end = mediaType.indexOf(';');
    return slash < 0
        ? ''
        : mediaType
              .slice(slash + 1, end < slash ? mediaType.length : end)
              .trim()
              .toLowerCase();
}

const TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d/;
const LONGEST_EXACT = '2026-01-31T08:15:30.123456789Z'.length;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Checks a timestamp of RFC 3339 and writes it as Java does: capital letters, and a fraction of 0, 3, 6 or 9 digits. A text
 * that Java's time cannot hold (a leap second, more digits, an offset beyond 18 hours or of `-00:00`) stays as it is.
 */
export function canonicalTime(attribute: string, text: string): string {
    const not = (why: string) =>
        new InvalidEventError(
            attribute,
            `it is a timestamp such as 2026-01-31T08:15:30.5+02:00 (RFC 3339), '${text}' is not: ${why}`,
        );
    const formed =
        text.length >= 19 &&
        text[4] === '-' &&
        text[7] === '-' &&
        /[Tt]/.test(text.charAt(10)) &&
        text[13] === ':' &&
        text[16] === ':';
    if (!formed) {
        throw not('it does not have that form');
    }
    if (!TIME.test(text)) {
        const at = [...text.slice(0, 19)].findIndex((c, i) => ![4, 7, 10, 13, 16].includes(i) && !/\d/.test(c));
        throw not(`'${text.charAt(at)}' is where a digit should be`);
    }
    const rest = /^(?:\.(\d*))?(.*)$/s.exec(text.slice(19)) as RegExpExecArray;
    const [, fraction, zone = ''] = rest;
    if (fraction === '') {
        throw not('a fraction has 1 digit or more');
    }
    const offset = offsetOf(zone, not);
    requireDate(text, offset, not);
    if (!isExact(text)) {
        return text;
    }
    const nanos = (fraction ?? '').padEnd(9, '0');
    const digits = /[1-9]/.test(nanos)
        ? nanos.endsWith('000000')
            ? nanos.slice(0, 3)
            : nanos.endsWith('000')
              ? nanos.slice(0, 6)
              : nanos
        : '';
    return `${text.slice(0, 10)}T${text.slice(11, 19)}${digits === '' ? '' : `.${digits}`}${offset === 0 ? 'Z' : zone}`;
}

function offsetOf(zone: string, not: (why: string) => Error): number {
    if (/^[Zz]$/.test(zone)) {
        return 0;
    }
    const parts = /^([+-])(\d\d):(\d\d)$/.exec(zone);
    if (parts === null) {
        throw not('it does not end in Z or an offset such as +02:00');
    }
    const hours = Number(parts[2]);
    const minutes = Number(parts[3]);
    if (hours > 23 || minutes > 59) {
        throw not('an offset has hours up to 23 and minutes up to 59');
    }
    return (parts[1] === '-' ? -1 : 1) * (hours * 60 + minutes);
}

/** The words are those of Java's `LocalDateTime`. */
function requireDate(text: string, offset: number, not: (why: string) => Error): void {
    const of = (from: number, to: number) => Number(text.slice(from, to));
    const [year, month, day, hour, minute, second] = [
        of(0, 4),
        of(5, 7),
        of(8, 10),
        of(11, 13),
        of(14, 16),
        of(17, 19),
    ];
    const within = (what: string, value: number, least: number, most: number | string) => {
        if (value < least || value > (typeof most === 'number' ? most : 31)) {
            throw not(`Invalid value for ${what} (valid values ${least} - ${most}): ${value}`);
        }
    };
    within('MonthOfYear', month, 1, 12);
    within('DayOfMonth', day, 1, '28/31');
    within('HourOfDay', hour, 0, 23);
    within('MinuteOfHour', minute, 0, 59);
    within('SecondOfMinute', second === 60 ? 59 : second, 0, 59);
    const leapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    if (month === 2 && day === 29 && !leapYear) {
        throw not(`Invalid date 'February 29' as '${year}' is not a leap year`);
    }
    if (day > (LENGTHS[month - 1] ?? 0) + (month === 2 && leapYear ? 1 : 0)) {
        throw not(`Invalid date '${MONTHS[month - 1]} ${day}'`);
    }
    const minuteOfDay = (((hour * 60 + minute - offset) % 1440) + 1440) % 1440;
    if (second === 60 && minuteOfDay !== 1439) {
        throw not('a leap second is the last of a day in UTC');
    }
}

const MONTHS = [
    'JANUARY',
    'FEBRUARY',
    'MARCH',
    'APRIL',
    'MAY',
    'JUNE',
    'JULY',
    'AUGUST',
    'SEPTEMBER',
    'OCTOBER',
    'NOVEMBER',
    'DECEMBER',
];

function isExact(text: string): boolean {
    if (text[17] === '6') {
        return false;
    }
    if (/[Zz]$/.test(text)) {
        return text.length <= LONGEST_EXACT;
    }
    const hours = Number(text.slice(-5, -3));
    return (
        text.length <= LONGEST_EXACT + 5 &&
        (hours < 18 || text.endsWith('18:00')) &&
        (hours > 0 || !text.endsWith('-00:00'))
    );
}
