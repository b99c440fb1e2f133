import { randomUUID } from 'node:crypto';
import {
    absentEntry,
    type Claim,
    claiming,
    type ClaimResult,
    completing,
    completingParked,
    type Inbox,
    type InboxEntry,
    type InboxStep,
    type Release,
    releasing,
    type WriteOutcome,
} from '../inbox.js';
import { formatInstant, type Instant } from '../instant.js';
import { digest, type EventId, forPeople, joined, part, sortedTime } from '../keys.js';
import { until } from '../stores.js';
import {
    flagOf,
    type Key,
    momentCell,
    momentOf,
    MOST_WRITES,
    numberOf,
    type Row,
    type StoredRow,
    Table,
    tableOf,
    type TablesOptions,
    type Write,
} from './table.js';

/** A consumer's entries are in 4 of 64 partitions. */
const SPREAD = 4;

const MOST_REMEMBERED = 4_096;

/** A step to apply to one entry. */
interface Task<R> {
    readonly consumer: string;
    readonly event: EventId;
    readonly key: Key;
    readonly step: InboxStep<R>;
}

interface Known {
    readonly entry?: InboxEntry;
    readonly etag?: string;
}

/** The inbox that Java's `TableInbox` has: one entity per consumer and event, and notes of when they were added. */
export function tableInbox(options: TablesOptions): Inbox {
    return new TableInbox(tableOf(options, 'inbox'));
}

class TableInbox implements Inbox {
    private readonly seen = new Map<string, Known>();
    /** The notes that this object wrote, by the first of their entries. */
    private readonly notes = new Map<string, { key: Key; etag: string; rows: string }>();

    constructor(private readonly table: Table) {}

    claimAll(
        consumer: string,
        events: readonly EventId[],
        now: Instant,
        lease: bigint,
        claimant: string,
    ): Promise<ClaimResult[]> {
        const tasks = events.map((event) =>
            task(consumer, event, claiming(consumer, event, now, now + lease, false, claimant)),
        );
        return this.all<ClaimResult>(tasks, now, true);
    }

    async claimParked(
        consumer: string,
        event: EventId,
        now: Instant,
        lease: bigint,
        claimant: string,
    ): Promise<ClaimResult> {
        const [result] = await this.run(
            [task(consumer, event, claiming(consumer, event, now, now + lease, true, claimant))],
            now,
            false,
        );
        return result as ClaimResult;
    }

    completeAll(claims: readonly Claim[], now: Instant): Promise<WriteOutcome[]> {
        return this.all<WriteOutcome>(
            claims.map((claim) => task(claim.consumer, claim.event, completing(claim, now))),
            now,
            false,
        );
    }

    releaseAll(releases: readonly Release[], now: Instant): Promise<WriteOutcome[]> {
        return this.release(releases, now, false);
    }

    parkAll(releases: readonly Release[], now: Instant): Promise<WriteOutcome[]> {
        return this.release(releases, now, true);
    }

    private release(releases: readonly Release[], now: Instant, toTheLot: boolean): Promise<WriteOutcome[]> {
        const tasks = releases.map((release) =>
            task(release.claim.consumer, release.claim.event, releasing(release, now, toTheLot)),
        );
        return this.all<WriteOutcome>(tasks, now, false);
    }

    async completeParked(consumer: string, event: EventId, now: Instant): Promise<WriteOutcome> {
        const [result] = await this.run([task(consumer, event, completingParked(now))], now, false);
        return result as WriteOutcome;
    }

    /** One result per task, in order; a failed request does not affect the others. */
    private async all<R>(
        tasks: readonly Task<R>[],
        now: Instant,
        mostlyNew: boolean,
    ): Promise<(R | { kind: 'failed'; message: string })[]> {
        const results = new Map<Task<R>, R | { kind: 'failed'; message: string }>();
        await Promise.all(
            groupsOf(tasks).map(async (group) => {
                try {
                    const some = await this.run(group, now, mostlyNew);
                    group.forEach((each, at) => {
                        results.set(each, some[at] as R);
                    });
                } catch (failure) {
                    const message = failure instanceof Error ? failure.message : String(failure);
                    group.forEach((each) => {
                        results.set(each, { kind: 'failed', message });
                    });
                }
            }),
        );
        return tasks.map((each) => results.get(each) as R);
    }

    /** Runs a group in one transaction, first on the remembered entries, and after a conflict on the entries as read. */
    private run<R>(group: readonly Task<R>[], now: Instant, mostlyNew: boolean): Promise<R[]> {
        const { consumer, event } = group[0] as Task<R>;
        let guess = true;
        const what = `The inbox entry of event ${event.source}#${event.id} for consumer ${consumer}, or another of its batch,`;
        return until(what, () => {
            const attempt = this.tryRun(group, now, mostlyNew, guess);
            guess = false;
            return attempt;
        });
    }

    private async tryRun<R>(
        group: readonly Task<R>[],
        now: Instant,
        mostlyNew: boolean,
        guess: boolean,
    ): Promise<{ answer: R[] } | undefined> {
        const answers: R[] = [];
        const writes: { task: Task<R>; next: InboxEntry; etag: string | undefined }[] = [];
        for (const each of group) {
            const guessed = guess ? (this.seen.get(nameOf(each.key)) ?? (mostlyNew ? {} : undefined)) : undefined;
            let stored = guessed ?? (await this.read(each.key));
            let change = each.step(stored.entry ?? absentEntry(now));
            if (change.next === undefined && guessed !== undefined) {
                // The step writes nothing, so no write would verify the guess.
                stored = await this.read(each.key);
                change = each.step(stored.entry ?? absentEntry(now));
            }
            answers.push(change.answer);
            if (change.next !== undefined) {
                writes.push({ task: each, next: change.next, etag: stored.etag });
            }
        }
        return writes.length === 0 || (await this.commit(writes, now)) ? { answer: answers } : undefined;
    }

