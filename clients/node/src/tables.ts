import { randomUUID } from 'node:crypto';
import {
    absentEntry,
    type Change,
    type Claim,
    type ClaimResult,
    claiming,
    completing,
    completingParked,
    type Inbox,
    type InboxEntry,
    type InboxStep,
    type Release,
    releasing,
    type WriteOutcome,
} from './inbox.js';
import { formatInstant, type Instant, parseInstant } from './instant.js';
import { digest, digestOf, END, type EventId, forPeople, joined, keyOf, part, sameEvent, sorted, sortedTime } from './keys.js';
import {
    absentLane,
    isHeldBy,
    type Lane,
    type LaneEntry,
    type LaneLease,
    laneName,
    leaseStep,
    openStep,
    type ParkedEvent,
    type ParkingLot,
    type ParkResult,
    parkStep,
    postponeStep,
    releaseStep,
    removeStep,
} from './parking.js';
import { BytesIn, BytesOut, stepFrom, until } from './stores.js';
import {
    bytesCells,
    bytesOf,
    flagOf,
    type Key,
    longTextCells,
    longTextOf,
    MOST_WRITES,
    momentCell,
    momentOf,
    numberOf,
    type Row,
    type StoredRow,
    type Table,
    type TablesOptions,
    tableOf,
    textOf,
    type Write,
} from './tables-table.js';

export type { TablesOptions } from './tables-table.js';

/** The inbox that Java's `TableInbox` has: one entity per consumer and event, and notes of when they were added. */
export function tableInbox(options: TablesOptions): Inbox {
    return new TableInbox(tableOf(options, 'inbox'));
}

/** The parking lot that Java's `TableParkingLot` has: each lane is a partition, and marks find the lanes. */
export function tableParkingLot(options: TablesOptions): ParkingLot {
    return new TableParkingLot(tableOf(options, 'parking'), tableOf(options, 'lanes'), options.room ?? 1_000);
}

const FORM = { kept: '.-', empty: '__', longest: 400 };

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

class TableInbox implements Inbox {
    private readonly seen = new Map<string, Known>();
    /** The notes that this object wrote, by the first of their entries. */
    private readonly notes = new Map<string, { key: Key; etag: string; rows: string }>();

    constructor(private readonly table: Table) {}

    claimAll(consumer: string, events: readonly EventId[], now: Instant, lease: bigint, claimant: string): Promise<ClaimResult[]> {
        const tasks = events.map((event) => task(consumer, event, claiming(consumer, event, now, now + lease, false, claimant)));
        return this.all<ClaimResult>(tasks, now, true);
    }

    async claimParked(consumer: string, event: EventId, now: Instant, lease: bigint, claimant: string): Promise<ClaimResult> {
        const [result] = await this.run([task(consumer, event, claiming(consumer, event, now, now + lease, true, claimant))], now, false);
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
        const tasks = releases.map((release) => task(release.claim.consumer, release.claim.event, releasing(release, now, toTheLot)));
        return this.all<WriteOutcome>(tasks, now, false);
    }

    async completeParked(consumer: string, event: EventId, now: Instant): Promise<WriteOutcome> {
        const [result] = await this.run([task(consumer, event, completingParked(now))], now, false);
        return result as WriteOutcome;
    }

