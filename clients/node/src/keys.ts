import { createHash } from 'node:crypto';
import { type Instant, nanosOfSecond, seconds } from './instant.js';

/** Source and id together identify an event: CloudEvents ids are unique per source only. */
export interface EventId {
    readonly source: string;
    readonly id: string;
}

export function sameEvent(one: EventId, other: EventId): boolean {
    return one.id === other.id && one.source === other.source;
}

/** The 64 hexadecimal digits of a text's SHA-256. */
export function digest(text: string): string {
    return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function digestOf(event: EventId): string {
    return digest(joined(event.source, event.id));
}

/** An id for what may be produced twice: equal parts give equal ids. Each part is hashed after its length. */
export function derivedId(...parts: readonly string[]): string {
    const hash = createHash('sha256');
    for (const part of parts) {
        const bytes = Buffer.from(part, 'utf8');
        const length = Buffer.alloc(4);
        length.writeInt32BE(bytes.length);
        hash.update(length).update(bytes);
    }
    return hash.digest('base64url');
}

/** One text of several names, each but the last after its length, so that different names give different texts. */
export function joined(...names: readonly string[]): string {
    return names.map((name, at) => (at === names.length - 1 ? name : `${name.length}:${name}`)).join('');
}

/** 19 digits, which sort like numbers. */
export function sorted(value: number | bigint): string {
    return String(value).padStart(19, '0');
}

const SECONDS_BEFORE_1970 = 100_000_000_000n;
const MOST_SECONDS = 9_999_999_999_999n;

/** 22 digits, which sort like time. */
export function sortedTime(at: Instant): string {
    const since = seconds(at) + SECONDS_BEFORE_1970;
    const clamped = since < 0n ? 0n : since > MOST_SECONDS ? MOST_SECONDS : since;
    return String(clamped).padStart(13, '0') + String(nanosOfSecond(at)).padStart(9, '0');
}

/** Java's `String.hashCode`, which keys of stored rows depend on. */
export function hashCode(text: string): number {
    let hash = 0;
    for (let i = 0; i < text.length; i++) {
        hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
    }
    return hash;
}

/** One of 16 parts, over which a store spreads rows. */
export function part(name: string): number {
    const hash = hashCode(name);
    return (hash ^ (hash >>> 4) ^ (hash >>> 16)) & 15;
}

/** Sorts after all keys with the prefix before it: no key has two '~' in a row. */
export const END = '~~';

const BEGINNING = 300;

/**
 * One key of several names: letters, digits and kept characters stay, every other character becomes '_' and four
 * hexadecimal digits. A key that is too long ends in its digest.
 */
export function keyOf(form: { kept: string; empty: string; longest: number }, ...names: readonly string[]): string {
    const key = names.map((name) => escaped(form, name)).join('~');
    return key.length <= form.longest ? key : `${key.slice(0, BEGINNING)}_~${digest(key)}`;
}

function escaped(form: { kept: string; empty: string }, name: string): string {
    if (name === '') {
        return form.empty;
    }
    let key = '';
    for (let i = 0; i < name.length; i++) {
        const c = name.charAt(i);
        key +=
            /[a-zA-Z0-9]/.test(c) || form.kept.includes(c) ? c : `_${name.charCodeAt(i).toString(16).padStart(4, '0')}`;
    }
    return key;
}

const FOR_PEOPLE = 1_000;

/** A text in the readable form of stores that identify events by a digest; a long one is cut. */
export function forPeople(text: string, most: number = FOR_PEOPLE): string {
    return text.length <= most ? text : `${text.slice(0, wholeCharacters(text, most))}...`;
}

/** The length at most `most` that does not cut a surrogate pair. */
export function wholeCharacters(text: string, most: number): number {
    const last = text.charCodeAt(most - 1);
    return last >= 0xd800 && last <= 0xdbff ? most - 1 : most;
}