    private async commit<R>(
        entries: readonly { task: Task<R>; next: InboxEntry; etag: string | undefined }[],
        now: Instant,
    ): Promise<boolean> {
        const writes: Write[] = entries.map(({ task: of, next, etag }) => {
            this.seen.delete(nameOf(of.key));
            const row = rowOf(of, next);
            return etag === undefined ? { kind: 'create', row } : { kind: 'replace', row, etag };
        });
        const partitionKey = entries[0]?.task.key.partitionKey ?? '';
        const added = entries.filter(({ etag }) => etag === undefined).map(({ task: of }) => of.key.rowKey);
        const note: Key = { partitionKey, rowKey: `t${sortedTime(now)}~${randomUUID()}` };
        const noteWrite = added.length > 0 ? noteOf(note, added) : this.completedNote(partitionKey, entries, now);
        const tags = await this.table.commit(noteWrite === undefined ? writes : [...writes, noteWrite]);
        if (tags === undefined) {
            return false;
        }
        entries.forEach(({ task: of, next }, at) => {
            const etag = tags[at];
            if (etag !== undefined) {
                remember(this.seen, nameOf(of.key), { entry: next, etag });
            }
        });
        const etag = tags[entries.length];
        if (added.length > 0 && etag !== undefined) {
            remember(this.notes, firstOf(partitionKey, added), { key: note, etag, rows: rowsOf(added) });
        }
        return true;
    }

    /** The write to the note that names these entries and no others, if all of them are completed; tried once. */
    private completedNote<R>(
        partitionKey: string,
        entries: readonly { task: Task<R>; next: InboxEntry }[],
        now: Instant,
    ): Write | undefined {
        const done = entries.filter(({ next }) => next.completed).map(({ task: of }) => of.key.rowKey);
        const first = firstOf(partitionKey, done);
        const note = this.notes.get(first);
        if (done.length === 0 || note === undefined || note.rows !== rowsOf(done)) {
            return undefined;
        }
        this.notes.delete(first);
        return { kind: 'merge', row: { ...note.key, completed: formatInstant(now) }, etag: note.etag };
    }

    private async read(key: Key): Promise<Known> {
        const row = await this.table.get(key);
        const known = row === undefined ? {} : { entry: entryOf(row), etag: row.etag };
        this.seen.delete(nameOf(key));
        if (row !== undefined) {
            remember(this.seen, nameOf(key), known);
        }
        return known;
    }
}

function task<R>(consumer: string, event: EventId, step: InboxStep<R>): Task<R> {
    const name = joined(consumer, event.source, event.id);
    const partition = part(consumer) * SPREAD + (part(name) % SPREAD);
    return {
        consumer,
        event,
        step,
        key: { partitionKey: String(partition).padStart(2, '0'), rowKey: `e${digest(name)}` },
    };
}

/** Each group has tasks of one partition, on different entries, and fits into a transaction together with a note. */
function groupsOf<R>(tasks: readonly Task<R>[]): Task<R>[][] {
    const groups: Task<R>[][] = [];
    const last = new Map<string, Task<R>[]>();
    for (const each of tasks) {
        let group = last.get(each.key.partitionKey);
        if (
            group === undefined ||
            group.length === MOST_WRITES - 1 ||
            group.some((other) => other.key.rowKey === each.key.rowKey)
        ) {
            group = [];
            groups.push(group);
            last.set(each.key.partitionKey, group);
        }
        group.push(each);
    }
    return groups;
}

function noteOf(key: Key, entries: readonly string[]): Write {
    return { kind: 'create', row: { ...key, entries: entries.join('\n') } };
}

function rowsOf(rows: readonly string[]): string {
    return [...new Set(rows)].sort().join('\n');
}

function firstOf(partition: string, rows: readonly string[]): string {
    return `${partition} ${[...rows].sort()[0]}`;
}

function nameOf(key: Key): string {
    return `${key.partitionKey} ${key.rowKey}`;
}

function remember<V>(memory: Map<string, V>, name: string, value: V): void {
    memory.set(name, value);
    if (memory.size > MOST_REMEMBERED) {
        memory.delete(memory.keys().next().value as string);
    }
}

function rowOf({ key, consumer, event }: Task<unknown>, entry: InboxEntry): Row {
    return {
        ...key,
        consumer,
        source: forPeople(event.source),
        id: forPeople(event.id),
        fence: BigInt(entry.fence),
        attempts: entry.attempts,
        cutOff: entry.cutOff,
        completed: entry.completed,
        parked: entry.parked,
        fenceOfSince: BigInt(entry.fenceOfSince),
        ...momentCell('written', entry.written),
        ...momentCell('leaseEnd', entry.leaseEnd),
        ...momentCell('since', entry.since),
        ...(entry.claimant === undefined ? {} : { claimant: entry.claimant }),
    };
}

function entryOf(row: StoredRow): InboxEntry {
    return {
        fence: numberOf(row, 'fence'),
        attempts: numberOf(row, 'attempts'),
        cutOff: numberOf(row, 'cutOff'),
        completed: flagOf(row, 'completed'),
        parked: flagOf(row, 'parked'),
        written: momentOf(row, 'written') ?? 0n,
        leaseEnd: momentOf(row, 'leaseEnd'),
        since: momentOf(row, 'since'),
        fenceOfSince: numberOf(row, 'fenceOfSince'),
        claimant: typeof row.claimant === 'string' ? row.claimant : undefined,
    };
}
