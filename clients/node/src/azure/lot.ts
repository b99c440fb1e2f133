import { randomUUID } from 'node:crypto';
import type { Change } from '../inbox.js';
import type { Instant } from '../instant.js';
import { digestOf, END, type EventId, sameEvent, sorted } from '../keys.js';
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
} from '../parking.js';
import { stepFrom } from '../stores.js';
import {
    eventKey,
    eventOf,
    eventRows,
    LANE,
    laneEntity,
    laneOf,
    type LaneRow,
    laneRowOf,
    LISTED,
    listedBy,
    type Mark,
    partitionOf,
    partKeys,
    type Placed,
    replacedWrites,
    takenWrites,
    wantedMarks,
} from './lane.js';
import { longTextCells, numberOf, type StoredRow, Table, tableOf, type TablesOptions, type Write } from './table.js';

/** The parking lot that Java's `TableParkingLot` has: each lane is a partition, and marks find the lanes. */
export function tableParkingLot(options: TablesOptions): ParkingLot {
    return new TableParkingLot(tableOf(options, 'parking'), tableOf(options, 'lanes'), options.room ?? 1_000);
}

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
            (entry) =>
                parkStep(entry, event, opens, async () => (await this.table.get(place)) !== undefined, this.room),
            (before) => [
                ...eventRows(eventKey(event.consumer, event.lane, before.next), before.next, event).map(
                    (row): Write => ({
                        kind: 'create',
                        row,
                    }),
                ),
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
                return next === undefined
                    ? { answer }
                    : { answer, next: { row: { ...row, entry: next }, writes: along(row.entry, answer) } };
            },
            async (_, { row, writes }) =>
                (await this.commit(row, writes)) ? 'written' : { now: await this.row(consumer, lane) },
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
                const names = {
                    consumer: row.consumer,
                    alone: row.lane.alone,
                    ...longTextCells('lane', row.lane.value),
                };
                await this.marks.commit([
                    { kind: 'create', row: { partitionKey: mark.partition, rowKey: mark.row, ...names } },
                ]);
                put.push(mark);
                after.set(name, mark);
            }
        }
        const lane = laneEntity({ ...row, marks: after });
        const head: Write =
            row.etag === undefined ? { kind: 'create', row: lane } : { kind: 'replace', row: lane, etag: row.etag };
        const written = (await this.table.commit([head, ...writes])) !== undefined;
        if (written) {
            const named = new Set([...after.values()].map((mark) => mark.row));
            await this.deleteMarks([...row.marks.values()].filter((mark) => !named.has(mark.row)));
        } else if (put.length > 0) {
            // An attempt without an answer may have written the row, and another writer may have built on that.
            const stands = new Set(
                [...(await this.row(row.consumer, row.lane)).marks.values()].map((mark) => mark.row),
            );
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