    /** One result per task, in order; a failed request does not affect the others. */
    private async all<R>(tasks: readonly Task<R>[], now: Instant, mostlyNew: boolean): Promise<(R | { kind: 'failed'; message: string })[]> {
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

    private async tryRun<R>(group: readonly Task<R>[], now: Instant, mostlyNew: boolean, guess: boolean): Promise<{ answer: R[] } | undefined> {
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

    private async commit<R>(entries: readonly { task: Task<R>; next: InboxEntry; etag: string | undefined }[], now: Instant): Promise<boolean> {
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
    private completedNote<R>(partitionKey: string, entries: readonly { task: Task<R>; next: InboxEntry }[], now: Instant): Write | undefined {
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
    return { consumer, event, step, key: { partitionKey: String(partition).padStart(2, '0'), rowKey: `e${digest(name)}` } };
}

/** Each group has tasks of one partition, on different entries, and fits into a transaction together with a note. */
function groupsOf<R>(tasks: readonly Task<R>[]): Task<R>[][] {
    const groups: Task<R>[][] = [];
    const last = new Map<string, Task<R>[]>();
    for (const each of tasks) {
        let group = last.get(each.key.partitionKey);
        if (group === undefined || group.length === MOST_WRITES - 1 || group.some((other) => other.key.rowKey === each.key.rowKey)) {
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

/** A mark as its lane's row names it: a row in another table, by which the lane is found. */
interface Mark {
    readonly partition: string;
    readonly row: string;
    readonly at: Instant;
}

interface LaneRow {
    readonly consumer: string;
    readonly lane: Lane;
    readonly etag?: string;
    readonly entry: LaneEntry;
    readonly marks: ReadonlyMap<string, Mark>;
}

/** An event, its place in its lane, and the number of its entities after the first. */
interface Placed {
    readonly place: number;
    readonly event: ParkedEvent;
    readonly parts: number;
}

const LANE = 'lane';
const LISTED = 'listed';
const DUE = 'dueMark';
const EVENT_PIECE = 512 * 1024;

class TableParkingLot implements ParkingLot {
    constructor(
        private readonly table: Table,
        private readonly marks: Table,
        private readonly room: number,
    ) {}

    park(event: ParkedEvent): Promise<ParkResult> {
        return this.parkOne(event, true);
    }

    parkBehind(event: ParkedEvent): Promise<ParkResult> {
        return this.parkOne(event, false);
    }

    private parkOne(event: ParkedEvent, opens: boolean): Promise<ParkResult> {
        const place = { partitionKey: partitionOf(event.consumer, event.lane), rowKey: `i${digestOf(event.event)}` };
        return this.step<ParkResult>(
            event.consumer,
            event.lane,
            (entry) => parkStep(entry, event, opens, async () => (await this.table.get(place)) !== undefined, this.room),
            (before) => [
                ...eventRows(eventKey(event.consumer, event.lane, before.next), before.next, event).map((row): Write => ({ kind: 'create', row })),
                { kind: 'create', row: { ...place, place: BigInt(before.next) } },
            ],
        );
    }

    /** A lane gets its mark before it is parked, so a lane without a mark is open. */
    async heldAmong(consumer: string, lanes: readonly Lane[]): Promise<Lane[]> {
        const marked = new Set<string>();
        for await (const mark of this.marks.range(listedBy(consumer), '', END, 1_000)) {
            marked.add(laneName(laneOf(mark)));
        }
        const held: Lane[] = [];
        for (const lane of lanes) {
            if (marked.has(laneName(lane)) && (await this.row(consumer, lane)).entry.parked) {
                held.push(lane);
            }
        }
        return held;
    }

    lease(consumer: string, lane: Lane, now: Instant, duration: bigint): Promise<LaneLease | undefined> {
        return this.step(consumer, lane, (entry) => leaseStep(entry, consumer, lane, now, duration));
    }

    async peek(lease: LaneLease): Promise<ParkedEvent | undefined> {
        const { entry } = await this.row(lease.consumer, lease.lane);
        return isHeldBy(entry, lease) ? (await this.first(lease))?.event : undefined;
    }

    async remove(lease: LaneLease, head: EventId): Promise<boolean> {
        const removed = await this.step<Placed | undefined>(
            lease.consumer,
            lease.lane,
            async (entry) => removeStep(entry, await this.headIf(entry, lease, head)),
            (_, placed) => takenWrites(placed as Placed),
        );
        return removed !== undefined;
    }

    async postpone(lease: LaneLease, head: ParkedEvent): Promise<boolean> {
        const postponed = await this.step<Placed | undefined>(
            lease.consumer,
            lease.lane,
            async (entry) => postponeStep(entry, await this.headIf(entry, lease, head.event), head),
            (_, placed) => replacedWrites(placed as Placed, head),
        );
        return postponed !== undefined;
    }

    open(lease: LaneLease): Promise<boolean> {
        return this.step(lease.consumer, lease.lane, (entry) => openStep(entry, lease));
    }

    async release(lease: LaneLease): Promise<void> {
        await this.step(lease.consumer, lease.lane, (entry) => releaseStep(entry, lease));
    }

    /** A mark that its lane's row does not name is passed over: its writer crashed, and Java's stores delete it. */
    async lanes(consumer: string, limit: number): Promise<Lane[]> {
        const found: Lane[] = [];
        for await (const mark of this.marks.range(listedBy(consumer), '', END, Math.max(16, limit))) {
            const row = await this.row(consumer, laneOf(mark));
            if (row.marks.get(LISTED)?.row === mark.rowKey && row.entry.parked) {
                found.push(row.lane);
            }
            if (found.length >= limit) {
                break;
            }
        }
        return found;
    }

    private async headIf(entry: LaneEntry, lease: LaneLease, event: EventId): Promise<Placed | undefined> {
        const first = isHeldBy(entry, lease) ? await this.first(lease) : undefined;
        return first !== undefined && sameEvent(first.event.event, event) ? first : undefined;
    }

    /** The lane's first event; one that lacks some of its entities was removed after the first was read. */
    private async first(lease: LaneLease): Promise<Placed | undefined> {
        for await (const row of this.table.range(partitionOf(lease.consumer, lease.lane), `e${sorted(1)}`, 'f', 1)) {
            const parts = numberOf(row, 'parts');
            const rest: StoredRow[] = [];
            for (const key of partKeys(row, 1, parts)) {
                const part = await this.table.get(key);
                if (part !== undefined) {
                    rest.push(part);
                }
            }
            if (rest.length === parts) {
                return { place: numberOf(row, 'place'), event: eventOf(row, rest), parts };
            }
        }
        return undefined;
    }

    private async row(consumer: string, lane: Lane): Promise<LaneRow> {
        const row = await this.table.get({ partitionKey: partitionOf(consumer, lane), rowKey: LANE });
        return row === undefined ? { consumer, lane, entry: absentLane, marks: new Map() } : laneRowOf(row);
    }

    /**
     * Applies a rule to the lane's head, and repeats it while other writers are faster.
     *
     * @param along the writes in the same transaction, from the previous head and the step's answer
     */
    private step<T>(
        consumer: string,
        lane: Lane,
        rule: (entry: LaneEntry) => Promise<Change<LaneEntry, T>> | Change<LaneEntry, T>,
        along: (before: LaneEntry, answer: T) => Write[] = () => [],
    ): Promise<T> {
        return stepFrom<LaneRow, { row: LaneRow; writes: Write[] }, T>(
            `Lane '${lane.value}'`,
            undefined,
            () => this.row(consumer, lane),
            async (row) => {
                const { next, answer } = await rule(row.entry);
                return next === undefined ? { answer } : { answer, next: { row: { ...row, entry: next }, writes: along(row.entry, answer) } };
            },
            async (_, { row, writes }) => ((await this.commit(row, writes)) ? 'written' : { now: await this.row(consumer, lane) }),
        );
    }

    /**
     * Writes a lane's row that names the marks that it needs: first the new marks, then the row, then marks that it no longer
     * names are deleted. So a parked lane can be found at whatever point its writer crashes.
     */
    private async commit(row: LaneRow, writes: readonly Write[]): Promise<boolean> {
        const after = new Map<string, Mark>();
        const put: Mark[] = [];
        for (const [name, wanted] of wantedMarks(row)) {
            const before = row.marks.get(name);
            if (before !== undefined && before.partition === wanted.partition && before.at === wanted.at) {
                after.set(name, before);
            } else {
                const mark = { ...wanted, row: `${wanted.row}~${randomUUID()}` };
                const names = { consumer: row.consumer, alone: row.lane.alone, ...longTextCells('lane', row.lane.value) };
                await this.marks.commit([{ kind: 'create', row: { partitionKey: mark.partition, rowKey: mark.row, ...names } }]);
                put.push(mark);
                after.set(name, mark);
            }
        }
        const lane = laneEntity({ ...row, marks: after });
        const head: Write = row.etag === undefined ? { kind: 'create', row: lane } : { kind: 'replace', row: lane, etag: row.etag };
        const written = (await this.table.commit([head, ...writes])) !== undefined;
        if (written) {
            const named = new Set([...after.values()].map((mark) => mark.row));
            await this.deleteMarks([...row.marks.values()].filter((mark) => !named.has(mark.row)));
        } else if (put.length > 0) {
            // An attempt without an answer may have written the row, and another writer may have built on that.
            const stands = new Set([...(await this.row(row.consumer, row.lane)).marks.values()].map((mark) => mark.row));
            await this.deleteMarks(put.filter((mark) => !stands.has(mark.row)));
        }
        return written;
    }

    private async deleteMarks(marks: readonly Mark[]): Promise<void> {
        for (const mark of marks) {
            await this.marks.commit([{ kind: 'delete', row: { partitionKey: mark.partition, rowKey: mark.row } }]);
        }
    }
}

function partitionOf(consumer: string, lane: Lane): string {
    return keyOf(FORM, consumer, lane.alone ? 'alone' : 'named', lane.value);
}

function listedBy(consumer: string): string {
    return `lanes~${keyOf(FORM, consumer)}`;
}

function dueBy(consumer: string): string {
    return `due~${keyOf(FORM, consumer)}`;
}

/** The marks that a lane's row must name; a stamp completes their keys. */
function wantedMarks({ consumer, lane, entry }: LaneRow): Map<string, Mark> {
    const order = digest(partitionOf(consumer, lane));
    const wanted = new Map<string, Mark>();
    if (entry.parked) {
        wanted.set(LISTED, { partition: listedBy(consumer), row: order, at: 0n });
    }
    if (entry.due !== undefined) {
        wanted.set(DUE, { partition: dueBy(consumer), row: `${sortedTime(entry.due)}~${order}`, at: entry.due });
    }
    return wanted;
}

function laneOf(row: StoredRow): Lane {
    return { value: longTextOf(row, 'lane'), alone: flagOf(row, 'alone') };
}

function laneRowOf(row: StoredRow): LaneRow {
    const consumer = textOf(row, 'consumer');
    const marks = new Map<string, Mark>();
    for (const [name, partition] of [
        [LISTED, listedBy(consumer)],
        [DUE, dueBy(consumer)],
    ] as const) {
        if (typeof row[name] === 'string') {
            marks.set(name, { partition, row: row[name], at: momentOf(row, `${name}At`) ?? 0n });
        }
    }
    const parkedAt = momentOf(row, 'parkedAt');
    const entry: LaneEntry = {
        parked: flagOf(row, 'parked'),
        fence: numberOf(row, 'fence'),
        leaseEnd: momentOf(row, 'leaseEnd'),
        due: momentOf(row, 'due'),
        count: numberOf(row, 'waiting'),
        next: numberOf(row, 'next'),
        head: parkedAt === undefined ? undefined : { reason: textOf(row, 'reason'), attempts: numberOf(row, 'attempts'), parkedAt },
    };
    return { consumer, lane: laneOf(row), etag: row.etag, entry, marks };
}

function laneEntity({ consumer, lane, entry, marks }: LaneRow): Row {
    const row: Row = {
        partitionKey: partitionOf(consumer, lane),
        rowKey: LANE,
        consumer,
        alone: lane.alone,
        ...longTextCells('lane', lane.value),
        parked: entry.parked,
        fence: BigInt(entry.fence),
        waiting: BigInt(entry.count),
        next: BigInt(entry.next),
        ...momentCell('leaseEnd', entry.leaseEnd),
        ...momentCell('due', entry.due),
        ...(entry.head === undefined ? {} : { reason: entry.head.reason, attempts: entry.head.attempts }),
        ...momentCell('parkedAt', entry.head?.parkedAt),
    };
    marks.forEach((mark, name) => {
        row[name] = mark.row;
        row[`${name}At`] = formatInstant(mark.at);
    });
    return row;
}

function eventKey(consumer: string, lane: Lane, place: number): Key {
    return { partitionKey: partitionOf(consumer, lane), rowKey: `e${sorted(place)}` };
}

/** The keys of the further entities of an event. */
function partKeys(first: Key, from: number, to: number): Key[] {
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => ({
        partitionKey: first.partitionKey,
        rowKey: `p${first.rowKey}~${from + at}`,
    }));
}

/** The entities of an event: a first one, and further ones if it is too large for one. */
function eventRows(key: Key, place: number, event: ParkedEvent): Row[] {
    const content = new BytesOut()
        .text(event.event.source)
        .text(event.event.id)
        .texts(event.wire.attributes)
        .bytes(event.wire.body)
        .text(event.position)
        .text(event.reason)
        .all();
    const parts = Math.floor(Math.max(0, content.length - 1) / EVENT_PIECE);
    const piece = (at: number) => bytesCells('content', content.subarray(at * EVENT_PIECE, (at + 1) * EVENT_PIECE));
    const first: Row = {
        ...key,
        place: BigInt(place),
        consumer: event.consumer,
        alone: event.lane.alone,
        attempts: event.attempts,
        source: forPeople(event.event.source),
        id: forPeople(event.event.id),
        parts,
        ...longTextCells('lane', event.lane.value),
        ...momentCell('parkedAt', event.parkedAt),
        ...momentCell('replayAt', event.replayAt),
        ...piece(0),
    };
    return [first, ...partKeys(key, 1, parts).map((of, at) => ({ ...of, ...piece(at + 1) }))];
}

function eventOf(first: StoredRow, parts: readonly StoredRow[]): ParkedEvent {
    const bytes = new BytesIn(Buffer.concat([first, ...parts].map((row) => bytesOf(row, 'content'))));
    const event = { source: bytes.text(), id: bytes.text() };
    const wire = { attributes: bytes.texts(), body: bytes.bytes() };
    return {
        consumer: textOf(first, 'consumer'),
        lane: laneOf(first),
        event,
        wire,
        position: bytes.text(),
        reason: bytes.text(),
        attempts: numberOf(first, 'attempts'),
        parkedAt: parseInstant(textOf(first, 'parkedAt')),
        replayAt: momentOf(first, 'replayAt'),
    };
}

function takenWrites({ place, event, parts }: Placed): Write[] {
    const key = eventKey(event.consumer, event.lane, place);
    const identity = { partitionKey: key.partitionKey, rowKey: `i${digestOf(event.event)}` };
    return [key, ...partKeys(key, 1, parts), identity].map((row) => ({ kind: 'delete', row }));
}

function replacedWrites({ place, event, parts }: Placed, waiting: ParkedEvent): Write[] {
    const key = eventKey(event.consumer, event.lane, place);
    const rows = eventRows(key, place, waiting);
    return [...rows.map((row): Write => ({ kind: 'put', row })), ...partKeys(key, rows.length, parts).map((row): Write => ({ kind: 'delete', row }))];
}
